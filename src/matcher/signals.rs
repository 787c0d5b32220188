//! What confidence is computed from: a few figures of one question that mean the same on every
//! FAQ, whatever its size.

use super::blend::{Blended, Meant};
use super::nearest_phrasing::NearestPhrasing;
use super::score::Scored;
use crate::contrast::Contrast;
use crate::index::{Index, Query, Similarity};

/// How many signals there are.
pub const COUNT: usize = 10;

/// Place of "learned share" among the signals.
pub(super) const LEARNED_SHARE: usize = 1;
/// Place of "words known".
pub(super) const WORDS_KNOWN: usize = 7;
/// Place of "content that the entry has".
pub(super) const CONTENT_OF_ENTRY: usize = 9;

/// Names of the signals, in order.
pub const NAMES: [&str; COUNT] = [
    "learned share, log odds",
    "learned share",
    "terms known",
    "BM25 ahead of the second",
    "cosine ahead of the second",
    "cosine with the nearest phrasing",
    "length",
    "words known",
    "meanings known",
    "content that the entry has",
];

/// The signals of one question and its best entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signals {
    /// Values in the order of [`NAMES`].
    pub values: [f64; COUNT],
    /// Whether something was learned; without it other weights apply.
    pub learned: bool,
    /// The signals of words and meaning together, where meaning was asked.
    pub meant: Option<Blended>,
}

/// What was found before anything is decided.
pub(super) struct Found {
    pub best: Vec<Scored>,
    pub nearest: NearestPhrasing,
    pub signals: Option<Signals>,
    pub out_of_scope: Similarity,
    /// Whether the question is a bare topic: one word, or two Han characters.
    pub bare: bool,
    /// Whether the question is about an entity that the FAQ never mentions.
    pub unknown_entity: bool,
    /// Whether the question is mostly Chinese.
    pub chinese: bool,
    /// What of the question contradicts the best entry.
    pub contrast: Option<Contrast>,
    /// What meaning says, where it was asked.
    pub meant: Option<Meant>,
    /// Whether meaning can be asked: confidence then is on its scale.
    pub has_meaning: bool,
}

/// Reads the signals of the `first` entry against the `second`; `content` is the share of the
/// question's content that the first has.
pub(super) fn read(
    index: &Index,
    query: &Query,
    words: usize,
    first: &Scored,
    second: Option<&Scored>,
    nearest: &NearestPhrasing,
    content: f64,
) -> Signals {
    let own = query.entry_scores[first.entry as usize];
    let other = second
        .map(|second| query.entry_scores[second.entry as usize])
        .unwrap_or_default();
    let share = f64::from(own.learned);
    Signals {
        values: [
            ((share + 1e-4) / (1.0 - share + 1e-4)).ln(),
            share,
            f64::from(query.coverage(index)),
            f64::from(own.bm25 - other.bm25),
            f64::from(own.centroid - other.centroid),
            f64::from(nearest.similarity),
            (1.0 + words as f64).ln(),
            words_known(index, query),
            (0.5 + f64::from(query.meanings.1)) / (1.0 + f64::from(query.meanings.0)),
            content,
        ],
        learned: query.has_learned,
        meant: None,
    }
}

/// Share of the question's words and characters, weighed by rarity, that the FAQ knows.
fn words_known(index: &Index, query: &Query) -> f64 {
    let mut known = 0.0f32;
    for hit in &query.hits {
        let group = index.group(hit.group);
        if group.kind.block() == 0 {
            known += group.icf * hit.features as f32;
        }
    }
    known += query.patched_words;
    let total = known + query.unknown_words as f32 * index.icf_max();
    if total > 0.0 {
        f64::from(known / total)
    } else {
        0.0
    }
}
