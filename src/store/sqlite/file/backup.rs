//! Copies of the store: taken while it is in use, checked before they count, put back.
//!
//! A copy is one moment of the store, whole: SQLite's backup in a single step reads one snapshot of
//! the write-ahead log, so the writer neither waits for it nor makes it begin again. A copy holds
//! everything the store holds, the key by which people are hashed included: keep it as safe.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::store::StoreError;
use crate::store::sqlite::connection::transact;
use crate::store::sqlite::file::inspect;
use crate::store::sqlite::file::inspect::Inspection;
use crate::store::sqlite::file::inspect::inspect as inspect_file;
use crate::store::sqlite::file::{beside, lock, owner};
use crate::store::sqlite::outbox::{messages, sent_log};

/// How often a copy is tried while another process holds the store for itself.
const ATTEMPTS: u32 = 5;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something is there already; it was left alone.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The store refused, or the copy is not sound.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Copies the store at `from`, which may be in use, into the new file `to`, checks the copy and
/// brings it to the disk. Until all of that is done nothing is called `to`.
///
/// # Errors
/// When `to` exists, when either file cannot be used, when the copy does not pass
/// [`inspect`](inspect_file).
pub fn backup(from: &Path, to: &Path) -> Result<Inspection, BackupError> {
    refuse_existing(to)?;
    let folder = to.parent().unwrap_or(Path::new(""));
    owner::make_folder(folder).map_err(in_file(folder))?;
    let partial = beside(to, ".partial");
    let made = copy(from, &partial).and_then(|found| {
        refuse_existing(to)?;
        fs::rename(&partial, to).map_err(in_file(to))?;
        sync_folder(to);
        Ok(found)
    });
    if made.is_err() {
        let _ = fs::remove_file(&partial);
    }
    made
}

/// Puts the copy `from` in the place of the store at `to`; a store that is there is kept beside it
/// under the name returned. Nothing may have that store open.
///
/// # Errors
/// When the store is in use, when the copy is not sound, when files cannot be moved or written.
pub fn restore(from: &Path, to: &Path) -> Result<(Inspection, Option<PathBuf>), BackupError> {
    let found = inspect_file(from)?;
    let folder = to.parent().unwrap_or(Path::new(""));
    owner::make_folder(folder).map_err(in_file(folder))?;
    let _held = lock(to)?;
    let incoming = beside(to, ".incoming");
    copy(from, &incoming).inspect_err(|_| {
        let _ = fs::remove_file(&incoming);
    })?;
    let kept = keep_aside(to)?;
    fs::rename(&incoming, to).map_err(in_file(to))?;
    sync_folder(to);
    Ok((found, kept))
}

/// Copies into `to`, over anything there, and checks the outcome.
fn copy(from: &Path, to: &Path) -> Result<Inspection, BackupError> {
    let source = inspect::open_to_read(from)?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to).map_err(in_file(to))?;
    owner::as_folder(to).map_err(in_file(to))?;
    {
        let mut target = Connection::open(to).map_err(StoreError::from)?;
        all_pages(&source, &mut target)?;
        // Looked at after the copy: what was sent of the messages in it is not sent again from it.
        let sent = sent_log::look(&beside(from, "-sent"))?;
        if !sent.is_empty() {
            transact(&mut target, |db| messages::note(db, &sent))?;
        }
        // The copy shall be one file, without a log beside it.
        target
            .pragma_update(None, "journal_mode", "DELETE")
            .map_err(StoreError::from)?;
    }
    let found = inspect_file(to)?;
    File::open(to)
        .and_then(|file| file.sync_all())
        .map_err(in_file(to))?;
    Ok(found)
}

/// All pages in one step, see the module.
fn all_pages(source: &Connection, target: &mut Connection) -> Result<(), StoreError> {
    let backup = Backup::new(source, target)?;
    for _ in 0..ATTEMPTS {
        // Busy means that the wait set on the connection has passed already.
        if backup.step(-1)? == StepResult::Done {
            return Ok(());
        }
    }
    Err(StoreError::InUse("another process holds it".into()))
}

/// Moves the store at `path` and its log aside; the log belongs to that file and would ruin another.
fn keep_aside(path: &Path) -> Result<Option<PathBuf>, BackupError> {
    if !path.exists() {
        return Ok(None);
    }
    let aside = (1..)
        .map(|number| beside(path, &format!(".before-restore-{number}")))
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| beside(path, ".before-restore"));
    for suffix in ["-wal", "-shm", "-sent", ""] {
        let part = beside(path, suffix);
        if part.exists() {
            fs::rename(&part, beside(&aside, suffix)).map_err(in_file(&part))?;
        }
    }
    Ok(Some(aside))
}

