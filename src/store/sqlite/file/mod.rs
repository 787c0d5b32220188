//! The store's files: whose they are, and who writes them.

pub(crate) mod backup;
pub(crate) mod inspect;
pub(crate) mod owner;
pub(crate) mod reader;
pub(crate) mod table_rows;

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// Makes the file readable by its owner alone before SQLite fills it; SQLite gives the log beside
/// it the same mode.
pub(crate) fn private_file(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(|error| StoreError::Failed(format!("{}: {error}", path.display())))
}

/// Takes the right to write, which the operating system gives back when the process ends, however
/// it ends.
pub(crate) fn lock(path: &Path) -> Result<File, StoreError> {
    let place = beside(path, "-lock");
    private_file(&place)?;
    owner::as_folder(&place)?;
    let file = File::open(&place)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(StoreError::InUse(format!("{} is locked", place.display())))
        }
        // A file system without locks: better to run than not to.
        Err(std::fs::TryLockError::Error(_)) => Ok(file),
    }
}

/// `path` with `suffix` behind its file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
