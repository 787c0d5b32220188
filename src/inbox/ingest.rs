//! Ingest: keeps updates, however they come in, then lets them be handled.

use std::sync::Arc;
use std::time::Instant;

use crate::inbox::fsync::FsyncPolicy;
use crate::inbox::gather::{Gatherer, Turn};
use crate::inbox::handler::{Handler, ParsedUpdate, Update as _};
use crate::inbox::job::Job;
use crate::inbox::scheduler::Scheduler;
use crate::inbox::worker::Worker;
use crate::ops::metrics::Metrics;
use crate::store::{Kept, Received, Store, StoreError};

/// No more updates than these are kept at once, on the spot.
const FEW: usize = 4;

/// Keeps updates and lets them be handled.
pub struct Ingest<H: Handler> {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) scheduler: Arc<Scheduler<H::Update>>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) fsync: FsyncPolicy,
    /// Handles what comes alone; without one, workers do.
    pub(crate) alone: Option<Worker<H>>,
    /// Keeps together what comes at once, where the store is on another machine.
    pub(crate) gatherer: Option<Gatherer>,
}

impl<H: Handler> Clone for Ingest<H> {
    fn clone(&self) -> Self {
        Ingest {
            store: self.store.clone(),
            scheduler: self.scheduler.clone(),
            metrics: self.metrics.clone(),
            fsync: self.fsync.clone(),
            alone: self.alone.clone(),
            gatherer: self.gatherer.clone(),
        }
    }
}

impl<H: Handler> Ingest<H> {
    /// Keeps the updates; when this returns the front end may be told that we have them (see
    /// [`crate::inbox::fsync`]), and those that are new are on their way to be handled. Says how many are
    /// new.
    ///
    /// # Errors
    /// When they cannot be kept; then the front end must not be told that we have them.
    pub async fn keep(&self, updates: Vec<ParsedUpdate<H::Update>>) -> Result<usize, StoreError> {
        if self.gatherer.is_none() {
            return self.keep_and_handle(updates).await;
        }
        // Goes on where the caller hangs up: what is kept by then must be handled.
        let ingest = self.clone();
        tokio::spawn(async move { ingest.keep_and_handle(updates).await })
            .await
            .unwrap_or_else(|_| Err(StoreError::Failed("keeping them panicked".to_owned())))
    }

    /// The same for updates that no process of ours was given before. One that comes alone is handled first and
    /// kept with what comes of it: it is kept as soon as it would have been, since the front end has not been
    /// told of it by then.
    ///
    /// # Errors
    /// As [`keep`](Ingest::keep).
    pub async fn keep_new(
        &self,
        updates: Vec<ParsedUpdate<H::Update>>,
    ) -> Result<usize, StoreError> {
        let (worker, ParsedUpdate { received, update }) =
            match (&self.alone, <[_; 1]>::try_from(updates)) {
                (Some(worker), Ok([one])) => (worker, one),
                (None, Ok(one)) => return self.keep(one.into()).await,
                (_, Err(updates)) => return self.keep(updates).await,
            };
        let job = Job {
            update,
            at_seconds: received.at_seconds,
            taken: Instant::now(),
            is_old: false,
        };
        if !worker.takes_first(&job) {
            let update = job.update;
            return self.keep(vec![ParsedUpdate { received, update }]).await;
        }
        let kind = job.update.kind();
        let is_new = worker.handle_first(job, &received)?;
        if is_new {
            self.metrics.update(kind);
        } else {
            self.metrics.duplicate();
        }
        // Its message goes before the next poll.
        tokio::task::yield_now().await;
        self.fsync.after_batch(1).await?;
        Ok(usize::from(is_new))
    }

    async fn keep_and_handle(
        &self,
        updates: Vec<ParsedUpdate<H::Update>>,
    ) -> Result<usize, StoreError> {
        let taken = Instant::now();
        let (mut received, mut read) = (Vec::new(), Vec::new());
        for ParsedUpdate {
            received: one,
            update,
        } in updates
        {
            read.push((one.at_seconds, update));
            received.push(one);
        }
        let received_count = received.len();
        let chats = read.iter().map(|(_, update)| update.chat()).collect();
        let (kept, turn) = self.append(received, chats).await?;
        let mut jobs = Vec::with_capacity(read.len());
        for ((at_seconds, update), kept) in read.into_iter().zip(kept) {
            if kept == Kept::Known {
                self.metrics.duplicate();
                continue;
            }
            self.metrics.update(update.kind());
            if kept == Kept::Waits {
                continue;
            }
            jobs.push(Job {
                update,
                at_seconds,
                taken,
                is_old: false,
            });
        }
        let count = jobs.len();
        // They survive the death of the process already: handling need not wait for the disk.
        self.handle(jobs).await;
        drop(turn);
        self.fsync.after_batch(received_count).await?;
        Ok(count)
    }

