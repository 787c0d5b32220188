//! The store in one SQLite file: one writer, readers that never wait for it.
//!
//! Write-ahead log. Commits do not wait for the disk (`synchronous=NORMAL`): they survive the death
//! of the process as they are, and a power cut once [`Journal::flush`](crate::store::Journal::flush)
//! has run, which brings the log to the disk beside the writer instead of holding it up. The log is
//! folded into the file by [`Store::maintain`](crate::store::Store::maintain), most of it on a
//! connection of its own, for the same reason. That a message was sent is noted in the
//! [sent log](outbox::sent_log) at once, and in the tables together with later writes.
//!
//! The twin for tests and the terminal is this same code over SQLite's memory; it has a single
//! connection, so its readers do wait for its writer.
//!
//! From the ground up: `connection`; the tables (`journal`, `outbox`, `history`, `admin`), each a
//! schema and functions over a connection; `apply`, which writes records into them; `migrations`;
//! `file`; `store`, which holds file and connections; `traits`, what the rest of Wenda calls.

mod admin;
mod apply;
mod business;
mod connection;
mod file;
mod history;
mod journal;
mod migrations;
mod outbox;
mod read_connection;
mod store;
mod traits;

#[cfg(test)]
mod tests;

pub use file::backup::{BackupError, backup, restore};
pub use file::inspect::{Inspection, inspect, is_in_use};
pub use file::reader::StoreReader;
pub use file::table_rows::Cell;
pub use outbox::sent_log::note_after_death;
pub use store::{Settings, SqliteStore};
