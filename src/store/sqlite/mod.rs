//! The store in one SQLite file: one writer, readers that never wait for it.
//!
//! Write-ahead log. Commits do not wait for the disk (`synchronous=NORMAL`): they survive the death
//! of the process as they are, and a power cut once [`SqliteStore::flush_log`] has run, which
//! brings the log to the disk beside the writer instead of holding it up. The log is folded into
//! the file by [`Store::maintain`], most of it on a connection of its own, for the same reason. That a message was
//! sent is noted in the [sent log](outbox::sent_log) at once, and in the tables together with later writes.
//!
//! The twin for tests and the terminal is this same code over SQLite's memory; it has a single
//! connection, so its readers do wait for its writer.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction};

mod admin;
mod apply;
mod connection;
mod file;
mod history;
mod journal;
mod migrations;
mod outbox;
mod read_connection;
mod reader;

pub use file::backup::{BackupError, backup, restore};
pub use file::inspect::{Inspection, Queues, inspect, is_in_use};
pub use outbox::sent_log::note_after_death;
pub use reader::StoreReader;

use connection::{BUSY_TIMEOUT, check, prepare, transact};
use file::{beside, lock, private_file};
use history::language_index::LanguageIndex;
use outbox::interned_texts::{self, InternedTexts};
use outbox::sent_log::SentLog;
use read_connection::ReadConnection;

use crate::conversation::{Person, PersonKey, Record};
use crate::store::{Commit, LockHandoff, OutboxId, Store, StoreError};

/// Idle readers kept open; more are opened when needed and closed after use.
const IDLE_READERS: usize = 4;
/// Page cache of the writer, in KiB: the rows of a thousand questions under way fit.
const WRITER_CACHE_KIB: i64 = 1536;
/// Page cache of each reader, in KiB.
const READER_CACHE_KIB: i64 = 256;

/// The log, which a quiet moment empties, is folded into the file in any case once it is longer than
/// this. Whoever writes then waits for the disk, which is to be rare: five thousand questions come
/// between two times.
const LOG_BYTES: u64 = 64 << 20;

/// How long things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Days for which the number of a handled update is remembered, to know it when it comes
    /// again. Telegram repeats for at most one day.
    pub journal_days: u32,
    /// Days for which the outcome of what was sent is kept.
    pub outbox_days: u32,
    /// Days for which conversations are remembered: questions (masked), answers, feedback.
    pub memory_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            journal_days: 2,
            outbox_days: 7,
            memory_days: 90,
        }
    }
}

/// The store of one running Wenda.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// `None` in memory.
    path: Option<PathBuf>,
    person_key: PersonKey,
    settings: Settings,
    /// Something was written since the log was last looked at.
    has_written: AtomicBool,
    /// `None` in memory, and where there is no room for one.
    sent_log: Option<SentLog>,
    language_index: LanguageIndex,
    /// Locked before the writer.
    texts: Mutex<InternedTexts>,
    /// Held for as long as the store is open: one process writes.
    lock: Option<File>,
}

