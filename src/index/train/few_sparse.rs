//! Sparse training after a change: the weights of the changed entries alone are learned; all
//! others stay.

use std::collections::BTreeSet;
use std::ops::Range;

use super::hard_negatives::{self, Scratch};
use super::lbfgs::{Objective, minimize};
use super::objective::{ITERATIONS, reach};
use super::part::{Part, RowVectors};
use super::sparse::{classes, scale};
use crate::index::build::changes::EntryChanges;
use crate::index::built::Built;
use crate::index::postings::packed::Postings;

/// Learns the weights of the changed entries and returns the postings with all of them.
/// `before` are
/// those before the change, `group_before` is the number that each group had there.
pub(super) fn train(
    entries: usize,
    built: &mut Built,
    changes: &EntryChanges,
    before: &Postings,
    group_before: &[u32],
) -> Postings {
    let parts = parts(entries, built, &changes.touched);
    let starts = built.by_entry.starts().to_vec();
    let mut weights = taken_over(built, changes, before, group_before, &starts);
    let mut postings = built.pack(entries);
    let range = |&entry: &u32| {
        let entry = entry as usize;
        starts[entry] as usize..starts[entry + 1] as usize
    };
    let mut objective = FewEntries {
        examples: RowVectors::new(built),
        width: classes(built),
        parts,
        ranges: changes.touched.iter().map(range).collect(),
        weights: &mut weights,
    };
    // From zero: a training of all begins there, too, and stops before it has converged.
    let mut own = vec![0.0; objective.ranges.iter().map(Range::len).sum()];
    let reach = reach(changes.touched.len());
    minimize(&mut objective, &mut own, ITERATIONS, reach);
    objective.put(&own);
    postings.learn(starts, &weights, |group| scale(built, group));
    postings
}

/// The rows of the changed entries, and those of the entries that they overlap most with: for them
/// a changed entry may be a hard negative.
fn parts(entries: usize, built: &Built, touched: &[u32]) -> Vec<Part> {
    let width = classes(built);
    let mut scratch = Scratch::new(entries, built.groups.len());
    let mut part_of = |entry: u32| {
        let first = built.rows.entry.partition_point(|&one| one < entry);
        let end = built.rows.entry.partition_point(|&one| one <= entry);
        let mut part = Part::new(first..end);
        hard_negatives::collect(entries, width, built, &mut part, &mut scratch);
        part
    };
    let mut parts: Vec<Part> = touched.iter().map(|&entry| part_of(entry)).collect();
    let met = parts.iter().flat_map(|part| &part.overlaps);
    let mut negatives: BTreeSet<u32> = met.map(|overlap| overlap.entry).collect();
    for entry in touched {
        negatives.remove(entry);
    }
    let is_touched = |entry: u32| touched.binary_search(&entry).is_ok();
    for negative in negatives {
        let part = part_of(negative);
        if part.overlaps.iter().any(|one| is_touched(one.entry)) {
            parts.push(part);
        }
    }
    parts
}

/// The weights that the entries had before, entry after entry; 0 where there was none.
fn taken_over(
    built: &Built,
    changes: &EntryChanges,
    postings_before: &Postings,
    group_before: &[u32],
    starts: &[u32],
) -> Vec<f32> {
    let mut weights = vec![0.0f32; built.postings.len()];
    let mut next = starts.to_vec();
    for (group, range) in built.posting_starts.windows(2).enumerate() {
        let before = group_before[group];
        let mut before = (before != u32::MAX)
            .then(|| postings_before.of(before))
            .into_iter()
            .flatten()
            .peekable();
        let scale = scale(built, group);
        for posting in &built.postings[range[0] as usize..range[1] as usize] {
            let place = &mut next[posting.entry as usize];
            if let Some(known) = changes.known[posting.entry as usize] {
                while before.next_if(|one| one.entry < known).is_some() {}
                if let Some(one) = before.next_if(|one| one.entry == known) {
                    weights[*place as usize] = one.learned / scale;
                }
            }
            *place += 1;
        }
    }
    weights
}

struct FewEntries<'a> {
    examples: RowVectors<'a>,
    width: usize,
    parts: Vec<Part>,
    /// Where the weights of each changed entry stand.
    ranges: Vec<Range<usize>>,
    /// The weights of all entries.
    weights: &'a mut [f32],
}

impl FewEntries<'_> {
    /// Puts the weights of the changed entries in their places.
    fn put(&mut self, own: &[f32]) {
        let mut from = 0;
        for range in &self.ranges {
            let end = from + range.len();
            self.weights[range.clone()].copy_from_slice(&own[from..end]);
            from = end;
        }
    }
}

impl Objective for FewEntries<'_> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        self.put(at);
        gradient.copy_from_slice(at);
        let mut loss = 0.0;
        for part in &mut self.parts {
            part.forward(self.width, &self.examples, self.weights);
            loss += part.losses.iter().sum::<f64>();
            let mut from = 0;
            for range in &self.ranges {
                let slopes = &mut gradient[from..from + range.len()];
                part.backward(self.width, &self.examples, range, slopes);
                from += range.len();
            }
        }
        let size: f64 = at.iter().map(|weight| f64::from(weight * weight)).sum();
        loss + size / 2.0
    }
}
