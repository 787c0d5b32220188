//! What conversations remember: turns, the messages that carry them, feedback, languages, groups.
//!
//! Questions with plain answers; what is to be remembered comes as [`Record`](crate::conversation::Record)s
//! in a [`Commit`](super::Commit). Nothing here says how an engine keeps it.

use crate::conversation::{ChatKey, GroupSettings, PastTurn, Person, PersonKey, RecentAnswer};
use crate::faq::EntryId;
use crate::model::business::{BusinessChat, Card};
use crate::model::incoming::{MessageId, TurnId};
use crate::model::reply::Languages;
use crate::store::{AdminQueries, CardQueries, StoreError};

/// The reading side of what conversations remember. Everything committed so far is seen.
pub trait ConversationHistory: AdminQueries + CardQueries + Send + Sync {
    /// The key under which people are hashed; the same as long as the store exists.
    fn person_key(&self) -> &PersonKey;

    /// The turn with this number.
    ///
    /// # Errors
    /// When the store cannot be read; so with every function below.
    fn turn(&self, turn: TurnId) -> Result<Option<PastTurn>, StoreError>;

    /// The latest turn that this message of a person started.
    fn turn_of_question(
        &self,
        chat_key: &ChatKey,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError>;

    /// The latest turn that our message belongs to.
    fn turn_of_answer(
        &self,
        chat_key: &ChatKey,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError>;

    /// Our messages that carry this turn, first page first.
    fn messages_of(&self, turn: TurnId) -> Result<Vec<MessageId>, StoreError>;

    /// The languages this person chose.
    fn languages(&self, person: &Person) -> Result<Option<Languages>, StoreError>;

    /// The settings of this group, where its admins changed them.
    fn group(&self, chat: &str) -> Result<Option<GroupSettings>, StoreError>;

    /// Whether we introduced ourselves to this group.
    fn introduced(&self, chat: &str) -> Result<bool, StoreError>;

    /// The answers given in this chat since then (Unix seconds), latest first.
    fn recent_answers(
        &self,
        chat_key: &ChatKey,
        since_seconds: i64,
    ) -> Result<Vec<RecentAnswer>, StoreError>;

    /// What this person said of an entry shown in this turn.
    fn feedback(
        &self,
        turn: TurnId,
        entry: &EntryId,
        person: &Person,
    ) -> Result<Option<bool>, StoreError>;

    /// Whether anybody said anything of what this turn showed.
    fn has_feedback(&self, turn: TurnId) -> Result<bool, StoreError>;

    /// This person's latest turns in this chat since then (Unix seconds), latest first, without
    /// the turn `but`; a handful at most.
    fn latest_turns(
        &self,
        chat_key: &ChatKey,
        person: &Person,
        since_seconds: i64,
        but: TurnId,
    ) -> Result<Vec<PastTurn>, StoreError>;

    /// What almost every question needs: [`languages`](Self::languages) and
    /// [`latest_turns`](Self::latest_turns). A store on another machine gives both in one go.
    fn languages_and_latest_turns(
        &self,
        chat_key: &ChatKey,
        person: &Person,
        since_seconds: i64,
        but: TurnId,
    ) -> Result<(Option<Languages>, Vec<PastTurn>), StoreError> {
        let languages = self.languages(person)?;
        let turns = self.latest_turns(chat_key, person, since_seconds, but)?;
        Ok((languages, turns))
    }

    /// Until when (Unix seconds) turns may have been kept of which this process has not heard: the time
    /// of the latest one, or no end where other processes keep turns as well. `None` where there is
    /// no turn. To be asked before the first turn of the process.
    fn unheard_until(&self) -> Result<Option<i64>, StoreError>;

    /// Whether this person's message with this number and time was dealt with another way: by a
    /// mention in a chat that we are not in where `as_guest` holds, anywhere else where it does not.
    /// The chat's number is not asked for: that of such a chat may be another chat's.
    fn came_as(
        &self,
        as_guest: bool,
        message: MessageId,
        person: Option<&Person>,
        at_seconds: i64,
    ) -> Result<bool, StoreError>;

    /// The card of this turn.
    fn card(&self, turn: TurnId) -> Result<Option<Card>, StoreError>;

    /// The card for which this person is writing an answer since then (Unix seconds) or later.
    fn editing_card(&self, owner: &Person, since_seconds: i64) -> Result<Option<Card>, StoreError>;

    /// What is known of a business chat.
    fn business_chat(&self, chat: &str) -> Result<BusinessChat, StoreError>;

    /// The entries answered with or opened most often since then (Unix seconds), most often first; at
    /// most `limit`.
    fn most_asked(&self, since_seconds: i64, limit: u32) -> Result<Vec<EntryId>, StoreError>;

    /// The entry opened last from among those that this turn offered.
    fn last_opened(&self, turn: TurnId) -> Result<Option<EntryId>, StoreError>;
}
