//! Connections: how each is set up and checked, and what their errors mean.

use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::store::StoreError;

/// How long a statement waits for another process (a backup, `wenda stats`) before it fails.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Prepared statements kept per connection; all rooms together use fewer.
const STATEMENTS: usize = 64;

/// What every connection is told.
pub(crate) fn prepare(db: &Connection, cache_kib: i64) -> Result<(), StoreError> {
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // The bundled SQLite keeps samples of indexes (STAT4), and with them it parses a statement anew
    // whenever a value is bound that its plan may depend on, such as the one of `at >= ?`: a cached
    // statement then costs as much as a new one. A plan that no value changes is made once.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    set_cache(db, cache_kib)?;
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// How much of the file the connection remembers at most; what is more is let go of at once.
pub(crate) fn set_cache(db: &Connection, kib: i64) -> rusqlite::Result<()> {
    db.pragma_update(None, "cache_size", -kib)
}

/// SQLite's own check of the file's structure.
pub(crate) fn check(db: &Connection) -> Result<(), StoreError> {
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(verdict))
    }
}

/// A transaction that writes; undone when it is dropped before [`commit`](Transaction::commit).
///
/// That of `rusqlite` has SQLite parse its statements anew each time, which an answer alone pays for twice.
pub(crate) struct Transaction<'a> {
    db: &'a Connection,
    is_open: bool,
}

impl<'a> Transaction<'a> {
    /// Begins one; nobody else writes until it ends.
    fn begin(db: &'a mut Connection) -> rusqlite::Result<Transaction<'a>> {
        run(db, "BEGIN IMMEDIATE", [])?;
        Ok(Transaction { db, is_open: true })
    }

    /// Makes it so.
    fn commit(mut self) -> rusqlite::Result<()> {
        run(self.db, "COMMIT", [])?;
        self.is_open = false;
        Ok(())
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // Some errors have undone it already.
        if self.is_open && !self.db.is_autocommit() {
            // Where it cannot be undone the next one cannot begin, and says why.
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }
}

/// Runs `work` as one transaction.
pub(crate) fn transact<T>(
    writer: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = Transaction::begin(writer)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

/// Runs one statement.
pub(crate) fn run(
    c: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<()> {
    c.prepare_cached(sql)?.execute(values).map(|_| ())
}

/// The lock's content even if a thread panicked holding it: a transaction that was open then has
/// been rolled back by its own `Drop`.
pub(crate) fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => StoreError::Full,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::InUse(error.to_string()),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
                StoreError::Damaged(error.to_string())
            }
            _ => StoreError::Failed(error.to_string()),
        }
    }
}
