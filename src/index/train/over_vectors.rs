//! Training over the vectors of sentences: a softmax regression from a vector to entries.
//!
//! Small FAQs learn over all entries at once. In larger ones each sentence competes with the
//! entries whose centroids are nearest to it (**sparse**); they are fixed before training.

use std::ops::Range;

use super::lbfgs::{Objective, minimize};
use super::objective::{ITERATIONS, reach, softmax};
use crate::meaning::SentenceVector;
use crate::parallel;

/// Weight of the data against the size of the weights. From 10 to 300 it makes no difference.
pub(super) const DATA_WEIGHT: f32 = 30.0;
/// Most iterations where sentences compete with the nearest entries only.
pub(super) const SPARSE_ITERATIONS: usize = 12;

const DIMENSIONS: usize = SentenceVector::DIMENSIONS;
/// Entries whose weights lie side by side, number by number.
const LANES: usize = 8;
/// Sentences that are worked on at once.
const TOGETHER: usize = 4;

/// Sentences with their entries.
#[derive(Default)]
pub(in crate::index) struct Sentences {
    /// The vectors, one after another.
    pub values: Vec<f32>,
    /// The entry of each.
    pub entries: Vec<u32>,
}

impl Sentences {
    /// Adds a sentence.
    pub fn push(&mut self, vector: &SentenceVector, entry: u32) {
        self.values.extend(vector.values());
        self.entries.push(entry);
    }

    pub(super) fn value(&self, row: usize) -> &[f32] {
        &self.values[row * DIMENSIONS..(row + 1) * DIMENSIONS]
    }
}

/// The weights of every entry, entry after entry.
pub(in crate::index) fn train_all(
    mut sentences: Sentences,
    entries: usize,
    threads: usize,
) -> Vec<f32> {
    let panels = entries.div_ceil(LANES);
    let count = sentences.entries.len();
    let padded = count.div_ceil(TOGETHER) * TOGETHER;
    sentences.values.resize(padded * DIMENSIONS, 0.0);
    let mut weights = vec![0.0f32; panels * LANES * DIMENSIONS];
    let mut objective = AllEntries {
        entries,
        panels,
        scores: vec![0.0; padded * panels * LANES],
        row_ranges: parallel::cuts(padded / TOGETHER, threads, |_| 1),
        panel_ranges: parallel::cuts(panels, threads, |_| 1),
        sentences,
    };
    minimize(&mut objective, &mut weights, ITERATIONS, reach(entries));
    let mut by_entry = vec![0.0; entries * DIMENSIONS];
    for (entry, row) in by_entry.chunks_exact_mut(DIMENSIONS).enumerate() {
        let panel = &weights[entry / LANES * LANES * DIMENSIONS..];
        for (to, lanes) in row.iter_mut().zip(panel.chunks_exact(LANES)) {
            *to = lanes[entry % LANES];
        }
    }
    by_entry
}

struct AllEntries {
    entries: usize,
    /// Entries come in panels of [`LANES`].
    panels: usize,
    sentences: Sentences,
    /// Scores, then residuals, of every sentence, panel after panel.
    scores: Vec<f32>,
    /// Shares of the work: groups of [`TOGETHER`] sentences, and panels.
    row_ranges: Vec<Range<usize>>,
    panel_ranges: Vec<Range<usize>>,
}

impl Objective for AllEntries {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        let (panels, entries) = (self.panels, self.entries);
        let stride = panels * LANES;
        let values = &self.sentences.values;
        let forward = |range: Range<usize>, part: &mut [f32]| {
            for (group, scores) in range.zip(part.chunks_exact_mut(TOGETHER * stride)) {
                let rows = &values[group * TOGETHER * DIMENSIONS..][..TOGETHER * DIMENSIONS];
                for (panel, weights) in at.chunks_exact(LANES * DIMENSIONS).enumerate() {
                    let sums = products(rows, weights);
                    for (row, sums) in sums.iter().enumerate() {
                        scores[row * stride + panel * LANES..][..LANES].copy_from_slice(sums);
                    }
                }
            }
        };
        let offset = |group: usize| group * TOGETHER * stride;
        parallel::slices(&self.row_ranges, &mut self.scores, offset, forward);
        let mut loss = 0.0;
        let mut rows = self.scores.chunks_exact_mut(stride);
        for (scores, &right) in rows.by_ref().zip(&self.sentences.entries) {
            loss += f64::from(DATA_WEIGHT) * softmax(&mut scores[..entries], right as usize);
            scores[right as usize] -= 1.0;
            let own = scores[..entries].iter_mut();
            own.for_each(|score| *score *= DATA_WEIGHT);
            scores[entries..].fill(0.0);
        }
        let count = self.sentences.entries.len();
        self.scores[count * stride..].fill(0.0);
        let residuals = &self.scores;
        let backward = |range: Range<usize>, part: &mut [f32]| {
            let size = LANES * DIMENSIONS;
            for (panel, slopes) in range.zip(part.chunks_exact_mut(size)) {
                slopes.copy_from_slice(&at[panel * size..(panel + 1) * size]);
                let groups = values.chunks_exact(TOGETHER * DIMENSIONS);
                for (rows, residuals) in groups.zip(residuals.chunks_exact(TOGETHER * stride)) {
                    add_products(rows, residuals, stride, panel * LANES, slopes);
                }
            }
        };
        let offset = |panel: usize| panel * LANES * DIMENSIONS;
        parallel::slices(&self.panel_ranges, gradient, offset, backward);
        loss + size(at)
    }
}

