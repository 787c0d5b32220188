//! What the admins' lists with buttons showed, the entries they are writing, the changes they made,
//! and the questions they do not want to see again.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::admin::{Draft, Edit, ListItem, Patch};
use crate::faq::EntryId;
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::store::sqlite::connection::run;
use crate::store::sqlite::history::queries::stored;

pub(crate) fn keep_list(
    c: &Connection,
    turn: TurnId,
    at_seconds: i64,
    items: &[ListItem],
) -> rusqlite::Result<()> {
    run(
        c,
        "INSERT OR REPLACE INTO lists (turn, at, items) VALUES (?, ?, ?)",
        params![stored(turn), at_seconds, json(items)],
    )
}

pub(crate) fn list(c: &Connection, turn: TurnId) -> rusqlite::Result<Option<Vec<ListItem>>> {
    let text: Option<String> = c
        .prepare_cached("SELECT items FROM lists WHERE turn = ?")?
        .query_row([stored(turn)], |row| row.get(0))
        .optional()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Keeps a draft; without one, the chat's draft is done or given up.
pub(crate) fn keep_draft(
    c: &Connection,
    chat: &str,
    at_seconds: i64,
    draft: Option<&Draft>,
) -> rusqlite::Result<()> {
    match draft {
        Some(draft) => run(
            c,
            "INSERT OR REPLACE INTO drafts (chat, at, draft) VALUES (?, ?, ?)",
            params![chat, at_seconds, json(draft)],
        ),
        None => run(c, "DELETE FROM drafts WHERE chat = ?", params![chat]),
    }
}

pub(crate) fn draft(
    c: &Connection,
    chat: &str,
    since_seconds: i64,
) -> rusqlite::Result<Option<Draft>> {
    let text: Option<String> = c
        .prepare_cached("SELECT draft FROM drafts WHERE chat = ? AND at >= ?")?
        .query_row(params![chat, since_seconds], |row| row.get(0))
        .optional()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub(crate) fn keep_edit(c: &Connection, edit: &Edit) -> rusqlite::Result<()> {
    run(
        c,
        "INSERT OR REPLACE INTO edits (turn, at, patch, inserted, at_bytes, undone, person, entry) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            stored(edit.turn),
            edit.at_seconds,
            json(&edit.patch),
            edit.inserted,
            i64::try_from(edit.at_bytes).unwrap_or(i64::MAX),
            edit.undone,
            edit.by.as_ref().map(Person::as_str),
            edit.entry.as_ref().map(EntryId::as_str)
        ],
    )
}

pub(crate) fn mark_undone(c: &Connection, turn: TurnId) -> rusqlite::Result<()> {
    run(
        c,
        "UPDATE edits SET undone = 1 WHERE turn = ?",
        params![stored(turn)],
    )
}

pub(crate) fn edit(c: &Connection, turn: TurnId) -> rusqlite::Result<Option<Edit>> {
    c.prepare_cached(&format!("{EDITS} WHERE turn = ?"))?
        .query_row([stored(turn)], one_edit)
        .optional()
        .map(Option::flatten)
}

/// The latest `limit` changes of an entry, latest first.
pub(crate) fn edits(c: &Connection, entry: &EntryId, limit: u32) -> rusqlite::Result<Vec<Edit>> {
    let order = "WHERE entry = ? ORDER BY at DESC, turn DESC LIMIT ?";
    let edits: rusqlite::Result<Vec<Option<Edit>>> = c
        .prepare_cached(&format!("{EDITS} {order}"))?
        .query_map(params![entry.as_str(), limit], one_edit)?
        .collect();
    Ok(edits?.into_iter().flatten().collect())
}

/// The latest changes of all entries, latest first.
pub(crate) fn latest_edits(c: &Connection, limit: u32) -> rusqlite::Result<Vec<Edit>> {
    let edits: rusqlite::Result<Vec<Option<Edit>>> = c
        .prepare_cached(&format!("{EDITS} ORDER BY at DESC, turn DESC LIMIT ?"))?
        .query_map([limit], one_edit)?
        .collect();
    Ok(edits?.into_iter().flatten().collect())
}

/// Reads changes, in the order that [`one_edit`] expects.
const EDITS: &str = "SELECT at, patch, inserted, at_bytes, undone, person, entry, turn FROM edits";

/// One change; `None` where its patch has a form that is no longer read: it counts as forgotten.
fn one_edit(row: &Row<'_>) -> rusqlite::Result<Option<Edit>> {
    let patch: Option<Patch> = serde_json::from_str(&row.get::<_, String>(1)?).ok();
    let at_bytes: i64 = row.get(3)?;
    let Some(patch) = patch else { return Ok(None) };
    let entry: Option<String> = row.get(6)?;
    Ok(Some(Edit {
        turn: read_turn(row.get(7)?),
        at_seconds: row.get(0)?,
        patch,
        inserted: row.get(2)?,
        at_bytes: usize::try_from(at_bytes).unwrap_or(0),
        undone: row.get(4)?,
        by: row.get::<_, Option<String>>(5)?.map(Person::from_stored),
        entry: entry.and_then(|entry| EntryId::new(&entry)),
    }))
}

/// A turn as [`stored`] wrote it.
fn read_turn(number: i64) -> TurnId {
    number.cast_unsigned()
}

pub(crate) fn ignore(c: &Connection, keys: &[String], at_seconds: i64) -> rusqlite::Result<()> {
    keys.iter().try_for_each(|key| {
        run(
            c,
            "INSERT OR REPLACE INTO ignored (key, at) VALUES (?, ?)",
            params![key, at_seconds],
        )
    })
}

pub(crate) fn list_again(c: &Connection, keys: &[String]) -> rusqlite::Result<()> {
    keys.iter()
        .try_for_each(|key| run(c, "DELETE FROM ignored WHERE key = ?", params![key]))
}

pub(crate) fn undone_edits(c: &Connection) -> rusqlite::Result<Vec<Edit>> {
    let turns: Vec<TurnId> = c
        .prepare_cached("SELECT turn FROM edits WHERE undone = 1")?
        .query_map([], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?
        .collect::<rusqlite::Result<_>>()?;
    let mut edits = Vec::new();
    for turn in turns {
        edits.extend(edit(c, turn)?);
    }
    Ok(edits)
}

pub(crate) fn ignored(c: &Connection) -> rusqlite::Result<Vec<String>> {
    c.prepare_cached("SELECT key FROM ignored")?
        .query_map([], |row| row.get(0))?
        .collect()
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    // Plain data with text keys: serde_json cannot fail on it.
    serde_json::to_string(value).unwrap_or_default()
}
