//! What can go wrong with the store, in words that fit any engine.

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room left; nothing was written.
    #[error("no room left on the store's disk")]
    Full,
    /// Somebody else holds the store.
    #[error("the store is in use by another process: {0}")]
    InUse(String),
    /// The store's file is damaged.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// A newer Wenda wrote it.
    #[error(
        "a newer Wenda wrote the store: it has schema {found}, this version knows up to {known}"
    )]
    Newer {
        /// Schema number in the file.
        found: u32,
        /// The highest this program knows.
        known: u32,
    },
    /// The database cannot be reached, or has no room for us now.
    #[error("the database is away: {0}")]
    Away(String),
    /// Another process took this one's work over; nothing was written.
    #[error("another process took this one's work over")]
    Fenced,
    /// Anything else: permissions, a missing folder, a failing disk.
    #[error("the store failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// Whether it passes by itself or with what a person does elsewhere: what was refused is to be
    /// tried again as it is.
    pub fn is_passing(&self) -> bool {
        use StoreError::{Away, Fenced, Full, InUse};
        matches!(self, Full | InUse(_) | Away(_) | Fenced)
    }

    /// What to do about it; `None` where the error itself says all there is.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            StoreError::Full => Some("make room on the disk"),
            StoreError::InUse(_) => Some("stop the `wenda run` that has it open"),
            StoreError::Damaged(_) => {
                Some("put a backup back: `wenda restore FILE`; docs/backup.md has more")
            }
            StoreError::Newer { .. } => Some(
                "run the version of Wenda that wrote it, or a newer one; or put back a backup made \
                 before the upgrade: `wenda restore FILE`",
            ),
            StoreError::Away(_) => Some("start the database, and look at `storage.url`"),
            StoreError::Fenced => Some("start this process again"),
            StoreError::Failed(_) => None,
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
            _ => StoreError::Failed(error.to_string()),
        }
    }
}
