//! Training with a weight for every group and entry.

use std::ops::Range;

use bitcode::{Decode, Encode};

use super::lbfgs::{Objective, minimize};
use super::objective::{Examples, ITERATIONS, reach, softmax};
use crate::index::built::Built;
use crate::index::postings::rows::Rows;
use crate::parallel;

/// Weights of every group for every entry, group after group.
#[derive(Encode, Decode)]
pub struct Dense {
    /// Entries, rounded up so that a row of weights is whole vectors.
    pub stride: usize,
    /// For each group, one weight an entry, for one feature, before the question's scale, in
    /// steps of a 32,767th of the group's largest.
    weights: Vec<i16>,
    /// What a step is worth, group by group.
    steps: Vec<f32>,
}

/// Steps that the largest weight of a group is cut into.
const STEPS: f32 = 32_767.0;

impl Dense {
    /// Packs weights, which take half the memory then and half the time to read.
    pub(super) fn new(stride: usize, weights: &[f32]) -> Dense {
        let mut steps = Vec::with_capacity(weights.len() / stride);
        let mut packed = Vec::with_capacity(weights.len());
        for row in weights.chunks_exact(stride) {
            let most = row
                .iter()
                .fold(0.0f32, |most, weight| most.max(weight.abs()));
            let times = if most > 0.0 { STEPS / most } else { 0.0 };
            steps.push(most / STEPS);
            packed.extend(row.iter().map(|weight| (weight * times).round() as i16));
        }
        Dense {
            stride,
            weights: packed,
            steps,
        }
    }

    /// Has the weights of a group fetched from memory, without waiting for them.
    #[inline]
    pub fn touch(&self, group: u32) {
        std::hint::black_box(self.weights[group as usize * self.stride]);
    }

    /// Adds `scale` times the weights of a group to the entries' scores.
    #[inline]
    pub fn add(&self, group: u32, scale: f32, scores: &mut [f32]) {
        let group = group as usize;
        let scale = scale * self.steps[group];
        let weights = &self.weights[group * self.stride..(group + 1) * self.stride];
        let scores = scores.as_chunks_mut::<LANES>().0;
        for (scores, weights) in scores.iter_mut().zip(weights.as_chunks::<LANES>().0) {
            // All lanes at once: the compiler makes vectors of them.
            let add: [f32; LANES] = std::array::from_fn(|lane| scale * f32::from(weights[lane]));
            for lane in 0..LANES {
                scores[lane] += add[lane];
            }
        }
    }
}

/// Multiplications of one pass over the rows below which one thread is faster than several.
const LITTLE_WORK: usize = 4_000_000;

/// Lanes a row of weights is padded to.
pub(super) const LANES: usize = 8;

pub(super) fn train(entries: usize, built: &Built, examples: &Examples, threads: usize) -> Dense {
    let stride = entries.div_ceil(LANES) * LANES;
    let mut weights = vec![0.0f32; built.groups.len() * stride];
    let mut objective = DenseSoftmax::new(entries, stride, built, examples, threads);
    minimize(&mut objective, &mut weights, ITERATIONS, reach(entries));
    for (group, row) in built.groups.iter().zip(weights.chunks_exact_mut(stride)) {
        let scale = group.icf / (group.size as f32).sqrt();
        row.iter_mut().for_each(|weight| *weight *= scale);
    }
    Dense::new(stride, &weights)
}

struct DenseSoftmax<'a> {
    entries: usize,
    stride: usize,
    rows: &'a Rows,
    examples: &'a Examples,
    /// For each group, where its rows start; then the rows and their values.
    group_starts: Vec<u32>,
    group_rows: Vec<(u32, f32)>,
    row_ranges: Vec<Range<usize>>,
    group_ranges: Vec<Range<usize>>,
    /// Scores, then residuals, of every row.
    scores: Vec<f32>,
}

