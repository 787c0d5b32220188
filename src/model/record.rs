//! What a turn asks to keep, and what is remembered of earlier turns.
//!
//! Words are masked before they come in here, people are hashes: a record may be written as it is.

use crate::model::admin_record::AdminRecord;
use crate::model::business::BusinessRecord;
use crate::model::card::CardRecord;
use crate::model::choice::{GroupReply, Languages, Reason};
use crate::model::ids::{EntryId, MessageId, TurnId};
use crate::model::language::Language;
use crate::model::person::{ChatKey, Person};

/// One thing to keep. All records of a turn are written together or not at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A turn that later turns may refer to: a question with what was found, or anything with
    /// buttons.
    Turn(PastTurn),
    /// Somebody said whether an answer helped; the first word of a person on an entry shown in a
    /// turn counts.
    Feedback {
        /// The question's turn.
        turn: TurnId,
        /// The entry that was shown.
        entry: EntryId,
        /// Who said it.
        person: Person,
        /// Whether it helped.
        helpful: bool,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// Why an entry did not help somebody who said so before; the last word counts.
    Reason {
        /// The question's turn.
        turn: TurnId,
        /// The entry that was shown.
        entry: EntryId,
        /// Who said it.
        person: Person,
        /// Why.
        reason: Reason,
    },
    /// Somebody opened an entry that was offered.
    Opened {
        /// The turn that offered it.
        turn: TurnId,
        /// The entry.
        entry: EntryId,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// A person chose in which languages to be answered.
    Languages {
        /// The person.
        person: Person,
        /// The choice.
        languages: Languages,
    },
    /// A group's settings, whole.
    Group {
        /// The group's chat as stored ([`ChatKey::chat`]).
        chat: String,
        /// The settings.
        settings: GroupSettings,
    },
    /// We introduced ourselves to this group.
    Introduced {
        /// The group's chat as stored.
        chat: String,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// A group goes on under another number; everything kept moves along.
    Moved {
        /// The chat as stored until now.
        from: String,
        /// The chat from now on.
        to: String,
    },
    /// What is kept of business chats.
    Business(BusinessRecord),
    /// What the admin service keeps.
    Admin(AdminRecord),
    /// What becomes of a question that people are to answer.
    Card(CardRecord),
    /// Delete everything that is kept about this person.
    Forget {
        /// The person.
        person: Person,
        /// The private chat as stored.
        chat: Option<String>,
    },
}

/// A turn as remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct PastTurn {
    /// The turn.
    pub turn: TurnId,
    /// Unix seconds of what started it.
    pub at_seconds: i64,
    /// Where.
    pub chat_key: ChatKey,
    /// Whose turn it is; `None` where no person can be told (an anonymous admin, a channel).
    pub person: Option<Person>,
    /// The person whose question was answered, where somebody else brought us to it; the buttons
    /// are theirs as well.
    pub asked_for: Option<Person>,
    /// The message that started it.
    pub message: MessageId,
    /// The message it answers.
    pub answer_to: MessageId,
    /// The language of the question, or of the reader where nothing was asked.
    pub language: Language,
    /// The words, masked; empty where there were none.
    pub text: String,
    /// What became of it.
    pub kind: TurnKind,
    /// The best entries, best first, each with its confidence.
    pub candidates: Vec<(EntryId, f64)>,
    /// Fingerprint of the FAQ that was asked.
    pub revision: String,
}

impl PastTurn {
    /// The entry that was answered with, if one was.
    pub fn answered(&self) -> Option<&EntryId> {
        match self.kind {
            TurnKind::Answered | TurnKind::Opened => self.candidates.first().map(|(id, _)| id),
            _ => None,
        }
    }
}

/// What became of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnKind {
    /// A question that was answered.
    Answered,
    /// A question in whose answer a few entries were offered.
    Suggested,
    /// A question that nothing fitted.
    Unanswered,
    /// A question already answered a moment ago; we pointed there.
    Repeated,
    /// Not a question: an entry opened by a link or by an example.
    Opened,
    /// A greeting, thanks or the like.
    Smalltalk,
    /// A command with buttons, or a message without words.
    Command,
}

impl TurnKind {
    /// All kinds.
    pub const ALL: [TurnKind; 7] = [
        TurnKind::Answered,
        TurnKind::Suggested,
        TurnKind::Unanswered,
        TurnKind::Repeated,
        TurnKind::Opened,
        TurnKind::Smalltalk,
        TurnKind::Command,
    ];

    /// The word under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            TurnKind::Answered => "answered",
            TurnKind::Suggested => "suggested",
            TurnKind::Unanswered => "unanswered",
            TurnKind::Repeated => "repeated",
            TurnKind::Opened => "opened",
            TurnKind::Smalltalk => "smalltalk",
            TurnKind::Command => "command",
        }
    }

    /// The kind with this word.
    pub fn from_code(code: &str) -> Option<TurnKind> {
        TurnKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What the admins of a group set for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupSettings {
    /// Reply in these languages.
    pub languages: Languages,
    /// Do not repeat an answer within this time; 0 repeats always.
    pub cooldown_seconds: u32,
    /// Whether to answer what was not addressed to us, when very sure.
    pub listening: bool,
    /// Who sees the answers.
    pub reply: GroupReply,
}

/// An answer given a moment ago in the same chat.
#[derive(Debug, Clone, PartialEq)]
pub struct RecentAnswer {
    /// The entry.
    pub entry: EntryId,
    /// Its turn.
    pub turn: TurnId,
    /// Our message with it, where it is known.
    pub message: Option<MessageId>,
    /// Unix seconds.
    pub at_seconds: i64,
}
