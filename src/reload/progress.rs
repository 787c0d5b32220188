//! How far a long change of the FAQ's files is, for those who wait for it.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The tests behind a change take about as long as this share of writing its entries.
const TESTS_SHARE: usize = 2;

/// How far a change of many entries is.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    /// A change of so many entries begins.
    pub fn begin(&self, entries: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(entries, Ordering::Relaxed);
    }

    /// One entry more is written.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// The share that is done, in percent; below a hundred, since the tests come last.
    pub fn percent(&self) -> usize {
        let all = self.all.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed).min(all);
        match all {
            0 => 0,
            _ => done * 100 / (all + all.div_ceil(TESTS_SHARE)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_with_each_entry_and_is_whole_only_at_the_end() {
        let progress = Progress::default();
        assert_eq!(progress.percent(), 0);
        progress.begin(10);
        for _ in 0..5 {
            progress.step();
        }
        assert_eq!(progress.percent(), 33);
        for _ in 0..9 {
            progress.step();
        }
        assert_eq!(progress.percent(), 66);
    }
}
