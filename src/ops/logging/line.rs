//! A record as one line of text.

use std::fmt::Write;

use env_logger::fmt::style::Style;
use log::Record;
use log::kv::{Error, Key, Value, VisitSource};
use serde_json::json;

use crate::ops::logging::policy;

/// `TIME LEVEL target: message key=value`, control characters escaped; `style` colours the level.
pub fn human(record: &Record<'_>, message: &str, time: &str, style: Style) -> String {
    let mut line = format!(
        "{time} {style}{:<5}{style:#} {}: {}",
        record.level(),
        escaped(record.target()),
        escaped(message)
    );
    for (key, value) in key_values(record) {
        let value = match value {
            serde_json::Value::String(text) if is_bare(&text) => text,
            other => escaped(&other.to_string()),
        };
        // Writing to a String does not fail.
        let _ = write!(line, " {}={value}", escaped(&key));
    }
    line
}

/// One JSON object: `time`, `level`, `target`, `message`, then the key-values. A key of the
/// record that is called like one of the first four gets a `_` in front.
pub fn json(record: &Record<'_>, message: &str, time: &str) -> String {
    let fixed = [
        ("time", time),
        ("level", record.level().as_str()),
        ("target", record.target()),
        ("message", message),
    ];
    let mut line = String::from("{");
    for (key, value) in fixed {
        // Writing to a String does not fail.
        let _ = write!(line, "{}:{},", json!(key), json!(value));
    }
    for (key, value) in key_values(record) {
        let clash = fixed.iter().any(|(name, _)| *name == key);
        let key = if clash { format!("_{key}") } else { key };
        let _ = write!(line, "{}:{value},", json!(key));
    }
    line.pop();
    line.push('}');
    // JSON itself escapes only what is below U+0020; a terminal obeys more than that. What is left
    // stands inside strings, where \u is understood.
    let mut out = String::with_capacity(line.len());
    for character in line.chars() {
        if is_unsafe(character) {
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// The record's key-values in their order; none of crates that are not ours.
fn key_values(record: &Record<'_>) -> Vec<(String, serde_json::Value)> {
    struct Collect(Vec<(String, serde_json::Value)>);
    impl<'kvs> VisitSource<'kvs> for Collect {
        fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
            self.0.push((key.as_str().to_owned(), to_json(&value)));
            Ok(())
        }
    }
    let mut collect = Collect(Vec::new());
    if policy::is_own(record) {
        // A pair that cannot be read is left out; there is nobody to tell.
        let _ = record.key_values().visit(&mut collect);
    }
    collect.0
}

fn to_json(value: &Value<'_>) -> serde_json::Value {
    if let Some(number) = value.to_u64() {
        json!(number)
    } else if let Some(number) = value.to_i64() {
        json!(number)
    } else if let Some(truth) = value.to_bool() {
        json!(truth)
    } else if let Some(number) = value.to_f64() {
        json!(number)
    } else {
        json!(value.to_string())
    }
}

/// Whether a value can stand without quotes.
fn is_bare(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| {
            !character.is_whitespace() && !is_unsafe(character) && !"\"=".contains(character)
        })
}

/// Text on one line, with nothing in it that a terminal obeys.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

/// Control characters, and those that break a line or turn the direction of the text around.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use log::Level;

    const TIME: &str = "2026-11-22T18:00:00.000Z";

    fn both(target: &str, message: &str, pairs: &[(&str, Value<'_>)]) -> (String, String) {
        let pairs = pairs.to_vec();
        let record = Record::builder()
            .target(target)
            .level(Level::Warn)
            .key_values(&pairs)
            .build();
        (
            human(&record, message, TIME, Style::new()),
            json(&record, message, TIME),
        )
    }

    #[test]
    fn a_record_becomes_one_line_with_its_key_values() {
        let (human, json) = both(
            "wenda::telegram",
            "send waits",
            &[
                ("chat", Value::from(-100_123_i64)),
                ("took_ms", Value::from(1.5)),
                ("again", Value::from(true)),
                ("why", Value::from("too many requests")),
                ("message", Value::from("x")),
            ],
        );
        assert_eq!(
            human,
            "2026-11-22T18:00:00.000Z WARN  wenda::telegram: send waits chat=-100123 took_ms=1.5 \
             again=true why=\"too many requests\" message=x"
        );
        assert_eq!(
            json,
            r#"{"time":"2026-11-22T18:00:00.000Z","level":"WARN","target":"wenda::telegram","message":"send waits","chat":-100123,"took_ms":1.5,"again":true,"why":"too many requests","_message":"x"}"#
        );
    }

    #[test]
    fn nothing_can_forge_a_line_or_steer_a_terminal() {
        let hostile = "a\n2026 ERROR forged\r\u{1b}[2J\u{9b}31m\u{202e}x\u{2028}y\u{7f}";
        let (human, json) = both("wenda", hostile, &[("k", Value::from(hostile))]);
        for line in [&human, &json] {
            assert!(!line.chars().any(is_unsafe), "{line:?}");
        }
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["message"], hostile);
        assert_eq!(read["k"], hostile);
    }

    #[test]
    fn key_values_of_other_crates_are_left_out() {
        let (human, json) = both("bot_client", "x", &[("update", Value::from("怎么退款"))]);
        assert!(!human.contains("怎么退款") && !json.contains("怎么退款"));
    }
}
