//! The ingest: what polling and webhook have in common. Keeps updates, then lets them be handled.

use std::sync::Arc;
use std::time::Instant;

use crate::inbox::fsync::FsyncPolicy;
use crate::inbox::scheduler::{Job, Scheduler};
use crate::inbox::worker::Worker;
use crate::ops::metrics::Metrics;
use crate::store::{Received, Store, StoreError};
use crate::telegram::update::batch::ParsedUpdate;
use crate::telegram::update::dto::Kind;

/// No more updates than these are kept at once, on the spot.
const FEW: usize = 4;

/// Keeps updates and lets them be handled.
#[derive(Clone)]
pub struct Ingest {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) scheduler: Arc<Scheduler>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) flush: FsyncPolicy,
    /// Handles what comes alone; without one, workers do.
    pub(crate) alone: Option<Worker>,
}

impl Ingest {
    /// Keeps the updates; when this returns Telegram may be told that we have them (see
    /// [`crate::inbox::fsync`]), and those that are new are on their way to be handled. Says how many are
    /// new.
    ///
    /// # Errors
    /// When they cannot be kept; then Telegram must not be told that we have them.
    pub async fn keep(&self, updates: Vec<ParsedUpdate>) -> Result<usize, StoreError> {
        let taken = Instant::now();
        let (received, read): (Vec<Received>, Vec<_>) = updates
            .into_iter()
            .map(|parsed| (parsed.received, parsed.update))
            .unzip();
        let received_count = received.len();
        let (received, is_new) = self.append(received).await?;
        let mut jobs = Vec::with_capacity(received.len());
        for ((received, update), is_new) in received.into_iter().zip(read).zip(is_new) {
            if !is_new {
                self.metrics.duplicate();
                continue;
            }
            self.metrics.update(name(&update.kind));
            let at_seconds = received.at_seconds;
            jobs.push(Job {
                update,
                at_seconds,
                taken,
                is_old: false,
                group_admin: None,
            });
        }
        let count = jobs.len();
        // They survive the death of the process already: handling need not wait for the disk.
        self.handle(jobs).await;
        self.flush.after_batch(received_count).await?;
        Ok(count)
    }

    /// Keeps what was received; says of each whether it is new. Many are kept on another thread:
    /// while they wait for the writer, messages are to go out.
    async fn append(
        &self,
        received: Vec<Received>,
    ) -> Result<(Vec<Received>, Vec<bool>), StoreError> {
        let (store, count) = (self.store.clone(), received.len());
        let append = move || store.append(&received).map(|is_new| (received, is_new));
        if count <= FEW {
            return append();
        }
        tokio::task::spawn_blocking(append)
            .await
            .unwrap_or_else(|_| Err(StoreError::Failed("keeping them panicked".to_owned())))
    }

    async fn handle(&self, mut jobs: Vec<Job>) {
        let takes_alone = |worker: &&Worker| match &jobs[..] {
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

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Message(_) => "message",
        Kind::Edited(_) => "edited_message",
        Kind::Press(_) => "callback_query",
        Kind::Inline(_) => "inline_query",
        Kind::Membership(_) => "my_chat_member",
        Kind::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SqliteStore;
    use crate::telegram::update::batch;

    #[tokio::test]
    async fn what_finds_no_room_is_neither_taken_nor_handled() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let ingest = Ingest {
            store: store.clone(),
            scheduler: Arc::new(Scheduler::new()),
            metrics: Arc::new(Metrics::new()),
            flush: FsyncPolicy::new(store.clone()),
            alone: None,
        };
        // The journal held nothing at the start.
        ingest.scheduler.refill(Vec::new(), 1);
        let text = "x".repeat(100_000);
        let message =
            format!(r#"{{"message_id":1,"chat":{{"id":5,"type":"private"}},"text":"{text}"}}"#);
        let answer = format!(r#"{{"ok":true,"result":[{{"update_id":7,"message":{message}}}]}}"#);
        let updates = || batch::parse_batch(&answer, 1).unwrap().updates;
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
