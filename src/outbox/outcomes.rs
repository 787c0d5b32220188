//! The outcomes of messages on their way into the store.
//!
//! Laws: outcomes are kept in the order in which they came, those that come together in one transaction;
//! a message is done when its outcome is kept. A store on this machine keeps them at once. One on another
//! machine keeps them aside, one transaction at a time, and the sender goes on meanwhile, unless that takes long.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::outbox::chat_queues::QueuedMessage;
use crate::store::{Outcome, Receipt, Store, StoreError};

/// The pause before the store is tried again after it failed. A full disk needs a person, so half a
/// second is soon enough.
pub const STORE_PAUSE: Duration = Duration::from_millis(500);
/// This lies between the beginnings of two transactions that keep outcomes aside, at least. Nobody waits
/// for them but the next message of the same chat.
const BETWEEN: Duration = Duration::from_millis(10);
/// Where keeping outcomes takes longer than this, the store may be cut off: what starts now might go again from
/// another process.
const SLOW: Duration = Duration::from_millis(300);

/// Outcomes, and the messages that wait until theirs are kept.
pub struct Outcomes {
    store: Arc<dyn Store>,
    /// Outcomes that are not kept yet.
    unkept: Vec<Receipt>,
    /// Messages that are done once those are kept. Their chats wait for it.
    finished: Vec<QueuedMessage>,
    /// What is being kept aside.
    keeping: Option<Keeping>,
    /// When outcomes were last begun to be kept aside.
    began: Option<Instant>,
    /// When to try again, after the store failed.
    again_at: Option<Instant>,
}

/// Outcomes that are being kept, and the messages that wait for it.
struct Keeping {
    task: JoinHandle<(Vec<Receipt>, Result<(), StoreError>)>,
    finished: Vec<QueuedMessage>,
}

impl Outcomes {
    /// None yet.
    pub fn new(store: Arc<dyn Store>) -> Outcomes {
        Outcomes {
            store,
            unkept: Vec::new(),
            finished: Vec::new(),
            keeping: None,
            began: None,
            again_at: None,
        }
    }

    /// Notes what became of a message.
    pub fn note(&mut self, item: &QueuedMessage, outcome: Outcome) {
        self.unkept.push(Receipt {
            id: item.message.id,
            turn: item.message.turn,
            outcome,
        });
    }

    /// The message is done once what was noted so far is kept.
    pub fn finish(&mut self, item: QueuedMessage) {
        self.finished.push(item);
    }

    /// When to call [`keep`](Self::keep) again, where outcomes wait for it.
    pub fn again_at(&self) -> Option<Instant> {
        let waits = !self.unkept.is_empty() && self.keeping.is_none();
        let next = self.began.filter(|_| waits).map(|began| began + BETWEEN);
        self.again_at.or(next)
    }

    /// Whether outcomes are being kept aside.
    pub fn is_keeping(&self) -> bool {
        self.keeping.is_some()
    }

    /// Keeps the outcomes, or begins to; `false` while that fails or takes long.
    pub fn keep(&mut self, now: Instant) -> bool {
        if self.again_at.is_some_and(|at| now < at) {
            return false;
        }
        if self.keeping.is_some() {
            let is_slow = self.began.is_some_and(|began| now >= began + SLOW);
            return self.again_at.is_none() && !is_slow;
        }
        if self.unkept.is_empty() {
            return self.again_at.is_none();
        }
        let is_soon = |began| now < began + BETWEEN;
        if self.began.is_some_and(is_soon) {
            return self.again_at.is_none();
        }
        let receipts = std::mem::take(&mut self.unkept);
        if self.store.is_remote() {
            self.began = Some(now);
            let store = self.store.clone();
            let keep = move || {
                let kept = store.settle(&receipts);
                (receipts, kept)
            };
            self.keeping = Some(Keeping {
                task: tokio::task::spawn_blocking(keep),
                finished: std::mem::take(&mut self.finished),
            });
            return self.again_at.is_none();
        }
        let kept = self.store.settle(&receipts);
        self.heard(receipts, kept, now)
    }

    /// The messages that are done because all outcomes are kept.
    pub fn kept_at_once(&mut self) -> Vec<QueuedMessage> {
        match self.unkept.is_empty() && self.keeping.is_none() {
            true => std::mem::take(&mut self.finished),
            false => Vec::new(),
        }
    }

    /// Waits until what is being kept aside is kept, and gives the messages that are done by that. Waits
    /// for ever where nothing is; may be broken off.
    pub async fn kept(&mut self) -> Vec<QueuedMessage> {
        let Some(keeping) = &mut self.keeping else {
            return std::future::pending().await;
        };
        let ended = (&mut keeping.task).await;
        let finished = self.keeping.take().map(|keeping| keeping.finished);
        let finished = finished.unwrap_or_default();
        let now = Instant::now();
        let is_kept = match ended {
            Ok((receipts, kept)) => self.heard(receipts, kept, now),
            // It panicked. What it should keep is sent again at the next start.
            Err(_) => true,
        };
        if is_kept {
            return finished;
        }
        self.finished.splice(0..0, finished);
        Vec::new()
    }

    /// Keeps what is left at the end, and gives the messages that are done by that.
    pub async fn keep_the_last(&mut self) -> Vec<QueuedMessage> {
        let mut done = Vec::new();
        for _ in 0..2 {
            if self.keeping.is_some() {
                done.append(&mut self.kept().await);
            }
            (self.again_at, self.began) = (None, None);
            self.keep(Instant::now());
        }
        if self.keeping.is_some() {
            done.append(&mut self.kept().await);
        }
        done.append(&mut self.kept_at_once());
        done
    }

    /// The store kept these, or did not.
    fn heard(
        &mut self,
        receipts: Vec<Receipt>,
        kept: Result<(), StoreError>,
        now: Instant,
    ) -> bool {
        match kept {
            Ok(()) => {
                self.again_at = None;
                true
            }
            Err(error) => {
                log::error!(error:% = error, messages = receipts.len(); "outcomes cannot be kept");
                self.unkept.splice(0..0, receipts);
                self.again_at = Some(now + STORE_PAUSE);
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::chat_queues::QueuedMessage;
    use crate::store::{Commit, Outbox as _, PendingMessage, SqliteStore};

    fn queued(store: &SqliteStore, turn: u64) -> QueuedMessage {
        let message = PendingMessage {
            turn,
            ..PendingMessage::default()
        };
        let commit = Commit {
            outbox: vec![message.clone()],
            ..Commit::default()
        };
        let id = store.commit(&[commit]).unwrap()[0][0].unwrap();
        QueuedMessage {
            message: PendingMessage { id, ..message },
            tries: 0,
            moved: false,
            permit: None,
            since: Instant::now(),
        }
    }

    #[test]
    fn a_message_is_done_when_its_outcome_is_kept() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let mut outcomes = Outcomes::new(store.clone());
        let now = Instant::now();
        for turn in [1, 2] {
            let item = queued(&store, turn);
            // Longer than the room that a full store still has.
            outcomes.note(&item, Outcome::Refused("x".repeat(100_000)));
            outcomes.finish(item);
        }
        store.set_full(true);
        assert!(!outcomes.keep(now) && outcomes.kept_at_once().is_empty());
        assert_eq!(outcomes.again_at(), Some(now + STORE_PAUSE));
        store.set_full(false);
        assert!(!outcomes.keep(now), "not so soon");
        assert!(outcomes.keep(now + STORE_PAUSE));
        assert_eq!(outcomes.kept_at_once().len(), 2);
        assert!(store.open_entries(None, 9).unwrap().is_empty());
    }
}
