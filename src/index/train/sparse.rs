//! Training with weights only where an entry has a group, each row against its likely rivals.
//!
//! The weights lie entry after entry, so that a row meets the weights of one rival side by side.
//! The softmax of a row runs over its own entry and the best others by overlap, fixed before
//! training.

use std::ops::Range;

use super::lbfgs::{Objective, minimize};
use super::{DATA_WEIGHT, ITERATIONS, hard_negatives, parallel, reach, row_weight, softmax};
use crate::index::build::Built;
use crate::index::postings::Rows;
use crate::index::postings::packed::Postings;

/// Entries in the softmax of a row, its own included. Fewer where the FAQ is so large that
/// their weights would not fit the memory.
const MOST_CLASSES: usize = 24;
const FEWEST_CLASSES: usize = 4;
/// Pairs of a row's group and a rival's weight that are aimed at, at 4 bytes each.
const MOST_PAIRS: usize = 24_000_000;
/// Share below which a rival moves no weight: it is as good as out of the race.
const NO_SHARE: f32 = 1e-6;

/// Learns the weights and returns the postings with them.
pub(super) fn train(entries: usize, built: &mut Built, threads: usize) -> Postings {
    // Rivals have about half of a row's groups; the row's own entry has all.
    let groups = built.rows.groups.len().max(1);
    let count =
        (MOST_PAIRS.saturating_sub(groups) * 2 / groups).clamp(FEWEST_CLASSES, MOST_CLASSES);
    let parts = parts(entries, count, built, threads);
    let starts = built.by_entry.starts().to_vec();
    // Packed before the work begins that takes the most memory.
    let mut postings = built.pack(entries);
    let mut objective = SparseSoftmax::new(starts, count, built, parts, threads);
    let mut weights = vec![0.0f32; postings.len()];
    minimize(&mut objective, &mut weights, ITERATIONS, reach(entries));
    postings.learn(objective.starts, &weights, |group| {
        let group = &built.groups[group];
        group.icf / (group.size as f32).sqrt()
    });
    postings
}

/// Some rows in a line with the weights that their softmax needs.
#[derive(Default)]
pub(super) struct Part {
    /// The rows.
    pub rows: Range<usize>,
    /// Rivals of each row that exist; the row's own entry is the first.
    pub class_counts: Vec<u32>,
    /// Which groups rows share with entries, row after row.
    pub overlaps: Vec<Overlap>,
    /// The groups of the overlaps, one after another: how far among the row's groups and how
    /// far among the entry's weights.
    pub pairs: Vec<[u16; 2]>,
    /// Scores, then residuals, of each row's rivals.
    scores: Vec<f32>,
    losses: Vec<f64>,
}

/// A row and an entry that share groups.
pub(super) struct Overlap {
    /// Number of the row.
    pub row: u32,
    /// Number of the entry.
    pub entry: u32,
    /// Which of the row's rivals the entry is.
    pub class: u8,
    /// The group of the row that the pairs count from.
    pub value: u32,
    /// The weight that the pairs count from.
    pub weight: u32,
    /// How many pairs there are.
    pub pairs: u32,
}

impl Part {
    /// Scores the rivals of every row under the weights `at`, and what they should not have.
    fn forward(&mut self, width: usize, examples: &Examples<'_>, at: &[f32]) {
        let Part {
            rows,
            class_counts,
            overlaps,
            pairs,
            scores,
            losses,
        } = self;
        scores.clear();
        scores.resize(rows.len() * width, 0.0);
        let mut pairs = pairs.as_slice();
        let (mut values, mut filled) = (Vec::new(), None);
        for overlap in overlaps {
            let (own, rest) = pairs.split_at(overlap.pairs as usize);
            pairs = rest;
            if filled.replace(overlap.row) != Some(overlap.row) {
                examples.values(overlap.row as usize, &mut values);
            }
            let values = &values[overlap.value as usize..];
            let weights = &at[overlap.weight as usize..];
            let row = overlap.row as usize - rows.start;
            scores[row * width + overlap.class as usize] += product(own, values, weights);
        }
        losses.clear();
        let counts = class_counts.iter().map(|&count| count as usize);
        let lines = scores.chunks_exact_mut(width).zip(counts);
        losses.extend(rows.clone().zip(lines).map(|(row, (scores, count))| {
            let scores = &mut scores[..count];
            let weight = examples.weight(row);
            let loss = f64::from(weight) * softmax(scores, 0);
            scores[0] -= 1.0;
            scores.iter_mut().for_each(|score| *score *= weight);
            loss
        }));
    }

