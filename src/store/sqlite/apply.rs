//! Writing: what each record changes. Applying a record twice changes nothing more.

use rusqlite::{Connection, params};

use crate::conversation::{PastTurn, Record};
use crate::model::incoming::{MessageId, TurnId};
use crate::model::person::group_number;
use crate::store::sqlite::connection::run;
use crate::store::sqlite::history::cards;
use crate::store::sqlite::history::queries::stored;
use crate::store::sqlite::{admin, business};

/// Writes one record, within the caller's transaction.
///
/// # Errors
/// When the database refuses; the caller then rolls back.
pub(crate) fn apply(c: &Connection, record: &Record) -> rusqlite::Result<()> {
    match record {
        Record::Turn(turn) => write_turn(c, turn),
        Record::Admin(record) => admin::apply(c, record),
        Record::Business(record) => business::apply(c, record),
        Record::Card(record) => cards::apply(c, record),
        Record::Feedback {
            turn,
            entry,
            person,
            helpful,
            at_seconds,
        } => run(
            c,
            "INSERT INTO feedback (turn, entry, person, helpful, at) VALUES (?, ?, ?, ?, ?) \
             ON CONFLICT DO NOTHING",
            params![
                stored(*turn),
                entry.as_str(),
                person.as_str(),
                helpful,
                at_seconds
            ],
        ),
        Record::Reason {
            turn,
            entry,
            person,
            reason,
        } => run(
            c,
            "UPDATE feedback SET reason = ? \
             WHERE turn = ? AND entry = ? AND person = ? AND helpful = 0",
            params![
                reason.code(),
                stored(*turn),
                entry.as_str(),
                person.as_str()
            ],
        ),
        Record::Opened {
            turn,
            entry,
            at_seconds,
        } => run(
            c,
            "INSERT INTO opened (turn, entry, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            params![stored(*turn), entry.as_str(), at_seconds],
        ),
        Record::Languages { person, languages } => run(
            c,
            "INSERT INTO people (person, languages) VALUES (?, ?) \
             ON CONFLICT DO UPDATE SET languages = excluded.languages",
            params![person.as_str(), languages.code()],
        ),
        Record::Group { chat, settings } => run(
            c,
            "INSERT INTO chat_groups (chat, languages, cooldown_seconds, listening, reply) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET languages = excluded.languages, \
             cooldown_seconds = excluded.cooldown_seconds, listening = excluded.listening, \
             reply = excluded.reply",
            params![
                chat,
                settings.languages.code(),
                settings.cooldown_seconds,
                settings.listening,
                settings.reply.code()
            ],
        ),
        Record::Introduced { chat, at_seconds } => run(
            c,
            "INSERT INTO chat_groups (chat, introduced_at) VALUES (?, ?) \
             ON CONFLICT DO UPDATE SET introduced_at = excluded.introduced_at",
            params![chat, at_seconds],
        ),
        Record::Moved { from, to } => {
            run(
                c,
                "UPDATE turns SET chat = ?2 WHERE chat = ?1",
                params![from, to],
            )?;
            admin::ways_back::move_chat(c, from, to)?;
            if let Some(number) = group_number(to) {
                run(
                    c,
                    "INSERT OR REPLACE INTO chat_state (chat, at_seconds, moved_to) \
                     VALUES (?, unixepoch(), ?)",
                    params![from, number],
                )?;
            }
            // What the new chat has already is newer than what moves.
            run(
                c,
                "UPDATE OR IGNORE chat_groups SET chat = ?2 WHERE chat = ?1",
                params![from, to],
            )?;
            run(c, "DELETE FROM chat_groups WHERE chat = ?1", params![from])
        }
        Record::Forget { person, chat } => {
            admin::forget_lists(c)?;
            admin::forget_person(c, person)?;
            business::forget_person(c, person)?;
            cards::forget_person(c, person)?;
            for table in ["feedback", "people"] {
                run(
                    c,
                    &format!("DELETE FROM {table} WHERE person = ?"),
                    params![person.as_str()],
                )?;
            }
            let theirs = "SELECT turn FROM turns WHERE person = ?1 OR asked_for = ?1 OR chat = ?2";
            for table in ["sent", "opened", "feedback"] {
                run(
                    c,
                    &format!("DELETE FROM {table} WHERE turn IN ({theirs})"),
                    params![person.as_str(), chat],
                )?;
            }
            run(
                c,
                "DELETE FROM turns WHERE person = ?1 OR asked_for = ?1 OR chat = ?2",
                params![person.as_str(), chat],
            )
        }
    }
}

/// Notes that page `part` (from 0) of what `turn` says is our message `message`.
///
/// # Errors
/// When the database refuses.
pub(crate) fn remember_sent(
    c: &Connection,
    turn: TurnId,
    part: u32,
    message: MessageId,
) -> rusqlite::Result<()> {
    run(
        c,
        "INSERT INTO sent (turn, part, message) VALUES (?, ?, ?) \
         ON CONFLICT DO UPDATE SET message = excluded.message",
        params![stored(turn), part, message],
    )
}

/// Deletes turns from before `seconds` (Unix) and all that hangs on them.
///
/// # Errors
/// When the database refuses.
pub(crate) fn forget_before(c: &Connection, seconds: i64) -> rusqlite::Result<()> {
    admin::forget_before(c, seconds)?;
    run(c, "DELETE FROM turns WHERE at < ?", params![seconds])?;
    for table in ["sent", "opened", "feedback"] {
        run(
            c,
            &format!("DELETE FROM {table} WHERE turn NOT IN (SELECT turn FROM turns)"),
            params![],
        )?;
    }
    Ok(())
}

fn write_turn(c: &Connection, turn: &PastTurn) -> rusqlite::Result<()> {
    let candidates: Vec<(&str, f64)> = turn
        .candidates
        .iter()
        .map(|(id, confidence)| (id.as_str(), *confidence))
        .collect();
    run(
        c,
        "INSERT OR REPLACE INTO turns (turn, at, chat, topic, person, message, answer_to, \
         language, text, kind, entry, candidates, revision, asked_for) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            stored(turn.turn),
            turn.at_seconds,
            turn.chat_key.chat,
            turn.chat_key.topic,
            turn.person.as_ref().map(|person| person.as_str()),
            turn.message,
            turn.answer_to,
            turn.language.code(),
            turn.text,
            turn.kind.code(),
            turn.answered().map(|id| id.as_str()),
            serde_json::to_string(&candidates).unwrap_or_else(|_| "[]".to_owned()),
            turn.revision,
            turn.asked_for.as_ref().map(|person| person.as_str()),
        ],
    )
}
