//! Telegram: the edge at which no question is lost.
//!
//! ```text
//! getUpdates / webhook → ingest → journal → scheduler → worker: schema → Assistant
//!                                    ↑                     ↓ one transaction
//!                        marked done └────── outbox → sender → sidecar → Bot API
//! ```
//!
//! An update is kept before Telegram is told that we have it, and marked done in the transaction
//! that queues its answers; a message stays in the outbox until its outcome is known. So whatever
//! ends the process, the next start goes on where this one stopped. See [`crate::store`] for what
//! is promised, [`crate::outbox::sidecar`] for how little may happen twice.
//!
//! Only this folder names teloxide; of it, the bot, requests and the handler tree are used. Its
//! dispatcher confirms before handling, and its types lose what they do not know.

pub(crate) mod admin;
pub mod client;
#[cfg(test)]
mod crash_tests;
pub(crate) mod delivery;
pub(crate) mod handling;
mod receive;
pub(crate) mod requests;
mod run;
pub mod setup;
mod signals;
mod start;
pub mod update;
mod upkeep;

use crate::inbox::handler::Update as _;

pub use admin::notifier::AdminNotifier;
pub use client::api::{Api, Failure};
pub use client::diagnostics::{Facts, Me, MenuCommand, WebhookInfo};
pub use client::run_error::RunError;
pub use client::staff_chat::StaffChat;
pub use delivery::transport::connect;
pub use receive::webhook::Settings as Webhook;
pub use run::{Begin, Parts, Settings, StartNotifications, run};
pub use update::roles::Roles;

/// The chat that an update is of, as it was kept in the journal: its updates are handled in their order.
pub fn chat_of(kept: &str) -> i64 {
    update::batch::read(kept, 0, None).update.chat()
}
