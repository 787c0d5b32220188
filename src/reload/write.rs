//! Writing a file of the FAQ so that whoever looks finds the old text or the new one, whole, also
//! after the process or the machine died in the middle.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::admin::NotWritten;

/// Whether changes made in the chat are written into the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EditMode {
    /// Where the files can be written and lie in no git work tree; else the change is offered.
    #[default]
    Auto,
    /// Always, in a git work tree too.
    Write,
    /// Never: the change is offered.
    Patch,
}

impl EditMode {
    /// Why a change of this file is to be offered instead of written; `None` to write it.
    pub fn hindrance(self, file: &Path) -> Option<NotWritten> {
        match self {
            EditMode::Patch => Some(NotWritten::Configured),
            EditMode::Auto if in_git(file) => Some(NotWritten::Git),
            EditMode::Auto | EditMode::Write => (!can_write(file)).then_some(NotWritten::ReadOnly),
        }
    }
}

/// Puts `text` in the place of the file's text. Links are followed: what they lead to is replaced,
/// and its permissions stay.
///
/// The new text is written beside the file, brought to the disk and renamed over it. A process that
/// dies before the rename leaves the old file and a hidden one, which the next write takes over and
/// the FAQ's reader passes over.
///
/// # Errors
/// What the file system says; then the old text is in place, unless it is the last step, bringing
/// the folder to the disk, that failed.
pub fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let file = fs::canonicalize(file)?;
    let beside = beside(&file);
    let written = write_beside(&file, &beside, text);
    if written.is_err() {
        // What could not be written whole is of no use; that it is gone, too, changes nothing.
        let _ = fs::remove_file(&beside);
        return written;
    }
    fs::rename(&beside, &file)?;
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn write_beside(file: &Path, beside: &Path, text: &str) -> io::Result<()> {
    let permissions = fs::metadata(file)?.permissions();
    let mut new = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(beside)?;
    new.write_all(text.as_bytes())?;
    new.set_permissions(permissions)?;
    new.sync_all()
}

/// A hidden name beside the file that does not end in `.yaml`: no reader of the FAQ takes it.
fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.wenda-new"))
}

/// Whether the file lies in a git work tree: a folder above it holds `.git`, a folder or, in a
/// linked work tree, a file.
fn in_git(file: &Path) -> bool {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    file.ancestors()
        .skip(1)
        .any(|folder| folder.join(".git").exists())
}

/// Whether the file can be replaced, tried with the very file that a write would make.
fn can_write(file: &Path) -> bool {
    let Ok(file) = fs::canonicalize(file) else {
        return false;
    };
    // Replacing needs only the folder, but a file that its owner made read-only is meant to stay.
    if fs::metadata(&file).is_ok_and(|data| data.permissions().readonly()) {
        return false;
    }
    let beside = beside(&file);
    let tried = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&beside);
    tried.is_ok() && fs::remove_file(&beside).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_keeps_permissions_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "old").unwrap();
        #[cfg(unix)]
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
        let before = fs::metadata(&file).unwrap().permissions();
        write_whole(&file, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::metadata(&file).unwrap().permissions(), before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_write_left_is_taken_over_and_never_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "old").unwrap();
        fs::write(beside(&file), "half of the ne").unwrap();
        assert_eq!(
            crate::faq::files(folder.path()).unwrap(),
            std::slice::from_ref(&file)
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        write_whole(&file, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real.yaml");
        let link = folder.path().join("link.yaml");
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_whole(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    }

    #[test]
    fn git_and_read_only_files_are_left_to_their_owner() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("faq");
        fs::create_dir(&inner).unwrap();
        let file = inner.join("a.yaml");
        fs::write(&file, "old").unwrap();
        assert_eq!(EditMode::Auto.hindrance(&file), None);
        assert_eq!(
            EditMode::Patch.hindrance(&file),
            Some(NotWritten::Configured)
        );
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(EditMode::Auto.hindrance(&file), Some(NotWritten::Git));
        assert_eq!(EditMode::Write.hindrance(&file), None);
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert_eq!(EditMode::Write.hindrance(&file), Some(NotWritten::ReadOnly));
    }
}
