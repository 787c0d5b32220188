//! Turns that need no sending: a terminal or a page shows them at once.

use crate::conversation::Record;
use crate::model::incoming::{MessageId, TurnId};
use crate::store::{Commit, Outcome, PendingMessage, Receipt, Store, StoreError};

/// Keeps the records of a turn, and that `message` showed what it says; `None` where it says nothing.
///
/// # Errors
/// When the store cannot be written.
pub fn keep_shown(
    store: &dyn Store,
    turn: TurnId,
    at_seconds: i64,
    records: Vec<Record>,
    message: Option<MessageId>,
) -> Result<(), StoreError> {
    let outgoing = PendingMessage {
        turn,
        carries: true,
        ..PendingMessage::default()
    };
    let ids = store.commit(&[Commit {
        at_seconds,
        outbox: if message.is_some() {
            vec![outgoing]
        } else {
            Vec::new()
        },
        records,
        ..Commit::default()
    }])?;
    let shown: Vec<Receipt> = ids
        .into_iter()
        .flatten()
        .flatten()
        .map(|id| Receipt {
            id,
            turn,
            outcome: Outcome::Sent(message),
        })
        .collect();
    store.settle(&shown)
}
