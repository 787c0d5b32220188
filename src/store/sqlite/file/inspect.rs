//! Looking at a store without changing it: what waits in it, and whether its file is sound.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::store::sqlite::migrations;
use crate::store::{Queues, StoreError};

/// What was found in a store's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Number of schema steps taken.
    pub schema: u32,
    /// What waits.
    pub queues: Queues,
    /// Turns remembered: questions, and commands with buttons.
    pub turns: u64,
    /// Rows of all tables together.
    pub rows: u64,
    /// Size of the file, without the log beside it.
    pub bytes: u64,
}

/// Checks the file of a store thoroughly, every page and index of it, and tells what is in it. The
/// store may be in use. Cost: reads the whole file.
///
/// # Errors
/// [`StoreError::Damaged`] with the first thing found, [`StoreError::Newer`] where this program is
/// too old for it, and what the file system says.
pub fn inspect(path: &Path) -> Result<Inspection, StoreError> {
    let db = open_to_read(path)?;
    let verdict: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged(verdict));
    }
    let schema = migrations::taken(&db)?;
    if schema == 0 {
        return Err(StoreError::Damaged(
            "it holds none of Wenda's tables".into(),
        ));
    }
    Ok(Inspection {
        schema,
        queues: queues(&db)?,
        turns: db.query_row("SELECT count(*) FROM turns", [], count)?,
        rows: rows(&db)?,
        bytes: std::fs::metadata(path)?.len(),
    })
}

/// Rows of all tables together.
fn rows(db: &Connection) -> Result<u64, StoreError> {
    let mut tables = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )?;
    let names = tables.query_map([], |row| row.get::<_, String>(0))?;
    let mut rows = 0;
    for name in names {
        let counted = format!("SELECT count(*) FROM \"{}\"", name?);
        rows += db.query_row(&counted, [], count)?;
    }
    Ok(rows)
}

/// Whether a running Wenda holds the store.
pub fn is_in_use(path: &Path) -> bool {
    // A trial of the lock, given back at once when the file is closed.
    std::fs::File::open(crate::store::sqlite::file::beside(path, "-lock"))
        .is_ok_and(|file| matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock)))
}

/// A connection that cannot write, to a file that is there.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    // SQLite says no more than "unable to open"; the file system says why.
    std::fs::File::open(path)
        .map_err(|error| StoreError::Failed(format!("{}: {error}", path.display())))?;
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(crate::store::sqlite::connection::BUSY_TIMEOUT)?;
    Ok(db)
}

/// What waits, as the tables have it.
pub(crate) fn queues(db: &Connection) -> rusqlite::Result<Queues> {
    let open = |table: &str| {
        db.query_row(
            &format!("SELECT count(*), min(at_seconds) FROM {table} WHERE outcome IS NULL"),
            [],
            |row| Ok((count(row)?, row.get(1)?)),
        )
    };
    let (updates, oldest_update_at) = open("journal")?;
    let (messages, oldest_message_at) = open("outbox")?;
    Ok(Queues {
        updates,
        oldest_update_at,
        messages,
        oldest_message_at,
        replicas: 1,
    })
}

/// The count in the first column; SQLite's numbers have a sign, counts do not use it.
fn count(row: &rusqlite::Row<'_>) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(0)?.unsigned_abs())
}