    /// Keeps what was received; says of each whether it is new, or who handles it. Many are kept on another thread:
    /// while they wait for the writer, messages are to go out.
    async fn append(
        &self,
        received: Vec<Received>,
        chats: Vec<i64>,
    ) -> Result<(Vec<Kept>, Option<Turn>), StoreError> {
        if let Some(gatherer) = &self.gatherer {
            let (kept, turn) = gatherer.keep(received, chats).await?;
            return Ok((kept, Some(turn)));
        }
        if received.len() <= FEW {
            return Ok((self.store.append_in_chats(&received, &chats)?, None));
        }
        let store = self.store.clone();
        let kept = tokio::task::spawn_blocking(move || store.append_in_chats(&received, &chats))
            .await
            .unwrap_or_else(|_| Err(StoreError::Failed("keeping them panicked".to_owned())));
        Ok((kept?, None))
    }

    async fn handle(&self, mut jobs: Vec<Job<H::Update>>) {
        let takes_alone = |worker: &&Worker<H>| match &jobs[..] {
            [job] => worker.scheduler.take_alone(job),
            _ => false,
        };
        match self.alone.as_ref().filter(takes_alone) {
            Some(worker) => {
                jobs.drain(..).for_each(|job| worker.handle_alone(job));
                // Its message goes before the next poll.
                tokio::task::yield_now().await;
            }
            None => self.scheduler.offer(jobs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::handler::Handling;
    use crate::inbox::handler::testing::{Says, Silent, TestUpdate};
    use crate::ops::health::Health;
    use crate::store::{Journal as _, Outbox as _, PendingMessage, SqliteStore};
    use std::future::Future as _;
    use std::time::Duration;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    fn ingest<H: Handler<Update = TestUpdate>>(store: &Arc<SqliteStore>) -> Ingest<H> {
        let ingest = Ingest::<H> {
            store: store.clone(),
            scheduler: Arc::new(Scheduler::new()),
            metrics: Arc::new(Metrics::new()),
            fsync: FsyncPolicy::new(store.clone()),
            alone: None,
            gatherer: None,
        };
        // The journal held nothing at the start.
        ingest.scheduler.refill(Vec::new(), 1);
        ingest
    }

    fn update(id: u64) -> ParsedUpdate<TestUpdate> {
        ParsedUpdate {
            received: Received {
                id,
                at_seconds: 1,
                raw: "x".repeat(100_000),
            },
            update: TestUpdate { id, chat: 5 },
        }
    }

    #[tokio::test]
    async fn what_comes_at_once_is_kept_together_and_each_hears_of_its_own() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let mut ingest = ingest::<Silent>(&store);
        ingest.gatherer = Some(Gatherer::start(store.clone()));
        let keep = |id| ingest.keep(vec![update(id), update(id)]);
        let kept = tokio::join!(keep(1), keep(2), keep(1), keep(3));
        assert_eq!(kept, (Ok(1), Ok(1), Ok(0), Ok(1)));
        assert_eq!(ingest.scheduler.len(), 3);
    }

    #[tokio::test]
    async fn an_update_whose_caller_hangs_up_is_handled() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let mut ingest = ingest::<Silent>(&store);
        ingest.gatherer = Some(Gatherer::start(store.clone()));
        {
            let kept = std::pin::pin!(ingest.keep(vec![update(1)]));
            let mut nobody = std::task::Context::from_waker(std::task::Waker::noop());
            assert!(kept.poll(&mut nobody).is_pending());
        }
        while ingest.scheduler.is_empty() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn what_finds_no_room_is_neither_taken_nor_handled() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let ingest = ingest::<Silent>(&store);
        let updates = || vec![update(7)];
        store.set_full(true);
        assert_eq!(ingest.keep(updates()).await, Err(StoreError::Full));
        assert!(ingest.scheduler.is_empty());
        store.set_full(false);
        assert_eq!(
            ingest.keep(updates()).await,
            Ok(1),
            "it is new when it comes again"
        );
        assert_eq!(ingest.scheduler.len(), 1);
    }

    /// One that handles first what comes alone, and the messages that come of it. What it does the first time is
    /// given.
    fn handles_first(
        store: &Arc<SqliteStore>,
        first: Option<Handling<TestUpdate>>,
    ) -> (Ingest<Says>, UnboundedReceiver<Vec<PendingMessage>>) {
        let mut ingest = ingest::<Says>(store);
        let (queued, announced) = unbounded_channel();
        ingest.alone = Some(Worker {
            scheduler: ingest.scheduler.clone(),
            store: store.clone(),
            handler: Arc::new(Says {
                said: String::new().into(),
                first: first.into(),
            }),
            metrics: ingest.metrics.clone(),
            health: Arc::new(Health::new(Instant::now())),
            queued,
            runtime: tokio::runtime::Handle::current(),
            started_seconds: 0,
        });
        (ingest, announced)
    }

    #[tokio::test]
    async fn one_that_comes_alone_is_kept_with_what_comes_of_it_and_once() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let (ingest, mut announced) = handles_first(&store, None);
        assert_eq!(ingest.keep_new(vec![update(1)]).await, Ok(1));
        assert_eq!(announced.try_recv().unwrap()[0].turn, 1);
        assert_eq!(ingest.keep_new(vec![update(1)]).await, Ok(0));
        assert!(announced.try_recv().is_err());
        assert_eq!(store.open_entries(None, 9).unwrap().len(), 1);
        assert!(store.open_updates(None, 9).unwrap().is_empty());
        assert!(ingest.scheduler.is_empty());
        // Others are handled after they were kept.
        assert_eq!(ingest.keep_new(vec![update(2), update(3)]).await, Ok(2));
        assert_eq!(store.open_updates(None, 9).unwrap().len(), 2);
        assert_eq!(ingest.keep_new(vec![update(4)]).await, Ok(1));
        assert_eq!(
            store.open_updates(None, 9).unwrap().len(),
            3,
            "not alone any more"
        );
    }

