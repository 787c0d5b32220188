//! Below which numbers nothing is open: what is looked for is looked for above.
//!
//! Beside a transaction that stays open, rows that were dealt with cannot be cleaned away. Whoever looks for
//! what is open would read them all, ten times a second.

use std::time::{Duration, Instant};

/// How often everything is looked through, at most: then the numbers are found anew.
const EVERY: Duration = Duration::from_secs(2);
/// Where that takes long, the pause is this many times as long.
const PAUSE_FACTOR: u32 = 20;
/// Numbers of transactions that were not over when others were: so far below is looked as well.
const MARGIN: i64 = 1000;

/// Below these numbers nothing is open, as far as is known; 0 before the first look.
#[derive(Debug, Default)]
pub(crate) struct Floor {
    update: i64,
    message: i64,
    /// The lowest update that was kept since the look that is under way began.
    kept: Option<i64>,
    /// When everything is to be looked through again.
    due: Option<Instant>,
}

impl Floor {
    /// The first update and the first message that may be open.
    pub(crate) fn first(&self) -> (i64, i64) {
        (self.update, self.message)
    }

    /// Whether everything is to be looked through now.
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        self.due.is_none_or(|due| now >= due)
    }

    /// Everything begins to be looked through; `arriving` is the lowest update that is being kept.
    pub(crate) fn begin(&mut self, arriving: Option<i64>) {
        self.kept = arriving;
    }

    /// This update is going to be open.
    pub(crate) fn keep(&mut self, update: i64) {
        self.update = self.update.min(update);
        self.kept = Some(self.kept.map_or(update, |kept| kept.min(update)));
    }

    /// Nothing was open below these, which took so long to find.
    pub(crate) fn found(&mut self, update: i64, message: i64, took: Duration, now: Instant) {
        let update = update.saturating_sub(MARGIN);
        self.update = self.kept.map_or(update, |kept| kept.min(update));
        self.message = message.saturating_sub(MARGIN);
        self.due = Some(now + EVERY.max(took * PAUSE_FACTOR));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_while_everything_is_looked_through_is_not_below() {
        let (mut floor, now) = (Floor::default(), Instant::now());
        assert!(floor.is_due(now) && floor.first() == (0, 0));
        floor.begin(None);
        floor.found(5000, 9000, Duration::ZERO, now);
        assert!(!floor.is_due(now) && floor.is_due(now + EVERY));
        assert_eq!(floor.first(), (4000, 8000));
        floor.keep(4500);
        assert_eq!(floor.first(), (4000, 8000));
        // The numbers began anew.
        floor.keep(7);
        assert_eq!(floor.first(), (7, 8000));
        floor.begin(Some(7));
        floor.found(5000, 9000, Duration::ZERO, now);
        assert_eq!(floor.first(), (7, 8000), "it was on its way");
        floor.begin(None);
        floor.found(5000, 9000, Duration::from_secs(1), now);
        assert_eq!(floor.first(), (4000, 8000));
        assert!(!floor.is_due(now + EVERY), "it takes long");
    }
}
