//! What to answer from at the start: the files, or, where they do not load, the version of them that
//! was accepted last.
//!
//! A file that somebody broke must not keep the bot from coming back after a restart. What answered
//! before answers again, and everybody who can fix the files is told.

use std::path::Path;

use crate::admin::VersionInfo;
use crate::faq::{self, Diagnostic, Faq};
use crate::reload::sources::Sources;
use crate::store::{Memory, StoreError};

/// What was found.
pub enum Found {
    /// The files load; or nothing else is there, and they can at least be asked.
    Files(Faq),
    /// The files do not load.
    Kept {
        /// The version that was accepted last.
        faq: Faq,
        /// Which one that is.
        version: VersionInfo,
    },
    /// The files do not load, and no version was ever accepted.
    Nothing,
}

/// Looks for something to answer from: the FAQ at `path`, or what the store keeps of it. Gives also
/// the errors of the files.
///
/// # Errors
/// When the store cannot be read.
pub fn find(path: &Path, memory: &dyn Memory) -> Result<(Found, Vec<Diagnostic>), StoreError> {
    let loaded = faq::load(path);
    let is_broken = loaded.has_errors();
    let errors = loaded.diagnostics.into_iter();
    let errors: Vec<_> = errors.filter(Diagnostic::is_error).collect();
    let found = match loaded.faq {
        Some(faq) if !is_broken => Found::Files(faq),
        askable => match accepted(path, memory)? {
            Some((faq, version)) => Found::Kept { faq, version },
            None => askable.map_or(Found::Nothing, Found::Files),
        },
    };
    Ok((found, errors))
}

/// The version that was accepted last, if it still loads.
fn accepted(path: &Path, memory: &dyn Memory) -> Result<Option<(Faq, VersionInfo)>, StoreError> {
    let Some(version) = memory.current_version()? else {
        return Ok(None);
    };
    let files = memory.files_of_version(version.number)?;
    let loaded = Sources::of(path, files).load();
    let is_broken = loaded.has_errors();
    Ok(loaded.faq.filter(|_| !is_broken).map(|faq| (faq, version)))
}
