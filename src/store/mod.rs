//! What survives: the journal of what came in, the outbox of what must go out, and what a
//! conversation remembers and the admins look at.
//!
//! The promises, which everything at the edge rests on:
//!
//! - What [`Journal::append`] returned for is read again after the process is killed; after
//!   [`Journal::flush`] it survives a power cut as well.
//! - A [`Commit`] happens whole or not at all: an update is marked done together with what it makes
//!   us send and what it makes us remember. So an update that is not done has left no trace, and
//!   handling it once more is right.
//! - An outbox entry is open until [`Outbox::settle`] names its outcome. What was certainly sent is
//!   never offered again; what may or may not have been sent is (**once too many rather than once
//!   too few**, everywhere).
//! - Appending or committing the same thing twice changes nothing: updates are told apart by their
//!   number, outbox entries by turn and part.
//! - When the disk is full the call fails with [`StoreError::Full`], and nothing of it happened;
//!   the caller then acknowledges nothing.
//!
//! The traits speak of updates, turns and chats, not of tables: another engine may stand behind
//! them. People are named in it only by a keyed hash
//! ([`PersonKey`](crate::conversation::PersonKey)), save for the chat numbers of what is still to be
//! sent.
//!
//! ```
//! use wenda::store::{Commit, Done, Journal, Outbox, Received, SqliteStore, Store};
//!
//! let store = SqliteStore::in_memory()?;
//! let update = Received { id: 7, at_seconds: 0, raw: "{}".into() };
//! assert_eq!(store.append(std::slice::from_ref(&update))?, [true]);
//! assert_eq!(store.append(std::slice::from_ref(&update))?, [false], "seen before");
//! store.commit(&[Commit { done: Some((7, Done::Handled)), ..Commit::default() }])?;
//! assert!(store.open_updates(None, 10)?.is_empty());
//! # Ok::<(), wenda::store::StoreError>(())
//! ```

use std::sync::Arc;

use crate::conversation::Record;

mod admin_queries;
mod card_queries;
mod error;
mod handoff;
mod history;
mod journal;
mod outbox;
mod postgres;
mod queues;
mod shown;
mod sqlite;
mod vectors;

#[cfg(test)]
mod tests;

pub use admin_queries::AdminQueries;
pub use card_queries::CardQueries;
pub use error::StoreError;
pub use handoff::{LockHandoff, RemoteSentLog, SentLogAddress};
pub use history::ConversationHistory;
pub use journal::{Done, Journal, Kept, Received};
pub use outbox::{
    ChatState, Outbox, OutboxId, Outcome, PendingMessage, Receipt, ScheduledDeletion, Target,
};
pub use postgres::{DatabaseInspection, DatabaseUrl, PostgresStore, TakenOver, take_over};
pub use queues::Queues;
pub use shown::keep_shown;
pub use sqlite::{
    BackupError, Cell, Inspection, Settings, SqliteStore, StoreReader, backup, inspect, is_in_use,
    note_after_death, restore,
};

pub use vectors::VectorFile;

/// What one handled update changes, as one transaction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Commit {
    /// The update that is done with, and how it ended.
    pub done: Option<(u64, Done)>,
    /// Unix time in seconds at which this happened.
    pub at_seconds: i64,
    /// What it makes us send, in order.
    pub outbox: Vec<PendingMessage>,
    /// What it makes us remember.
    pub records: Vec<Record>,
}

/// What other processes left for this one.
#[derive(Debug, Default)]
pub struct News {
    /// Updates are in the journal that this process has not seen.
    pub has_updates: bool,
    /// Messages that this process is to send, before what comes of those updates.
    pub messages: Vec<PendingMessage>,
}

/// A store that is only looked at, whoever has it.
pub trait Look: ConversationHistory {
    /// The secret of this name, where the store has it; see [`Store::secret`].
    ///
    /// # Errors
    /// When the store cannot be read.
    fn known_secret(&self, name: &str) -> Result<Option<String>, StoreError>;
}

/// Everything that is kept, behind one door.
pub trait Store: Journal + Outbox + ConversationHistory {
    /// Takes over all of `commits` in one transaction and returns the number that each outbox entry
    /// got, in order; `None` for an entry that was there already.
    ///
    /// Survives the death of the process; whether it survives a power cut without a later
    /// [`Journal::flush`] is open (then the update is simply handled again).
    ///
    /// # Errors
    /// When the store cannot be written; then nothing of it happened.
    fn commit(&self, commits: &[Commit]) -> Result<Vec<Vec<Option<OutboxId>>>, StoreError>;

    /// Keeps an update that was handled before it was kept, and commits what came of it; `None`, and nothing
    /// comes of it, where it was kept before.
    ///
    /// # Errors
    /// When the store cannot be written; then the update may be kept or not.
    fn keep_handled(
        &self,
        received: &Received,
        commit: &Commit,
    ) -> Result<Option<Vec<Option<OutboxId>>>, StoreError> {
        if self.append(std::slice::from_ref(received))? != [true] {
            return Ok(None);
        }
        Ok(self.commit(std::slice::from_ref(commit))?.pop())
    }

    /// Does what can wait but not for ever; to be called every few seconds, on a thread that may
    /// wait for the disk.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn maintain(&self) -> Result<(), StoreError>;

    /// What another process needs to note outcomes after this one has died; `None` where that
    /// cannot be.
    fn lock_handoff(&self) -> Option<LockHandoff>;

    /// Leaves nothing of what was deleted beside the store itself; for the end of the process.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn truncate_wal(&self) -> Result<(), StoreError>;

    /// Forgets what is older than the settings allow. `now_seconds` is Unix time.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn retain(&self, now_seconds: i64) -> Result<(), StoreError>;

    /// The secret of this name, 64 hexadecimal digits: made at random when first asked for, the same
    /// ever after.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn secret(&self, name: &str) -> Result<String, StoreError>;

    /// What waits now. Reads through the rows of the days kept: some milliseconds.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn queues(&self) -> Result<Queues, StoreError>;

    /// Whether each call waits for another machine, so that a thread which others wait for must not make
    /// it.
    fn is_remote(&self) -> bool {
        false
    }

    /// Tells of what other processes left for this one, from now on.
    ///
    /// # Errors
    /// When the system gives no thread.
    fn watch(self: Arc<Self>, _tell: Box<dyn Fn(News) + Send + Sync>) -> Result<(), StoreError> {
        Ok(())
    }

    /// Whether this process certainly has its place among those that may write: one that may have
    /// lost it must send nothing, since another may send the same.
    fn has_place(&self) -> bool {
        true
    }

    /// What one of the processes that share the store worked out under this name, for all of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn worked_out(&self, _name: &str) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    /// Keeps what this process worked out, for the others; nothing where there are none.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn keep_worked_out(&self, _name: &str, _value: String) -> Result<(), StoreError> {
        Ok(())
    }

    /// Whether this process is the one that does what `role` names, or becomes it.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn has_role(&self, _role: &str) -> Result<bool, StoreError> {
        Ok(true)
    }

    /// Lets another process take the store over at once; nothing is written after that.
    ///
    /// # Errors
    /// When the store cannot be written; then the other process waits a little.
    fn leave(&self) -> Result<(), StoreError>;
}
