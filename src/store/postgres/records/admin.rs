//! What the admins look at, read from its tables, and how a record of theirs is written.

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use tokio_postgres::Row;

use crate::admin::{
    AdminRecord, Asked, Draft, Edit, ListItem, Origin, Patch, Source, Version, VersionInfo,
};
use crate::faq::EntryId;
use crate::model::asked::OpenQuestion;
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::{Value, values};
use crate::store::postgres::migrations;
use crate::store::postgres::records::asked;
use crate::store::postgres::records::asked::QUESTIONS;
use crate::store::postgres::records::ways_back;
use crate::store::postgres::store::PostgresStore;
use crate::store::{AdminQueries, StoreError};

/// How many versions of the FAQ are kept.
pub(crate) const VERSIONS: i64 = 20;
/// How many bytes the texts of the kept versions may take together. The one that answers and the one
/// before are kept whatever they take.
const VERSION_BYTES: i64 = 64 << 20;

const VERSION: &str = "SELECT number, at, fingerprint, origin, person FROM versions";
/// The name in `admin_state` under which the latest digest stands.
const DIGEST: &str = "digest";
const CURRENT: &str = "(SELECT value::bigint FROM admin_state WHERE name = 'current')";
/// Changes, in the order that [`one_edit`] expects.
const EDITS: &str = "SELECT at, patch, inserted, at_bytes, undone, person, entry, turn FROM edits";

