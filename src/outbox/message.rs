//! A pending message's way onto the wire: its body as one JSON object.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::store::PendingMessage;

impl PendingMessage {
    /// The method's parameters as one JSON object: the payload, with the shared text as its member
    /// `text`. Nothing is parsed for it.
    pub fn body(&self) -> Cow<'_, str> {
        match &self.text {
            Some(text) => Cow::Owned(with_text(&self.payload, text)),
            None => Cow::Borrowed(&self.payload),
        }
    }

    /// The parameters one by one; empty where they are no object.
    pub fn parameters(&self) -> Map<String, Value> {
        serde_json::from_str(&self.body()).unwrap_or_default()
    }

    /// Replaces all parameters, the shared text included.
    pub fn set_parameters(&mut self, parameters: Map<String, Value>) {
        self.text = None;
        self.payload = Value::Object(parameters).to_string();
    }
}

/// The object `payload`, which is not empty, with this text before its other members.
fn with_text(payload: &str, text: &str) -> String {
    let others = payload.strip_prefix('{').unwrap_or("}");
    // Room for the few characters that are escaped.
    let room = text.len() + text.len() / 8 + others.len() + 16;
    let mut bytes = Vec::with_capacity(room);
    bytes.extend_from_slice(b"{\"text\":");
    // Writing a string to memory as JSON cannot fail, and JSON is valid UTF-8.
    let _ = serde_json::to_writer(&mut bytes, text);
    bytes.push(b',');
    bytes.extend_from_slice(others.as_bytes());
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_that_many_share_becomes_a_parameter() {
        let text = "a\n\"q\" <b>中文</b> \\";
        let mut message = PendingMessage {
            payload: json!({"chat_id": 5}).to_string(),
            text: Some(text.into()),
            ..PendingMessage::default()
        };
        let body: Value = serde_json::from_str(&message.body()).unwrap();
        assert_eq!(body, json!({"text": text, "chat_id": 5}));
        let mut parameters = message.parameters();
        parameters.remove("text");
        message.set_parameters(parameters);
        assert_eq!(message.body(), r#"{"chat_id":5}"#);
    }
}
