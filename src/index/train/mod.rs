//! What is learned when a FAQ loads: a softmax regression from groups to entries.
//!
//! Minimises `C * sum of cross entropies + |W|² / 2` without a bias, by L-BFGS from zero, until it
//! has converged. Small FAQs learn a weight for every group and entry (**dense**); larger ones
//! only where the entry has the group, each phrasing against its most likely rivals
//! (**sparse**). A FAQ with one or two phrasings an entry learns nothing: overlap orders better.

mod dense;
mod hard_negatives;
mod lbfgs;
pub(super) mod parallel;
mod sparse;

pub(super) use dense::Dense;

use super::build::Built;
use super::postings::packed::Postings;
use super::postings::{Rows, Source};

/// Weight of the data against the size of the weights. From 30 to 300 it makes no difference.
const DATA_WEIGHT: f32 = 60.0;
/// Most iterations of L-BFGS; mostly it has converged after 13 to 20.
const ITERATIONS: usize = 30;
/// Length of the first step an entry's weights may take.
const REACH: f64 = 3.0;
/// Mean phrasings an entry below which nothing is learned in a large FAQ.
const LEAST_PHRASINGS: f64 = 2.0;
/// Entries up to which learning pays with any number of phrasings.
const FEW_ENTRIES: usize = 1_500;
/// Most weights (groups times entries) of a dense training; above, memory would not be small.
const MOST_DENSE_WEIGHTS: usize = 8_000_000;
/// Most multiplications of one dense pass over the phrasings; above, a load would not be short.
const MOST_DENSE_WORK: usize = 120_000_000;
/// Weight of the row of an entry's id beside a phrasing's.
const ID_WEIGHT: f32 = 1.0;
/// Weight of a keyword's row beside a phrasing's.
const KEYWORD_WEIGHT: f32 = 1.0;

/// What was learned.
pub(super) enum Learned {
    /// Nothing: too few phrasings.
    Nothing,
    /// A weight for every group and entry.
    Dense(Dense),
    /// Weights in the postings.
    Sparse,
}

/// How much a row counts in training.
pub(super) fn row_weight(source: Source) -> f32 {
    match source {
        Source::Phrasing(_) => 1.0,
        Source::Id => ID_WEIGHT,
        Source::Keyword(_) => KEYWORD_WEIGHT,
    }
}

/// Length of the first step over the weights of all entries together.
fn reach(entries: usize) -> f64 {
    REACH * (entries as f64).sqrt()
}

/// Mean phrasings an entry, where there are enough to learn from.
pub(super) fn phrasings_to_learn(entries: usize, rows: &Rows) -> Option<f64> {
    let phrasings = rows
        .source
        .iter()
        .filter(|source| matches!(source, Source::Phrasing(_)));
    let each = phrasings.count() as f64 / entries.max(1) as f64;
    (entries >= 2 && (each >= LEAST_PHRASINGS || entries <= FEW_ENTRIES)).then_some(each)
}

/// Learns from the rows of `built`, and packs its postings.
pub(super) fn train(entries: usize, built: &mut Built, threads: usize) -> (Learned, Postings) {
    if phrasings_to_learn(entries, &built.rows).is_none() {
        return (Learned::Nothing, built.pack(entries));
    }
    if entries * built.groups.len() <= MOST_DENSE_WEIGHTS
        && entries * built.rows.groups.len() <= MOST_DENSE_WORK
    {
        let postings = built.pack(entries);
        let dense = dense::train(entries, built, &Examples::new(built), threads);
        return (Learned::Dense(dense), postings);
    }
    let postings = sparse::train(entries, built, threads);
    (Learned::Sparse, postings)
}

/// The rows as vectors of length 1.
pub(super) struct Examples {
    /// Value of each group of the rows, beside `Rows::groups`.
    pub values: Vec<f32>,
    /// How much each row counts.
    pub weights: Vec<f32>,
}

impl Examples {
    fn new(built: &Built) -> Examples {
        let mut values = Vec::with_capacity(built.rows.groups.len());
        for row in 0..built.rows.len() {
            let groups = built.rows.groups(row);
            let scales = built.rows.scales[row];
            values.extend(groups.iter().map(|&number| {
                let group = &built.groups[number as usize];
                scales[group.kind.block()] * group.icf * (group.size as f32).sqrt()
            }));
        }
        Examples {
            values,
            weights: built
                .rows
                .source
                .iter()
                .map(|source| DATA_WEIGHT * row_weight(*source))
                .collect(),
        }
    }
}

/// Turns scores into shares and returns the cross entropy against `right`.
fn softmax(scores: &mut [f32], right: usize) -> f64 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let target = scores[right];
    let mut sum = 0.0f32;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    f64::from(sum).ln() - f64::from(target - most)
}
