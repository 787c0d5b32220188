//! Connections: how each is set up and checked, and what their errors mean.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

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
    db.pragma_update(None, "cache_size", -cache_kib)?;
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(())
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

/// Runs `work` as one transaction.
pub(crate) fn transact<T>(
    writer: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
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
