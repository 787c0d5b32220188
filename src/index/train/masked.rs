//! Training with weights only where an entry has a column, each row against its likely rivals.
//!
//! The weights lie beside the postings. The softmax of a row runs over its own entry and the
//! best others by overlap, fixed before training.

use std::ops::Range;

use super::lbfgs::{Objective, minimize};
use super::{Examples, ITERATIONS, parallel, reach, rivals, softmax};
use crate::index::build::Built;
use crate::index::posting::Rows;

/// Entries in the softmax of a row, its own included. Fewer where the FAQ is so large that
/// their weights would not fit the memory.
const RIVALS: usize = 24;
const FEWEST_RIVALS: usize = 4;
/// Pairs of a row's column and a rival's weight that are aimed at, at 5 bytes each.
const MOST_PAIRS: usize = 24_000_000;

/// Learns the weights and writes them into the postings.
pub(super) fn train(entries: usize, built: &mut Built, examples: &Examples, threads: usize) {
    // Rivals have about half of a row's columns; the row's own entry has all.
    let columns = built.rows.columns.len().max(1);
    let count = (MOST_PAIRS.saturating_sub(columns) * 2 / columns).clamp(FEWEST_RIVALS, RIVALS);
    let mut objective = Masked::new(entries, count, built, examples, threads);
    let mut weights = vec![0.0f32; built.postings.len()];
    minimize(&mut objective, &mut weights, ITERATIONS, reach(entries));
    drop(objective);
    for (number, column) in built.columns.iter().enumerate() {
        let scale = column.icf / (column.size as f32).sqrt();
        for at in built.posting_starts[number]..built.posting_starts[number + 1] {
            built.postings[at as usize].learned = weights[at as usize] * scale;
        }
    }
}

/// Some rows in a line with the weights that their softmax needs.
#[derive(Default)]
pub(super) struct Part {
    /// The rows.
    pub rows: Range<usize>,
    /// Rivals of each row that exist; the row's own entry is the first.
    pub rival_counts: Vec<u32>,
    /// Where the pairs of each row start; one more than there are rows.
    pub starts: Vec<u32>,
    /// For each column of each row, how many pairs it has.
    pub counts: Vec<u8>,
    /// Numbers of the postings whose weights are meant.
    pub postings: Vec<u32>,
    /// For which rival of the row each is.
    pub rivals: Vec<u8>,
}

struct Masked<'a> {
    rows: &'a Rows,
    posting_starts: &'a [u32],
    examples: &'a Examples,
    width: usize,
    parts: Vec<Part>,
    /// One part each, for sharing them among threads.
    numbers: Vec<Range<usize>>,
    /// Ranges of postings, one for each thread.
    posting_ranges: Vec<Range<usize>>,
    scores: Vec<f32>,
}

impl<'a> Masked<'a> {
    fn new(
        entries: usize,
        width: usize,
        built: &'a Built,
        examples: &'a Examples,
        threads: usize,
    ) -> Self {
        let rows = &built.rows;
        let ranges = parallel::cuts(rows.len(), threads, |row| rows.columns(row).len() + 1);
        let mut parts: Vec<Part> = ranges
            .iter()
            .map(|range| Part {
                rows: range.clone(),
                ..Part::default()
            })
            .collect();
        let numbers: Vec<Range<usize>> = (0..parts.len()).map(|part| part..part + 1).collect();
        parallel::each(
            &numbers,
            &mut parts,
            |part| part,
            |_, parts| {
                for part in parts {
                    rivals::collect(entries, width, built, examples, part);
                }
            },
        );
        let mut uses = vec![0u32; built.postings.len()];
        for &posting in parts.iter().flat_map(|part| &part.postings) {
            uses[posting as usize] += 1;
        }
        let posting_ranges =
            parallel::cuts(uses.len(), threads, |posting| uses[posting] as usize + 1);
        Masked {
            rows,
            posting_starts: &built.posting_starts,
            examples,
            width,
            parts,
            numbers,
            posting_ranges,
            scores: vec![0.0; rows.len() * width],
        }
    }
}

impl Objective for Masked<'_> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        let Masked {
            rows,
            posting_starts,
            examples,
            width,
            ..
        } = *self;
        let parts = &self.parts;
        let forward = |numbers: Range<usize>, scores: &mut [f32]| {
            let part = &parts[numbers.start];
            let mut pair = 0;
            let mut counts = part.counts.iter();
            let mut values = examples.values[rows.starts[part.rows.start] as usize..].iter();
            for (row, scores) in part.rows.clone().zip(scores.chunks_exact_mut(width)) {
                scores.fill(0.0);
                for _ in rows.columns(row) {
                    let (Some(&count), Some(&value)) = (counts.next(), values.next()) else {
                        return;
                    };
                    let pairs = pair..pair + count as usize;
                    pair = pairs.end;
                    for (&posting, &rival) in
                        part.postings[pairs.clone()].iter().zip(&part.rivals[pairs])
                    {
                        scores[rival as usize] += value * at[posting as usize];
                    }
                }
            }
        };
        let offset = |number: usize| match parts.get(number) {
            Some(part) => part.rows.start * width,
            None => rows.len() * width,
        };
        parallel::each(&self.numbers, &mut self.scores, offset, forward);
        let mut loss = 0.0;
        let counts = parts.iter().flat_map(|part| &part.rival_counts);
        for ((row, scores), &count) in self.scores.chunks_exact_mut(width).enumerate().zip(counts) {
            let scores = &mut scores[..count as usize];
            let weight = examples.weights[row];
            loss += f64::from(weight) * softmax(scores, 0);
            scores[0] -= 1.0;
            scores.iter_mut().for_each(|score| *score *= weight);
        }
        let residuals = &self.scores;
        let backward = |range: Range<usize>, slopes: &mut [f32]| {
            slopes.copy_from_slice(&at[range.clone()]);
            for part in parts {
                let first = rows.starts[part.rows.start] as usize;
                for row in part.rows.clone() {
                    let columns = rows.columns(row);
                    // The columns of a row are in order, and so are their postings.
                    let from = columns.partition_point(|&column| {
                        posting_starts[column as usize + 1] as usize <= range.start
                    });
                    let start = rows.starts[row] as usize;
                    let residuals = &residuals[row * width..(row + 1) * width];
                    let counts = &part.counts[start - first..start - first + columns.len()];
                    let skipped: usize = counts[..from].iter().map(|&count| count as usize).sum();
                    let mut pair = part.starts[row - part.rows.start] as usize + skipped;
                    for (place, &column) in columns.iter().enumerate().skip(from) {
                        if posting_starts[column as usize] as usize >= range.end {
                            break;
                        }
                        let pairs = pair..pair + counts[place] as usize;
                        pair = pairs.end;
                        let value = examples.values[start + place];
                        for (&posting, &rival) in
                            part.postings[pairs.clone()].iter().zip(&part.rivals[pairs])
                        {
                            // A column may lie on both sides of a border between threads.
                            if let Some(slope) =
                                slopes.get_mut((posting as usize).wrapping_sub(range.start))
                            {
                                *slope += value * residuals[rival as usize];
                            }
                        }
                    }
                }
            }
        };
        parallel::each(&self.posting_ranges, gradient, |posting| posting, backward);
        let size: f64 = at
            .chunks(1024)
            .map(|part| f64::from(part.iter().map(|w| w * w).sum::<f32>()))
            .sum();
        loss + size / 2.0
    }
}
