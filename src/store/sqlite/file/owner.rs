//! Whose the store's files are: those that root makes in somebody's folder belong to that somebody,
//! so that a backup or a restore by root leaves nothing that the service cannot use.

use std::fs;
use std::io;
use std::path::Path;

/// Makes the folder and those above it where they are missing, for its owner alone.
///
/// # Errors
/// When one cannot be made.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folder(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Ok(()) => as_folder(folder),
        // Somebody else made it meanwhile.
        Err(_) if folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Gives `path` to the owner of the folder that it lies in, where that is another one and we may.
/// Only root may: for everybody else, files are theirs already.
///
/// # Errors
/// When root may not either.
pub(crate) fn as_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, lchown};
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let (own, wanted) = (fs::symlink_metadata(path)?, fs::metadata(folder)?);
        if own.uid() == 0 && wanted.uid() != 0 {
            lchown(path, Some(wanted.uid()), Some(wanted.gid()))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_folders_are_made_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let wanted = folder.path().join("a/b");
        make_folder(&wanted).unwrap();
        make_folder(&wanted).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&wanted).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_root_makes_in_somebodys_folder_is_theirs() {
        use std::os::unix::fs::{MetadataExt, chown};
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        // Only root can give a folder away; for others there is nothing to be seen here.
        if chown(folder.path(), Some(4321), Some(4321)).is_err() {
            return;
        }
        as_folder(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().uid(), 4321);
    }
}
