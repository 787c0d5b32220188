//! An update as far as Wenda needs it, read from JSON that may hold anything.
//!
//! Laws: reading never fails and never panics; what is missing, null or of another kind than
//! Telegram's documentation says counts as absent; what is unknown is passed over. teloxide's types
//! are not used here: one unknown entity makes them lose the text around it.

use serde_json::Value;

use crate::inbox::handler;
use crate::model::incoming::NonText;
use crate::telegram::update::utf16;

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
    /// We were taken into a chat, put out of it, or our rights changed.
    Membership(Membership),
    /// Nothing for us.
    Other,
}

/// A person or bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Number.
    pub id: i64,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Language of the person's program, such as `zh-hans`.
    pub language: Option<String>,
}

/// A chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chat {
    /// Number.
    pub id: i64,
    /// What kind of chat.
    pub kind: ChatKind,
}

/// Kinds of chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    /// With one person.
    Private,
    /// A group or supergroup.
    Group,
    /// A channel.
    Channel,
}

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Number within its chat.
    pub id: i64,
    /// Unix time in seconds at which it was sent.
    pub at_seconds: i64,
    /// Where.
    pub chat: Chat,
    /// Its topic, if it was said in one.
    pub topic: Option<i64>,
    /// Who sent it.
    pub from: Option<User>,
    /// The chat in whose name it was sent: the group of an anonymous admin, a channel.
    pub sender_chat: Option<i64>,
    /// Its words, or those below a picture.
    pub text: Option<String>,
    /// What stands where in the words.
    pub entities: Vec<Entity>,
    /// The message it replies to.
    pub reply_to: Option<Replied>,
    /// The words of that message which it quotes, also of one in another chat.
    pub quote: Option<String>,
    /// Whether Telegram copied it here from the group's channel.
    pub is_automatic_forward: bool,
    /// Whether it is a copy of somebody's message.
    pub is_forward: bool,
    /// Whether it was written through an inline bot.
    pub is_via_bot: bool,
    /// The number under which this group goes on.
    pub migrate_to: Option<i64>,
    /// What it shows where it has no words; `None` for service messages.
    pub non_text: Option<NonText>,
    /// The media_group it is a part of.
    pub media_group: Option<String>,
    /// Its number among those that only its sender and we see, if it is one.
    pub ephemeral: Option<i64>,
    /// Telegram's name for the query, where it mentions us in a chat that we are not in.
    pub guest_query: Option<String>,
}

/// A message that was replied to.
#[derive(Debug, Clone, PartialEq)]
pub struct Replied {
    /// Number.
    pub id: i64,
    /// Who sent it.
    pub from: Option<User>,
    /// Its words, or those below a picture.
    pub text: Option<String>,
    /// Whether it is only the beginning of the topic, to which every message there replies.
    pub is_topic_start: bool,
}

/// A piece of a text that means something.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What, in Telegram's word.
    pub kind: String,
    /// Where, in bytes of the text.
    pub span_bytes: std::ops::Range<usize>,
    /// The person, for a mention of one without a name.
    pub user: Option<i64>,
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
            Kind::Membership(_) => "my_chat_member",
            Kind::Other => "other",
        }
    }
}

impl Message {
    fn read(value: &Value) -> Option<Message> {
        let text = text(value);
        Some(Message {
            id: integer(value, "message_id")?,
            at_seconds: integer(value, "date").unwrap_or(0),
            chat: Chat::read(value.get("chat")?)?,
            topic: topic(value),
            from: value.get("from").and_then(User::read),
            sender_chat: value
                .get("sender_chat")
                .and_then(|chat| integer(chat, "id")),
            entities: text
                .as_deref()
                .map_or_else(Vec::new, |text| entities(value, text)),
            reply_to: value.get("reply_to_message").and_then(Replied::read),
            quote: value
                .get("quote")
                .and_then(|quote| string(quote, "text"))
                .filter(|quote| !quote.trim().is_empty()),
            is_automatic_forward: flag(value, "is_automatic_forward"),
            is_forward: has(value, "forward_origin") || has(value, "forward_date"),
            is_via_bot: has(value, "via_bot"),
            migrate_to: integer(value, "migrate_to_chat_id"),
            media_group: value
                .get("media_group_id")
                .and_then(Value::as_str)
                .map(str::to_owned),
            ephemeral: ephemeral(value),
            guest_query: string(value, "guest_query_id").filter(|query| !query.is_empty()),
            non_text: if text.is_none() {
                non_text(value)
            } else {
                None
            },
            text,
        })
    }
}

