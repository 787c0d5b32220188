//! Dense training after a change: the weights of the changed entries alone are learned; all others
//! stay.

use std::ops::Range;

use super::column_softmax::{Row, Vectors, train as train_columns};
use super::dense::{Dense, LANES, add};
use super::objective::{Examples, ITERATIONS};
use super::sparse::scale;
use crate::index::build::changes::EntryChanges;
use crate::index::built::Built;
use crate::index::parallel;
use crate::index::postings::rows::Rows;

/// Learns the weights of the changed entries beside those of `before`. `group_before` is the
/// number that each group had.
pub(super) fn train(
    entries: usize,
    built: &Built,
    changes: &EntryChanges,
    before: &Dense,
    group_before: &[u32],
    threads: usize,
) -> Dense {
    let stride = entries.div_ceil(LANES) * LANES;
    let mut weights = taken_over(stride, built, changes, before, group_before);
    let examples = Examples::new(built);
    let rows = rows(stride, built, &examples, changes, &weights, threads);
    let groups = built.groups.len();
    let touched = &changes.touched;
    // From zero: a training of all begins there, too, and stops before it has converged.
    let mut columns = vec![0.0f32; groups * touched.len()];
    let texts = Texts {
        rows: &built.rows,
        values: &examples.values,
    };
    train_columns(&texts, &rows, groups, &mut columns, ITERATIONS);
    for (&entry, column) in touched.iter().zip(columns.chunks_exact(groups)) {
        let lines = weights.chunks_exact_mut(stride);
        for (line, weight) in lines.zip(column) {
            line[entry as usize] = *weight;
        }
    }
    for (group, line) in weights.chunks_exact_mut(stride).enumerate() {
        let scale = scale(built, group);
        line.iter_mut().for_each(|weight| *weight *= scale);
    }
    Dense::new(stride, &weights)
}

/// The weights that the entries had before, group after group; 0 where there was none.
fn taken_over(
    stride: usize,
    built: &Built,
    changes: &EntryChanges,
    before: &Dense,
    group_before: &[u32],
) -> Vec<f32> {
    let mut weights = vec![0.0f32; built.groups.len() * stride];
    let lines = weights.chunks_exact_mut(stride).zip(group_before);
    for (group, (line, &group_before)) in lines.enumerate() {
        if group_before == u32::MAX {
            continue;
        }
        let scale = scale(built, group);
        for (weight, known) in line.iter_mut().zip(&changes.known) {
            if let Some(known) = known {
                *weight = before.weight(group_before, *known) / scale;
            }
        }
    }
    weights
}

/// All rows, with what stays of their softmax.
fn rows(
    stride: usize,
    built: &Built,
    examples: &Examples,
    changes: &EntryChanges,
    weights: &[f32],
    threads: usize,
) -> Vec<Row> {
    let rows = &built.rows;
    let mut made: Vec<Option<Row>> = Vec::new();
    made.resize_with(rows.len(), || None);
    let ranges = parallel::cuts(rows.len(), threads, |row| rows.groups(row).len() + 1);
    let sum_up = |range: Range<usize>, made: &mut [Option<Row>]| {
        let mut scores = vec![0.0f32; stride];
        for (row, made) in range.zip(made) {
            scores.fill(0.0);
            let start = rows.starts[row] as usize;
            for (place, &group) in rows.groups(row).iter().enumerate() {
                let line = &weights[group as usize * stride..][..stride];
                add(&mut scores, examples.values[start + place], line);
            }
            let right = rows.entry[row];
            let entries = (0..).zip(&scores[..changes.known.len()]);
            let staying = entries.filter(|(entry, _)| changes.place(*entry).is_none());
            let (most, sum) = Row::stay(staying.map(|(_, score)| *score));
            *made = Some(Row {
                number: row,
                weight: examples.weights[row],
                right: changes.place(right).ok_or(scores[right as usize]),
                most,
                sum,
                columns: (0..changes.touched.len()).collect(),
            });
        }
    };
    parallel::each(&ranges, &mut made, |row| row, sum_up);
    made.into_iter().flatten().collect()
}

/// The rows as vectors of length 1 over the groups.
struct Texts<'a> {
    rows: &'a Rows,
    values: &'a [f32],
}

impl Texts<'_> {
    fn of(&self, row: usize) -> impl Iterator<Item = (usize, f32)> {
        let start = self.rows.starts[row] as usize;
        let groups = self.rows.groups(row).iter();
        groups
            .zip(&self.values[start..])
            .map(|(group, value)| (*group as usize, *value))
    }
}

impl Vectors for Texts<'_> {
    fn product(&self, row: usize, column: &[f32]) -> f32 {
        self.of(row)
            .map(|(group, value)| value * column[group])
            .sum()
    }

    fn add(&self, row: usize, times: f32, slopes: &mut [f32]) {
        for (group, value) in self.of(row) {
            slopes[group] += times * value;
        }
    }
}
