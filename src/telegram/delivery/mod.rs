//! Sending through Telegram: the transport, and what follows where Telegram refuses.

pub(crate) mod error_policy;
pub(crate) mod transport;
pub(crate) mod undelivered;