impl Replied {
    fn read(value: &Value) -> Option<Replied> {
        Some(Replied {
            id: integer(value, "message_id")?,
            from: value.get("from").and_then(User::read),
            text: text(value),
            is_topic_start: has(value, "forum_topic_created"),
        })
    }
}

impl User {
    fn read(value: &Value) -> Option<User> {
        Some(User {
            id: integer(value, "id")?,
            is_bot: flag(value, "is_bot"),
            language: string(value, "language_code"),
        })
    }
}

impl Chat {
    fn read(value: &Value) -> Option<Chat> {
        let id = integer(value, "id")?;
        let kind = match value.get("type").and_then(Value::as_str) {
            Some("private") => ChatKind::Private,
            Some("group" | "supergroup") => ChatKind::Group,
            Some("channel") => ChatKind::Channel,
            // Numbers of people are positive, all others negative.
            _ if id > 0 => ChatKind::Private,
            _ => ChatKind::Group,
        };
        Some(Chat { id, kind })
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

/// The words of a message: its text or its caption; absent where blank.
fn text(message: &Value) -> Option<String> {
    ["text", "caption"]
        .iter()
        .find_map(|name| message.get(name)?.as_str())
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

/// The entities of `text`, without those that lie outside of it.
fn entities(message: &Value, text: &str) -> Vec<Entity> {
    let name = if message.get("text").is_some_and(Value::is_string) {
        "entities"
    } else {
        "caption_entities"
    };
    let read = |entity: &Value| {
        let place = |name| usize::try_from(integer(entity, name)?).ok();
        Some(Entity {
            kind: string(entity, "type")?,
            span_bytes: utf16::span_bytes(text, place("offset")?, place("length")?)?,
            user: entity.get("user").and_then(|user| integer(user, "id")),
        })
    };
    let list = message.get(name).and_then(Value::as_array);
    list.map_or_else(Vec::new, |list| list.iter().filter_map(read).collect())
}

/// The topic of a message. Outside of topics a thread number is that of a chain of replies, which
/// must not be used for sending.
fn topic(message: &Value) -> Option<i64> {
    flag(message, "is_topic_message")
        .then(|| integer(message, "message_thread_id"))
        .flatten()
}

/// The number of a message among those that one person sees. Telegram numbers them from 1.
fn ephemeral(message: &Value) -> Option<i64> {
    integer(message, "ephemeral_message_id").filter(|number| *number > 0)
}

/// What a message without words shows. Unknown kinds are not taken for something shown: most of
/// what Telegram adds are service messages, which want no reply.
fn non_text(message: &Value) -> Option<NonText> {
    const SHOWN: [(&str, NonText); 18] = [
        ("sticker", NonText::Sticker),
        ("dice", NonText::Sticker),
        ("voice", NonText::Voice),
        ("video_note", NonText::Voice),
        ("audio", NonText::Voice),
        ("photo", NonText::Picture),
        ("animation", NonText::Picture),
        ("video", NonText::Picture),
        ("document", NonText::Picture),
        ("paid_media", NonText::Picture),
        ("rich_message", NonText::Other),
        ("location", NonText::Other),
        ("contact", NonText::Other),
        ("venue", NonText::Other),
        ("poll", NonText::Other),
        ("story", NonText::Other),
        ("game", NonText::Other),
        ("checklist", NonText::Other),
    ];
    SHOWN
        .iter()
        .find(|(name, _)| has(message, name))
        .map(|(_, kind)| *kind)
}

fn has(value: &Value, name: &str) -> bool {
    value.get(name).is_some_and(|part| !part.is_null())
}

fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn integer(value: &Value, name: &str) -> Option<i64> {
    value.get(name)?.as_i64()
}

fn string(value: &Value, name: &str) -> Option<String> {
    Some(value.get(name)?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests;
