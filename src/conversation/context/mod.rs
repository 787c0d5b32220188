//! What a turn depends on, and what follows from it.

mod settings;
mod state;

pub use settings::{Account, Business, NamedPlace, Settings};
pub use state::{Screen, State};

use crate::conversation::wording::Audience;
use crate::faq::{Entry, EntryId, Situation};
use crate::knowledge::Knowledge;
use crate::matcher::{self, Outcome, Thresholds};
use crate::model::choice::Languages;
use crate::model::incoming::{Incoming, Place};
use crate::model::record::{GroupSettings, PastTurn, Record, TurnKind};
use crate::model::reply::Reply;
use crate::text::Language;

/// What follows from one thing that came in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Turn {
    /// What to say and do, in order; empty means silence.
    pub replies: Vec<Reply>,
    /// What to keep, all of it or nothing.
    pub records: Vec<Record>,
}

impl Turn {
    /// A turn that only says something and keeps nothing.
    pub(crate) fn says(reply: Reply) -> Turn {
        Turn {
            replies: vec![reply],
            records: Vec::new(),
        }
    }
}

/// Everything that a turn depends on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What came in.
    pub incoming: &'a Incoming,
    /// What is remembered.
    pub state: &'a State,
    /// What is known.
    pub knowledge: &'a Knowledge,
    /// When an answer is good enough.
    pub thresholds: &'a Thresholds,
    /// What the operator set.
    pub settings: &'a Settings,
    /// Who we are.
    pub account: &'a Account,
    /// The day and the place, by which entries are given or not.
    pub situation: &'a Situation,
}

impl<'a> Context<'a> {
    /// The entry with this id, where it may be given here and now.
    pub(crate) fn entry(&self, id: &EntryId) -> Option<&'a Entry> {
        let entry = self.knowledge.entry(id)?;
        entry.conditions.hold(self.situation).then_some(entry)
    }

    /// The entries that may be given here and now, in file order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let situation = self.situation;
        let entries = self.knowledge.faq().entries.iter();
        entries.filter(move |entry| entry.conditions.hold(situation))
    }

    /// What matching finds of a part of what was said, among these.
    pub(crate) fn ask(&self, words: &str, top: usize) -> Outcome {
        let outcome = matcher::ask(self.knowledge, words, self.thresholds, top);
        let holds = |entry: &Entry| entry.conditions.hold(self.situation);
        let left = matcher::among(&outcome, self.knowledge, self.thresholds, holds);
        left.unwrap_or(outcome)
    }

    /// The settings of this group: its own, else the operator's.
    pub(crate) fn group(&self) -> GroupSettings {
        self.state.group.unwrap_or(self.settings.group)
    }

    /// The languages that hold here: the group's in a group, the person's own anywhere else.
    pub(crate) fn languages(&self) -> Languages {
        match self.incoming.place {
            Place::Group { .. } => self.group().languages,
            _ => self.state.languages.unwrap_or(self.settings.languages),
        }
    }

    /// The audience of a reply to something said in `spoken`.
    pub(crate) fn audience(&self, spoken: Language) -> Audience {
        let wanted = self.languages();
        Audience {
            first: wanted.only().unwrap_or(spoken),
            both: wanted == Languages::Both,
        }
    }

    /// The audience where nothing was said in words: a command, a press, a sticker.
    pub(crate) fn silent_audience(&self) -> Audience {
        let earlier = self.state.earlier.as_ref().map(|turn| turn.language);
        let program = self.incoming.asker.language;
        self.audience(earlier.or(program).unwrap_or(Language::En))
    }

    /// The same audience for a long text of our own: before others one language is enough.
    pub(crate) fn brief(&self, audience: &Audience) -> Audience {
        Audience {
            both: audience.both && !self.incoming.place.is_group(),
            ..*audience
        }
    }

    /// How long our own short lines stay; only groups are cleaned up.
    pub(crate) fn short_lifetime(&self) -> Option<u32> {
        let seconds = self.settings.cleanup_seconds;
        (seconds > 0 && self.incoming.place.is_group()).then_some(seconds)
    }

    /// A turn to remember for what came in, as a command; callers change what differs.
    pub(crate) fn past_turn(&self, audience: &Audience) -> PastTurn {
        PastTurn {
            turn: self.incoming.turn,
            at_seconds: self.incoming.at_seconds,
            chat_key: self.state.chat_key.clone(),
            person: self.state.person.clone(),
            asked_for: self.state.asked_for.clone(),
            message: self.incoming.message,
            answer_to: self.incoming.message,
            language: audience.first,
            text: String::new(),
            kind: TurnKind::Command,
            candidates: Vec::new(),
            revision: self.knowledge.revision().to_owned(),
        }
    }
}
