//! The table of messages that are to be deleted again.

use rusqlite::{Connection, params};

use crate::store::ScheduledDeletion;

/// The table.
pub const SCHEMA: &str = "CREATE TABLE fading (
         chat INTEGER NOT NULL,
         message INTEGER NOT NULL,
         at_seconds INTEGER NOT NULL,
         PRIMARY KEY (chat, message)
     ) STRICT, WITHOUT ROWID;";

pub(crate) fn keep(c: &Connection, deletion: &ScheduledDeletion) -> rusqlite::Result<()> {
    c.prepare_cached(
        "INSERT OR REPLACE INTO fading (chat, message, at_seconds) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![
        deletion.chat,
        deletion.message,
        deletion.at_seconds
    ])
    .map(|_| ())
}

pub(crate) fn drop(c: &Connection, deletion: &ScheduledDeletion) -> rusqlite::Result<()> {
    c.prepare_cached("DELETE FROM fading WHERE chat = ?1 AND message = ?2")?
        .execute(params![deletion.chat, deletion.message])
        .map(|_| ())
}

pub(crate) fn all(c: &Connection) -> rusqlite::Result<Vec<ScheduledDeletion>> {
    c.prepare_cached("SELECT chat, message, at_seconds FROM fading ORDER BY at_seconds")?
        .query_map([], |row| {
            Ok(ScheduledDeletion {
                chat: row.get(0)?,
                message: row.get(1)?,
                at_seconds: row.get(2)?,
            })
        })?
        .collect()
}
