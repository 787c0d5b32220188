//! Ingest: keeps updates, however they come in, then lets them be handled.

use std::sync::Arc;
use std::time::Instant;

use crate::inbox::fsync::FsyncPolicy;
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
}

impl<H: Handler> Clone for Ingest<H> {
    fn clone(&self) -> Self {
        Ingest {
            store: self.store.clone(),
            scheduler: self.scheduler.clone(),
            metrics: self.metrics.clone(),
            fsync: self.fsync.clone(),
            alone: self.alone.clone(),
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
        let taken = Instant::now();
        let (received, read): (Vec<Received>, Vec<_>) = updates
            .into_iter()
            .map(|parsed| (parsed.received, parsed.update))
            .unzip();
        let received_count = received.len();
        let chats = read.iter().map(|update| update.chat()).collect();
        let (received, kept) = self.append(received, chats).await?;
        let mut jobs = Vec::with_capacity(received.len());
        for ((received, update), kept) in received.into_iter().zip(read).zip(kept) {
            if kept == Kept::Known {
                self.metrics.duplicate();
                continue;
            }
            self.metrics.update(update.kind());
            if kept == Kept::Waits {
                continue;
            }
            let at_seconds = received.at_seconds;
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
        self.fsync.after_batch(received_count).await?;
        Ok(count)
    }

    /// Keeps what was received; says of each whether it is new, or who handles it. Many are kept on another thread:
    /// while they wait for the writer, messages are to go out.
    async fn append(
        &self,
        received: Vec<Received>,
        chats: Vec<i64>,
    ) -> Result<(Vec<Received>, Vec<Kept>), StoreError> {
        let (store, count) = (self.store.clone(), received.len());
        let append = move || {
            let kept = store.append_in_chats(&received, &chats)?;
            Ok((received, kept))
        };
        if count <= FEW && !self.store.is_remote() {
            return append();
        }
        tokio::task::spawn_blocking(append)
            .await
            .unwrap_or_else(|_| Err(StoreError::Failed("keeping them panicked".to_owned())))
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
    use crate::inbox::handler::testing::{Silent, TestUpdate};
    use crate::store::SqliteStore;

    #[tokio::test]
    async fn what_finds_no_room_is_neither_taken_nor_handled() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let ingest = Ingest::<Silent> {
            store: store.clone(),
            scheduler: Arc::new(Scheduler::new()),
            metrics: Arc::new(Metrics::new()),
            fsync: FsyncPolicy::new(store.clone()),
            alone: None,
        };
        // The journal held nothing at the start.
        ingest.scheduler.refill(Vec::new(), 1);
        let updates = || {
            vec![ParsedUpdate {
                received: Received {
                    id: 7,
                    at_seconds: 1,
                    raw: "x".repeat(100_000),
                },
                update: TestUpdate { id: 7, chat: 5 },
            }]
        };
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
}