fn refuse_existing(path: &Path) -> Result<(), BackupError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(BackupError::Exists(path.to_owned())),
        Err(_) => Ok(()),
    }
}

/// Brings a new name to the disk. A file system that cannot do that is used as it is.
fn sync_folder(path: &Path) {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

fn in_file(path: &Path) -> impl Fn(std::io::Error) -> BackupError + '_ {
    move |source| BackupError::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::{Settings, SqliteStore};
    use crate::store::{
        Commit, Journal, Outbox, Outcome, PendingMessage, Receipt, Received, Store,
    };

    fn update(id: u64) -> Received {
        Received {
            id,
            at_seconds: 100,
            raw: "{}".into(),
        }
    }

    fn store_with(path: &Path, updates: std::ops::Range<u64>) -> SqliteStore {
        let store = SqliteStore::open(path, Settings::default()).unwrap();
        let updates: Vec<Received> = updates.map(update).collect();
        store.append(&updates).unwrap();
        store
    }

    #[test]
    fn a_copy_of_a_store_in_use_is_whole_and_can_be_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let (path, to) = (folder.path().join("w.sqlite3"), folder.path().join("copy"));
        let store = store_with(&path, 1..4);
        let found = backup(&path, &to).unwrap();
        assert_eq!(found.queues.updates, 3);
        assert_eq!(found.queues.oldest_update_at, Some(100));
        let names = || {
            let mut names: Vec<String> = fs::read_dir(folder.path())
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        assert!(
            !names()
                .iter()
                .any(|name| name.starts_with("copy") && name != "copy")
        );
        assert_eq!(store.queues().unwrap(), found.queues);

        // While the store is open it is not replaced.
        assert!(inspect::is_in_use(&path));
        let refused = restore(&to, &path);
        assert!(
            matches!(refused, Err(BackupError::Store(StoreError::InUse(_)))),
            "{refused:?}"
        );
        store.append(&[update(9)]).unwrap();
        drop(store);
        assert!(!inspect::is_in_use(&path));
        let (_, kept) = restore(&to, &path).unwrap();
        let restored = SqliteStore::open(&path, Settings::default()).unwrap();
        assert_eq!(restored.queues().unwrap().updates, 3);
        assert_eq!(inspect_file(&kept.unwrap()).unwrap().queues.updates, 4);
    }

    #[test]
    fn what_was_sent_is_not_sent_again_from_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let (path, to) = (folder.path().join("w.sqlite3"), folder.path().join("copy"));
        let store = store_with(&path, 1..2);
        let message = |part| PendingMessage {
            turn: 1,
            part,
            chat: Some(5),
            carries: true,
            payload: "x".into(),
            ..PendingMessage::default()
        };
        let commit = Commit {
            outbox: vec![message(0), message(1)],
            ..Commit::default()
        };
        let ids = store.commit(&[commit]).unwrap().concat();
        // In the sent log, and not yet in the tables.
        let sent = Receipt {
            id: ids[0].unwrap(),
            turn: 1,
            outcome: Outcome::Sent(Some(7)),
        };
        store.settle(&[sent]).unwrap();
        assert_eq!(backup(&path, &to).unwrap().queues.messages, 1);
    }

    #[test]
    fn a_copy_taken_under_load_is_one_moment() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.sqlite3");
        let store = store_with(&path, 0..200);
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                for id in 200..1200 {
                    store.append(&[update(id)]).unwrap();
                }
            });
            for number in 0..5 {
                let found = backup(&path, &folder.path().join(format!("copy{number}"))).unwrap();
                assert!((200..=1200).contains(&found.queues.updates));
            }
            writing.join().unwrap();
        });
        assert_eq!(store.queues().unwrap().updates, 1200);
    }

    #[test]
    fn nothing_is_overwritten_and_nothing_half_done_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (path, to) = (folder.path().join("w.sqlite3"), folder.path().join("copy"));
        let missing = backup(&path, &to);
        assert!(matches!(missing, Err(BackupError::Store(_))), "{missing:?}");
        drop(store_with(&path, 0..1));
        fs::write(&to, "mine").unwrap();
        assert!(matches!(backup(&path, &to), Err(BackupError::Exists(_))));
        assert_eq!(fs::read_to_string(&to).unwrap(), "mine");
        assert!(!beside(&to, ".partial").exists());
        // What is no store is not put in a store's place.
        assert!(restore(&to, &path).is_err());
        assert_eq!(inspect_file(&path).unwrap().queues.updates, 1);
    }
}
