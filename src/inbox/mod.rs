//! The inbox: what comes in is kept before it is confirmed, then handled chat by chat.

pub(crate) mod fsync;
pub(crate) mod gather;
pub(crate) mod handler;
pub(crate) mod ingest;
pub(crate) mod job;
pub(crate) mod rate_limit;
pub(crate) mod scheduler;
pub(crate) mod worker;
