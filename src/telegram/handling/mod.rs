//! Telegram's side of the inbox: hands each update through the [`schema`].

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::task::{Poll, Waker};

use teloxide::dptree;
use teloxide::dptree::di::DependencyMap;

use crate::conversation::wording;
use crate::inbox::handler::{Handled, Handler, Handling, Update as _};
use crate::model::reply::{Choice, StaffStep};
use crate::store::PendingMessage;
use crate::telegram::update::batch;
use crate::telegram::update::callback;
use crate::telegram::update::dto::{Kind, Press, Update};

pub(crate) mod context;
mod lookups;
mod schema;
mod steps;

use context::{Context, Job};

/// Handles Telegram's updates.
pub(crate) struct TelegramHandler {
    schema: dptree::Handler<'static, Handling<Update>>,
    context: Arc<Context>,
    /// Where the updates of admins go in their private chats.
    /// `None` on the thread that serves them.
    admin_jobs: Option<Sender<Job>>,
}

impl TelegramHandler {
    /// One that hands what admins send over to `admin_jobs`.
    pub(crate) fn new(context: Arc<Context>, admin_jobs: Sender<Job>) -> TelegramHandler {
        TelegramHandler {
            schema: schema::schema(),
            context,
            admin_jobs: Some(admin_jobs),
        }
    }

    /// The same for the thread that serves admins: hands nothing over.
    pub(crate) fn for_admins(&self) -> TelegramHandler {
        TelegramHandler {
            schema: self.schema.clone(),
            context: self.context.clone(),
            admin_jobs: None,
        }
    }
}

impl TelegramHandler {
    /// Whether this may take long: what admins and editors send in private, and what they press
    /// below cards to change the FAQ. A private chat has the number of its person.
    fn is_for_admins(&self, update: &Update) -> bool {
        let roles = &self.context.roles;
        let is_change = |press: &Press| {
            let choice = press.data.as_deref().and_then(callback::decode);
            let step = match choice {
                Some(Choice::StaffCard { step, .. }) => step,
                _ => return false,
            };
            matches!(step, StaffStep::OutOfScope) && roles.may_edit(press.from.id)
        };
        // Chats that are not ours may have the same number.
        let is_private = roles.may_edit(update.chat())
            && !matches!(update.kind, Kind::Guest(_) | Kind::Business(_));
        is_private || matches!(&update.kind, Kind::Press(press) if is_change(press))
    }
}

impl Handler for TelegramHandler {
    type Update = Update;

    fn read_back(&self, id: u64, kept: &str) -> Update {
        batch::read_again(id, kept)
    }

    fn diverts(&self, update: &Update) -> bool {
        self.admin_jobs.is_some() && self.is_for_admins(update)
    }

    fn divert(&self, job: Job) -> Option<Job> {
        match &self.admin_jobs {
            Some(admin_jobs) if self.is_for_admins(&job.update) => {
                admin_jobs.send(job).err().map(|refused| refused.0)
            }
            _ => Some(job),
        }
    }

    fn handle(&self, job: &Arc<Job>) -> Handling<Update> {
        let mut dependencies = DependencyMap::new();
        dependencies.insert(job.clone());
        dependencies.insert(self.context.clone());
        // No step of the schema waits; what must wait is handed back as a future. So one poll is
        // enough, and that works on any thread, also on one that must not block.
        let mut dispatch = pin!(self.schema.dispatch(dependencies));
        let mut nobody = std::task::Context::from_waker(Waker::noop());
        match dispatch.as_mut().poll(&mut nobody) {
            Poll::Ready(ControlFlow::Break(handling)) => handling,
            Poll::Ready(ControlFlow::Continue(_)) => Handling::Done(Handled::default()),
            Poll::Pending => panic!("a step of the schema waits"),
        }
    }

    fn apology(&self, job: &Job) -> Vec<PendingMessage> {
        self.context.read(job).map_or_else(Vec::new, |incoming| {
            steps::say(&self.context.page_cache, &incoming, wording::failed())
        })
    }
}
