//! Business chats and the cards of their owners.
//!
//! A card holds a customer's number and words as long as it is open, since its answer is still to be
//! sent; closing it takes both away.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::faq::EntryId;
use crate::model::business::{BusinessChat, BusinessRecord, Card, CardState};
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::store::sqlite::connection::run;
use crate::store::sqlite::history::queries::stored;
use crate::text::Language;

/// The tables.
pub(crate) const SCHEMA: &str = "CREATE TABLE business_chats (
         chat TEXT PRIMARY KEY,
         owner_wrote INTEGER,
         customer_wrote INTEGER
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE business_cards (
         turn INTEGER PRIMARY KEY,
         at INTEGER NOT NULL,
         connection TEXT NOT NULL,
         owner TEXT NOT NULL,
         customer TEXT NOT NULL,
         chat_key TEXT NOT NULL,
         chat INTEGER,
         message INTEGER NOT NULL,
         text TEXT NOT NULL,
         language TEXT NOT NULL,
         entries TEXT NOT NULL,
         chosen INTEGER NOT NULL,
         state TEXT NOT NULL,
         editing_since INTEGER
     ) STRICT;
     CREATE INDEX business_cards_editing ON business_cards (owner, editing_since)
         WHERE state = 'editing';";

/// An open card is closed after so many seconds: Telegram then lets nobody answer for its owner.
const CARD_SECONDS: i64 = 24 * 60 * 60;

/// What closing a card takes away.
const CLOSE: &str = "UPDATE business_cards SET state = 'closed', chat = NULL, text = '', \
     editing_since = NULL";

const COLUMNS: &str = "turn, at, connection, owner, customer, chat_key, chat, message, text, language, \
     entries, chosen, state, editing_since";

/// Writes one record, within the caller's transaction.
pub(crate) fn apply(c: &Connection, record: &BusinessRecord) -> rusqlite::Result<()> {
    match record {
        BusinessRecord::OwnerWrote { chat, at_seconds } => run(
            c,
            "INSERT INTO business_chats (chat, owner_wrote) VALUES (?, ?) ON CONFLICT DO UPDATE \
             SET owner_wrote = max(coalesce(owner_wrote, 0), excluded.owner_wrote)",
            params![chat, at_seconds],
        ),
        BusinessRecord::CustomerWrote { chat, at_seconds } => run(
            c,
            "INSERT INTO business_chats (chat, customer_wrote) VALUES (?, ?) ON CONFLICT DO UPDATE \
             SET customer_wrote = max(coalesce(customer_wrote, 0), excluded.customer_wrote)",
            params![chat, at_seconds],
        ),
        BusinessRecord::Card(card) => keep(c, card),
        BusinessRecord::Deleted { chat, messages } => messages.iter().try_for_each(|message| {
            run(
                c,
                &format!("{CLOSE} WHERE chat_key = ? AND message = ?"),
                params![chat, message],
            )
        }),
        BusinessRecord::Disconnected { connection } => run(
            c,
            &format!("{CLOSE} WHERE connection = ?"),
            params![connection],
        ),
    }
}

fn keep(c: &Connection, card: &Card) -> rusqlite::Result<()> {
    let (state, editing_since) = match card.state {
        CardState::Open => ("open", None),
        CardState::Editing(since) => ("editing", Some(since)),
        CardState::Closed => ("closed", None),
    };
    let is_closed = card.state == CardState::Closed;
    let entries: Vec<&str> = card.entries.iter().map(EntryId::as_str).collect();
    run(
        c,
        &format!(
            "INSERT OR REPLACE INTO business_cards ({COLUMNS}) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ),
        params![
            stored(card.turn),
            card.at_seconds,
            card.connection,
            card.owner.as_str(),
            card.customer.as_str(),
            card.chat_key,
            card.chat.filter(|_| !is_closed),
            card.message,
            if is_closed { "" } else { &card.text },
            card.language.code(),
            entries.join(" "),
            card.chosen as i64,
            state,
            editing_since,
        ],
    )
}

/// The card of this turn.
pub(crate) fn card(c: &Connection, turn: TurnId) -> rusqlite::Result<Option<Card>> {
    c.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM business_cards WHERE turn = ?"
    ))?
    .query_row([stored(turn)], read_card)
    .optional()
}

/// The card for which this person is writing an answer since then or later; of several the latest.
pub(crate) fn editing_card(
    c: &Connection,
    owner: &Person,
    since_seconds: i64,
) -> rusqlite::Result<Option<Card>> {
    c.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM business_cards \
         WHERE state = 'editing' AND owner = ? AND editing_since >= ? \
         ORDER BY editing_since DESC, turn DESC LIMIT 1"
    ))?
    .query_row(params![owner.as_str(), since_seconds], read_card)
    .optional()
}

/// What is known of a business chat.
pub(crate) fn chat(c: &Connection, chat: &str) -> rusqlite::Result<BusinessChat> {
    let found = c
        .prepare_cached("SELECT owner_wrote, customer_wrote FROM business_chats WHERE chat = ?")?
        .query_row([chat], |row| {
            Ok(BusinessChat {
                owner_wrote: row.get(0)?,
                customer_wrote: row.get(1)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Forgets what is kept about this person: cards of theirs and about them, and their chats.
pub(crate) fn forget_person(c: &Connection, person: &Person) -> rusqlite::Result<()> {
    let chats = "SELECT chat FROM turns WHERE person = ?1 AND chat LIKE 'b%' \
                 UNION SELECT chat_key FROM business_cards WHERE customer = ?1";
    run(
        c,
        &format!("DELETE FROM business_chats WHERE chat IN ({chats})"),
        params![person.as_str()],
    )?;
    run(
        c,
        "DELETE FROM business_cards WHERE customer = ?1 OR owner = ?1",
        params![person.as_str()],
    )
}

/// Closes cards that cannot be answered any more, and forgets what is from before `seconds` (Unix).
pub(crate) fn forget_before(
    c: &Connection,
    now_seconds: i64,
    seconds: i64,
) -> rusqlite::Result<()> {
    run(
        c,
        &format!("{CLOSE} WHERE at < ? AND state <> 'closed'"),
        params![now_seconds - CARD_SECONDS],
    )?;
    run(
        c,
        "DELETE FROM business_cards WHERE at < ?",
        params![seconds],
    )?;
    run(
        c,
        "DELETE FROM business_chats \
         WHERE max(coalesce(owner_wrote, 0), coalesce(customer_wrote, 0)) < ?",
        params![seconds],
    )
}

fn read_card(row: &Row<'_>) -> rusqlite::Result<Card> {
    let language: String = row.get("language")?;
    let entries: String = row.get("entries")?;
    let state: String = row.get("state")?;
    let chosen: i64 = row.get("chosen")?;
    Ok(Card {
        turn: row.get::<_, i64>("turn")?.cast_unsigned(),
        at_seconds: row.get("at")?,
        connection: row.get("connection")?,
        owner: Person::from_stored(row.get("owner")?),
        customer: Person::from_stored(row.get("customer")?),
        chat_key: row.get("chat_key")?,
        chat: row.get("chat")?,
        message: row.get("message")?,
        text: row.get("text")?,
        language: if language == Language::Zh.code() {
            Language::Zh
        } else {
            Language::En
        },
        entries: entries.split(' ').filter_map(EntryId::new).collect(),
        chosen: usize::try_from(chosen).unwrap_or(0),
        state: match state.as_str() {
            "open" => CardState::Open,
            "editing" => {
                CardState::Editing(row.get::<_, Option<i64>>("editing_since")?.unwrap_or(0))
            }
            _ => CardState::Closed,
        },
    })
}
