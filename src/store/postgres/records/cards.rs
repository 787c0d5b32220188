//! Cards: what is asked of their tables, and how a record of theirs is written.

use tokio_postgres::Row;

use crate::model::card::{CardPlace, CardQuestion, CardRecord, StaffCard};
use crate::model::ids::{MessageId, TurnId};
use crate::model::incoming::Place;
use crate::model::person::Person;
use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::{Value, values};
use crate::store::postgres::store::PostgresStore;
use crate::store::{CardQueries, StoreError};

/// For how long after its end a card may be opened again by answering it, in seconds: a day.
const REOPEN_SECONDS: i64 = 24 * 3600;

const CARD: &str = "SELECT asked, person, to_chat, to_topic, closed_at, taken_by, answered_at, reply \
                    FROM cards";

impl PostgresStore {
    fn one_card(&self, rest: &str, values: &[Value<'_>]) -> Result<Option<StaffCard>, StoreError> {
        Ok(self
            .first(&format!("{CARD} {rest}"), values, one)?
            .flatten())
    }
}

impl CardQueries for PostgresStore {
    fn staff_card(&self, card: TurnId) -> Result<Option<StaffCard>, StoreError> {
        self.one_card("WHERE card = $1", &values![card])
    }

    fn open_card(&self, person: &Person, chat: &str) -> Result<Option<StaffCard>, StoreError> {
        self.one_card(
            "WHERE person = $1 AND chat = $2 AND closed_at IS NULL ORDER BY card DESC LIMIT 1",
            &values![person.as_str(), chat],
        )
    }

    fn card_of_message(
        &self,
        chat: i64,
        message: MessageId,
    ) -> Result<Option<StaffCard>, StoreError> {
        self.one_card(
            "WHERE card = (SELECT card FROM card_messages WHERE chat = $1 AND message = $2)",
            &values![chat, message],
        )
    }

    fn card_place(&self, card: TurnId, chat: i64) -> Result<CardPlace, StoreError> {
        let found = self.first(
            "SELECT (SELECT topic FROM staff_topics JOIN cards USING (person) \
                     WHERE cards.card = $1 AND staff_topics.chat = $2 LIMIT 1), \
                    (SELECT max(message) FROM card_messages \
                     WHERE card = $1 AND chat = $2 AND role = 'card')",
            &values![card, chat],
            |row| {
                Ok(CardPlace {
                    topic: col(row, 0)?,
                    message: col(row, 1)?,
                })
            },
        )?;
        Ok(found.unwrap_or_default())
    }

    fn has_topic(&self, person: &Person, chat: i64) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM staff_topics WHERE person = $1 AND chat = $2";
        self.has(sql, &values![person.as_str(), chat])
    }

    fn turn_of_staff(&self, chat: i64, message: MessageId) -> Result<Option<TurnId>, StoreError> {
        let sql = "SELECT turn FROM card_messages WHERE chat = $1 AND message = $2 \
                   AND turn IS NOT NULL";
        self.first(sql, &values![chat, message], |row| turn_at(row, 0))
    }

    fn staff_message(&self, turn: TurnId, chat: i64) -> Result<Option<MessageId>, StoreError> {
        let sql = "SELECT message FROM card_messages WHERE turn = $1 AND chat = $2 LIMIT 1";
        self.first(sql, &values![turn, chat], |row| col(row, 0))
    }

    fn messages_about(&self, person: &Person, chat: i64) -> Result<Vec<MessageId>, StoreError> {
        let sql = "SELECT message FROM card_messages JOIN cards USING (card) \
                   WHERE person = $1 AND card_messages.chat = $2 AND role IN ('card', 'below') \
                   ORDER BY message";
        self.list(sql, &values![person.as_str(), chat], |row| col(row, 0))
    }

    fn open_cards(&self, limit: u32) -> Result<Vec<StaffCard>, StoreError> {
        let sql = format!("{CARD} WHERE closed_at IS NULL ORDER BY card LIMIT $1");
        let cards = self.list(&sql, &values![limit], one)?;
        Ok(cards.into_iter().flatten().collect())
    }

    fn is_muted(&self, person: &Person) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM muted WHERE person = $1";
        self.has(sql, &values![person.as_str()])
    }
}

