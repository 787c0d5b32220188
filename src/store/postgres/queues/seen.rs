//! The updates that this process knows of: what is open beside them others left for it.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::Received;
use crate::store::postgres::queues::floor::Floor;

/// The updates that this process knows of.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Those that are open, and their chats.
    pub(crate) chats: HashMap<u64, i64>,
    /// Those that are being kept: they are in the database before this process hears of it.
    arriving: HashSet<u64>,
    /// Below what nothing is open.
    pub(crate) floor: Floor,
}

impl Seen {
    /// Everything begins to be looked through.
    pub(crate) fn begin_look(&mut self) {
        let arriving = self.arriving.iter().map(|update| number(*update)).min();
        self.floor.begin(arriving);
    }

    /// Whether nobody in this process has to do with the update.
    pub(crate) fn is_unknown(&self, update: u64) -> bool {
        !self.chats.contains_key(&update) && !self.arriving.contains(&update)
    }
}

/// Updates that are being kept, until this is dropped.
pub(crate) struct Arriving<'s> {
    seen: &'s Mutex<Seen>,
    updates: &'s [Received],
}

impl<'s> Arriving<'s> {
    /// From now on they are being kept.
    pub(crate) fn begin(seen: &'s Mutex<Seen>, updates: &'s [Received]) -> Arriving<'s> {
        let mut state = lock(seen);
        for update in updates {
            state.arriving.insert(update.id);
            state.floor.keep(number(update.id));
        }
        drop(state);
        Arriving { seen, updates }
    }
}

impl Drop for Arriving<'_> {
    fn drop(&mut self) {
        let mut seen = lock(self.seen);
        for update in self.updates {
            seen.arriving.remove(&update.id);
        }
    }
}

/// What the lock guards is changed in single steps, so a panic leaves it whole.
pub(crate) fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Update numbers as the column holds them. Those above `i64::MAX` do not occur.
pub(crate) fn number(update: u64) -> i64 {
    i64::try_from(update).unwrap_or(i64::MAX)
}
