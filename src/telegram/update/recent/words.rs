//! Words that came a moment ago in private chats: a picture beside them needs no line of ours.
//!
//! Remembered for a short while and not over a restart; the harm then is one line too many.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Messages remembered: those of some seconds, however many people write.
const MESSAGES: usize = 4096;
/// Words belong to a picture whose number is as near as this...
const NEAR_MESSAGES: i64 = 10;
/// ...and that was sent within so many seconds of them.
const NEAR_SECONDS: i64 = 20;

/// The messages with words seen last: chat, number, Unix seconds.
#[derive(Debug, Default)]
pub struct RecentWords {
    seen: Mutex<VecDeque<(i64, i64, i64)>>,
}

impl RecentWords {
    /// Notes that this message has words.
    pub fn note(&self, chat: i64, message: i64, at_seconds: i64) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MESSAGES {
            seen.pop_front();
        }
        seen.push_back((chat, message, at_seconds));
    }

    /// Whether words stand near this message of `chat`.
    pub fn are_near(&self, chat: i64, message: i64, at_seconds: i64) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().any(|(in_chat, number, at)| {
            *in_chat == chat
                && (number - message).abs() <= NEAR_MESSAGES
                && (at - at_seconds).abs() <= NEAR_SECONDS
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_the_same_chat_and_moment_are_near() {
        let words = RecentWords::default();
        words.note(1, 10, 1000);
        let cases = [
            (1, 9, 1000, true),
            (1, 11, 1015, true),
            (1, 30, 1000, false),
            (1, 11, 1100, false),
            (2, 10, 1000, false),
        ];
        for (chat, message, at_seconds, expected) in cases {
            let near = words.are_near(chat, message, at_seconds);
            assert_eq!(near, expected, "{chat} {message} {at_seconds}");
        }
        for number in 0..4096 {
            words.note(3, number, 0);
        }
        assert!(!words.are_near(1, 10, 1000), "memory is bounded");
    }
}
