//! Vectors that were computed before, as bytes in and bytes out: whoever calls keeps them in a
//! file. A restart or a reload then encodes only what is new.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::{FINGERPRINT, PackedVector, SentenceVector, prepare};

/// First bytes of a kept cache: its name and the version of its layout.
const MAGIC: &[u8; 8] = b"WVECT\0\0\x01";
/// Bytes of a key: with a billion texts two of them share one by a chance of one in 10^20.
const KEY: usize = 16;
/// Bytes of the checksum at the end.
const CHECKSUM: usize = 8;

/// The vectors of the FAQ that comes with the program: its first start encodes nothing. A test
/// compares them with what the encoder gives, and writes them anew with `UPDATE_GOLDEN=1`.
const SHIPPED: &[u8] = include_bytes!("../../assets/faq-vectors.bin");

/// What the vector of a text is kept under: texts that read the same share one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextKey([u8; KEY]);

impl TextKey {
    /// The text as the encoder reads it, hashed.
    pub fn of(text: &str) -> TextKey {
        let digest = Sha256::digest(prepare(text));
        let mut key = [0; KEY];
        key.copy_from_slice(&digest[..KEY]);
        TextKey(key)
    }
}

/// Packed vectors by the text that they stand for.
#[derive(Debug, Default, Clone)]
pub struct VectorCache {
    vectors: HashMap<TextKey, PackedVector>,
    /// Whether it is something else than what is kept.
    is_changed: bool,
}

impl VectorCache {
    /// The vectors of the FAQ that comes with the program.
    pub fn shipped() -> VectorCache {
        VectorCache {
            is_changed: true,
            ..VectorCache::from_bytes(SHIPPED).unwrap_or_default()
        }
    }

    /// Reads what [`VectorCache::to_bytes`] wrote. `None` where the bytes are damaged, or were
    /// written with another encoder: then everything is encoded again.
    pub fn from_bytes(bytes: &[u8]) -> Option<VectorCache> {
        let (content, checksum) = bytes.split_last_chunk::<CHECKSUM>()?;
        if Sha256::digest(content)[..CHECKSUM] != *checksum {
            return None;
        }
        let (head, entries) = content.split_at_checked(MAGIC.len() + FINGERPRINT.len())?;
        if head[..MAGIC.len()] != *MAGIC || head[MAGIC.len()..] != FINGERPRINT {
            return None;
        }
        let entries = entries.chunks(KEY + PackedVector::BYTES);
        let vectors = entries.map(|entry| {
            let (key, vector) = entry.split_first_chunk()?;
            Some((TextKey(*key), PackedVector::read(vector)?))
        });
        let vectors = vectors.collect::<Option<_>>()?;
        Some(VectorCache {
            vectors,
            is_changed: false,
        })
    }

    /// The cache as bytes: the same content, the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let size = self.vectors.len() * (KEY + PackedVector::BYTES);
        let mut bytes = Vec::with_capacity(MAGIC.len() + FINGERPRINT.len() + size + CHECKSUM);
        bytes.extend(MAGIC);
        bytes.extend(FINGERPRINT);
        let mut entries: Vec<_> = self.vectors.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| **key);
        for (key, vector) in entries {
            bytes.extend(key.0);
            vector.write(&mut bytes);
        }
        let checksum = Sha256::digest(&bytes);
        bytes.extend(&checksum[..CHECKSUM]);
        bytes
    }

    /// The vector of a text, if it was computed before.
    pub fn get(&self, text: &str) -> Option<&PackedVector> {
        self.of(&TextKey::of(text))
    }

    /// The vector under a key.
    pub fn of(&self, key: &TextKey) -> Option<&PackedVector> {
        self.vectors.get(key)
    }

    /// Keeps the vector of a text.
    pub fn insert(&mut self, text: &str, vector: &SentenceVector) {
        self.vectors.insert(TextKey::of(text), vector.pack());
        self.is_changed = true;
    }

    /// Whether it is something else than what was read, or kept last.
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// It is kept as it is now.
    pub fn note_kept(&mut self) {
        self.is_changed = false;
    }

    /// How many vectors it holds.
    pub fn len(&self) -> usize {
        self.vectors.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.vectors.is_empty()
    }

    /// Drops every vector that stands under none of `keys`; tells whether there was one.
    pub fn keep_only(&mut self, keys: &[TextKey]) -> bool {
        let wanted: HashSet<&TextKey> = keys.iter().collect();
        let before = self.vectors.len();
        self.vectors.retain(|key, _| wanted.contains(key));
        let dropped = self.vectors.len() < before;
        self.is_changed |= dropped;
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(seed: u32) -> SentenceVector {
        let numbers = (0..SentenceVector::DIMENSIONS as u32)
            .map(|at| ((at * 31 + seed * 17) % 101) as f32 / 50.0 - 1.0);
        let numbers: Vec<f32> = numbers.collect();
        let length = numbers
            .iter()
            .map(|value| value * value)
            .sum::<f32>()
            .sqrt();
        let unit: Vec<f32> = numbers.iter().map(|value| value / length).collect();
        SentenceVector::new(&unit)
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let mut cache = VectorCache::default();
        cache.insert("How do I pay?", &vector(1));
        cache.insert("怎么付款", &vector(2));
        let read = VectorCache::from_bytes(&cache.to_bytes()).unwrap();
        assert_eq!(read.len(), 2);
        let found = read.get("how do i PAY?").unwrap().unpack();
        assert!(found.cosine(&vector(1)) > 0.9999);
        assert_eq!(read.get("怎麼付款"), Some(&vector(2).pack()));
        assert_eq!(read.get("else"), None);
        assert_eq!(read.to_bytes(), cache.to_bytes());
    }

    #[test]
    fn damaged_bytes_are_none() {
        let mut cache = VectorCache::default();
        cache.insert("one", &vector(1));
        let bytes = cache.to_bytes();
        for length in 0..bytes.len() {
            assert!(
                VectorCache::from_bytes(&bytes[..length]).is_none(),
                "{length}"
            );
        }
        for at in [0, 7, 9, 20, 100, bytes.len() - 1] {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1;
            assert!(VectorCache::from_bytes(&bytes).is_none(), "{at}");
        }
    }

    #[test]
    fn what_nobody_asks_for_any_more_is_dropped() {
        let mut cache = VectorCache::default();
        cache.insert("one", &vector(1));
        cache.insert("two", &vector(2));
        let [one, two, three] = ["one", "two", "three"].map(TextKey::of);
        cache.note_kept();
        assert!(!cache.keep_only(&[one, two, three]) && !cache.is_changed());
        assert!(cache.keep_only(&[two]) && cache.is_changed());
        assert!(cache.get("one").is_none() && cache.get("two").is_some());
    }
}
