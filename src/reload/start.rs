//! What to answer from at the start: the files, or, where they do not load, the version of them that
//! was accepted last.
//!
//! A file that somebody broke must not keep the bot from coming back after a restart. What answered
//! before answers again, and everybody who can fix the files is told.

use std::path::Path;
use std::sync::Arc;

use crate::admin::VersionInfo;
use crate::faq::{Diagnostic, Faq, KnownFiles};
use crate::knowledge::Knowledge;
use crate::reload::build::KnowledgeBuilder;
use crate::reload::sources::Sources;
use crate::store::{ConversationHistory, StoreError};

/// What there is at the start, read and parsed once.
pub struct Start {
    /// What to answer from.
    pub found: Found,
    /// What words give of it, where that was kept.
    pub words: Option<Knowledge>,
    /// The errors of the files.
    pub errors: Vec<Diagnostic>,
    /// The files as they lie on disk.
    pub on_disk: OnDisk,
}

/// The files as they lie on disk at the start.
pub struct OnDisk {
    /// Whether an admin went back to an earlier version, and these are the files that were left.
    pub is_rolled_back: bool,
    /// Whether they load without an error.
    pub(crate) loads: bool,
    /// The files, where they can be read as text.
    pub(crate) sources: Option<Sources>,
    /// What they are read as, where they load.
    pub(crate) known: Option<Arc<KnownFiles>>,
}

/// What to answer from.
pub enum Found {
    /// The files load; or nothing else is there, and they can at least be asked.
    Files(Faq),
    /// The files load, but an admin went back to this version.
    RolledBack(Faq),
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

/// Looks for something to answer from: the FAQ at `path`, or what the store keeps of it. What
/// `builder` kept of it is not read and built again.
///
/// # Errors
/// When the store cannot be read.
pub fn find(
    path: &Path,
    memory: &dyn ConversationHistory,
    builder: &KnowledgeBuilder,
) -> Result<Start, StoreError> {
    let mut words = None;
    let (sources, loaded) = match Sources::open(path) {
        Ok(sources) => {
            let loaded = match builder.kept(&sources) {
                Some(kept) => {
                    words = Some(kept.words);
                    Ok(kept.known)
                }
                None => sources.load_known(None).map(Arc::new),
            };
            (Some(sources), loaded)
        }
        Err(loaded) => (None, Err(loaded)),
    };
    let is_broken = loaded.is_err();
    let (known, askable, errors) = match loaded {
        Ok(known) => (Some(known), None, Vec::new()),
        Err(loaded) => (None, loaded.faq, loaded.diagnostics),
    };
    let read = known.as_ref().map(|known| known.faq().clone());
    let faq = read.or(askable);
    let current = memory.current_version()?;
    let left = match (&sources, &current) {
        (Some(sources), Some(current)) if sources.fingerprint() != current.fingerprint => {
            memory.pinned_files()?.as_deref() == Some(sources.fingerprint())
        }
        _ => false,
    };
    let kept = match current {
        Some(version) if is_broken || left => {
            let files = memory.files_of_version(version.number)?;
            Some((Earlier::of(&Sources::of(path, files), builder), version))
        }
        _ => None,
    };
    let (found, is_rolled_back) = match (faq, kept) {
        (Some(faq), Some((kept, _))) if !is_broken => match kept.faq {
            Some(faq) => {
                words = kept.words;
                (Found::RolledBack(faq), true)
            }
            None => (Found::Files(faq), false),
        },
        (Some(faq), _) if !is_broken => (Found::Files(faq), false),
        (askable, Some((kept, version))) => match kept.faq {
            Some(faq) if kept.is_usable => {
                words = kept.words;
                (Found::Kept { faq, version }, left)
            }
            _ => (askable.map_or(Found::Nothing, Found::Files), false),
        },
        (askable, None) => (askable.map_or(Found::Nothing, Found::Files), false),
    };
    Ok(Start {
        found,
        words,
        errors: errors.into_iter().filter(Diagnostic::is_error).collect(),
        on_disk: OnDisk {
            is_rolled_back,
            loads: !is_broken,
            sources,
            known,
        },
    })
}

/// A version that was accepted once.
struct Earlier {
    faq: Option<Faq>,
    /// Whether it has no errors.
    is_usable: bool,
    words: Option<Knowledge>,
}

impl Earlier {
    fn of(sources: &Sources, builder: &KnowledgeBuilder) -> Earlier {
        match builder.kept(sources) {
            Some(kept) => Earlier {
                faq: Some(kept.known.faq().clone()),
                is_usable: true,
                words: Some(kept.words),
            },
            None => {
                let loaded = sources.load();
                Earlier {
                    is_usable: !loaded.has_errors(),
                    faq: loaded.faq,
                    words: None,
                }
            }
        }
    }
}
