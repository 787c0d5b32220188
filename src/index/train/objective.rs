//! What dense and sparse training share: constants, row weights and the softmax.

use crate::index::built::Built;
use crate::index::postings::rows::Source;

/// Weight of the data against the size of the weights. From 30 to 300 it makes no difference.
pub(in crate::index) const DATA_WEIGHT: f32 = 60.0;
/// Most iterations of L-BFGS. It has mostly converged after 13 to 20.
pub(in crate::index) const ITERATIONS: usize = 30;
/// Length of the first step that an entry's weights may take.
const REACH: f64 = 3.0;
/// Weight of the row of an entry's id, as a multiple of a phrasing's.
const ID_WEIGHT: f32 = 1.0;
/// Weight of a keyword's row, as a multiple of a phrasing's.
const KEYWORD_WEIGHT: f32 = 1.0;

/// How much a row counts in training.
pub(in crate::index) fn row_weight(source: Source) -> f32 {
    match source {
        Source::Phrasing(_) => 1.0,
        Source::Id => ID_WEIGHT,
        Source::Keyword(_) => KEYWORD_WEIGHT,
    }
}

/// Length of the first step over the weights of all entries together.
pub(super) fn reach(entries: usize) -> f64 {
    REACH * (entries as f64).sqrt()
}

/// The rows as vectors of length 1.
pub(super) struct Examples {
    /// Value of each group of the rows, beside `Rows::groups`.
    pub values: Vec<f32>,
    /// How much each row counts.
    pub weights: Vec<f32>,
}

impl Examples {
    pub fn new(built: &Built) -> Examples {
        let mut values = Vec::with_capacity(built.rows.groups.len());
        for row in 0..built.rows.len() {
            let groups = built.rows.groups(row);
            let scales = built.rows.scales[row];
            values.extend(groups.iter().map(|&number| {
                let group = &built.groups[number as usize];
                scales[group.kind.block()] * group.icf * (group.size as f32).sqrt()
            }));
        }
        Examples {
            values,
            weights: built
                .rows
                .source
                .iter()
                .map(|source| DATA_WEIGHT * row_weight(*source))
                .collect(),
        }
    }
}

/// Turns scores into shares and returns the cross entropy against `right`.
pub(super) fn softmax(scores: &mut [f32], right: usize) -> f64 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let target = scores[right];
    let mut sum = 0.0f32;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    f64::from(sum).ln() - f64::from(target - most)
}
