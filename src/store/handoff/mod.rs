//! What one process leaves to another that outlives it: the store's lock, and where to note what was sent.

mod lock;
mod remote_sent_log;

pub use lock::{LockHandoff, SentLogAddress};
pub use remote_sent_log::RemoteSentLog;
