//! One binary for all integration tests.

mod bot;
mod broken_start;
mod chat;
mod check;
mod conversations;
mod dependencies;
mod exchange;
mod fake_bot_api;
mod faq_errors;
mod faults;
mod numbers;
mod on_telegram;
mod owner_on_telegram;
mod owners;
mod owners_beside;
mod packaging;
mod properties;
mod quality;
mod reload;
mod sources;
mod telegram_rules;
mod unanswered;
mod updates;
mod watch;
mod watched;
mod webhook;