impl SqliteStore {
    /// Opens the store at `path`, made with mode 0600 if it is not there, checks it, and brings its
    /// schema up to date.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it open for writing, [`StoreError::Damaged`]
    /// when the check finds damage, [`StoreError::Newer`] when a newer program wrote it, and what
    /// the file system says.
    pub fn open(path: &Path, settings: Settings) -> Result<Self, StoreError> {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Failed(format!("{}: {error}", folder.display())))?;
        }
        let lock = lock(path)?;
        private_file(path)?;
        let writer = Connection::open(path)?;
        prepare(&writer, WRITER_CACHE_KIB)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "NORMAL")?;
        // What is deleted is gone from the file, too, and not only from its index.
        writer.pragma_update(None, "secure_delete", "ON")?;
        // Folding the log back is `maintain`'s job: a commit must not wait for it.
        writer.pragma_update(None, "wal_autocheckpoint", 0)?;
        check(&writer)?;
        let mut store = Self::start(writer, Some(path.to_owned()), settings, Some(lock))?;
        if let Some((sent_log, sent)) = SentLog::open(&beside(path, "-sent"))? {
            store.write(|db| outbox::note(db, &sent))?;
            // Where it cannot be emptied, what stands in it stays true.
            let _ = sent_log.clear();
            store.sent_log = Some(sent_log);
        }
        Ok(store)
    }

    /// An empty store that lives as long as the value.
    ///
    /// # Errors
    /// When SQLite cannot set it up; in practice, out of memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        let writer = Connection::open_in_memory()?;
        prepare(&writer, WRITER_CACHE_KIB)?;
        Self::start(writer, None, Settings::default(), None)
    }

    fn start(
        mut writer: Connection,
        path: Option<PathBuf>,
        settings: Settings,
        lock: Option<File>,
    ) -> Result<Self, StoreError> {
        migrations::migrate(&mut writer)?;
        let key: [u8; 32] = writer.query_row(
            "SELECT value FROM meta WHERE name = 'person key'",
            [],
            |row| row.get(0),
        )?;
        Ok(Self {
            language_index: LanguageIndex::read(&writer)?,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            path,
            person_key: PersonKey::new(key),
            settings,
            has_written: AtomicBool::new(false),
            sent_log: None,
            texts: Mutex::default(),
            lock,
        })
    }

    /// The secret of this name, 64 hexadecimal digits: made at random when first asked for, the same
    /// ever after.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn secret(&self, name: &str) -> Result<String, StoreError> {
        self.write(|db| {
            db.execute(
                "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, randomblob(32))",
                [name],
            )?;
            let select = "SELECT lower(hex(value)) FROM meta WHERE name = ?1";
            Ok(db.query_row(select, [name], |row| row.get(0))?)
        })
    }

    /// Runs `work` as one transaction of the one writer. On an error nothing of it happened.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_with(false, work)
    }

    /// The same, taking over with it what waits in the sent log: with `all` whatever does, without
    /// when that is worth it.
    fn write_with<T>(
        &self,
        all: bool,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.has_written.store(true, Ordering::Relaxed);
        let mut writer = unpoisoned(&self.writer);
        let sent = self.sent_log.as_ref().map(|sent_log| sent_log.take(all));
        let sent = sent.unwrap_or_default();
        let written = transact(&mut writer, |db| {
            outbox::note(db, &sent)?;
            work(db)
        });
        if let Some(sent_log) = self.sent_log.as_ref().filter(|_| !sent.is_empty()) {
            match &written {
                Ok(_) => sent_log.taken(),
                Err(_) => sent_log.give_back(sent),
            }
        }
        written
    }

    /// Takes over what waits in the sent log.
    fn take_over(&self) -> Result<(), StoreError> {
        match &self.sent_log {
            Some(sent_log) if !sent_log.is_empty() => self.write_with(true, |_| Ok(())),
            _ => Ok(()),
        }
    }

    /// Runs `work` on a reader, which sees the last commit and holds nobody up.
    fn on_reader<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Some(path) = &self.path else {
            return work(&unpoisoned(&self.writer));
        };
        let idle = unpoisoned(&self.readers).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => {
                let reader = Connection::open_with_flags(
                    path,
                    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
                )?;
                prepare(&reader, READER_CACHE_KIB)?;
                reader
            }
        };
        let value = work(&reader);
        let mut readers = unpoisoned(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(reader);
        }
        value
    }

    /// Brings everything committed so far to the disk, without holding the writer up.
    fn flush_log(&self) -> Result<(), StoreError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        match File::open(beside(path, "-wal")) {
            Ok(log) => Ok(log.sync_data()?),
            // No log: everything has been folded into the file, which SQLite has synced.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Folds the log into the file at `path` and empties it: most of it beside the writer, the rest,
    /// which came meanwhile, while the writer waits. Somebody who still reads what the log has is
    /// not waited for; the next time will do.
    fn fold_log(&self, path: &Path) -> Result<(), StoreError> {
        // Readers may only read, and so cannot fold.
        let beside_the_writer = Connection::open(path)?;
        beside_the_writer.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        self.empty_log(Duration::ZERO)
    }

    /// Folds the whole log into the file and empties it; the writer waits meanwhile, and for so
    /// long for those who still read what the log has.
    fn empty_log(&self, patience: Duration) -> Result<(), StoreError> {
        let writer = unpoisoned(&self.writer);
        writer.busy_timeout(patience)?;
        let folded = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        writer.busy_timeout(BUSY_TIMEOUT)?;
        Ok(folded?)
    }
}

