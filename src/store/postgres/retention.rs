//! What is forgotten in time. One process does it for all, a portion in each transaction: a long one would keep
//! the server from cleaning the tables that each question writes.

use std::time::Duration;

use crate::store::StoreError;
use crate::store::postgres::connection::session::{Batch, col};
use crate::store::postgres::connection::value::{Value, values};
use crate::store::postgres::records::{apply, business, cards, ways_back};
use crate::store::postgres::store::PostgresStore;

/// Rows deleted at once.
const PORTION: i64 = 5000;
/// Portions of each kind in one go: a million rows. The rest goes the next time, in an hour.
const PORTIONS: usize = 200;
/// What hangs on no turn is looked for this often (seconds): it reads whole tables.
const LEFTOVERS_EVERY: i64 = 86_400;
/// How long that may take.
const LEFTOVERS_PATIENCE: Duration = Duration::from_secs(1800);

/// Statements that delete at most `$2` rows from before `$1` and tell how many.
const UPDATES: &str = "WITH gone AS (DELETE FROM journal WHERE update_id IN ( \
         SELECT update_id FROM journal WHERE at_seconds < $1 AND outcome IS NOT NULL LIMIT $2) RETURNING 1) \
     SELECT count(*) FROM gone";
const MESSAGES: &str = "WITH gone AS (DELETE FROM outbox WHERE id IN ( \
         SELECT id FROM outbox WHERE at_seconds < $1 AND outcome IS NOT NULL LIMIT $2) RETURNING 1) \
     SELECT count(*) FROM gone";
const TURNS: &str = "WITH old AS (SELECT turn FROM turns WHERE at < $1 LIMIT $2), \
     shown AS (DELETE FROM sent USING old WHERE sent.turn = old.turn), \
     pressed AS (DELETE FROM opened USING old WHERE opened.turn = old.turn), \
     judged AS (DELETE FROM feedback USING old WHERE feedback.turn = old.turn), \
     gone AS (DELETE FROM turns USING old WHERE turns.turn = old.turn RETURNING 1) \
     SELECT count(*) FROM gone";

impl PostgresStore {
    /// Forgets what is older than the settings allow, unless another process does.
    pub(super) fn forget(&self, now_seconds: i64) -> Result<(), StoreError> {
        if !self.take_role("retention")? {
            return Ok(());
        }
        let before = |days: u32| now_seconds - i64::from(days) * 86_400;
        let memory = before(self.settings.memory_days);
        self.delete_before(UPDATES, before(self.settings.journal_days))?;
        self.delete_before(MESSAGES, before(self.settings.outbox_days))?;
        let mut batch = Batch::default();
        cards::forget_before(&mut batch, memory, now_seconds);
        ways_back::forget_before(&mut batch, now_seconds);
        business::forget_before(&mut batch, now_seconds, memory);
        apply::forget_before(&mut batch, memory);
        self.write(batch)?;
        self.delete_before(TURNS, memory)?;
        self.delete_leftovers(now_seconds)
    }

    fn delete_before(&self, sql: &str, seconds: i64) -> Result<(), StoreError> {
        for _ in 0..PORTIONS {
            let mut batch = Batch::default();
            batch.add(sql, values![seconds, PORTION]);
            let rows = self.write(batch)?;
            let gone: i64 = match rows.first().and_then(|rows| rows.first()) {
                Some(row) => col(row, 0)?,
                None => 0,
            };
            if gone < PORTION {
                break;
            }
        }
        Ok(())
    }

    /// Deletes what hangs on a turn that is gone or never was, now and then.
    fn delete_leftovers(&self, now_seconds: i64) -> Result<(), StoreError> {
        const LOOKED_AT: &str = "leftovers";
        let select = "SELECT value FROM admin_state WHERE name = $1";
        let last = self.first(select, &values![LOOKED_AT], |row| col::<String>(row, 0))?;
        let last: Option<i64> = last.and_then(|at| at.parse().ok());
        if last.is_some_and(|last| (0..LEFTOVERS_EVERY).contains(&(now_seconds - last))) {
            return Ok(());
        }
        let mut batch = Batch::default();
        apply::forget_leftovers(&mut batch);
        batch.add(
            "INSERT INTO admin_state (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [LOOKED_AT.into(), Value::from(now_seconds.to_string())],
        );
        self.write_within(LEFTOVERS_PATIENCE, batch).map(drop)
    }
}
