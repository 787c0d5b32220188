//! Reload: read the FAQ's files, see that nothing broke, swap the knowledge whole.
//!
//! The gate is the same for every way in (`/reload`, a changed file, a change made in the chat):
//! the files must load without an error and the FAQ's own tests must pass. Whatever fails, what
//! answered goes on answering. Every version that was accepted is kept in the store, so that it can
//! come back when it turns out to be worse. Questions under way finish with the knowledge that they
//! began with; nothing here waits for them, nor they for it.
//!
//! Everything here blocks: reading files, building the knowledge, asking the tests. Call it off the
//! async threads.

mod build;
mod edits;
mod examine;
mod follow;
mod kept;
mod progress;
mod reloader;
mod rollback;
mod sources;
mod start;
mod watch;
mod write;

pub use build::KnowledgeBuilder;
pub use edits::{ChangedEntry, FaqEdit};
pub use kept::IndexFile;
pub use reloader::{ReloadRequest, Reloader, WatchState};
pub use sources::Sources;
pub use start::{Found, OnDisk, Start, find};
pub use watch::{Until, Watch, watch};
pub use write::{EditMode, write_whole};
