//! How long work waits for more of its kind: in a rush a few milliseconds, otherwise not at all.
//!
//! Each transaction has a cost of its own, whatever it carries. Where much comes, those of the same few
//! milliseconds share one.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// So many pieces of work...
const PIECES: usize = 16;
/// ...within this time are a rush: more than 160 a second.
const WITHIN: Duration = Duration::from_millis(100);
/// In a rush this lies between the beginnings of two transactions, at least.
const BETWEEN: Duration = Duration::from_millis(8);

/// When work begins.
#[derive(Debug, Default)]
pub struct BatchWindow {
    /// When the last pieces came.
    pieces: VecDeque<Instant>,
    /// When work began last.
    began: Option<Instant>,
}

impl BatchWindow {
    /// So many pieces of work came.
    pub fn note(&mut self, count: usize, now: Instant) {
        self.pieces
            .extend(std::iter::repeat_n(now, count.min(PIECES)));
        let surplus = self.pieces.len().saturating_sub(PIECES);
        self.pieces.drain(..surplus);
    }

    /// Until when work that could begin now waits for more; `None` where it does not.
    pub fn waits_until(&self, now: Instant) -> Option<Instant> {
        let first = self.pieces.front().filter(|_| self.pieces.len() == PIECES);
        let is_rush = first.is_some_and(|first| now.duration_since(*first) < WITHIN);
        let until = self.began.filter(|_| is_rush)? + BETWEEN;
        (until > now).then_some(until)
    }

    /// Work begins.
    pub fn begin(&mut self, now: Instant) {
        self.began = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_in_a_rush_work_waits_for_more() {
        let start = Instant::now();
        let mut batch_window = BatchWindow::default();
        let slowly = WITHIN / 10;
        for count in 0..50 {
            let now = start + slowly * count;
            batch_window.note(1, now);
            assert_eq!(batch_window.waits_until(now), None, "ten within the time");
            batch_window.begin(now);
        }
        let now = start + slowly * 50;
        batch_window.note(100, now);
        assert_eq!(
            batch_window.waits_until(now),
            None,
            "long since the last one"
        );
        batch_window.begin(now);
        let soon = now + BETWEEN / 2;
        assert_eq!(batch_window.waits_until(soon), Some(now + BETWEEN));
        assert_eq!(batch_window.waits_until(now + BETWEEN), None);
        assert_eq!(
            batch_window.waits_until(now + WITHIN),
            None,
            "the rush is over"
        );
    }
}
