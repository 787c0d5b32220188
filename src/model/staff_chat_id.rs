//! The number of the staff's chat, which changes when their group becomes a supergroup.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The number of the staff's chat, shared by all who ask for it.
#[derive(Debug, Clone)]
pub struct StaffChatId {
    configured: i64,
    now: Arc<AtomicI64>,
}

impl StaffChatId {
    /// The number that is configured, until the group goes on under another.
    pub fn new(configured: i64) -> StaffChatId {
        StaffChatId {
            configured,
            now: Arc::new(AtomicI64::new(configured)),
        }
    }

    /// The number now.
    pub fn number(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// The number that is configured.
    pub fn configured(&self) -> i64 {
        self.configured
    }

    /// Whether this is the staff's chat.
    pub fn is(&self, chat: i64) -> bool {
        self.number() == chat
    }

    /// Whether this is the staff's chat, or was before it moved.
    pub fn is_or_was(&self, chat: i64) -> bool {
        self.is(chat) || self.configured == chat
    }

    /// The group goes on under this number.
    pub fn goes_on_as(&self, number: i64) {
        self.now.store(number, Ordering::Relaxed);
    }
}

impl PartialEq for StaffChatId {
    fn eq(&self, other: &StaffChatId) -> bool {
        self.configured == other.configured && self.number() == other.number()
    }
}

impl Eq for StaffChatId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_shares_it_sees_the_group_move() {
        let chat = StaffChatId::new(-5);
        let shared = chat.clone();
        chat.goes_on_as(-1005);
        assert!(shared.is(-1005) && shared.is_or_was(-5) && !shared.is(-5));
        assert_eq!(shared.configured(), -5);
    }
}
