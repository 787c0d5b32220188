//! A worker: handles updates and commits what comes of them.
//!
//! Runs on a thread of its own, since matching computes and the store may wait for the disk. Laws:
//! an update is marked done in the same transaction that queues its answers and keeps its records;
//! its chat's next update is handled after that; a panic costs the update that caused it and
//! nothing else. Several updates are committed together where they are there together, but none
//! waits for long.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use teloxide::dptree::Handler;
use teloxide::dptree::di::DependencyMap;
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;

use super::batch;
use super::clock;
use super::context::Context;
use super::outgoing;
use super::owners::{self, Early};
use super::rights::Rights;
use super::scheduler::{Job, Scheduler, Task};
use super::schema::Verdict;
use crate::conversation::wording;
use crate::health::Health;
use crate::metrics::Metrics;
use crate::question::Incoming;
use crate::render::Memo;
use crate::reply::Reply;
use crate::store::{Commit, Done, Open, Outgoing, Received, Store, StoreError};

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
    pub(super) scheduler: Arc<Scheduler>,
    pub(super) store: Arc<dyn Store>,
    pub(super) schema: Arc<Handler<'static, Verdict>>,
    pub(super) context: Arc<Context>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) health: Arc<Health>,
    pub(super) rights: Rights,
    /// Where queued letters are announced.
    pub(super) queued: UnboundedSender<Vec<Open>>,
    pub(super) runtime: Handle,
    /// Where owners are served instead.
    pub(super) desk: Option<Sender<Job>>,
    /// Unix time in seconds at which this process began.
    pub(super) started_seconds: i64,
}

