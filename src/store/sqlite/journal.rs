//! The journal's table.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::sqlite::connection::Transaction;
use crate::store::{Done, Received, StoreError};

/// Keeps updates; for each whether it was new.
pub(crate) fn append(db: &Transaction<'_>, updates: &[Received]) -> rusqlite::Result<Vec<bool>> {
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO journal (update_id, at_seconds, raw) VALUES (?1, ?2, ?3)",
    )?;
    let rows = updates.iter().map(|update| {
        let row = params![number(update.id), update.at_seconds, update.raw];
        Ok(insert.execute(row)? == 1)
    });
    rows.collect()
}

/// Keeps an update that is done already, with none of its words; `false` where it was kept before.
pub(crate) fn append_done(
    db: &Transaction<'_>,
    update: &Received,
    how: Done,
) -> rusqlite::Result<bool> {
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO journal (update_id, at_seconds, outcome) VALUES (?1, ?2, ?3)",
    )?;
    Ok(insert.execute(params![number(update.id), update.at_seconds, name(how)])? == 1)
}

/// The updates that are not done, by number, from behind `after`; at most `limit`.
pub(crate) fn open_updates(
    db: &Connection,
    after: Option<u64>,
    limit: u32,
) -> rusqlite::Result<Vec<Received>> {
    let mut select = db.prepare_cached(
        "SELECT update_id, at_seconds, raw FROM journal
         WHERE update_id > ?1 AND outcome IS NULL ORDER BY update_id LIMIT ?2",
    )?;
    let rows = select.query_map(params![after.map_or(-1, number), limit], |row| {
        Ok(Received {
            id: row.get::<_, i64>(0)?.cast_unsigned(),
            at_seconds: row.get(1)?,
            raw: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        })
    })?;
    rows.collect()
}

/// Counts that the update is begun, and returns how often it was before.
pub(crate) fn begin(db: &Transaction<'_>, update: u64) -> rusqlite::Result<u32> {
    let before = db
        .prepare_cached(
            "UPDATE journal SET attempts = attempts + 1 WHERE update_id = ?1
             RETURNING attempts - 1",
        )?
        .query_row([number(update)], |row| row.get(0))
        .optional()?;
    Ok(before.unwrap_or(0))
}

/// Marks an update as done and empties it; `false` where it was done already.
pub(crate) fn mark(db: &Transaction<'_>, update: u64, how: Done) -> Result<bool, StoreError> {
    let marked = db
        .prepare_cached(
            "UPDATE journal SET outcome = ?2, raw = NULL WHERE update_id = ?1 AND outcome IS NULL",
        )?
        .execute(params![number(update), name(how)])?;
    if marked > 0 {
        return Ok(true);
    }
    // One that was never kept cannot have been done either.
    let mut known = db.prepare_cached("SELECT 1 FROM journal WHERE update_id = ?1")?;
    Ok(!known.exists([number(update)])?)
}

/// Forgets the numbers of updates that were done and came before `before_seconds`.
pub(crate) fn forget(db: &Transaction<'_>, before_seconds: i64) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM journal WHERE at_seconds < ?1 AND outcome IS NOT NULL")?
        .execute([before_seconds])?;
    Ok(())
}

/// How an update ended, as the column has it.
const fn name(how: Done) -> &'static str {
    match how {
        Done::Handled => "handled",
        Done::Ignored => "ignored",
        Done::Failed => "failed",
        Done::Stale => "stale",
        Done::RateLimited => "flood",
    }
}

/// Update numbers as SQLite holds them. Those above `i64::MAX` do not occur: the reader of raw
/// updates gives such an update a number of its own.
fn number(update: u64) -> i64 {
    i64::try_from(update).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Commit, Journal, Settings, SqliteStore, Store};

    fn update(id: u64) -> Received {
        Received {
            id,
            at_seconds: 100,
            raw: format!("{{\"update_id\":{id}}}"),
        }
    }

    #[test]
    fn what_is_not_done_is_there_after_a_crash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wenda.sqlite3");
        let store = SqliteStore::open(&path, Settings::default()).unwrap();
        assert_eq!(
            store.append(&[update(2), update(1), update(3)]).unwrap(),
            [true; 3]
        );
        let done = Commit {
            done: Some((2, Done::Handled)),
            ..Commit::default()
        };
        store.commit(&[done]).unwrap();
        store.flush().unwrap();
        drop(store);

        let store = SqliteStore::open(&path, Settings::default()).unwrap();
        assert_eq!(
            store.open_updates(None, 10).unwrap(),
            [update(1), update(3)]
        );
        assert_eq!(store.open_updates(Some(1), 10).unwrap(), [update(3)]);
        assert_eq!(store.open_updates(None, 1).unwrap(), [update(1)]);
        assert_eq!(
            store.append(&[update(2)]).unwrap(),
            [false],
            "done, and still known"
        );
        assert_eq!(store.open_updates(None, 10).unwrap().len(), 2);
    }

    #[test]
    fn what_is_done_is_emptied_and_forgotten_in_time() {
        let store = SqliteStore::in_memory().unwrap();
        store.append(&[update(1), update(2)]).unwrap();
        store
            .commit(&[Commit {
                done: Some((1, Done::Ignored)),
                ..Commit::default()
            }])
            .unwrap();
        let raw = |id: i64| -> Option<Option<String>> {
            store
                .on_reader(|db| {
                    let mut select = db.prepare("SELECT raw FROM journal WHERE update_id = ?1")?;
                    Ok(select.query_row([id], |row| row.get(0)).optional()?)
                })
                .unwrap()
        };
        assert_eq!(raw(1), Some(None), "no word of it is kept");
        store.retain(100 + 3 * 86_400).unwrap();
        assert_eq!(raw(1), None);
        assert!(
            raw(2).is_some_and(|raw| raw.is_some()),
            "what is open is never forgotten"
        );
    }
}
