//! Training with weights only where an entry has a group. Each row competes with its hard
//! negatives alone.
//!
//! The weights lie entry after entry, so that a row meets the weights of one entry side by side.
//! The classes of a row's softmax are its own entry and its hard negatives: the other entries
//! that overlap most with it. They are fixed before training.

use std::ops::Range;

use super::hard_negatives::{self, Scratch};
use super::lbfgs::{Objective, minimize};
use super::objective::{ITERATIONS, reach};
use super::part::{Part, RowVectors};
use crate::index::built::Built;
use crate::index::postings::packed::Postings;
use crate::index::postings::rows::Rows;
use crate::parallel;

/// Most entries in the softmax of a row, its own included.
const MOST_CLASSES: usize = 24;
/// Fewest entries in it, where the FAQ is so large that the weights of more would not fit the
/// memory.
const FEWEST_CLASSES: usize = 4;
/// Pairs of a row's group and an entry's weight that are aimed at, at 4 bytes each: 96 MB.
const MOST_PAIRS: usize = 24_000_000;

/// Learns the weights and returns the postings with them.
pub(super) fn train(entries: usize, built: &mut Built, threads: usize) -> Postings {
    let count = classes(built);
    let parts = parts(entries, count, built, threads);
    let starts = built.by_entry.starts().to_vec();
    // Packed before the work begins that takes the most memory.
    let mut postings = built.pack(entries);
    let mut objective = SparseSoftmax::new(starts, count, built, parts, threads);
    let mut weights = vec![0.0f32; postings.len()];
    minimize(&mut objective, &mut weights, ITERATIONS, reach(entries));
    postings.learn(objective.starts, &weights, |group| scale(built, group));
    postings
}

/// Entries in the softmax of a row, its own included.
pub(super) fn classes(built: &Built) -> usize {
    classes_of(&built.rows)
}

/// The same, by the rows.
pub(in crate::index) fn classes_of(rows: &Rows) -> usize {
    // A hard negative has about half of a row's groups; the row's own entry has all.
    let groups = rows.groups.len().max(1);
    (MOST_PAIRS.saturating_sub(groups) * 2 / groups).clamp(FEWEST_CLASSES, MOST_CLASSES)
}

/// What the weights of a group are multiplied with once they are learned.
pub(super) fn scale(built: &Built, group: usize) -> f32 {
    let group = &built.groups[group];
    group.icf / (group.size as f32).sqrt()
}

struct SparseSoftmax<'a> {
    /// Where each entry's weights start; one more than there are entries.
    starts: Vec<u32>,
    examples: RowVectors<'a>,
    width: usize,
    parts: Vec<Part>,
    /// One part each, for sharing them among threads.
    numbers: Vec<Range<usize>>,
    /// Ranges of entries, one for each thread.
    entry_ranges: Vec<Range<usize>>,
}

impl<'a> SparseSoftmax<'a> {
    fn new(
        starts: Vec<u32>,
        width: usize,
        built: &'a Built,
        parts: Vec<Part>,
        threads: usize,
    ) -> Self {
        let entries = starts.len() - 1;
        let mut uses = vec![0usize; entries];
        for overlap in parts.iter().flat_map(|part| &part.overlaps) {
            uses[overlap.entry as usize] += overlap.pairs as usize;
        }
        SparseSoftmax {
            starts,
            examples: RowVectors::new(built),
            width,
            numbers: (0..parts.len()).map(|part| part..part + 1).collect(),
            parts,
            entry_ranges: parallel::cuts(entries, threads, |entry| uses[entry] + 1),
        }
    }
}

/// The rows of the FAQ with the hard negatives of each, in as many parts as there are threads.
fn parts(entries: usize, width: usize, built: &Built, threads: usize) -> Vec<Part> {
    let rows = &built.rows;
    let ranges = parallel::cuts(rows.len(), threads, |row| rows.groups(row).len() + 1);
    let numbers: Vec<Range<usize>> = (0..ranges.len()).map(|part| part..part + 1).collect();
    let mut parts: Vec<Part> = ranges.into_iter().map(Part::new).collect();
    let rarity = hard_negatives::rarity(&built.groups);
    let collect = |_: Range<usize>, parts: &mut [Part]| {
        for part in parts {
            let mut scratch = Scratch::new(entries, width, &rarity);
            hard_negatives::collect(entries, built, part, &mut scratch);
        }
    };
    parallel::slices(&numbers, &mut parts, |part| part, collect);
    parts
}

impl Objective for SparseSoftmax<'_> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        let (examples, width) = (&self.examples, self.width);
        let forward = |_: Range<usize>, parts: &mut [Part]| {
            for part in parts {
                part.forward(width, examples, at);
            }
        };
        parallel::slices(&self.numbers, &mut self.parts, |part| part, forward);
        let (parts, starts) = (&self.parts, &self.starts);
        let offset = |entry: usize| starts[entry] as usize;
        let backward = |entries: Range<usize>, slopes: &mut [f32]| {
            let range = offset(entries.start)..offset(entries.end);
            slopes.copy_from_slice(&at[range.clone()]);
            for part in parts {
                part.backward(width, examples, &range, slopes);
            }
        };
        parallel::slices(&self.entry_ranges, gradient, offset, backward);
        let losses = parts.iter().flat_map(|part| &part.losses);
        let size: f64 = at
            .chunks(1024)
            .map(|part| f64::from(part.iter().map(|w| w * w).sum::<f32>()))
            .sum();
        losses.sum::<f64>() + size / 2.0
    }
}
