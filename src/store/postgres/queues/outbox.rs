//! The outbox's tables, and what is known of chats.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use tokio_postgres::Row;

use crate::model::card::{CardLink, CardRole};
use crate::model::incoming::{MessageId, Place, TurnId};
use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::{Value, values};
use crate::store::postgres::queues::numbers::Numbers;
use crate::store::postgres::queues::sent::Sent;
use crate::store::postgres::store::PostgresStore;
use crate::store::{
    ChatState, ConversationHistory as _, Outbox, OutboxId, Outcome, PendingMessage, Receipt,
    ScheduledDeletion, StoreError, Target,
};

/// What is read of a message that waits.
const COLUMNS: &str = "id, turn, part, chat, urgent, carries, method, body, text, target, \
     target_turn, target_at, attachment, lifetime_seconds, card, card_role, not_before";

/// What is written of a message.
const MESSAGE_COLUMNS: [(&str, &str); 17] = [
    ("turn", "bigint"),
    ("part", "bigint"),
    ("at_seconds", "bigint"),
    ("urgent", "boolean"),
    ("carries", "boolean"),
    ("chat", "bigint"),
    ("method", "text"),
    ("body", "text"),
    ("text", "text"),
    ("target", "text"),
    ("target_turn", "bigint"),
    ("target_at", "bigint"),
    ("lifetime_seconds", "bigint"),
    ("card", "bigint"),
    ("card_role", "text"),
    ("claim", "bigint"),
    ("attachment", "bytea"),
];

/// What was not sent stays with the reason, without its words and without a person's number.
const NOT_SENT: &str = "UPDATE outbox SET outcome = $3, why = $4, body = NULL, text = NULL, \
     target_turn = NULL, target_at = NULL, attachment = NULL, \
     chat = CASE WHEN chat < 0 THEN chat END WHERE id = $1 AND turn = $2 AND coalesce(outcome, '') = ''";

impl PostgresStore {
    pub(crate) fn numbers(&self) -> MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A chat as it may be stored: the number of a private one is its person's.
    fn stored_chat(&self, chat: i64) -> String {
        let place = match chat > 0 {
            true => Place::Private { chat, topic: None },
            false => Place::Group { chat, topic: None },
        };
        self.person_key().chat_key(place).chat
    }

    /// The messages in these rows that this process is the first to see.
    pub(crate) fn first_seen(&self, rows: Vec<i64>) -> Result<Vec<PendingMessage>, StoreError> {
        let wanted: Vec<(OutboxId, i64)> = {
            let mut numbers = self.numbers();
            let first = rows
                .into_iter()
                .filter_map(|row| Some((numbers.first_untold(row)?, row)));
            first.collect()
        };
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        self.read_messages(&wanted).inspect_err(|_| {
            // They are seen for the first time when that works.
            let mut numbers = self.numbers();
            wanted
                .iter()
                .for_each(|(number, _)| numbers.forget(*number));
        })
    }

    /// The messages with these numbers, in these rows, that are not settled.
    fn read_messages(&self, wanted: &[(OutboxId, i64)]) -> Result<Vec<PendingMessage>, StoreError> {
        let rows: Vec<i64> = wanted.iter().map(|(_, row)| *row).collect();
        let sql = format!(
            "SELECT {COLUMNS} FROM outbox WHERE id = ANY($1) AND coalesce(outcome, '') = ''"
        );
        let mut found: HashMap<i64, PendingMessage> = self
            .list(&sql, &values![rows], message)?
            .into_iter()
            .map(|message| (message.id, message))
            .collect();
        let mut messages = Vec::with_capacity(found.len());
        for (number, row) in wanted {
            match found.remove(row) {
                Some(message) => messages.push(PendingMessage {
                    id: *number,
                    ..message
                }),
                // Settled meanwhile.
                None => self.numbers().settle(*number),
            }
        }
        Ok(messages)
    }

    fn change<'a>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value<'a>>,
    ) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        batch.add(sql, values);
        self.write(batch).map(drop)
    }
}

impl Outbox for PostgresStore {
    fn open_entries(
        &self,
        after: Option<OutboxId>,
        limit: u32,
    ) -> Result<Vec<PendingMessage>, StoreError> {
        let first = self.seen().floor.first().1;
        let open: Vec<i64> = self.list(
            "SELECT * FROM open_messages($1, $2)",
            &values![self.fence()?, first],
            |row| col(row, 0),
        )?;
        let wanted = {
            let mut numbers = self.numbers();
            for row in open {
                numbers.number(row);
            }
            numbers.behind(after.unwrap_or(0), limit as usize)
        };
        self.read_messages(&wanted)
    }

