//! Business accounts on the fake Bot API: who is connected, with which rights, and where a bot may
//! write.
//!
//! A bot writes in a chat that had an incoming message within a day, with the right to reply, and
//! reads its own message again as one of the account.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::fake_bot_api::{BOT, now_seconds};

/// How long after a customer's message a bot may write, in seconds.
const DAY: u64 = 24 * 60 * 60;

/// What is known of business accounts.
#[derive(Default)]
pub struct Business {
    /// The connections, as Telegram tells them.
    connections: HashMap<String, Value>,
    /// When a message came in last, by connection and chat.
    incoming: HashMap<(String, i64), u64>,
    last: i64,
}

fn refusal(code: u16, description: &str) -> Value {
    json!({"ok": false, "error_code": code, "description": description})
}

impl Business {
    /// Notes what an update says.
    pub fn happened(&mut self, update: &Value) {
        let connection = &update["business_connection"];
        if let Some(id) = connection["id"].as_str() {
            self.connections.insert(id.to_owned(), connection.clone());
        }
        let message = &update["business_message"];
        let (chat, from) = (&message["chat"]["id"], &message["from"]["id"]);
        if let (Some(id), Some(chat)) = (
            message["business_connection_id"].as_str(),
            chat.as_i64().filter(|chat| from.as_i64() == Some(*chat)),
        ) {
            let at = message["date"].as_u64().unwrap_or_default();
            self.incoming.insert((id.to_owned(), chat), at);
        }
    }

    /// The answer to a call about a business account, and the update that follows; `None` for every
    /// other call.
    pub fn carry_out(
        &mut self,
        method: &str,
        parameters: &Value,
    ) -> Option<(Value, Option<Value>)> {
        let id = parameters["business_connection_id"].as_str()?;
        let Some(connection) = self.connections.get(id) else {
            return Some((
                refusal(400, "Bad Request: business connection not found"),
                None,
            ));
        };
        match method {
            "getBusinessConnection" => Some((json!({"ok": true, "result": connection}), None)),
            "sendMessage" => Some(self.send(id, &connection.clone(), parameters)),
            _ => Some((refusal(400, "Bad Request: no such thing here"), None)),
        }
    }

    fn send(&mut self, id: &str, connection: &Value, parameters: &Value) -> (Value, Option<Value>) {
        let chat = parameters["chat_id"].as_i64().unwrap_or_default();
        if connection["is_enabled"] != true || connection["rights"]["can_reply"] != true {
            return (refusal(403, "Forbidden: BOT_BUSINESS_RIGHT_MISSING"), None);
        }
        let at = self.incoming.get(&(id.to_owned(), chat));
        if at.is_none_or(|at| now_seconds() >= at + DAY) {
            return (
                refusal(400, "Bad Request: BUSINESS_PEER_USAGE_MISSING"),
                None,
            );
        }
        let markup = parameters["reply_markup"].to_string();
        if markup.contains("web_app") || markup.contains("switch_inline") {
            return (refusal(400, "Bad Request: BUTTON_TYPE_INVALID"), None);
        }
        self.last += 1;
        let message = json!({
            "message_id": 90_000 + self.last, "date": now_seconds(),
            "chat": {"id": chat, "type": "private", "first_name": "f"},
            "from": connection["user"], "business_connection_id": id,
            "sender_business_bot": {"id": BOT.0, "is_bot": true, "first_name": "W"},
            "text": parameters["text"],
        });
        let echo = json!({"business_message": message});
        (json!({"ok": true, "result": message}), Some(echo))
    }
}
