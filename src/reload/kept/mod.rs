//! What was built of a FAQ, kept beside the store, so that a start answers at once.
//!
//! Kept are the files as they were read and what words give of them, under a key of all that decides
//! them: the names and texts of the files, and the program itself, down to its source. Whatever is
//! not as it should be counts as nothing kept: then everything is built, which takes longer and gives
//! the same.

mod file;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::faq::{FileState, KnownFiles};
use crate::knowledge::{Knowledge, Part};
pub use file::IndexFile;
use file::Key;

/// The program, as its source, its dependencies and the compiler make it: another one may build
/// something else of the same FAQ.
const BUILD: &str = env!("WENDA_BUILD");

/// The part of the file that holds the FAQ's files as they were read; those of the knowledge follow.
const FILES: usize = 0;

/// What was kept of a FAQ.
pub struct Kept {
    /// The files.
    pub known: Arc<KnownFiles>,
    /// What words give of them.
    pub words: Knowledge,
}

impl IndexFile {
    /// What is kept of files in these states, if anything is.
    pub fn load(&self, states: &[FileState]) -> Option<Kept> {
        let began = Instant::now();
        let Some(opened) = self.open(&key(states)) else {
            log::info!("nothing is kept of this FAQ: its index is built");
            return None;
        };
        let known = std::cell::OnceCell::new();
        let faq = || {
            let files = KnownFiles::from_bytes(&opened.part(FILES)?)?;
            Some(known.get_or_init(|| files).faq().clone())
        };
        let words = Knowledge::from_parts(|part| opened.part(number(part)), faq);
        let kept = words.zip(known.into_inner()).map(|(words, known)| Kept {
            known: known.into(),
            words,
        });
        match &kept {
            Some(_) => {
                let milliseconds = began.elapsed().as_millis() as u64;
                log::info!(milliseconds; "the FAQ's index was kept, and read");
            }
            None => {
                self.is_damaged.store(true, Ordering::Relaxed);
                log::info!("what is kept of this FAQ is damaged: its index is built");
            }
        }
        kept
    }

    /// Keeps files and what words give of them. A file that cannot be written costs time at the next
    /// start, nothing else.
    pub fn keep(&self, known: &KnownFiles, words: &Knowledge) {
        let key = key(&known.states());
        if self.open(&key).is_some() && !self.is_damaged.load(Ordering::Relaxed) {
            return;
        }
        let began = Instant::now();
        let part = |at: usize| match at {
            FILES => Some(known.to_bytes()),
            _ => words.part(*Part::ALL.get(at - 1)?),
        };
        match self.save(&key, part) {
            Ok(Some(bytes)) => {
                self.is_damaged.store(false, Ordering::Relaxed);
                let milliseconds = began.elapsed().as_millis() as u64;
                log::info!(bytes, milliseconds; "the FAQ's index is kept for the next start");
            }
            Ok(None) => {}
            Err(error) => {
                log::warn!(error:% = error; "the index of the FAQ cannot be kept; the next start builds it again");
            }
        }
    }
}

fn number(part: Part) -> usize {
    let place = Part::ALL.iter().position(|one| *one == part);
    FILES + 1 + place.unwrap_or(Part::ALL.len())
}

/// The key of what files in these states come to.
fn key(states: &[FileState]) -> Key {
    let mut digest = Sha256::new();
    digest.update(BUILD);
    digest.update(bitcode::encode(states));
    digest.finalize().into()
}
