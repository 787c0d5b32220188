//! What came in and what must go out: the tables of updates and messages, and the numbers they go by here.

pub(crate) mod floor;
pub(crate) mod journal;
pub(crate) mod numbers;
pub(crate) mod outbox;
pub(crate) mod quiet;
pub(crate) mod seen;
pub(crate) mod sent;
pub(crate) mod together;
