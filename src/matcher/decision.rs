//! The decision: answer, offer a few, or say that we do not know.

use super::{Candidate, calibration};
use crate::faq::EntryId;

/// What the owner of the FAQ wants of a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// The share of wrong answers among all answers that is acceptable, 0 to 1.
    pub wrong_answers: f64,
    /// How many entries to offer at most when unsure.
    pub suggestions: usize,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds {
            wrong_answers: 0.05,
            suggestions: 3,
        }
    }
}

/// What to do with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Sure enough: this entry answers.
    Answer(EntryId),
    /// Unsure: one of these may answer, most likely first.
    Suggest(Vec<EntryId>),
    /// Nothing fits.
    None,
}

/// Below this confidence of the best entry nothing is offered.
const NOTHING_BELOW: f64 = 0.12;

/// What the confidence of the best entry allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Answer,
    Suggest,
    None,
}

/// The confidences from which on is answered, and from which on is offered.
pub(super) fn limits(thresholds: &Thresholds) -> (f64, f64) {
    (
        calibration::threshold(thresholds.wrong_answers),
        NOTHING_BELOW,
    )
}

/// What a confidence allows.
pub(super) fn verdict(confidence: f64, thresholds: &Thresholds) -> Verdict {
    let (answer, offer) = limits(thresholds);
    if confidence >= answer {
        Verdict::Answer
    } else if confidence >= offer {
        Verdict::Suggest
    } else {
        Verdict::None
    }
}

/// What to do with candidates, best first.
pub(super) fn decide(candidates: &[Candidate], thresholds: &Thresholds) -> Decision {
    let Some(best) = candidates.first() else {
        return Decision::None;
    };
    match verdict(best.confidence, thresholds) {
        Verdict::Answer => Decision::Answer(best.entry.clone()),
        Verdict::Suggest => {
            let offered = candidates.iter().take(thresholds.suggestions);
            Decision::Suggest(offered.map(|candidate| candidate.entry.clone()).collect())
        }
        Verdict::None => Decision::None,
    }
}
