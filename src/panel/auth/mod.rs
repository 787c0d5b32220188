//! Who may in: signed data inside Telegram, a link of one use in a browser, then a session.
//!
//! Everything is compared in constant time, kept in memory and bounded. Nothing here writes a log
//! line that names a person.

pub(in crate::panel) mod bytes;
pub(in crate::panel) mod door;
pub mod init_data;
pub mod link;
pub mod session;
mod throttle;
