//! One binary for all integration tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "what fails in a test shall fail loudly"
)]

mod admin_isolation;
mod admin_on_telegram;
mod admins;
mod bot;
mod broken_start;
mod business;
mod chat;
mod check;
mod conditions;
mod conversations;
mod dependencies;
mod documented;
mod entries_moved;
mod ephemeral;
mod fake_account;
mod fake_bot_api;
mod fake_business;
mod fake_ephemeral;
mod fake_webhook;
mod faq_errors;
mod faults;
mod guest;
mod handoff;
mod handoff_many;
mod health;
mod import_export;
mod imports;
mod kept;
mod loopback;
mod numbers;
mod older_store;
mod on_telegram;
mod operations;
mod packaging;
mod pages;
mod panel;
mod postgres_cluster;
mod properties;
mod quality;
mod reload;
mod replicas;
mod rust_source;
mod setup;
mod sidecar;
mod sources;
mod staff_moves;
mod store_move;
mod telegram_rules;
mod terminal;
mod unanswered;
mod unasked;
mod updates;
mod watch;
mod webhook;
