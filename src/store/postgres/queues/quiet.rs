//! Private chats in which nothing was said for a while before the one update that is open in them.
//!
//! Keeping an update tells of it on the way. So almost no question needs to ask what its asker said before.

use std::collections::HashMap;

use crate::model::incoming::Place;
use crate::model::person::{Person, PersonKey};

/// Something was said before where it was said within so many seconds before the update came. Longer than
/// what a question may go on with, as far as updates are brought without delay.
pub(crate) const WHILE_SECONDS: i64 = 60;
/// Chats known at most: more than have an update open in an ordinary rush.
const MOST: usize = 4096;

/// A private chat and its person, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) chat: String,
    pub(crate) person: Person,
}

impl Names {
    /// The names of this chat; `None` where it is not private. A private chat has the number of its person.
    pub(crate) fn of(key: &PersonKey, chat: i64) -> Option<Names> {
        (chat > 0).then(|| Names {
            chat: key.chat_key(Place::Private { chat, topic: None }).chat,
            person: key.person(chat),
        })
    }
}

/// The quiet chats that this process has, by their stored names.
#[derive(Debug, Default)]
pub(crate) struct QuietChats(HashMap<String, Quiet>);

#[derive(Debug)]
struct Quiet {
    person: Person,
    /// Unix time in seconds from which nothing was said.
    since: i64,
}

impl QuietChats {
    /// One update is open in the chat; the person chose no languages, and nothing was said since then.
    pub(crate) fn note(&mut self, names: Names, since: i64) {
        if self.0.len() < MOST {
            let Names { chat, person } = names;
            self.0.insert(chat, Quiet { person, since });
        }
    }

    /// Whether it is known that the person chose no languages and said nothing in the chat since then.
    pub(crate) fn is_quiet(&self, chat: &str, person: &Person, since: i64) -> bool {
        let quiet = self.0.get(chat);
        quiet.is_some_and(|quiet| quiet.person == *person && quiet.since <= since)
    }

    /// An update of the chat is done, and something may have been said.
    pub(crate) fn end(&mut self, names: &Names) {
        self.0.remove(&names.chat);
    }

    /// Something was changed for a person, wherever.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_quiet_until_its_update_is_done() {
        let key = PersonKey::new([7; 32]);
        assert_eq!(Names::of(&key, -5), None, "a group");
        let names = Names::of(&key, 5).unwrap();
        let (chat, person) = (names.chat.clone(), names.person.clone());
        let mut quiet = QuietChats::default();
        assert!(!quiet.is_quiet(&chat, &person, 100));
        quiet.note(names.clone(), 100);
        assert!(quiet.is_quiet(&chat, &person, 100));
        assert!(!quiet.is_quiet(&chat, &person, 99), "longer ago");
        assert!(!quiet.is_quiet(&chat, &key.person(6), 100), "somebody else");
        quiet.end(&names);
        assert!(!quiet.is_quiet(&chat, &person, 100));
    }
}
