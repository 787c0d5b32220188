//! Accepted versions of the FAQ: which one answers, what answered before it, and their files.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::admin::{Origin, Source, Version, VersionInfo};
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::store::sqlite::connection::run;
use crate::store::sqlite::history::queries::stored;

/// How many versions of the FAQ are kept.
pub(crate) const VERSIONS: i64 = 20;

/// How many bytes the kept versions may take together; a FAQ of 10,000 entries has about ten
/// million. The one that answers and the one before are kept whatever they take.
const VERSION_BYTES: i64 = 64 << 20;

/// The version that answers now.
pub(crate) fn current(c: &Connection) -> rusqlite::Result<Option<VersionInfo>> {
    version(
        c,
        "number = (SELECT value FROM desk WHERE name = 'current')",
        params![],
    )
}

/// The version that answered before the one with this number.
pub(crate) fn before(c: &Connection, number: i64) -> rusqlite::Result<Option<VersionInfo>> {
    version(
        c,
        "number = (SELECT parent FROM versions WHERE number = ?)",
        params![number],
    )
}

/// The version that this turn brought.
pub(crate) fn of_turn(c: &Connection, turn: TurnId) -> rusqlite::Result<Option<VersionInfo>> {
    version(c, "turn = ?", params![stored(turn)])
}

/// The files of a kept version, in the order of their names.
pub(crate) fn files(c: &Connection, number: i64) -> rusqlite::Result<Vec<Source>> {
    c.prepare_cached(
        "SELECT name, text FROM version_files JOIN version_texts USING (hash) \
         WHERE number = ? ORDER BY name",
    )?
    .query_map([number], |row| {
        Ok(Source {
            name: row.get(0)?,
            text: row.get(1)?,
        })
    })?
    .collect()
}

/// Fingerprint of the files on disk that were rolled back.
pub(crate) fn pinned(c: &Connection) -> rusqlite::Result<Option<String>> {
    value(c, "held")
}

/// Whether this turn is the one that rolled back last.
pub(crate) fn rolled_back(c: &Connection, turn: TurnId) -> rusqlite::Result<bool> {
    Ok(value(c, "turn")?.is_some_and(|found| found == turn.to_string()))
}

/// The version with this number answers from now on, because this turn asked for it.
pub(crate) fn go_back(
    c: &Connection,
    number: i64,
    pinned: Option<&str>,
    turn: TurnId,
) -> rusqlite::Result<()> {
    set(c, "current", Some(&number.to_string()))?;
    set(c, "turn", Some(&turn.to_string()))?;
    set(c, "held", pinned)
}

/// Keeps a version, which answers from now on.
pub(crate) fn keep(c: &Connection, new: &Version) -> rusqlite::Result<()> {
    run(
        c,
        "INSERT INTO versions (at, fingerprint, origin, turn, person, parent) \
         VALUES (?, ?, ?, ?, ?, (SELECT value FROM desk WHERE name = 'current'))",
        params![
            new.at_seconds,
            new.fingerprint,
            new.origin.code(),
            new.turn.map(stored),
            new.by.as_ref().map(Person::as_str)
        ],
    )?;
    let number = c.last_insert_rowid();
    for (file, hash) in new.files.iter().zip(hashes(&new.files)) {
        run(
            c,
            "INSERT OR IGNORE INTO version_texts (hash, text) VALUES (?, ?)",
            params![hash, file.text],
        )?;
        run(
            c,
            "INSERT OR REPLACE INTO version_files (number, name, hash) VALUES (?, ?, ?)",
            params![number, file.name, hash],
        )?;
    }
    set(c, "current", Some(&number.to_string()))?;
    set(c, "held", None)?;
    drop_old_versions(c)
}

/// The hashes of the files' texts, made on two threads: a large FAQ has tens of megabytes.
fn hashes(files: &[Source]) -> Vec<String> {
    let hash_all = |files: &[Source]| files.iter().map(|file| hash(&file.text)).collect();
    let (one, other) = files.split_at(files.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| -> Vec<String> { hash_all(other) });
        let mut all: Vec<String> = hash_all(one);
        let other = other.join();
        all.extend(other.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        all
    })
}

/// Drops the oldest versions beyond [`VERSIONS`] and [`VERSION_BYTES`], but never the one that
/// answers nor the one before it.
fn drop_old_versions(c: &Connection) -> rusqlite::Result<()> {
    const NEEDED: &str = "SELECT CAST(value AS INTEGER) FROM desk WHERE name = 'current' UNION \
         SELECT parent FROM versions, desk WHERE name = 'current' AND number = value \
         AND parent IS NOT NULL";
    let count = "SELECT count(*) FROM versions";
    let bytes = "SELECT coalesce(sum(octet_length(text)), 0) FROM version_texts";
    loop {
        let count: i64 = c.query_row(count, [], |row| row.get(0))?;
        let bytes: i64 = c.query_row(bytes, [], |row| row.get(0))?;
        if count <= VERSIONS && bytes <= VERSION_BYTES {
            return Ok(());
        }
        let oldest: Option<i64> = c.query_row(
            &format!("SELECT min(number) FROM versions WHERE number NOT IN ({NEEDED})"),
            [],
            |row| row.get(0),
        )?;
        let Some(oldest) = oldest else { return Ok(()) };
        run(c, "DELETE FROM versions WHERE number = ?", params![oldest])?;
        run(
            c,
            "DELETE FROM version_files WHERE number = ?",
            params![oldest],
        )?;
        run(
            c,
            "DELETE FROM version_texts WHERE hash NOT IN (SELECT hash FROM version_files)",
            params![],
        )?;
    }
}

/// SHA-256 of a text, in hexadecimal.
fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

fn version(
    c: &Connection,
    which: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Option<VersionInfo>> {
    c.prepare_cached(&format!(
        "SELECT number, at, fingerprint, origin, person FROM versions WHERE {which} \
         ORDER BY number DESC LIMIT 1"
    ))?
    .query_row(values, |row| {
        Ok(VersionInfo {
            number: row.get(0)?,
            at_seconds: row.get(1)?,
            fingerprint: row.get(2)?,
            origin: Origin::from_code(&row.get::<_, String>(3)?).unwrap_or(Origin::Start),
            by: row.get::<_, Option<String>>(4)?.map(Person::from_stored),
        })
    })
    .optional()
}

fn value(c: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    c.prepare_cached("SELECT value FROM desk WHERE name = ?")?
        .query_row([name], |row| row.get(0))
        .optional()
}

fn set(c: &Connection, name: &str, value: Option<&str>) -> rusqlite::Result<()> {
    match value {
        Some(value) => run(
            c,
            "INSERT OR REPLACE INTO desk (name, value) VALUES (?, ?)",
            params![name, value],
        ),
        None => run(c, "DELETE FROM desk WHERE name = ?", params![name]),
    }
}
