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
pub(crate) mod context;
#[cfg(test)]
mod crash_tests;
pub(crate) mod delivery;
pub(crate) mod handler;
mod receive;
pub(crate) mod requests;
mod run;
pub(crate) mod schema;
pub mod setup;
mod start;
pub mod update;

pub use admin::notifier::AdminNotifier;
pub use client::api::{Api, Failure};
pub use client::diagnostics::{Facts, Me, MenuCommand, WebhookInfo};
pub use delivery::transport::connect;
pub use receive::webhook::Settings as Webhook;
pub use run::{Parts, StartNotifications, run};

/// What the operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The Bot API server.
    pub api_url: String,
    /// The numbers of the FAQ's admins.
    pub admins: Vec<i64>,
    /// Whether `answer.contact` names somebody whom people can reach.
    pub has_contact: bool,
    /// Address for health and metrics; empty for none.
    pub listen: String,
    /// Take a webhook away before polling.
    pub delete_webhook: bool,
    /// Let Telegram call us; without it we poll.
    pub webhook: Option<Webhook>,
}

/// Why the bot stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Telegram does not know the token.
    #[error(
        "Telegram does not accept the bot token\n  help: copy it again from @BotFather; after \
         /revoke the old one stays invalid"
    )]
    Unauthorized,
    /// The server's address cannot be used.
    #[error("`telegram.api_url` cannot be used: {0}")]
    Server(String),
    /// The address to listen on cannot be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// Telegram refuses to call the public address.
    #[error("Telegram refuses `telegram.webhook.url`: {0}")]
    Webhook(String),
    /// The system gives no threads, timers or signals.
    #[error("the system refused: {0}")]
    System(#[from] std::io::Error),
}
