//! An update on its way to be handled.

use std::time::Instant;

/// An update to handle.
#[derive(Debug, Clone)]
pub struct Job<U> {
    /// The update.
    pub update: U,
    /// Unix time in seconds at which it reached us.
    pub at_seconds: i64,
    /// When it came into this process.
    pub taken: Instant,
    /// Whether it was found in the journal at the start.
    pub is_old: bool,
}
