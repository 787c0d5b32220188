//! What survives the process that keeps the store: another one that outlives it for a moment.

use std::fs::File;
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::store::OutboxId;

/// What a process needs to note outcomes after the one that keeps the store has died: it holds the lock, so
/// that nobody else opens the store before, and knows where to note them.
pub struct LockHandoff {
    /// `None` where the store is kept by no lock.
    pub(crate) lock: Option<File>,
    pub(crate) sent_log: SentLogAddress,
    /// The number under which entries are noted, of those that this process knows them by.
    pub(crate) row: Arc<dyn Fn(OutboxId) -> OutboxId + Send + Sync>,
}

impl LockHandoff {
    /// The lock, to be handed to the other process: it holds for as long as any process has it.
    ///
    /// # Errors
    /// When the system has no more handles.
    pub fn lock(&self) -> io::Result<Option<File>> {
        self.lock.as_ref().map(File::try_clone).transpose()
    }

    /// Where to note outcomes.
    pub fn sent_log(&self) -> &SentLogAddress {
        &self.sent_log
    }
}

/// Where outcomes are noted for another process. Told to that process alone: there may be a password in it.
#[derive(Clone, Serialize, Deserialize)]
pub enum SentLogAddress {
    /// The sent log of a store in a file.
    File(String),
    /// The database, in the place that the process has there.
    Database {
        /// The database's URL, with its password.
        url: String,
        /// The number of the place.
        fence: i64,
    },
}

impl SentLogAddress {
    /// Whether others may take over from a process that stands still.
    pub fn is_shared(&self) -> bool {
        matches!(self, SentLogAddress::Database { .. })
    }
}
