//! Pictures go out as files, which is the one thing JSON cannot carry: through teloxide's own
//! request.

use std::time::Duration;

use teloxide::RequestError;
use teloxide::payloads::SendPhotoSetters;
use teloxide::prelude::Requester;
use teloxide::types::{ChatId, InputFile, MessageId, ParseMode, ReplyParameters, ThreadId};

use crate::outbox::message;
use crate::outbox::message::Letter;
use crate::telegram::client::api::{Api, Failure};

/// Sends a message with a picture; the number of the message.
///
/// # Errors
/// See [`Failure`]. teloxide's own words are not passed on beyond Telegram's description.
pub async fn send(api: &Api, letter: &Letter, timeout: Duration) -> Result<Option<i64>, Failure> {
    let picture = letter
        .extra
        .picture
        .as_deref()
        .and_then(message::unhex)
        .unwrap_or_default();
    let number = |name| letter.parameter(name).and_then(|value| value.as_i64());
    let word = |name| {
        letter
            .parameter(name)
            .and_then(|value| value.as_str().map(str::to_owned))
    };
    let small = |number: i64| i32::try_from(number).ok().map(MessageId);
    let file = InputFile::memory(picture).file_name("wenda.png");
    let mut request = api
        .bot()
        .send_photo(ChatId(number("chat_id").unwrap_or_default()), file);
    if let Some(caption) = word("caption") {
        request = request.caption(caption);
    }
    if letter.parameter("parse_mode").is_some() {
        request = request.parse_mode(ParseMode::Html);
    }
    if let Some(topic) = number("message_thread_id").and_then(small) {
        request = request.message_thread_id(ThreadId(topic));
    }
    let reply_to = letter.parameter("reply_parameters");
    if let Some(message) = reply_to.and_then(|reply| small(reply.get("message_id")?.as_i64()?)) {
        let parameters = ReplyParameters::new(message).allow_sending_without_reply();
        request = request.reply_parameters(parameters);
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