/// One card; `None` where it has a form that is no longer read.
fn one(row: &Row) -> Result<Option<StaffCard>, StoreError> {
    let asked: Option<CardQuestion> = serde_json::from_str(&col::<String>(row, 0)?).ok();
    let Some(asked) = asked else { return Ok(None) };
    let to: Option<i64> = col(row, 2)?;
    let topic = col(row, 3)?;
    Ok(Some(StaffCard {
        to: to.map(|chat| match asked.in_group {
            true => Place::Group { chat, topic },
            false => Place::Private { chat, topic },
        }),
        asked,
        person: Person::from_stored(col(row, 1)?),
        is_closed: col::<Option<i64>>(row, 4)?.is_some(),
        taken_by: col(row, 5)?,
        answered_at: col(row, 6)?,
        reply: col(row, 7)?,
    }))
}

/// Writes one record, within the transaction of `batch`.
pub(crate) fn apply<'a>(batch: &mut Batch<'a>, record: &'a CardRecord) {
    match record {
        CardRecord::Opened { card, chat } => batch.add(
            "INSERT INTO cards (card, at, person, chat, to_chat, to_topic, asked) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            values![
                card.asked.card,
                card.asked.at_seconds,
                card.person.as_str(),
                chat,
                card.to.and_then(|place| place.chat()),
                card.to.and_then(|place| place.topic()),
                // Plain data with text keys: serde_json cannot fail on it.
                serde_json::to_string(&card.asked).unwrap_or_default(),
            ],
        ),
        CardRecord::Taken { card, by } => batch.add(
            "UPDATE cards SET taken_by = $2 WHERE card = $1",
            values![*card, by],
        ),
        CardRecord::Answered {
            card,
            at_seconds,
            words,
        } => batch.add(
            "UPDATE cards SET answered_at = $2, reply = $3, closed_at = NULL WHERE card = $1",
            values![*card, *at_seconds, words],
        ),
        CardRecord::Closed { card, at_seconds } => batch.add(
            "UPDATE cards SET closed_at = $2 WHERE card = $1 AND closed_at IS NULL",
            values![*card, *at_seconds],
        ),
        CardRecord::Reopened { card } => batch.add(
            "UPDATE cards SET closed_at = NULL WHERE card = $1",
            values![*card],
        ),
        CardRecord::Muted {
            person,
            is_muted: true,
            at_seconds,
        } => batch.add(
            "INSERT INTO muted (person, at) VALUES ($1, $2) \
             ON CONFLICT (person) DO UPDATE SET at = excluded.at",
            values![person.as_str(), *at_seconds],
        ),
        CardRecord::Muted { person, .. } => {
            batch.add(
                "DELETE FROM muted WHERE person = $1",
                values![person.as_str()],
            );
        }
        CardRecord::Said {
            chat,
            message,
            card,
            turn,
        } => batch.add(
            "INSERT INTO card_messages (chat, message, card, role, turn) \
             VALUES ($1, $2, $3, 'said', $4) ON CONFLICT (chat, message) DO UPDATE \
             SET card = excluded.card, role = excluded.role, turn = excluded.turn",
            values![*chat, *message, *card, *turn],
        ),
        CardRecord::TopicAsked { person, chat, card } => batch.add(
            "INSERT INTO staff_topics (person, chat, card) VALUES ($1, $2, $3) \
             ON CONFLICT (person, chat) DO UPDATE SET card = excluded.card, topic = NULL",
            values![person.as_str(), *chat, *card],
        ),
    }
}

/// Forgets cards made before `seconds` (Unix), and where the answers to closed ones went.
pub(crate) fn forget_before(batch: &mut Batch<'_>, seconds: i64, now_seconds: i64) {
    batch.add(
        "UPDATE cards SET to_chat = NULL, to_topic = NULL \
         WHERE closed_at < $1 AND (to_chat IS NOT NULL OR to_topic IS NOT NULL)",
        values![now_seconds - REOPEN_SECONDS],
    );
    for table in ["cards", "muted"] {
        batch.add(
            format!("DELETE FROM {table} WHERE at < $1"),
            values![seconds],
        );
    }
    forget_orphans(batch);
}

/// Forgets every card of this person.
pub(crate) fn forget_person<'a>(batch: &mut Batch<'a>, person: &'a Person) {
    for table in ["cards", "staff_topics", "muted"] {
        batch.add(
            format!("DELETE FROM {table} WHERE person = $1"),
            values![person.as_str()],
        );
    }
    forget_orphans(batch);
}

fn forget_orphans(batch: &mut Batch<'_>) {
    let messages = "DELETE FROM card_messages WHERE NOT EXISTS \
                    (SELECT 1 FROM cards WHERE cards.card = card_messages.card)";
    let topics = "DELETE FROM staff_topics WHERE NOT EXISTS \
                  (SELECT 1 FROM cards WHERE cards.person = staff_topics.person)";
    batch.add(messages, []);
    batch.add(topics, []);
}