/// An update that was handled and is to be committed.
pub(super) struct Handled {
    update: u64,
    /// Its lane, where that is still held.
    lane: Option<i64>,
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
                    let job = match &self.desk {
                        Some(desk) => owners::hand_over(desk, &self.context.owners, *job),
                        None => Some(*job),
                    };
                    let Some(job) = job else { continue };
                    if handled.is_empty() {
                        since = Instant::now();
                    }
                    self.handle(job, &mut handled, None);
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
                         }| {
                            let mut update = batch::read(&raw, at_seconds).update;
                            update.id = id;
                            Job {
                                update,
                                at_seconds,
                                taken,
                                is_old: at_seconds < self.started_seconds,
                                group_admin: None,
                            }
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

    /// Handles one update. `early` is the acknowledgement that was made of it before.
    pub(super) fn handle(&self, job: Job, handled: &mut Vec<Handled>, early: Option<Early>) {
        let (id, lane, taken) = (job.update.id, job.update.lane(), job.taken);
        let now_seconds = super::clock::unix_seconds();
        let mut entry = Handled {
            update: id,
            lane: Some(lane),
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
            return;
        }
        let job = Arc::new(job);
        match self.dispatch(&job) {
            Ok(Some(Verdict::Turn(incoming, turn))) => {
                let letters = outgoing::letters(&incoming, &turn.replies, &self.context.memo);
                entry.commit.outbox = match early {
                    Some(early) => early.spare(letters),
                    None => letters,
                };
                // Handled once; nobody else holds it any more.
                entry.commit.records = match Arc::try_unwrap(turn) {
                    Ok(turn) => turn.records,
                    Err(turn) => turn.records.clone(),
                };
                if incoming.asker.is_owner {
                    // May have taken long: do not let others wait for company.
                    handled.push(entry);
                    self.commit(handled);
                    return;
                }
            }
            Ok(Some(Verdict::SlowDown(incoming))) => {
                log::info!(update = id; "its sender sends too much and is not heard for a while");
                entry.commit.done = Some((id, Done::Flood));
                entry.commit.outbox = say(&self.context.memo, &incoming, wording::too_fast());
            }
            Ok(Some(Verdict::TooMany)) => entry.commit.done = Some((id, Done::Flood)),
            Ok(Some(Verdict::Stale)) => {
                log::info!(update = id; "too old to be answered");
                entry.commit.done = Some((id, Done::Stale));
            }
            Ok(Some(Verdict::AsksGroupAdmin { chat, person })) => {
                self.ask_group_admin(Arc::unwrap_or_clone(job), chat, person);
                return;
            }
            Ok(Some(Verdict::NoStore(error))) => {
                log::error!(update = id, error:% = error; "the store cannot be read");
                self.commit(handled);
                std::thread::sleep(STORE_PAUSE);
                self.scheduler.give_back(Arc::unwrap_or_clone(job));
                return;
            }
            Ok(None) => entry.commit.done = Some((id, Done::Ignored)),
            Err(()) => {
                self.metrics.panicked();
                log::error!(update = id; "handling it panicked");
                entry.commit.done = Some((id, Done::Failed));
                let incoming = catch_unwind(AssertUnwindSafe(|| self.context.read(&job)));
                if let Ok(Some(incoming)) = incoming {
                    entry.commit.outbox = say(&self.context.memo, &incoming, wording::failed());
                }
            }
        }
        if entry.commit.outbox.is_empty() && entry.commit.records.is_empty() {
            // It leaves no trace that the chat's next update could miss.
            entry.lane = None;
            self.scheduler.pass(lane);
        }
        handled.push(entry);
    }

    /// Runs the update through the schema; `Err` where that panics.
    fn dispatch(&self, job: &Arc<Job>) -> Result<Option<Verdict>, ()> {
        let mut dependencies = DependencyMap::new();
        dependencies.insert(job.clone());
        dependencies.insert(self.context.clone());
        let handled = catch_unwind(AssertUnwindSafe(|| {
            self.runtime.block_on(self.schema.dispatch(dependencies))
        }));
        match handled {
            Ok(ControlFlow::Break(verdict)) => Ok(Some(verdict)),
            Ok(ControlFlow::Continue(_)) => Ok(None),
            Err(_) => Err(()),
        }
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
        let (scheduler, rights) = (self.scheduler.clone(), self.rights.clone());
        self.runtime.spawn(async move {
            job.group_admin = Some(rights.is_group_admin(chat, person).await);
            scheduler.give_back(job);
        });
    }

    /// Commits what was handled, however long that takes, and announces its letters.
    pub(super) fn commit(&self, handled: &mut Vec<Handled>) {
        if handled.is_empty() {
            return;
        }
        let mut attempts = 0;
        loop {
            let commits: Vec<Commit> = handled
                .iter_mut()
                .map(|entry| std::mem::take(&mut entry.commit))
                .collect();
            match self.store.commit(&commits) {
                Ok(ids) => {
                    self.health.store_wrote(true);
                    self.announce(commits, ids);
                    break;
                }
                Err(error) => {
                    attempts += 1;
                    self.health.store_wrote(false);
                    log::error!(error:% = error, updates = commits.len(); "what was handled cannot be kept");
                    for (entry, commit) in handled.iter_mut().zip(commits) {
                        entry.commit = commit;
                    }
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
        for entry in handled.drain(..) {
            match entry.lane {
                Some(lane) => self.scheduler.release(entry.update, lane),
                None => self.scheduler.forget(entry.update),
            }
            let took = entry.taken.elapsed();
            self.metrics.answered(took);
            log::debug!(update = entry.update, took_ms = clock::millis(took); "handled");
        }
    }

    /// Tells the sender what was queued.
    fn announce(&self, commits: Vec<Commit>, ids: Vec<Vec<Option<i64>>>) {
        let opens: Vec<Open> = commits
            .into_iter()
            .zip(ids)
            .flat_map(|(commit, ids)| {
                let at_seconds = commit.at_seconds;
                let entries = commit.outbox.into_iter().zip(ids);
                entries.filter_map(move |(entry, id)| {
                    Some(Open {
                        id: id?,
                        at_seconds,
                        entry,
                    })
                })
            })
            .collect();
        if !opens.is_empty() {
            // The sender ends after the workers; were it gone, the letters go at the next start.
            let _ = self.queued.send(opens);
        }
    }
}

/// The letters that say this to whoever sent what came in.
fn say(memo: &Memo, incoming: &Incoming, blocks: Vec<crate::reply::Block>) -> Vec<Outgoing> {
    use crate::question::What;
    let reply_to = incoming.place.is_group().then_some(incoming.message);
    match &incoming.what {
        What::Inline(_) | What::Joined { .. } | What::Left | What::Moved { .. } => Vec::new(),
        What::Question(question) if question.address == crate::question::Address::Overheard => {
            Vec::new()
        }
        What::Press(press) => {
            let mut reply = Reply::note(&press.id, "");
            reply.blocks = blocks;
            outgoing::letters(incoming, &[reply], memo)
        }
        _ => outgoing::letters(incoming, &[Reply::send(reply_to, blocks)], memo),
    }
}
