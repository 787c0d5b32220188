//! Fields of JSON that may hold anything: what is missing, null or of another kind is absent.

use serde_json::Value;

pub(super) fn has(value: &Value, name: &str) -> bool {
    value.get(name).is_some_and(|part| !part.is_null())
}

pub(super) fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

pub(super) fn integer(value: &Value, name: &str) -> Option<i64> {
    value.get(name)?.as_i64()
}

pub(super) fn string(value: &Value, name: &str) -> Option<String> {
    Some(value.get(name)?.as_str()?.to_owned())
}
