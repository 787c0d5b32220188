//! Reading: every question that the conversation asks of its memory.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::conversation::{ChatKey, GroupSettings, PastTurn, Person, RecentAnswer, TurnKind};
use crate::faq::EntryId;
use crate::model::incoming::{MessageId, TurnId};
use crate::model::person::GUEST_CHATS;
use crate::model::reply::{GroupReply, Languages};
use crate::text::Language;

const TURN_COLUMNS: &str = "turns.turn, at, chat, topic, person, turns.message, answer_to, \
                            language, text, kind, candidates, revision, asked_for";

/// Turn numbers are stored as SQLite's signed integers.
pub(crate) fn stored(turn: TurnId) -> i64 {
    turn.cast_signed()
}

pub(crate) fn turn(c: &Connection, turn: TurnId) -> rusqlite::Result<Option<PastTurn>> {
    c.prepare_cached(&format!("SELECT {TURN_COLUMNS} FROM turns WHERE turn = ?"))?
        .query_row([stored(turn)], past_turn)
        .optional()
}

pub(crate) fn turn_of_question(
    c: &Connection,
    chat_key: &ChatKey,
    message: MessageId,
) -> rusqlite::Result<Option<PastTurn>> {
    c.prepare_cached(&format!(
        "SELECT {TURN_COLUMNS} FROM turns WHERE chat = ? AND message = ? \
         ORDER BY turns.turn DESC LIMIT 1"
    ))?
    .query_row(params![chat_key.chat, message], past_turn)
    .optional()
}

pub(crate) fn turn_of_answer(
    c: &Connection,
    chat_key: &ChatKey,
    message: MessageId,
) -> rusqlite::Result<Option<PastTurn>> {
    c.prepare_cached(&format!(
        "SELECT {TURN_COLUMNS} FROM sent JOIN turns ON turns.turn = sent.turn \
         WHERE sent.message = ? AND chat = ? ORDER BY turns.turn DESC LIMIT 1"
    ))?
    .query_row(params![message, chat_key.chat], past_turn)
    .optional()
}

pub(crate) fn messages_of(c: &Connection, turn: TurnId) -> rusqlite::Result<Vec<MessageId>> {
    c.prepare_cached("SELECT message FROM sent WHERE turn = ? ORDER BY part")?
        .query_map([stored(turn)], |row| row.get(0))?
        .collect()
}

pub(crate) fn languages(c: &Connection, person: &Person) -> rusqlite::Result<Option<Languages>> {
    let code: Option<String> = c
        .prepare_cached("SELECT languages FROM people WHERE person = ?")?
        .query_row([person.as_str()], |row| row.get(0))
        .optional()?;
    Ok(code.as_deref().and_then(Languages::from_code))
}

pub(crate) fn group(c: &Connection, chat: &str) -> rusqlite::Result<Option<GroupSettings>> {
    let settings = |row: &Row<'_>| {
        let languages: Option<String> = row.get(0)?;
        let cooldown_seconds: Option<u32> = row.get(1)?;
        let listening: Option<bool> = row.get(2)?;
        let reply: Option<String> = row.get(3)?;
        Ok((|| {
            Some(GroupSettings {
                languages: Languages::from_code(&languages?)?,
                cooldown_seconds: cooldown_seconds?,
                listening: listening?,
                // Groups that were set before there was a choice.
                reply: reply
                    .as_deref()
                    .and_then(GroupReply::from_code)
                    .unwrap_or_default(),
            })
        })())
    };
    let found = c
        .prepare_cached(
            "SELECT languages, cooldown_seconds, listening, reply FROM chat_groups WHERE chat = ?",
        )?
        .query_row([chat], settings)
        .optional()?;
    Ok(found.flatten())
}

pub(crate) fn introduced(c: &Connection, chat: &str) -> rusqlite::Result<bool> {
    c.prepare_cached("SELECT 1 FROM chat_groups WHERE chat = ? AND introduced_at IS NOT NULL")?
        .exists([chat])
}

pub(crate) fn recent_answers(
    c: &Connection,
    chat_key: &ChatKey,
    since_seconds: i64,
) -> rusqlite::Result<Vec<RecentAnswer>> {
    c.prepare_cached(
        "SELECT entry, turns.turn, at, \
                (SELECT message FROM sent WHERE sent.turn = turns.turn ORDER BY part LIMIT 1) \
         FROM turns WHERE at >= ? AND chat = ? AND topic IS ? AND kind = 'answered' \
         ORDER BY at DESC, turns.turn DESC LIMIT 100",
    )?
    .query_map(
        params![since_seconds, chat_key.chat, chat_key.topic],
        |row| {
            Ok((
                row.get::<_, Option<String>>(0)?,
                row.get::<_, i64>(1)?,
                row.get(2)?,
                row.get(3)?,
            ))
        },
    )?
    .filter_map(|row| match row {
        Ok((entry, turn, at_seconds, message)) => {
            let entry = EntryId::new(&entry?)?;
            Some(Ok(RecentAnswer {
                entry,
                turn: turn.cast_unsigned(),
                message,
                at_seconds,
            }))
        }
        Err(error) => Some(Err(error)),
    })
    .collect()
}

