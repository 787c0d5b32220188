//! Matching: a question in, the likely entries with their confidence out, and what to do with them.

mod candidate;
mod decision;

pub use candidate::Candidate;
pub use decision::{Decision, Thresholds};

use crate::knowledge::Knowledge;
use crate::text::Language;

/// What matching says about one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The language the question is mostly written in.
    pub language: Language,
    /// The best entries, best first, also where none is good enough.
    pub candidates: Vec<Candidate>,
    /// What to do.
    pub decision: Decision,
}

/// Finds the entries that may answer `question`: at most `top` of them, at least as many as
/// `thresholds` would suggest.
pub fn ask(knowledge: &Knowledge, question: &str, thresholds: &Thresholds, top: usize) -> Outcome {
    let _ = (knowledge, question, thresholds, top);
    Outcome {
        language: Language::En,
        candidates: Vec::new(),
        decision: Decision::None,
    }
}
