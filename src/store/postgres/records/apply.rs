//! Writing: what each record changes. Applying a record twice changes nothing more.

use crate::conversation::{PastTurn, Record};
use crate::store::postgres::connection::session::Batch;
use crate::store::postgres::connection::value::values;
use crate::store::postgres::records::{admin, business, cards, ways_back};

/// Tables whose rows hang on a turn.
const BELOW_TURNS: [&str; 3] = ["sent", "opened", "feedback"];

/// Writes one record, within the transaction of `batch`.
pub(crate) fn apply<'a>(batch: &mut Batch<'a>, record: &'a Record) {
    match record {
        Record::Turn(turn) => write_turn(batch, turn),
        Record::Admin(record) => admin::apply(batch, record),
        Record::Business(record) => business::apply(batch, record),
        Record::Card(record) => cards::apply(batch, record),
        Record::Feedback {
            turn,
            entry,
            person,
            helpful,
            at_seconds,
        } => batch.add(
            "INSERT INTO feedback (turn, entry, person, helpful, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            values![
                *turn,
                entry.as_str(),
                person.as_str(),
                *helpful,
                *at_seconds
            ],
        ),
        Record::Reason {
            turn,
            entry,
            person,
            reason,
        } => batch.add(
            "UPDATE feedback SET reason = $1 \
             WHERE turn = $2 AND entry = $3 AND person = $4 AND NOT helpful",
            values![reason.code(), *turn, entry.as_str(), person.as_str()],
        ),
        Record::Opened {
            turn,
            entry,
            at_seconds,
        } => batch.add(
            "INSERT INTO opened (turn, entry, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![*turn, entry.as_str(), *at_seconds],
        ),
        Record::Languages { person, languages } => batch.add(
            "INSERT INTO people (person, languages) VALUES ($1, $2) \
             ON CONFLICT (person) DO UPDATE SET languages = excluded.languages",
            values![person.as_str(), languages.code()],
        ),
        Record::Group { chat, settings } => batch.add(
            "INSERT INTO chat_groups (chat, languages, cooldown_seconds, listening, reply) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (chat) DO UPDATE SET \
             languages = excluded.languages, cooldown_seconds = excluded.cooldown_seconds, \
             listening = excluded.listening, reply = excluded.reply",
            values![
                chat,
                settings.languages.code(),
                settings.cooldown_seconds,
                settings.listening,
                settings.reply.code(),
            ],
        ),
        Record::Introduced { chat, at_seconds } => batch.add(
            "INSERT INTO chat_groups (chat, introduced_at) VALUES ($1, $2) \
             ON CONFLICT (chat) DO UPDATE SET introduced_at = excluded.introduced_at",
            values![chat, *at_seconds],
        ),
        Record::Moved { from, to } => {
            batch.add(
                "UPDATE turns SET chat = $2 WHERE chat = $1",
                values![from, to],
            );
            ways_back::move_chat(batch, from, to);
            // What the new chat has already is newer than what moves.
            batch.add(
                "UPDATE chat_groups SET chat = $2 WHERE chat = $1 \
                 AND NOT EXISTS (SELECT 1 FROM chat_groups WHERE chat = $2)",
                values![from, to],
            );
            batch.add("DELETE FROM chat_groups WHERE chat = $1", values![from]);
        }
        Record::Forget { person, chat } => {
            admin::forget_person(batch, person);
            business::forget_person(batch, person);
            cards::forget_person(batch, person);
            for table in ["feedback", "people"] {
                batch.add(
                    format!("DELETE FROM {table} WHERE person = $1"),
                    values![person.as_str()],
                );
            }
            let theirs = "person = $1 OR asked_for = $1 OR chat = $2";
            for table in BELOW_TURNS {
                batch.add(
                    format!(
                        "DELETE FROM {table} WHERE turn IN (SELECT turn FROM turns WHERE {theirs})"
                    ),
                    values![person.as_str(), chat.as_deref()],
                );
            }
            batch.add(
                format!("DELETE FROM turns WHERE {theirs}"),
                values![person.as_str(), chat.as_deref()],
            );
        }
    }
}

/// Deletes turns from before `seconds` (Unix) and all that hangs on them.
pub(crate) fn forget_before(batch: &mut Batch<'_>, seconds: i64) {
    admin::forget_before(batch, seconds);
    batch.add("DELETE FROM turns WHERE at < $1", values![seconds]);
    for table in BELOW_TURNS {
        batch.add(
            format!(
                "DELETE FROM {table} WHERE NOT EXISTS \
                 (SELECT 1 FROM turns WHERE turns.turn = {table}.turn)"
            ),
            [],
        );
    }
}

fn write_turn<'a>(batch: &mut Batch<'a>, turn: &'a PastTurn) {
    let candidates: Vec<(&str, f64)> = turn
        .candidates
        .iter()
        .map(|(id, confidence)| (id.as_str(), *confidence))
        .collect();
    batch.add(
        "INSERT INTO turns (turn, at, chat, topic, person, message, answer_to, language, text, \
         kind, entry, candidates, revision, asked_for) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
         ON CONFLICT (turn) DO UPDATE SET at = excluded.at, chat = excluded.chat, \
         topic = excluded.topic, person = excluded.person, message = excluded.message, \
         answer_to = excluded.answer_to, language = excluded.language, text = excluded.text, \
         kind = excluded.kind, entry = excluded.entry, candidates = excluded.candidates, \
         revision = excluded.revision, asked_for = excluded.asked_for",
        values![
            turn.turn,
            turn.at_seconds,
            &turn.chat_key.chat,
            turn.chat_key.topic,
            turn.person.as_ref().map(|person| person.as_str()),
            turn.message,
            turn.answer_to,
            turn.language.code(),
            &turn.text,
            turn.kind.code(),
            turn.answered().map(|id| id.as_str()),
            serde_json::to_string(&candidates).unwrap_or_else(|_| "[]".to_owned()),
            &turn.revision,
            turn.asked_for.as_ref().map(|person| person.as_str()),
        ],
    );
}
