//! Calls to the Bot API: one call and its result, and what is asked of Telegram beside sending.

pub mod api;
pub(crate) mod chat_members;
pub mod connections;
pub mod diagnostics;
pub(crate) mod menu;
pub(crate) mod photo;
pub mod run_error;
pub mod staff_chat;
