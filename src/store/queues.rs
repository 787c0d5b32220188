//! What waits in a store.

/// What waits to be handled and to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Queues {
    /// Updates taken and not yet handled.
    pub updates: u64,
    /// Unix seconds at which the oldest of them was taken.
    pub oldest_update_at: Option<i64>,
    /// Messages not yet sent.
    pub messages: u64,
    /// Unix seconds at which the oldest of them was queued.
    pub oldest_message_at: Option<i64>,
    /// Processes that work on them: 1 where the store is in a file.
    pub replicas: u64,
}
