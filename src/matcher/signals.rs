//! What confidence is computed from: a few figures of one question that mean the same on every
//! FAQ, whatever its size.

use super::nearest::Nearest;
use super::score::Scored;
use crate::index::{Index, Query, Views};

/// How many signals there are.
pub const COUNT: usize = 16;

/// Place of "words known" among the signals.
pub(super) const WORDS_KNOWN: usize = 10;
/// Place of "words that the entry has".
pub(super) const WORDS_OF_ENTRY: usize = 11;
/// Place of "learned share".
pub(super) const LEARNED_SHARE: usize = 1;

/// Names of the signals, in order.
pub const NAMES: [&str; COUNT] = [
    "learned share, log odds",
    "learned share",
    "terms known",
    "entropy of the learned shares",
    "BM25 ahead of the second",
    "BM25",
    "cosine with the entry",
    "cosine ahead of the second",
    "cosine with the nearest phrasing",
    "length",
    "words known",
    "words that the entry has",
    "views that agree",
    "nearest phrasing, squared",
    "score",
    "meanings known",
];

/// The signals of one question and its best entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signals {
    /// Values in the order of [`NAMES`].
    pub values: [f64; COUNT],
    /// Whether something was learned; without it other weights apply.
    pub learned: bool,
}

/// Reads the signals of the `first` entry against the `second`.
pub(super) fn read(
    index: &Index,
    query: &Query,
    words: usize,
    first: &Scored,
    second: Option<&Scored>,
    nearest: &Nearest,
) -> Signals {
    let own = query.views[first.entry as usize];
    let other = second
        .map(|second| query.views[second.entry as usize])
        .unwrap_or_default();
    let (share, bm25, cosine) = (
        f64::from(own.learned),
        f64::from(own.bm25),
        f64::from(own.centroid),
    );
    let near = f64::from(nearest.closeness);
    let (known, had) = word_cover(index, query, first.entry);
    let ahead = |view: fn(&Views) -> f32| {
        query
            .live()
            .all(|entry| view(&query.views[entry as usize]) <= view(&own))
    };
    let agree = u8::from(ahead(|views| views.centroid))
        + u8::from(ahead(|views| views.bm25))
        + u8::from(query.has_learned && ahead(|views| views.learned));
    Signals {
        values: [
            ((share + 1e-4) / (1.0 - share + 1e-4)).ln(),
            share,
            f64::from(query.coverage(index)),
            f64::from(query.entropy),
            bm25 - f64::from(other.bm25),
            bm25,
            cosine,
            cosine - f64::from(other.centroid),
            near,
            (1.0 + words as f64).ln(),
            known,
            had,
            f64::from(agree),
            near * near,
            f64::from(first.score),
            (0.5 + f64::from(query.meanings.1)) / (1.0 + f64::from(query.meanings.0)),
        ],
        learned: query.has_learned,
    }
}

/// Share of the question's words and characters, weighed by rarity, that the FAQ knows, and
/// that the entry has.
fn word_cover(index: &Index, query: &Query, entry: u32) -> (f64, f64) {
    let (mut known, mut had) = (0.0f32, 0.0f32);
    for hit in &query.hits {
        let column = index.column(hit.column);
        if column.kind.block() == 0 {
            let weight = column.icf * hit.features as f32;
            known += weight;
            if index.posting(hit.column, entry).is_some() {
                had += weight;
            }
        }
    }
    let total = known + query.unknown_words as f32 * index.icf_max();
    if total > 0.0 {
        (f64::from(known / total), f64::from(had / total))
    } else {
        (0.0, 0.0)
    }
}
