//! A message: one call to Telegram as the outbox keeps it, ready to be sent.
//!
//! Three lines: the method, its parameters as JSON, and what is needed only when something goes
//! another way (JSON, or empty). So a message that goes out smoothly is not parsed again. The words
//! of an answer, which are the same for whoever gets it, stand beside the lines: the outbox keeps
//! them once, and they become the parameter `text` when the message is read.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::incoming::TurnId;

/// Room for most messages, in bytes.
const LENGTH: usize = 1024;

/// Parameters of a call.
pub type Parameters = Map<String, Value>;

/// A call to Telegram.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// The method.
    pub method: String,
    /// Its parameters, as JSON.
    pub parameters: String,
    /// What else may be needed.
    pub extra: Extra,
}

/// What is needed only when something goes another way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// Change this page (from 0) of what this turn said; only where there is none, send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<(TurnId, usize)>,
    /// Delete what this turn said from this page on; nothing is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trims: Option<(TurnId, usize)>,
    /// Delete what this turn said beside this message, if that is one of its pages; nothing is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaves: Option<(TurnId, i64)>,
    /// The picture of `sendPhoto`, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Seconds after which the message is deleted again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime_seconds: Option<u32>,
}

/// The message as the outbox keeps it.
pub fn write(method: &str, parameters: &impl Serialize, extra: &Extra) -> String {
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.extend_from_slice(method.as_bytes());
    bytes.push(b'\n');
    // Plain data: writing it as JSON cannot fail, and JSON is valid UTF-8.
    let _ = serde_json::to_writer(&mut bytes, parameters);
    bytes.push(b'\n');
    if *extra != Extra::default() {
        let _ = serde_json::to_writer(&mut bytes, extra);
    }
    bytes.shrink_to_fit();
    String::from_utf8(bytes).unwrap_or_default()
}

impl Letter {
    /// A message that needs nothing else.
    #[cfg(test)]
    pub fn new(method: &str, parameters: Parameters) -> Letter {
        Letter {
            method: method.to_owned(),
            parameters: Value::Object(parameters).to_string(),
            extra: Extra::default(),
        }
    }

    /// The message that was kept; `None` where `body` is none.
    pub fn read(body: &str, shared: Option<&str>) -> Option<Letter> {
        let (method, rest) = body.split_once('\n')?;
        let (parameters, extra) = rest.split_once('\n')?;
        let extra = match extra {
            "" => Extra::default(),
            extra => serde_json::from_str(extra).ok()?,
        };
        Some(Letter {
            method: method.to_owned(),
            parameters: match shared {
                Some(text) => with_text(parameters, text)?,
                None => parameters.to_owned(),
            },
            extra,
        })
    }

    /// The same with other parameters.
    pub fn change(&mut self, change: impl FnOnce(&mut Parameters)) {
        let mut parameters: Parameters = serde_json::from_str(&self.parameters).unwrap_or_default();
        change(&mut parameters);
        self.parameters = Value::Object(parameters).to_string();
    }

    /// One parameter.
    pub fn parameter(&self, name: &str) -> Option<Value> {
        let mut parameters: Parameters = serde_json::from_str(&self.parameters).ok()?;
        parameters.remove(name)
    }
}

/// The object `parameters`, which is not empty, with this text before its other members.
fn with_text(parameters: &str, text: &str) -> Option<String> {
    let others = parameters.strip_prefix('{')?;
    // ChatKey for the few characters that are escaped.
    let room = text.len() + text.len() / 8 + others.len() + 16;
    let mut bytes = Vec::with_capacity(room);
    bytes.extend_from_slice(b"{\"text\":");
    serde_json::to_writer(&mut bytes, text).ok()?;
    bytes.push(b',');
    bytes.extend_from_slice(others.as_bytes());
    String::from_utf8(bytes).ok()
}

/// `bytes` in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes that hexadecimal `digits` stand for; `None` where they are none.
pub fn unhex(digits: &str) -> Option<Vec<u8>> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_letter_comes_back_as_it_was_kept() {
        let Value::Object(parameters) = json!({"chat_id": -5, "text": "a\nb 中文 \"q\""}) else {
            unreachable!()
        };
        let written = |message: &Letter| {
            let parameters: Value = serde_json::from_str(&message.parameters).unwrap();
            write(&message.method, &parameters, &message.extra)
        };
        let mut message = Letter::new("sendMessage", parameters);
        assert_eq!(
            Letter::read(&written(&message), None),
            Some(message.clone())
        );
        assert_eq!(written(&message).lines().count(), 2);
        message.extra = Extra {
            lifetime_seconds: Some(3),
            corrects: Some((7, 0)),
            ..Extra::default()
        };
        assert_eq!(
            Letter::read(&written(&message), None),
            Some(message.clone())
        );
        message.change(|parameters| {
            parameters.remove("text");
        });
        assert_eq!(message.parameters, r#"{"chat_id":-5}"#);
        assert_eq!(Letter::read("nonsense", None), None);
    }

    #[test]
    fn words_that_many_share_become_the_text() {
        let words = "a\n\"q\" <b>中文</b> \\";
        let body = write("sendMessage", &json!({"chat_id": 5}), &Extra::default());
        let message = Letter::read(&body, Some(words)).unwrap();
        let parameters: Value = serde_json::from_str(&message.parameters).unwrap();
        assert_eq!(parameters, json!({"text": words, "chat_id": 5}));
    }

    #[test]
    fn pictures_come_back() {
        let bytes = [0, 1, 0xab, 0xff];
        assert_eq!(unhex(&hex(&bytes)), Some(bytes.to_vec()));
        assert_eq!(unhex("xyz"), None);
    }
}
