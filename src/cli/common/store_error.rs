//! What a person is told where the store cannot be used: what happened, and what to do, once.

use crate::store::StoreError;

/// An error in words of its own; what caused it is kept for the exit code and not said again.
#[derive(Debug)]
pub struct Told {
    words: String,
    cause: StoreError,
}

impl Told {
    /// That this was not done because of `cause`, and what to do about it.
    pub fn new(what: impl std::fmt::Display, cause: StoreError) -> Told {
        let help = cause.help().map(|help| format!("\n  help: {help}"));
        let words = format!("{what}: {cause}{}", help.unwrap_or_default());
        Told { words, cause }
    }

    /// The same of a copy of a store, for which other things are to be done.
    pub fn about_a_copy(what: impl std::fmt::Display, cause: StoreError) -> Told {
        let (why, help) = match &cause {
            StoreError::Newer { found, known } => (
                format!("it has schema {found}, this version knows up to {known}"),
                "restore it with the version of Wenda that made it, or a newer one",
            ),
            StoreError::Damaged(why) => (why.clone(), "name a file that `wenda backup` made"),
            other => (other.to_string(), "name a file that `wenda backup` made"),
        };
        let words = format!("{what}: {why}\n  help: {help}");
        Told { words, cause }
    }

    /// What caused it.
    pub fn cause(&self) -> &StoreError {
        &self.cause
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Told {}
