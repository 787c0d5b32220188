//! Cards: their tables, what is asked of them, and how a record of theirs is written.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::model::card::{CardLink, CardPlace, CardQuestion, CardRecord, CardRole, StaffCard};
use crate::model::ids::{MessageId, TurnId};
use crate::model::incoming::Place;
use crate::model::person::Person;
use crate::store::sqlite::connection::run;
use crate::store::sqlite::history::queries::stored;
use crate::store::sqlite::read_connection::{ReadConnection, get, get_settled};
use crate::store::{CardQueries, StoreError};

/// The tables.
pub const SCHEMA: &str = include_str!("schema.sql");

/// For how long after its end a card may be opened again by answering it, in seconds: a day.
const REOPEN_SECONDS: i64 = 24 * 3600;

const CARD: &str = "SELECT asked, person, to_chat, to_topic, closed_at, taken_by, answered_at, reply \
                    FROM cards";

impl<L: ReadConnection> CardQueries for L {
    fn staff_card(&self, card: TurnId) -> Result<Option<StaffCard>, StoreError> {
        get(self, |c| {
            c.prepare_cached(&format!("{CARD} WHERE card = ?"))?
                .query_row([stored(card)], one)
                .optional()
                .map(Option::flatten)
        })
    }

    fn open_card(&self, person: &Person, chat: &str) -> Result<Option<StaffCard>, StoreError> {
        get(self, |c| {
            c.prepare_cached(&format!(
                "{CARD} WHERE person = ? AND chat = ? AND closed_at IS NULL \
                 ORDER BY card DESC LIMIT 1"
            ))?
            .query_row(params![person.as_str(), chat], one)
            .optional()
            .map(Option::flatten)
        })
    }

    fn card_of_message(
        &self,
        chat: i64,
        message: MessageId,
    ) -> Result<Option<StaffCard>, StoreError> {
        get_settled(self, |c| {
            c.prepare_cached(&format!(
                "{CARD} WHERE card = \
                 (SELECT card FROM card_messages WHERE chat = ? AND message = ?)"
            ))?
            .query_row([chat, message], one)
            .optional()
            .map(Option::flatten)
        })
    }

    fn card_place(&self, card: TurnId, chat: i64) -> Result<CardPlace, StoreError> {
        get_settled(self, |c| {
            let topic = c
                .prepare_cached(
                    "SELECT topic FROM staff_topics JOIN cards USING (person) \
                     WHERE cards.card = ? AND staff_topics.chat = ?",
                )?
                .query_row([stored(card), chat], |row| row.get(0))
                .optional()?
                .flatten();
            let message = c
                .prepare_cached(
                    "SELECT max(message) FROM card_messages \
                     WHERE card = ? AND chat = ? AND role = 'card'",
                )?
                .query_row([stored(card), chat], |row| row.get(0))?;
            Ok(CardPlace { topic, message })
        })
    }

    fn has_topic(&self, person: &Person, chat: i64) -> Result<bool, StoreError> {
        get(self, |c| {
            c.prepare_cached("SELECT 1 FROM staff_topics WHERE person = ? AND chat = ?")?
                .exists(params![person.as_str(), chat])
        })
    }

    fn turn_of_staff(&self, chat: i64, message: MessageId) -> Result<Option<TurnId>, StoreError> {
        get(self, |c| {
            let turn: Option<Option<i64>> = c
                .prepare_cached("SELECT turn FROM card_messages WHERE chat = ? AND message = ?")?
                .query_row([chat, message], |row| row.get(0))
                .optional()?;
            Ok(turn.flatten().map(i64::cast_unsigned))
        })
    }

    fn staff_message(&self, turn: TurnId, chat: i64) -> Result<Option<MessageId>, StoreError> {
        get(self, |c| {
            c.prepare_cached("SELECT message FROM card_messages WHERE turn = ? AND chat = ?")?
                .query_row([stored(turn), chat], |row| row.get(0))
                .optional()
        })
    }

    fn messages_about(&self, person: &Person, chat: i64) -> Result<Vec<MessageId>, StoreError> {
        get_settled(self, |c| {
            c.prepare_cached(
                "SELECT message FROM card_messages JOIN cards USING (card) \
                 WHERE person = ? AND card_messages.chat = ? AND role IN ('card', 'below') \
                 ORDER BY message",
            )?
            .query_map(params![person.as_str(), chat], |row| row.get(0))?
            .collect()
        })
    }

    fn open_cards(&self, limit: u32) -> Result<Vec<StaffCard>, StoreError> {
        get(self, |c| {
            let cards: rusqlite::Result<Vec<Option<StaffCard>>> = c
                .prepare_cached(&format!(
                    "{CARD} WHERE closed_at IS NULL ORDER BY card LIMIT ?"
                ))?
                .query_map([limit], one)?
                .collect();
            Ok(cards?.into_iter().flatten().collect())
        })
    }

    fn is_muted(&self, person: &Person) -> Result<bool, StoreError> {
        get(self, |c| {
            c.prepare_cached("SELECT 1 FROM muted WHERE person = ?")?
                .exists([person.as_str()])
        })
    }
}

/// One card; `None` where it has a form that is no longer read.
fn one(row: &Row<'_>) -> rusqlite::Result<Option<StaffCard>> {
    let asked: Option<CardQuestion> = serde_json::from_str(&row.get::<_, String>(0)?).ok();
    let to: Option<i64> = row.get(2)?;
    let topic = row.get(3)?;
    let Some(asked) = asked else { return Ok(None) };
    Ok(Some(StaffCard {
        to: to.map(|chat| match asked.in_group {
            true => Place::Group { chat, topic },
            false => Place::Private { chat, topic },
        }),
        asked,
        person: Person::from_stored(row.get(1)?),
        is_closed: row.get::<_, Option<i64>>(4)?.is_some(),
        taken_by: row.get(5)?,
        answered_at: row.get(6)?,
        reply: row.get(7)?,
    }))
}

