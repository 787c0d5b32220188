//! How many messages may be on their way at once.
//!
//! A message that was on its way when the process was killed may or may not have arrived; it is
//! sent again. So as few as will do are on their way: one, where Telegram answers at once. A slow
//! answer holds nobody up: after a moment ([`PATIENCE`]) the next message does not wait for it any
//! more, and it counts no longer. And when messages wait for longer than [`TARGET`], or more of them
//! wait than memory holds, the gate opens step by step, and closes again when they do not.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How long the next message waits for the answer to the last one: a few times as long as answers
/// take, at least and at most this. A busy machine answers slowly without being stuck.
const PATIENCE: (Duration, Duration) = (Duration::from_millis(25), Duration::from_millis(100));
/// How many times as long as answers take.
const PATIENCE_FACTOR: u32 = 4;
/// One answer counts for no more than this in what answers take: one slow chat must not make the
/// others wait.
const SLOWEST: Duration = Duration::from_millis(25);
/// The share of the latest answer in what answers take, as its inverse.
const SMOOTHING: u32 = 8;
/// Messages may wait for so long before more than one goes at once: on a busy machine, 500 questions
/// at once are answered one by one within this.
const TARGET: Duration = Duration::from_millis(1000);
/// Beyond [`TARGET`], and while memory does not hold all that waits, one more goes at once for each
/// of these.
const STEP: Duration = Duration::from_millis(20);
/// At most so many at once because they wait.
const WIDEST: usize = 64;
/// At most so many at once for whatever reason: each holds a connection, and a process may often
/// have only 1024 files open.
pub const MOST: usize = 512;

/// A message that went through the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pass {
    start: Instant,
    number: u64,
}

/// Opens and closes.
#[derive(Debug, Default)]
pub struct Gate {
    on_their_way: BTreeSet<Pass>,
    passes: u64,
    /// What answers take, smoothed.
    answer_time: Duration,
}

impl Gate {
    /// The moment from which the next message may start, given since when it could have, and since
    /// when more of them wait than memory holds; `None` where only an answer can open the gate.
    pub fn next(
        &self,
        waiting_since: Instant,
        behind_since: Option<Instant>,
        now: Instant,
    ) -> Option<Instant> {
        if self.on_their_way.len() >= MOST {
            return None;
        }
        let waits = now.saturating_duration_since(waiting_since);
        let behind =
            behind_since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        let beyond = waits.saturating_sub(TARGET).max(behind).as_millis() / STEP.as_millis();
        let width = 1 + usize::try_from(beyond).unwrap_or(WIDEST).min(WIDEST - 1);
        let patience = (self.answer_time * PATIENCE_FACTOR).clamp(PATIENCE.0, PATIENCE.1);
        // The one after which fewer than `width` count is the `width`th youngest.
        let last = self.on_their_way.iter().rev().nth(width - 1);
        Some(last.map_or(now, |last| (last.start + patience).max(now)))
    }

    /// A message starts.
    pub fn start(&mut self, now: Instant) -> Pass {
        self.passes += 1;
        let pass = Pass {
            start: now,
            number: self.passes,
        };
        self.on_their_way.insert(pass);
        pass
    }

    /// A message has its answer, or will never have one.
    pub fn finish(&mut self, pass: Pass, now: Instant) {
        if self.on_their_way.remove(&pass) {
            let took = now.saturating_duration_since(pass.start);
            self.answer_time = (self.answer_time * (SMOOTHING - 1) + took.min(SLOWEST)) / SMOOTHING;
        }
    }

    /// How many are on their way.
    pub fn on_their_way(&self) -> usize {
        self.on_their_way.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_by_one_while_it_keeps_up() {
        let now = Instant::now();
        let mut gate = Gate::default();
        assert_eq!(gate.next(now, None, now), Some(now));
        let first = gate.start(now);
        assert_eq!(gate.next(now, None, now), Some(now + PATIENCE.0));
        gate.finish(first, now);
        assert_eq!(gate.next(now, None, now), Some(now));
    }

    #[test]
    fn one_that_is_stuck_holds_the_others_up_once() {
        let mut now = Instant::now();
        let mut gate = Gate::default();
        let _stuck = gate.start(now);
        now += PATIENCE.0;
        for _ in 0..10 {
            assert_eq!(gate.next(now, None, now), Some(now));
            let next = gate.start(now);
            assert!(
                gate.next(now, None, now).unwrap() > now,
                "but they go one by one"
            );
            gate.finish(next, now);
        }
    }

    #[test]
    fn more_at_once_when_messages_wait() {
        let now = Instant::now();
        let mut gate = Gate::default();
        gate.start(now);
        let waiting = now - TARGET;
        assert!(gate.next(waiting, None, now).unwrap() > now);
        assert_eq!(gate.next(waiting - STEP, None, now), Some(now));
        assert_eq!(
            gate.next(now, Some(now - STEP), now),
            Some(now),
            "more wait than are held"
        );
        for _ in 1..WIDEST {
            gate.start(now);
        }
        let long_ago = now - Duration::from_secs(100);
        assert_eq!(gate.next(long_ago, None, now), Some(now + PATIENCE.0));
        for _ in WIDEST..MOST {
            gate.start(now);
        }
        assert_eq!(gate.next(now, None, now), None);
    }

    #[test]
    fn a_slow_server_is_waited_for_a_little_longer() {
        let mut now = Instant::now();
        let mut gate = Gate::default();
        for _ in 0..50 {
            let pass = gate.start(now);
            now += Duration::from_millis(20);
            gate.finish(pass, now);
        }
        gate.start(now);
        let patience = gate.next(now, None, now).unwrap() - now;
        assert!(
            patience > PATIENCE.0 * 2 && patience <= PATIENCE.1,
            "{patience:?}"
        );
    }
}
