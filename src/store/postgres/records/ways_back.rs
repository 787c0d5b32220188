//! The way back to people whose questions found no answer.

use tokio_postgres::Row;

use crate::faq::EntryId;
use crate::model::asked::{OpenQuestion, WAY_BACK_SECONDS, WayBack};
use crate::model::incoming::{Place, TurnId};
use crate::model::person::Person;
use crate::store::StoreError;
use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::records::language::language;
use crate::store::postgres::store::PostgresStore;

/// Keeps the way back; that of an earlier form of the same message goes.
pub(crate) fn keep<'a>(batch: &mut Batch<'a>, way: &'a WayBack) {
    let Some(chat) = way.place.chat() else { return };
    batch.add(
        "DELETE FROM ways_back WHERE chat = $1 AND message = $2 OR turn = $3",
        values![chat, way.message, way.turn],
    );
    batch.add(
        "INSERT INTO ways_back (turn, at, person, chat, topic, in_group, message) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            way.turn,
            way.at_seconds,
            way.person.as_str(),
            chat,
            way.place.topic(),
            way.place.is_group(),
            way.message,
        ],
    );
}

/// Whoever asked in these turns has an answer.
pub(crate) fn answered(batch: &mut Batch<'_>, turns: &[TurnId]) {
    let turns: Vec<i64> = turns.iter().map(|turn| turn.cast_signed()).collect();
    batch.add("DELETE FROM ways_back WHERE turn = ANY($1)", values![turns]);
}

/// Questions that are still without an answer: of what was offered nothing was opened, and nobody
/// said that something helped.
pub(crate) fn open(
    store: &PostgresStore,
    since_seconds: i64,
    limit: u32,
) -> Result<Vec<OpenQuestion>, StoreError> {
    let sql = "SELECT turn, way.at, way.person, way.chat, way.topic, in_group, way.message, text, \
             language, disliked \
         FROM ways_back AS way JOIN turns USING (turn) CROSS JOIN LATERAL ( \
             SELECT string_agg(entry, ' ') FILTER (WHERE NOT helpful) AS disliked, \
                    coalesce(bool_or(helpful), false) AS helped \
             FROM feedback WHERE feedback.turn = way.turn) AS said \
         WHERE way.at >= $1 AND text <> '' AND NOT helped \
         AND (kind = 'unanswered' OR disliked IS NOT NULL OR (kind = 'suggested' \
              AND NOT EXISTS (SELECT 1 FROM opened WHERE opened.turn = way.turn))) \
         ORDER BY way.at DESC, turn DESC LIMIT $2";
    store.list(sql, &values![since_seconds, limit], one)
}

fn one(row: &Row) -> Result<OpenQuestion, StoreError> {
    let (chat, topic) = (col(row, 3)?, col(row, 4)?);
    let disliked: Option<String> = col(row, 9)?;
    let disliked = disliked.unwrap_or_default();
    Ok(OpenQuestion {
        way_back: WayBack {
            turn: turn_at(row, 0)?,
            at_seconds: col(row, 1)?,
            person: Person::from_stored(col(row, 2)?),
            place: match col(row, 5)? {
                true => Place::Group { chat, topic },
                false => Place::Private { chat, topic },
            },
            message: col(row, 6)?,
        },
        text: col(row, 7)?,
        language: language(&col::<String>(row, 8)?),
        disliked: disliked.split(' ').filter_map(EntryId::new).collect(),
    })
}

/// A group goes on under another number.
pub(crate) fn move_chat(batch: &mut Batch<'_>, from: &str, to: &str) {
    let number = |stored: &str| stored.strip_prefix('g')?.parse::<i64>().ok();
    if let (Some(from), Some(to)) = (number(from), number(to)) {
        batch.add(
            "UPDATE ways_back SET chat = $2 WHERE chat = $1",
            values![from, to],
        );
    }
}

/// Forgets every way back that is older than a day, and alerts of then.
pub(crate) fn forget_before(batch: &mut Batch<'_>, now_seconds: i64) {
    for table in ["ways_back", "alerted"] {
        batch.add(
            format!("DELETE FROM {table} WHERE at < $1"),
            values![now_seconds - WAY_BACK_SECONDS],
        );
    }
}

/// Forgets the way back to this person.
pub(crate) fn forget_person<'a>(batch: &mut Batch<'a>, person: &'a Person) {
    batch.add(
        "DELETE FROM ways_back WHERE person = $1",
        values![person.as_str()],
    );
}
