//! The desk of the FAQ's owners: what they ask for in their private chat, done and answered.

mod drafts;
mod numbers;
mod unanswered;

use crate::admin::wording;
use crate::admin::wording::Deed;
use crate::admin::{Attempt, Origin, OwnerRecord};
use crate::assistant::{Assistant, Desk};
use crate::conversation::{Record, Turn};
use crate::model::incoming::{Command, Incoming, Press, TurnId, What};
use crate::model::reply::{Block, Button, Choice, Delivery, OwnerStep, Reply};
use crate::reload::{Occasion, Reloader};
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

    /// What owner `id` is told of what was noticed of the files, at the start or because they
    /// changed, in the languages that they chose, or that are configured.
    pub fn news(&self, assistant: &Assistant, id: i64, deed: Deed, attempt: &Attempt) -> Reply {
        let memory = assistant.memory();
        let chosen = memory.languages(&memory.person_key().person(id));
        let chosen = chosen.ok().flatten();
        let wanted = chosen.unwrap_or(assistant.settings().conversation.languages);
        let mut blocks = Vec::new();
        let mut buttons = Vec::new();
        let languages = wanted
            .only()
            .map_or(vec![Language::Zh, Language::En], |one| vec![one]);
        for language in languages {
            let (said, below) = wording::attempt(language, deed, 0, attempt);
            blocks.extend(said);
            buttons.extend(below);
        }
        Reply::send(None, blocks).with_choices(buttons)
    }

    /// The reloader.
    pub fn reloader(&self) -> &Reloader {
        &self.reloader
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
            reloader: &self.reloader,
            assistant,
            incoming,
            language: wording::reader(memory.languages(&person)?, incoming.asker.language),
        };
        match &incoming.what {
            What::Command(Command::Reload { force: false }) => visit.deed(Deed::Reload),
            What::Command(Command::Reload { force: true }) => visit.deed(Deed::Force),
            What::Command(Command::Rollback) => visit.rollback(None),
            What::Command(Command::Unanswered) => visit.list(),
            What::Command(Command::Stats(period)) => visit.numbers(period.as_deref()),
            What::Command(Command::Unknown(name)) if name == "cancel" => visit.cancel_draft(),
            What::Question(question) => return visit.draft_text(question),
            What::Press(Press {
                choice:
                    Some(Choice::Owner {
                        turn,
                        step,
                        item,
                        pick,
                    }),
                ..
            }) => match step {
                OwnerStep::Force => visit.deed(Deed::Force),
                OwnerStep::Rollback => visit.rollback(Some(*turn)),
                OwnerStep::Undo => visit.undo(*turn),
                OwnerStep::Save => visit.save_draft(),
                OwnerStep::Skip => visit.skip(),
                OwnerStep::Cancel => visit.cancel_draft(),
                OwnerStep::List
                | OwnerStep::Open
                | OwnerStep::AddPhrasing
                | OwnerStep::OtherEntry
                | OwnerStep::NewEntry
                | OwnerStep::OutOfScope
                | OwnerStep::Ignore => visit.on_list(*turn, *step, *item, *pick),
            },
            _ => return Ok(None),
        }
        .map(Some)
    }
}

/// One owner, here and now.
struct Visit<'v> {
    reloader: &'v Reloader,
    assistant: &'v Assistant,
    incoming: &'v Incoming,
    language: Language,
}

impl Visit<'_> {
    fn deed(&self, deed: Deed) -> Result<Turn, StoreError> {
        let force = deed == Deed::Force;
        let occasion = self.occasion(if force {
            Origin::Forced
        } else {
            Origin::Reload
        });
        let came_to = self.reloader.reload(self.assistant, &occasion, force)?;
        Ok(self.tell(deed, &came_to))
    }

    fn rollback(&self, from: Option<TurnId>) -> Result<Turn, StoreError> {
        let occasion = self.occasion(Origin::Reload);
        let came_to = self.reloader.rollback(self.assistant, &occasion, from)?;
        Ok(self.tell(Deed::Rollback, &came_to))
    }

    fn undo(&self, made_by: TurnId) -> Result<Turn, StoreError> {
        let occasion = self.occasion(Origin::Undo);
        let came_to = self.reloader.undo(self.assistant, &occasion, made_by)?;
        Ok(self.tell(Deed::Undo, &came_to))
    }

    fn occasion(&self, origin: Origin) -> Occasion {
        Occasion {
            turn: Some(self.incoming.turn),
            at_seconds: self.incoming.at_seconds,
            origin,
        }
    }

    /// The turn that says what `deed` came to, in a new message: nothing that was said is lost.
    fn tell(&self, deed: Deed, came_to: &Attempt) -> Turn {
        let said = wording::attempt(self.language, deed, self.incoming.turn, came_to);
        self.say(said)
    }

    /// A turn with one new message.
    fn say(&self, (blocks, choices): (Vec<Block>, Vec<Vec<Button>>)) -> Turn {
        let reply = Reply::send(Some(self.incoming.message), blocks).with_choices(choices);
        Turn {
            replies: vec![reply],
            ..Turn::default()
        }
    }

    /// A turn that says this in place of the message with the pressed button; in a new one where
    /// nothing was pressed.
    fn show(&self, said: (Vec<Block>, Vec<Vec<Button>>)) -> Turn {
        let mut turn = self.say(said);
        if let (What::Press(_), Some(reply)) = (&self.incoming.what, turn.replies.first_mut()) {
            reply.delivery = Delivery::Replace(self.incoming.message);
        }
        turn
    }
}

/// The same turn, keeping this as well.
fn keeping(mut turn: Turn, record: OwnerRecord) -> Turn {
    turn.records.push(Record::Owner(record));
    turn
}
