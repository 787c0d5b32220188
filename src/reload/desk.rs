//! The desk of the FAQ's owners: what they ask for in their private chat, done and answered.

use super::{Occasion, Reloader};
use crate::assistant::{Assistant, Desk};
use crate::conversation::Turn;
use crate::conversation::owner::{self, Deed};
use crate::owner::{Attempt, Origin};
use crate::question::{Command, Incoming, Press, TurnId, What};
use crate::reply::{Choice, Delivery, OwnerStep, Reply};
use crate::store::StoreError;
use crate::text::Language;

/// The desk; set it with [`Assistant::set_desk`].
pub struct OwnersDesk {
    reloader: Reloader,
}

impl OwnersDesk {
    /// A desk that reloads with `reloader`.
    pub fn new(reloader: Reloader) -> OwnersDesk {
        OwnersDesk { reloader }
    }

    /// The reloader.
    pub fn reloader(&self) -> &Reloader {
        &self.reloader
    }

    fn deed(
        &self,
        visit: &Visit<'_>,
        deed: Deed,
        from: Option<TurnId>,
    ) -> Result<Turn, StoreError> {
        let (reloader, assistant) = (&self.reloader, visit.assistant);
        let occasion = |origin| Occasion {
            turn: Some(visit.incoming.turn),
            at_seconds: visit.incoming.at_seconds,
            origin,
        };
        let came_to = match deed {
            Deed::Rollback => reloader.rollback(assistant, &occasion(Origin::Reload), from)?,
            Deed::Force => reloader.reload(assistant, &occasion(Origin::Forced), true)?,
            _ => reloader.reload(assistant, &occasion(Origin::Reload), false)?,
        };
        Ok(visit.tell(deed, &came_to))
    }
}

/// One owner, here and now.
struct Visit<'v> {
    assistant: &'v Assistant,
    incoming: &'v Incoming,
    language: Language,
}

impl Visit<'_> {
    /// The turn that says what `deed` came to.
    fn tell(&self, deed: Deed, came_to: &Attempt) -> Turn {
        let (blocks, choices) = owner::attempt(self.language, deed, self.incoming.turn, came_to);
        let reply = Reply::new(self.delivery(), blocks).with_choices(choices);
        Turn {
            replies: vec![reply],
            ..Turn::default()
        }
    }

    /// A new message; the old one stays, so that nothing that was said is lost.
    fn delivery(&self) -> Delivery {
        Delivery::Send {
            reply_to: Some(self.incoming.message),
        }
    }
}

impl Desk for OwnersDesk {
    fn handle(
        &self,
        assistant: &Assistant,
        incoming: &Incoming,
    ) -> Result<Option<Turn>, StoreError> {
        let memory = assistant.memory();
        let person = memory.person_key().person(incoming.asker.id);
        let visit = Visit {
            assistant,
            incoming,
            language: owner::reader(memory.languages(&person)?, incoming.asker.language),
        };
        let deed = match &incoming.what {
            What::Command(Command::Reload { force: false }) => Deed::Reload,
            What::Command(Command::Reload { force: true }) => Deed::Force,
            What::Command(Command::Rollback) => Deed::Rollback,
            What::Press(Press {
                choice: Some(Choice::Owner { turn, step, .. }),
                ..
            }) => match step {
                OwnerStep::Force => Deed::Force,
                OwnerStep::Rollback => {
                    return self.deed(&visit, Deed::Rollback, Some(*turn)).map(Some);
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.deed(&visit, deed, None).map(Some)
    }
}
