//! The way back to people whose questions found no answer, and what admins were told unasked.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::faq::EntryId;
use crate::model::asked::{OpenQuestion, WAY_BACK_SECONDS, WayBack};
use crate::model::incoming::{Place, TurnId};
use crate::model::person::Person;
use crate::store::sqlite::connection::run;
use crate::store::sqlite::history::queries::stored;
use crate::text::Language;

/// The tables.
pub const SCHEMA: &str = include_str!("ways_back.sql");

/// The name in `desk` under which the latest digest stands.
const DIGEST: &str = "digest";

/// Keeps the way back; that of an earlier form of the same message goes.
pub(crate) fn keep(c: &Connection, way: &WayBack) -> rusqlite::Result<()> {
    let Some(chat) = way.place.chat() else {
        return Ok(());
    };
    run(
        c,
        "DELETE FROM ways_back WHERE chat = ? AND message = ?",
        params![chat, way.message],
    )?;
    run(
        c,
        "INSERT OR REPLACE INTO ways_back (turn, at, person, chat, topic, in_group, message) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![
            stored(way.turn),
            way.at_seconds,
            way.person.as_str(),
            chat,
            way.place.topic(),
            way.place.is_group(),
            way.message
        ],
    )
}

/// Whoever asked in these turns has an answer.
pub(crate) fn answered(c: &Connection, turns: &[TurnId]) -> rusqlite::Result<()> {
    turns.iter().try_for_each(|turn| {
        run(
            c,
            "DELETE FROM ways_back WHERE turn = ?",
            params![stored(*turn)],
        )
    })
}

/// Questions that are still without an answer: of what was offered nothing was opened, and nobody
/// said that something helped.
pub(crate) fn open(
    c: &Connection,
    since_seconds: i64,
    limit: u32,
) -> rusqlite::Result<Vec<OpenQuestion>> {
    c.prepare_cached(
        "SELECT turn, ways_back.at, ways_back.person, ways_back.chat, ways_back.topic, in_group, \
         ways_back.message, text, language, \
         (SELECT group_concat(entry, ' ') FROM feedback \
          WHERE feedback.turn = ways_back.turn AND helpful = 0) AS disliked \
         FROM ways_back JOIN turns USING (turn) \
         WHERE ways_back.at >= ? AND text <> '' \
         AND NOT EXISTS (SELECT 1 FROM feedback WHERE feedback.turn = ways_back.turn AND helpful = 1) \
         AND (kind = 'unanswered' OR disliked IS NOT NULL OR (kind = 'suggested' \
              AND NOT EXISTS (SELECT 1 FROM opened WHERE opened.turn = ways_back.turn))) \
         ORDER BY ways_back.at DESC, turn DESC LIMIT ?",
    )?
    .query_map(params![since_seconds, limit], one)?
    .collect()
}

fn one(row: &Row<'_>) -> rusqlite::Result<OpenQuestion> {
    let (chat, topic) = (row.get(3)?, row.get(4)?);
    let language: String = row.get(8)?;
    let disliked: Option<String> = row.get(9)?;
    Ok(OpenQuestion {
        way_back: WayBack {
            turn: row.get::<_, i64>(0)?.cast_unsigned(),
            at_seconds: row.get(1)?,
            person: Person::from_stored(row.get(2)?),
            place: match row.get(5)? {
                true => Place::Group { chat, topic },
                false => Place::Private { chat, topic },
            },
            message: row.get(6)?,
        },
        text: row.get(7)?,
        language: match language == Language::Zh.code() {
            true => Language::Zh,
            false => Language::En,
        },
        disliked: disliked
            .unwrap_or_default()
            .split(' ')
            .filter_map(EntryId::new)
            .collect(),
    })
}

/// A group goes on under another number.
pub(crate) fn move_chat(c: &Connection, from: &str, to: &str) -> rusqlite::Result<()> {
    let number = |stored: &str| stored.strip_prefix('g')?.parse::<i64>().ok();
    match (number(from), number(to)) {
        (Some(from), Some(to)) => run(
            c,
            "UPDATE ways_back SET chat = ?2 WHERE chat = ?1",
            params![from, to],
        ),
        _ => Ok(()),
    }
}

pub(crate) fn alert(c: &Connection, keys: &[String], at_seconds: i64) -> rusqlite::Result<()> {
    keys.iter().try_for_each(|key| {
        run(
            c,
            "INSERT OR REPLACE INTO alerted (key, at) VALUES (?, ?)",
            params![key, at_seconds],
        )
    })
}

pub(crate) fn alerted(c: &Connection, since_seconds: i64) -> rusqlite::Result<Vec<String>> {
    c.prepare_cached("SELECT key FROM alerted WHERE at >= ?")?
        .query_map([since_seconds], |row| row.get(0))?
        .collect()
}

pub(crate) fn keep_digest(c: &Connection, at_seconds: i64) -> rusqlite::Result<()> {
    run(
        c,
        "INSERT OR REPLACE INTO desk (name, value) VALUES (?, ?)",
        params![DIGEST, at_seconds.to_string()],
    )
}

pub(crate) fn digest_sent(c: &Connection) -> rusqlite::Result<Option<i64>> {
    let value: Option<String> = c
        .prepare_cached("SELECT value FROM desk WHERE name = ?")?
        .query_row([DIGEST], |row| row.get(0))
        .optional()?;
    Ok(value.and_then(|value| value.parse().ok()))
}

/// Forgets every way back that is older than a day, and alerts of then.
pub(crate) fn forget_before(c: &Connection, now_seconds: i64) -> rusqlite::Result<()> {
    ["ways_back", "alerted"].iter().try_for_each(|table| {
        run(
            c,
            &format!("DELETE FROM {table} WHERE at < ?"),
            params![now_seconds - WAY_BACK_SECONDS],
        )
    })
}

/// Forgets the way back to this person.
pub(crate) fn forget_person(c: &Connection, person: &Person) -> rusqlite::Result<()> {
    run(
        c,
        "DELETE FROM ways_back WHERE person = ?",
        params![person.as_str()],
    )
}
