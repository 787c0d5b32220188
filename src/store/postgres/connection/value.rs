//! Values that go into a statement, each with its type: then the server need not be asked for types
//! before, and no statement has a name that a connection pooler would have to know.

use std::borrow::Cow;

use tokio_postgres::types::{ToSql, Type};

/// A value of a statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Int(Option<i64>),
    Bool(Option<bool>),
    Text(Option<Cow<'a, str>>),
    Bytes(Option<&'a [u8]>),
    Ints(Vec<Option<i64>>),
    Texts(Vec<Option<Cow<'a, str>>>),
    Bools(Vec<Option<bool>>),
    ManyBytes(Vec<Option<&'a [u8]>>),
}

impl Value<'_> {
    /// The value as the client takes it.
    pub(crate) fn typed(&self) -> (&(dyn ToSql + Sync), Type) {
        match self {
            Value::Int(value) => (value, Type::INT8),
            Value::Bool(value) => (value, Type::BOOL),
            Value::Text(value) => (value, Type::TEXT),
            Value::Bytes(value) => (value, Type::BYTEA),
            Value::Ints(values) => (values, Type::INT8_ARRAY),
            Value::Texts(values) => (values, Type::TEXT_ARRAY),
            Value::Bools(values) => (values, Type::BOOL_ARRAY),
            Value::ManyBytes(values) => (values, Type::BYTEA_ARRAY),
        }
    }
}

impl<'a> Value<'a> {
    /// The first of a column's values, where it is a column.
    pub(crate) fn first(self) -> Value<'a> {
        match self {
            Value::Ints(values) => Value::Int(values.into_iter().next().flatten()),
            Value::Texts(values) => Value::Text(values.into_iter().next().flatten()),
            Value::Bools(values) => Value::Bool(values.into_iter().next().flatten()),
            Value::ManyBytes(values) => Value::Bytes(values.into_iter().next().flatten()),
            single => single,
        }
    }
}

/// A text as PostgreSQL takes it: it knows no zero character.
fn without_zeros(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => text.replace('\0', "").into(),
        false => text.into(),
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Some(without_zeros(text)))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Some(match text.contains('\0') {
            true => text.replace('\0', "").into(),
            false => text.into(),
        }))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Value::Text(text.map(without_zeros))
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Value::Bool(Some(value))
    }
}

impl<'a> From<Option<&'a [u8]>> for Value<'a> {
    fn from(bytes: Option<&'a [u8]>) -> Self {
        Value::Bytes(bytes)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Value::Bytes(Some(bytes))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        Value::Int(value)
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Value::Int(Some(value))
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Value::Int(Some(value.into()))
    }
}

impl From<Option<u32>> for Value<'_> {
    fn from(value: Option<u32>) -> Self {
        Value::Int(value.map(Into::into))
    }
}

/// Numbers of turns and updates, as the signed numbers that a database has.
impl From<u64> for Value<'_> {
    fn from(value: u64) -> Self {
        Value::Int(Some(value.cast_signed()))
    }
}

impl From<Option<u64>> for Value<'_> {
    fn from(value: Option<u64>) -> Self {
        Value::Int(value.map(u64::cast_signed))
    }
}

impl From<Vec<i64>> for Value<'_> {
    fn from(values: Vec<i64>) -> Self {
        Value::Ints(values.into_iter().map(Some).collect())
    }
}

/// One column of many rows.
impl<'a> FromIterator<Option<&'a str>> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(texts: I) -> Self {
        Value::Texts(
            texts
                .into_iter()
                .map(|text| text.map(without_zeros))
                .collect(),
        )
    }
}

impl<'a> FromIterator<&'a str> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        texts.into_iter().map(Some).collect()
    }
}

impl FromIterator<Option<i64>> for Value<'_> {
    fn from_iter<I: IntoIterator<Item = Option<i64>>>(numbers: I) -> Self {
        Value::Ints(numbers.into_iter().collect())
    }
}

impl FromIterator<i64> for Value<'_> {
    fn from_iter<I: IntoIterator<Item = i64>>(numbers: I) -> Self {
        numbers.into_iter().map(Some).collect()
    }
}

impl<'a> FromIterator<Option<&'a [u8]>> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = Option<&'a [u8]>>>(values: I) -> Self {
        Value::ManyBytes(values.into_iter().collect())
    }
}

impl FromIterator<Option<bool>> for Value<'_> {
    fn from_iter<I: IntoIterator<Item = Option<bool>>>(values: I) -> Self {
        Value::Bools(values.into_iter().collect())
    }
}

impl FromIterator<bool> for Value<'_> {
    fn from_iter<I: IntoIterator<Item = bool>>(values: I) -> Self {
        values.into_iter().map(Some).collect()
    }
}

/// The values of a statement, in its order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::store::postgres::connection::value::Value::from($value)),*] };
}
pub(crate) use values;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_without_zero_characters_and_a_turn_with_its_sign() {
        assert_eq!(Value::from("a\0b"), Value::from("ab"));
        assert_eq!(Value::from(String::from("\0")), Value::from(""));
        assert_eq!(Value::from(u64::MAX), Value::from(-1_i64));
    }
}
