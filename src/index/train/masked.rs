//! Training with weights only where an entry has a column, each row against its likely rivals.
//!
//! The weights lie beside the postings. The softmax of a row runs over its own entry and the
//! best others by overlap, fixed before training.

use std::ops::Range;

use super::lbfgs::{Objective, minimize};
use super::{Examples, ITERATIONS, parallel, softmax};
use crate::index::build::Built;
use crate::index::posting::{Posting, Rows};

/// Entries in the softmax of a row, its own included. Fewer where the FAQ is so large that
/// their weights would not fit the memory.
const RIVALS: usize = 21;
/// Most pairs of weight and row; each takes 12 bytes while training.
const MOST_PAIRS: usize = 16_000_000;

/// Learns the weights and writes them into the postings.
pub(super) fn train(entries: usize, built: &mut Built, examples: &Examples, threads: usize) {
    let rivals = RIVALS
        .min(MOST_PAIRS * 2 / built.rows.columns.len().max(1))
        .clamp(4, RIVALS);
    let mut objective = Masked::new(entries, rivals, built, examples, threads);
    let mut weights = vec![0.0f32; built.postings.len()];
    minimize(&mut objective, &mut weights, ITERATIONS);
    drop(objective);
    for (number, column) in built.columns.iter().enumerate() {
        let scale = column.icf / (column.size as f32).sqrt();
        let range =
            built.posting_starts[number] as usize..built.posting_starts[number + 1] as usize;
        for at in range {
            built.postings[at].learned = weights[at] * scale;
        }
    }
}

/// Value of a column in a row, tied to the weight of one of the row's rivals.
#[derive(Clone, Copy)]
struct Pair {
    posting: u32,
    value: f32,
    rival: u32,
}

struct Masked<'a> {
    rows: &'a Rows,
    examples: &'a Examples,
    rivals: usize,
    /// Rivals of each row that exist; the row's own entry is the first.
    rival_counts: Vec<u32>,
    /// Where each row's pairs start; within a row they are ordered by posting.
    pair_starts: Vec<u32>,
    pairs: Vec<Pair>,
    row_ranges: Vec<Range<usize>>,
    /// Ranges of postings, one for each thread.
    posting_ranges: Vec<Range<usize>>,
    scores: Vec<f32>,
}

impl<'a> Masked<'a> {
    fn new(
        entries: usize,
        rivals: usize,
        built: &'a Built,
        examples: &'a Examples,
        threads: usize,
    ) -> Self {
        let rows = &built.rows;
        let row_ranges = parallel::cuts(rows.len(), threads, |row| rows.columns(row).len() + 1);
        let mut parts: Vec<(Vec<u32>, Vec<u32>, Vec<Pair>)> = Vec::new();
        parts.resize_with(row_ranges.len(), Default::default);
        let numbered: Vec<Range<usize>> =
            (0..row_ranges.len()).map(|part| part..part + 1).collect();
        parallel::each(
            &numbered,
            &mut parts,
            |part| part,
            |part, out| {
                collect(
                    entries,
                    rivals,
                    built,
                    examples,
                    row_ranges[part.start].clone(),
                    &mut out[0],
                );
            },
        );
        let mut pair_starts = vec![0u32];
        let (mut rival_counts, mut pairs) = (Vec::new(), Vec::new());
        for (counts, lengths, part) in parts {
            rival_counts.extend(counts);
            for length in lengths {
                pair_starts.push(pair_starts.last().copied().unwrap_or(0) + length);
            }
            pairs.extend_from_slice(&part);
        }
        let row_ranges = parallel::cuts(rows.len(), threads, |row| {
            (pair_starts[row + 1] - pair_starts[row]) as usize + 1
        });
        let mut uses = vec![0u32; built.postings.len()];
        for pair in &pairs {
            uses[pair.posting as usize] += 1;
        }
        let posting_ranges =
            parallel::cuts(uses.len(), threads, |posting| uses[posting] as usize + 1);
        Masked {
            rows,
            examples,
            rivals,
            rival_counts,
            pair_starts,
            pairs,
            row_ranges,
            posting_ranges,
            scores: vec![0.0; rows.len() * rivals],
        }
    }
}