    fn settle(&self, settled: &[Receipt]) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        let mut sent = Sent::default();
        {
            let numbers = self.numbers();
            for Receipt { id, turn, outcome } in settled {
                let Some(row) = numbers.row(*id) else {
                    continue;
                };
                let (name, why) = match outcome {
                    Outcome::Sent(message) => {
                        sent.push(row, *turn, *message);
                        continue;
                    }
                    Outcome::Replaced => {
                        sent.push(row, *turn, None);
                        continue;
                    }
                    Outcome::Refused(why) => ("refused", why),
                    Outcome::Unknown(why) => ("unknown", why),
                };
                batch.add(NOT_SENT, values![row, *turn, name, why]);
            }
        }
        if batch.is_empty() && sent.is_empty() {
            return Ok(());
        }
        let is_one = batch.is_empty();
        if !sent.is_empty() {
            sent.add_to(&mut batch, self.fence()?);
        }
        let written = match is_one {
            true => self.write_alone(batch),
            false => self.write(batch),
        };
        if let Err(error) = written {
            if error == StoreError::Fenced {
                // Others wait for it a while.
                sent.say(&self.pool)?;
            }
            return Err(error);
        }
        let mut numbers = self.numbers();
        for receipt in settled {
            numbers.settle(receipt.id);
        }
        Ok(())
    }

    fn postpone(&self, id: OutboxId, not_before_seconds: i64) -> Result<(), StoreError> {
        let Some(row) = self.numbers().row(id) else {
            return Ok(());
        };
        self.change(
            "UPDATE outbox SET not_before = $2 WHERE id = $1",
            values![row, not_before_seconds],
        )
    }

    fn set_chat(&self, chat: i64, state: &ChatState, now_seconds: i64) -> Result<(), StoreError> {
        let name = self.stored_chat(chat);
        let (gone, moved) = match state {
            ChatState::Here => {
                return self.change("DELETE FROM chat_state WHERE chat = $1", values![name]);
            }
            ChatState::Gone(why) => (Some(why.as_str()), None),
            ChatState::Moved(to) => (None, Some(*to)),
        };
        self.change(
            "INSERT INTO chat_state (chat, at_seconds, gone, moved_to) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (chat) DO UPDATE SET at_seconds = excluded.at_seconds, \
             gone = excluded.gone, moved_to = excluded.moved_to",
            values![name, now_seconds, gone, moved],
        )
    }

    fn chat(&self, chat: i64) -> Result<ChatState, StoreError> {
        let found = self.first(
            "SELECT gone, moved_to FROM chat_state WHERE chat = $1",
            &values![self.stored_chat(chat)],
            |row| {
                Ok(match (col::<Option<String>>(row, 0)?, col(row, 1)?) {
                    (_, Some(to)) => ChatState::Moved(to),
                    (Some(why), None) => ChatState::Gone(why),
                    (None, None) => ChatState::Here,
                })
            },
        )?;
        Ok(found.unwrap_or(ChatState::Here))
    }

    fn schedule_deletion(&self, deletion: &ScheduledDeletion) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO scheduled_deletions (chat, message, at_seconds) VALUES ($1, $2, $3) \
             ON CONFLICT (chat, message) DO UPDATE SET at_seconds = excluded.at_seconds",
            values![deletion.chat, deletion.message, deletion.at_seconds],
        )
    }

    fn deletion_done(&self, deletion: &ScheduledDeletion) -> Result<(), StoreError> {
        self.change(
            "DELETE FROM scheduled_deletions WHERE chat = $1 AND message = $2",
            values![deletion.chat, deletion.message],
        )
    }

    fn replace_topic(&self, card: TurnId, chat: i64, topic: MessageId) -> Result<(), StoreError> {
        self.change(
            "UPDATE staff_topics SET topic = $3 WHERE chat = $2 \
             AND person = (SELECT person FROM cards WHERE card = $1)",
            values![card, chat, topic],
        )
    }

    fn scheduled_deletions(&self) -> Result<Vec<ScheduledDeletion>, StoreError> {
        self.list(
            "SELECT chat, message, at_seconds FROM scheduled_deletions ORDER BY at_seconds",
            &[],
            |row| {
                Ok(ScheduledDeletion {
                    chat: col(row, 0)?,
                    message: col(row, 1)?,
                    at_seconds: col(row, 2)?,
                })
            },
        )
    }
}