/// Writes one record, within the caller's transaction. Applying it twice changes nothing more.
///
/// # Errors
/// When the database refuses; the caller then rolls back.
pub(crate) fn apply(c: &Connection, record: &CardRecord) -> rusqlite::Result<()> {
    match record {
        CardRecord::Opened { card, chat } => open(c, card, chat),
        CardRecord::Taken { card, by } => run(
            c,
            "UPDATE cards SET taken_by = ?2 WHERE card = ?1",
            params![stored(*card), by],
        ),
        CardRecord::Answered {
            card,
            at_seconds,
            words,
        } => run(
            c,
            "UPDATE cards SET answered_at = ?2, reply = ?3, closed_at = NULL WHERE card = ?1",
            params![stored(*card), at_seconds, words],
        ),
        CardRecord::Closed { card, at_seconds } => run(
            c,
            "UPDATE cards SET closed_at = ?2 WHERE card = ?1 AND closed_at IS NULL",
            params![stored(*card), at_seconds],
        ),
        CardRecord::Reopened { card } => run(
            c,
            "UPDATE cards SET closed_at = NULL WHERE card = ?1",
            [stored(*card)],
        ),
        CardRecord::Muted {
            person,
            is_muted: true,
            at_seconds,
        } => run(
            c,
            "INSERT OR REPLACE INTO muted (person, at) VALUES (?, ?)",
            params![person.as_str(), at_seconds],
        ),
        CardRecord::Muted { person, .. } => {
            run(c, "DELETE FROM muted WHERE person = ?", [person.as_str()])
        }
        CardRecord::Said {
            chat,
            message,
            card,
            turn,
        } => run(
            c,
            "INSERT OR REPLACE INTO card_messages (chat, message, card, role, turn) \
             VALUES (?, ?, ?, 'said', ?)",
            params![chat, message, stored(*card), stored(*turn)],
        ),
        CardRecord::TopicAsked { person, chat, card } => run(
            c,
            "INSERT OR REPLACE INTO staff_topics (person, chat, card) VALUES (?, ?, ?)",
            params![person.as_str(), chat, stored(*card)],
        ),
    }
}

fn open(c: &Connection, card: &StaffCard, chat: &str) -> rusqlite::Result<()> {
    run(
        c,
        "INSERT OR IGNORE INTO cards (card, at, person, chat, to_chat, to_topic, asked) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![
            stored(card.asked.card),
            card.asked.at_seconds,
            card.person.as_str(),
            chat,
            card.to.and_then(|place| place.chat()),
            card.to.and_then(|place| place.topic()),
            // Plain data with text keys: serde_json cannot fail on it.
            serde_json::to_string(&card.asked).unwrap_or_default(),
        ],
    )
}

/// Notes that a message about a card stands in the staff's chat, or that its topic is there.
pub(crate) fn remember_sent(
    c: &Connection,
    link: CardLink,
    chat: i64,
    message: MessageId,
) -> rusqlite::Result<()> {
    match link.role {
        CardRole::Topic => run(
            c,
            "UPDATE staff_topics SET topic = ? WHERE card = ? AND chat = ?",
            params![message, stored(link.card), chat],
        ),
        CardRole::Card | CardRole::Below => run(
            c,
            "INSERT OR REPLACE INTO card_messages (chat, message, card, role) VALUES (?, ?, ?, ?)",
            params![chat, message, stored(link.card), link.role.code()],
        ),
        CardRole::ToPerson => Ok(()),
    }
}

/// Another topic stands in for that of the card's person, which is gone.
pub(crate) fn replace_topic(
    c: &Connection,
    card: TurnId,
    chat: i64,
    topic: MessageId,
) -> rusqlite::Result<()> {
    run(
        c,
        "UPDATE staff_topics SET topic = ?3 WHERE chat = ?2 \
         AND person = (SELECT person FROM cards WHERE card = ?1)",
        params![stored(card), chat, topic],
    )
}

/// Forgets cards made before `seconds` (Unix), and where the answers to closed ones went.
pub(crate) fn forget_before(
    c: &Connection,
    seconds: i64,
    now_seconds: i64,
) -> rusqlite::Result<()> {
    run(
        c,
        "UPDATE cards SET to_chat = NULL, to_topic = NULL WHERE closed_at < ?",
        [now_seconds - REOPEN_SECONDS],
    )?;
    run(c, "DELETE FROM cards WHERE at < ?", [seconds])?;
    run(c, "DELETE FROM muted WHERE at < ?", [seconds])?;
    forget_orphans(c)
}

/// Forgets every card of this person.
pub(crate) fn forget_person(c: &Connection, person: &Person) -> rusqlite::Result<()> {
    for table in ["cards", "staff_topics", "muted"] {
        run(
            c,
            &format!("DELETE FROM {table} WHERE person = ?"),
            [person.as_str()],
        )?;
    }
    forget_orphans(c)
}

fn forget_orphans(c: &Connection) -> rusqlite::Result<()> {
    run(
        c,
        "DELETE FROM card_messages WHERE card NOT IN (SELECT card FROM cards)",
        [],
    )?;
    run(
        c,
        "DELETE FROM staff_topics WHERE person NOT IN (SELECT person FROM cards)",
        [],
    )
}
