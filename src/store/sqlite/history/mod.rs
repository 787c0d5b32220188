//! What conversations remember, read from its tables.

pub(crate) mod cards;
pub(crate) mod language_index;
pub(crate) mod queries;

use crate::conversation::{ChatKey, GroupSettings, PastTurn, Person, PersonKey, RecentAnswer};
use crate::faq::EntryId;
use crate::model::business::{BusinessChat, Card};
use crate::model::incoming::{MessageId, TurnId};
use crate::model::reply::Languages;
use crate::store::sqlite::business;
use crate::store::sqlite::read_connection::{ReadConnection, get, get_settled};
use crate::store::{ConversationHistory, StoreError};

/// The tables: the first step of their schema.
pub const SCHEMA: &str = include_str!("schema.sql");

impl<L: ReadConnection> ConversationHistory for L {
    fn person_key(&self) -> &PersonKey {
        self.key()
    }

    fn turn(&self, turn: TurnId) -> Result<Option<PastTurn>, StoreError> {
        get(self, |c| queries::turn(c, turn))
    }

    fn turn_of_question(
        &self,
        chat_key: &ChatKey,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        get(self, |c| queries::turn_of_question(c, chat_key, message))
    }

    fn turn_of_answer(
        &self,
        chat_key: &ChatKey,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        get_settled(self, |c| queries::turn_of_answer(c, chat_key, message))
    }

    fn messages_of(&self, turn: TurnId) -> Result<Vec<MessageId>, StoreError> {
        get_settled(self, |c| queries::messages_of(c, turn))
    }

    fn languages(&self, person: &Person) -> Result<Option<Languages>, StoreError> {
        if !self.may_have_chosen(person) {
            return Ok(None);
        }
        get(self, |c| queries::languages(c, person))
    }

    fn group(&self, chat: &str) -> Result<Option<GroupSettings>, StoreError> {
        get(self, |c| queries::group(c, chat))
    }

    fn introduced(&self, chat: &str) -> Result<bool, StoreError> {
        get(self, |c| queries::introduced(c, chat))
    }

    fn recent_answers(
        &self,
        chat_key: &ChatKey,
        since_seconds: i64,
    ) -> Result<Vec<RecentAnswer>, StoreError> {
        get_settled(self, |c| {
            queries::recent_answers(c, chat_key, since_seconds)
        })
    }

    fn feedback(
        &self,
        turn: TurnId,
        entry: &EntryId,
        person: &Person,
    ) -> Result<Option<bool>, StoreError> {
        get(self, |c| queries::feedback(c, turn, entry, person))
    }

    fn has_feedback(&self, turn: TurnId) -> Result<bool, StoreError> {
        get(self, |c| queries::has_feedback(c, turn))
    }

    fn latest_turns(
        &self,
        chat_key: &ChatKey,
        person: &Person,
        since_seconds: i64,
        but: TurnId,
    ) -> Result<Vec<PastTurn>, StoreError> {
        get(self, |c| {
            queries::latest_turns(c, (chat_key, person), since_seconds, but)
        })
    }

    fn unheard_until(&self) -> Result<Option<i64>, StoreError> {
        get_settled(self, queries::latest_at)
    }

    fn came_as(
        &self,
        as_guest: bool,
        message: MessageId,
        person: Option<&Person>,
        at_seconds: i64,
    ) -> Result<bool, StoreError> {
        get(self, |c| {
            queries::came_as(c, as_guest, (message, person, at_seconds))
        })
    }

    fn card(&self, turn: TurnId) -> Result<Option<Card>, StoreError> {
        get(self, |c| business::card(c, turn))
    }

    fn editing_card(&self, owner: &Person, since_seconds: i64) -> Result<Option<Card>, StoreError> {
        get(self, |c| business::editing_card(c, owner, since_seconds))
    }

    fn business_chat(&self, chat: &str) -> Result<BusinessChat, StoreError> {
        get(self, |c| business::chat(c, chat))
    }

    fn most_asked(&self, since_seconds: i64, limit: u32) -> Result<Vec<EntryId>, StoreError> {
        get(self, |c| queries::most_asked(c, since_seconds, limit))
    }

    fn last_opened(&self, turn: TurnId) -> Result<Option<EntryId>, StoreError> {
        get(self, |c| queries::last_opened(c, turn))
    }
}
