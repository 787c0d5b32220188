//! When what was taken is brought to the disk.
//!
//! What is in the journal survives the death of the process at once; a power cut it survives once
//! the disk has it, which takes some milliseconds and holds up whoever writes meanwhile. While
//! updates come one by one Telegram is told of each only after that, so that nothing is lost in a
//! power cut either. Where they come faster than [`UPDATES`] in [`WITHIN`], waiting would make
//! everybody wait: then they are brought to the disk together, every [`TOGETHER`], and a power cut
//! costs at most the questions of that time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::{Store, StoreError};

/// So many updates...
const UPDATES: usize = 8;
/// ...within this time are a rush: more than twenty a second, far more than people ask one bot.
const WITHIN: Duration = Duration::from_millis(400);
/// In a rush the disk is waited for at most so often.
const TOGETHER: Duration = Duration::from_millis(250);

/// Brings what was taken to the disk.
#[derive(Clone)]
pub struct FsyncPolicy {
    store: Arc<dyn Store>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// When the last updates came.
    updates: VecDeque<Instant>,
    /// A flush is going to happen that includes all that is kept by now.
    is_due: bool,
    /// The last flush failed.
    has_failed: bool,
}

impl FsyncPolicy {
    /// For this store.
    pub fn new(store: Arc<dyn Store>) -> FsyncPolicy {
        FsyncPolicy {
            store,
            state: Arc::default(),
        }
    }

    /// A batch of `count` updates was kept: returns when it may be confirmed.
    ///
    /// # Errors
    /// When the disk refuses; then it must not be confirmed.
    pub async fn after_batch(&self, count: usize) -> Result<(), StoreError> {
        let (wait, begin) = self.state().note(count, Instant::now());
        if wait {
            return self.flush().await;
        }
        if begin {
            let flush = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(TOGETHER).await;
                flush.state().is_due = false;
                if let Err(error) = flush.flush().await {
                    log::error!(error:% = error; "what was taken cannot be brought to the disk");
                }
            });
        }
        Ok(())
    }

    async fn flush(&self) -> Result<(), StoreError> {
        let store = self.store.clone();
        let flushed = tokio::task::spawn_blocking(move || store.flush())
            .await
            .unwrap_or_else(|_| Err(StoreError::Failed("the flush panicked".to_owned())));
        self.state().has_failed = flushed.is_err();
        flushed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether this batch waits for the disk, and whether a flush in the background is to begin.
    fn note(&mut self, count: usize, now: Instant) -> (bool, bool) {
        let come = std::iter::repeat_n(now, count.min(UPDATES));
        self.updates.extend(come);
        let surplus = self.updates.len().saturating_sub(UPDATES);
        self.updates.drain(..surplus);
        let is_rush = self.updates.len() == UPDATES
            && self
                .updates
                .front()
                .is_some_and(|first| now.duration_since(*first) < WITHIN);
        if !is_rush || self.has_failed {
            return (true, false);
        }
        (false, !std::mem::replace(&mut self.is_due, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_in_a_rush_nobody_waits_for_the_disk() {
        let start = Instant::now();
        let mut state = State::default();
        let slowly = WITHIN / 4;
        for count in 0..100 {
            assert_eq!(state.note(1, start + slowly * count), (true, false));
        }
        let start = start + slowly * 100;
        let quickly = |count| start + Duration::from_millis(count);
        let notes: Vec<_> = (0..UPDATES as u64)
            .map(|count| state.note(1, quickly(count)))
            .collect();
        let begun = notes.iter().filter(|note| **note == (false, true)).count();
        assert_eq!(begun, 1, "{notes:?}");
        assert_eq!(notes.last(), Some(&(false, false)), "one is on its way");
        state.has_failed = true;
        assert_eq!(
            state.note(100, quickly(52)),
            (true, false),
            "what failed is waited for"
        );
    }
}
