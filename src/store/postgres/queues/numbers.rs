//! The numbers under which this process knows outbox entries.
//!
//! The sender relies on numbers that rise in the order in which entries come to be seen. Those of the
//! database do not: of two transactions at once the later number may be committed first. So each entry
//! gets a number of this process when it is first seen.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::ops::Bound;

use crate::store::OutboxId;

/// So many settled entries are remembered: those of some seconds.
const SETTLED: usize = 4096;

/// The rows of a commit's messages, and whether we are to send them; `None` for one that is not to be sent.
pub(crate) type QueuedRows = Vec<Option<(i64, bool)>>;

/// The entries that this process knows and that are not settled.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    last: OutboxId,
    rows: BTreeMap<OutboxId, i64>,
    known: HashMap<i64, OutboxId>,
    /// Rows that somebody is about to tell the sender of.
    untold: HashSet<i64>,
    /// Rows settled last: a thread that was held up behind its commit may not have seen its own yet.
    settled: VecDeque<i64>,
}

impl Numbers {
    /// The number of the entry in this row: a new one where it is first seen.
    pub(crate) fn number(&mut self, row: i64) -> OutboxId {
        if let Some(number) = self.known.get(&row) {
            return *number;
        }
        self.last += 1;
        self.known.insert(row, self.last);
        self.rows.insert(self.last, row);
        self.last
    }

    /// The same where this is the first to see the entry. Whoever is, and nobody else, tells the sender of
    /// it: word that came late would be of an entry that was sent and forgotten.
    pub(crate) fn first(&mut self, row: i64) -> Option<OutboxId> {
        match self.known.contains_key(&row) || self.settled.contains(&row) {
            true => None,
            false => Some(self.number(row)),
        }
    }

    /// The same for somebody who has to read the entry before the sender is told of it.
    pub(crate) fn first_untold(&mut self, row: i64) -> Option<OutboxId> {
        let number = self.first(row)?;
        self.untold.insert(row);
        Some(number)
    }

    /// The sender was told of all that was read.
    pub(crate) fn told(&mut self) {
        self.untold.clear();
    }

    /// Whether the sender knows the entry in this row: what is queued now goes after it.
    pub(crate) fn is_told(&self, row: i64) -> bool {
        self.knows(row) && !self.untold.contains(&row)
    }

    /// Whether somebody is about to tell the sender of the entry in this row.
    pub(crate) fn is_untold(&self, row: i64) -> bool {
        self.untold.contains(&row)
    }

    /// The row of the entry with this number, unless it is settled.
    pub(crate) fn row(&self, number: OutboxId) -> Option<i64> {
        self.rows.get(&number).copied()
    }

    /// At most `limit` rows of known entries behind the number `after`, in the order of their numbers.
    pub(crate) fn behind(&self, after: OutboxId, limit: usize) -> Vec<(OutboxId, i64)> {
        let behind = (Bound::Excluded(after), Bound::Unbounded);
        let found = self.rows.range(behind).take(limit);
        found.map(|(number, row)| (*number, *row)).collect()
    }

    /// Whether the entry in this row is known.
    pub(crate) fn knows(&self, row: i64) -> bool {
        self.known.contains_key(&row)
    }

    /// The entry is not known any more.
    pub(crate) fn forget(&mut self, number: OutboxId) {
        if let Some(row) = self.rows.remove(&number) {
            self.known.remove(&row);
            self.untold.remove(&row);
        }
    }

    /// The entry is settled: nobody sees it for the first time any more.
    pub(crate) fn settle(&mut self, number: OutboxId) {
        if let Some(row) = self.row(number) {
            self.forget(number);
            if self.settled.len() >= SETTLED {
                self.settled.pop_front();
            }
            self.settled.push_back(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_as_entries_are_seen_and_never_come_again() {
        let mut numbers = Numbers::default();
        assert_eq!((numbers.number(20), numbers.number(10)), (1, 2));
        assert_eq!(numbers.number(20), 1, "known");
        assert_eq!(numbers.behind(0, 9), [(1, 20), (2, 10)]);
        assert_eq!(numbers.behind(1, 9), [(2, 10)]);
        assert_eq!((numbers.first(10), numbers.first(30)), (None, Some(3)));
        numbers.forget(1);
        assert_eq!(numbers.row(1), None);
        assert_eq!(numbers.first(20), Some(4));
        numbers.settle(4);
        assert_eq!(numbers.first(20), None, "whoever committed it was held up");
    }
}