/// Queues messages, each in a claim; the statement's rows are the numbers of their rows, in their order.
pub(crate) fn queue<'a>(batch: &mut Batch<'a>, messages: &[(i64, i64, &'a PendingMessage)]) {
    let values = message_values(messages);
    let rows = messages.len();
    batch.insert("outbox", &MESSAGE_COLUMNS, rows, values, "RETURNING id");
}

/// Messages as the columns [`MESSAGE_COLUMNS`]: each with its time and its claim.
pub(crate) fn message_values<'a>(messages: &[(i64, i64, &'a PendingMessage)]) -> Vec<Value<'a>> {
    let all = || messages.iter().map(|(_, _, message)| *message);
    let target = |message: &PendingMessage| match message.target {
        None => (None, None, None),
        Some(Target::Page(turn, page)) => (Some("page"), Some(turn), Some(page.into())),
        Some(Target::PagesFrom(turn, page)) => (Some("pages from"), Some(turn), Some(page.into())),
        Some(Target::OtherPages(turn, message)) => (Some("other pages"), Some(turn), Some(message)),
    };
    let signed = |number: Option<u64>| number.map(u64::cast_signed);
    vec![
        all().map(|message| message.turn.cast_signed()).collect(),
        all().map(|message| i64::from(message.part)).collect(),
        messages
            .iter()
            .map(|(at_seconds, _, _)| *at_seconds)
            .collect(),
        all().map(|message| message.urgent).collect(),
        all().map(|message| message.carries).collect(),
        all().map(|message| message.chat).collect(),
        all().map(|message| message.method.as_str()).collect(),
        all().map(|message| message.payload.as_str()).collect(),
        all().map(|message| message.text.as_deref()).collect(),
        all().map(|message| target(message).0).collect(),
        all().map(|message| signed(target(message).1)).collect(),
        all().map(|message| target(message).2).collect(),
        all()
            .map(|message| message.lifetime_seconds.map(i64::from))
            .collect(),
        all()
            .map(|message| signed(message.link.map(|link| link.card)))
            .collect(),
        all()
            .map(|message| message.link.map(|link| link.role.code()))
            .collect(),
        messages.iter().map(|(_, claim, _)| *claim).collect(),
        all().map(|message| message.attachment.as_deref()).collect(),
    ]
}

/// One row as a message, under the number of its row.
fn message(row: &Row) -> Result<PendingMessage, StoreError> {
    let narrow = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
    let text = |index| col::<Option<String>>(row, index);
    let link = col::<Option<i64>>(row, 14)?
        .zip(text(15)?)
        .and_then(|(card, role)| {
            Some(CardLink {
                card: card.cast_unsigned(),
                role: CardRole::from_code(&role)?,
            })
        });
    Ok(PendingMessage {
        id: col(row, 0)?,
        turn: turn_at(row, 1)?,
        part: narrow(col(row, 2)?).unwrap_or(0),
        chat: col(row, 3)?,
        urgent: col(row, 4)?,
        carries: col(row, 5)?,
        method: text(6)?.unwrap_or_default(),
        payload: text(7)?.unwrap_or_default(),
        text: text(8)?.map(Into::into),
        target: target(row)?,
        attachment: col::<Option<Vec<u8>>>(row, 12)?.map(Into::into),
        lifetime_seconds: narrow(col(row, 13)?),
        link,
        not_before_seconds: col(row, 16)?,
    })
}

fn target(row: &Row) -> Result<Option<Target>, StoreError> {
    let (Some(name), Some(turn), Some(at)) = (
        col::<Option<String>>(row, 9)?,
        col::<Option<i64>>(row, 10)?,
        col::<Option<i64>>(row, 11)?,
    ) else {
        return Ok(None);
    };
    let (turn, page) = (turn.cast_unsigned(), u32::try_from(at).unwrap_or(0));
    Ok(match name.as_str() {
        "page" => Some(Target::Page(turn, page)),
        "pages from" => Some(Target::PagesFrom(turn, page)),
        "other pages" => Some(Target::OtherPages(turn, at)),
        _ => None,
    })
}
