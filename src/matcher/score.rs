//! The score of an entry: a blend of three views of the same features.

use crate::index::{Index, Query};

/// Weights of the centroid's cosine, the learned share and BM25. The optimum is flat: on the
/// development sets every mix of 1 to 3 for what is learned, .5 to 2 for BM25 and 0 to 1 for the
/// centroid was within a point.
const CENTROID: f32 = 0.25;
const LEARNED: f32 = 3.0;
const BM25: f32 = 2.0;

/// An entry with its score; any real number, only good for ordering within one question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub entry: u32,
    pub score: f32,
}

/// The score of one entry.
pub(super) fn score(query: &Query, entry: usize) -> f32 {
    match query.learned.get(entry) {
        Some(learned) => {
            CENTROID * query.centroid[entry] + LEARNED * learned + BM25 * query.bm25[entry]
        }
        // With one or two phrasings an entry there is nothing to learn: overlap alone orders.
        None => query.centroid[entry],
    }
}

/// The `top` best entries, best first; the one that stands first in the FAQ wins a tie.
pub(super) fn best(index: &Index, query: &Query, top: usize) -> Vec<Scored> {
    let mut best: Vec<Scored> = Vec::with_capacity(top + 1);
    for entry in 0..index.entries() {
        let score = score(query, entry);
        if best.len() == top && best.last().is_some_and(|last| score <= last.score) {
            continue;
        }
        let at = best.partition_point(|other| other.score >= score);
        best.insert(
            at,
            Scored {
                entry: entry as u32,
                score,
            },
        );
        best.truncate(top);
    }
    best
}
