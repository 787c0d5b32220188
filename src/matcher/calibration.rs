//! Scores to confidences: the probability that an entry is the right answer.

use super::score::Scored;
use crate::index::{Index, Query};

/// The confidence of each of the `best` entries, best first, 0 to 1.
pub(super) fn confidences(index: &Index, query: &Query, best: &[Scored]) -> Vec<f64> {
    let Some(first) = best.first() else {
        return Vec::new();
    };
    let coverage = f64::from(query.coverage(index));
    let a = first.entry as usize;
    let second = best
        .get(1)
        .map_or(0.0, |second| query.centroid[second.entry as usize]);
    let top = f64::from(query.centroid[a]);
    let z = -4.5 + 6.0 * top + 3.0 * coverage + 5.0 * (top - f64::from(second));
    let p = 1.0 / (1.0 + (-z).exp());
    let mut rest = 1.0 - p;
    let mut confidences = vec![p];
    for other in &best[1..] {
        let share = f64::from(query.centroid[other.entry as usize]) / top.max(1e-6);
        let q = (p * share.powi(3)).min(rest * 0.6);
        rest -= q;
        confidences.push(q);
    }
    confidences
}