/// Finds the rivals of a range of rows and their pairs.
fn collect(
    entries: usize,
    rivals: usize,
    built: &Built,
    examples: &Examples,
    range: Range<usize>,
    out: &mut (Vec<u32>, Vec<u32>, Vec<Pair>),
) {
    let rows = &built.rows;
    let mut overlap = vec![0.0f32; entries];
    let mut place = vec![u32::MAX; entries];
    let mut touched: Vec<u32> = Vec::new();
    for row in range {
        let own = rows.entry[row];
        let start = rows.starts[row] as usize;
        let postings = |column: u32| -> Range<usize> {
            built.posting_starts[column as usize] as usize
                ..built.posting_starts[column as usize + 1] as usize
        };
        let most: f32 = rows
            .columns(row)
            .iter()
            .map(|&column| built.columns[column as usize])
            .map(|column| column.idf * column.size as f32)
            .sum::<f32>()
            .max(1e-9);
        for (at, &column) in rows.columns(row).iter().enumerate() {
            let range = postings(column);
            // A column that most entries have tells rivals apart least and costs most.
            if range.len() > COMMON && range.len() * 8 > entries {
                continue;
            }
            let size = built.columns[column as usize].size as f32;
            let scale =
                examples.values[start + at] * size.sqrt() / built.columns[column as usize].icf;
            for posting in &built.postings[range] {
                let entry = posting.entry as usize;
                if overlap[entry] == 0.0 {
                    touched.push(posting.entry);
                }
                overlap[entry] += scale * posting.centroid + size * posting.bm25 / most;
            }
        }
        touched.retain(|&entry| entry != own);
        let by_overlap = |a: &u32, b: &u32| {
            overlap[*b as usize]
                .total_cmp(&overlap[*a as usize])
                .then(a.cmp(b))
        };
        if touched.len() > rivals - 1 {
            touched.select_nth_unstable_by(rivals - 2, by_overlap);
            for &entry in &touched[rivals - 1..] {
                overlap[entry as usize] = 0.0;
            }
            touched.truncate(rivals - 1);
        }
        touched.sort_unstable();
        place[own as usize] = 0;
        for (number, &entry) in touched.iter().enumerate() {
            place[entry as usize] = number as u32 + 1;
        }
        let before = out.2.len();
        for (at, &column) in rows.columns(row).iter().enumerate() {
            pairs_of(
                &built.postings,
                postings(column),
                &touched,
                own,
                &place,
                examples.values[start + at],
                &mut out.2,
            );
        }
        out.2[before..].sort_unstable_by_key(|pair| pair.posting);
        out.0.push(touched.len() as u32 + 1);
        out.1.push((out.2.len() - before) as u32);
        for &entry in touched.iter().chain([&own]) {
            place[entry as usize] = u32::MAX;
            overlap[entry as usize] = 0.0;
        }
        touched.clear();
    }
}

/// Postings above which a column may count as common.
const COMMON: usize = 256;

fn pairs_of(
    postings: &[Posting],
    range: Range<usize>,
    rivals: &[u32],
    own: u32,
    place: &[u32],
    value: f32,
    out: &mut Vec<Pair>,
) {
    let mut take = |at: usize, rival: u32| {
        out.push(Pair {
            posting: at as u32,
            value,
            rival,
        })
    };
    if range.len() <= 8 * rivals.len() {
        for at in range {
            let rival = place[postings[at].entry as usize];
            if rival != u32::MAX {
                take(at, rival);
            }
        }
        return;
    }
    for &entry in rivals.iter().chain([&own]) {
        if let Ok(found) =
            postings[range.clone()].binary_search_by_key(&entry, |posting| posting.entry)
        {
            take(range.start + found, place[entry as usize]);
        }
    }
}

impl Objective for Masked<'_> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        let Masked {
            rows,
            examples,
            rivals,
            ..
        } = *self;
        let (pairs, pair_starts) = (&self.pairs, &self.pair_starts);
        let row_pairs =
            |row: usize| &pairs[pair_starts[row] as usize..pair_starts[row + 1] as usize];
        let forward = |range: Range<usize>, part: &mut [f32]| {
            for (row, scores) in range.zip(part.chunks_exact_mut(rivals)) {
                scores.fill(0.0);
                for pair in row_pairs(row) {
                    scores[pair.rival as usize] += pair.value * at[pair.posting as usize];
                }
            }
        };
        parallel::each(
            &self.row_ranges,
            &mut self.scores,
            |row| row * rivals,
            forward,
        );
        let mut loss = 0.0;
        for row in 0..rows.len() {
            let count = self.rival_counts[row] as usize;
            let scores = &mut self.scores[row * rivals..row * rivals + count];
            let weight = examples.weights[row];
            loss += f64::from(weight) * softmax(scores, 0);
            scores[0] -= 1.0;
            scores.iter_mut().for_each(|score| *score *= weight);
        }
        let residuals = &self.scores;
        let backward = |range: Range<usize>, part: &mut [f32]| {
            part.copy_from_slice(&at[range.clone()]);
            for row in 0..rows.len() {
                let pairs = row_pairs(row);
                let from = pairs.partition_point(|pair| (pair.posting as usize) < range.start);
                for pair in &pairs[from..] {
                    let posting = pair.posting as usize;
                    if posting >= range.end {
                        break;
                    }
                    part[posting - range.start] +=
                        pair.value * residuals[row * rivals + pair.rival as usize];
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
