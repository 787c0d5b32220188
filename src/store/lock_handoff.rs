//! What survives the process that keeps the store: another one that outlives it for a moment.

use std::fs::File;
use std::io;

/// What a process needs to note outcomes after the one that keeps the store has died: it holds
/// the lock, so that nobody else opens the store before, and knows where to note them.
#[derive(Debug)]
pub struct LockHandoff {
    pub(crate) lock: File,
    pub(crate) sent_log: String,
}

impl LockHandoff {
    /// The lock, to be handed to the other process: it holds for as long as any process has it.
    ///
    /// # Errors
    /// When the system has no more handles.
    pub fn lock(&self) -> io::Result<File> {
        self.lock.try_clone()
    }

    /// Where to note outcomes: for [`note_after_death`](super::note_after_death).
    pub fn sent_log(&self) -> &str {
        &self.sent_log
    }
}
