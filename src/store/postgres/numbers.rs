//! The numbers under which this process knows outbox entries.
//!
//! The sender relies on numbers that rise in the order in which entries come to be seen. Those of the
//! database do not: of two transactions at once the later number may be committed first. So each entry
//! gets a number of this process when it is first seen.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use crate::store::OutboxId;

/// The entries that this process knows and that are not settled.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    last: OutboxId,
    rows: BTreeMap<OutboxId, i64>,
    known: HashMap<i64, OutboxId>,
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

    /// The entry is settled.
    pub(crate) fn forget(&mut self, number: OutboxId) {
        if let Some(row) = self.rows.remove(&number) {
            self.known.remove(&row);
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
        numbers.forget(1);
        assert_eq!(numbers.row(1), None);
        assert_eq!(numbers.number(20), 3);
    }
}