/// The products of four vectors with the weights of a panel.
fn products(rows: &[f32], weights: &[f32]) -> [[f32; LANES]; TOGETHER] {
    let mut sums = [[0.0f32; LANES]; TOGETHER];
    let (a, rest) = rows.split_at(DIMENSIONS);
    let (b, rest) = rest.split_at(DIMENSIONS);
    let (c, d) = rest.split_at(DIMENSIONS);
    let weights = weights.as_chunks::<LANES>().0;
    for ((((weights, a), b), c), d) in weights.iter().zip(a).zip(b).zip(c).zip(d) {
        for lane in 0..LANES {
            sums[0][lane] += a * weights[lane];
            sums[1][lane] += b * weights[lane];
            sums[2][lane] += c * weights[lane];
            sums[3][lane] += d * weights[lane];
        }
    }
    sums
}

/// Adds the vectors of four sentences, times their residuals, to the slopes of a panel.
fn add_products(rows: &[f32], residuals: &[f32], stride: usize, from: usize, slopes: &mut [f32]) {
    let of = |row: usize| -> [f32; LANES] {
        std::array::from_fn(|lane| residuals[row * stride + from + lane])
    };
    let [ra, rb, rc, rd] = [of(0), of(1), of(2), of(3)];
    let (a, rest) = rows.split_at(DIMENSIONS);
    let (b, rest) = rest.split_at(DIMENSIONS);
    let (c, d) = rest.split_at(DIMENSIONS);
    let slopes = slopes.as_chunks_mut::<LANES>().0;
    for ((((slopes, a), b), c), d) in slopes.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        for lane in 0..LANES {
            slopes[lane] += a * ra[lane] + b * rb[lane] + c * rc[lane] + d * rd[lane];
        }
    }
}

/// The weights of every entry, entry after entry, where each sentence competes with the entries of
/// `classes` alone: `width` a sentence, its own first.
pub(in crate::index) fn train_sparse(
    sentences: &Sentences,
    entries: usize,
    classes: &[u32],
    width: usize,
) -> Vec<f32> {
    let mut weights = vec![0.0f32; entries * DIMENSIONS];
    let mut objective = NearestEntries {
        sentences,
        classes,
        width,
    };
    minimize(
        &mut objective,
        &mut weights,
        SPARSE_ITERATIONS,
        reach(entries),
    );
    weights
}

struct NearestEntries<'a> {
    sentences: &'a Sentences,
    classes: &'a [u32],
    width: usize,
}

impl Objective for NearestEntries<'_> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        gradient.copy_from_slice(at);
        let mut loss = 0.0;
        let mut scores = vec![0.0f32; self.width];
        for (row, classes) in self.classes.chunks_exact(self.width).enumerate() {
            let value = self.sentences.value(row);
            for (score, &entry) in scores.iter_mut().zip(classes) {
                *score = product(value, &at[entry as usize * DIMENSIONS..][..DIMENSIONS]);
            }
            loss += f64::from(DATA_WEIGHT) * softmax(&mut scores, 0);
            scores[0] -= 1.0;
            for (score, &entry) in scores.iter().zip(classes) {
                let slopes = &mut gradient[entry as usize * DIMENSIONS..][..DIMENSIONS];
                let times = DATA_WEIGHT * score;
                for (slope, value) in slopes.iter_mut().zip(value) {
                    *slope += times * value;
                }
            }
        }
        loss + size(at)
    }
}

/// Half the squared length of the weights.
fn size(at: &[f32]) -> f64 {
    let parts = at.chunks(1024);
    let sum: f64 = parts.map(|part| f64::from(product(part, part))).sum();
    sum / 2.0
}

/// Sum of the products; several sums at once, for each waits for its own last addition only.
pub(super) fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    let (a, b) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three entries, each about a number of its own, with `each` sentences.
    fn sentences(each: usize) -> Sentences {
        let mut values = vec![0.0; 3 * each * DIMENSIONS];
        let entries: Vec<u32> = (0..3 * each as u32).map(|row| row % 3).collect();
        for (row, value) in values.chunks_exact_mut(DIMENSIONS).enumerate() {
            value[row % 3] = 0.8;
            value[10 + row] = 0.6;
        }
        Sentences { values, entries }
    }

    fn finds_its_entries(weights: &[f32]) {
        let sentences = sentences(3);
        for (row, &entry) in sentences.entries.iter().enumerate() {
            let score = |entry: usize| {
                product(
                    sentences.value(row),
                    &weights[entry * DIMENSIONS..(entry + 1) * DIMENSIONS],
                )
            };
            for other in 0..3 {
                let lead = score(entry as usize) - score(other);
                assert!(
                    other == entry as usize || lead > 1.0,
                    "{row} {other}: {lead}"
                );
            }
        }
    }

    #[test]
    fn both_ways_learn_whose_a_sentence_is() {
        let one = train_all(sentences(3), 3, 1);
        finds_its_entries(&one);
        assert_eq!(
            one,
            train_all(sentences(3), 3, 2),
            "on any number of threads"
        );
        let rows = sentences(3);
        let classes: Vec<u32> = rows
            .entries
            .iter()
            .flat_map(|&own| [own, (own + 1) % 3, (own + 2) % 3])
            .collect();
        finds_its_entries(&train_sparse(&rows, 3, &classes, 3));
    }
}
