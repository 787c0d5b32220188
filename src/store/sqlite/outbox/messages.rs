//! The outbox's table: messages that wait, and how each ended.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use crate::model::card::{CardLink, CardRole};
use crate::store::sqlite::apply;
use crate::store::sqlite::connection::Transaction;
use crate::store::sqlite::history::cards;
use crate::store::sqlite::outbox::interned_texts::{self, InternedTexts};
use crate::store::sqlite::outbox::legacy;
use crate::store::{OutboxId, Outcome, PendingMessage, Receipt, StoreError, Target};

/// The columns of a message; more than schema 1 had, which wrote all of it into `body`.
pub const SCHEMA: &str = "ALTER TABLE outbox ADD COLUMN method TEXT;
     ALTER TABLE outbox ADD COLUMN target TEXT;
     ALTER TABLE outbox ADD COLUMN target_turn INTEGER;
     ALTER TABLE outbox ADD COLUMN target_at INTEGER;
     ALTER TABLE outbox ADD COLUMN attachment BLOB;
     ALTER TABLE outbox ADD COLUMN lifetime_seconds INTEGER;";

/// What is read of a message that waits. `body` holds its payload.
const COLUMNS: &str = "id, turn, part, chat, urgent, carries, method, body, text, target, \
     target_turn, target_at, attachment, lifetime_seconds, card, card_role";

/// The messages that still wait, by number, from behind `after`; at most `limit`.
pub(crate) fn open_entries(
    db: &Connection,
    after: Option<OutboxId>,
    limit: u32,
) -> rusqlite::Result<Vec<PendingMessage>> {
    let mut select = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM outbox WHERE id > ?1 AND outcome IS NULL ORDER BY id LIMIT ?2"
    ))?;
    let mut known = HashMap::new();
    let rows = select.query_map(params![after.unwrap_or(0), limit], |row| {
        let text: Option<i64> = row.get("text")?;
        let text = text.map(|text| interned_texts::read(db, &mut known, text));
        let mut message = message(row)?;
        message.text = text.transpose()?.flatten();
        Ok(message)
    })?;
    rows.collect()
}

/// Notes outcomes in the tables.
pub(crate) fn note(db: &Transaction<'_>, settled: &[Receipt]) -> Result<(), StoreError> {
    // A private chat's number is a person's: it goes with the words, once both are used.
    let mut update = db.prepare_cached(
        "UPDATE outbox SET outcome = ?2, why = ?3, message = ?4, body = NULL,
             text = NULL, target_turn = NULL, target_at = NULL, attachment = NULL, chat = CASE WHEN chat < 0 THEN chat END
         WHERE id = ?1 AND turn = ?5 AND outcome IS NULL",
    )?;
    // Twice as quick as having the update return it.
    let columns = "SELECT part, carries, card, card_role, chat FROM outbox WHERE id = ?1";
    let mut select = db.prepare_cached(columns)?;
    for Receipt { id, turn, outcome } in settled {
        let (name, why, message) = match outcome {
            Outcome::Sent(message) => ("sent", None, *message),
            Outcome::Refused(why) => ("refused", Some(why), None),
            Outcome::Unknown(why) => ("unknown", Some(why), None),
            Outcome::Replaced => ("replaced", None, None),
        };
        let values = params![id, name, why, message, turn.cast_signed()];
        let is_new = update.execute(values)? > 0;
        if let Some(message) = message.filter(|_| is_new) {
            let (part, carries, link, chat) = select.query_row([id], |row| {
                let link = link(row.get(2)?, row.get(3)?);
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    link,
                    row.get::<_, Option<i64>>(4)?,
                ))
            })?;
            if carries {
                apply::remember_sent(db, *turn, part, message)?;
            }
            if let (Some(link), Some(chat)) = (link, chat) {
                cards::remember_sent(db, link, chat, message)?;
            }
        }
    }
    Ok(())
}

/// One row as a message, without its shared text.
fn message(row: &Row<'_>) -> rusqlite::Result<PendingMessage> {
    let mut message = PendingMessage {
        id: row.get("id")?,
        turn: row.get::<_, i64>("turn")?.cast_unsigned(),
        part: row.get("part")?,
        chat: row.get("chat")?,
        urgent: row.get("urgent")?,
        carries: row.get("carries")?,
        attachment: row.get("attachment")?,
        lifetime_seconds: row.get("lifetime_seconds")?,
        link: link(row.get("card")?, row.get("card_role")?),
        ..PendingMessage::default()
    };
    let payload: String = row.get::<_, Option<String>>("body")?.unwrap_or_default();
    match row.get::<_, Option<String>>("method")? {
        Some(method) => {
            message.method = method;
            message.payload = payload;
            message.target = target(row)?;
        }
        None => legacy::read_body(&payload, &mut message),
    }
    Ok(message)
}

