//! What follows when Telegram refuses a message.
//!
//! Told apart by how Telegram's words begin: teloxide's variants lag behind the server's wording.

use std::ops::ControlFlow::{self, Break, Continue};

use serde_json::{Map, Value, json};

use crate::outbox::transport::{Failure, Fix, Next};
use crate::render;
use crate::store::PendingMessage;

/// Another message to send at once, or what to do next.
type Reaction = ControlFlow<Next, PendingMessage>;

/// The parameter that says who alone sees a message.
pub(super) const FOR_ONE: &str = "ephemeral_message_parameters";

/// Seconds to wait where Telegram says "too many" and not for how long.
const WAIT_SECONDS: u64 = 3;
/// Longest reason kept, in characters.
const REASON_CHARS: usize = 80;

/// What beginnings mean that nothing reaches the chat any more.
const GONE: [(&str, &str); 7] = [
    ("bad request: chat not found", "chat not found"),
    ("bad request: user not found", "user not found"),
    ("bad request: user is deactivated", "user is deactivated"),
    ("bad request: bot can't initiate", "never talked to us"),
    ("bad request: peer_id_invalid", "chat not found"),
    (
        "bad request: group chat was deactivated",
        "group was deleted",
    ),
    ("bad request: group is deactivated", "group was deleted"),
];

/// What to do about `failure` of `message`.
pub fn next(message: &PendingMessage, failure: &Failure) -> Reaction {
    let Failure::Refused {
        code,
        description,
        retry_after,
        migrate_to,
    } = failure
    else {
        return match failure {
            Failure::Unreadable => Break(Next::Done(None)),
            _ => Break(Next::Later),
        };
    };
    if let Some(chat) = migrate_to {
        return Break(Next::Moved(*chat));
    }
    if *code == 429 || retry_after.is_some() {
        return Break(Next::Wait(retry_after.unwrap_or(WAIT_SECONDS)));
    }
    // The token stopped working, or the server forgot it for a moment: not this message's fault.
    if matches!(code, 401 | 404) {
        return Break(Next::Later);
    }
    let words = description.to_ascii_lowercase();
    if message.method.contains("EphemeralMessage") {
        // It came to its end, or to that of the person's stay.
        return Break(Next::GiveUp(reason(description)));
    }
    let parameters = message.parameters();
    if parameters.contains_key(FOR_ONE) {
        let words = words.strip_prefix("bad request: ").unwrap_or(&words);
        return ephemeral_way(message, parameters, words)
            .unwrap_or_else(|| Break(Next::GiveUp(reason(description))));
    }
    if parameters.contains_key("business_connection_id") {
        // The chat's number is that of the customer's own chat with us, which is another.
        let words = words.strip_prefix("bad request: ").unwrap_or(&words);
        return another_way(message, words)
            .unwrap_or_else(|| Break(Next::GiveUp(reason(description))));
    }
    if parameters.get("chat_id").and_then(Value::as_i64) != message.chat && message.chat.is_some() {
        // It went elsewhere in the end: that says nothing of the chat it was queued for.
        return Break(Next::GiveUp(reason(description)));
    }
    if *code == 403 {
        return if words.contains("not enough chat_members")
            || words.contains("chat_write_forbidden")
        {
            Break(Next::GiveUp(reason(description)))
        } else {
            Break(Next::Gone("forbidden"))
        };
    }
    if let Some((_, why)) = GONE
        .iter()
        .find(|(beginning, _)| words.starts_with(beginning))
    {
        return Break(Next::Gone(why));
    }
    let words = words.strip_prefix("bad request: ").unwrap_or(&words);
    another_way(message, words).unwrap_or_else(|| Break(Next::GiveUp(reason(description))))
}

/// Another way for a message that only one person was to see: without what stands in the way; then
/// to everybody, where everybody saw the question; then to that person's private chat, where nobody
/// else did. What answers a press has none: it was for the eyes of that person, at that moment.
fn ephemeral_way(
    message: &PendingMessage,
    mut parameters: Map<String, Value>,
    words: &str,
) -> Option<Reaction> {
    let is_form = ["can't parse", "entities", "button_", "webpage_"];
    let is_form = is_form.iter().any(|beginning| words.starts_with(beginning))
        || words.contains("inline keyboard")
        || words.contains("link preview")
        || words.contains("thread not found");
    if is_form && let Some(reaction) = another_way(message, words) {
        return Some(reaction);
    }
    let for_one = parameters.remove(FOR_ONE)?;
    let reply_to = parameters.get_mut("reply_parameters")?.as_object_mut()?;
    if reply_to.contains_key("ephemeral_message_id") {
        parameters.insert(
            "chat_id".to_owned(),
            for_one.get("receiver_user_id")?.clone(),
        );
        parameters.remove("reply_parameters");
        parameters.remove("message_thread_id");
    } else {
        reply_to.insert("allow_sending_without_reply".to_owned(), true.into());
    }
    Some(instead(message, parameters))
}

