//! One binary for all integration tests.

mod dependencies;
mod faq_errors;
mod packaging;
