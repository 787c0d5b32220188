//! Media groups: pictures sent together, of which Telegram makes an update each.
//!
//! They are one thing said, so they get one answer: the words below one of them are answered as a
//! question, and what has no words counts only as the first of its media group. What was seen is
//! remembered for a short while and not over a restart; the harm then is one line too many.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Media groups remembered. Its pictures come within seconds, so a few suffice for many chats.
const MEDIA_GROUPS: usize = 200;

/// The media groups seen last.
#[derive(Debug, Default)]
pub struct MediaGroups {
    seen: Mutex<VecDeque<(i64, String, i64)>>,
}

impl MediaGroups {
    /// Whether `message` is the first that was seen of this media group of `chat`. Asking twice for the
    /// same message gives the same answer.
    pub fn is_first(&self, chat: i64, media_group: &str, message: i64) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let known = seen
            .iter()
            .find(|(in_chat, name, _)| *in_chat == chat && name == media_group);
        if let Some((_, _, first)) = known {
            return *first == message;
        }
        if seen.len() >= MEDIA_GROUPS {
            seen.pop_front();
        }
        seen.push_back((chat, media_group.to_owned(), message));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_of_a_media_group_counts_however_often_it_is_asked() {
        let media_groups = MediaGroups::default();
        assert!(media_groups.is_first(1, "a", 10));
        assert!(!media_groups.is_first(1, "a", 11));
        assert!(media_groups.is_first(1, "a", 10));
        assert!(media_groups.is_first(1, "b", 12));
        assert!(media_groups.is_first(2, "a", 13), "another chat");
    }

    #[test]
    fn old_media_groups_are_forgotten() {
        let media_groups = MediaGroups::default();
        assert!(media_groups.is_first(1, "a", 10));
        for number in 0..200 {
            assert!(media_groups.is_first(2, &number.to_string(), number));
        }
        assert!(media_groups.is_first(1, "a", 11));
    }
}
