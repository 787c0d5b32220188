//! Work that may take seconds, done beside: a page shows what there is, and says that more comes.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a page waits for work that may be short, so that small FAQs show everything at once.
const PATIENCE: Duration = Duration::from_millis(60);

/// One kind of work and what it last came to.
pub struct Background<T> {
    state: Mutex<State<T>>,
    done: Condvar,
}

struct State<T> {
    /// What it came to, what it was made of, and when.
    value: Option<(String, Instant, Arc<T>)>,
    is_running: bool,
}

/// What a page is given.
pub struct Given<T> {
    /// The newest there is, if there is any; made of what is asked for, unless `is_working`.
    pub value: Option<Arc<T>>,
    /// Whether a newer one is being made.
    pub is_working: bool,
}

impl<T> Default for Background<T> {
    fn default() -> Background<T> {
        Background {
            state: Mutex::new(State {
                value: None,
                is_running: false,
            }),
            done: Condvar::new(),
        }
    }
}

impl<T: Send + Sync + 'static> Background<T> {
    /// What `work` comes to for `key`: the last result where that has the same key and is younger
    /// than `fresh`; else the work begins, one at a time.
    pub fn get(
        self: &Arc<Self>,
        key: &str,
        fresh: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Given<T> {
        let mut state = self.state();
        let is_good = |state: &State<T>| {
            let value = state.value.as_ref();
            value.is_some_and(|(of, at, _)| of == key && at.elapsed() < fresh)
        };
        if is_good(&state) {
            return given(&state, false);
        }
        if !state.is_running {
            state.is_running = true;
            let (own, key) = (self.clone(), key.to_owned());
            let thread = std::thread::Builder::new().name("panel work".to_owned());
            let begun = thread.spawn(move || {
                let worker = Worker(&own);
                let value = Arc::new(work());
                worker.0.state().value = Some((key, Instant::now(), value));
            });
            if begun.is_err() {
                state.is_running = false;
                return given(&state, false);
            }
        }
        let waited = self
            .done
            .wait_timeout_while(state, PATIENCE, |state| state.is_running);
        let state = waited.map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state);
        let is_working = state.is_running || !is_good(&state);
        given(&state, is_working)
    }

    /// Forgets what there is: it has changed.
    pub fn forget(&self) {
        self.state().value = None;
    }
}

impl<T> Background<T> {
    fn state(&self) -> std::sync::MutexGuard<'_, State<T>> {
        // Nothing is half done behind this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that the work has ended, also where it panicked.
struct Worker<'w, T>(&'w Background<T>);

impl<T> Drop for Worker<'_, T> {
    fn drop(&mut self) {
        self.0.state().is_running = false;
        self.0.done.notify_all();
    }
}

fn given<T>(state: &State<T>, is_working: bool) -> Given<T> {
    Given {
        value: state.value.as_ref().map(|(_, _, value)| value.clone()),
        is_working,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    /// The value once there is one for `key`.
    fn wait(work: &Arc<Background<u32>>, key: &str, value: u32) -> u32 {
        loop {
            let given = work.get(key, LONG, move || value);
            if let (Some(value), false) = (given.value, given.is_working) {
                return *value;
            }
        }
    }

    #[test]
    fn work_is_done_once_for_each_key() {
        let work = Arc::new(Background::default());
        assert_eq!(wait(&work, "a", 1), 1);
        assert_eq!(wait(&work, "a", 2), 1, "it is kept");
        assert_eq!(wait(&work, "b", 3), 3);
        work.forget();
        assert_eq!(wait(&work, "b", 4), 4);
    }

    #[test]
    fn a_page_does_not_wait_for_long_work() {
        let work: Arc<Background<u32>> = Arc::default();
        let (go, wait_for) = mpsc::channel::<()>();
        let given = work.get("a", LONG, move || {
            let _ = wait_for.recv();
            1
        });
        assert!(given.is_working && given.value.is_none());
        go.send(()).unwrap();
        assert_eq!(wait(&work, "a", 2), 1);
    }

    #[test]
    fn work_that_panics_can_be_tried_again() {
        let work: Arc<Background<u32>> = Arc::default();
        work.get("a", LONG, || panic!("on purpose, in a test"));
        assert_eq!(wait(&work, "a", 2), 2);
    }
}
