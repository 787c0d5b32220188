//! The decision: answer, offer a few, or say that we do not know.

use super::calibration;
use crate::faq::EntryId;

/// An entry that may answer a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The entry.
    pub entry: EntryId,
    /// Probability that this entry is the right answer, 0 to 1; comparable between questions.
    pub confidence: f64,
    /// The phrasing of the entry that is closest to the question, as its author wrote it; the
    /// entry's first one where a candidate after the best has next to no confidence.
    pub phrasing: String,
}

/// What the author of the FAQ wants of a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// The share of wrong answers among all answers that is acceptable, 0 to 1.
    pub wrong_answers: f64,
    /// How many entries to offer at most when unsure.
    pub suggestions: usize,
    /// Whether a test of the FAQ passes when its entry is not answered but offered first.
    pub offered_passes: bool,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds {
            wrong_answers: 0.05,
            suggestions: 3,
            offered_passes: true,
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

/// Confidence of the best entry below which nothing is offered (a probability).
const NOTHING_BELOW: f64 = 0.12;
/// The same where meaning can be asked.
const NOTHING_BELOW_WITH_MEANING: f64 = 0.25;
/// Confidence below which an entry after the best is not offered where meaning can be asked: a list
/// is not filled up with what is hardly ever right. It shortens lists by a sixth and loses the right
/// entry of one question in four hundred.
const NOT_OFFERED_BELOW: f64 = 0.05;
/// The same for a bare topic (`refund`, 退款): it fits several entries, whichever is likeliest.
const NOT_OFFERED_BELOW_OF_A_TOPIC: f64 = 0.005;

/// A decision without its entries: what the confidence of the best entry allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// An entry is the answer.
    Answer,
    /// Some entries are offered.
    Suggest,
    /// Neither.
    None,
}

/// The confidences from which on is answered, and from which on is offered.
pub fn limits(thresholds: &Thresholds, has_meaning: bool) -> (f64, f64) {
    (
        calibration::threshold(thresholds.wrong_answers, has_meaning),
        match has_meaning {
            true => NOTHING_BELOW_WITH_MEANING,
            false => NOTHING_BELOW,
        },
    )
}

/// What a confidence allows.
pub(super) fn kind(confidence: f64, thresholds: &Thresholds, has_meaning: bool) -> DecisionKind {
    let (answer, offer) = limits(thresholds, has_meaning);
    if confidence >= answer {
        DecisionKind::Answer
    } else if confidence >= offer {
        DecisionKind::Suggest
    } else {
        DecisionKind::None
    }
}

/// What to do with candidates, best first. A contradicted one is offered at most; `is_topic` says that
/// the question names no more than a topic.
pub(super) fn decide(
    candidates: &[Candidate],
    contradicted: bool,
    is_topic: bool,
    thresholds: &Thresholds,
    has_meaning: bool,
) -> Decision {
    let Some(best) = candidates.first() else {
        return Decision::None;
    };
    match kind(best.confidence, thresholds, has_meaning) {
        DecisionKind::Answer if !contradicted => Decision::Answer(best.entry.clone()),
        DecisionKind::Answer | DecisionKind::Suggest => {
            let least = match (has_meaning, is_topic) {
                (false, _) => 0.0,
                (true, false) => NOT_OFFERED_BELOW,
                (true, true) => NOT_OFFERED_BELOW_OF_A_TOPIC,
            };
            let offered = candidates.iter().take(thresholds.suggestions);
            let offered = offered.filter(|candidate| candidate.confidence >= least);
            Decision::Suggest(offered.map(|candidate| candidate.entry.clone()).collect())
        }
        DecisionKind::None => Decision::None,
    }
}
