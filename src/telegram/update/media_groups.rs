//! Albums: pictures sent together, of which Telegram makes an update each.
//!
//! They are one thing said, so they get one answer: the words below one of them are answered as a
//! question, and what has no words counts only as the first of its album. What was seen is
//! remembered for a short while and not over a restart; the harm then is one line too many.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Albums remembered. Its pictures come within seconds, so a few suffice for many chats.
const ALBUMS: usize = 200;

/// The albums seen last.
#[derive(Debug, Default)]
pub struct Albums {
    seen: Mutex<VecDeque<(i64, String, i64)>>,
}

impl Albums {
    /// Whether `message` is the first that was seen of this album of `chat`. Asking twice for the
    /// same message gives the same answer.
    pub fn is_first(&self, chat: i64, album: &str, message: i64) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let known = seen
            .iter()
            .find(|(in_chat, name, _)| *in_chat == chat && name == album);
        if let Some((_, _, first)) = known {
            return *first == message;
        }
        if seen.len() >= ALBUMS {
            seen.pop_front();
        }
        seen.push_back((chat, album.to_owned(), message));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_of_an_album_counts_however_often_it_is_asked() {
        let albums = Albums::default();
        assert!(albums.is_first(1, "a", 10));
        assert!(!albums.is_first(1, "a", 11));
        assert!(albums.is_first(1, "a", 10));
        assert!(albums.is_first(1, "b", 12));
        assert!(albums.is_first(2, "a", 13), "another chat");
    }

    #[test]
    fn old_albums_are_forgotten() {
        let albums = Albums::default();
        assert!(albums.is_first(1, "a", 10));
        for number in 0..200 {
            assert!(albums.is_first(2, &number.to_string(), number));
        }
        assert!(albums.is_first(1, "a", 11));
    }
}
