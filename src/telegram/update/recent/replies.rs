//! What was replied to a moment ago in groups: `/save` as a reply to an answer needs the question
//! that this answer replied to, and Telegram tells only one of the two.
//!
//! Remembered in memory alone, not over a restart and not in the store: what is not for us is kept
//! nowhere. Where nothing is remembered the admin is asked for the question.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Replies remembered: those of some hours in a few busy groups.
const REPLIES: usize = 2048;
/// Longer words are no question; what is longer is cut, in characters.
const CHARS: usize = 1000;

/// The replies seen last: chat, number, the words replied to.
#[derive(Debug, Default)]
pub struct RecentReplies {
    seen: Mutex<VecDeque<(i64, i64, String)>>,
}

impl RecentReplies {
    /// Notes that this message replies to `words`.
    pub fn note(&self, chat: i64, message: i64, words: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REPLIES {
            seen.pop_front();
        }
        seen.push_back((chat, message, words.chars().take(CHARS).collect()));
    }

    /// The words that this message replied to.
    pub fn words(&self, chat: i64, message: i64) -> Option<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |one: &&(i64, i64, String)| one.0 == chat && one.1 == message;
        seen.iter().rev().find(is_it).map(|one| one.2.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_of_a_reply_is_known_in_its_chat_for_a_while() {
        let replies = RecentReplies::default();
        replies.note(-1, 10, "how do I get a refund?");
        assert_eq!(
            replies.words(-1, 10).as_deref(),
            Some("how do I get a refund?")
        );
        assert_eq!(replies.words(-2, 10), None);
        for message in 0..REPLIES as i64 {
            replies.note(-3, message, "x");
        }
        assert_eq!(replies.words(-1, 10), None);
    }
}
