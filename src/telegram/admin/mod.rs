//! Admins on Telegram: what they are told unasked, and the thread that serves them.

pub(crate) mod notifier;
pub(crate) mod worker;
