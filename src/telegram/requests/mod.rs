//! From what Wenda says to the calls that say it.
//!
//! Pure. Laws: a press is acknowledged exactly once, and before anything else; every message
//! names the one it answers with leave to go without it; link previews are off unless they carry
//! the entry's picture; a topic is named only where the question was asked in one.

use serde_json::json;

use crate::model::incoming::Incoming;
use crate::model::reply::{Delivery, Reply};
use crate::render::PageCache;
use crate::store::PendingMessage;

mod articles;
mod buttons;
mod change;
mod compose;
mod parts;
mod recipient;

pub use recipient::Recipient;

use compose::Out;

/// The outbox entries that carry out `replies` to `incoming`, in order.
pub fn messages(
    incoming: &Incoming,
    replies: &[Reply],
    page_cache: &PageCache,
) -> Vec<PendingMessage> {
    messages_to(Recipient::of(incoming), replies, page_cache)
}

/// The outbox entries that carry `replies` to `recipient`, in order.
pub fn messages_to(
    recipient: Recipient<'_>,
    replies: &[Reply],
    page_cache: &PageCache,
) -> Vec<PendingMessage> {
    let mut out = Out {
        recipient,
        link: None,
        page_cache,
        entries: Vec::new(),
    };
    if let Some(press) = recipient.press
        && !replies
            .iter()
            .any(|reply| matches!(reply.delivery, Delivery::Note { .. }))
    {
        out.urgent(
            "answerCallbackQuery",
            &json!({"callback_query_id": press.id}),
        );
    }
    for reply in replies {
        out.add(reply);
    }
    out.entries
}

/// The messages without the one that tells that a press arrived and says nothing.
pub fn without_acknowledgement(mut messages: Vec<PendingMessage>) -> Vec<PendingMessage> {
    messages.retain(|message| {
        let is_silent =
            message.method == "answerCallbackQuery" && !message.parameters().contains_key("text");
        !message.urgent || !is_silent
    });
    messages
}

#[cfg(test)]
mod tests;
