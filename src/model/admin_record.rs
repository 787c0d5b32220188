//! What the admin service keeps: accepted versions of the FAQ, edits, lists with buttons, drafts.

use serde::{Deserialize, Serialize};

use crate::model::asked::WayBack;
use crate::model::ids::{EntryId, TurnId};
use crate::model::patch::Patch;
use crate::model::person::Person;

/// One thing that the admin service keeps.
#[derive(Debug, Clone, PartialEq)]
pub enum AdminRecord {
    /// This version answers from now on; the version before is the one that answered until now.
    Version(Version),
    /// The version with this number answers from now on.
    Current {
        /// Its number.
        number: i64,
        /// Fingerprint of files on disk that must not come back by themselves, if there are any.
        pinned: Option<String>,
        /// The turn that asked for it.
        turn: TurnId,
    },
    /// What a list showed, for the buttons below it.
    List {
        /// The turn that showed it.
        turn: TurnId,
        /// Unix seconds.
        at_seconds: i64,
        /// What it listed, in order.
        items: Vec<ListItem>,
    },
    /// How far an admin is with a new entry; `None` when it is done or given up.
    Draft {
        /// The private chat, as stored.
        chat: String,
        /// Unix seconds.
        at_seconds: i64,
        /// The draft.
        draft: Option<Draft>,
    },
    /// A change of a file is about to be written.
    Edit(Edit),
    /// The change that this turn made was taken back.
    Undone {
        /// The turn that made it.
        turn: TurnId,
    },
    /// Questions with these keys are not to be listed again.
    Ignored {
        /// Hashes of what was asked, so that no word outlives its retention.
        keys: Vec<String>,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// Questions with these keys are to be listed again.
    Listed {
        /// Their hashes.
        keys: Vec<String>,
    },
    /// A question found no answer: the way back to whoever asked.
    WayBack(WayBack),
    /// Whoever asked in these turns has an answer; nothing leads back to them any more.
    Answered {
        /// The turns of the questions.
        turns: Vec<TurnId>,
    },
    /// Admins were told that questions with these keys are asked a lot.
    Alerted {
        /// Their hashes.
        keys: Vec<String>,
        /// Unix seconds.
        at_seconds: i64,
    },
    /// Admins got the digest of the week that ended at this moment.
    DigestSent {
        /// Unix seconds.
        at_seconds: i64,
    },
}

/// A file of the FAQ with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path below the FAQ's folder; the file's name where the FAQ is one file.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// A version of the FAQ that was accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Unix seconds.
    pub at_seconds: i64,
    /// Fingerprint of the files: equal names and texts, equal fingerprint.
    pub fingerprint: String,
    /// How it came.
    pub origin: Origin,
    /// The turn that brought it, if one did.
    pub turn: Option<TurnId>,
    /// The admin who brought it, if one did.
    pub by: Option<Person>,
    /// Its files.
    pub files: Vec<Source>,
}

/// A kept version, without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionInfo {
    /// Its number; later versions have higher ones.
    pub number: i64,
    /// Unix seconds at which it was accepted.
    pub at_seconds: i64,
    /// Fingerprint of its files.
    pub fingerprint: String,
    /// How it came.
    pub origin: Origin,
    /// The admin who brought it, as far as that is known.
    pub by: Option<Person>,
}

/// How a version came to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was there when Wenda began.
    Start,
    /// `/reload`.
    Reload,
    /// `/reload force`.
    Forced,
    /// The files changed.
    Watch,
    /// A change made in the chat.
    Edit,
    /// A change made in the chat was taken back.
    Undo,
}

impl Origin {
    const ALL: [(Origin, &str); 6] = [
        (Origin::Start, "start"),
        (Origin::Reload, "reload"),
        (Origin::Forced, "forced"),
        (Origin::Watch, "watch"),
        (Origin::Edit, "edit"),
        (Origin::Undo, "undo"),
    ];

    /// The word under which it is stored.
    pub fn code(self) -> &'static str {
        let found = Origin::ALL.iter().find(|(origin, _)| *origin == self);
        found.map_or("start", |(_, code)| code)
    }

    /// The origin with this word.
    pub fn from_code(code: &str) -> Option<Origin> {
        let found = Origin::ALL.iter().find(|(_, known)| *known == code);
        found.map(|(origin, _)| *origin)
    }
}

