//! The outbox: what must go out is sent, tried again where that is right, and its outcome noted.

pub(crate) mod backlog;
pub(crate) mod backoff;
pub(crate) mod backpressure;
pub(crate) mod chat_queues;
pub(crate) mod concurrency;
pub(crate) mod delivery;
pub(crate) mod message;
pub(crate) mod outcomes;
pub(crate) mod rate_limit;
pub(crate) mod scheduled_deletion;
pub(crate) mod sender;
pub mod sidecar;
pub mod transport;
