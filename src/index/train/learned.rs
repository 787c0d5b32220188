//! Decides how to train, and holds what was learned.

use super::dense::{self, Dense};
use super::eligibility::phrasings_to_learn;
use super::objective::Examples;
use super::sparse;
use super::{few_dense, few_sparse};
use crate::index::build::changes::EntryChanges;
use crate::index::built::Built;
use crate::index::hash::Table;
use crate::index::postings::packed::Postings;

/// Most weights (feature groups times entries) of a dense training. More would need more than
/// about 100 MB while it trains.
const MOST_DENSE_WEIGHTS: usize = 8_000_000;
/// Most multiplications of one dense pass over the phrasings. More would make loading long.
const MOST_DENSE_WORK: usize = 120_000_000;

/// What was learned.
pub(in crate::index) enum Learned {
    /// Nothing: too few phrasings.
    Nothing,
    /// A weight for every group and entry.
    Dense(Dense),
    /// Weights in the postings.
    Sparse,
}

/// What was learned before a change, and what it speaks of.
pub(in crate::index) struct Before<'a> {
    pub changes: &'a EntryChanges,
    /// Number of the group of each feature.
    pub table: &'a Table,
    pub postings: &'a Postings,
    pub learned: &'a Learned,
}

/// Learns from the rows of `built`, and packs its postings. What was learned in the same way
/// `before` a change is taken over.
pub(in crate::index) fn train(
    entries: usize,
    built: &mut Built,
    before: Option<&Before<'_>>,
    threads: usize,
) -> (Learned, Postings) {
    if phrasings_to_learn(entries, &built.rows).is_none() {
        return (Learned::Nothing, built.pack(entries));
    }
    if entries * built.groups.len() <= MOST_DENSE_WEIGHTS
        && entries * built.rows.groups.len() <= MOST_DENSE_WORK
    {
        let postings = built.pack(entries);
        if let Some(before) = before
            && let Learned::Dense(dense) = before.learned
        {
            let groups = groups_before(built, before.table);
            let changes = before.changes;
            let dense = few_dense::train(entries, built, changes, dense, &groups, threads);
            return (Learned::Dense(dense), postings);
        }
        let dense = dense::train(entries, built, &Examples::new(built), threads);
        return (Learned::Dense(dense), postings);
    }
    if let Some(before) = before
        && let Learned::Sparse = before.learned
    {
        let groups = groups_before(built, before.table);
        let (changes, postings) = (before.changes, before.postings);
        let postings = few_sparse::train(entries, built, changes, postings, &groups);
        return (Learned::Sparse, postings);
    }
    let postings = sparse::train(entries, built, threads);
    (Learned::Sparse, postings)
}

/// The number that each group had before; [`u32::MAX`] of a new one. Where features of several
/// groups are one now, it is that of one of them.
fn groups_before(built: &Built, table: &Table) -> Vec<u32> {
    let mut before = vec![u32::MAX; built.groups.len()];
    for (hash, group) in built.table.iter() {
        let before = &mut before[group as usize];
        if *before == u32::MAX {
            *before = table.get(hash).unwrap_or(u32::MAX);
        }
    }
    before
}