/// What a message has to do with a card, as stored.
fn link(card: Option<i64>, role: Option<String>) -> Option<CardLink> {
    Some(CardLink {
        card: card?.cast_unsigned(),
        role: CardRole::from_code(&role?)?,
    })
}

fn target(row: &Row<'_>) -> rusqlite::Result<Option<Target>> {
    let Some(name) = row.get::<_, Option<String>>("target")? else {
        return Ok(None);
    };
    let turn = row.get::<_, i64>("target_turn")?.cast_unsigned();
    Ok(match name.as_str() {
        "page" => Some(Target::Page(turn, row.get("target_at")?)),
        "pages from" => Some(Target::PagesFrom(turn, row.get("target_at")?)),
        "other pages" => Some(Target::OtherPages(turn, row.get("target_at")?)),
        _ => None,
    })
}

/// Queues the messages and returns their numbers.
pub(crate) fn queue(
    db: &Transaction<'_>,
    texts: &mut InternedTexts,
    at_seconds: i64,
    messages: &[PendingMessage],
) -> Result<Vec<Option<OutboxId>>, StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO outbox (turn, part, at_seconds, urgent, carries, chat, method, body, text,
             target, target_turn, target_at, attachment, lifetime_seconds, card, card_role)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    messages
        .iter()
        .map(|message| {
            let text = message.text.as_ref();
            let text = text.map(|text| texts.number(db, text)).transpose()?;
            let (target, target_turn, target_at) = match message.target {
                None => (None, None, None),
                Some(Target::Page(turn, page)) => (Some("page"), Some(turn), Some(page.into())),
                Some(Target::PagesFrom(turn, page)) => {
                    (Some("pages from"), Some(turn), Some(page.into()))
                }
                Some(Target::OtherPages(turn, message)) => {
                    (Some("other pages"), Some(turn), Some(message))
                }
            };
            let row = params![
                message.turn.cast_signed(),
                message.part,
                at_seconds,
                message.urgent,
                message.carries,
                message.chat,
                message.method,
                message.payload,
                text,
                target,
                target_turn.map(u64::cast_signed),
                target_at,
                message.attachment.as_deref(),
                message.lifetime_seconds,
                message.link.map(|link| link.card.cast_signed()),
                message.link.map(|link| link.role.code()),
            ];
            Ok(Some(insert.insert(row)?))
        })
        .collect()
}

/// Forgets settled entries queued before `before_seconds`.
pub(crate) fn forget(db: &Transaction<'_>, before_seconds: i64) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM outbox WHERE at_seconds < ?1 AND outcome IS NOT NULL")?
        .execute([before_seconds])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::incoming::TurnId;
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Commit, ConversationHistory, Outbox, Store};

    fn entry(turn: TurnId, part: u32) -> PendingMessage {
        PendingMessage {
            turn,
            part,
            chat: Some(5),
            carries: true,
            payload: format!("{turn}.{part}"),
            ..PendingMessage::default()
        }
    }

    #[test]
    fn what_is_settled_is_not_offered_again() {
        let store = SqliteStore::in_memory().unwrap();
        let commit = Commit {
            outbox: vec![entry(1, 0), entry(1, 1), entry(2, 0)],
            ..Commit::default()
        };
        let ids: Vec<_> = store
            .commit(&[commit])
            .unwrap()
            .concat()
            .into_iter()
            .flatten()
            .collect();
        store
            .settle(&[
                Receipt {
                    id: ids[0],
                    turn: 1,
                    outcome: Outcome::Sent(Some(77)),
                },
                Receipt {
                    id: ids[2],
                    turn: 2,
                    outcome: Outcome::Refused("blocked".into()),
                },
            ])
            .unwrap();
        store
            .settle(&[Receipt {
                id: ids[0],
                turn: 1,
                outcome: Outcome::Unknown("late".into()),
            }])
            .unwrap();
        let open = store.open_entries(None, 10).unwrap();
        assert_eq!(
            open.iter().map(|open| open.id).collect::<Vec<_>>(),
            [ids[1]]
        );
        assert_eq!(store.messages_of(1).unwrap(), [77]);
        assert!(store.messages_of(2).unwrap().is_empty());
        let left: i64 = store
            .on_reader(|db| {
                let count = "SELECT count(*) FROM outbox WHERE outcome NOTNULL AND (body NOTNULL OR chat NOTNULL)";
                Ok(db.query_row(count, [], |row| row.get(0))?)
            })
            .unwrap();
        assert_eq!(
            left, 0,
            "neither the words nor the person's number are kept"
        );
    }
}
