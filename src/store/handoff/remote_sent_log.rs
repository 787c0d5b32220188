//! The sent log of another process, which died or stands still: what it sent is noted for it.

use std::path::Path;

use crate::store::postgres::{DatabaseUrl, ForeignPlace};
use crate::store::{Receipt, SentLogAddress, StoreError, note_after_death};

/// The sent log of another process.
pub enum RemoteSentLog {
    /// Of a store in a file.
    File(String),
    /// Of a store in a database.
    Database(Box<ForeignPlace>),
}

impl RemoteSentLog {
    /// Opens it; waits for nothing.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn open(address: &SentLogAddress) -> Result<RemoteSentLog, StoreError> {
        Ok(match address {
            SentLogAddress::File(path) => RemoteSentLog::File(path.clone()),
            SentLogAddress::Database { url, fence } => {
                let url = DatabaseUrl::parse(url).map_err(StoreError::Failed)?;
                RemoteSentLog::Database(Box::new(ForeignPlace::new(url, *fence)?))
            }
        })
    }

    /// Whether outcomes may be noted while the other process lives.
    pub fn is_shared(&self) -> bool {
        matches!(self, RemoteSentLog::Database(_))
    }

    /// Notes outcomes; what is noted already changes nothing. Only what was sent is noted.
    ///
    /// # Errors
    /// When they cannot be written, or the other process has lost its place.
    pub fn note(&self, settled: &[Receipt]) -> Result<(), StoreError> {
        match self {
            RemoteSentLog::File(path) => note_after_death(Path::new(path), settled),
            RemoteSentLog::Database(place) => place.note(settled),
        }
    }

    /// Notes outcomes of a process that stands still, and that these are all.
    ///
    /// # Errors
    /// As [`note`](Self::note).
    pub fn note_all(&self, settled: &[Receipt]) -> Result<(), StoreError> {
        match self {
            RemoteSentLog::File(_) => self.note(settled),
            RemoteSentLog::Database(place) => place.note_all(settled),
        }
    }

    /// Keeps the place of the process that has died for a moment more.
    pub fn hold(&self) {
        if let RemoteSentLog::Database(place) = self {
            place.hold();
        }
    }

    /// Gives up the place of the process that has died: nothing more is noted.
    ///
    /// # Errors
    /// When the database is away; then the place is free when its lease ends.
    pub fn leave(&self) -> Result<(), StoreError> {
        match self {
            RemoteSentLog::File(_) => Ok(()),
            RemoteSentLog::Database(place) => place.leave(),
        }
    }
}
