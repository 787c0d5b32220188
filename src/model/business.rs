//! Business chats: those that an account's owner has with customers. What is kept of them, and the
//! cards by which owners decide what is sent in their name.

use crate::model::ids::{EntryId, MessageId, TurnId};
use crate::model::language::Language;
use crate::model::person::Person;

/// A card: a customer's question before the account's owner, with what could be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The question's turn.
    pub turn: TurnId,
    /// Unix seconds of the question.
    pub at_seconds: i64,
    /// The connection through which an answer goes.
    pub connection: String,
    /// Whose card it is.
    pub owner: Person,
    /// Who asked.
    pub customer: Person,
    /// The chat as stored.
    pub chat_key: String,
    /// The chat's number; kept no longer than the card is open.
    pub chat: Option<i64>,
    /// The message that asked.
    pub message: MessageId,
    /// The question, masked; kept no longer than the card is open.
    pub text: String,
    /// The language of the question.
    pub language: Language,
    /// Entries that could answer, best first.
    pub entries: Vec<EntryId>,
    /// Which of them would be sent.
    pub chosen: usize,
    /// How it stands.
    pub state: CardState,
}

impl Card {
    /// The entry that would be sent.
    pub fn entry(&self) -> Option<&EntryId> {
        self.entries.get(self.chosen)
    }
}

/// How a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardState {
    /// It waits for its owner.
    Open,
    /// Its owner writes an answer, since this moment in Unix seconds.
    Editing(i64),
    /// An answer was sent, or none will be.
    Closed,
}

/// What is known of a business chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BusinessChat {
    /// Unix seconds at which the account's owner wrote last.
    pub owner_wrote: Option<i64>,
    /// Unix seconds at which the customer wrote last.
    pub customer_wrote: Option<i64>,
}

/// What a turn asks to keep of business chats.
#[derive(Debug, Clone, PartialEq)]
pub enum BusinessRecord {
    /// The account's owner wrote.
    OwnerWrote {
        /// The chat as stored.
        chat: String,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// The customer wrote.
    CustomerWrote {
        /// The chat as stored.
        chat: String,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// A new card, or one that stands otherwise now.
    Card(Card),
    /// These messages were taken back: their cards are closed.
    Deleted {
        /// The chat as stored.
        chat: String,
        /// The messages.
        messages: Vec<MessageId>,
    },
    /// The account was disconnected: its cards are closed.
    Disconnected {
        /// The connection.
        connection: String,
    },
}
