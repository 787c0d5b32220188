//! One binary for all integration tests.

mod faq_errors;
