//! A worker: handles updates and commits what comes of them.
//!
//! Runs on a thread of its own, since matching computes and the store may wait for the disk; only
//! what comes alone is handled where it was read. Laws: an update is marked done in the same
//! transaction that queues its answers and keeps its records; its chat's next update is handled
//! after that; a panic costs the update that caused it and nothing else. Several updates are
//! committed together where they are there together, but none waits for long.

use std::future::Future;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use teloxide::dptree::Handler;
use teloxide::dptree::di::DependencyMap;
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;

use crate::conversation::wording;
use crate::inbox::scheduler::{Job, Scheduler, Task};
use crate::model::incoming::Incoming;
use crate::model::reply::Reply;
use crate::ops::clock;
use crate::ops::health::Health;
use crate::ops::metrics::Metrics;
use crate::render::PageCache;
use crate::store::{Commit, Done, PendingMessage, Received, Store, StoreError};
use crate::telegram::admin_worker;
use crate::telegram::admin_worker::EarlyAck;
use crate::telegram::client::chat_members::ChatMemberCache;
use crate::telegram::context::Context;
use crate::telegram::requests;
use crate::telegram::schema::Verdict;
use crate::telegram::update::batch;

/// Updates committed together at most.
const TOGETHER: usize = 128;
/// A commit does not wait longer than this for more updates to be handled.
const TOGETHER_WITHIN: Duration = Duration::from_millis(8);
/// An update that took the process down so often while it was handled is not handled again.
const MOST_BEGINNINGS: u32 = 5;
/// How long to wait before trying the store again.
const STORE_PAUSE: Duration = Duration::from_millis(500);
/// After so many attempts at a commit that the store refuses for other reasons than room, the
/// updates are committed one by one, and one that is refused alone loses its records.
const WHOLE_ATTEMPTS: u32 = 2;

/// What a worker works with.
#[derive(Clone)]
pub struct Worker {
    pub(crate) scheduler: Arc<Scheduler>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) schema: Arc<Handler<'static, Verdict>>,
    pub(crate) context: Arc<Context>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) health: Arc<Health>,
    pub(crate) chat_members: ChatMemberCache,
    /// Where queued messages are announced.
    pub(crate) queued: UnboundedSender<Vec<PendingMessage>>,
    pub(crate) runtime: Handle,
    /// Where admins are served instead.
    pub(crate) desk: Option<Sender<Job>>,
    /// Unix time in seconds at which this process began.
    pub(crate) started_seconds: i64,
}

/// An update that was handled and is to be committed.
pub(crate) struct Handled {
    update: u64,
    /// Its queue, where that is still held.
    chat: Option<i64>,
    taken: Instant,
    commit: Commit,
}

impl Worker {
    /// Handles updates until told to stop.
    pub fn run(&self) {
        let mut handled: Vec<Handled> = Vec::new();
        let mut since = Instant::now();
        loop {
            if handled.is_empty() {
                since = Instant::now();
            } else if handled.len() >= TOGETHER || since.elapsed() >= TOGETHER_WITHIN {
                self.commit(&mut handled);
            }
            match self.scheduler.take(handled.is_empty()) {
                Task::Handle(job) => {
                    let Some(job) = self.keep_from_desk(*job) else {
                        continue;
                    };
                    if handled.is_empty() {
                        since = Instant::now();
                    }
                    if self.handle(job, &mut handled, None) {
                        self.commit(&mut handled);
                    }
                }
                Task::Refill(after, limit) => {
                    self.commit(&mut handled);
                    self.refill(after, limit);
                }
                Task::Nothing => self.commit(&mut handled),
                Task::Stop => {
                    self.commit(&mut handled);
                    return;
                }
            }
        }
    }

    /// Handles an update that came alone ([`Scheduler::take_alone`]) where it was read: to wake a
    /// worker takes as long as handling it. What the store does not take at once is tried again
    /// aside.
    pub fn handle_alone(&self, job: Job) {
        let Some(job) = self.keep_from_desk(job) else {
            return;
        };
        let mut handled = Vec::new();
        self.handle(job, &mut handled, None);
        if self.try_commit(&mut handled).is_err() {
            let worker = self.clone();
            self.runtime
                .spawn_blocking(move || worker.commit(&mut handled));
        }
    }

    /// The job, unless it is an admin's and handed over to the desk.
    fn keep_from_desk(&self, job: Job) -> Option<Job> {
        match &self.desk {
            Some(desk) => admin_worker::hand_over(desk, &self.context.admins, job),
            None => Some(job),
        }
    }