/// Another way to the same end, if Telegram's words (lower case, without "bad request") name what
/// stands in this one.
fn another_way(message: &PendingMessage, words: &str) -> Option<Reaction> {
    let mut parameters = message.parameters();
    if let Some(result) = parameters.get_mut("result") {
        return simpler_result(result, words).then(|| instead(message, parameters));
    }
    if words.starts_with("message is not modified") {
        let number = parameters.get("message_id").and_then(Value::as_i64);
        return Some(Break(Next::Done(number)));
    }
    if words.starts_with("can't parse") || words.starts_with("entities") {
        parameters.remove("parse_mode")?;
        for name in ["text", "caption"] {
            if let Some(Value::String(words)) = parameters.get_mut(name) {
                *words = render::without_markup(words);
            }
        }
        return Some(instead(message, parameters));
    }
    let left_out = if is_topic_gone(words) || words.starts_with("topic_closed") {
        "message_thread_id"
    } else if words.contains("repl") && (words.contains("not found") || words.contains("invalid")) {
        "reply_parameters"
    } else if words.starts_with("button_") || words.contains("inline keyboard") {
        "reply_markup"
    } else if words.starts_with("webpage_") || words.contains("link preview") {
        let off = json!({"is_disabled": true});
        let before = parameters.insert("link_preview_options".to_owned(), off.clone())?;
        // The one without a preview was refused as well.
        return (before != off).then(|| instead(message, parameters));
    } else if message.method == "editMessageText" && cannot_edit(words) {
        parameters.remove("message_id");
        let mut new = message.clone();
        new.method = "sendMessage".to_owned();
        new.set_parameters(parameters);
        return Some(Continue(new));
    } else {
        return None;
    };
    parameters.remove(left_out)?;
    Some(instead(message, parameters))
}

/// Takes out of the one answer to a mention what stands in the way; `false` where that is not known.
fn simpler_result(result: &mut Value, words: &str) -> bool {
    let content = &mut result["input_message_content"];
    if words.starts_with("can't parse") || words.starts_with("entities") {
        if let Value::String(text) = &mut content["message_text"] {
            *text = render::without_markup(text);
        }
        remove(content, "parse_mode")
    } else if words.starts_with("button_") || words.contains("inline keyboard") {
        remove(result, "reply_markup")
    } else if words.starts_with("webpage_") || words.contains("link preview") {
        remove(content, "link_preview_options")
    } else {
        false
    }
}

/// Takes a field away; whether it was there.
fn remove(value: &mut Value, name: &str) -> bool {
    let fields = value.as_object_mut();
    fields.is_some_and(|fields| fields.remove(name).is_some())
}

/// What must be done before a message can be sent again to a topic that is closed or gone.
pub fn fix(message: &PendingMessage, failure: &Failure, name: &str) -> Option<Fix> {
    let Failure::Refused { description, .. } = failure else {
        return None;
    };
    let chat = message.chat?;
    let topic = message.parameters().get("message_thread_id")?.as_i64()?;
    let call = |method: &str, parameters: Value| PendingMessage {
        chat: Some(chat),
        turn: message.turn,
        method: method.to_owned(),
        payload: parameters.to_string(),
        ..PendingMessage::default()
    };
    let words = description.to_ascii_lowercase();
    let words = words.strip_prefix("bad request: ").unwrap_or(&words);
    if words.starts_with("topic_closed") {
        let parameters = json!({"chat_id": chat, "message_thread_id": topic});
        return Some(Fix::Reopen(call("reopenForumTopic", parameters)));
    }
    is_topic_gone(words).then(|| {
        let parameters = json!({"chat_id": chat, "name": name});
        Fix::Replace(call("createForumTopic", parameters))
    })
}

fn is_topic_gone(words: &str) -> bool {
    words.contains("thread not found")
        || words.starts_with("topic_deleted")
        || words.starts_with("topic_id_invalid")
}

fn cannot_edit(words: &str) -> bool {
    words.starts_with("message to edit not found")
        || words.starts_with("message can't be edited")
        || words.starts_with("message_id_invalid")
}

/// The message with these parameters instead of its own.
fn instead(message: &PendingMessage, parameters: Map<String, Value>) -> Reaction {
    let mut message = message.clone();
    message.set_parameters(parameters);
    Continue(message)
}

/// Telegram's reason without what it may quote: its first two parts between colons.
fn reason(description: &str) -> String {
    let parts: Vec<&str> = description.splitn(3, ": ").take(2).collect();
    parts.join(": ").chars().take(REASON_CHARS).collect()
}

#[cfg(test)]
mod tests;
