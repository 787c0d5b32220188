//! Business chats and the cards of their owners.

use tokio_postgres::Row;

use crate::faq::EntryId;
use crate::model::business::{BusinessChat, BusinessRecord, Card, CardState};
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::store::StoreError;
use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::records::language::language;
use crate::store::postgres::store::PostgresStore;

/// An open card is closed after so many seconds: Telegram then lets nobody answer for its owner.
const CARD_SECONDS: i64 = 24 * 60 * 60;

/// What closing a card takes away.
const CLOSE: &str = "UPDATE business_cards SET state = 'closed', chat = NULL, text = '', \
     editing_since = NULL";
const COLUMNS: &str = "turn, at, connection, owner, customer, chat_key, chat, message, text, language, \
     entries, chosen, state, editing_since";

/// Writes one record, within the transaction of `batch`.
pub(crate) fn apply<'a>(batch: &mut Batch<'a>, record: &'a BusinessRecord) {
    match record {
        BusinessRecord::OwnerWrote { chat, at_seconds } => batch.add(
            "INSERT INTO business_chats (chat, owner_wrote) VALUES ($1, $2) ON CONFLICT (chat) \
             DO UPDATE SET owner_wrote = greatest(business_chats.owner_wrote, excluded.owner_wrote)",
            values![chat, *at_seconds],
        ),
        BusinessRecord::CustomerWrote { chat, at_seconds } => batch.add(
            "INSERT INTO business_chats (chat, customer_wrote) VALUES ($1, $2) ON CONFLICT (chat) \
             DO UPDATE SET \
             customer_wrote = greatest(business_chats.customer_wrote, excluded.customer_wrote)",
            values![chat, *at_seconds],
        ),
        BusinessRecord::Card(card) => keep(batch, card),
        BusinessRecord::Deleted { chat, messages } => batch.add(
            format!("{CLOSE} WHERE chat_key = $1 AND message = ANY($2)"),
            values![chat, messages.clone()],
        ),
        BusinessRecord::Disconnected { connection } => {
            batch.add(format!("{CLOSE} WHERE connection = $1"), values![connection]);
        }
    }
}

fn keep<'a>(batch: &mut Batch<'a>, card: &'a Card) {
    let (state, editing_since) = match card.state {
        CardState::Open => ("open", None),
        CardState::Editing(since) => ("editing", Some(since)),
        CardState::Closed => ("closed", None),
    };
    let is_closed = card.state == CardState::Closed;
    let entries: Vec<&str> = card.entries.iter().map(EntryId::as_str).collect();
    let columns = COLUMNS.split(", ").skip(1).map(str::trim);
    let new: Vec<String> = columns
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    batch.add(
        format!(
            "INSERT INTO business_cards ({COLUMNS}) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
             ON CONFLICT (turn) DO UPDATE SET {}",
            new.join(", ")
        ),
        values![
            card.turn,
            card.at_seconds,
            &card.connection,
            card.owner.as_str(),
            card.customer.as_str(),
            &card.chat_key,
            card.chat.filter(|_| !is_closed),
            card.message,
            if is_closed { "" } else { &card.text },
            card.language.code(),
            entries.join(" "),
            card.chosen as i64,
            state,
            editing_since,
        ],
    );
}

/// The card of this turn.
pub(crate) fn card(store: &PostgresStore, turn: TurnId) -> Result<Option<Card>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM business_cards WHERE turn = $1");
    store.first(&sql, &values![turn], read_card)
}

/// The card for which this person is writing an answer since then or later; of several the latest.
pub(crate) fn editing_card(
    store: &PostgresStore,
    owner: &Person,
    since_seconds: i64,
) -> Result<Option<Card>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM business_cards \
         WHERE state = 'editing' AND owner = $1 AND editing_since >= $2 \
         ORDER BY editing_since DESC, turn DESC LIMIT 1"
    );
    store.first(&sql, &values![owner.as_str(), since_seconds], read_card)
}

/// What is known of a business chat.
pub(crate) fn chat(store: &PostgresStore, chat: &str) -> Result<BusinessChat, StoreError> {
    let sql = "SELECT owner_wrote, customer_wrote FROM business_chats WHERE chat = $1";
    let found = store.first(sql, &values![chat], |row| {
        Ok(BusinessChat {
            owner_wrote: col(row, 0)?,
            customer_wrote: col(row, 1)?,
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// Forgets what is kept about this person: cards of theirs and about them, and their chats.
pub(crate) fn forget_person<'a>(batch: &mut Batch<'a>, person: &'a Person) {
    batch.add(
        "DELETE FROM business_chats WHERE chat IN ( \
             SELECT chat FROM turns WHERE person = $1 AND chat LIKE 'b%' \
             UNION SELECT chat_key FROM business_cards WHERE customer = $1)",
        values![person.as_str()],
    );
    batch.add(
        "DELETE FROM business_cards WHERE customer = $1 OR owner = $1",
        values![person.as_str()],
    );
}

/// Closes cards that cannot be answered any more, and forgets what is from before `seconds` (Unix).
pub(crate) fn forget_before(batch: &mut Batch<'_>, now_seconds: i64, seconds: i64) {
    batch.add(
        format!("{CLOSE} WHERE at < $1 AND state <> 'closed'"),
        values![now_seconds - CARD_SECONDS],
    );
    batch.add("DELETE FROM business_cards WHERE at < $1", values![seconds]);
    batch.add(
        "DELETE FROM business_chats \
         WHERE greatest(coalesce(owner_wrote, 0), coalesce(customer_wrote, 0)) < $1",
        values![seconds],
    );
}

fn read_card(row: &Row) -> Result<Card, StoreError> {
    let entries: String = col(row, 10)?;
    let state: String = col(row, 12)?;
    Ok(Card {
        turn: turn_at(row, 0)?,
        at_seconds: col(row, 1)?,
        connection: col(row, 2)?,
        owner: Person::from_stored(col(row, 3)?),
        customer: Person::from_stored(col(row, 4)?),
        chat_key: col(row, 5)?,
        chat: col(row, 6)?,
        message: col(row, 7)?,
        text: col(row, 8)?,
        language: language(&col::<String>(row, 9)?),
        entries: entries.split(' ').filter_map(EntryId::new).collect(),
        chosen: usize::try_from(col::<i64>(row, 11)?).unwrap_or(0),
        state: match state.as_str() {
            "open" => CardState::Open,
            "editing" => CardState::Editing(col::<Option<i64>>(row, 13)?.unwrap_or(0)),
            _ => CardState::Closed,
        },
    })
}
