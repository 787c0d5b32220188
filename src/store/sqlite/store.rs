//! The store of one running Wenda: its file, its one writer, its readers.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::conversation::PersonKey;
use crate::store::StoreError;
use crate::store::sqlite::connection::{
    BUSY_TIMEOUT, Transaction, check, prepare, set_cache, transact, unpoisoned,
};
use crate::store::sqlite::file::{beside, lock, private_file};
use crate::store::sqlite::history::language_index::LanguageIndex;
use crate::store::sqlite::migrations;
use crate::store::sqlite::outbox::interned_texts::InternedTexts;
use crate::store::sqlite::outbox::messages;
use crate::store::sqlite::outbox::sent_log::SentLog;

/// Idle readers kept open; more are opened when needed and closed after use.
const IDLE_READERS: usize = 4;
/// Page cache of the writer, in KiB, while answers come one by one: the pages that each of them writes.
const QUIET_CACHE_KIB: i64 = 256;
/// The same in a rush: the rows of a thousand questions under way fit.
const RUSH_CACHE_KIB: i64 = 1536;
/// So many answers in one transaction are a rush.
const RUSH: usize = 16;
/// Page cache of each reader, in KiB.
const READER_CACHE_KIB: i64 = 256;

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
    pub(super) path: Option<PathBuf>,
    pub(super) person_key: PersonKey,
    pub(super) settings: Settings,
    /// Something was written since the log was last looked at.
    pub(super) has_written: AtomicBool,
    /// The writer's cache is that of a rush.
    is_in_rush: AtomicBool,
    /// Many answers were committed at once since this was last looked at.
    saw_rush: AtomicBool,
    /// `None` in memory, and where there is no room for one.
    pub(super) sent_log: Option<SentLog>,
    pub(super) language_index: LanguageIndex,
    /// Locked before the writer.
    pub(super) texts: Mutex<InternedTexts>,
    /// Held for as long as the store is open: one process writes.
    pub(super) lock: Option<File>,
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
        prepare(&writer, QUIET_CACHE_KIB)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "NORMAL")?;
        // What is deleted is gone from the file, too, and not only from its index.
        writer.pragma_update(None, "secure_delete", "ON")?;
        // Folding the log back is `maintain`'s job: a commit must not wait for it.
        writer.pragma_update(None, "wal_autocheckpoint", 0)?;
        check(&writer)?;
        let mut store = Self::start(writer, Some(path.to_owned()), settings, Some(lock))?;
        if let Some((sent_log, sent)) = SentLog::open(&beside(path, "-sent"))? {
            store.write(|db| messages::note(db, &sent))?;
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
        prepare(&writer, QUIET_CACHE_KIB)?;
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
            is_in_rush: AtomicBool::new(false),
            saw_rush: AtomicBool::new(false),
            sent_log: None,
            texts: Mutex::default(),
            lock,
        })
    }

    /// Runs `work` as one transaction of the one writer. On an error nothing of it happened.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_with(false, work)
    }

    /// The same, taking over with it what waits in the sent log: with `all` whatever does, without
    /// when that is worth it.
    pub(super) fn write_with<T>(
        &self,
        all: bool,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.has_written.store(true, Ordering::Relaxed);
        let mut writer = unpoisoned(&self.writer);
        let sent = self.sent_log.as_ref().map(|sent_log| sent_log.take(all));
        let sent = sent.unwrap_or_default();
        let written = transact(&mut writer, |db| {
            messages::note(db, &sent)?;
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

    /// So many answers are about to be committed at once: in a rush the writer remembers more pages.
    pub(super) fn note_commits(&self, count: usize) {
        if count >= RUSH {
            self.saw_rush.store(true, Ordering::Relaxed);
            self.set_rush(true);
        }
    }

    /// To be called now and then: without a rush since the last time the writer remembers fewer pages again.
    pub(super) fn note_quiet(&self) {
        if !self.saw_rush.swap(false, Ordering::Relaxed) {
            self.set_rush(false);
        }
    }

    fn set_rush(&self, is_rush: bool) {
        if self.is_in_rush.swap(is_rush, Ordering::Relaxed) != is_rush {
            let kib = if is_rush {
                RUSH_CACHE_KIB
            } else {
                QUIET_CACHE_KIB
            };
            // Where it cannot be set, reading takes longer or memory is held; nothing else.
            let _ = set_cache(&unpoisoned(&self.writer), kib);
        }
    }

    /// Takes over what waits in the sent log.
    pub(super) fn take_over(&self) -> Result<(), StoreError> {
        match &self.sent_log {
            Some(sent_log) if !sent_log.is_empty() => self.write_with(true, |_| Ok(())),
            _ => Ok(()),
        }
    }

    /// Runs `work` on a reader, which sees the last commit and holds nobody up.
    pub(super) fn on_reader<T>(
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
    pub(super) fn flush_log(&self) -> Result<(), StoreError> {
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
    pub(super) fn fold_log(&self, path: &Path) -> Result<(), StoreError> {
        // Readers may only read, and so cannot fold.
        let beside_the_writer = Connection::open(path)?;
        beside_the_writer.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        self.empty_log(Duration::ZERO)
    }

    /// Folds the whole log into the file and empties it; the writer waits meanwhile, and for so
    /// long for those who still read what the log has.
    pub(super) fn empty_log(&self, patience: Duration) -> Result<(), StoreError> {
        let writer = unpoisoned(&self.writer);
        writer.busy_timeout(patience)?;
        let folded = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        writer.busy_timeout(BUSY_TIMEOUT)?;
        Ok(folded?)
    }
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
