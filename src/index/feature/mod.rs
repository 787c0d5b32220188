//! The features of a text: what of it is counted, weighed and learned.
//!
//! Features fall into eight blocks. Each block is scaled to a length of its own:
//!
//! 0. words and characters
//! 1. neighbours
//! 2. neighbours with a gap
//! 3. character n-grams of English words
//! 4. syllables of Chinese characters
//! 5. neighbouring syllables
//! 6. concepts (words that mean the same)
//! 7. pairs of concepts
//!
//! The tokens of stop phrases have no features, unless a text has nothing else.

pub(super) mod concept;
pub(super) mod extract;
pub(super) mod icf;
pub(super) mod key;
pub(super) mod kind;
pub(super) mod sound;
