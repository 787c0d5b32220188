//! The admin service: what they ask for in their private chat, done and answered.

mod askers;
mod drafts;
mod entries;
mod handoff;
mod numbers;
mod unanswered;
mod unasked;

pub use drafts::slug;
pub use unanswered::{first_questions, unmasked};
pub use unasked::{News, Recipient};

use std::sync::{Arc, OnceLock};

use crate::admin::wording;
use crate::admin::wording::AdminAction;
use crate::admin::{AdminRecord, Origin, ReloadResult, Unasked};
use crate::assistant::{AdminHandler, Assistant};
use crate::conversation::{Record, Turn};
use crate::model::incoming::{Command, Incoming, Press, TurnId, What};
use crate::model::reply::{AdminStep, Block, Button, Choice, Delivery, Reply};
use crate::reload::{ReloadRequest, Reloader};
use crate::store::StoreError;
use crate::text::Language;

/// Does what admins ask for; set it with [`Assistant::set_admin_handler`].
pub struct AdminService {
    reloader: Arc<Reloader>,
    panel: OnceLock<PanelDoor>,
    /// The numbers of the admins.
    admins: Vec<i64>,
    /// The numbers of those who may change entries and nothing else.
    editors: Vec<i64>,
    tell_others: OnceLock<TellOthers>,
    deliver: OnceLock<Deliver>,
    unasked: Unasked,
}

/// Makes the ways to the admins' page for the admin with this number: the address of the Mini App,
/// where there can be one, and a link of one use.
pub type PanelDoor = Box<dyn Fn(i64) -> (Option<String>, String) + Send + Sync>;

/// Sends what a turn says to something that came in another way than by Telegram, and keeps its
/// records.
pub type Deliver = Box<dyn Fn(&Incoming, Turn) -> Result<(), StoreError> + Send + Sync>;

/// Tells the admins but this one what this one did.
pub type TellOthers = Box<dyn Fn(i64, AdminAction, &ReloadResult) + Send + Sync>;

impl AdminService {
    /// A service that reloads with `reloader`.
    pub fn new(reloader: impl Into<Arc<Reloader>>) -> AdminService {
        AdminService {
            reloader: reloader.into(),
            panel: OnceLock::new(),
            admins: Vec::new(),
            editors: Vec::new(),
            tell_others: OnceLock::new(),
            deliver: OnceLock::new(),
            unasked: Unasked::default(),
        }
    }

    /// Says how admins reach their page; the first one set stays.
    pub fn set_panel(&self, door: PanelDoor) {
        let _ = self.panel.set(door);
    }

    /// The same, knowing who the admins are: what they ask in their own chats is a trial.
    pub fn for_admins(mut self, admins: Vec<i64>) -> AdminService {
        self.admins = admins;
        self
    }

    /// The same, knowing who may change entries and nothing else.
    pub fn for_editors(mut self, editors: Vec<i64>) -> AdminService {
        self.editors = editors;
        self
    }

    /// The same, knowing what admins are told unasked.
    pub fn telling(mut self, unasked: Unasked) -> AdminService {
        self.unasked = unasked;
        self
    }

    /// Sets how the other admins hear of what one of them did; the first way set stays.
    pub fn tell_others_with(&self, tell: TellOthers) {
        // There is one bot in a process, so nobody sets another.
        let _ = self.tell_others.set(tell);
    }

    /// Sets how what is done on the admins' page reaches people; the first way set stays.
    pub fn deliver_with(&self, deliver: Deliver) {
        // As above.
        let _ = self.deliver.set(deliver);
    }

    /// Does what somebody of the staff did on the admins' page; `false` where nothing can be sent
    /// yet.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn as_staff(
        &self,
        assistant: &Assistant,
        incoming: &Incoming,
        more: Option<Reply>,
    ) -> Result<bool, StoreError> {
        let Some(deliver) = self.deliver.get() else {
            return Ok(false);
        };
        let mut turn = assistant.handle(incoming)?;
        turn.replies.extend(more);
        deliver(incoming, turn)?;
        Ok(true)
    }

    /// What admin `id` is told of what the admin `who` did.
    pub fn news_of(
        &self,
        assistant: &Assistant,
        id: i64,
        who: i64,
        action: AdminAction,
        result: &ReloadResult,
    ) -> Reply {
        let mut reply = self.news(assistant, id, action, result);
        let by = Block::Plain(format!("👤 管理员 / admin {who}"));
        reply.blocks.insert(0, by);
        // What was done is theirs to take back.
        reply.choices.clear();
        reply
    }

    /// What admin `id` is told of what was seen of the files, at the start or because they
    /// changed, in the languages that they chose, or that are configured.
    pub fn news(
        &self,
        assistant: &Assistant,
        id: i64,
        action: AdminAction,
        result: &ReloadResult,
    ) -> Reply {
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
            let (said, below) = wording::reload_result(language, action, 0, result);
            blocks.extend(said);
            buttons.extend(below);
        }
        Reply::send(None, blocks).with_choices(buttons)
    }

    /// The reloader.
    pub fn reloader(&self) -> &Arc<Reloader> {
        &self.reloader
    }
}

