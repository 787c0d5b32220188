//! What was built of a FAQ, kept beside the store, so that a start answers at once.
//!
//! Kept are the files as they were read and what words give of them, under a key of all that decides
//! them: the names and texts of the files, and the program itself, down to its source. Whatever is
//! not as it should be counts as nothing kept: then everything is built, which takes longer and gives
//! the same.

mod file;

use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::faq::{FileState, KnownFiles};
use crate::knowledge::{Knowledge, Part};
pub use file::IndexFile;
use file::{Key, Opened};

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
    /// What is kept of these files, if anything is. With `takes_over`, what is kept of files that differ
    /// from them in few entries, brought up to them as by an edit.
    pub fn load(&self, texts: &[(Arc<str>, &str)], takes_over: bool) -> Option<Kept> {
        let began = Instant::now();
        let key = key(texts.iter().map(|(name, text)| FileState::of(name, text)));
        let opened = self.open().filter(|opened| opened.key[0] == key[0]);
        let opened = opened.filter(|opened| opened.key == key || takes_over);
        let Some(opened) = opened else {
            log::info!("nothing is kept of this FAQ: its index is built");
            return None;
        };
        let kept = match opened.key == key {
            true => same(&opened),
            false => brought_up(&opened, texts),
        };
        match &kept {
            Some(kept) => {
                let milliseconds = began.elapsed().as_millis() as u64;
                let is_changed = kept.words.is_updated();
                log::info!(milliseconds, is_changed; "the FAQ's index was kept, and read");
            }
            None => {
                // Where it is of another FAQ, too, it is to be written anew.
                self.is_useless.store(true, Ordering::Relaxed);
                log::info!("what is kept is damaged, or of another FAQ: the index is built");
            }
        }
        kept
    }

    /// Whether it holds anything that this program can take over.
    pub fn is_by_this_program(&self) -> bool {
        let opened = self.open();
        opened.is_some_and(|opened| opened.key[0] == half(BUILD.as_bytes()))
    }

    /// Keeps files and what words give of them. A file that cannot be written costs time at the next
    /// start, nothing else.
    pub fn keep(&self, known: &KnownFiles, words: &Knowledge) {
        let key = key(known.states());
        let is_there = self.open().is_some_and(|opened| opened.key == key);
        if is_there && !self.is_useless.load(Ordering::Relaxed) {
            return;
        }
        let began = Instant::now();
        let part = |at: usize| match at {
            FILES => Some(known.to_bytes()),
            _ => words.part(*Part::ALL.get(at - 1)?),
        };
        match self.save(&key, part) {
            Ok(Some(bytes)) => {
                self.is_useless.store(false, Ordering::Relaxed);
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

/// What is kept; `None` where it is damaged.
fn same(opened: &Opened) -> Option<Kept> {
    let known = OnceCell::new();
    let faq = || {
        let files = KnownFiles::from_bytes(&opened.part(FILES)?)?;
        Some(known.get_or_init(|| files).faq().clone())
    };
    let words = Knowledge::from_parts(|part| opened.part(number(part)), faq)?;
    let known = known.into_inner()?.into();
    Some(Kept { known, words })
}

/// What is kept, brought up to these files; `None` where more than a few entries differ, or it is
/// damaged.
fn brought_up(opened: &Opened, texts: &[(Arc<str>, &str)]) -> Option<Kept> {
    let before = KnownFiles::from_bytes(&opened.part(FILES)?)?;
    let known = before.reread(texts)?;
    let faq = || Some(before.faq().clone());
    let words = Knowledge::from_parts(|part| opened.part(number(part)), faq)?;
    Some(Kept {
        words: words.update(known.faq().clone()),
        known: known.into(),
    })
}

fn number(part: Part) -> usize {
    let place = Part::ALL.iter().position(|one| *one == part);
    FILES + 1 + place.unwrap_or(Part::ALL.len())
}

/// The key of what this program makes of files in these states.
fn key(states: impl Iterator<Item = FileState>) -> Key {
    let states: Vec<FileState> = states.collect();
    [BUILD.as_bytes(), &bitcode::encode(&states)].map(half)
}

fn half(of: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::digest(of)[..16]);
    half
}
