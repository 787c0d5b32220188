//! What is asked about cards: questions that people are to answer.
//!
//! Questions with plain answers; what is to be kept comes as
//! [`CardRecord`](crate::model::card::CardRecord)s in a [`Commit`](super::Commit).

use crate::model::card::{CardPlace, StaffCard};
use crate::model::ids::{MessageId, TurnId};
use crate::model::person::Person;
use crate::store::StoreError;

/// The reading side of what is kept about cards. Everything committed so far is seen.
pub trait CardQueries {
    /// The card with this name.
    ///
    /// # Errors
    /// When the store cannot be read; so with every function below.
    fn staff_card(&self, card: TurnId) -> Result<Option<StaffCard>, StoreError>;

    /// The open card of this person in this chat (as stored).
    fn open_card(&self, person: &Person, chat: &str) -> Result<Option<StaffCard>, StoreError>;

    /// The card to which this message of the staff's chat belongs.
    fn card_of_message(
        &self,
        chat: i64,
        message: MessageId,
    ) -> Result<Option<StaffCard>, StoreError>;

    /// Where the card stands in this chat.
    fn card_place(&self, card: TurnId, chat: i64) -> Result<CardPlace, StoreError>;

    /// Whether this person has a topic in this chat, or one was asked for.
    fn has_topic(&self, person: &Person, chat: i64) -> Result<bool, StoreError>;

    /// The turn that carries this message of the staff to the person.
    fn turn_of_staff(&self, chat: i64, message: MessageId) -> Result<Option<TurnId>, StoreError>;

    /// The message of the staff that this turn carries to a person.
    fn staff_message(&self, turn: TurnId, chat: i64) -> Result<Option<MessageId>, StoreError>;

    /// Our messages about this person in this chat.
    fn messages_about(&self, person: &Person, chat: i64) -> Result<Vec<MessageId>, StoreError>;

    /// Open cards, the oldest first; at most `limit`.
    fn open_cards(&self, limit: u32) -> Result<Vec<StaffCard>, StoreError>;

    /// Whether no cards are made for this person.
    fn is_muted(&self, person: &Person) -> Result<bool, StoreError>;
}
