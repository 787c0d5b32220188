//! What a button stands for: the choices that come back when somebody presses one.

use serde::{Deserialize, Serialize};

use crate::model::ids::{EntryId, TurnId};
use crate::model::language::Language;

/// What a button stands for. Small: every choice must fit 64 bytes once encoded, so a variant
/// holds at most a turn, an entry and a few letters more.
///
/// `turn` is the turn that the button belongs to; it says whose button it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Show this entry in place of the message.
    Show {
        /// The question's turn.
        turn: TurnId,
        /// The entry to show.
        entry: EntryId,
    },
    /// Answer with this entry in a new message.
    Ask {
        /// The turn that offered it.
        turn: TurnId,
        /// The entry.
        entry: EntryId,
    },
    /// Back to what this turn said first.
    Back {
        /// The turn.
        turn: TurnId,
    },
    /// This entry, shown in answer to this turn, helped or did not.
    Feedback {
        /// The question's turn.
        turn: TurnId,
        /// The entry that was shown.
        entry: EntryId,
        /// Whether it helped.
        helpful: bool,
    },
    /// Why this entry, shown in answer to this turn, did not help.
    Reason {
        /// The question's turn.
        turn: TurnId,
        /// The entry that was shown.
        entry: EntryId,
        /// Why.
        reason: Reason,
    },
    /// None of the entries that this turn offered.
    NoneOf {
        /// The question's turn.
        turn: TurnId,
    },
    /// The list of topics.
    Topics {
        /// The turn that began to browse.
        turn: TurnId,
        /// Page, from 0.
        page: u16,
    },
    /// The entries of one topic.
    Topic {
        /// The turn that began to browse.
        turn: TurnId,
        /// A number made from the topic's name, so that it holds over a reload.
        topic: u32,
        /// Page, from 0.
        page: u16,
    },
    /// An entry found by browsing, shown in place.
    Browse {
        /// The turn that began to browse.
        turn: TurnId,
        /// The entry.
        entry: EntryId,
    },
    /// Reply in these languages.
    Language {
        /// The turn that asked.
        turn: TurnId,
        /// The languages.
        languages: Languages,
    },
    /// A setting of this group.
    Setting {
        /// The turn that showed the settings.
        turn: TurnId,
        /// What to change.
        setting: Setting,
    },
    /// What becomes of a customer's question, for the owner of a business account.
    Card {
        /// The question's turn.
        turn: TurnId,
        /// What to do.
        step: CardStep,
    },
    /// Ask people instead.
    Person {
        /// The question's turn.
        turn: TurnId,
    },
    /// People are no longer needed: the person's own button.
    Solved {
        /// The card, named by the turn that made it.
        turn: TurnId,
    },
    /// Something that only staff are offered, below a card.
    StaffCard {
        /// The card, named by the turn that made it.
        turn: TurnId,
        /// What to do.
        step: StaffStep,
        /// Which of the nearest entries, from 0, where that matters.
        pick: u8,
    },
    /// Something only admins are offered.
    Admin {
        /// The turn that offered it.
        turn: TurnId,
        /// What to do.
        step: AdminStep,
        /// Which one of those offered, from 0.
        item: u16,
        /// Which of its nearest entries, from 0, where that matters.
        pick: u8,
    },
}

impl Choice {
    /// The turn whose button this is.
    pub fn turn(&self) -> TurnId {
        match *self {
            Choice::Show { turn, .. }
            | Choice::Ask { turn, .. }
            | Choice::Back { turn }
            | Choice::Feedback { turn, .. }
            | Choice::Reason { turn, .. }
            | Choice::NoneOf { turn }
            | Choice::Topics { turn, .. }
            | Choice::Topic { turn, .. }
            | Choice::Browse { turn, .. }
            | Choice::Language { turn, .. }
            | Choice::Setting { turn, .. }
            | Choice::Card { turn, .. }
            | Choice::Person { turn }
            | Choice::Solved { turn }
            | Choice::StaffCard { turn, .. }
            | Choice::Admin { turn, .. } => turn,
        }
    }
}

/// What staff may do with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffStep {
    /// Take it.
    Take,
    /// Close it.
    Close,
    /// Open it again.
    Reopen,
    /// Show the entries that may answer.
    Entries,
    /// Answer with the picked entry.
    Answer,
    /// Back to the card's own buttons.
    Back,
    /// Begin a new entry from the question and what staff answered.
    MakeEntry,
    /// No entry may answer this.
    OutOfScope,
    /// Make no more cards for this person.
    Mute,
    /// Make cards for this person again.
    Unmute,
}

impl StaffStep {
    /// All steps; the place in this list is what buttons carry, so append only.
    pub const ALL: [StaffStep; 10] = [
        StaffStep::Take,
        StaffStep::Close,
        StaffStep::Reopen,
        StaffStep::Entries,
        StaffStep::Answer,
        StaffStep::Back,
        StaffStep::MakeEntry,
        StaffStep::OutOfScope,
        StaffStep::Mute,
        StaffStep::Unmute,
    ];
}

/// Why an answer did not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// What it says is not so.
    Wrong,
    /// It was so once.
    Outdated,
    /// It is hard to follow.
    Unclear,
}

