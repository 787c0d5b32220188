//! A quick hash for what is looked up word by word in lists of our own. Nobody else puts anything into these, so
//! it need not be keyed.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A set of words.
pub type WordSet<T> = HashSet<T, BuildHasherDefault<WordHasher>>;
/// A map from words.
pub type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// Takes eight bytes at a time: one multiplication each, folded.
#[derive(Debug, Default, Clone, Copy)]
pub struct WordHasher(u64);

impl WordHasher {
    #[inline]
    fn take(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(0x9e37_79b9_7f4a_7c15u64);
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}

impl Hasher for WordHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.take(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        // What is left is never zero, nor is a word a beginning of another.
        self.take(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56 ^ 0x51);
    }

    // Ends a text, whose length counts already.
    #[inline]
    fn write_u8(&mut self, _: u8) {}

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.take(word ^ 0x51);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
