//! The schema, as the list of steps that made it. Append only: a step that was ever released is never
//! changed.
//!
//! The number of steps taken stands in the table `schema_steps`. All missing ones run in one
//! transaction under a lock of the database: one process takes them, others wait for it and find
//! nothing left to do.

use crate::store::StoreError;
use crate::store::postgres::connection::session::{Session, col};
use crate::store::postgres::connection::value::values;

/// The steps, oldest first.
const STEPS: &[&str] = &[
    // 1: everything that the SQLite store has at its schema 14.
    include_str!("schema.sql"),
    // 2: several processes at once.
    include_str!("replicas.sql"),
    // 3: how hot tables are cleaned.
    include_str!("hot_tables.sql"),
    // 4: what Telegram asked one process to wait for, the others know.
    include_str!("pauses.sql"),
    // 5: functions that do more at once, and look rows up one by one.
    include_str!("lookups.sql"),
    // 6: one that was cut off says what it sent when it is back.
    include_str!("buried.sql"),
];

/// The functions, made anew after the last of any missing steps: whoever changes them adds a step.
const FUNCTIONS: &str = include_str!("functions.sql");

/// The schema number that this program knows.
pub(super) const KNOWN: u32 = STEPS.len() as u32;

/// The lock under which steps are taken and processes come and go: any number that others hardly
/// take. It holds for the database alone.
pub(crate) const LOCK: i64 = 0x0077_656e_6461;

/// Brings the schema up to date.
///
/// # Errors
/// [`StoreError::Newer`] where a newer program made it; when the user may not create tables.
pub(crate) async fn migrate(session: &Session<'_>) -> Result<(), StoreError> {
    if taken(session).await? == Some(KNOWN) {
        return Ok(());
    }
    session.script("BEGIN").await?;
    let lock = "SELECT pg_advisory_xact_lock($1)";
    session.rows(lock, &values![LOCK]).await?;
    // Looked at again: somebody else may have held the lock.
    let taken = match taken(session).await? {
        Some(taken) => taken,
        None => {
            let table = "CREATE TABLE schema_steps (step bigint PRIMARY KEY, \
                         at timestamptz NOT NULL DEFAULT now())";
            session.script(table).await?;
            0
        }
    };
    for (index, step) in STEPS.iter().enumerate().skip(taken as usize) {
        session.script(step).await?;
        let note = "INSERT INTO schema_steps (step) VALUES ($1)";
        session.rows(note, &values![index as i64 + 1]).await?;
    }
    session.script(FUNCTIONS).await?;
    session.script("COMMIT").await
}

/// How many steps were taken; `None` where the database holds no store.
///
/// # Errors
/// [`StoreError::Newer`] when they are more than this program knows.
pub(crate) async fn taken(session: &Session<'_>) -> Result<Option<u32>, StoreError> {
    let there = session
        .row("SELECT to_regclass('schema_steps') IS NOT NULL", &[])
        .await?;
    if !there.map_or(Ok(false), |row| col(&row, 0))? {
        return Ok(None);
    }
    let count = "SELECT coalesce(max(step), 0) FROM schema_steps";
    let found = session.row(count, &[]).await?;
    let found: i64 = found.map_or(Ok(0), |row| col(&row, 0))?;
    let found = u32::try_from(found).unwrap_or(u32::MAX);
    if found > KNOWN {
        return Err(StoreError::Newer {
            found,
            known: KNOWN,
        });
    }
    Ok(Some(found))
}

/// Refuses a schema that is not this program's.
///
/// # Errors
/// [`StoreError::Newer`], or a failure that says how it is brought up to date.
pub(crate) async fn must_be_known(session: &Session<'_>) -> Result<(), StoreError> {
    match taken(session).await? {
        Some(KNOWN) => Ok(()),
        None => Err(StoreError::Failed(
            "the database holds none of Wenda's tables: `wenda run` makes them".to_owned(),
        )),
        Some(found) => Err(StoreError::Failed(format!(
            "it has schema {found}, not {KNOWN}: start `wenda run` once, which brings it up to date"
        ))),
    }
}
