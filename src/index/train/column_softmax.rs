//! Training of a few entries against all others, whose weights stay: a softmax regression in which
//! only some columns move.

use super::lbfgs::{Objective, minimize};
use super::objective::reach;

/// Texts as vectors.
pub(in crate::index) trait Vectors {
    /// Product of text number `row` with a column of weights.
    fn product(&self, row: usize, column: &[f32]) -> f32;
    /// Adds `times` the text to the slopes of a column.
    fn add(&self, row: usize, times: f32, slopes: &mut [f32]);
}

/// A text with what stays of its softmax.
pub(in crate::index) struct Row {
    /// Number of its vector.
    pub number: usize,
    /// How much it counts.
    pub weight: f32,
    /// The column that is right, or the score of the right entry where that stays.
    pub right: Result<usize, f32>,
    /// Largest score of the entries that stay.
    pub most: f32,
    /// Sum of the exponentials of their scores above it.
    pub sum: f32,
    /// The columns that compete.
    pub columns: Vec<usize>,
}

impl Row {
    /// Sums up the scores of the entries that stay.
    pub fn stay(scores: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
        let most = scores.clone().fold(f32::MIN, f32::max);
        let sum = scores.map(|score| (score - most).exp()).sum();
        (most, sum)
    }
}

/// Learns `columns`, one after another, each `length` weights long, from where they are, in
/// at most `iterations` steps.
pub(in crate::index) fn train(
    vectors: &impl Vectors,
    rows: &[Row],
    length: usize,
    columns: &mut [f32],
    iterations: usize,
) {
    let mut objective = ColumnSoftmax {
        vectors,
        rows,
        length,
    };
    let count = columns.len() / length.max(1);
    minimize(&mut objective, columns, iterations, reach(count));
}

struct ColumnSoftmax<'a, V> {
    vectors: &'a V,
    rows: &'a [Row],
    length: usize,
}

impl<V: Vectors> Objective for ColumnSoftmax<'_, V> {
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
        gradient.copy_from_slice(at);
        let mut loss = 0.0;
        let mut scores: Vec<f32> = Vec::new();
        for row in self.rows {
            let column = |&column: &usize| &at[column * self.length..][..self.length];
            scores.clear();
            scores.extend(
                (row.columns.iter()).map(|number| self.vectors.product(row.number, column(number))),
            );
            let most = scores.iter().copied().fold(row.most, f32::max);
            let stays = row.sum * (row.most - most).exp();
            let moves = scores.iter().map(|score| (score - most).exp());
            let sum = stays + moves.sum::<f32>();
            let right = match row.right {
                Ok(right) => {
                    let place = row.columns.iter().position(|&column| column == right);
                    place.map_or(row.most, |place| scores[place])
                }
                Err(score) => score,
            };
            loss += f64::from(row.weight) * (f64::from(sum).ln() - f64::from(right - most));
            for (&column, score) in row.columns.iter().zip(&scores) {
                let mut residual = (score - most).exp() / sum;
                if row.right == Ok(column) {
                    residual -= 1.0;
                }
                let slopes = &mut gradient[column * self.length..][..self.length];
                self.vectors.add(row.number, row.weight * residual, slopes);
            }
        }
        let size: f64 = at
            .chunks(1024)
            .map(|part| f64::from(part.iter().map(|w| w * w).sum::<f32>()))
            .sum();
        loss + size / 2.0
    }
}
