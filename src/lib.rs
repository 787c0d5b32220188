//! Wenda (问答): a bilingual FAQ bot for Telegram and the terminal.
//!
//! ```text
//! Update ─telegram::update→ Incoming ─text→ Analysis ─matcher→ Decision
//!        ─conversation→ Reply ─render→ HTML ─telegram::requests→ PendingMessage ─outbox→ Bot API
//! faq/*.yaml ─faq→ Entry ─index→ FaqIndex;  entries + index + contrast profiles = Knowledge
//! ```
//!
//! Each arrow is a plain function on plain data; the folders are the arrows, the types between
//! them are the stations. Which room may import which is written in `ARCHITECTURE.md`, and
//! `tests/it/imports.rs` holds it.

pub mod admin;
pub mod assistant;
pub mod cli;
pub mod config;
pub mod contrast;
pub mod conversation;
pub mod eval;
pub mod faq;
pub mod import_export;
pub mod inbox;
pub mod index;
pub mod knowledge;
mod lexicon;
pub mod lint;
pub mod matcher;
pub mod meaning;
pub mod model;
pub mod ops;
pub mod outbox;
pub mod panel;
mod parallel;
pub mod reload;
pub mod render;
pub mod store;
pub mod telegram;
pub mod text;
pub mod translation;
