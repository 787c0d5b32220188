//! Commands about a FAQ that need neither Telegram nor the store.

pub mod ask;
pub mod chat;
pub mod check;
pub mod eval;
pub mod explain;
pub mod export;
pub mod import;
pub mod init;
