//! What confidence is computed from: a few figures of one question that mean the same on every
//! FAQ, whatever its size.

use super::nearest::Nearest;
use super::score::Scored;
use crate::index::{Index, Query};

/// How many signals there are.
pub const COUNT: usize = 14;

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
    let entry = first.entry as usize;
    let other =
        |values: &[f32]| second.map_or(0.0, |second| f64::from(values[second.entry as usize]));
    let learned = query.learned.get(entry).map(|&share| f64::from(share));
    let share = learned.unwrap_or(0.0);
    let bm25 = f64::from(query.bm25[entry]);
    let cosine = f64::from(query.centroid[entry]);
    let near = f64::from(nearest.closeness);
    let entropy: f64 = query
        .learned
        .iter()
        .filter(|&&share| share > 1e-9)
        .map(|&share| -f64::from(share) * f64::from(share).ln())
        .sum();
    let (known, had) = word_cover(index, query, first.entry);
    let best_by = |values: &[f32]| values.iter().all(|&value| value <= values[entry]);
    let agree = u8::from(best_by(&query.centroid))
        + u8::from(best_by(&query.bm25))
        + u8::from(learned.is_some() && best_by(&query.learned));
    Signals {
        values: [
            ((share + 1e-4) / (1.0 - share + 1e-4)).ln(),
            share,
            f64::from(query.coverage(index)),
            entropy,
            bm25 - other(&query.bm25),
            bm25,
            cosine,
            cosine - other(&query.centroid),
            near,
            (1.0 + words as f64).ln(),
            known,
            had,
            f64::from(agree),
            near * near,
        ],
        learned: learned.is_some(),
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