    /// Reads updates back that are only in the journal.
    fn refill(&self, after: Option<u64>, limit: u32) {
        match self.store.open_updates(after, limit) {
            Ok(open) => {
                let taken = Instant::now();
                let jobs = open
                    .into_iter()
                    .map(
                        |Received {
                             id,
                             at_seconds,
                             raw,
                         }| Job {
                            update: batch::read_again(id, &raw),
                            at_seconds,
                            taken,
                            is_old: at_seconds < self.started_seconds,
                            group_admin: None,
                        },
                    )
                    .collect();
                self.scheduler.refill(jobs, limit);
            }
            Err(error) => {
                log::error!(error:% = error; "the journal cannot be read");
                std::thread::sleep(STORE_PAUSE);
                self.scheduler.refill_failed();
            }
        }
    }

    /// Handles one update. `early` is the acknowledgement that was made of it before. Says whether
    /// it may have taken long: then those handled before it shall not wait for others.
    pub(crate) fn handle(
        &self,
        job: Job,
        handled: &mut Vec<Handled>,
        early: Option<EarlyAck>,
    ) -> bool {
        let (id, chat, taken) = (job.update.id, job.update.chat(), job.taken);
        let now_seconds = crate::ops::clock::unix_seconds();
        let mut entry = Handled {
            update: id,
            chat: Some(chat),
            taken,
            commit: Commit {
                done: Some((id, Done::Handled)),
                at_seconds: now_seconds,
                ..Commit::default()
            },
        };
        if job.is_old && self.has_begun_too_often(id) {
            log::error!(update = id; "set aside: the process ended each time it was handled");
            entry.commit.done = Some((id, Done::Failed));
            handled.push(entry);
            return false;
        }
        let mut is_long = false;
        let job = Arc::new(job);
        match self.dispatch(&job) {
            Ok(Some(Verdict::Turn(incoming, turn))) => {
                is_long = incoming.asker.is_admin;
                let memo = &self.context.memo;
                let write = || requests::messages(&incoming, &turn.replies, memo);
                if let Ok(letters) = catch_unwind(AssertUnwindSafe(write)) {
                    entry.commit.outbox = match early {
                        Some(early) => early.spare(letters),
                        None => letters,
                    };
                    // Handled once; nobody else holds it any more.
                    entry.commit.records = match Arc::try_unwrap(turn) {
                        Ok(turn) => turn.records,
                        Err(turn) => turn.records.clone(),
                    };
                } else {
                    self.fail(&mut entry, &job);
                }
            }
            Ok(Some(Verdict::SlowDown(incoming))) => {
                log::info!(update = id; "its sender sends too much and is not heard for a while");
                entry.commit.done = Some((id, Done::RateLimited));
                entry.commit.outbox = say(&self.context.memo, &incoming, wording::too_fast());
            }
            Ok(Some(Verdict::TooMany)) => entry.commit.done = Some((id, Done::RateLimited)),
            Ok(Some(Verdict::Stale)) => {
                log::info!(update = id; "too old to be answered");
                entry.commit.done = Some((id, Done::Stale));
            }
            Ok(Some(Verdict::AsksGroupAdmin { chat, person })) => {
                self.ask_group_admin(Arc::unwrap_or_clone(job), chat, person);
                return false;
            }
            Ok(Some(Verdict::NoStore(error))) => {
                log::error!(update = id, error:% = error; "the store cannot be read");
                self.give_back_later(Arc::unwrap_or_clone(job));
                return false;
            }
            Ok(None) => entry.commit.done = Some((id, Done::Ignored)),
            Err(()) => self.fail(&mut entry, &job),
        }
        if entry.commit.outbox.is_empty() && entry.commit.records.is_empty() {
            // It leaves no trace that the chat's next update could miss.
            entry.chat = None;
            self.scheduler.pass(chat);
        }
        handled.push(entry);
        is_long
    }

    /// Handling this panicked: handling it again would as well. Whoever sent it is told, if that
    /// can be.
    fn fail(&self, entry: &mut Handled, job: &Arc<Job>) {
        self.metrics.panicked();
        log::error!(update = entry.update; "handling it panicked");
        entry.commit.done = Some((entry.update, Done::Failed));
        let tell = || {
            let incoming = self.context.read(job)?;
            Some(say(&self.context.memo, &incoming, wording::failed()))
        };
        if let Ok(Some(letters)) = catch_unwind(AssertUnwindSafe(tell)) {
            entry.commit.outbox = letters;
        }
    }

    /// Runs the update through the schema; `Err` where that panics.
    fn dispatch(&self, job: &Arc<Job>) -> Result<Option<Verdict>, ()> {
        let mut dependencies = DependencyMap::new();
        dependencies.insert(job.clone());
        dependencies.insert(self.context.clone());
        // The schema waits for nothing: what waits has a verdict that says so. So it is through when
        // it was asked once, and that goes on any thread, also on one that must not block.
        let handled = catch_unwind(AssertUnwindSafe(|| {
            let mut dispatch = pin!(self.schema.dispatch(dependencies));
            let mut nobody = std::task::Context::from_waker(Waker::noop());
            dispatch.as_mut().poll(&mut nobody)
        }));
        match handled {
            Ok(Poll::Ready(ControlFlow::Break(verdict))) => Ok(Some(verdict)),
            Ok(Poll::Ready(ControlFlow::Continue(_))) => Ok(None),
            Ok(Poll::Pending) | Err(_) => Err(()),
        }
    }