    #[tokio::test]
    async fn one_that_is_to_wait_is_open_meanwhile() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let later = Handling::Later(Duration::from_millis(1));
        let (ingest, mut announced) = handles_first(&store, Some(later));
        assert_eq!(ingest.keep_new(vec![update(1)]).await, Ok(1));
        assert_eq!(store.open_updates(None, 9).unwrap(), [update(1).received]);
        let worker = ingest.alone.clone().unwrap();
        let handling = std::thread::spawn(move || worker.run());
        assert_eq!(announced.recv().await.unwrap()[0].turn, 1);
        ingest.scheduler.stop();
        handling.join().unwrap();
        assert!(store.open_updates(None, 9).unwrap().is_empty());
    }

    #[tokio::test]
    async fn one_that_cannot_be_kept_comes_again_and_is_handled_then() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let (ingest, mut announced) = handles_first(&store, None);
        let long = "x".repeat(100_000);
        ingest.alone.as_ref().unwrap().handler.says(&long);
        store.set_full(true);
        assert_eq!(
            ingest.keep_new(vec![update(1)]).await,
            Err(StoreError::Full)
        );
        let worker = ingest.alone.as_ref().unwrap();
        let waits = || Handling::Later(Duration::ZERO);
        *worker.handler.first.lock().unwrap() = Some(waits());
        assert_eq!(
            ingest.keep_new(vec![update(1)]).await,
            Err(StoreError::Full)
        );
        let first = worker.handler.first.lock().unwrap().take();
        assert!(first.is_some(), "not handled once more");
        assert!(ingest.scheduler.is_empty() && announced.try_recv().is_err());
        store.set_full(false);
        assert_eq!(ingest.keep_new(vec![update(1)]).await, Ok(1));
        assert_eq!(announced.try_recv().unwrap()[0].payload, long);
    }

    #[tokio::test]
    async fn where_there_is_room_for_the_update_alone_what_came_of_it_is_kept_later() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let (ingest, mut announced) = handles_first(&store, None);
        let worker = ingest.alone.as_ref().unwrap();
        worker.handler.says(&"x".repeat(100_000));
        let mut short = update(1);
        short.received.raw.clear();
        store.set_full(true);
        assert_eq!(ingest.keep_new(vec![short]).await, Ok(1));
        assert_eq!(store.open_updates(None, 9).unwrap().len(), 1);
        store.set_full(false);
        assert_eq!(announced.recv().await.unwrap()[0].turn, 1);
        assert!(store.open_updates(None, 9).unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_somebody_else_handles_is_not_handled_first() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let (ingest, _announced) = handles_first(&store, None);
        let worker = ingest.alone.as_ref().unwrap();
        let in_chat = |chat| Job {
            update: TestUpdate { id: 1, chat },
            at_seconds: 0,
            taken: Instant::now(),
            is_old: false,
        };
        assert!(!worker.takes_first(&in_chat(-1)) && worker.takes_first(&in_chat(1)));
    }
}
