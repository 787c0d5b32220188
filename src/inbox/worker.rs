//! A worker: handles updates and commits what comes of them.
//!
//! Runs on a thread of its own, since matching computes and the store may wait for the disk; only
//! what comes alone is handled where it was read. Laws: an update is marked done in the same
//! transaction that queues its answers and keeps its records; its chat's next update is handled
//! after that; a panic costs the update that caused it and nothing else. Several updates are
//! committed together where they are there together, but none waits for long.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;

use crate::inbox::handler::{Handler, Handling, Update};
use crate::inbox::job::Job;
use crate::inbox::scheduler::{Scheduler, Task};
use crate::ops::clock;
use crate::ops::health::Health;
use crate::ops::metrics::Metrics;
use crate::store::{Commit, Done, OutboxId, PendingMessage, Received, Store, StoreError};

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
pub struct Worker<H: Handler> {
    pub(crate) scheduler: Arc<Scheduler<H::Update>>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) handler: Arc<H>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) health: Arc<Health>,
    /// Where queued messages are announced.
    pub(crate) queued: UnboundedSender<Vec<PendingMessage>>,
    pub(crate) runtime: Handle,
    /// Unix time in seconds at which this process began.
    pub(crate) started_seconds: i64,
}

impl<H: Handler> Clone for Worker<H> {
    fn clone(&self) -> Self {
        self.with_handler(self.handler.clone())
    }
}

/// An update that was handled and is to be committed.
pub(crate) struct Finished {
    update: u64,
    /// Its chat, where the next update of that still waits for this one.
    chat: Option<i64>,
    taken: Instant,
    commit: Commit,
}

impl Finished {
    /// One that failed, unless something else came of it.
    fn failed<U: Update>(job: &Job<U>) -> Finished {
        let update = job.update.id();
        Finished {
            update,
            chat: Some(job.update.chat()),
            taken: job.taken,
            commit: Commit {
                done: Some((update, Done::Failed)),
                at_seconds: clock::unix_seconds(),
                ..Commit::default()
            },
        }
    }
}

impl<H: Handler> Worker<H> {
    /// The same with another handler of the same updates.
    pub fn with_handler<G: Handler<Update = H::Update>>(&self, handler: Arc<G>) -> Worker<G> {
        Worker {
            scheduler: self.scheduler.clone(),
            store: self.store.clone(),
            handler,
            metrics: self.metrics.clone(),
            health: self.health.clone(),
            queued: self.queued.clone(),
            runtime: self.runtime.clone(),
            started_seconds: self.started_seconds,
        }
    }

