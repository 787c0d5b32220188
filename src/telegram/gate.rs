//! How many messages may be on their way at once.
//!
//! A message that was on its way when the process was killed may or may not have arrived; it is
//! sent again. So as few as will do are on their way: one, where Telegram answers at once. A slow
//! answer holds nobody up: the next message follows after [`PATIENCE`]. And when messages wait for
//! longer than [`TARGET`] the gate opens step by step, and closes again as they do not.

use std::time::{Duration, Instant};

/// The next message does not wait longer than this for the answer to the last one.
const PATIENCE: Duration = Duration::from_millis(20);
/// Messages may wait for so long before more than one goes at once: 500 questions at once are
/// answered within this, one by one, by a server as quick as ours in the tests.
const TARGET: Duration = Duration::from_millis(350);
/// Beyond [`TARGET`], one more goes at once for each of these.
const STEP: Duration = Duration::from_millis(15);
/// At most so many at once because they wait.
const WIDEST: usize = 128;
/// At most so many at once for whatever reason: each holds a connection.
const MOST: usize = 256;

/// Opens and closes.
#[derive(Debug, Default)]
pub struct Gate {
    on_their_way: usize,
    last_start: Option<Instant>,
    wide: bool,
}

impl Gate {
    /// The moment from which the next message may start, given since when it could have;
    /// `None` where only an answer can open the gate.
    pub fn next(&self, waiting_since: Instant, now: Instant) -> Option<Instant> {
        if self.on_their_way >= MOST {
            return None;
        }
        let Some(last) = self
            .last_start
            .filter(|_| self.on_their_way > 0 && !self.wide)
        else {
            return Some(now);
        };
        let waits = now.saturating_duration_since(waiting_since);
        let beyond = waits.saturating_sub(TARGET).as_millis() / STEP.as_millis();
        let width = 1 + usize::try_from(beyond).unwrap_or(WIDEST).min(WIDEST - 1);
        if self.on_their_way < width {
            Some(now)
        } else {
            Some((last + PATIENCE).max(now))
        }
    }

    /// A message starts.
    pub fn start(&mut self, now: Instant) {
        self.on_their_way += 1;
        self.last_start = Some(now);
    }

    /// A message has its answer, or will never have one.
    pub fn finish(&mut self) {
        self.on_their_way = self.on_their_way.saturating_sub(1);
    }

    /// How many are on their way.
    pub fn on_their_way(&self) -> usize {
        self.on_their_way
    }

    /// From here on everything may go at once: we are stopping, and shall wait for the answers.
    pub fn open_wide(&mut self) {
        self.wide = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_by_one_while_it_keeps_up() {
        let now = Instant::now();
        let mut gate = Gate::default();
        assert_eq!(gate.next(now, now), Some(now));
        gate.start(now);
        assert_eq!(
            gate.next(now, now),
            Some(now + PATIENCE),
            "a slow answer holds nobody up"
        );
        gate.finish();
        assert_eq!(gate.next(now, now), Some(now));
    }

    #[test]
    fn more_at_once_when_messages_wait() {
        let now = Instant::now();
        let mut gate = Gate::default();
        gate.start(now);
        let waiting = now - TARGET;
        assert!(gate.next(waiting, now).unwrap() > now);
        assert_eq!(gate.next(waiting - STEP, now), Some(now));
        for _ in 1..WIDEST {
            gate.start(now);
        }
        let long_ago = now - Duration::from_secs(100);
        assert_eq!(gate.next(long_ago, now), Some(now + PATIENCE));
        gate.open_wide();
        assert_eq!(gate.next(now, now), Some(now));
        for _ in WIDEST..MOST {
            gate.start(now);
        }
        assert_eq!(gate.next(now, now), None);
    }
}
