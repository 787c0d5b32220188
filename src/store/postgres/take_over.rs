//! A SQLite store taken over into an empty database: every table, counted on both sides, in one
//! transaction.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ops::clock;
use crate::store::postgres::connection::address::DatabaseUrl;
use crate::store::postgres::connection::pool::Pool;
use crate::store::postgres::connection::rows::insert;
use crate::store::postgres::connection::session::{Batch, Session, col};
use crate::store::postgres::connection::value::{Value, values};
use crate::store::postgres::connection::wait::wait_for;
use crate::store::postgres::migrations;
use crate::store::postgres::queues::outbox::queue;
use crate::store::{
    Cell, Journal as _, Outbox as _, Settings, SqliteStore, Store as _, StoreError,
};

/// The tables whose rows are taken over as they are: the file's name for each, the database's, and which
/// rows.
const TABLES: [(&str, &str, &str); 27] = [
    ("meta", "meta", ALL),
    ("journal", "journal", ALL),
    // Of what is still to be sent the file has parts elsewhere; what was sent is not kept here.
    ("outbox", "outbox", "outcome IN ('refused', 'unknown')"),
    ("chat_state", "chat_state", ALL),
    ("fading", "scheduled_deletions", ALL),
    ("turns", "turns", ALL),
    ("sent", "sent", ALL),
    ("feedback", "feedback", ALL),
    ("opened", "opened", ALL),
    ("people", "people", ALL),
    ("chat_groups", "chat_groups", ALL),
    ("versions", "versions", ALL),
    ("version_files", "version_files", ALL),
    ("version_texts", "version_texts", ALL),
    ("desk", "admin_state", ALL),
    ("lists", "lists", ALL),
    ("drafts", "drafts", ALL),
    ("edits", "edits", ALL),
    ("ignored", "ignored", ALL),
    ("business_chats", "business_chats", ALL),
    ("business_cards", "business_cards", ALL),
    ("cards", "cards", ALL),
    ("card_messages", "card_messages", ALL),
    ("staff_topics", "staff_topics", ALL),
    ("muted", "muted", ALL),
    ("ways_back", "ways_back", ALL),
    ("alerted", "alerted", ALL),
];
const ALL: &str = "true";
/// The columns of messages that were not sent.
const NOT_SENT: [&str; 10] = [
    "turn",
    "part",
    "at_seconds",
    "urgent",
    "carries",
    "chat",
    "outcome",
    "why",
    "method",
    "card",
];
/// Open messages and updates read at once.
const OPEN: u32 = 500;
/// The longest that taking a store over may take.
const PATIENCE: Duration = Duration::from_secs(12 * 60 * 60);

/// What was taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// How many rows each table of the database got, of those that got any.
    pub tables: Vec<(&'static str, u64)>,
    /// Messages that are still to be sent.
    pub messages: u64,
}

/// A column of a table that both stores have, and its type in the database.
type Column = (String, String);

/// Takes the store in the file `from`, which nobody may have open, over into the database at `url`,
/// in which nothing may be kept yet. The file stays as it is. `chat_of` says which chat an update is of.
///
/// # Errors
/// When either is in use, when the database is not empty, or counts differ at the end; then the database
/// is as it was.
pub fn take_over(
    from: &Path,
    url: &DatabaseUrl,
    chat_of: &dyn Fn(&str) -> i64,
) -> Result<TakenOver, StoreError> {
    // Brings the file's schema up to date, and what its sent log has into its tables.
    let file = SqliteStore::open(from, Settings::default())?;
    file.maintain()?;
    file.truncate_wal()?;
    let pool = Arc::new(Pool::new(url.clone())?);
    pool.with_patience(PATIENCE, async |session| {
        session.spoil();
        migrations::migrate(session).await?;
        session.script("BEGIN").await?;
        // A bot that starts meanwhile waits, and finds everything.
        session
            .script("LOCK TABLE meta, replica IN EXCLUSIVE MODE")
            .await?;
        must_be_empty(session).await?;
        session.script("DELETE FROM meta").await?;
        let mut tables = Vec::new();
        for (here, there, only) in TABLES {
            let rows = copy(&file, session, (here, only), there).await?;
            must_have(session, there, rows, file.count_rows(here, only)?).await?;
            if rows > 0 {
                tables.push((there, rows));
            }
        }
        let messages = queue_open(&file, session).await?;
        let open = "outcome IS NULL";
        let there = "(SELECT 1 FROM outbox WHERE outcome IS NULL) AS open";
        must_have(session, there, messages, file.count_rows("outbox", open)?).await?;
        note_chats(&file, session, chat_of).await?;
        let next = "SELECT setval(pg_get_serial_sequence('versions', 'number'), \
                    (SELECT coalesce(max(number), 0) + 1 FROM versions), false)";
        session.rows(next, &[]).await?;
        session.script("COMMIT").await?;
        // A plan made for empty tables is no good for full ones.
        session.script("ANALYZE").await?;
        Ok(TakenOver { tables, messages })
    })
}

