//! One message on its way: sent, and where the other side refuses it, changed and sent again.
//!
//! Writes nothing down; what came of it goes back to [`crate::outbox::sender`].

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::conversation::topic_name;
use crate::model::card::CardRole;
use crate::outbox::chat_queues::QueuedMessage;
use crate::outbox::scheduled_deletion;
use crate::outbox::sidecar::client::SidecarClient;
use crate::outbox::transport::{Failure, Fix, Next};
use crate::store::{PendingMessage, Store, StoreError, Target};

/// How long the other side may take to answer. Longer than Telegram's slowest answers: giving up
/// early means sending twice.
const TIMEOUT: Duration = Duration::from_secs(30);
/// A message that has been on its way for so long when the other side comes back went down with
/// the connection, or was swallowed: no answer will come.
const SWALLOWED_AFTER: Duration = Duration::from_secs(3);
/// How often one message may be changed because it was refused: more than there are things to
/// leave out.
const MOST_CHANGES: usize = 6;

/// A message that came back, and what to do next with it.
pub struct Delivered {
    /// The message.
    pub item: QueuedMessage,
    /// What to do next.
    pub next: Next,
}

/// Sends one message, by other ways where the first is refused, and says what is to be done next.
/// `returns` changes whenever the other side answers again after it had not.
pub async fn deliver(
    sidecar: SidecarClient,
    store: Arc<dyn Store>,
    item: QueuedMessage,
    returns: watch::Receiver<u64>,
) -> Delivered {
    let next = tokio::select! {
        biased;
        next = send(&sidecar, &store, &item.message) => next,
        () = swallowed(returns) => Next::Later,
    };
    Delivered { item, next }
}

/// Ends when the other side comes back and this has taken so long that no answer will come any
/// more.
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

async fn send(sidecar: &SidecarClient, store: &Arc<dyn Store>, queued: &PendingMessage) -> Next {
    if queued.method.is_empty() {
        return Next::GiveUp("unreadable message".to_owned());
    }
    let transport = sidecar.transport();
    let mut changed: Option<PendingMessage> = None;
    if let Some(target) = queued.target {
        match messages_of(target, &**store) {
            Err(_) => return Next::StoreFailed,
            Ok(Some(messages)) => {
                let mut aimed = queued.clone();
                transport.aim(&mut aimed, &messages);
                changed = Some(aimed);
            }
            // Nothing to change: it goes as a new message.
            Ok(None) if matches!(target, Target::Page(..)) => {}
            Ok(None) => return Next::Done(None),
        }
    }
    let on_card = queued.link.filter(|link| {
        let is_there = matches!(link.role, CardRole::Card | CardRole::Below);
        is_there && queued.chat.is_some()
    });
    let mut has_topic = false;
    if let (Some(link), Some(chat)) = (on_card, queued.chat) {
        let Ok(place) = store.card_place(link.card, chat) else {
            return Next::StoreFailed;
        };
        has_topic = place.topic.is_some();
        let below = place.message.filter(|_| link.role == CardRole::Below);
        let mut placed = queued.clone();
        transport.place(&mut placed, place.topic, below);
        changed = Some(placed);
    }
    let mut is_mended = false;
    for _ in 0..MOST_CHANGES {
        let message = changed.as_ref().unwrap_or(queued);
        if !store.has_place() {
            // Another process may be sending it.
            return Next::StoreFailed;
        }
        match sidecar.send(message, TIMEOUT).await {
            Ok(sent) => {
                scheduled_deletion::begin(transport, store, message, sent);
                return Next::Done(sent);
            }
            Err(Failure::SidecarEnded) => return Next::SidecarEnded,
            Err(failure)
                if on_card.is_some()
                    && !is_mended
                    && let Some(fixed) =
                        fix(sidecar, store, message, (&failure, has_topic)).await =>
            {
                is_mended = true;
                changed = Some(fixed);
            }
            Err(failure) => match transport.next(message, &failure) {
                ControlFlow::Break(next) => return next,
                ControlFlow::Continue(other) => {
                    if let Failure::Refused { code, .. } = failure {
                        log::info!(
                            message = queued.id, turn = queued.turn, code = code;
                            "refused; sent in another form"
                        );
                    }
                    changed = Some(other);
                }
            },
        }
    }
    Next::GiveUp("refused in every form".to_owned())
}

/// The message as it can be sent once its topic is open again, or another one is there; `None` where
/// it failed for other reasons, or that cannot be done.
async fn fix(
    sidecar: &SidecarClient,
    store: &Arc<dyn Store>,
    message: &PendingMessage,
    (failure, has_topic): (&Failure, bool),
) -> Option<PendingMessage> {
    let (link, chat) = (message.link?, message.chat?);
    let card = store.staff_card(link.card).ok().flatten();
    let name = card.map_or_else(|| link.card.to_string(), |card| topic_name(&card));
    let transport = sidecar.transport();
    match transport.fix(message, failure, &name)? {
        Fix::Reopen(reopening) => {
            sidecar.send(&reopening, TIMEOUT).await.ok()?;
            Some(message.clone())
        }
        // Another topic than the person's is the operator's to make.
        Fix::Replace(_) if !has_topic => None,
        Fix::Replace(making) => {
            let topic = sidecar.send(&making, TIMEOUT).await.ok().flatten()?;
            // Where that cannot be kept, the next message makes another one.
            let _ = store.replace_topic(link.card, chat, topic);
            let mut again = message.clone();
            // What it answered went with its topic.
            transport.place(&mut again, Some(topic), None);
            Some(again)
        }
    }
}

/// The earlier messages that are to be changed or deleted; `None` where there are none.
fn messages_of(target: Target, store: &dyn Store) -> Result<Option<Vec<i64>>, StoreError> {
    let messages: Vec<i64> = match target {
        Target::Page(turn, page) => {
            let pages = store.messages_of(turn)?.into_iter();
            pages.skip(page as usize).take(1).collect()
        }
        Target::PagesFrom(turn, page) => {
            let pages = store.messages_of(turn)?.into_iter();
            pages.skip(page as usize).collect()
        }
        Target::OtherPages(turn, kept) => {
            let mut pages = store.messages_of(turn)?;
            if !pages.contains(&kept) {
                return Ok(None);
            }
            pages.retain(|page| *page != kept);
            pages
        }
    };
    Ok((!messages.is_empty()).then_some(messages))
}