impl Reason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Reason; 3] = [Reason::Wrong, Reason::Outdated, Reason::Unclear];

    /// The word under which it is stored and counted.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Wrong => "wrong",
            Reason::Outdated => "outdated",
            Reason::Unclear => "unclear",
        }
    }

    /// The reason with this word.
    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// In which languages to reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Languages {
    /// Both, the question's language first.
    #[default]
    Both,
    /// English alone.
    En,
    /// Chinese alone.
    Zh,
}

impl Languages {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Languages; 3] = [Languages::Both, Languages::En, Languages::Zh];

    /// The code used in settings, buttons and the store: `both`, `en` or `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Languages::Both => "both",
            Languages::En => "en",
            Languages::Zh => "zh",
        }
    }

    /// The choice with this code.
    pub fn from_code(code: &str) -> Option<Languages> {
        Languages::ALL
            .into_iter()
            .find(|choice| choice.code() == code)
    }

    /// The one language, where only one is wanted.
    pub fn only(self) -> Option<Language> {
        match self {
            Languages::Both => None,
            Languages::En => Some(Language::En),
            Languages::Zh => Some(Language::Zh),
        }
    }
}

/// What the owner of a business account may do with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardStep {
    /// Send what it shows.
    Send,
    /// Write something else.
    Edit,
    /// Send nothing.
    Dismiss,
    /// Show this one of its entries, from 0.
    Use(u8),
}

/// What happens with questions in business chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BusinessMode {
    /// Nothing: such chats are ignored.
    #[default]
    Off,
    /// The account's owner gets a card with the answer, to send or to dismiss.
    Draft,
    /// A sure answer is sent in the owner's name, all else becomes a card.
    Auto,
}

/// Who sees the answers in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupReply {
    /// Everybody.
    #[default]
    Public,
    /// The asker alone, where the front end can.
    Ephemeral,
}

impl GroupReply {
    /// Both, in the order in which they are offered.
    pub const ALL: [GroupReply; 2] = [GroupReply::Public, GroupReply::Ephemeral];

    /// The code used in settings, buttons and the store.
    pub fn code(self) -> &'static str {
        match self {
            GroupReply::Public => "public",
            GroupReply::Ephemeral => "ephemeral",
        }
    }

    /// The choice with this code.
    pub fn from_code(code: &str) -> Option<GroupReply> {
        GroupReply::ALL
            .into_iter()
            .find(|choice| choice.code() == code)
    }
}

/// One setting of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Reply in these languages.
    Languages(Languages),
    /// Do not repeat an answer within this many minutes; 0 repeats always.
    CooldownMinutes(u16),
    /// Answer what was not addressed to us, when very sure.
    Listening(bool),
    /// Who sees the answers.
    Reply(GroupReply),
}

/// What an admin may do with something offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminStep {
    /// Look at it closer.
    Open,
    /// Back to the list.
    List,
    /// Take a reload over failing tests.
    Force,
    /// Back to the FAQ before.
    Rollback,
    /// Add the question to the picked entry.
    AddPhrasing,
    /// Begin a new entry from the question.
    NewEntry,
    /// No entry may answer this.
    OutOfScope,
    /// Do not show it again.
    Ignore,
    /// Take back a change of the FAQ's files.
    Undo,
    /// Write the new entry as it is shown.
    Save,
    /// Leave out what a dialogue asks for.
    Skip,
    /// End a dialogue without a change.
    Cancel,
    /// Add the question to an entry that is not among the picks.
    OtherEntry,
    /// Show it again after all.
    Unignore,
    /// Show the picked entry as people see it, with what can be changed of it.
    Entry,
    /// Change the picked field of the entry.
    EditField,
    /// Write an answer to everybody who asked.
    ReplyAll,
    /// Say more of a new entry than it needs: the picked one of [`DraftStep::MORE`](crate::model::admin_record::DraftStep).
    DraftMore,
    /// Show the entry to the admin as people see it.
    Preview,
    /// Ask whether to remove the entry.
    Remove,
    /// Remove it.
    RemoveNow,
    /// Ask which file the entry is to stand in.
    Move,
    /// Move it to the picked file.
    MoveTo,
}

impl AdminStep {
    /// All steps; the place in this list is what buttons carry, so append only.
    pub const ALL: [AdminStep; 23] = [
        AdminStep::Open,
        AdminStep::List,
        AdminStep::Force,
        AdminStep::Rollback,
        AdminStep::AddPhrasing,
        AdminStep::NewEntry,
        AdminStep::OutOfScope,
        AdminStep::Ignore,
        AdminStep::Undo,
        AdminStep::Save,
        AdminStep::Skip,
        AdminStep::Cancel,
        AdminStep::OtherEntry,
        AdminStep::Unignore,
        AdminStep::Entry,
        AdminStep::EditField,
        AdminStep::ReplyAll,
        AdminStep::DraftMore,
        AdminStep::Preview,
        AdminStep::Remove,
        AdminStep::RemoveNow,
        AdminStep::Move,
        AdminStep::MoveTo,
    ];
}