impl Store for SqliteStore {
    fn commit(&self, commits: &[Commit]) -> Result<Vec<Vec<Option<OutboxId>>>, StoreError> {
        for commit in commits {
            self.language_index.note(&commit.records);
        }
        let mut texts = unpoisoned(&self.texts);
        // Where the transaction does not come about, none of the texts counts as kept.
        let mut known = std::mem::take(&mut *texts);
        let ids = self.write(|db| {
            commits
                .iter()
                .map(|commit| {
                    if let Some((update, how)) = commit.done
                        && !journal::mark(db, update, how)?
                    {
                        return Ok(vec![None; commit.outbox.len()]);
                    }
                    for record in &commit.records {
                        apply::apply(db, record)?;
                    }
                    outbox::queue(db, &mut known, commit.at_seconds, &commit.outbox)
                })
                .collect()
        })?;
        *texts = known;
        drop(texts);
        let mut records = commits.iter().flat_map(|commit| &commit.records);
        if records.any(|record| matches!(record, Record::Forget { .. })) {
            // Somebody asked to be forgotten: their words shall not lie on in the log. Where it
            // cannot be emptied now, `maintain` will, or the end of the process.
            let _ = self.truncate_wal();
        }
        Ok(ids)
    }

    fn lock_handoff(&self) -> Option<LockHandoff> {
        let path = self.path.as_ref().filter(|_| self.sent_log.is_some())?;
        let sent_log = std::path::absolute(beside(path, "-sent")).ok()?;
        Some(LockHandoff {
            lock: self.lock.as_ref()?.try_clone().ok()?,
            sent_log: sent_log.to_str()?.to_owned(),
        })
    }

    fn truncate_wal(&self) -> Result<(), StoreError> {
        if self.path.is_none() {
            return Ok(());
        }
        // The sent log stays: there are no words in it, and the delivery sidecar may still write it.
        self.take_over()?;
        self.empty_log(BUSY_TIMEOUT)
    }

    fn maintain(&self) -> Result<(), StoreError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        self.take_over()?;
        let len = std::fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len());
        let is_quiet = !self.has_written.swap(false, Ordering::Relaxed);
        if is_quiet && len > 0 {
            // Empty the log, so that what people wrote does not lie in it for longer than in the
            // file.
            self.empty_log(Duration::ZERO)
        } else if len > LOG_BYTES {
            self.fold_log(path)
        } else {
            Ok(())
        }
    }

    fn retain(&self, now_seconds: i64) -> Result<(), StoreError> {
        let before = |days: u32| now_seconds - i64::from(days) * 86_400;
        let mut texts = unpoisoned(&self.texts);
        *texts = InternedTexts::default();
        self.write(|db| {
            journal::forget(db, before(self.settings.journal_days))?;
            outbox::forget(db, before(self.settings.outbox_days))?;
            interned_texts::forget(db)?;
            Ok(apply::forget_before(db, before(self.settings.memory_days))?)
        })
    }
}

impl ReadConnection for SqliteStore {
    fn key(&self) -> &PersonKey {
        &self.person_key
    }

    fn read(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        self.on_reader(|db| Ok(work(db)?))
    }

    fn may_have_chosen(&self, person: &Person) -> bool {
        self.language_index.may_hold(person)
    }

    fn read_settled(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        // Where the store cannot be written, what was read before is still worth reading.
        let _ = self.take_over();
        self.read(work)
    }
}

/// The lock's content even if a thread panicked holding it: a transaction that was open then has
/// been rolled back by its own `Drop`.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
impl SqliteStore {
    /// Has the store behave as on a disk without (`true`) or with room.
    pub(crate) fn set_full(&self, is_full: bool) {
        let writer = unpoisoned(&self.writer);
        // SQLite goes no lower than the pages that are there.
        let pages = if is_full { 1 } else { i64::from(i32::MAX) };
        writer
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .unwrap();
    }
}

#[cfg(test)]
mod tests;
