//! From Telegram's JSON to what came in.

pub(crate) mod address;
pub(crate) mod batch;
pub mod callback;
pub(crate) mod commands;
pub mod dto;
pub mod identity;
pub mod incoming;
pub(crate) mod media_groups;
pub(crate) mod recent;
pub(crate) mod redact;
pub mod roles;
mod salvage;
pub(crate) mod utf16;
