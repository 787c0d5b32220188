//! One binary for all integration tests.

mod check;
mod conversations;
mod dependencies;
mod faq_errors;
mod owners;
mod packaging;
mod properties;
mod reload;
mod unanswered;
