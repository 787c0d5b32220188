//! Plain data that every room may import: what came in, what goes out, and what is kept.

pub mod incoming;
pub mod person;
pub mod record;
pub mod reply;
