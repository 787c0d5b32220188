//! Ephemeral messages on the fake Bot API: who may be written to alone, and when.
//!
//! An admin may write to anybody in its group; anybody else for a while after a person pressed a
//! button or sent an ephemeral message. Such messages have numbers of their own, and their text
//! changes to 1024 characters at most.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::telegram_rules::plain;

/// How long a person may be answered alone. Telegram gives 15 seconds; here no test may fail because
/// the machine is slow.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// The longest text to which an ephemeral message is changed, in characters.
const LONGEST_EDIT: usize = 1024;

/// What is known of ephemeral messages.
#[derive(Default)]
pub struct Ephemeral {
    /// Groups of which the bot is an admin.
    pub admin_of: HashSet<i64>,
    /// Who pressed, by the press, and when.
    presses: HashMap<String, (i64, Instant)>,
    /// Ephemeral messages of people: chat, person, number.
    said: HashMap<(i64, i64, i64), Instant>,
    /// The bot's that are there: chat, receiver, number.
    sent: HashSet<(i64, i64, i64)>,
    last: i64,
}

fn refusal(description: &str) -> Value {
    json!({"ok": false, "error_code": 400, "description": format!("Bad Request: {description}")})
}

impl Ephemeral {
    /// Notes what an update gives leave for.
    pub fn happened(&mut self, update: &Value) {
        let press = &update["callback_query"];
        if let (Some(id), Some(person)) = (press["id"].as_str(), press["from"]["id"].as_i64()) {
            self.presses.insert(id.to_owned(), (person, Instant::now()));
        }
        let message = &update["message"];
        let numbers = [
            &message["chat"]["id"],
            &message["from"]["id"],
            &message["ephemeral_message_id"],
        ];
        if let [Some(chat), Some(person), Some(number)] = numbers.map(Value::as_i64) {
            self.said.insert((chat, person, number), Instant::now());
        }
    }

    /// The answer to a call about an ephemeral message; `None` for every other call.
    pub fn carry_out(&mut self, method: &str, parameters: &Value) -> Option<Value> {
        let chat = parameters["chat_id"].as_i64();
        match method {
            "sendMessage" if parameters["ephemeral_message_parameters"].is_object() => {
                Some(self.send(chat?, parameters))
            }
            "sendMessage" => {
                let reply_to = &parameters["reply_parameters"]["ephemeral_message_id"];
                (!reply_to.is_null()).then(|| refusal("the reply must be ephemeral, too"))
            }
            "editEphemeralMessageText"
            | "editEphemeralMessageReplyMarkup"
            | "deleteEphemeralMessage" => {
                let receiver = parameters["receiver_user_id"].as_i64()?;
                let number = parameters["ephemeral_message_id"].as_i64()?;
                let message = (chat?, receiver, number);
                if !self.sent.contains(&message) {
                    return Some(refusal("message to edit not found"));
                }
                let text = parameters["text"].as_str().unwrap_or_default();
                let text = plain(text).unwrap_or_default();
                if text.chars().count() > LONGEST_EDIT {
                    return Some(refusal("MEDIA_CAPTION_TOO_LONG"));
                }
                if method == "deleteEphemeralMessage" {
                    self.sent.remove(&message);
                }
                Some(json!({"ok": true, "result": true}))
            }
            _ => None,
        }
    }

    fn send(&mut self, chat: i64, parameters: &Value) -> Value {
        let who = &parameters["ephemeral_message_parameters"];
        let reply_to = &parameters["reply_parameters"];
        if reply_to["allow_sending_without_reply"] == true || !reply_to["quote"].is_null() {
            return refusal("ephemeral messages take no such reply parameters");
        }
        let press = who["callback_query_id"].as_str();
        let pressed = press.and_then(|press| self.presses.get(press));
        let receiver = who["receiver_user_id"].as_i64();
        let Some(receiver) = receiver.or(pressed.map(|(person, _)| *person)) else {
            return refusal("receiver_user_id is required");
        };
        let is_recent = |at: &Instant| at.elapsed() <= WINDOW;
        let by_press = pressed.is_some_and(|(who, at)| *who == receiver && is_recent(at));
        let number = reply_to["ephemeral_message_id"].as_i64();
        let said = number.and_then(|number| self.said.get(&(chat, receiver, number)));
        let by_reply = said.is_some_and(is_recent);
        if press.is_some() && !by_press {
            return refusal("query is too old");
        }
        if number.is_some() && !by_reply {
            return refusal("message to be replied not found");
        }
        if !(by_press || by_reply || self.admin_of.contains(&chat)) {
            return refusal("not enough rights to send ephemeral messages");
        }
        self.last += 1;
        self.sent.insert((chat, receiver, self.last));
        let message = json!({
            "message_id": 0, "ephemeral_message_id": self.last, "date": 1,
            "receiver_user": {"id": receiver, "is_bot": false, "first_name": "f"},
            "chat": {"id": chat, "type": "supergroup", "title": "t"},
            "text": parameters["text"],
        });
        json!({"ok": true, "result": message})
    }
}
