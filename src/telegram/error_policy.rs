//! What follows when Telegram refuses a message.
//!
//! Told apart by how Telegram's words begin: teloxide's variants lag behind the server's wording.

use serde_json::{Value, json};

use crate::outbox::message::Letter;
use crate::render;
use crate::telegram::client::api::Failure;

/// What to do next with a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// Nothing: it had its effect, as the message with this number.
    Done(Option<i64>),
    /// Send this one instead, at once.
    Instead(Letter),
    /// Nothing to this chat for so many seconds; then this message again.
    Wait(u64),
    /// The chat goes on under this number: send it there.
    Moved(i64),
    /// Nothing reaches this chat any more.
    Gone(&'static str),
    /// Give it up, for this reason.
    GiveUp(String),
    /// The way to Telegram is disturbed: later again.
    Later,
}

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
pub fn next(letter: &Letter, failure: &Failure) -> Next {
    let Failure::Refused {
        code,
        description,
        retry_after,
        migrate_to,
    } = failure
    else {
        return match failure {
            Failure::Unreadable => Next::Done(None),
            _ => Next::Later,
        };
    };
    if let Some(chat) = migrate_to {
        return Next::Moved(*chat);
    }
    if *code == 429 || retry_after.is_some() {
        return Next::Wait(retry_after.unwrap_or(WAIT_SECONDS));
    }
    // The token stopped working, or the server forgot it for a moment: not this message's fault.
    if matches!(code, 401 | 404) {
        return Next::Later;
    }
    let words = description.to_ascii_lowercase();
    if *code == 403 {
        return if words.contains("not enough chat_members")
            || words.contains("chat_write_forbidden")
        {
            Next::GiveUp(reason(description))
        } else {
            Next::Gone("forbidden")
        };
    }
    if let Some((_, why)) = GONE
        .iter()
        .find(|(beginning, _)| words.starts_with(beginning))
    {
        return Next::Gone(why);
    }
    let words = words.strip_prefix("bad request: ").unwrap_or(&words);
    match another_way(letter, words) {
        Some(next) => next,
        None => Next::GiveUp(reason(description)),
    }
}

/// Another way to the same end, if Telegram's words (lower case, without "bad request") name what
/// stands in this one.
fn another_way(letter: &Letter, words: &str) -> Option<Next> {
    let edits = letter.method.starts_with("editMessage");
    if words.starts_with("message is not modified") {
        return Some(Next::Done(
            letter.parameter("message_id").and_then(|id| id.as_i64()),
        ));
    }
    if words.starts_with("can't parse") || words.starts_with("entities") {
        return without(letter, "parse_mode", |parameters| {
            for name in ["text", "caption"] {
                if let Some(Value::String(words)) = parameters.get_mut(name) {
                    *words = render::without_markup(words);
                }
            }
        });
    }
    if words.contains("thread not found") || words.starts_with("topic_deleted") {
        return without(letter, "message_thread_id", |_| {});
    }
    if words.contains("repl") && (words.contains("not found") || words.contains("invalid")) {
        return without(letter, "reply_parameters", |_| {});
    }
    if words.starts_with("button_") || words.contains("inline keyboard") {
        return without(letter, "reply_markup", |_| {});
    }
    if words.starts_with("webpage_") || words.contains("link preview") {
        return without(letter, "link_preview_options", |parameters| {
            parameters.insert(
                "link_preview_options".to_owned(),
                json!({"is_disabled": true}),
            );
        })
        // The one without a preview was refused as well.
        .filter(|next| !matches!(next, Next::Instead(same) if same == letter));
    }
    let cannot_edit = words.starts_with("message to edit not found")
        || words.starts_with("message can't be edited")
        || words.starts_with("message_id_invalid");
    if edits && cannot_edit && letter.method == "editMessageText" {
        let mut letter = letter.clone();
        letter.method = "sendMessage".to_owned();
        letter.change(|parameters| {
            parameters.remove("message_id");
        });
        return Some(Next::Instead(letter));
    }
    None
}

