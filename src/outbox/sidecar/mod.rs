//! The delivery sidecar: a process of its own that sends the outbox's messages.

pub mod client;
mod noted;
pub mod protocol;
pub mod server;
mod socket;
