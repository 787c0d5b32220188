//! Commands that work on the store: copies, numbers, unanswered questions.

pub mod backup;
mod dump;
pub mod history;
pub mod relocate;
pub mod stats;
pub mod unanswered;
