//! The parts of a call, as Telegram names them.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::incoming::MessageId;
use crate::render::Page;

/// A new message or a changed one, as Telegram names its parts.
#[derive(Serialize)]
pub(super) struct Message<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) business_connection_id: Option<&'a str>,
    pub(super) chat_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_id: Option<MessageId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_thread_id: Option<i64>,
    /// Left out where the outbox keeps the text for many messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    pub(super) parse_mode: &'static str,
    pub(super) link_preview_options: Preview<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ephemeral_message_parameters: Option<ForOne<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reply_parameters: Option<ReplyTo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reply_markup: Option<Markup<'a>>,
}

/// No preview, or the one that shows the picture.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Preview<'a> {
    Off {
        is_disabled: bool,
    },
    Picture {
        url: &'a str,
        prefer_large_media: bool,
        show_above_text: bool,
    },
}

/// The message that a new one answers: one that everybody sees, or one that only the asker sees.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum ReplyTo {
    Seen {
        message_id: MessageId,
        /// Telegram takes it with messages that everybody sees.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        allow_sending_without_reply: bool,
    },
    Ephemeral {
        ephemeral_message_id: MessageId,
    },
}

/// Who alone sees a message, and the press that gives leave for it.
#[derive(Serialize)]
pub(super) struct ForOne<'a> {
    pub(super) receiver_user_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) callback_query_id: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Markup<'a> {
    pub(super) inline_keyboard: Vec<Vec<Key<'a>>>,
}

#[derive(Serialize)]
pub(super) struct Key<'a> {
    pub(super) text: &'a str,
    #[serde(flatten)]
    pub(super) does: Does<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Does<'a> {
    CallbackData(String),
    Url(Cow<'a, str>),
    WebApp(WebApp<'a>),
}

/// A Mini App.
#[derive(Serialize)]
pub(super) struct WebApp<'a> {
    pub(super) url: &'a str,
}

/// Room for the parameters of most messages, in bytes.
const PAYLOAD_BYTES: usize = 1024;

/// Plain data as JSON.
pub(super) fn json_of(parameters: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(PAYLOAD_BYTES);
    // Writing plain data to memory cannot fail, and JSON is valid UTF-8.
    let _ = serde_json::to_writer(&mut bytes, parameters);
    bytes.shrink_to_fit();
    String::from_utf8(bytes).unwrap_or_default()
}

/// The message that a new one answers. Telegram numbers messages from 1; one that only one person sees
/// has number 0.
pub(super) fn named(
    reply_to: Option<MessageId>,
    allow_sending_without_reply: bool,
) -> Option<ReplyTo> {
    let message_id = reply_to.filter(|message| *message > 0)?;
    Some(ReplyTo::Seen {
        message_id,
        allow_sending_without_reply,
    })
}

pub(super) fn preview(page: &Page) -> Preview<'_> {
    match page.image.as_deref() {
        None => Preview::Off { is_disabled: true },
        Some(url) => Preview::Picture {
            url,
            prefer_large_media: true,
            show_above_text: true,
        },
    }
}
