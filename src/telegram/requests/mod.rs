//! From what Wenda says to the calls that say it.
//!
//! Pure. Laws: a press is acknowledged exactly once, and before anything else; every message
//! names the one it answers with leave to go without it; link previews are off unless they carry
//! the entry's picture; a topic is named only where the question was asked in one.

use serde_json::json;

use crate::model::incoming::{Incoming, MessageId, Place, Press, TurnId, What};
use crate::model::reply::{Delivery, Reply};
use crate::render::PageCache;
use crate::store::PendingMessage;

mod articles;
mod buttons;
mod change;
mod compose;
mod parts;

use compose::Out;

/// Who is written to, and in which turn.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The turn that the messages belong to.
    pub turn: TurnId,
    /// Where they go.
    pub place: Place,
    /// Whose person's doing it was.
    pub person: i64,
    /// Whether that is an admin.
    pub is_admin: bool,
    /// Whether that is an editor.
    pub is_editor: bool,
    /// The message that only they see, and that is answered.
    pub ephemeral_message: Option<MessageId>,
    /// The press that they answer.
    pub press: Option<&'a Press>,
}

impl<'a> Recipient<'a> {
    /// Whoever sent `incoming`.
    pub fn of(incoming: &'a Incoming) -> Recipient<'a> {
        Recipient {
            turn: incoming.turn,
            place: incoming.place,
            person: incoming.asker.id,
            is_admin: incoming.asker.is_admin,
            is_editor: incoming.asker.is_editor,
            ephemeral_message: incoming.ephemeral.message,
            press: match &incoming.what {
                What::Press(press) => Some(press),
                _ => None,
            },
        }
    }
}

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