    /// Adds the residuals to the slopes of the weights in `range`.
    fn backward(
        &self,
        width: usize,
        examples: &Examples<'_>,
        range: &Range<usize>,
        slopes: &mut [f32],
    ) {
        let mut pairs = self.pairs.as_slice();
        let (mut values, mut filled) = (Vec::new(), None);
        for overlap in &self.overlaps {
            let (own, rest) = pairs.split_at(overlap.pairs as usize);
            pairs = rest;
            if !range.contains(&(overlap.weight as usize)) {
                continue;
            }
            let row = overlap.row as usize;
            let place = (row - self.rows.start) * width + overlap.class as usize;
            let residual = self.scores[place];
            if residual.abs() <= NO_SHARE * examples.weight(row) {
                continue;
            }
            if filled.replace(overlap.row) != Some(overlap.row) {
                examples.values(row, &mut values);
            }
            let values = &values[overlap.value as usize..];
            let slopes = &mut slopes[overlap.weight as usize - range.start..];
            for &[value, weight] in own {
                slopes[usize::from(weight)] += values[usize::from(value)] * residual;
            }
        }
    }
}

/// Sum of the products of paired values and weights.
#[inline]
fn product(pairs: &[[u16; 2]], values: &[f32], weights: &[f32]) -> f32 {
    let product =
        |&[value, weight]: &[u16; 2]| values[usize::from(value)] * weights[usize::from(weight)];
    // Several sums at once: each waits for its own last addition only.
    let (four, rest) = pairs.as_chunks::<4>();
    let mut sums = [0.0f32; 4];
    for pairs in four {
        for (sum, pair) in sums.iter_mut().zip(pairs) {
            *sum += product(pair);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(product).sum::<f32>()
}

struct SparseSoftmax<'a> {
    /// Where each entry's weights start; one more than there are entries.
    starts: Vec<u32>,
    examples: Examples<'a>,
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
            examples: Examples::new(built),
            width,
            numbers: (0..parts.len()).map(|part| part..part + 1).collect(),
            parts,
            entry_ranges: parallel::cuts(entries, threads, |entry| uses[entry] + 1),
        }
    }
}

/// The rows of the FAQ with the rivals of each, in as many parts as there are threads.
fn parts(entries: usize, width: usize, built: &Built, threads: usize) -> Vec<Part> {
    let rows = &built.rows;
    let ranges = parallel::cuts(rows.len(), threads, |row| rows.groups(row).len() + 1);
    let numbers: Vec<Range<usize>> = (0..ranges.len()).map(|part| part..part + 1).collect();
    let mut parts: Vec<Part> = ranges
        .into_iter()
        .map(|rows| Part {
            rows,
            ..Part::default()
        })
        .collect();
    let collect = |_: Range<usize>, parts: &mut [Part]| {
        for part in parts {
            hard_negatives::collect(entries, width, built, part);
        }
    };
    parallel::each(&numbers, &mut parts, |part| part, collect);
    parts
}

/// The rows as vectors of length 1, made one by one: all of them would take much memory.
struct Examples<'a> {
    rows: &'a Rows,
    /// Value of each group before a row's scale.
    factors: Vec<f32>,
}

impl<'a> Examples<'a> {
    fn new(built: &'a Built) -> Examples<'a> {
        let groups = built.groups.iter();
        Examples {
            rows: &built.rows,
            factors: groups
                .map(|group| group.icf * (group.size as f32).sqrt())
                .collect(),
        }
    }

    /// Writes the values of the groups of a row.
    fn values(&self, row: usize, values: &mut Vec<f32>) {
        values.clear();
        let groups = self.rows.groups(row);
        let mut from = 0;
        for (scale, &to) in self.rows.scales[row].iter().zip(&self.rows.block_ends[row]) {
            let block = &groups[from..to as usize];
            from = to as usize;
            values.extend(
                block
                    .iter()
                    .map(|&group| scale * self.factors[group as usize]),
            );
        }
    }

    /// How much a row counts.
    fn weight(&self, row: usize) -> f32 {
        DATA_WEIGHT * row_weight(self.rows.source[row])
    }
}

impl Objective for SparseSoftmax<'_> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        let (examples, width) = (&self.examples, self.width);
        let forward = |_: Range<usize>, parts: &mut [Part]| {
            for part in parts {
                part.forward(width, examples, at);
            }
        };
        parallel::each(&self.numbers, &mut self.parts, |part| part, forward);
        let (parts, starts) = (&self.parts, &self.starts);
        let offset = |entry: usize| starts[entry] as usize;
        let backward = |entries: Range<usize>, slopes: &mut [f32]| {
            let range = offset(entries.start)..offset(entries.end);
            slopes.copy_from_slice(&at[range.clone()]);
            for part in parts {
                part.backward(width, examples, &range, slopes);
            }
        };
        parallel::each(&self.entry_ranges, gradient, offset, backward);
        let losses = parts.iter().flat_map(|part| &part.losses);
        let size: f64 = at
            .chunks(1024)
            .map(|part| f64::from(part.iter().map(|w| w * w).sum::<f32>()))
            .sum();
        losses.sum::<f64>() + size / 2.0
    }
}