/// The message without one parameter, if it has that.
fn without(
    letter: &Letter,
    name: &str,
    also: impl FnOnce(&mut serde_json::Map<String, Value>),
) -> Option<Next> {
    letter.parameter(name)?;
    let mut letter = letter.clone();
    letter.change(|parameters| {
        parameters.remove(name);
        also(parameters);
    });
    Some(Next::Instead(letter))
}

/// Telegram's reason without what it may quote: its first two parts between colons.
fn reason(description: &str) -> String {
    let parts: Vec<&str> = description.splitn(3, ": ").take(2).collect();
    parts.join(": ").chars().take(REASON_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    fn letter(method: &str, parameters: Value) -> Letter {
        let Value::Object(parameters) = parameters else {
            unreachable!()
        };
        Letter::new(method, parameters)
    }

    fn refused(code: u16, description: &str) -> Failure {
        Failure::Refused {
            code,
            description: description.to_owned(),
            retry_after: None,
            migrate_to: None,
        }
    }

    fn full() -> Letter {
        letter(
            "sendMessage",
            json!({"chat_id": 1, "text": "<b>x</b>", "parse_mode": "HTML", "message_thread_id": 3,
                   "reply_parameters": {"message_id": 2}, "reply_markup": {}}),
        )
    }

    #[test]
    fn what_stands_in_the_way_is_left_out() {
        let cases = [
            (
                "Bad Request: can't parse entities: Unsupported start tag \"x\"",
                "parse_mode",
            ),
            (
                "Bad Request: message to be replied not found",
                "reply_parameters",
            ),
            (
                "Bad Request: message to reply not found",
                "reply_parameters",
            ),
            ("Bad Request: message thread not found", "message_thread_id"),
            ("Bad Request: BUTTON_URL_INVALID", "reply_markup"),
        ];
        for (description, left_out) in cases {
            let failure = refused(400, description);
            let Next::Instead(instead) = next(&full(), &failure) else {
                panic!("{description}")
            };
            assert!(instead.parameter(left_out).is_none(), "{description}");
            let expected = if left_out == "parse_mode" {
                "x"
            } else {
                "<b>x</b>"
            };
            assert_eq!(
                instead.parameter("text"),
                Some(expected.into()),
                "{description}"
            );
            let again = next(&instead, &failure);
            assert!(matches!(again, Next::GiveUp(_)), "{description}: {again:?}");
        }
    }

    #[test]
    fn refusals_are_told_apart() {
        let edit = letter("editMessageText", json!({"message_id": 7, "text": "x"}));
        let cases = [
            (
                refused(403, "Forbidden: bot was blocked by the user"),
                Next::Gone("forbidden"),
            ),
            (
                refused(403, "Forbidden: bot was kicked from the group chat"),
                Next::Gone("forbidden"),
            ),
            (
                refused(400, "Bad Request: chat not found"),
                Next::Gone("chat not found"),
            ),
            (
                refused(400, "Bad Request: message is not modified: same"),
                Next::Done(Some(7)),
            ),
            (refused(401, "Unauthorized"), Next::Later),
            (
                refused(400, "Bad Request: something: with the asker's words"),
                Next::GiveUp("Bad Request: something".into()),
            ),
            (refused(429, "Too Many Requests"), Next::Wait(WAIT_SECONDS)),
            (Failure::Server(502), Next::Later),
            (Failure::Unreachable, Next::Later),
            (Failure::Unreadable, Next::Done(None)),
        ];
        for (failure, expected) in cases {
            assert_eq!(next(&edit, &failure), expected, "{failure:?}");
        }
        let Next::Instead(new) = next(
            &edit,
            &refused(400, "Bad Request: message to edit not found"),
        ) else {
            panic!("a new message")
        };
        assert_eq!(
            (new.method.as_str(), new.parameter("message_id")),
            ("sendMessage", None)
        );
    }
}
