//! Calls that come at once are done as one: while a transaction is under way, what comes waits and goes
//! together in the next one.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::store::StoreError;

/// Transactions under way at once: while one waits for the disk the next is on its way.
const UNDER_WAY: usize = 2;
/// Calls done as one, at most.
const CALLS: usize = 128;

/// Does calls with items of type `I`, of which each gives a `K`.
#[derive(Debug)]
pub(super) struct Together<I, K> {
    state: Mutex<State<I, K>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<I, K> {
    tickets: u64,
    waiting: Vec<(u64, Vec<I>)>,
    under_way: usize,
    done: HashMap<u64, Done<K>>,
}

/// What came of a call.
#[derive(Debug)]
pub(super) struct Done<K> {
    /// What came of each item.
    pub(super) result: Result<Vec<K>, StoreError>,
    /// Whether it was done with others, so that a failure may be theirs.
    pub(super) is_shared: bool,
}

impl<I, K> Default for Together<I, K> {
    fn default() -> Self {
        Together {
            state: Mutex::new(State {
                tickets: 0,
                waiting: Vec::new(),
                under_way: 0,
                done: HashMap::new(),
            }),
            changed: Condvar::new(),
        }
    }
}

impl<I, K> Together<I, K> {
    /// Has `all` done with these items, and with those of other calls that wait: here, or on the thread of
    /// another call.
    pub(super) fn run(
        &self,
        items: Vec<I>,
        all: impl Fn(&[I]) -> Result<Vec<K>, StoreError>,
    ) -> Done<K> {
        let mut state = self.state();
        state.tickets += 1;
        let ticket = state.tickets;
        state.waiting.push((ticket, items));
        loop {
            if let Some(done) = state.done.remove(&ticket) {
                return done;
            }
            if state.under_way < UNDER_WAY && !state.waiting.is_empty() {
                state.under_way += 1;
                let count = state.waiting.len().min(CALLS);
                let calls: Vec<_> = state.waiting.drain(..count).collect();
                drop(state);
                let mut leading = Leading {
                    together: self,
                    calls: calls
                        .iter()
                        .map(|(ticket, items)| (*ticket, items.len()))
                        .collect(),
                    result: Err(StoreError::Failed("it panicked".to_owned())),
                };
                let items: Vec<I> = calls.into_iter().flat_map(|(_, items)| items).collect();
                leading.result = all(&items);
                drop(leading);
                state = self.state();
            } else {
                let waited = self.changed.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State<I, K>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls that are being done; dropped, it tells their callers, also where doing them panicked.
struct Leading<'t, I, K> {
    together: &'t Together<I, K>,
    /// The ticket of each, and how many items it has.
    calls: Vec<(u64, usize)>,
    result: Result<Vec<K>, StoreError>,
}

impl<I, K> Drop for Leading<'_, I, K> {
    fn drop(&mut self) {
        let is_shared = self.calls.len() > 1;
        let failed = StoreError::Failed(String::new());
        let result = std::mem::replace(&mut self.result, Err(failed));
        let mut each = result.map(Vec::into_iter);
        let mut state = self.together.state();
        for (ticket, count) in &self.calls {
            let result = match &mut each {
                Ok(each) => Ok(each.by_ref().take(*count).collect()),
                Err(error) => Err(error.clone()),
            };
            state.done.insert(*ticket, Done { result, is_shared });
        }
        state.under_way -= 1;
        drop(state);
        self.together.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_gets_what_came_of_its_own() {
        let together = Together::<u32, u32>::default();
        std::thread::scope(|scope| {
            for first in (0..200).step_by(10) {
                let together = &together;
                scope.spawn(move || {
                    let items: Vec<u32> = (first..first + first % 7).collect();
                    let done = together.run(items.clone(), |items| {
                        std::thread::yield_now();
                        match items.contains(&60) {
                            true => Err(StoreError::Full),
                            false => Ok(items.iter().map(|item| item * 2).collect()),
                        }
                    });
                    match done.result {
                        Ok(doubled) => {
                            let wanted = items.iter().map(|item| item * 2);
                            assert_eq!(doubled, wanted.collect::<Vec<u32>>());
                        }
                        Err(error) => {
                            assert_eq!(error, StoreError::Full);
                            assert!(done.is_shared || items.contains(&60));
                        }
                    }
                });
            }
        });
    }

    #[test]
    fn one_that_panics_leaves_nobody_waiting() {
        let together = Together::<u32, u32>::default();
        std::thread::scope(|scope| {
            let panics = scope.spawn(|| together.run(vec![1], |_| panic!("as it shall")));
            assert!(panics.join().is_err());
        });
        let done = together.run(vec![2], |items| Ok(items.to_vec()));
        assert_eq!(done.result, Ok(vec![2]));
    }
}