impl<'a> DenseSoftmax<'a> {
    fn new(
        entries: usize,
        stride: usize,
        built: &'a Built,
        examples: &'a Examples,
        threads: usize,
    ) -> Self {
        let rows = &built.rows;
        let groups = built.groups.len();
        let mut group_starts = vec![0u32; groups + 1];
        for &group in &rows.groups {
            group_starts[group as usize + 1] += 1;
        }
        for at in 0..groups {
            group_starts[at + 1] += group_starts[at];
        }
        let mut filled = group_starts.clone();
        let mut group_rows = vec![(0, 0.0); rows.groups.len()];
        for row in 0..rows.len() {
            let start = rows.starts[row] as usize;
            for (at, &group) in rows.groups(row).iter().enumerate() {
                let slot = &mut filled[group as usize];
                group_rows[*slot as usize] = (row as u32, examples.values[start + at]);
                *slot += 1;
            }
        }
        // Starting threads takes as long as a million multiplications.
        let little = stride * rows.groups.len() < LITTLE_WORK;
        let threads = if little { 1 } else { threads };
        let row_ranges = parallel::cuts(rows.len(), threads, |row| rows.groups(row).len() + 1);
        let group_ranges = parallel::cuts(groups, threads, |group| {
            (group_starts[group + 1] - group_starts[group] + 1) as usize
        });
        DenseSoftmax {
            entries,
            stride,
            rows,
            examples,
            group_starts,
            group_rows,
            row_ranges,
            group_ranges,
            scores: vec![0.0; rows.len() * stride],
        }
    }
}

impl Objective for DenseSoftmax<'_> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        let DenseSoftmax {
            entries,
            stride,
            rows,
            examples,
            ..
        } = *self;
        let mut losses = vec![0.0f64; rows.len()];
        let forward = |range: Range<usize>, part: &mut [f32]| {
            for (row, scores) in range.zip(part.chunks_exact_mut(stride)) {
                scores.fill(0.0);
                let start = rows.starts[row] as usize;
                for (place, &group) in rows.groups(row).iter().enumerate() {
                    let from = group as usize * stride;
                    add(
                        scores,
                        examples.values[start + place],
                        &at[from..from + stride],
                    );
                }
            }
        };
        parallel::slices(
            &self.row_ranges,
            &mut self.scores,
            |row| row * stride,
            forward,
        );
        for (row, scores) in self.scores.chunks_exact_mut(stride).enumerate() {
            let right = rows.entry[row] as usize;
            let weight = examples.weights[row];
            losses[row] = f64::from(weight) * softmax(&mut scores[..entries], right);
            scores[right] -= 1.0;
            scores[..entries]
                .iter_mut()
                .for_each(|score| *score *= weight);
            scores[entries..].fill(0.0);
        }
        let residuals = &self.scores;
        let (group_starts, group_rows) = (&self.group_starts, &self.group_rows);
        let backward = |range: Range<usize>, part: &mut [f32]| {
            for (group, slopes) in range.zip(part.chunks_exact_mut(stride)) {
                let from = group * stride;
                slopes.copy_from_slice(&at[from..from + stride]);
                let seen = group_starts[group] as usize..group_starts[group + 1] as usize;
                for &(row, value) in &group_rows[seen] {
                    let from = row as usize * stride;
                    add(slopes, value, &residuals[from..from + stride]);
                }
            }
        };
        parallel::slices(
            &self.group_ranges,
            gradient,
            |group| group * stride,
            backward,
        );
        let size: f64 = at
            .chunks(1024)
            .map(|part| f64::from(part.iter().map(|w| w * w).sum::<f32>()))
            .sum();
        losses.iter().sum::<f64>() + size / 2.0
    }
}

/// `to += times * what`, over whole vectors.
#[inline]
pub(super) fn add(to: &mut [f32], times: f32, what: &[f32]) {
    for (to, what) in to.chunks_exact_mut(LANES).zip(what.chunks_exact(LANES)) {
        for lane in 0..LANES {
            to[lane] += times * what[lane];
        }
    }
}