    /// The update is handled once more, when the store may be well again.
    fn give_back_later(&self, job: Job) {
        let scheduler = self.scheduler.clone();
        self.runtime.spawn(async move {
            tokio::time::sleep(STORE_PAUSE).await;
            scheduler.give_back(job);
        });
    }

    fn has_begun_too_often(&self, update: u64) -> bool {
        match self.store.begin(update) {
            Ok(before) => before >= MOST_BEGINNINGS,
            // Handling it is then refused as well, later and with a reason.
            Err(_) => false,
        }
    }

    /// Asks Telegram aside; the update comes back with the answer.
    fn ask_group_admin(&self, mut job: Job, chat: i64, person: i64) {
        let (scheduler, chat_members) = (self.scheduler.clone(), self.chat_members.clone());
        self.runtime.spawn(async move {
            job.group_admin = Some(chat_members.is_group_admin(chat, person).await);
            scheduler.give_back(job);
        });
    }

    /// Commits what was handled, however long that takes, and announces its messages.
    pub(crate) fn commit(&self, handled: &mut Vec<Handled>) {
        if handled.is_empty() {
            return;
        }
        let mut attempts = 0;
        loop {
            match self.try_commit(handled) {
                Ok(()) => return,
                Err(error) => {
                    attempts += 1;
                    let lacks_room = matches!(error, StoreError::Full | StoreError::InUse(_));
                    if !lacks_room && attempts >= WHOLE_ATTEMPTS && handled.len() > 1 {
                        let mut rest = handled.split_off(1);
                        self.commit(handled);
                        self.commit(&mut rest);
                        return;
                    }
                    if !lacks_room && attempts >= 2 * WHOLE_ATTEMPTS {
                        for entry in handled.iter_mut() {
                            entry.commit.records.clear();
                        }
                    }
                    if self.scheduler.is_stopping() {
                        // Not done, so handled again at the next start.
                        return;
                    }
                    std::thread::sleep(STORE_PAUSE);
                }
            }
        }
    }

    /// Commits what was handled and announces its messages; where the store refuses, all of it stays
    /// to be committed.
    fn try_commit(&self, handled: &mut Vec<Handled>) -> Result<(), StoreError> {
        if handled.is_empty() {
            return Ok(());
        }
        let commits: Vec<Commit> = handled
            .iter_mut()
            .map(|entry| std::mem::take(&mut entry.commit))
            .collect();
        match self.store.commit(&commits) {
            Ok(ids) => {
                self.health.store_wrote(true);
                self.announce(commits, ids);
            }
            Err(error) => {
                self.health.store_wrote(false);
                log::error!(error:% = error, updates = commits.len(); "what was handled cannot be kept");
                for (entry, commit) in handled.iter_mut().zip(commits) {
                    entry.commit = commit;
                }
                return Err(error);
            }
        }
        let done = handled.iter().map(|entry| (entry.update, entry.chat));
        self.scheduler.release(done);
        for entry in handled.drain(..) {
            let took = entry.taken.elapsed();
            self.metrics.answered(took);
            log::debug!(update = entry.update, took_ms = clock::millis(took); "handled");
        }
        Ok(())
    }

    /// Tells the sender what was queued.
    fn announce(&self, commits: Vec<Commit>, ids: Vec<Vec<Option<i64>>>) {
        let opens: Vec<PendingMessage> = commits
            .into_iter()
            .zip(ids)
            .flat_map(|(commit, ids)| {
                let entries = commit.outbox.into_iter().zip(ids);
                entries.filter_map(move |(entry, id)| Some(PendingMessage { id: id?, ..entry }))
            })
            .collect();
        if !opens.is_empty() {
            // The sender ends after the workers; were it gone, the messages go at the next start.
            let _ = self.queued.send(opens);
        }
    }
}

/// The messages that say this to whoever sent what came in.
fn say(
    memo: &PageCache,
    incoming: &Incoming,
    blocks: Vec<crate::model::reply::Block>,
) -> Vec<PendingMessage> {
    use crate::model::incoming::What;
    let reply_to = incoming.place.is_group().then_some(incoming.message);
    match &incoming.what {
        What::Inline(_) | What::Joined { .. } | What::Left | What::Moved { .. } => Vec::new(),
        What::Question(question)
            if question.address == crate::model::incoming::Address::Overheard =>
        {
            Vec::new()
        }
        What::Press(press) => {
            let mut reply = Reply::note(&press.id, "");
            reply.blocks = blocks;
            requests::messages(incoming, &[reply], memo)
        }
        _ => requests::messages(incoming, &[Reply::send(reply_to, blocks)], memo),
    }
}
