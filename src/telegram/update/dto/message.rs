//! People, chats and messages, as far as Wenda needs them.

use serde_json::Value;

use super::value::{flag, has, integer, string};
use crate::model::incoming::NonText;
use crate::telegram::update::utf16;
use crate::text::Language;

/// A person or bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Number.
    pub id: i64,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Language of the person's program, such as `zh-hans`.
    pub language: Option<String>,
    /// How the person is called.
    pub name: Option<String>,
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
    /// Whether a bot sent it in the name of a business account.
    pub is_by_business_bot: bool,
    /// Whether nobody typed it: a greeting or an away message of a business account.
    pub is_from_offline: bool,
    /// Its number among those that only its sender and we see, if it is one.
    pub ephemeral: Option<i64>,
    /// Telegram's name for the query, where it mentions us in a chat that we are not in.
    pub guest_query: Option<String>,
    /// Whether it shows something beside words that can be copied: a picture, a file, a recording.
    pub has_file: bool,
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
    /// The words of the message that it replies to in turn, where they are told.
    pub replied_text: Option<String>,
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

impl Message {
    pub(super) fn read(value: &Value) -> Option<Message> {
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
            is_by_business_bot: has(value, "sender_business_bot"),
            is_from_offline: flag(value, "is_from_offline"),
            ephemeral: ephemeral(value),
            guest_query: string(value, "guest_query_id").filter(|query| !query.is_empty()),
            non_text: if text.is_none() {
                non_text(value)
            } else {
                None
            },
            has_file: FILES.iter().any(|name| has(value, name)),
            text,
        })
    }
}

impl Replied {
    pub(super) fn read(value: &Value) -> Option<Replied> {
        Some(Replied {
            id: integer(value, "message_id")?,
            from: value.get("from").and_then(User::read),
            text: text(value),
            replied_text: value.get("reply_to_message").and_then(text),
            is_topic_start: has(value, "forum_topic_created"),
        })
    }
}

impl User {
    pub(super) fn read(value: &Value) -> Option<User> {
        Some(User {
            id: integer(value, "id")?,
            is_bot: flag(value, "is_bot"),
            language: string(value, "language_code"),
            name: string(value, "first_name").filter(|name| !name.trim().is_empty()),
        })
    }
}

impl Chat {
    pub(super) fn read(value: &Value) -> Option<Chat> {
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
pub(super) fn topic(message: &Value) -> Option<i64> {
    flag(message, "is_topic_message")
        .then(|| integer(message, "message_thread_id"))
        .flatten()
}

/// The number of a message among those that one person sees. Telegram numbers them from 1.
pub(super) fn ephemeral(message: &Value) -> Option<i64> {
    integer(message, "ephemeral_message_id").filter(|number| *number > 0)
}

/// What a message may hold beside words that can be copied to another chat.
const FILES: [&str; 8] = [
    "photo",
    "video",
    "animation",
    "document",
    "audio",
    "voice",
    "video_note",
    "sticker",
];

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

impl User {
    /// The language of the person's program, if it is one of ours: its tag is such as `zh-hans` or `en`.
    pub fn spoken(&self) -> Option<Language> {
        let primary = self.language.as_deref()?.split(['-', '_']).next()?;
        Language::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.code()))
    }
}
