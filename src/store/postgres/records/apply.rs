//! Writing: what each record changes. Applying a record twice changes nothing more.

use std::borrow::Cow;

use crate::conversation::{PastTurn, Record};
use crate::model::person::group_number;
use crate::store::postgres::connection::session::Batch;
use crate::store::postgres::connection::value::{Value, values};
use crate::store::postgres::records::{admin, business, cards, ways_back};

/// The columns of a turn.
const TURN_COLUMNS: [(&str, &str); 14] = [
    ("turn", "bigint"),
    ("at", "bigint"),
    ("chat", "text"),
    ("topic", "bigint"),
    ("person", "text"),
    ("message", "bigint"),
    ("answer_to", "bigint"),
    ("language", "text"),
    ("text", "text"),
    ("kind", "text"),
    ("entry", "text"),
    ("candidates", "text"),
    ("revision", "text"),
    ("asked_for", "text"),
];
/// Tables whose rows hang on a turn.
const BELOW_TURNS: [&str; 3] = ["sent", "opened", "feedback"];

/// Writes records in their order, within the transaction of `batch`. Turns that follow each other are written
/// by one statement.
pub(crate) fn apply_all<'a>(batch: &mut Batch<'a>, records: impl Iterator<Item = &'a Record>) {
    let mut turns: Vec<&PastTurn> = Vec::new();
    for record in records {
        match record {
            // One statement must not write a row twice.
            Record::Turn(turn) if turns.iter().all(|other| other.turn != turn.turn) => {
                turns.push(turn);
            }
            _ => {
                write_turns(batch, &std::mem::take(&mut turns));
                apply(batch, record);
            }
        }
    }
    write_turns(batch, &turns);
}

/// Writes one record, within the transaction of `batch`.
pub(crate) fn apply<'a>(batch: &mut Batch<'a>, record: &'a Record) {
    match record {
        Record::Turn(turn) => write_turns(batch, &[turn]),
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
            if let Some(number) = group_number(to) {
                batch.add(
                    "INSERT INTO chat_state (chat, at_seconds, moved_to) \
                     VALUES ($1, extract(epoch FROM now())::bigint, $2) \
                     ON CONFLICT (chat) DO UPDATE SET at_seconds = excluded.at_seconds, \
                     gone = NULL, moved_to = excluded.moved_to",
                    values![from, number],
                );
            }
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

/// Deletes what admins saw and wrote before `seconds` (Unix). Turns go in portions.
pub(crate) fn forget_before(batch: &mut Batch<'_>, seconds: i64) {
    admin::forget_before(batch, seconds);
}

/// Deletes what hangs on a turn that is gone, or that never was.
pub(crate) fn forget_leftovers(batch: &mut Batch<'_>) {
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

fn write_turns<'a>(batch: &mut Batch<'a>, turns: &[&'a PastTurn]) {
    if turns.is_empty() {
        return;
    }
    batch.insert(
        "turns",
        &TURN_COLUMNS,
        turns.len(),
        turn_values(turns),
        "ON CONFLICT (turn) DO UPDATE SET at = excluded.at, chat = excluded.chat, \
         topic = excluded.topic, person = excluded.person, message = excluded.message, \
         answer_to = excluded.answer_to, language = excluded.language, text = excluded.text, \
         kind = excluded.kind, entry = excluded.entry, candidates = excluded.candidates, \
         revision = excluded.revision, asked_for = excluded.asked_for",
    );
}

/// Turns as the columns [`TURN_COLUMNS`].
pub(crate) fn turn_values<'a>(turns: &[&'a PastTurn]) -> Vec<Value<'a>> {
    let all = || turns.iter();
    let candidates = all().map(|turn| {
        let candidates = turn.candidates.iter();
        let candidates = candidates.map(|(id, confidence)| (id.as_str(), *confidence));
        let candidates: Vec<(&str, f64)> = candidates.collect();
        Some(serde_json::to_string(&candidates).map_or("[]".into(), Cow::Owned))
    });
    vec![
        all().map(|turn| turn.turn.cast_signed()).collect(),
        all().map(|turn| turn.at_seconds).collect(),
        all().map(|turn| turn.chat_key.chat.as_str()).collect(),
        all().map(|turn| turn.chat_key.topic).collect(),
        all()
            .map(|turn| turn.person.as_ref().map(|person| person.as_str()))
            .collect(),
        all().map(|turn| turn.message).collect(),
        all().map(|turn| turn.answer_to).collect(),
        all().map(|turn| turn.language.code()).collect(),
        all().map(|turn| turn.text.as_str()).collect(),
        all().map(|turn| turn.kind.code()).collect(),
        all()
            .map(|turn| turn.answered().map(|id| id.as_str()))
            .collect(),
        Value::Texts(candidates.collect()),
        all().map(|turn| turn.revision.as_str()).collect(),
        all()
            .map(|turn| turn.asked_for.as_ref().map(|person| person.as_str()))
            .collect(),
    ]
}
