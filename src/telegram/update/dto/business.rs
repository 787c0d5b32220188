//! Updates of business accounts, read as tolerantly as all others.

use serde_json::Value;

use super::message::{Message, User};
use super::value::{flag, integer, string};
use crate::model::connection::Connection;

/// Something that concerns a business account.
#[derive(Debug, Clone, PartialEq)]
pub struct Business {
    /// The connection.
    pub connection: String,
    /// What happened.
    pub what: BusinessKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum BusinessKind {
    /// A message came, from the owner or from a customer.
    Message(Box<Message>),
    /// A message was changed.
    Edited(Box<Message>),
    /// Messages of this chat were taken back.
    Deleted {
        /// The chat.
        chat: i64,
        /// The messages.
        messages: Vec<i64>,
    },
    /// The account was connected or disconnected, or our rights changed.
    Connection(Connection),
}

impl Business {
    /// What the update says of a business account; `None` where it says nothing of one.
    pub(super) fn read(update: &Value) -> Option<Business> {
        let part = |name: &str| update.get(name).filter(|part| part.is_object());
        let message = |value: &Value| {
            let connection = string(value, "business_connection_id")?;
            Some((connection, Box::new(Message::read(value)?)))
        };
        if let Some((connection, message)) = part("business_message").and_then(message) {
            let what = BusinessKind::Message(message);
            return Some(Business { connection, what });
        }
        if let Some((connection, message)) = part("edited_business_message").and_then(message) {
            let what = BusinessKind::Edited(message);
            return Some(Business { connection, what });
        }
        if let Some(deleted) = part("deleted_business_messages") {
            let messages = deleted.get("message_ids")?.as_array()?.iter();
            return Some(Business {
                connection: string(deleted, "business_connection_id")?,
                what: BusinessKind::Deleted {
                    chat: integer(deleted.get("chat")?, "id")?,
                    messages: messages.filter_map(Value::as_i64).collect(),
                },
            });
        }
        let connection = connection(part("business_connection")?)?;
        Some(Business {
            connection: connection.id.clone(),
            what: BusinessKind::Connection(connection),
        })
    }

    /// The chat in whose order it is handled: the customer's, or the owner's with us.
    pub(super) fn chat(&self) -> i64 {
        match &self.what {
            BusinessKind::Message(message) | BusinessKind::Edited(message) => message.chat.id,
            BusinessKind::Deleted { chat, .. } => *chat,
            BusinessKind::Connection(connection) => connection.owner_chat,
        }
    }

    /// The update's name.
    pub(super) fn kind(&self) -> &'static str {
        match &self.what {
            BusinessKind::Message(_) => "business_message",
            BusinessKind::Edited(_) => "edited_business_message",
            BusinessKind::Deleted { .. } => "deleted_business_messages",
            BusinessKind::Connection(_) => "business_connection",
        }
    }
}

/// Telegram's `BusinessConnection`.
pub fn connection(value: &Value) -> Option<Connection> {
    let user = value.get("user")?;
    let owner = User::read(user)?;
    Some(Connection {
        id: string(value, "id")?,
        owner: owner.id,
        owner_chat: integer(value, "user_chat_id").unwrap_or(owner.id),
        language: owner.spoken(),
        is_enabled: flag(value, "is_enabled"),
        // Before Bot API 9.0 there was one right, and it stood beside the others.
        can_reply: value.get("rights").map_or_else(
            || flag(value, "can_reply"),
            |rights| flag(rights, "can_reply"),
        ),
    })
}
