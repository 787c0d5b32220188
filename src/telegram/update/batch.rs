//! A batch of updates as it came: cut into its updates without believing anything about them.
//!
//! Each update of an answer to `getUpdates` is read on its own, so that one that is no valid JSON
//! ([`salvage`]), or that nobody has thought of yet, costs nobody else anything. Every update gets a number: its own
//! `update_id` where that can be believed, else one made from its words, above all believable ones,
//! so that the same update coming again is known again.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::inbox::handler;
use crate::model::card::StaffChatId;
use crate::store::Received;
use crate::telegram::update::dto::Update;
use crate::telegram::update::redact::redact;
use crate::telegram::update::salvage;

/// Update numbers above this are not believed: Telegram counts in 32 bits with a sign, and moving
/// the offset past a wrong one would skip every question that follows.
const HIGHEST_BELIEVED: u64 = i32::MAX as u64;
/// Where the numbers begin that are made from words.
const MADE: u64 = 1 << 62;

/// One update of a batch.
pub type ParsedUpdate = handler::ParsedUpdate<Update>;

/// Telegram's answer, its updates as they came.
#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    result: Vec<&'a RawValue>,
}

/// The updates of a batch.
#[derive(Debug, Default)]
pub struct Batch {
    /// In the order in which they came.
    pub updates: Vec<ParsedUpdate>,
    /// The offset that confirms all whose number is believed; `None` where there is none.
    pub next_offset: Option<i64>,
}

/// Cuts the answer to `getUpdates`; `None` where it holds no list at all.
pub fn parse_batch(
    answer: &str,
    now_seconds: i64,
    staff_chat: Option<&StaffChatId>,
) -> Option<Batch> {
    let list: Vec<&str> = match serde_json::from_str::<Answer>(answer) {
        Ok(answer) => answer.result.iter().map(|raw| raw.get()).collect(),
        Err(_) => salvage::list_of(answer)?,
    };
    let mut batch = Batch::default();
    for raw in list {
        let parsed = read(raw, now_seconds, staff_chat);
        if let Some(id) = believed(parsed.received.id) {
            batch.next_offset = batch.next_offset.max(Some(id + 1));
        }
        batch.updates.push(parsed);
    }
    Some(batch)
}

/// Reads an update again that was kept under this number.
pub fn read_again(id: u64, kept: &str) -> Update {
    Update::read(id, &parse(kept))
}

/// Reads one update, whatever it is. What the journal keeps of it is redacted; the words of the
/// staff stay, since they go to a person as they are, also after a restart.
pub fn read(raw: &str, now_seconds: i64, staff_chat: Option<&StaffChatId>) -> ParsedUpdate {
    let mut value = parse(raw);
    let id = value
        .get("update_id")
        .and_then(Value::as_u64)
        .filter(|id| *id <= HIGHEST_BELIEVED)
        .unwrap_or_else(|| MADE | (fingerprint(raw) >> 2));
    let update = Update::read(id, &value);
    let is_staff = staff_chat.is_some_and(|staff| staff.is(handler::Update::chat(&update)));
    redact(&mut value, !is_staff);
    let received = Received {
        id,
        at_seconds: now_seconds,
        raw: value.to_string(),
    };
    ParsedUpdate { received, update }
}

/// The number as an offset, if it is one of Telegram's.
fn believed(id: u64) -> Option<i64> {
    (id <= HIGHEST_BELIEVED).then(|| id.cast_signed())
}

/// The JSON of an update; `Null` where it is none. Halves of surrogate pairs, which JSON can write
/// and text cannot hold, become replacement characters.
fn parse(raw: &str) -> Value {
    serde_json::from_str(raw)
        .or_else(|_| serde_json::from_str(&without_halves(raw)))
        .unwrap_or(Value::Null)
}

/// FNV-1a (Fowler, Noll, Vo), 64 bits: the same for the same words in every process.
fn fingerprint(raw: &str) -> u64 {
    raw.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// `raw` with every `\uD800` to `\uDFFF` that has no partner written as `\uFFFD`.
fn without_halves(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                out.push_str("\\uFFFD");
                rest = &rest[6..];
                continue;
            }
            (Some(_), _) => 6,
            // Any other escape: the backslash and what it escapes.
            (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&rest[..len]);
        rest = &rest[len..];
    }
    out.push_str(rest);
    out
}

/// The UTF-16 unit that `text` begins with as `\uXXXX`.
fn unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(answer: &str) -> Option<(Vec<u64>, Option<i64>)> {
        let batch = parse_batch(answer, 0, None)?;
        Some((
            batch
                .updates
                .iter()
                .map(|parsed| parsed.received.id)
                .collect(),
            batch.next_offset,
        ))
    }

    #[test]
    fn batches_are_cut_whatever_they_hold() {
        type Parts<'a> = Option<(&'a [u64], Option<i64>)>;
        let cases: &[(&str, Parts)] = &[
            (r#"{"ok":true,"result":[]}"#, Some((&[], None))),
            (
                r#" { "result" : [ {"update_id":5} , {"update_id":7} ] , "ok":true}"#,
                Some((&[5, 7], Some(8))),
            ),
            (
                r#"{"ok":true,"result":[{"update_id":5,"message":{"text":"]}\"{"}},{"update_id":6}]}"#,
                Some((&[5, 6], Some(7))),
            ),
            // Not JSON inside: the neighbours are read.
            (
                r#"{"ok":true,"result":[{"update_id":5,"x":nul},{"update_id":6}]}"#,
                None,
            ),
            (r#"{"ok":true}"#, None),
            (r#"{"ok":true,"result":true}"#, None),
            (r#"[1,2]"#, None),
            ("", None),
            ("{", None),
        ];
        for (answer, expected) in cases {
            let found = ids(answer);
            if answer.contains("nul}") {
                let (found, next) = found.unwrap();
                assert!(
                    found[0] >= MADE && found[1] == 6 && next == Some(7),
                    "{answer}"
                );
                continue;
            }
            let expected = expected.map(|(ids, next)| (ids.to_vec(), next));
            assert_eq!(found, expected, "{answer}");
        }
    }

    #[test]
    fn an_update_without_a_believable_number_gets_one_that_stays() {
        for raw in [
            r#"{"message":{}}"#,
            r#"{"update_id":18446744073709551615}"#,
            r#"{"update_id":4294967295}"#,
            "7",
            "null",
            r#"{"update_id":"x"}"#,
        ] {
            let answer = format!(r#"{{"ok":true,"result":[{{"update_id":3}},{raw}]}}"#);
            let (first, next) = ids(&answer).unwrap();
            assert_eq!(next, Some(4), "{raw} must not move the offset");
            assert!(first[1] >= MADE && first[1] < 1 << 63, "{raw}");
            assert_eq!(ids(&answer).unwrap().0, first, "{raw} is known again");
        }
    }

    #[test]
    fn half_a_surrogate_pair_costs_one_character() {
        let parsed = read(
            r#"{"update_id":1,"message":{"text":"a\ud83d b \ud83d\ude00 \\ud83d \udc00"}}"#,
            0,
            None,
        );
        assert_eq!(parsed.received.id, 1);
        assert_eq!(
            parse(&parsed.received.raw)["message"]["text"],
            "a\u{fffd} b 😀 \\ud83d \u{fffd}"
        );
    }

    proptest::proptest! {
        #[test]
        fn cutting_never_panics(text in r#"[\[\]{}",:\\ud8ef0-9a-z é]{0,60}"#) {
            let _ = parse_batch(&text, 0, None);
            let _ = parse_batch(&format!(r#"{{"result":[{text}]}}"#), 0, None);
        }
    }
}
