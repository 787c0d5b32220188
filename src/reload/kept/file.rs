//! The file beside the store that keeps what was built of a FAQ. It holds nothing that cannot be built
//! again: it may be deleted at any time, and one that is damaged or of something else counts as none.
//!
//! It begins with a head: what it is, the key of what it holds, length and checksum of each part, and
//! a checksum of the head itself. The parts follow.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Ending of the file's name, after the store's own name.
const ENDING: &str = "index";
/// First bytes of the file: its name and the version of this layout.
const MAGIC: &[u8; 8] = b"WINDEX\0\x01";
/// Bytes of a checksum (CRC-32).
const CHECKSUM: usize = 4;
/// Bytes of a part's length.
const LENGTH: usize = 8;
/// Parts of a file.
pub(super) const PARTS: usize = 4;
/// Bytes of the head.
const HEAD: usize = MAGIC.len() + size_of::<Key>() + PARTS * (LENGTH + CHECKSUM) + CHECKSUM;

/// What a file is kept under: a hash of the program that wrote it, and one of what it holds.
pub(super) type Key = [[u8; 16]; 2];

/// The file of a store.
#[derive(Debug, Clone)]
pub struct IndexFile {
    path: PathBuf,
    /// Whether it was found damaged or of another FAQ, though its head is whole.
    pub(super) is_useless: Arc<AtomicBool>,
}

/// A file that holds what is looked for, as far as its head tells.
pub(super) struct Opened {
    /// What it is kept under.
    pub key: Key,
    file: File,
    /// Where each part begins, its length and its checksum.
    parts: [(u64, usize, u32); PARTS],
}

impl IndexFile {
    /// The file beside the store at `store`.
    pub fn beside(store: &Path) -> IndexFile {
        IndexFile {
            path: store.with_extension(ENDING),
            is_useless: Arc::default(),
        }
    }

    /// Opens the file; `None` where there is none, or not all of it.
    pub(super) fn open(&self) -> Option<Opened> {
        let file = File::open(&self.path).ok()?;
        let mut head = [0; HEAD];
        file.read_exact_at(&mut head, 0).ok()?;
        let (content, checksum) = head.split_last_chunk::<CHECKSUM>()?;
        let (magic, rest) = content.split_first_chunk::<8>()?;
        let (program, rest) = rest.split_first_chunk::<16>()?;
        let (faq, mut lengths) = rest.split_first_chunk::<16>()?;
        if crc32fast::hash(content) != u32::from_le_bytes(*checksum) || magic != MAGIC {
            return None;
        }
        let mut parts = [(0, 0, 0); PARTS];
        let mut at = HEAD as u64;
        for part in &mut parts {
            let (length, rest) = lengths.split_first_chunk::<LENGTH>()?;
            let (checksum, rest) = rest.split_first_chunk::<CHECKSUM>()?;
            lengths = rest;
            let length = u64::from_le_bytes(*length);
            *part = (at, length.try_into().ok()?, u32::from_le_bytes(*checksum));
            at = at.checked_add(length)?;
        }
        let is_whole = file.metadata().ok()?.len() == at;
        is_whole.then_some(Opened {
            key: [*program, *faq],
            file,
            parts,
        })
    }

    /// Puts these parts in the place of what the file holds, whole or not at all. No more than one
    /// part is in memory at a time; nothing is written from the first that is missing on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn save(
        &self,
        key: &Key,
        part: impl Fn(usize) -> Option<Vec<u8>>,
    ) -> io::Result<Option<u64>> {
        let new = self.path.with_extension(format!("{ENDING}.new"));
        let written = write(&new, key, part).and_then(|length| {
            if length.is_some() {
                fs::rename(&new, &self.path)?;
            }
            Ok(length)
        });
        if !matches!(written, Ok(Some(_))) {
            // What could not be written whole is of no use.
            let _ = fs::remove_file(&new);
        }
        written
    }
}

/// Writes a file; its length.
fn write(
    path: &Path,
    key: &Key,
    part: impl Fn(usize) -> Option<Vec<u8>>,
) -> io::Result<Option<u64>> {
    let mut file = File::create(path)?;
    file.write_all(&[0; HEAD])?;
    let mut head = Vec::with_capacity(HEAD);
    head.extend(MAGIC);
    head.extend(key.as_flattened());
    let mut length = HEAD as u64;
    for number in 0..PARTS {
        let Some(bytes) = part(number) else {
            return Ok(None);
        };
        file.write_all(&bytes)?;
        head.extend((bytes.len() as u64).to_le_bytes());
        head.extend(crc32fast::hash(&bytes).to_le_bytes());
        length += bytes.len() as u64;
    }
    head.extend(crc32fast::hash(&head).to_le_bytes());
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&head)?;
    Ok(Some(length))
}

impl Opened {
    /// A part; `None` where it is damaged.
    pub fn part(&self, number: usize) -> Option<Vec<u8>> {
        let (at, length, checksum) = *self.parts.get(number)?;
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, at).ok()?;
        (crc32fast::hash(&bytes) == checksum).then_some(bytes)
    }
}
