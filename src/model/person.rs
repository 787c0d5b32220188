//! People and chats as they may be written down: nothing from which the person can be found.
//!
//! A front end's number for a person names that person everywhere, so it is never stored. What is
//! stored is a keyed hash (HMAC-SHA-256, cut to 128 bits); the key stays in the store's own file
//! and never leaves it. The number of a private chat is the number of its person, so private
//! chats are stored the same way; groups keep their number, which names nobody.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::model::incoming::Place;

/// The key under which people are hashed; made once, when the store is created.
#[derive(Clone)]
pub struct PersonKey {
    /// The hash with the key taken in: two of the four rounds that a short message costs.
    keyed: Hmac<Sha256>,
}

/// A person, as stored: 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(String);

/// A chat with its topic, as stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChatKey {
    /// `p` and a hash for a private chat, `g` and the chat number for a group, `b` and
    /// a hash for the chat of a business account with a customer; `-` for all chats
    /// together from which we were asked inline, `-guest` for all in which we were mentioned without
    /// being in them.
    pub chat: String,
    /// The topic, where the group has topics and this was said in one.
    pub topic: Option<i64>,
}

impl PersonKey {
    /// A key from 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> PersonKey {
        // HMAC fills up a key shorter than its block with zeros; so do we, and it cannot fail.
        let mut block = [0; 64];
        block[..bytes.len()].copy_from_slice(&bytes);
        PersonKey {
            keyed: Hmac::new(&block.into()),
        }
    }

    /// The person with this number.
    pub fn person(&self, id: i64) -> Person {
        Person(self.hash("person", id))
    }

    /// The chat that `place` is.
    pub fn chat_key(&self, place: Place) -> ChatKey {
        match place {
            Place::Private { chat, topic } => ChatKey {
                chat: format!("p{}", self.hash("chat", chat)),
                topic,
            },
            Place::Group { chat, topic } => ChatKey {
                chat: group_chat(chat),
                topic,
            },
            Place::Business { chat, owner } => ChatKey {
                chat: format!("b{}", self.hash_of("business", &[owner, chat])),
                topic: None,
            },
            Place::Elsewhere => elsewhere(INLINE_CHATS),
            Place::Guest => elsewhere(GUEST_CHATS),
        }
    }

    fn hash(&self, kind: &str, id: i64) -> String {
        self.hash_of(kind, &[id])
    }

    fn hash_of(&self, kind: &str, ids: &[i64]) -> String {
        let mut mac = self.keyed.clone();
        mac.update(kind.as_bytes());
        for id in ids {
            mac.update(&id.to_be_bytes());
        }
        let hash = mac.finalize().into_bytes();
        hex::encode(&hash[..16])
    }
}

/// How all chats are stored from which we were asked inline.
pub const INLINE_CHATS: &str = "-";

/// How all chats are stored in which we were mentioned without being in them.
pub const GUEST_CHATS: &str = "-guest";

fn elsewhere(chat: &str) -> ChatKey {
    ChatKey {
        chat: chat.to_owned(),
        topic: None,
    }
}

/// How the chat of a group is stored.
pub fn group_chat(chat: i64) -> String {
    format!("g{chat}")
}

/// The number of the group that is stored as [`group_chat`] says; `None` for other chats.
pub fn group_number(stored: &str) -> Option<i64> {
    stored.strip_prefix('g')?.parse().ok()
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(..)")
    }
}

impl Person {
    /// A person as read back from the store.
    pub fn from_stored(hash: String) -> Person {
        Person(hash)
    }

    /// The hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_the_same_under_one_key_and_another_under_another() {
        let one = PersonKey::new([1; 32]);
        let two = PersonKey::new([2; 32]);
        assert_eq!(one.person(42), one.person(42));
        assert_ne!(one.person(42), one.person(43));
        assert_ne!(one.person(42), two.person(42));
        assert_eq!(one.person(42).as_str().len(), 32);
    }

    #[test]
    fn a_private_chat_does_not_show_its_number_and_is_not_its_person() {
        let key = PersonKey::new([7; 32]);
        let chat_key = key.chat_key(Place::Private {
            chat: 123_456_789,
            topic: None,
        });
        assert!(!chat_key.chat.contains("123456789"));
        assert!(!chat_key.chat.contains(key.person(123_456_789).as_str()));
    }

    #[test]
    fn a_group_keeps_its_number_and_topic() {
        let chat_key = PersonKey::new([7; 32]).chat_key(Place::Group {
            chat: -1005,
            topic: Some(3),
        });
        assert_eq!(chat_key.chat, "g-1005");
        assert_eq!(chat_key.topic, Some(3));
    }
}
