//! What the desk of the FAQ's owners keeps: versions of the FAQ, edits, lists, drafts.
//!
//! Reading functions take any [`Memory`]; writing happens through [`apply`], within the
//! transaction of whoever calls it. Applying a record twice changes nothing more, save that a
//! version accepted twice is kept twice.

use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::recall::stored;
use super::{Memory, get};
use crate::owner::{
    Draft, Edit, ListItem, Origin, OwnerRecord, Patch, Source, Version, VersionInfo,
};
use crate::question::TurnId;
use crate::store::StoreError;

/// The tables of the desk.
pub const SCHEMA: &str = include_str!("desk.sql");

/// How many versions of the FAQ are kept.
const VERSIONS: i64 = 20;

/// How many bytes the kept versions may take together; a FAQ of 10,000 entries has about ten
/// million. The one that answers and the one before are kept whatever they take.
const VERSION_BYTES: i64 = 64 << 20;

/// Writes one record, within the caller's transaction.
///
/// # Errors
/// When the database refuses; the caller then rolls back.
pub fn apply(c: &Connection, record: &OwnerRecord) -> rusqlite::Result<()> {
    match record {
        OwnerRecord::Version(version) => keep_version(c, version),
        OwnerRecord::Current { number, held, turn } => {
            set(c, "current", Some(&number.to_string()))?;
            set(c, "turn", Some(&turn.to_string()))?;
            set(c, "held", held.as_deref())
        }
        OwnerRecord::List {
            turn,
            at_seconds,
            items,
        } => run(
            c,
            "INSERT OR REPLACE INTO lists (turn, at, items) VALUES (?, ?, ?)",
            params![stored(*turn), at_seconds, json(items)],
        ),
        OwnerRecord::Draft {
            chat,
            at_seconds,
            draft: Some(draft),
        } => run(
            c,
            "INSERT OR REPLACE INTO drafts (chat, at, draft) VALUES (?, ?, ?)",
            params![chat, at_seconds, json(draft)],
        ),
        OwnerRecord::Draft { chat, .. } => {
            run(c, "DELETE FROM drafts WHERE chat = ?", params![chat])
        }
        OwnerRecord::Edit(edit) => run(
            c,
            "INSERT OR REPLACE INTO edits (turn, at, patch, inserted, at_bytes, undone) \
             VALUES (?, ?, ?, ?, ?, ?)",
            params![
                stored(edit.turn),
                edit.at_seconds,
                json(&edit.patch),
                edit.inserted,
                i64::try_from(edit.at_bytes).unwrap_or(i64::MAX),
                edit.undone
            ],
        ),
        OwnerRecord::Undone { turn } => run(
            c,
            "UPDATE edits SET undone = 1 WHERE turn = ?",
            params![stored(*turn)],
        ),
        OwnerRecord::Ignored { keys, at_seconds } => keys.iter().try_for_each(|key| {
            run(
                c,
                "INSERT OR REPLACE INTO ignored (key, at) VALUES (?, ?)",
                params![key, at_seconds],
            )
        }),
    }
}

/// Forgets what shows people's words and is from before `seconds` (Unix). A change of the files can
/// be taken back as long as that.
pub(super) fn forget_before(c: &Connection, seconds: i64) -> rusqlite::Result<()> {
    ["lists", "drafts", "ignored", "edits"]
        .iter()
        .try_for_each(|table| {
            run(
                c,
                &format!("DELETE FROM {table} WHERE at < ?"),
                params![seconds],
            )
        })
}

/// Forgets every list: somebody's words in them are to be forgotten, and they do not say whose
/// they are. Showing a list again makes it anew.
pub(super) fn forget_lists(c: &Connection) -> rusqlite::Result<()> {
    run(c, "DELETE FROM lists", params![])
}

/// The version that answers now, as far as the store knows.
///
/// # Errors
/// When the database cannot be read; so with every function below.
pub fn current(memory: &dyn Memory) -> Result<Option<VersionInfo>, StoreError> {
    get(memory, |c| {
        version(
            c,
            "number = (SELECT value FROM desk WHERE name = 'current')",
            params![],
        )
    })
}

/// The version that answered before the one with this number, if it is still kept.
pub fn parent(memory: &dyn Memory, number: i64) -> Result<Option<VersionInfo>, StoreError> {
    get(memory, |c| {
        version(
            c,
            "number = (SELECT parent FROM versions WHERE number = ?)",
            params![number],
        )
    })
}

/// The version that this turn brought.
pub fn version_of(memory: &dyn Memory, turn: TurnId) -> Result<Option<VersionInfo>, StoreError> {
    get(memory, |c| version(c, "turn = ?", params![stored(turn)]))
}