impl AdminHandler for AdminService {
    fn handle(
        &self,
        assistant: &Assistant,
        incoming: &Incoming,
    ) -> Result<Option<Turn>, StoreError> {
        let memory = assistant.memory();
        let person = memory.person_key().person(incoming.asker.id);
        let request = AdminRequest {
            service: self,
            reloader: &self.reloader,
            assistant,
            incoming,
            language: wording::reader(memory.languages(&person)?, incoming.asker.language),
        };
        if !incoming.asker.is_admin && is_for_admins_alone(&incoming.what) {
            return Ok(Some(request.refused()));
        }
        match &incoming.what {
            What::Command(Command::Save(saved)) => request.save(saved),
            What::Command(Command::Staff) => request.staff(),
            What::Press(Press {
                id,
                choice: Some(Choice::StaffCard { turn, step, .. }),
            }) => request.on_card(id, *turn, *step),
            What::Command(Command::Reload { force: false }) => request.action(AdminAction::Reload),
            What::Command(Command::Reload { force: true }) => request.action(AdminAction::Force),
            What::Command(Command::Rollback) => request.rollback(None),
            What::Command(Command::Unanswered) => request.list(),
            What::Command(Command::Panel) => Ok(request.panel(self.panel.get())),
            What::Command(Command::Stats(period)) => request.numbers(period.as_deref()),
            What::Command(Command::Cancel) => request.cancel_draft(),
            What::Command(Command::Entry(words)) => request.entry(words.as_deref()),
            What::Command(Command::History) => request.history(),
            What::Command(Command::Digest) => request.digest(),
            What::Question(question) => return request.draft_text(question),
            What::Press(Press {
                choice:
                    Some(Choice::Admin {
                        turn,
                        step,
                        item,
                        pick,
                    }),
                ..
            }) => match step {
                AdminStep::Force => request.action(AdminAction::Force),
                AdminStep::Rollback => request.rollback(Some(*turn)),
                AdminStep::Undo => request.undo(*turn),
                AdminStep::Save => request.save_draft(),
                AdminStep::Skip => request.skip(),
                AdminStep::Cancel => request.cancel_draft(),
                AdminStep::DraftMore => request.draft_more(usize::from(*pick)),
                AdminStep::Entry
                | AdminStep::EditField
                | AdminStep::Preview
                | AdminStep::Remove
                | AdminStep::Move
                | AdminStep::MoveTo
                | AdminStep::RemoveNow => {
                    request.on_entry(*turn, *step, usize::from(*item), usize::from(*pick))
                }
                AdminStep::List
                | AdminStep::Open
                | AdminStep::AddPhrasing
                | AdminStep::OtherEntry
                | AdminStep::NewEntry
                | AdminStep::OutOfScope
                | AdminStep::Ignore
                | AdminStep::ReplyAll
                | AdminStep::Unignore => request.on_list(*turn, *step, *item, *pick),
            },
            _ => return Ok(None),
        }
        .map(Some)
    }
}

/// Whether editors are not to do it: what changes more than entries.
fn is_for_admins_alone(what: &What) -> bool {
    match what {
        What::Command(Command::Reload { .. } | Command::Rollback) => true,
        What::Press(press) => matches!(
            press.choice,
            Some(Choice::Admin {
                step: AdminStep::Force | AdminStep::Rollback,
                ..
            })
        ),
        _ => false,
    }
}

/// One admin, here and now.
struct AdminRequest<'v> {
    service: &'v AdminService,
    reloader: &'v Reloader,
    assistant: &'v Assistant,
    incoming: &'v Incoming,
    language: Language,
}

impl AdminRequest<'_> {
    fn action(&self, action: AdminAction) -> Result<Turn, StoreError> {
        let force = action == AdminAction::Force;
        let request = self.request(if force {
            Origin::Forced
        } else {
            Origin::Reload
        });
        let result = self.reloader.reload(self.assistant, &request, force)?;
        Ok(self.tell(action, &result))
    }

    /// That this is for admins alone.
    fn refused(&self) -> Turn {
        self.say((vec![wording::admins_only(self.language)], Vec::new()))
    }

    fn rollback(&self, from: Option<TurnId>) -> Result<Turn, StoreError> {
        let request = self.request(Origin::Reload);
        let result = self.reloader.rollback(self.assistant, &request, from)?;
        Ok(self.tell(AdminAction::Rollback, &result))
    }

    fn panel(&self, door: Option<&PanelDoor>) -> Turn {
        let ways = door.map(|door| door(self.incoming.asker.id));
        self.say(wording::panel(self.language, ways))
    }

    fn undo(&self, made_by: TurnId) -> Result<Turn, StoreError> {
        let request = self.request(Origin::Undo);
        let result = self.reloader.undo(self.assistant, &request, made_by)?;
        Ok(self.tell(AdminAction::Undo, &result))
    }

    fn request(&self, origin: Origin) -> ReloadRequest {
        ReloadRequest {
            turn: Some(self.incoming.turn),
            at_seconds: self.incoming.at_seconds,
            origin,
            admin: Some(self.incoming.asker.id),
        }
    }

    /// The turn that says what `action` came to, in a new message: nothing that was said is lost.
    fn tell(&self, action: AdminAction, result: &ReloadResult) -> Turn {
        if let (ReloadResult::Taken(_), Some(tell)) = (result, self.service.tell_others.get()) {
            tell(self.incoming.asker.id, action, result);
        }
        let said = wording::reload_result(self.language, action, self.incoming.turn, result);
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
fn keeping(mut turn: Turn, record: AdminRecord) -> Turn {
    turn.records.push(Record::Admin(record));
    turn
}
