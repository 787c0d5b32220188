//! A part of a sparse training: some rows, and the feature groups that they share with the classes
//! of their softmax. One thread works on one part.

use std::ops::Range;

use super::objective::{DATA_WEIGHT, row_weight, softmax};
use crate::index::built::Built;
use crate::index::postings::rows::Rows;

/// Share below which a class moves no weight: it is as good as out of the race.
const NO_SHARE: f32 = 1e-6;

/// Some rows in a line with the weights that their softmax needs.
#[derive(Default)]
pub(super) struct Part {
    /// The rows.
    pub rows: Range<usize>,
    /// How many classes each row's softmax has; the row's own entry is class 0.
    pub class_counts: Vec<u32>,
    /// Which groups rows share with entries, row after row.
    pub overlaps: Vec<Overlap>,
    /// The groups of the overlaps, one after another: how far among the row's groups and how
    /// far among the entry's weights.
    pub pairs: Vec<[u16; 2]>,
    /// Scores, then residuals, of each row's classes.
    scores: Vec<f32>,
    /// Cross entropy of each row.
    pub losses: Vec<f64>,
}

/// A row and an entry that share groups.
pub(super) struct Overlap {
    /// Number of the row.
    pub row: u32,
    /// Number of the entry.
    pub entry: u32,
    /// Which class of the row's softmax the entry is.
    pub class: u8,
    /// The group of the row that the pairs count from.
    pub value: u32,
    /// The weight that the pairs count from.
    pub weight: u32,
    /// How many pairs there are.
    pub pairs: u32,
}

impl Part {
    /// An empty part of these rows.
    pub fn new(rows: Range<usize>) -> Part {
        Part {
            rows,
            ..Part::default()
        }
    }

    /// Scores the classes of every row under the weights `at`, and what they should not have.
    pub fn forward(&mut self, width: usize, examples: &RowVectors<'_>, at: &[f32]) {
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
    pub fn backward(
        &self,
        width: usize,
        examples: &RowVectors<'_>,
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

/// The rows as vectors of length 1, made one by one: all of them would take much memory.
pub(super) struct RowVectors<'a> {
    rows: &'a Rows,
    /// Value of each group before a row's scale.
    factors: Vec<f32>,
}

impl<'a> RowVectors<'a> {
    pub fn new(built: &'a Built) -> RowVectors<'a> {
        let groups = built.groups.iter();
        RowVectors {
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
