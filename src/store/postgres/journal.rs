//! The journal's table.

use std::collections::{HashMap, HashSet};
use std::sync::{MutexGuard, PoisonError};

use crate::store::postgres::claims;
use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::store::PostgresStore;
use crate::store::{Done, Journal, Kept, Received, StoreError};

impl Journal for PostgresStore {
    fn append(&self, updates: &[Received]) -> Result<Vec<bool>, StoreError> {
        let kept = self.append_in_chats(updates, &vec![0; updates.len()])?;
        Ok(kept.iter().map(|kept| *kept == Kept::New).collect())
    }

    fn append_in_chats(
        &self,
        updates: &[Received],
        chats: &[i64],
    ) -> Result<Vec<Kept>, StoreError> {
        let mut batch = Batch::default();
        for (update, chat) in updates.iter().zip(chats) {
            batch.add(
                "INSERT INTO journal (update_id, at_seconds, raw, chat) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT DO NOTHING",
                values![number(update.id), update.at_seconds, &update.raw, *chat],
            );
        }
        claims::take(&mut batch, chats.to_vec(), self.fence()?);
        batch.add(
            "SELECT update_id, chat FROM journal WHERE chat = ANY($1) AND outcome IS NULL",
            values![chats.to_vec()],
        );
        let rows = self.write(batch)?;
        self.use_claims();
        let [.., taken, open] = &rows[..] else {
            return Err(StoreError::Failed("nothing was kept".to_owned()));
        };
        let ours = claims::numbers_in(taken)?;
        let mut open_in: HashMap<i64, Vec<u64>> = HashMap::new();
        for row in open {
            open_in
                .entry(col(row, 1)?)
                .or_default()
                .push(turn_at(row, 0)?);
        }
        let together: HashSet<u64> = updates.iter().map(|update| update.id).collect();
        let mut seen = self.seen();
        let is_unseen =
            |other: &u64, seen: &HashSet<u64>| !seen.contains(other) && !together.contains(other);
        let mut kept = Vec::with_capacity(updates.len());
        for (update, chat) in updates.iter().zip(chats) {
            let open = open_in.get(chat).map_or(&[][..], Vec::as_slice);
            // One that was kept by a call whose end was never known is new to whoever asks now.
            kept.push(if !open.contains(&update.id) || seen.contains(&update.id) {
                Kept::Known
            } else if ours.contains(chat)
                // None of the chat that came before, and that this process has not seen, is overtaken.
                && !open.iter().any(|other| *other < update.id && is_unseen(other, &seen))
            {
                seen.insert(update.id);
                Kept::New
            } else {
                Kept::Waits
            });
        }
        Ok(kept)
    }

    /// A commit is on the disk when it returns, as far as `synchronous_commit` of the server says so.
    fn flush(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn open_updates(&self, after: Option<u64>, limit: u32) -> Result<Vec<Received>, StoreError> {
        let found = self.list(
            "SELECT update_id, at_seconds, raw FROM journal JOIN claim USING (chat) \
             WHERE update_id > $1 AND outcome IS NULL AND claim.fence = $3 \
             ORDER BY update_id LIMIT $2",
            &values![after.map_or(-1, number), limit, self.fence()?],
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
