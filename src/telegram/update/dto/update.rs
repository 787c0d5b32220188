//! An update and what happened in it.

use serde_json::Value;

use super::business::Business;
use super::message::{Chat, Message, User, ephemeral, topic};
use super::value::{flag, integer, string};
use crate::inbox::handler;
use crate::model::connection::Connection;

/// An update.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// Its number.
    pub id: u64,
    /// What happened.
    pub kind: Kind,
    /// Whether its sender is an admin of the group, once Telegram was asked.
    pub is_group_admin: Option<bool>,
    /// Whether we are an admin of the group, once Telegram was asked.
    pub are_we_admin: Option<bool>,
    /// The connection of the business account that it concerns, once Telegram was asked.
    pub connection: Option<Box<Connection>>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A message came.
    Message(Box<Message>),
    /// A message was changed.
    Edited(Box<Message>),
    /// A button below one of our messages was pressed.
    Press(Press),
    /// Somebody types after our name.
    Inline(Inline),
    /// Somebody sent what was offered to them inline.
    Chosen(Chosen),
    /// Somebody mentioned us in a chat that we are not in.
    Guest(Box<Message>),
    /// Something that concerns a business account.
    Business(Business),
    /// We were taken into a chat, put out of it, or our rights changed.
    Membership(Membership),
    /// Nothing for us.
    Other,
}

/// A pressed button.
#[derive(Debug, Clone, PartialEq)]
pub struct Press {
    /// Telegram's name for the press.
    pub id: String,
    /// Who pressed.
    pub from: User,
    /// The message with the button. Absent below inline messages.
    pub message: Option<Pressed>,
    /// What the button carries.
    pub data: Option<String>,
}

/// The message under which a button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressed {
    /// Where it stands.
    pub chat: Chat,
    /// Its number there; 0 where only one person sees it.
    pub id: i64,
    /// Its topic, if it stands in one.
    pub topic: Option<i64>,
    /// Its number among those that only this person sees, if it is one.
    pub ephemeral: Option<i64>,
}

/// An inline query.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// Telegram's name for the query.
    pub id: String,
    /// Who types.
    pub from: User,
    /// What.
    pub query: String,
}

/// An inline result that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The result's name.
    pub result: String,
    /// Who sent it.
    pub from: User,
    /// What they had typed.
    pub query: String,
}

/// A change of our own membership.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    /// Unix time in seconds.
    pub at_seconds: i64,
    /// Where.
    pub chat: Chat,
    /// Who changed it.
    pub from: User,
    /// Whether we were in before.
    pub was_in: bool,
    /// Whether we are in now.
    pub is_in: bool,
    /// Whether we are an admin now.
    pub is_admin: bool,
}

impl Update {
    /// Reads the update that is known as `id`.
    pub fn read(id: u64, value: &Value) -> Update {
        let part = |name: &str| value.get(name).filter(|part| part.is_object());
        let message = |name: &str| part(name).and_then(Message::read).map(Box::new);
        let kind = None
            .or_else(|| {
                let guest = message("guest_message").or_else(|| message("message"))?;
                guest.guest_query.is_some().then_some(Kind::Guest(guest))
            })
            .or_else(|| message("message").map(Kind::Message))
            .or_else(|| message("edited_message").map(Kind::Edited))
            .or_else(|| {
                part("callback_query")
                    .and_then(Press::read)
                    .map(Kind::Press)
            })
            .or_else(|| {
                part("inline_query")
                    .and_then(Inline::read)
                    .map(Kind::Inline)
            })
            .or_else(|| {
                part("chosen_inline_result")
                    .and_then(Chosen::read)
                    .map(Kind::Chosen)
            })
            .or_else(|| Business::read(value).map(Kind::Business))
            .or_else(|| {
                part("my_chat_member")
                    .and_then(Membership::read)
                    .map(Kind::Membership)
            })
            .unwrap_or(Kind::Other);
        Update {
            id,
            kind,
            is_group_admin: None,
            are_we_admin: None,
            connection: None,
        }
    }

    /// The words of a message or of its edit.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Message(message) | Kind::Edited(message) | Kind::Guest(message) => {
                message.text.as_deref()
            }
            _ => None,
        }
    }
}

impl handler::Update for Update {
    fn id(&self) -> u64 {
        self.id
    }

    // Where there is no chat, the person's number is that of their private chat. A mention in a chat
    // that we are not in stands in the queue of that chat's number, so that it and the same message
    // as an ordinary one are handled one after the other.
    fn chat(&self) -> i64 {
        match &self.kind {
            Kind::Message(message) | Kind::Edited(message) | Kind::Guest(message) => {
                message.chat.id
            }
            Kind::Chosen(chosen) => chosen.from.id,
            Kind::Business(business) => business.chat(),
            Kind::Press(press) => press.message.map_or(press.from.id, |under| under.chat.id),
            Kind::Inline(inline) => inline.from.id,
            Kind::Membership(membership) => membership.chat.id,
            Kind::Other => 0,
        }
    }

    fn kind(&self) -> &'static str {
        match &self.kind {
            Kind::Message(_) => "message",
            Kind::Edited(_) => "edited_message",
            Kind::Press(_) => "callback_query",
            Kind::Inline(_) => "inline_query",
            Kind::Chosen(_) => "chosen_inline_result",
            Kind::Guest(_) => "guest_message",
            Kind::Business(business) => business.kind(),
            Kind::Membership(_) => "my_chat_member",
            Kind::Other => "other",
        }
    }
}

impl Press {
    fn read(value: &Value) -> Option<Press> {
        let message = value.get("message").and_then(|message| {
            Some(Pressed {
                chat: Chat::read(message.get("chat")?)?,
                id: integer(message, "message_id")?,
                topic: topic(message),
                ephemeral: ephemeral(message),
            })
        });
        Some(Press {
            id: string(value, "id")?,
            from: User::read(value.get("from")?)?,
            message,
            data: string(value, "data"),
        })
    }
}

impl Inline {
    fn read(value: &Value) -> Option<Inline> {
        Some(Inline {
            id: string(value, "id")?,
            from: User::read(value.get("from")?)?,
            query: string(value, "query").unwrap_or_default(),
        })
    }
}

impl Chosen {
    fn read(value: &Value) -> Option<Chosen> {
        Some(Chosen {
            result: string(value, "result_id")?,
            from: User::read(value.get("from")?)?,
            query: string(value, "query").unwrap_or_default(),
        })
    }
}

impl Membership {
    fn read(value: &Value) -> Option<Membership> {
        let status = |name: &str| {
            let member = value.get(name)?;
            Some((member.get("status")?.as_str()?, flag(member, "is_member")))
        };
        let is_in = |status: Option<(&str, bool)>| {
            matches!(
                status,
                Some(("creator" | "administrator" | "member", _) | ("restricted", true))
            )
        };
        let (old, new) = (status("old_chat_member"), status("new_chat_member"));
        Some(Membership {
            at_seconds: integer(value, "date").unwrap_or(0),
            chat: Chat::read(value.get("chat")?)?,
            from: User::read(value.get("from")?)?,
            was_in: is_in(old),
            is_in: is_in(new),
            is_admin: matches!(new, Some(("creator" | "administrator", _))),
        })
    }
}