impl PostgresStore {
    fn version(
        &self,
        which: &str,
        values: &[Value<'_>],
    ) -> Result<Option<VersionInfo>, StoreError> {
        let sql = format!("{VERSION} WHERE {which} ORDER BY number DESC LIMIT 1");
        self.first(&sql, values, |row| {
            Ok(VersionInfo {
                number: col(row, 0)?,
                at_seconds: col(row, 1)?,
                fingerprint: col(row, 2)?,
                origin: Origin::from_code(&col::<String>(row, 3)?).unwrap_or(Origin::Start),
                by: col::<Option<String>>(row, 4)?.map(Person::from_stored),
            })
        })
    }

    pub(crate) fn state(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM admin_state WHERE name = $1";
        self.first(sql, &values![name], |row| col(row, 0))
    }

    fn edits(&self, rest: &str, values: &[Value<'_>]) -> Result<Vec<Edit>, StoreError> {
        let found = self.list(&format!("{EDITS} {rest}"), values, one_edit)?;
        Ok(found.into_iter().flatten().collect())
    }
}

impl AdminQueries for PostgresStore {
    fn recent_questions(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "SELECT text FROM turns WHERE kind IN {QUESTIONS} AND text <> '' \
             ORDER BY at DESC, turn DESC LIMIT $1"
        );
        // The same words come again and again; so many rows give enough different ones.
        let rows = values![limit.saturating_mul(5)];
        let mut seen = HashSet::new();
        let texts = self.list(&sql, &rows, |row| col::<String>(row, 0))?;
        let different = texts.into_iter().filter(|text| seen.insert(text.clone()));
        Ok(different.take(limit as usize).collect())
    }

    fn asked(&self, since_seconds: i64, limit: u32) -> Result<Vec<Asked>, StoreError> {
        asked::latest(self, since_seconds, limit, None)
    }

    fn asked_slowly(&self, since_seconds: i64, limit: u32) -> Result<Vec<Asked>, StoreError> {
        asked::latest(self, since_seconds, limit, Some(asked::PAUSE_FACTOR))
    }

    fn current_version(&self) -> Result<Option<VersionInfo>, StoreError> {
        self.version(&format!("number = {CURRENT}"), &[])
    }

    fn version_before(&self, number: i64) -> Result<Option<VersionInfo>, StoreError> {
        let which = "number = (SELECT parent FROM versions WHERE number = $1)";
        self.version(which, &values![number])
    }

    fn version_of(&self, turn: TurnId) -> Result<Option<VersionInfo>, StoreError> {
        self.version("turn = $1", &values![turn])
    }

    fn files_of_version(&self, number: i64) -> Result<Vec<Source>, StoreError> {
        self.list(
            "SELECT name, text FROM version_files JOIN version_texts USING (hash) \
             WHERE number = $1 ORDER BY name COLLATE \"C\"",
            &values![number],
            |row| {
                Ok(Source {
                    name: col(row, 0)?,
                    text: col(row, 1)?,
                })
            },
        )
    }

    fn pinned_files(&self) -> Result<Option<String>, StoreError> {
        self.state("held")
    }

    fn rolled_back(&self, turn: TurnId) -> Result<bool, StoreError> {
        Ok(self
            .state("turn")?
            .is_some_and(|found| found == turn.to_string()))
    }

    fn list(&self, turn: TurnId) -> Result<Option<Vec<ListItem>>, StoreError> {
        let sql = "SELECT items FROM lists WHERE turn = $1";
        let text = self.first(sql, &values![turn], |row| col::<String>(row, 0))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn draft(&self, chat: &str, since_seconds: i64) -> Result<Option<Draft>, StoreError> {
        let sql = "SELECT draft FROM drafts WHERE chat = $1 AND at >= $2";
        let values = values![chat, since_seconds];
        let text = self.first(sql, &values, |row| col::<String>(row, 0))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn edit(&self, turn: TurnId) -> Result<Option<Edit>, StoreError> {
        Ok(self.edits("WHERE turn = $1", &values![turn])?.pop())
    }

    fn edits_of(&self, entry: &EntryId, limit: u32) -> Result<Vec<Edit>, StoreError> {
        let rest = "WHERE entry = $1 ORDER BY at DESC, turn DESC LIMIT $2";
        self.edits(rest, &values![entry.as_str(), limit])
    }

    fn undone_edits(&self) -> Result<Vec<Edit>, StoreError> {
        self.edits("WHERE undone ORDER BY turn", &[])
    }

    fn latest_edits(&self, limit: u32) -> Result<Vec<Edit>, StoreError> {
        self.edits("ORDER BY at DESC, turn DESC LIMIT $1", &values![limit])
    }

    fn ignored(&self) -> Result<Vec<String>, StoreError> {
        PostgresStore::list(self, "SELECT key FROM ignored", &[], |row| col(row, 0))
    }

    fn open_questions(
        &self,
        since_seconds: i64,
        limit: u32,
    ) -> Result<Vec<OpenQuestion>, StoreError> {
        ways_back::open(self, since_seconds, limit)
    }

    fn alerted(&self, since_seconds: i64) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT key FROM alerted WHERE at >= $1";
        PostgresStore::list(self, sql, &values![since_seconds], |row| col(row, 0))
    }

    fn digest_sent(&self) -> Result<Option<i64>, StoreError> {
        let value = self.state(DIGEST)?;
        Ok(value.and_then(|value| value.parse().ok()))
    }
}

/// One change; `None` where its patch has a form that is no longer read: it counts as forgotten.
fn one_edit(row: &Row) -> Result<Option<Edit>, StoreError> {
    let patch: Option<Patch> = serde_json::from_str(&col::<String>(row, 1)?).ok();
    let Some(patch) = patch else { return Ok(None) };
    let entry: Option<String> = col(row, 6)?;
    Ok(Some(Edit {
        turn: turn_at(row, 7)?,
        at_seconds: col(row, 0)?,
        patch,
        inserted: col(row, 2)?,
        at_bytes: usize::try_from(col::<i64>(row, 3)?).unwrap_or(0),
        undone: col(row, 4)?,
        by: col::<Option<String>>(row, 5)?.map(Person::from_stored),
        entry: entry.and_then(|entry| EntryId::new(&entry)),
    }))
}

/// Writes one record, within the transaction of `batch`.
pub(crate) fn apply<'a>(batch: &mut Batch<'a>, record: &'a AdminRecord) {
    match record {
        AdminRecord::Version(version) => keep_version(batch, version),
        AdminRecord::Current {
            number,
            pinned,
            turn,
        } => {
            set_state(batch, "current", Some(number.to_string()));
            set_state(batch, "turn", Some(turn.to_string()));
            set_state(batch, "held", pinned.clone());
        }
        AdminRecord::List {
            turn,
            at_seconds,
            items,
        } => batch.add(
            "INSERT INTO lists (turn, at, items) VALUES ($1, $2, $3) \
             ON CONFLICT (turn) DO UPDATE SET at = excluded.at, items = excluded.items",
            values![*turn, *at_seconds, json(items)],
        ),
        AdminRecord::Draft {
            chat,
            at_seconds,
            draft: Some(draft),
        } => batch.add(
            "INSERT INTO drafts (chat, at, draft) VALUES ($1, $2, $3) \
             ON CONFLICT (chat) DO UPDATE SET at = excluded.at, draft = excluded.draft",
            values![chat, *at_seconds, json(draft)],
        ),
        AdminRecord::Draft { chat, .. } => {
            batch.add("DELETE FROM drafts WHERE chat = $1", values![chat]);
        }
        AdminRecord::Edit(edit) => batch.add(
            "INSERT INTO edits (turn, at, patch, inserted, at_bytes, undone, person, entry) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (turn) DO UPDATE SET \
             at = excluded.at, patch = excluded.patch, inserted = excluded.inserted, \
             at_bytes = excluded.at_bytes, undone = excluded.undone, person = excluded.person, \
             entry = excluded.entry",
            values![
                edit.turn,
                edit.at_seconds,
                json(&edit.patch),
                &edit.inserted,
                i64::try_from(edit.at_bytes).unwrap_or(i64::MAX),
                edit.undone,
                edit.by.as_ref().map(Person::as_str),
                edit.entry.as_ref().map(EntryId::as_str),
            ],
        ),
        AdminRecord::Undone { turn } => {
            batch.add(
                "UPDATE edits SET undone = true WHERE turn = $1",
                values![*turn],
            );
        }
        AdminRecord::Ignored { keys, at_seconds } => {
            for key in keys {
                batch.add(
                    "INSERT INTO ignored (key, at) VALUES ($1, $2) \
                     ON CONFLICT (key) DO UPDATE SET at = excluded.at",
                    values![key, *at_seconds],
                );
            }
        }
        AdminRecord::WayBack(way) => ways_back::keep(batch, way),
        AdminRecord::Answered { turns } => ways_back::answered(batch, turns),
        AdminRecord::Alerted { keys, at_seconds } => {
            for key in keys {
                batch.add(
                    "INSERT INTO alerted (key, at) VALUES ($1, $2) \
                     ON CONFLICT (key) DO UPDATE SET at = excluded.at",
                    values![key, *at_seconds],
                );
            }
        }
        AdminRecord::DigestSent { at_seconds } => {
            set_state(batch, DIGEST, Some(at_seconds.to_string()));
        }
        AdminRecord::Listed { keys } => {
            for key in keys {
                batch.add("DELETE FROM ignored WHERE key = $1", values![key]);
            }
        }
    }
}

/// Keeps a version, which answers from now on.
fn keep_version<'a>(batch: &mut Batch<'a>, new: &'a Version) {
    // What answered until now is read and replaced: by one at a time.
    let lock = "SELECT pg_advisory_xact_lock($1)";
    batch.add(lock, values![migrations::LOCK]);
    batch.add(
        format!(
            "INSERT INTO versions (at, fingerprint, origin, turn, person, parent) \
             VALUES ($1, $2, $3, $4, $5, {CURRENT})"
        ),
        values![
            new.at_seconds,
            &new.fingerprint,
            new.origin.code(),
            new.turn,
            new.by.as_ref().map(Person::as_str),
        ],
    );
    const NEW: &str = "currval(pg_get_serial_sequence('versions', 'number'))";
    for file in &new.files {
        let hash = hex::encode(Sha256::digest(file.text.as_bytes()));
        batch.add(
            "INSERT INTO version_texts (hash, text) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            values![hash.clone(), &file.text],
        );
        batch.add(
            format!(
                "INSERT INTO version_files (number, name, hash) VALUES ({NEW}, $1, $2) \
                 ON CONFLICT (number, name) DO UPDATE SET hash = excluded.hash"
            ),
            values![&file.name, hash],
        );
    }
    batch.add(
        format!(
            "INSERT INTO admin_state (name, value) VALUES ('current', {NEW}::text) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ),
        [],
    );
    set_state(batch, "held", None);
    // The oldest beyond what is kept go, but never the one that answers nor the one before it. A text
    // counts for the latest version that has it.
    batch.add(
        format!(
            "DELETE FROM versions WHERE number IN ( \
                 SELECT number FROM ( \
                     SELECT v.number, row_number() OVER latest AS place, \
                            sum(coalesce(own.bytes, 0)) OVER latest AS bytes \
                     FROM versions v LEFT JOIN ( \
                         SELECT number, sum(bytes) AS bytes FROM ( \
                             SELECT max(f.number) AS number, octet_length(t.text) AS bytes \
                             FROM version_files f JOIN version_texts t USING (hash) \
                             GROUP BY hash, t.text) AS texts GROUP BY number) AS own \
                         ON own.number = v.number \
                     WINDOW latest AS (ORDER BY v.number DESC)) AS kept \
                 WHERE place > $1 OR bytes > $2) \
             AND number <> {CURRENT} \
             AND number IS DISTINCT FROM (SELECT parent FROM versions WHERE number = {CURRENT})"
        ),
        values![VERSIONS, VERSION_BYTES],
    );
    let files = "DELETE FROM version_files WHERE number NOT IN (SELECT number FROM versions)";
    batch.add(files, []);
    let texts = "DELETE FROM version_texts WHERE hash NOT IN (SELECT hash FROM version_files)";
    batch.add(texts, []);
}

pub(crate) fn set_state<'a>(batch: &mut Batch<'a>, name: &'a str, value: Option<String>) {
    match value {
        Some(value) => batch.add(
            "INSERT INTO admin_state (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            values![name, value],
        ),
        None => batch.add("DELETE FROM admin_state WHERE name = $1", values![name]),
    }
}

/// Forgets what shows people's words and is from before `seconds` (Unix).
pub(crate) fn forget_before(batch: &mut Batch<'_>, seconds: i64) {
    for table in ["lists", "drafts", "ignored", "edits"] {
        batch.add(
            format!("DELETE FROM {table} WHERE at < $1"),
            values![seconds],
        );
    }
}

/// Forgets every list, since they do not say whose words they show, and that this person brought
/// versions or made changes; what was changed stays.
pub(crate) fn forget_person<'a>(batch: &mut Batch<'a>, person: &'a Person) {
    batch.add("DELETE FROM lists", []);
    ways_back::forget_person(batch, person);
    for table in ["versions", "edits"] {
        batch.add(
            format!("UPDATE {table} SET person = NULL WHERE person = $1"),
            values![person.as_str()],
        );
    }
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    // Plain data with text keys: serde_json cannot fail on it.
    serde_json::to_string(value).unwrap_or_default()
}
