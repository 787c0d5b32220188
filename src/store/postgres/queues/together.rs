//! Calls that come at once are done as one: while a transaction is under way, what comes waits and goes
//! together in the next one. In a rush the next one waits for some more ([`BatchWindow`]).

use std::collections::VecDeque;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::ops::batch_window::BatchWindow;
use crate::store::StoreError;

/// Calls done as one, at most.
const CALLS: usize = 128;

/// Does calls with items of type `I`, of which each gives a `K`.
#[derive(Debug)]
pub(crate) struct Together<I, K> {
    state: Mutex<State<I, K>>,
    /// Transactions under way at once.
    most: usize,
}

#[derive(Debug)]
struct State<I, K> {
    waiting: VecDeque<Call<I, K>>,
    under_way: usize,
    batch_window: BatchWindow,
}

/// A call that waits. Its caller is told what came of it, or to do what waits.
#[derive(Debug)]
struct Call<I, K> {
    items: Vec<I>,
    caller: Sender<Word<K>>,
}

/// What a caller is told.
#[derive(Debug)]
enum Word<K> {
    Done(Result<Vec<K>, StoreError>),
    /// To do what waits now, one's own call among it unless somebody else does that.
    Lead,
}

impl<I, K> Together<I, K> {
    /// Has at most so many transactions under way at once: more than one where they wait for the disk, since
    /// the next can be on its way meanwhile.
    pub(crate) fn new(most: usize) -> Together<I, K> {
        Together {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                under_way: 0,
                batch_window: BatchWindow::default(),
            }),
            most,
        }
    }

    /// Has `all` done with these items, and with those of other calls that wait: here, or on the thread of
    /// another call. A failure may be theirs.
    pub(crate) fn run(
        &self,
        items: Vec<I>,
        all: impl Fn(&[I]) -> Result<Vec<K>, StoreError>,
    ) -> Result<Vec<K>, StoreError> {
        let (caller, told) = channel();
        let mut state = self.state();
        state.batch_window.note(items.len(), Instant::now());
        state.waiting.push_back(Call { items, caller });
        let mut leads = state.under_way < self.most;
        state.under_way += usize::from(leads);
        drop(state);
        loop {
            if leads {
                self.lead(&all);
            }
            match told.recv() {
                Ok(Word::Done(done)) => return done,
                Ok(Word::Lead) => leads = true,
                // Whoever did it is gone without a word, which does not happen.
                Err(_) => return Err(StoreError::Failed("it was not done".to_owned())),
            }
        }
    }

    /// Does what waits, and has another caller do what came meanwhile.
    fn lead(&self, all: &impl Fn(&[I]) -> Result<Vec<K>, StoreError>) {
        let now = Instant::now();
        let wait = self.state().batch_window.waits_until(now);
        if let Some(until) = wait {
            std::thread::sleep(until - now);
        }
        let calls: Vec<_> = {
            let mut state = self.state();
            state.batch_window.begin(Instant::now());
            let count = state.waiting.len().min(CALLS);
            state.waiting.drain(..count).collect()
        };
        let (each, callers): (Vec<_>, Vec<_>) = calls
            .into_iter()
            .map(|call| (call.items.len(), call))
            .map(|(count, Call { items, caller })| (items, (caller, count)))
            .unzip();
        let mut leading = Leading {
            together: self,
            callers,
            result: Err(StoreError::Failed("it panicked".to_owned())),
        };
        let items: Vec<I> = each.into_iter().flatten().collect();
        leading.result = match items.is_empty() {
            true => Ok(Vec::new()),
            false => all(&items),
        };
    }

    fn state(&self) -> MutexGuard<'_, State<I, K>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls that are being done; dropped, it tells their callers, also where doing them panicked.
struct Leading<'t, I, K> {
    together: &'t Together<I, K>,
    /// Who called, with how many items.
    callers: Vec<(Sender<Word<K>>, usize)>,
    result: Result<Vec<K>, StoreError>,
}

impl<I, K> Drop for Leading<'_, I, K> {
    fn drop(&mut self) {
        {
            let mut state = self.together.state();
            match state.waiting.front() {
                Some(next) => drop(next.caller.send(Word::Lead)),
                None => state.under_way -= 1,
            }
        }
        let failed = StoreError::Failed(String::new());
        let result = std::mem::replace(&mut self.result, Err(failed));
        let mut each = result.map(Vec::into_iter);
        for (caller, count) in self.callers.drain(..) {
            let result = match &mut each {
                Ok(each) => Ok(each.by_ref().take(count).collect()),
                Err(error) => Err(error.clone()),
            };
            // A caller that panicked meanwhile hears nothing.
            let _ = caller.send(Word::Done(result));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_gets_what_came_of_its_own() {
        let together = Together::<u32, u32>::new(2);
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
                    match done {
                        Ok(doubled) => {
                            let wanted = items.iter().map(|item| item * 2);
                            assert_eq!(doubled, wanted.collect::<Vec<u32>>());
                        }
                        Err(error) => {
                            assert_eq!(error, StoreError::Full);
                        }
                    }
                });
            }
        });
    }

    #[test]
    fn one_that_panics_leaves_nobody_waiting() {
        let together = Together::<u32, u32>::new(1);
        std::thread::scope(|scope| {
            let panics = scope.spawn(|| together.run(vec![1], |_| panic!("as it shall")));
            assert!(panics.join().is_err());
        });
        let done = together.run(vec![2], |items| Ok(items.to_vec()));
        assert_eq!(done, Ok(vec![2]));
    }
}
