//! One message on its way to Telegram: sent, and where Telegram refuses it, changed and sent again.
//!
//! Writes nothing down; what came of it goes back to [`crate::outbox::sender`].

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::outbox::chat_queues::QueuedMessage;
use crate::outbox::message::Letter;
use crate::outbox::scheduled_deletion;
use crate::outbox::sidecar::client::SidecarClient;
use crate::store::{Store, StoreError};
use crate::telegram::client::api::Failure;
use crate::telegram::client::photo;
use crate::telegram::error_policy;
use crate::telegram::error_policy::Next;

/// How long Telegram may take to answer. Longer than its slowest answers: giving up early means
/// sending twice.
const TIMEOUT: Duration = Duration::from_secs(30);
/// A message that has been on its way for so long when Telegram comes back went down with the
/// connection, or was swallowed: no answer will come.
const SWALLOWED_AFTER: Duration = Duration::from_secs(3);
/// Ways one message may be changed because Telegram refused it: more than there are things to leave
/// out.
const MOST_CHANGES: usize = 6;

/// What came of one message.
pub struct Returned {
    /// The message.
    pub item: QueuedMessage,
    /// Its message's number, where it has one.
    pub result: Result<Option<i64>, Refusal>,
}

/// Why a message did not go out.
pub enum Refusal {
    /// This is what to do.
    Next(Next),
    /// The store could not say what was sent before.
    Store,
    /// Who carried it ended.
    SidecarEnded,
}

/// Sends one message, by other ways where Telegram refuses the first, and gives back what came of
/// it. `returns` changes whenever Telegram answers again after it had not.
pub async fn deliver(
    sidecar: SidecarClient,
    store: Arc<dyn Store>,
    item: QueuedMessage,
    returns: watch::Receiver<u64>,
) -> Returned {
    let result = tokio::select! {
        biased;
        result = send(&sidecar, &store, &item) => result,
        () = swallowed(returns) => Err(Refusal::Next(Next::Later)),
    };
    Returned { item, result }
}

/// Ends when Telegram comes back and this has taken so long that no answer will come any more.
async fn swallowed(mut returns: watch::Receiver<u64>) {
    let began = Instant::now();
    returns.mark_unchanged();
    while returns.changed().await.is_ok() {
        if began.elapsed() >= SWALLOWED_AFTER {
            return;
        }
    }
    // Nobody polls any more.
    std::future::pending().await
}

async fn send(
    sidecar: &SidecarClient,
    store: &Arc<dyn Store>,
    item: &QueuedMessage,
) -> Result<Option<i64>, Refusal> {
    let entry = &item.open.entry;
    let Some(mut letter) = Letter::read(&entry.body, entry.shared.as_deref()) else {
        return Err(Refusal::Next(Next::GiveUp("unreadable letter".to_owned())));
    };
    if let Some(chat) = item.chat.filter(|chat| entry.chat != Some(*chat)) {
        letter.change(|parameters| {
            parameters.insert("chat_id".to_owned(), chat.into());
        });
    }
    if !aim(&mut letter, &**store).map_err(|_| Refusal::Store)? {
        return Ok(None);
    }
    for _ in 0..MOST_CHANGES {
        let sent = if letter.extra.picture.is_some() {
            photo::send(sidecar.api(), &letter, TIMEOUT).await
        } else {
            let body = letter.parameters.clone();
            sidecar
                .send(&item.open, &letter.method, body, TIMEOUT)
                .await
        };
        match sent {
            Ok(message) => {
                scheduled_deletion::begin(sidecar.api(), store, &letter, message);
                return Ok(message);
            }
            Err(Failure::SidecarEnded) => return Err(Refusal::SidecarEnded),
            Err(failure) => match error_policy::next(&letter, &failure) {
                Next::Done(message) => return Ok(message),
                Next::Instead(other) => {
                    note_change(item, &failure);
                    letter = other;
                }
                next => return Err(Refusal::Next(next)),
            },
        }
    }
    Err(Refusal::Next(Next::GiveUp(
        "refused in every form".to_owned(),
    )))
}

/// Points a correction at the message it corrects, and a message that deletes at its messages;
/// `false` where there is nothing to do.
fn aim(letter: &mut Letter, store: &dyn Store) -> Result<bool, StoreError> {
    if let Some((turn, page)) = letter.extra.corrects
        && let Some(message) = store.messages_of(turn)?.get(page).copied()
    {
        letter.method = "editMessageText".to_owned();
        letter.change(|parameters| {
            parameters.remove("reply_parameters");
            parameters.remove("message_thread_id");
            parameters.insert("message_id".to_owned(), message.into());
        });
    }
    if let Some((turn, from)) = letter.extra.trims {
        let surplus: Vec<i64> = store.messages_of(turn)?.into_iter().skip(from).collect();
        return Ok(deletes(letter, surplus));
    }
    if let Some((turn, message)) = letter.extra.leaves {
        let mut pages = store.messages_of(turn)?;
        if !pages.contains(&message) {
            return Ok(false);
        }
        pages.retain(|page| *page != message);
        return Ok(deletes(letter, pages));
    }
    Ok(true)
}

/// Points a message at the messages that it deletes; `false` where there are none.
fn deletes(letter: &mut Letter, messages: Vec<i64>) -> bool {
    let is_needed = !messages.is_empty();
    if is_needed {
        letter.change(|parameters| {
            parameters.insert("message_ids".to_owned(), messages.into());
        });
    }
    is_needed
}

fn note_change(item: &QueuedMessage, failure: &Failure) {
    if let Failure::Refused { code, .. } = failure {
        log::info!(letter = item.open.id, turn = item.open.entry.turn, code = *code; "refused; sent in another form");
    }
}