pub(crate) fn feedback(
    c: &Connection,
    turn: TurnId,
    entry: &EntryId,
    person: &Person,
) -> rusqlite::Result<Option<bool>> {
    c.prepare_cached("SELECT helpful FROM feedback WHERE turn = ? AND entry = ? AND person = ?")?
        .query_row(
            params![stored(turn), entry.as_str(), person.as_str()],
            |row| row.get(0),
        )
        .optional()
}

pub(crate) fn has_feedback(c: &Connection, turn: TurnId) -> rusqlite::Result<bool> {
    c.prepare_cached("SELECT 1 FROM feedback WHERE turn = ?")?
        .exists([stored(turn)])
}

pub(crate) fn latest_turns(
    c: &Connection,
    (chat_key, person): (&ChatKey, &Person),
    since_seconds: i64,
    but: TurnId,
) -> rusqlite::Result<Vec<PastTurn>> {
    // The planner knows nothing of how many questions share a moment, so the index is named.
    c.prepare_cached(&format!(
        "SELECT {TURN_COLUMNS} FROM turns INDEXED BY turns_by_chat \
         WHERE at >= ? AND chat = ? AND topic IS ? AND person = ? AND turn <> ? \
         ORDER BY at DESC, turn DESC LIMIT 4"
    ))?
    .query_map(
        params![
            since_seconds,
            chat_key.chat,
            chat_key.topic,
            person.as_str(),
            stored(but)
        ],
        past_turn,
    )?
    .collect()
}

pub(crate) fn latest_at(c: &Connection) -> rusqlite::Result<Option<i64>> {
    c.prepare_cached("SELECT max(at) FROM turns")?
        .query_one([], |row| row.get(0))
}

pub(crate) fn came_as(
    c: &Connection,
    as_guest: bool,
    (message, person, at_seconds): (MessageId, Option<&Person>, i64),
) -> rusqlite::Result<bool> {
    // `+` keeps the planner from the index over times: many messages share a second.
    c.prepare_cached(
        "SELECT 1 FROM turns WHERE message = ? AND +at = ? AND person IS ? AND (chat = ?) = ?",
    )?
    .exists(params![
        message,
        at_seconds,
        person.map(Person::as_str),
        GUEST_CHATS,
        as_guest
    ])
}

pub(crate) fn most_asked(
    c: &Connection,
    since_seconds: i64,
    limit: u32,
) -> rusqlite::Result<Vec<EntryId>> {
    let rows: Vec<String> = c
        .prepare_cached(
            "SELECT entry FROM (SELECT entry FROM turns WHERE at >= ?1 AND entry NOTNULL \
             UNION ALL SELECT entry FROM opened WHERE at >= ?1) \
             GROUP BY entry ORDER BY count(*) DESC, entry LIMIT ?2",
        )?
        .query_map(params![since_seconds, limit], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows.iter().filter_map(|id| EntryId::new(id)).collect())
}

pub(crate) fn last_opened(c: &Connection, turn: TurnId) -> rusqlite::Result<Option<EntryId>> {
    let id: Option<String> = c
        .prepare_cached("SELECT entry FROM opened WHERE turn = ? ORDER BY at DESC LIMIT 1")?
        .query_row([stored(turn)], |row| row.get(0))
        .optional()?;
    Ok(id.as_deref().and_then(EntryId::new))
}

fn past_turn(row: &Row<'_>) -> rusqlite::Result<PastTurn> {
    let language: String = row.get(7)?;
    let kind: String = row.get(9)?;
    let candidates: String = row.get(10)?;
    Ok(PastTurn {
        turn: row.get::<_, i64>(0)?.cast_unsigned(),
        at_seconds: row.get(1)?,
        chat_key: ChatKey {
            chat: row.get(2)?,
            topic: row.get(3)?,
        },
        person: row.get::<_, Option<String>>(4)?.map(Person::from_stored),
        asked_for: row.get::<_, Option<String>>(12)?.map(Person::from_stored),
        message: row.get(5)?,
        answer_to: row.get(6)?,
        language: if language == Language::Zh.code() {
            Language::Zh
        } else {
            Language::En
        },
        text: row.get(8)?,
        kind: TurnKind::from_code(&kind).unwrap_or(TurnKind::Command),
        // Ids of a form that is no longer allowed are left out rather than failing the turn.
        candidates: serde_json::from_str::<Vec<(String, f64)>>(&candidates)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(id, confidence)| Some((EntryId::new(&id)?, confidence)))
            .collect(),
        revision: row.get(11)?,
    })
}
