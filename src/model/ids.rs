//! What turns, messages and entries are called.

use std::fmt;
use std::sync::Arc;

use bitcode::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The number of a turn: one incoming thing and all that answers it.
pub type TurnId = u64;

/// The number of a message within its chat.
pub type MessageId = i64;

/// An entry's name: `[a-z0-9][a-z0-9_-]{0,47}`, so at most 48 bytes.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId(Arc<str>);

impl EntryId {
    /// The id, or `None` where `text` does not have the form.
    pub fn new(text: &str) -> Option<EntryId> {
        let mut bytes = text.bytes();
        let first = bytes.next()?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let valid = text.len() <= 48
            && plain(first)
            && bytes.all(|byte| plain(byte) || byte == b'_' || byte == b'-');
        valid.then(|| EntryId(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EntryId {
    type Error = String;

    fn try_from(text: String) -> Result<EntryId, String> {
        EntryId::new(&text).ok_or_else(|| format!("`{text}` is not an entry id"))
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> String {
        id.as_str().to_owned()
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