async fn must_be_empty(session: &Session<'_>) -> Result<(), StoreError> {
    let alive = "SELECT 1 FROM replica JOIN heartbeat USING (fence) \
                 WHERE at > clock_timestamp() - interval '10 seconds'";
    if session.exists(alive, &[]).await? {
        let words = "a running Wenda has the database";
        return Err(StoreError::InUse(words.to_owned()));
    }
    for (_, table, _) in TABLES.iter().filter(|(_, table, _)| *table != "meta") {
        if session
            .exists(&format!("SELECT 1 FROM {table} LIMIT 1"), &[])
            .await?
        {
            return Err(StoreError::Failed(format!(
                "the database holds a store already (table {table} is not empty): name an empty database"
            )));
        }
    }
    Ok(())
}

/// Refuses a table that has not as many rows as were copied, or as the file has.
async fn must_have(
    session: &Session<'_>,
    table: &str,
    copied: u64,
    in_file: u64,
) -> Result<(), StoreError> {
    let count = format!("SELECT count(*) FROM {table}");
    let found = session.row(&count, &[]).await?;
    let found: i64 = found.map_or(Ok(0), |row| col(&row, 0))?;
    let found = found.unsigned_abs();
    if (found, copied) == (in_file, in_file) {
        return Ok(());
    }
    Err(StoreError::Failed(format!(
        "table {table} has {found} rows in the database and {in_file} in the file: nothing was taken over"
    )))
}

/// Copies one table; how many rows it has.
async fn copy(
    file: &SqliteStore,
    session: &Session<'_>,
    (here, only): (&str, &str),
    there: &str,
) -> Result<u64, StoreError> {
    let columns = columns(file, session, here, there).await?;
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let typed: Vec<(&str, &str)> = columns
        .iter()
        .map(|(name, kind)| (name.as_str(), kind.as_str()))
        .collect();
    let insert = insert(there, &typed, false, "");
    // The rows are read by another thread; what drives the connection is a third one, so that this one
    // may wait for either.
    file.read_rows((here, only), &names, |portions| {
        let mut copied = 0;
        for portion in portions {
            let portion = portion?;
            copied += portion.len() as u64;
            let values = columns.iter().enumerate();
            let values = values.map(|(at, (_, kind))| column(&portion, at, kind));
            let values: Vec<Value<'_>> = values.collect();
            let inserted = wait_for(session.rows(&insert, &values), Instant::now() + PATIENCE);
            inserted.ok_or_else(|| StoreError::Away("no answer".to_owned()))??;
        }
        Ok(copied)
    })
}

/// One column of these rows as the database takes it.
fn column<'p>(portion: &'p [Vec<Cell>], at: usize, kind: &str) -> Value<'p> {
    let cells = portion
        .iter()
        .map(|row| row.get(at).unwrap_or(&Cell::Nothing));
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    };
    match kind {
        "boolean" => cells
            .map(|cell| number(cell).map(|number| number != 0))
            .collect(),
        "bigint" => cells.map(number).collect(),
        "bytea" => {
            let bytes = cells.map(|cell| match cell {
                Cell::Bytes(bytes) => Some(bytes.as_slice()),
                _ => None,
            });
            bytes.collect()
        }
        _ => {
            let texts = cells.map(|cell| match cell {
                Cell::Text(text) => Some(text.as_str()),
                _ => None,
            });
            texts.collect()
        }
    }
}

/// The columns that both have.
async fn columns(
    file: &SqliteStore,
    session: &Session<'_>,
    here: &str,
    there: &str,
) -> Result<Vec<Column>, StoreError> {
    let known = file.columns(here)?;
    let sql = "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute \
               WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
    let rows = session.rows(sql, &values![there]).await?;
    let all = rows.iter().map(|row| Ok((col(row, 0)?, col(row, 1)?)));
    let all: Vec<Column> = all.collect::<Result<_, StoreError>>()?;
    let is_wanted = |name: &String| {
        known.contains(name) && (here != "outbox" || NOT_SENT.contains(&name.as_str()))
    };
    Ok(all
        .into_iter()
        .filter(|(name, _)| is_wanted(name))
        .collect())
}

/// Queues what is still to be sent; how many messages that are.
async fn queue_open(file: &SqliteStore, session: &Session<'_>) -> Result<u64, StoreError> {
    let (mut after, mut all) = (None, 0);
    let at_seconds = clock::unix_seconds();
    loop {
        let open = file.open_entries(after, OPEN)?;
        let Some(last) = open.last() else {
            return Ok(all);
        };
        after = Some(last.id);
        all += open.len() as u64;
        let messages = open.iter();
        let messages = messages.map(|one| (at_seconds, one.chat.unwrap_or_default(), one));
        let messages: Vec<_> = messages.collect();
        let mut batch = Batch::default();
        queue(&mut batch, &messages);
        session.batch(&batch).await?;
    }
}

/// Notes which chats the open updates are of, so that each chat's are handled by one process.
async fn note_chats(
    file: &SqliteStore,
    session: &Session<'_>,
    chat_of: &dyn Fn(&str) -> i64,
) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let open = file.open_updates(after, OPEN)?;
        let Some(last) = open.last() else {
            return Ok(());
        };
        after = Some(last.id);
        let note = "UPDATE journal SET chat = one.chat FROM unnest($1::bigint[], $2::bigint[]) \
                    AS one(id, chat) WHERE journal.update_id = one.id";
        let ids = open.iter().map(|update| update.id.cast_signed()).collect();
        let chats = open.iter().map(|update| chat_of(&update.raw)).collect();
        session.rows(note, &[ids, chats]).await?;
    }
}
