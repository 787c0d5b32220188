//! What of an update is kept: not people's names, and no card number, phone number, mail address
//! or key that stands in their words.
//!
//! Only the journal's copy is redacted; what is handled now is handled as it came. Masked words
//! keep their length, since entities say where in them they stand.

use serde_json::Value;

use crate::conversation::mask_in_place;

/// Names of people and chats, which nothing here needs.
const NAMES: [&str; 6] = [
    "first_name",
    "last_name",
    "username",
    "title",
    "author_signature",
    "sender_tag",
];
/// Where words stand.
const WORDS: [&str; 3] = ["text", "caption", "query"];
/// Deeper than any update nests what is read of it.
const DEPTH: usize = 12;

/// Takes out of an update what must not be kept: names, and with `words` what stands in words.
pub fn redact(value: &mut Value, words: bool) {
    at_depth(value, words, DEPTH);
}

fn at_depth(value: &mut Value, masks: bool, depth: usize) {
    if depth == 0 {
        *value = Value::Null;
        return;
    }
    match value {
        Value::Object(fields) => {
            for name in NAMES {
                fields.remove(name);
            }
            for (name, field) in fields.iter_mut() {
                match field {
                    Value::String(words) if masks && WORDS.contains(&name.as_str()) => {
                        *words = mask_in_place(words);
                    }
                    Value::Object(_) | Value::Array(_) => at_depth(field, masks, depth - 1),
                    _ => {}
                }
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| at_depth(item, masks, depth - 1)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_must_not_be_kept_is_not() {
        let mut update = json!({"update_id": 1, "message": {
            "from": {"id": 5, "first_name": "Lin", "username": "lin"},
            "chat": {"id": 5, "type": "private", "first_name": "Lin"},
            "text": "card 4111 1111 1111 1111 mail lin@example.org why $5?",
            "entities": [{"type": "bold", "offset": 0, "length": 4}],
            "reply_to_message": {"caption": "sk-abcdef0123456789abcdef"}}});
        let before = update["message"]["text"].as_str().unwrap().len();
        redact(&mut update, true);
        let text = update.to_string();
        for word in ["4111", "Lin", "lin", "example", "abcdef"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
        assert_eq!(update["message"]["text"].as_str().unwrap().len(), before);
        assert_eq!(update["message"]["entities"][0]["length"], 4);
    }

    #[test]
    fn other_words_stay() {
        for words in [
            "why was i charged $5",
            "绑卡为什么扣了5美元",
            "@wenda_bot help",
            "",
        ] {
            let mut update = json!({"message": {"text": words, "date": 1_700_000_000}});
            let before = update.clone();
            redact(&mut update, true);
            assert_eq!(update, before);
        }
    }
}
