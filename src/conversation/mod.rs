//! Conversation: what Wenda says and keeps in answer to one thing that came in.
//!
//! A pure function: what came in, what is remembered and what matching found go in; replies and
//! records come out. Knows nothing of Telegram's types, of the store's tables or of the clock. The
//! same context gives the same turn.

mod answer;
mod command;
mod group;
mod inline;
mod masking;
mod offer;
mod press;
mod question;
mod reader;
mod settings;
mod smalltalk;
mod state;
mod topics;
mod why;
pub mod wording;

pub use crate::model::person::{Person, PersonKey, Room, group_chat};
pub use crate::model::record::{GroupSettings, PastTurn, RecentAnswer, Record, TurnKind};
pub use masking::{mask, mask_in_place};
pub use settings::{Account, Settings};
pub use smalltalk::{Smalltalk, smalltalk};
pub use state::State;

use crate::knowledge::Knowledge;
use crate::matcher::{Outcome, Thresholds};
use crate::model::incoming::{Incoming, What};
use crate::model::reply::Reply;

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
}

impl Context<'_> {
    /// The settings of this group: its own, else the operator's.
    pub(crate) fn group(&self) -> GroupSettings {
        self.state.group.unwrap_or(self.settings.group)
    }

    /// How long our own short lines stay; only groups are cleaned up.
    fn short_lifetime(&self) -> Option<u32> {
        let seconds = self.settings.cleanup_seconds;
        (seconds > 0 && self.incoming.place.is_group()).then_some(seconds)
    }

    /// A turn to remember for what came in, as a command; callers change what differs.
    fn past_turn(&self, reader: &reader::Reader) -> PastTurn {
        PastTurn {
            turn: self.incoming.turn,
            at_seconds: self.incoming.at_seconds,
            room: self.state.room.clone(),
            person: self.state.person.clone(),
            asked_for: self.state.asked_for.clone(),
            message: self.incoming.message,
            answer_to: self.incoming.message,
            language: reader.first,
            text: String::new(),
            kind: TurnKind::Command,
            candidates: Vec::new(),
            revision: self.knowledge.revision().to_owned(),
        }
    }
}

/// What to say and keep. `outcome` is what matching found, for questions in words; without it such
/// a question finds nothing.
pub fn respond(context: &Context<'_>, outcome: Option<&Outcome>) -> Turn {
    match &context.incoming.what {
        What::Question(asked) => question::respond(context, asked, outcome),
        What::Command(command) => command::respond(context, command),
        What::Press(pressed) => press::respond(context, pressed),
        What::Inline(asked) => inline::respond(context, asked, outcome),
        What::Wordless(what) => question::wordless(context, *what),
        What::Joined { hears_all } => group::joined(context, *hears_all),
        What::Moved { to_chat } => group::moved(context, *to_chat),
        What::Left => Turn::default(),
    }
}

#[cfg(test)]
mod tests;