/// A group of questions as a list showed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListItem {
    /// The question that stands for the group, masked.
    pub text: String,
    /// Other wordings in it, masked; the most frequent first.
    pub others: Vec<String>,
    /// How many different wordings it has.
    pub wordings: usize,
    /// The key of each wording, by which it is ignored.
    pub keys: Vec<String>,
    /// How often it was asked.
    pub count: usize,
    /// How many of these got an answer that did not help.
    pub not_helpful: usize,
    /// The nearest entries with their confidence, best first.
    pub nearest: Vec<(EntryId, f64)>,
    /// The words that ask for another side than the nearest entry's; empty where none do.
    #[serde(default)]
    pub other_side: String,
}

/// An entry that an admin is writing in the chat, or is looking for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// What comes next.
    pub step: DraftStep,
    /// The questions it is to answer: the first becomes its title.
    pub questions: Vec<String>,
    /// The nearest entry, beside which it is to stand.
    pub beside: Option<EntryId>,
    /// Its id.
    pub id: Option<String>,
    /// The answer in English.
    pub en: Option<String>,
    /// The answer in Chinese.
    pub zh: Option<String>,
    /// The help article.
    pub link: Option<String>,
    /// The group of questions for which an entry is looked for.
    #[serde(default)]
    pub item: Option<ListItem>,
    /// The field of an entry that is to be changed, and the mark of what was seen of the entry.
    #[serde(default)]
    pub field: Option<(EntryField, String)>,
}

/// What can be changed of an entry in the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryField {
    /// The English answer.
    AnswerEn,
    /// The Chinese answer.
    AnswerZh,
    /// The ways to ask in English, the title first.
    QuestionsEn,
    /// The ways to ask in Chinese, the title first.
    QuestionsZh,
    /// The address of the help article.
    Link,
    /// The words that speak strongly for it.
    Keywords,
}

impl EntryField {
    /// All of them; the place in this list is what buttons carry, so append only.
    pub const ALL: [EntryField; 6] = [
        EntryField::AnswerEn,
        EntryField::AnswerZh,
        EntryField::QuestionsEn,
        EntryField::QuestionsZh,
        EntryField::Link,
        EntryField::Keywords,
    ];

    /// The same in the other language, where there is one.
    pub fn other_language(self) -> Option<EntryField> {
        match self {
            EntryField::AnswerEn => Some(EntryField::AnswerZh),
            EntryField::AnswerZh => Some(EntryField::AnswerEn),
            EntryField::QuestionsEn => Some(EntryField::QuestionsZh),
            EntryField::QuestionsZh => Some(EntryField::QuestionsEn),
            EntryField::Link | EntryField::Keywords => None,
        }
    }
}

/// What a draft waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DraftStep {
    /// The id.
    #[default]
    Id,
    /// The answer, in either language.
    Answer,
    /// The answer in the other language, or none.
    OtherAnswer,
    /// The link, or none.
    Link,
    /// Yes or no to the whole.
    Confirm,
    /// The words or the id of the entry that is looked for.
    Search,
    /// What a field of an entry is to say.
    Field,
    /// The question that the answer at hand answers.
    Question,
    /// What everybody is told who asked.
    Reply,
}

impl DraftStep {
    /// What may be said of a new entry beside what it needs; the place in this list is what buttons
    /// carry, so append only.
    pub const MORE: [DraftStep; 3] = [DraftStep::OtherAnswer, DraftStep::Link, DraftStep::Id];
}

/// A change of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The turn that made it.
    pub turn: TurnId,
    /// Unix seconds.
    pub at_seconds: i64,
    /// What changes; its file is named as in [`Source::name`].
    pub patch: Patch,
    /// The text that was inserted.
    pub inserted: String,
    /// Where, in bytes from the file's beginning.
    pub at_bytes: usize,
    /// Whether it was taken back.
    pub undone: bool,
    /// The admin who made it, as far as that is known.
    pub by: Option<Person>,
    /// The entry that it changes or adds, where it is one.
    pub entry: Option<EntryId>,
}
