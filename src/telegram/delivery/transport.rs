//! Telegram's side of the outbox: sends its messages by the Bot API.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::model::incoming::MessageId;
use crate::outbox::transport::{Failure, Fix, Next, Sending, Transport};
use crate::store::{PendingMessage, Target};
use crate::telegram::client::api::Api;
use crate::telegram::client::photo;
use crate::telegram::delivery::error_policy;

/// The transport for the bot with this token at this server.
///
/// # Errors
/// When the address is none, or the system offers no TLS; in words without the token.
pub fn connect(token: &str, server: &str) -> Result<Arc<dyn Transport>, String> {
    Ok(Arc::new(BotApi(Api::new(token, server)?)))
}

/// Sends by the Bot API.
pub(crate) struct BotApi(pub(crate) Api);

impl Transport for BotApi {
    fn send<'a>(&'a self, message: &'a PendingMessage, timeout: Duration) -> Sending<'a> {
        match &message.attachment {
            Some(picture) => Box::pin(photo::send(&self.0, message, picture, timeout)),
            None => {
                let body = message.body().into_owned();
                Box::pin(self.0.send(&message.method, body, timeout))
            }
        }
    }

    fn next(
        &self,
        message: &PendingMessage,
        failure: &Failure,
    ) -> ControlFlow<Next, PendingMessage> {
        error_policy::next(message, failure)
    }

    fn address(&self, message: &mut PendingMessage, chat: i64) {
        message.chat = Some(chat);
        let mut payload = parameters_of_payload(message);
        payload.insert("chat_id".to_owned(), chat.into());
        message.payload = serde_json::Value::Object(payload).to_string();
    }

    fn aim(&self, message: &mut PendingMessage, messages: &[MessageId]) {
        let mut payload = parameters_of_payload(message);
        if let (Some(Target::Page(..)), [page, ..]) = (message.target, messages) {
            message.method = "editMessageText".to_owned();
            payload.remove("reply_parameters");
            payload.remove("message_thread_id");
            // Everybody saw it before.
            payload.remove(error_policy::FOR_ONE);
            payload.insert("message_id".to_owned(), (*page).into());
        } else {
            payload.insert("message_ids".to_owned(), messages.into());
        }
        message.payload = serde_json::Value::Object(payload).to_string();
    }

    fn place(
        &self,
        message: &mut PendingMessage,
        topic: Option<MessageId>,
        below: Option<MessageId>,
    ) {
        let mut payload = parameters_of_payload(message);
        if let Some(topic) = topic {
            payload.insert("message_thread_id".to_owned(), topic.into());
        }
        if let Some(below) = below {
            let reply = json!({"message_id": below, "allow_sending_without_reply": true});
            payload.entry("reply_parameters").or_insert(reply);
        }
        message.payload = serde_json::Value::Object(payload).to_string();
    }

    fn fix(&self, message: &PendingMessage, failure: &Failure, name: &str) -> Option<Fix> {
        error_policy::fix(message, failure, name)
    }

    fn deletion(&self, chat: i64, message: MessageId) -> PendingMessage {
        PendingMessage {
            chat: Some(chat),
            method: "deleteMessage".to_owned(),
            payload: json!({"chat_id": chat, "message_id": message}).to_string(),
            ..PendingMessage::default()
        }
    }
}

/// The parameters without the shared text, which stays where it is.
fn parameters_of_payload(message: &PendingMessage) -> serde_json::Map<String, serde_json::Value> {
    serde_json::from_str(&message.payload).unwrap_or_default()
}
