//! A question that was asked, with what became of it: the row that lists and numbers are made of; and
//! the way back to whoever asked, where it found no answer.

use crate::model::choice::Reason;
use crate::model::ids::{EntryId, MessageId, TurnId};
use crate::model::incoming::Place;
use crate::model::language::Language;
use crate::model::person::Person;

/// One question and its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Unix seconds.
    pub at_seconds: i64,
    /// The chat as stored: `g` and a number for a group, `p...` for a private chat, `-` elsewhere.
    pub chat: String,
    /// The message that asked; an edited question has the message of the first.
    pub message: i64,
    /// The language of the question.
    pub language: Language,
    /// The words, masked.
    pub text: String,
    /// What became of it.
    pub end: End,
    /// The entry that was answered with, if one was.
    pub entry: Option<EntryId>,
    /// Offered entries that were opened, in no order.
    pub opened: Vec<EntryId>,
    /// Shown entries of which somebody said that they helped.
    pub helpful: Vec<EntryId>,
    /// Shown entries of which somebody said that they did not.
    pub not_helpful: Vec<EntryId>,
    /// Why they did not, as far as people said.
    pub reasons: Vec<Reason>,
}

/// How Wenda dealt with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was answered.
    Answered,
    /// Somebody was pointed to the answer given a moment ago.
    Repeated,
    /// A few entries were offered.
    Suggested,
    /// Nothing fitted, or none of what was offered.
    Unanswered,
}

/// A question that came to nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Unanswered {
    /// The words, masked.
    pub text: String,
    /// Unix seconds.
    pub at_seconds: i64,
    /// Entries that were shown and did not help; empty where nothing was answered.
    pub disliked: Vec<EntryId>,
}

impl Asked {
    /// The question as an unanswered one; `None` where it may have been answered.
    pub fn unanswered(&self) -> Option<Unanswered> {
        let is_unanswered = match self.end {
            End::Unanswered => true,
            End::Suggested => self.opened.is_empty() && self.helpful.is_empty(),
            End::Answered | End::Repeated => false,
        };
        (is_unanswered || !self.not_helpful.is_empty()).then(|| Unanswered {
            text: self.text.clone(),
            at_seconds: self.at_seconds,
            disliked: self.not_helpful.clone(),
        })
    }

    /// The entry that it was about, as far as that is known.
    pub fn about(&self) -> Option<&EntryId> {
        self.helpful
            .first()
            .or(self.opened.first())
            .or(self.entry.as_ref())
    }
}

/// For how long the way back is kept, in seconds: a day. What is answered later is no news to
/// whoever asked.
pub const WAY_BACK_SECONDS: i64 = 24 * 3600;

/// Where an answer to a question goes that found none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayBack {
    /// The question's turn.
    pub turn: TurnId,
    /// Unix seconds at which it was asked.
    pub at_seconds: i64,
    /// Who asked.
    pub person: Person,
    /// Where: a private chat or a group.
    pub place: Place,
    /// The message that asked.
    pub message: MessageId,
}

/// A question that is still without an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenQuestion {
    /// Where the answer goes.
    pub way_back: WayBack,
    /// The words, masked.
    pub text: String,
    /// The language of the question.
    pub language: Language,
    /// Entries that were shown and did not help.
    pub disliked: Vec<EntryId>,
}
