//! Scores to confidences: the probability that an entry is the right answer.
//!
//! A logistic formula over [`signals`](super::signals) with fixed constants, the same for every
//! FAQ. Fitted by `examples/fit.rs` on labelled English and Chinese questions: full FAQs, FAQs of
//! a dozen and of 35 entries cut from them (the questions of the other entries out of scope), FAQs
//! with one and three phrasings an entry, both languages in one. Each weighs the same, and in each
//! one question in five is out of scope by weight. Left out of the fit, each kind of data is
//! judged about as well as when it is in (mean AUROC .913 for .915). Fitting on the FAQ itself was
//! tried and is worse.

use super::Found;
use super::signals::{COUNT, Signals};
use crate::index::Query;

/// Weights of the signals, in their order, where something was learned.
const LEARNED: [f64; COUNT] = [
    0.544, 2.992, 1.872, 0.631, 3.880, -1.976, 1.014, -0.335, 2.354, 0.413, 1.313, 0.448, 0.367,
    -0.129,
];
const LEARNED_BIAS: f64 = -7.825;

/// The same where overlap alone orders (one or two phrasings an entry).
const OVERLAP: [f64; COUNT] = [
    0.0, 0.0, -0.419, 0.0, 1.902, 0.675, 3.954, 4.776, 2.041, 0.629, 1.600, 0.189, 0.424, -0.624,
];
const OVERLAP_BIAS: f64 = -6.084;

/// How sharply cosines are told apart where nothing was learned: runners-up only.
const SHARPNESS: f64 = 12.0;

/// Acceptable share of wrong answers, and the confidence from which on answers keep to it, over
/// all data of the fit together.
const THRESHOLDS: [(f64, f64); 9] = [
    (0.00, 0.990),
    (0.02, 0.934),
    (0.03, 0.888),
    (0.05, 0.800),
    (0.07, 0.710),
    (0.10, 0.600),
    (0.15, 0.450),
    (0.20, 0.320),
    (0.50, 0.050),
];

/// The probability that the best entry is right.
pub(super) fn probability(signals: &Signals) -> f64 {
    let (weights, bias) = if signals.learned {
        (&LEARNED, LEARNED_BIAS)
    } else {
        (&OVERLAP, OVERLAP_BIAS)
    };
    let z: f64 = bias
        + weights
            .iter()
            .zip(&signals.values)
            .map(|(weight, value)| weight * value)
            .sum::<f64>();
    1.0 / (1.0 + (-z).exp())
}

/// The confidence from which on an answer is given, where `wrong_answers` is acceptable.
pub(super) fn threshold(wrong_answers: f64) -> f64 {
    let wanted = wrong_answers.clamp(0.0, THRESHOLDS[THRESHOLDS.len() - 1].0);
    let pair = THRESHOLDS.windows(2).find(|pair| wanted <= pair[1].0);
    pair.map_or(1.0, |pair| {
        let ((from, high), (to, low)) = (pair[0], pair[1]);
        high + (low - high) * (wanted - from) / (to - from)
    })
}

/// The confidence of each of the best entries, best first, 0 to 1, never rising. The first is
/// calibrated; the others share what it leaves.
pub(super) fn confidences(query: &Query, found: &Found) -> Vec<f64> {
    let (Some(signals), Some(first)) = (&found.signals, found.best.first()) else {
        return Vec::new();
    };
    let best = probability(signals);
    let share = |entry: u32| -> f64 {
        match query.learned.get(entry as usize) {
            Some(&share) => f64::from(share) / (1.0 - signals.values[1]).max(1e-6),
            None => {
                let ahead = query.centroid[first.entry as usize] - query.centroid[entry as usize];
                (-SHARPNESS * f64::from(ahead)).exp() / 2.0
            }
        }
    };
    let known = signals.values[10];
    let mut last = best;
    let others = found.best[1..].iter().map(|scored| {
        last = last.min((1.0 - best) * share(scored.entry).min(1.0) * known);
        last
    });
    std::iter::once(best).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_share_of_wrong_answers_asks_for_more_confidence() {
        let mut last = 1.0;
        for step in 0..=60 {
            let threshold = threshold(f64::from(step) / 100.0);
            assert!(
                (0.0..=last).contains(&threshold),
                "{step}: {threshold} after {last}"
            );
            last = threshold;
        }
    }
}
