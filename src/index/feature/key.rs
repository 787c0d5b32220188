//! What a feature is known by: a 64-bit hash of its kind and its value.

use super::kind::Kind;
use super::sound::syllable;
use crate::index::hash;

/// Takes the features of a text one by one; the closure names the feature for people and is
/// only called where somebody wants to read it.
pub trait Sink {
    /// One occurrence of a feature.
    fn push(&mut self, kind: Kind, hash: u64, name: &dyn Fn() -> String);
}

/// A feature as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// What it is known by.
    pub hash: u64,
    /// What it is.
    pub kind: Kind,
}

impl Sink for Vec<Feature> {
    #[inline]
    fn push(&mut self, kind: Kind, hash: u64, _: &dyn Fn() -> String) {
        Vec::push(self, Feature { hash, kind });
    }
}

/// What a stem is known by as a feature.
pub fn stem_hash(stem: &str) -> u64 {
    tagged(Kind::Stem, hash::text(stem))
}

/// What a Han character is known by as a feature.
pub fn char_hash(text: &str) -> u64 {
    tagged(Kind::Char, hash::text(text))
}

/// What two Han characters side by side are known by as a feature.
pub fn char_pair_hash(first: &str, second: &str) -> u64 {
    let pair = hash::pair(hash::text(first), hash::text(second));
    tagged(Kind::CharPair, pair)
}

/// What the sound of a Han character is known by as a feature.
pub fn sound_hash(text: &str) -> Option<u64> {
    let syllable = text.chars().next().and_then(syllable)?;
    Some(tagged(Kind::Syllable, hash::text(syllable)))
}

/// What a concept is known by as a feature.
pub fn concept_hash(concept: u64) -> u64 {
    tagged(Kind::Concept, concept)
}

/// What a feature of this kind and value is known by.
#[inline]
pub(super) fn tagged(kind: Kind, value: u64) -> u64 {
    hash::mix(value ^ ((kind as u64 + 1) << 56))
}
