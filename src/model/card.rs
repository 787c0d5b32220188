//! A card: a question that people are to answer, as it stands in the staff's chat.
//!
//! The person is known by a hash and their words are masked, as everywhere. Only where the answer
//! has to go is a chat's number kept, and no longer than the card is open, or a day more.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};

use crate::model::ids::{EntryId, MessageId, TurnId};
use crate::model::incoming::Place;
use crate::model::language::Language;
use crate::model::person::Person;

/// A question that people are to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffCard {
    /// What does not change.
    pub asked: CardQuestion,
    /// Who asked.
    pub person: Person,
    /// Where the answer goes; `None` once that is forgotten.
    pub to: Option<Place>,
    /// Whether it is closed.
    pub is_closed: bool,
    /// Who of the staff took it, as they are called there.
    pub taken_by: Option<String>,
    /// When staff answered last, in Unix seconds.
    pub answered_at: Option<i64>,
    /// What staff answered last, in their words.
    pub reply: String,
}

/// What a card is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardQuestion {
    /// The turn that made the card; names it.
    pub card: TurnId,
    /// Unix seconds.
    pub at_seconds: i64,
    /// The turn of the question.
    pub question: TurnId,
    /// The question's message, which an answer in a group replies to.
    pub message: MessageId,
    /// The language in which it was asked.
    pub language: Language,
    /// The question, masked; empty where somebody only wants to talk to people.
    pub text: String,
    /// The nearest entries with their confidence, best first.
    pub nearest: Vec<(EntryId, f64)>,
    /// Why people are to answer.
    pub why: CardReason,
    /// Whether it was asked before others.
    pub in_group: bool,
    /// What the person asked within the last minutes, oldest first.
    pub earlier: Vec<Earlier>,
}

/// Something that a person asked shortly before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// Unix seconds.
    pub at_seconds: i64,
    /// The words, masked.
    pub text: String,
    /// The entry that was answered with.
    pub entry: Option<EntryId>,
}

/// Why people are to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardReason {
    /// Nothing was found.
    NoAnswer,
    /// What was found did not help.
    NotHelpful,
    /// The person wants to talk to people.
    AskedFor,
}

impl CardReason {
    /// All of them.
    pub const ALL: [CardReason; 3] = [
        CardReason::NoAnswer,
        CardReason::NotHelpful,
        CardReason::AskedFor,
    ];

    /// The word under which it is counted.
    pub fn code(self) -> &'static str {
        match self {
            CardReason::NoAnswer => "no_answer",
            CardReason::NotHelpful => "not_helpful",
            CardReason::AskedFor => "asked_for",
        }
    }
}

/// A change of a card. Each changes its own part alone: staff and the person may do something at
/// the same moment.
#[derive(Debug, Clone, PartialEq)]
pub enum CardRecord {
    /// It is there.
    Opened {
        /// The card.
        card: Box<StaffCard>,
        /// The chat of the person as stored.
        chat: String,
    },
    /// Somebody of the staff took it.
    Taken {
        /// The card.
        card: TurnId,
        /// How they are called.
        by: String,
    },
    /// Staff answered; a closed card is open again.
    Answered {
        /// The card.
        card: TurnId,
        /// Unix seconds.
        at_seconds: i64,
        /// The words.
        words: String,
    },
    /// It is closed.
    Closed {
        /// The card.
        card: TurnId,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// It is open again.
    Reopened {
        /// The card.
        card: TurnId,
    },
    /// No more cards are made for this person, or they are again.
    Muted {
        /// The person.
        person: Person,
        /// Whether they are muted from now on.
        is_muted: bool,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// A message of the staff became an answer to the person, in this turn.
    Said {
        /// The staff's chat.
        chat: i64,
        /// Their message there.
        message: MessageId,
        /// The card.
        card: TurnId,
        /// The turn that carries it to the person.
        turn: TurnId,
    },
    /// A topic was asked for, in which this person's cards are to stand.
    TopicAsked {
        /// The person.
        person: Person,
        /// The staff's chat.
        chat: i64,
        /// The card that asked for it.
        card: TurnId,
    },
}

/// What a message has to do with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardLink {
    /// The card.
    pub card: TurnId,
    /// What the message is to it.
    pub role: CardRole,
}

/// What a message is to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardRole {
    /// The card itself.
    Card,
    /// Something that stands below the card, as a reply to it.
    Below,
    /// The topic for the person's cards.
    Topic,
    /// What staff tell the person.
    ToPerson,
}

impl CardRole {
    /// All roles.
    pub const ALL: [CardRole; 4] = [
        CardRole::Card,
        CardRole::Below,
        CardRole::Topic,
        CardRole::ToPerson,
    ];

    /// The word under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            CardRole::Card => "card",
            CardRole::Below => "below",
            CardRole::Topic => "topic",
            CardRole::ToPerson => "person",
        }
    }

    /// The role with this word.
    pub fn from_code(code: &str) -> Option<CardRole> {
        CardRole::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Where a card stands in the staff's chat, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CardPlace {
    /// The topic of its person.
    pub topic: Option<MessageId>,
    /// The card's message.
    pub message: Option<MessageId>,
}

/// The number of the staff's chat, which changes when their group
/// becomes a supergroup; shared by all who ask for it.
#[derive(Debug, Clone)]
pub struct StaffChatId {
    configured: i64,
    now: Arc<AtomicI64>,
}

impl StaffChatId {
    /// The number that is configured, until the group goes on under another.
    pub fn new(configured: i64) -> StaffChatId {
        StaffChatId {
            configured,
            now: Arc::new(AtomicI64::new(configured)),
        }
    }

    /// The number now.
    pub fn number(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// The number that is configured.
    pub fn configured(&self) -> i64 {
        self.configured
    }

    /// Whether this is the staff's chat.
    pub fn is(&self, chat: i64) -> bool {
        self.number() == chat
    }

    /// Whether this is the staff's chat, or was before it moved.
    pub fn is_or_was(&self, chat: i64) -> bool {
        self.is(chat) || self.configured == chat
    }

    /// The group goes on under this number.
    pub fn goes_on_as(&self, number: i64) {
        self.now.store(number, Ordering::Relaxed);
    }
}

impl PartialEq for StaffChatId {
    fn eq(&self, other: &StaffChatId) -> bool {
        self.configured == other.configured && self.number() == other.number()
    }
}

impl Eq for StaffChatId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_shares_it_sees_the_group_move() {
        let chat = StaffChatId::new(-5);
        let shared = chat.clone();
        chat.goes_on_as(-1005);
        assert!(shared.is(-1005) && shared.is_or_was(-5) && !shared.is(-5));
        assert_eq!(shared.configured(), -5);
    }
}
