//! The kinds of features, and the blocks that share a length in a text's vector.

use bitcode::{Decode, Encode};

/// What a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[repr(u8)]
pub enum Kind {
    /// Stem of an English word, a number, an amount.
    Stem,
    /// A Han character.
    Char,
    /// Two stems side by side; `^` and `$` stand for the ends of the text.
    StemPair,
    /// Two Han characters side by side.
    CharPair,
    /// Two stems with one or two words between them.
    StemSkip,
    /// Two Han characters with one or two characters between them.
    CharSkip,
    /// 2 to 5 characters of `<word>`.
    Gram,
    /// Toneless pinyin of a Han character, or typed as such.
    Syllable,
    /// Sounds of two Han characters side by side, with what many speakers and keyboards mix up
    /// (`zh` and `z`, `ng` and `n`, `n` and `l` ...) taken for the same.
    SyllablePair,
    /// A concept: words that mean the same.
    Concept,
    /// Two concepts near each other, in either order.
    ConceptPair,
}

/// Number of blocks.
pub const BLOCKS: usize = 8;

/// Weight of each block in the squared length of a text's vector, where something is learned from
/// so many `phrasings` an entry, or nothing (`None`). Chosen on development data; the optimum is
/// flat. Concepts stand in for words that no phrasing has yet: they weigh more where
/// there are few phrasings, and less where nothing is learned, since only learning finds out which
/// of them matter to an entry, and many entries differ in one word of a concept.
pub fn block_weights(phrasings: Option<f64>) -> [f32; BLOCKS] {
    let (meaning, pairs) = match phrasings {
        Some(each) => ((0.5 + 3.0 / each.max(1.0)).min(1.0) as f32, 0.4),
        None => (0.2, 0.1),
    };
    [1.0, 0.5, 0.3, 1.0, 0.7, 0.3, meaning, pairs]
}

impl Kind {
    /// The block whose length the feature shares.
    #[inline]
    pub fn block(self) -> usize {
        match self {
            Kind::Stem | Kind::Char => 0,
            Kind::StemPair | Kind::CharPair => 1,
            Kind::StemSkip | Kind::CharSkip => 2,
            Kind::Gram => 3,
            Kind::Syllable => 4,
            Kind::SyllablePair => 5,
            Kind::Concept => 6,
            Kind::ConceptPair => 7,
        }
    }

    /// Whether BM25 counts it: what overlaps in the letters, no matter in which order.
    #[inline]
    pub fn in_bm25(self) -> bool {
        matches!(
            self,
            Kind::Gram | Kind::Char | Kind::CharPair | Kind::Syllable | Kind::SyllablePair
        )
    }

    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Stem => "word",
            Kind::Char => "character",
            Kind::StemPair => "word pair",
            Kind::CharPair => "character pair",
            Kind::StemSkip => "word pair with a gap",
            Kind::CharSkip => "character pair with a gap",
            Kind::Gram => "letters",
            Kind::Syllable => "syllable",
            Kind::SyllablePair => "syllable pair",
            Kind::Concept => "meaning",
            Kind::ConceptPair => "meanings side by side",
        }
    }
}

/// Scale of each block so that a text's vector has length 1; `squares` are the squared lengths
/// of its blocks before scaling.
pub fn block_scales(weights: &[f32; BLOCKS], squares: &[f32; BLOCKS]) -> [f32; BLOCKS] {
    let total: f32 = (0..BLOCKS)
        .filter(|&block| squares[block] > 0.0)
        .map(|block| weights[block])
        .sum();
    let mut scales = [0.0; BLOCKS];
    for block in 0..BLOCKS {
        if squares[block] > 0.0 {
            scales[block] = (weights[block] / total / squares[block]).sqrt();
        }
    }
    scales
}