    /// Handles updates until told to stop.
    pub fn run(&self) {
        let mut handled: Vec<Finished> = Vec::new();
        let mut since = Instant::now();
        loop {
            if handled.is_empty() {
                since = Instant::now();
            } else if handled.len() >= TOGETHER || since.elapsed() >= TOGETHER_WITHIN {
                self.commit(&mut handled);
            }
            match self.scheduler.take(handled.is_empty()) {
                Task::Handle(job) => {
                    let Some(job) = self.handler.divert(*job) else {
                        continue;
                    };
                    if handled.is_empty() {
                        since = Instant::now();
                    }
                    if self.handle(job, &mut handled) {
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
    pub fn handle_alone(&self, job: Job<H::Update>) {
        let Some(job) = self.handler.divert(job) else {
            return;
        };
        let mut handled = Vec::new();
        self.handle(job, &mut handled);
        if self.try_commit(&mut handled).is_err() {
            self.commit_aside(handled);
        }
    }

    /// Whether [`handle_first`](Worker::handle_first) is to handle this update, which is not kept yet; it is
    /// taken for that. Not while the store fails: what cannot be kept would be handled again and again.
    pub fn takes_first(&self, job: &Job<H::Update>) -> bool {
        !self.health.store_fails()
            && !self.handler.diverts(&job.update)
            && self.scheduler.take_alone(job)
    }

    /// Handles an update that is not kept yet where it was read, and keeps it together with what comes of it:
    /// one transaction instead of two. Says whether it is new.
    ///
    /// # Errors
    /// When it cannot be kept; then nothing came of it.
    pub fn handle_first(
        &self,
        job: Job<H::Update>,
        received: &Received,
    ) -> Result<bool, StoreError> {
        let chat = job.update.chat();
        let job = Arc::new(job);
        let handling = self.call(&job);
        let mut handled = Vec::new();
        if let Ok(Handling::StoreFailed(_) | Handling::Aside(_) | Handling::Later(_)) = handling {
            // It goes on later.
            let is_new = self.keep_open(received, Some(chat))?;
            if is_new {
                self.finish(job, handling, &mut handled);
            }
            return Ok(is_new);
        }
        self.finish(job, handling, &mut handled);
        let mut is_new = true;
        let kept = self.try_commit_by(&mut handled, |commits| {
            let kept = commits.iter().map(|commit| {
                let ids = self.store.keep_handled(received, commit)?;
                is_new = ids.is_some();
                Ok(ids.unwrap_or_default())
            });
            kept.collect()
        });
        if kept.is_ok() {
            return Ok(is_new);
        }
        // There may be room for the update without what came of it.
        let chat = handled.first().and_then(|entry| entry.chat);
        let is_new = self.keep_open(received, chat)?;
        if is_new {
            self.commit_aside(handled);
        }
        Ok(is_new)
    }

    /// Keeps an update that was taken as one that is open, and says whether it is new. Where it is not, or
    /// cannot be kept, its chat goes on.
    fn keep_open(&self, received: &Received, chat: Option<i64>) -> Result<bool, StoreError> {
        let kept = self.store.append(std::slice::from_ref(received));
        let kept = kept.map(|is_new| is_new == [true]);
        if kept != Ok(true) {
            self.scheduler.release([(received.id, chat)]);
        }
        kept
    }

    /// Commits these where waiting for the store holds nobody up.
    fn commit_aside(&self, mut handled: Vec<Finished>) {
        let worker = self.clone();
        self.runtime
            .spawn_blocking(move || worker.commit(&mut handled));
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
                            update: self.handler.read_back(id, &raw),
                            at_seconds,
                            taken,
                            // Of a remote store's it may be that another process died of it.
                            is_old: at_seconds < self.started_seconds || self.store.is_remote(),
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

    /// Handles one update. Says whether it may have taken long: then those handled before it shall
    /// not wait for others.
    pub(crate) fn handle(&self, job: Job<H::Update>, handled: &mut Vec<Finished>) -> bool {
        let id = job.update.id();
        if job.is_old && self.has_begun_too_often(id) {
            log::error!(update = id; "set aside: the process ended each time it was handled");
            handled.push(Finished::failed(&job));
            return false;
        }
        let job = Arc::new(job);
        let handling = self.call(&job);
        self.finish(job, handling, handled)
    }

    /// Has the handler handle it; an error is a panic.
    fn call(&self, job: &Arc<Job<H::Update>>) -> std::thread::Result<Handling<H::Update>> {
        catch_unwind(AssertUnwindSafe(|| self.handler.handle(job)))
    }

    /// Sees to what came of handling an update: what is to be committed comes behind `handled`. Says what
    /// [`handle`](Worker::handle) says.
    fn finish(
        &self,
        job: Arc<Job<H::Update>>,
        handling: std::thread::Result<Handling<H::Update>>,
        handled: &mut Vec<Finished>,
    ) -> bool {
        let (id, chat) = (job.update.id(), job.update.chat());
        let mut entry = Finished::failed(&job);
        let mut is_long = false;
        match handling {
            Ok(Handling::Done(done)) => {
                is_long = done.is_long;
                entry.commit.done = Some((id, done.done.unwrap_or(Done::Ignored)));
                entry.commit.outbox = done.outbox;
                entry.commit.records = done.records;
            }
            Ok(Handling::StoreFailed(error)) => {
                log::error!(update = id, error:% = error; "the store cannot be read");
                self.give_back_later(Arc::unwrap_or_clone(job));
                return false;
            }
            Ok(Handling::Aside(lookup)) => {
                let scheduler = self.scheduler.clone();
                self.runtime.spawn(async move {
                    let update = lookup.await;
                    let job = Arc::unwrap_or_clone(job);
                    scheduler.give_back(Job { update, ..job });
                });
                return false;
            }
            Ok(Handling::Later(pause)) => {
                self.scheduler.pass(chat);
                let scheduler = self.scheduler.clone();
                self.runtime.spawn(async move {
                    tokio::time::sleep(pause).await;
                    scheduler.come_back(Arc::unwrap_or_clone(job));
                });
                return false;
            }
            // Handling it again would panic as well. Whoever sent it is told, if that can be.
            Err(_) => {
                self.metrics.panicked();
                log::error!(update = id; "handling it panicked");
                let apology = || self.handler.apology(&job);
                entry.commit.outbox = catch_unwind(AssertUnwindSafe(apology)).unwrap_or_default();
            }
        }
        if entry.commit.outbox.is_empty() && entry.commit.records.is_empty() {
            // It leaves no trace that the chat's next update could miss.
            entry.chat = None;
            self.scheduler.pass(chat);
        }
        handled.push(entry);
        is_long
    }

    /// The update is handled once more, when the store may be well again.
    fn give_back_later(&self, job: Job<H::Update>) {
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

    /// Commits what was handled, however long that takes, and announces its messages.
    pub(crate) fn commit(&self, handled: &mut Vec<Finished>) {
        if handled.is_empty() {
            return;
        }
        let mut attempts = 0;
        loop {
            match self.try_commit(handled) {
                Ok(()) => return,
                Err(error) => {
                    attempts += 1;
                    let is_passing = error.is_passing();
                    if !is_passing && attempts >= WHOLE_ATTEMPTS && handled.len() > 1 {
                        let mut rest = handled.split_off(1);
                        self.commit(handled);
                        self.commit(&mut rest);
                        return;
                    }
                    if !is_passing && attempts >= 2 * WHOLE_ATTEMPTS {
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
    fn try_commit(&self, handled: &mut Vec<Finished>) -> Result<(), StoreError> {
        self.try_commit_by(handled, |commits| self.store.commit(commits))
    }

    /// The same, where `keep` hands what is to be committed to the store.
    fn try_commit_by(
        &self,
        handled: &mut Vec<Finished>,
        keep: impl FnOnce(&[Commit]) -> Result<Vec<Vec<Option<OutboxId>>>, StoreError>,
    ) -> Result<(), StoreError> {
        if handled.is_empty() {
            return Ok(());
        }
        let commits: Vec<Commit> = handled
            .iter_mut()
            .map(|entry| std::mem::take(&mut entry.commit))
            .collect();
        match keep(&commits) {
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
    fn announce(&self, commits: Vec<Commit>, ids: Vec<Vec<Option<OutboxId>>>) {
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
