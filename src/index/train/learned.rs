//! Decides how to train, and holds what was learned.

use bitcode::{Decode, Encode};

use super::dense::{self, Dense};
use super::eligibility::phrasings_to_learn;
use super::objective::Examples;
use super::sparse;
use crate::index::built::Built;
use crate::index::postings::packed::Postings;

/// Most weights (feature groups times entries) of a dense training. More would need more than
/// about 100 MB while it trains.
const MOST_DENSE_WEIGHTS: usize = 8_000_000;
/// Most multiplications of one dense pass over the phrasings. More would make loading long.
const MOST_DENSE_WORK: usize = 120_000_000;

/// What was learned.
#[derive(Encode, Decode)]
pub(in crate::index) enum Learned {
    /// Nothing: too few phrasings.
    Nothing,
    /// A weight for every group and entry.
    Dense(Dense),
    /// Weights in the postings.
    Sparse,
}

/// Learns from the rows of `built`, and packs its postings.
pub(in crate::index) fn train(
    entries: usize,
    built: &mut Built,
    threads: usize,
) -> (Learned, Postings) {
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