/// The files of a kept version, in the order of their names.
pub fn files(memory: &dyn Memory, number: i64) -> Result<Vec<Source>, StoreError> {
    get(memory, |c| {
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
    })
}

/// Fingerprint of the files on disk that were rolled back, if they still are.
pub fn held(memory: &dyn Memory) -> Result<Option<String>, StoreError> {
    get(memory, |c| value(c, "held"))
}

/// Whether this turn is the one that rolled back last.
pub fn rolled_back(memory: &dyn Memory, turn: TurnId) -> Result<bool, StoreError> {
    let found = get(memory, |c| value(c, "turn"))?;
    Ok(found.is_some_and(|found| found == turn.to_string()))
}

/// What the list of this turn showed; `None` where it is forgotten.
pub fn list(memory: &dyn Memory, turn: TurnId) -> Result<Option<Vec<ListItem>>, StoreError> {
    let text: Option<String> = get(memory, |c| {
        c.prepare_cached("SELECT items FROM lists WHERE turn = ?")?
            .query_row([stored(turn)], |row| row.get(0))
            .optional()
    })?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// The entry that is being written in this chat since `since_seconds` or later.
pub fn draft(
    memory: &dyn Memory,
    chat: &str,
    since_seconds: i64,
) -> Result<Option<Draft>, StoreError> {
    let text: Option<String> = get(memory, |c| {
        c.prepare_cached("SELECT draft FROM drafts WHERE chat = ? AND at >= ?")?
            .query_row(params![chat, since_seconds], |row| row.get(0))
            .optional()
    })?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// The change that this turn made, if it is still known.
pub fn edit(memory: &dyn Memory, turn: TurnId) -> Result<Option<Edit>, StoreError> {
    get(memory, |c| {
        c.prepare_cached("SELECT at, patch, inserted, at_bytes, undone FROM edits WHERE turn = ?")?
            .query_row([stored(turn)], |row| {
                // A patch of a form that is no longer read counts as forgotten.
                let patch: Option<Patch> = serde_json::from_str(&row.get::<_, String>(1)?).ok();
                let at_bytes: i64 = row.get(3)?;
                Ok(Some(Edit {
                    turn,
                    at_seconds: row.get(0)?,
                    patch: match patch {
                        Some(patch) => patch,
                        None => return Ok(None),
                    },
                    inserted: row.get(2)?,
                    at_bytes: usize::try_from(at_bytes).unwrap_or(0),
                    undone: row.get(4)?,
                }))
            })
            .optional()
            .map(Option::flatten)
    })
}

/// The keys of questions that are not to be listed.
pub fn ignored(memory: &dyn Memory) -> Result<Vec<String>, StoreError> {
    get(memory, |c| {
        c.prepare_cached("SELECT key FROM ignored")?
            .query_map([], |row| row.get(0))?
            .collect()
    })
}

/// SHA-256 of a text, in hexadecimal.
pub fn hash(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn keep_version(c: &Connection, new: &Version) -> rusqlite::Result<()> {
    run(
        c,
        "INSERT INTO versions (at, fingerprint, origin, turn, parent) \
         VALUES (?, ?, ?, ?, (SELECT value FROM desk WHERE name = 'current'))",
        params![
            new.at_seconds,
            new.fingerprint,
            new.origin.code(),
            new.turn.map(stored)
        ],
    )?;
    let number = c.last_insert_rowid();
    for file in &new.files {
        let hash = hash(&file.text);
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

/// Drops the oldest versions beyond [`VERSIONS`] and [`VERSION_BYTES`], but never the one that
/// answers nor the one before it.
fn drop_old_versions(c: &Connection) -> rusqlite::Result<()> {
    const NEEDED: &str = "SELECT CAST(value AS INTEGER) FROM desk WHERE name = 'current' UNION \
         SELECT parent FROM versions, desk WHERE name = 'current' AND number = value \
         AND parent IS NOT NULL";
    let count = "SELECT count(*) FROM versions";
    let bytes = "SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM version_texts";
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

fn version(
    c: &Connection,
    which: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Option<VersionInfo>> {
    c.prepare_cached(&format!(
        "SELECT number, at, fingerprint, origin FROM versions WHERE {which} \
         ORDER BY number DESC LIMIT 1"
    ))?
    .query_row(values, |row| {
        Ok(VersionInfo {
            number: row.get(0)?,
            at_seconds: row.get(1)?,
            fingerprint: row.get(2)?,
            origin: Origin::from_code(&row.get::<_, String>(3)?).unwrap_or(Origin::Start),
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

fn run(c: &Connection, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
    c.prepare_cached(sql)?.execute(values).map(|_| ())
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    // Plain data with text keys: serde_json cannot fail on it.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Record;
    use crate::store::{Commit, SqliteStore, Store};

    fn keep(store: &SqliteStore, record: OwnerRecord) {
        let records = vec![Record::Owner(record)];
        let commit = Commit {
            records,
            ..Commit::default()
        };
        store.commit(&[commit]).unwrap();
    }

    fn version(number: i64) -> OwnerRecord {
        OwnerRecord::Version(Version {
            at_seconds: number,
            fingerprint: format!("f{number}"),
            origin: Origin::Reload,
            turn: Some(number.unsigned_abs()),
            files: vec![
                Source {
                    name: "same.yaml".into(),
                    text: "always the same".into(),
                },
                Source {
                    name: "a.yaml".into(),
                    text: format!("text {number}"),
                },
            ],
        })
    }

    #[test]
    fn versions_know_what_answered_before_them_also_after_a_rollback() {
        let store = SqliteStore::in_memory().unwrap();
        for number in 1..=3 {
            keep(&store, version(number));
        }
        assert_eq!(current(&store).unwrap().unwrap().number, 3);
        assert_eq!(parent(&store, 3).unwrap().unwrap().number, 2);
        let held_now = Some("f3".to_owned());
        keep(
            &store,
            OwnerRecord::Current {
                number: 2,
                held: held_now.clone(),
                turn: 9,
            },
        );
        assert_eq!(current(&store).unwrap().unwrap().fingerprint, "f2");
        assert_eq!(held(&store).unwrap(), held_now);
        assert!(rolled_back(&store, 9).unwrap() && !rolled_back(&store, 8).unwrap());
        keep(&store, version(4));
        assert_eq!(
            parent(&store, 4).unwrap().unwrap().number,
            2,
            "not the one taken back"
        );
        assert_eq!(held(&store).unwrap(), None);
        assert_eq!(version_of(&store, 3).unwrap().unwrap().number, 3);
        let names: Vec<String> = files(&store, 2)
            .unwrap()
            .into_iter()
            .map(|f| f.text)
            .collect();
        assert_eq!(names, ["text 2", "always the same"]);
    }

    #[test]
    fn only_the_last_versions_are_kept_and_each_text_once() {
        let store = SqliteStore::in_memory().unwrap();
        for number in 1..=30 {
            keep(&store, version(number));
        }
        let count = |table: &str| -> i64 {
            let sql = format!("SELECT count(*) FROM {table}");
            get(&store, |c| c.query_row(&sql, [], |row| row.get(0))).unwrap()
        };
        assert_eq!(count("versions"), VERSIONS);
        assert_eq!(count("version_texts"), VERSIONS + 1);
        assert_eq!(files(&store, 30).unwrap().len(), 2);
        assert!(files(&store, 1).unwrap().is_empty());
    }

    #[test]
    fn what_shows_words_goes_in_time_and_with_whoever_asked_for_it() {
        let store = SqliteStore::in_memory().unwrap();
        let list = |turn| OwnerRecord::List {
            turn,
            at_seconds: 100 * i64::try_from(turn).unwrap(),
            items: Vec::new(),
        };
        keep(&store, list(1));
        keep(&store, list(2));
        get(&store, |c| super::forget_before(c, 150)).unwrap();
        let is_known = |turn| super::list(&store, turn).unwrap().is_some();
        assert!(!is_known(1) && is_known(2));
        let forget = Record::Forget {
            person: crate::conversation::Person::from_stored("someone".into()),
            chat: None,
        };
        let records = vec![forget];
        let commit = Commit {
            records,
            ..Commit::default()
        };
        store.commit(&[commit]).unwrap();
        assert!(!is_known(2));
    }

    #[test]
    fn drafts_and_edits_come_back_as_they_were() {
        let store = SqliteStore::in_memory().unwrap();
        let draft = Draft {
            id: Some("new".into()),
            ..Draft::default()
        };
        let record = |draft| OwnerRecord::Draft {
            chat: "p1".into(),
            at_seconds: 50,
            draft,
        };
        keep(&store, record(Some(draft.clone())));
        assert_eq!(super::draft(&store, "p1", 50).unwrap(), Some(draft));
        assert_eq!(super::draft(&store, "p1", 51).unwrap(), None, "too old");
        keep(&store, record(None));
        assert_eq!(super::draft(&store, "p1", 0).unwrap(), None);

        let patch = Patch::between("a.yaml", "1\n", "1\n2\n").unwrap();
        let made = Edit {
            turn: 7,
            at_seconds: 1,
            patch,
            inserted: "2\n".into(),
            at_bytes: 2,
            undone: false,
        };
        keep(&store, OwnerRecord::Edit(made.clone()));
        assert_eq!(edit(&store, 7).unwrap(), Some(made));
        keep(&store, OwnerRecord::Undone { turn: 7 });
        assert!(edit(&store, 7).unwrap().unwrap().undone);
    }
}
