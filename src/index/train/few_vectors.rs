//! Training over the vectors of sentences after a change: the weights of the changed entries alone
//! are learned.

use super::column_softmax::{Row, Vectors, train as train_columns};
use super::objective::ITERATIONS;
use super::over_vectors::{DATA_WEIGHT, SPARSE_ITERATIONS, Sentences, product};
use crate::meaning::SentenceVector;

const DIMENSIONS: usize = SentenceVector::DIMENSIONS;

/// A sentence among those given, with the scores of the entries that stay and compete.
pub(in crate::index) struct Competing {
    /// Number of the sentence.
    pub number: usize,
    /// The changed entry that is right, by its place among the changed ones, or the score of the
    /// right entry where that stays.
    pub right: Result<usize, f32>,
    /// Scores of the entries that stay.
    pub scores: Vec<f32>,
    /// The changed entries that compete, by their places among the changed ones.
    pub columns: Vec<usize>,
}

/// Learns the weights of the changed entries, one after another, from where they are;
/// `over_all` tells whether every sentence competes with all entries.
pub(in crate::index) fn train_few(
    sentences: &Sentences,
    competing: Vec<Competing>,
    columns: &mut [f32],
    over_all: bool,
) {
    let iterations = match over_all {
        true => ITERATIONS,
        false => SPARSE_ITERATIONS,
    };
    let rows: Vec<Row> = competing
        .into_iter()
        .map(|one| {
            let (most, sum) = Row::stay(one.scores.iter().copied());
            Row {
                number: one.number,
                weight: DATA_WEIGHT,
                right: one.right,
                most,
                sum,
                columns: one.columns,
            }
        })
        .collect();
    train_columns(sentences, &rows, DIMENSIONS, columns, iterations);
}

impl Vectors for Sentences {
    fn product(&self, row: usize, column: &[f32]) -> f32 {
        product(self.value(row), column)
    }

    fn add(&self, row: usize, times: f32, slopes: &mut [f32]) {
        for (slope, value) in slopes.iter_mut().zip(self.value(row)) {
            *slope += times * value;
        }
    }
}
