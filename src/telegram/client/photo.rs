//! Pictures go out as files, which is the one thing JSON cannot carry: through teloxide's own
//! request.

use std::time::Duration;

use serde::Deserialize;
use teloxide::RequestError;
use teloxide::payloads::SendPhotoSetters;
use teloxide::prelude::Requester;
use teloxide::types::{ChatId, InputFile, MessageId, ParseMode, ReplyParameters, ThreadId};

use crate::store::PendingMessage;
use crate::telegram::client::api::{Api, Failure};

/// The parameters of `sendPhoto` that we use.
#[derive(Deserialize)]
struct Parameters {
    chat_id: i64,
    caption: Option<String>,
    parse_mode: Option<String>,
    message_thread_id: Option<i32>,
    reply_parameters: Option<ReplyTo>,
}

#[derive(Deserialize)]
struct ReplyTo {
    message_id: i32,
}

/// Sends a message with this picture; the number it got.
///
/// # Errors
/// See [`Failure`]. teloxide's own words are not passed on beyond Telegram's description.
pub async fn send(
    api: &Api,
    message: &PendingMessage,
    picture: &[u8],
    timeout: Duration,
) -> Result<Option<i64>, Failure> {
    let Ok(parameters) = serde_json::from_str::<Parameters>(&message.payload) else {
        return Err(Failure::Refused {
            code: 400,
            description: "unreadable parameters of a picture".to_owned(),
            retry_after: None,
            migrate_to: None,
        });
    };
    let file = InputFile::memory(picture.to_vec()).file_name("wenda.png");
    let mut request = api.bot().send_photo(ChatId(parameters.chat_id), file);
    if let Some(caption) = parameters.caption {
        request = request.caption(caption);
    }
    if parameters.parse_mode.is_some() {
        request = request.parse_mode(ParseMode::Html);
    }
    if let Some(topic) = parameters.message_thread_id {
        request = request.message_thread_id(ThreadId(MessageId(topic)));
    }
    if let Some(ReplyTo { message_id }) = parameters.reply_parameters {
        let reply_to = ReplyParameters::new(MessageId(message_id)).allow_sending_without_reply();
        request = request.reply_parameters(reply_to);
    }
    match tokio::time::timeout(timeout, request).await {
        Ok(Ok(message)) => Ok(Some(message.id.0.into())),
        Ok(Err(error)) => Err(failure(error)),
        Err(_) => Err(Failure::NoAnswer("timeout".into())),
    }
}

/// teloxide's error in our words.
fn failure(error: RequestError) -> Failure {
    let refused = |code, description: String, retry_after, migrate_to| Failure::Refused {
        code,
        description,
        retry_after,
        migrate_to,
    };
    match error {
        RequestError::RetryAfter(seconds) => {
            refused(429, String::new(), Some(u64::from(seconds.seconds())), None)
        }
        RequestError::MigrateToChatId(chat) => refused(400, String::new(), None, Some(chat.0)),
        RequestError::Api(error) => {
            let description = error.to_string();
            let forbidden = description.starts_with("Forbidden");
            refused(if forbidden { 403 } else { 400 }, description, None, None)
        }
        // An answer that is no JSON comes from a proxy; one that is, from a message that was sent.
        RequestError::InvalidJson { raw, .. } if raw.trim_start().starts_with('{') => {
            Failure::Unreadable
        }
        RequestError::InvalidJson { .. } => Failure::Server(502),
        _ => Failure::NoAnswer("connection broken".into()),
    }
}
