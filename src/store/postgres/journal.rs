//! The journal's table.

use std::collections::HashSet;
use std::sync::{MutexGuard, PoisonError};

use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::store::PostgresStore;
use crate::store::{Done, Journal, Received, StoreError};

impl Journal for PostgresStore {
    fn append(&self, updates: &[Received]) -> Result<Vec<bool>, StoreError> {
        let mut batch = Batch::default();
        for update in updates {
            batch.add(
                "INSERT INTO journal (update_id, at_seconds, raw) VALUES ($1, $2, $3) \
                 ON CONFLICT DO NOTHING RETURNING 1",
                values![number(update.id), update.at_seconds, &update.raw],
            );
        }
        let numbers: Vec<i64> = updates.iter().map(|update| number(update.id)).collect();
        batch.add(
            "SELECT update_id FROM journal WHERE update_id = ANY($1) AND outcome IS NULL",
            values![numbers],
        );
        let rows = self.write(batch)?;
        let mut open = HashSet::new();
        for row in rows.last().into_iter().flatten() {
            open.insert(turn_at(row, 0)?);
        }
        // One that was kept by a call whose end was never known is new to whoever asks now.
        let mut seen = self.seen();
        let is_new = |update: &Received| open.contains(&update.id) && seen.insert(update.id);
        Ok(updates.iter().map(is_new).collect())
    }

    /// A commit is on the disk when it returns, as far as `synchronous_commit` of the server says so.
    fn flush(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn open_updates(&self, after: Option<u64>, limit: u32) -> Result<Vec<Received>, StoreError> {
        let found = self.list(
            "SELECT update_id, at_seconds, raw FROM journal \
             WHERE update_id > $1 AND outcome IS NULL ORDER BY update_id LIMIT $2",
            &values![after.map_or(-1, number), limit],
            |row| {
                Ok(Received {
                    id: turn_at(row, 0)?,
                    at_seconds: col(row, 1)?,
                    raw: col::<Option<String>>(row, 2)?.unwrap_or_default(),
                })
            },
        )?;
        self.seen().extend(found.iter().map(|update| update.id));
        Ok(found)
    }

    fn begin(&self, update: u64) -> Result<u32, StoreError> {
        let mut batch = Batch::default();
        batch.add(
            "UPDATE journal SET attempts = attempts + 1 WHERE update_id = $1 RETURNING attempts - 1",
            values![number(update)],
        );
        let rows = self.write(batch)?;
        let row = rows.first().and_then(|rows| rows.first());
        let before: i64 = row.map_or(Ok(0), |row| col(row, 0))?;
        Ok(u32::try_from(before).unwrap_or(u32::MAX))
    }
}

impl PostgresStore {
    pub(super) fn seen(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How an update ended, as the column has it.
pub(super) const fn name(how: Done) -> &'static str {
    match how {
        Done::Handled => "handled",
        Done::Ignored => "ignored",
        Done::Failed => "failed",
        Done::Stale => "stale",
        Done::RateLimited => "flood",
    }
}

/// Update numbers as the column holds them. Those above `i64::MAX` do not occur.
pub(super) fn number(update: u64) -> i64 {
    i64::try_from(update).unwrap_or(i64::MAX)
}
