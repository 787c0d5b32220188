//! The journal: every update as it came, written before Telegram is told that we have it, and
//! marked once it has been dealt with.

use super::StoreError;

/// An update as it came, before anybody has looked into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its number, which tells it from every other.
    pub id: u64,
    /// Unix time in seconds at which it reached us.
    pub at_seconds: i64,
    /// What it said, word for word.
    pub raw: String,
}

/// How an update ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Dealt with.
    Handled,
    /// Not for us.
    Ignored,
    /// Its handler panicked; handling it again would as well.
    Failed,
    /// Too old to be answered when we got to it.
    Stale,
    /// One of too many from the same chat.
    RateLimited,
}

/// What keeping an update came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new, and to be handled now.
    New,
    /// It was kept before.
    Known,
    /// It is kept, and handled by whoever reads it from the journal.
    Waits,
}

/// What came in.
pub trait Journal {
    /// Keeps the updates, in one transaction, and says for each whether it is new; one that was
    /// kept before is left as it is.
    ///
    /// # Errors
    /// When the store cannot be written; then none of them is kept, and Telegram must not be told
    /// that we have them.
    fn append(&self, updates: &[Received]) -> Result<Vec<bool>, StoreError>;

    /// The same with the chat of each. Of one whose chat another process works on, or that must not
    /// overtake one found there, [`Kept::Waits`] says that it is kept all the same, and is read from the
    /// journal by whoever is to handle it.
    ///
    /// # Errors
    /// As [`append`](Journal::append).
    fn append_in_chats(
        &self,
        updates: &[Received],
        _chats: &[i64],
    ) -> Result<Vec<Kept>, StoreError> {
        let is_new = self.append(updates)?.into_iter();
        Ok(is_new
            .map(|is_new| if is_new { Kept::New } else { Kept::Known })
            .collect())
    }

    /// Makes sure that what was kept so far survives a power cut. May take as long as the disk
    /// does; holds nobody up.
    ///
    /// # Errors
    /// When the disk refuses.
    fn flush(&self) -> Result<(), StoreError>;

    /// At most `limit` updates that are not done, in the order of their numbers, from the first
    /// above `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn open_updates(&self, after: Option<u64>, limit: u32) -> Result<Vec<Received>, StoreError>;

    /// Notes that handling an update found open at the start begins, and says how often it had
    /// begun before. An update that takes the process down each time can so be told from one that
    /// was only unlucky.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn begin(&self, update: u64) -> Result<u32, StoreError>;
}
