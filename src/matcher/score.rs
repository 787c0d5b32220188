//! The score of an entry: a blend of the centroid's cosine, the learned share and BM25.

use crate::index::{EntryScores, Query};

/// Weights of the centroid's cosine, the learned share and BM25. The optimum is flat: on the
/// development sets every mix of 1 to 3 for what is learned, .5 to 2 for BM25 and 0 to 1 for the
/// centroid was within a point. Less BM25 takes near-twins for each other that differ in one word
/// of a meaning (95 % right on a FAQ of such, 99 % so).
const CENTROID: f32 = 0.25;
const LEARNED: f32 = 3.0;
const BM25: f32 = 1.5;

/// Weight of BM25 beside the centroid's cosine where nothing was learned.
const OVERLAP_BM25: f32 = 0.5;

/// An entry with its score; any real number, only good for ordering within one question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub entry: u32,
    pub score: f32,
}

/// The `count` best entries, best first; the one that stands first in the FAQ wins a tie.
pub(super) fn best(query: &Query, count: usize) -> Vec<Scored> {
    query
        .best(count, |scores| by_words(query, scores))
        .into_iter()
        .map(|(score, entry)| Scored { entry, score })
        .collect()
}

/// The score of an entry by its words. With one or two phrasings an entry there is nothing to
/// learn: overlap alone orders.
pub(super) fn by_words(query: &Query, scores: &EntryScores) -> f32 {
    if query.has_learned {
        CENTROID * scores.centroid + LEARNED * scores.learned + BM25 * scores.bm25
    } else {
        scores.centroid + OVERLAP_BM25 * scores.bm25
    }
}

/// Weight of BM25 beside meaning where nothing was learned: meaning tells far entries apart, so
/// there is more room for it.
const OVERLAP_BM25_BESIDE_MEANING: f32 = 1.0;

/// What the words add to the score by words and meaning; `factor` weighs what does not know how
/// much of the question it speaks of.
pub(super) fn beside_meaning(query: &Query, scores: &EntryScores, factor: f32) -> f32 {
    if query.has_learned {
        factor * (CENTROID * scores.centroid + LEARNED * scores.learned) + BM25 * scores.bm25
    } else {
        factor * scores.centroid + OVERLAP_BM25_BESIDE_MEANING * scores.bm25
    }
}

/// That part of the formula, for people.
pub(super) fn formula_beside_meaning(learned: bool) -> String {
    if learned {
        formula(learned)
    } else {
        format!(
            "score = cosine + {OVERLAP_BM25_BESIDE_MEANING} BM25 (too few phrasings to learn from)"
        )
    }
}

/// The score's formula, for people.
pub(super) fn formula(learned: bool) -> String {
    if learned {
        format!("score = {CENTROID} cosine + {LEARNED} learned share + {BM25} BM25")
    } else {
        format!("score = cosine + {OVERLAP_BM25} BM25 (too few phrasings to learn from)")
    }
}
