//! Matching: a question in, the likely entries with their confidence out, and what to do with them.
//!
//! Reads no clock, no file and no network; the same knowledge and question give the same bytes.

mod calibration;
mod candidate;
mod decision;
mod nearest;
mod score;
mod scratch;

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
    scratch::with(|scratch| {
        let index = knowledge.index();
        scratch.analysis.read(question);
        index
            .spelling()
            .correct(&mut scratch.analysis, &mut scratch.corrections);
        scratch.query.look_up(index, &scratch.analysis);
        scratch.query.score(index);
        let wanted = top.max(thresholds.suggestions).max(2);
        let best = score::best(index, &scratch.query, wanted);
        let confidences = calibration::confidences(index, &scratch.query, &best);
        let candidates: Vec<Candidate> = best
            .iter()
            .zip(confidences)
            .take(wanted)
            .map(|(scored, confidence)| Candidate {
                entry: knowledge.faq().entries[scored.entry as usize].id.clone(),
                confidence,
                phrasing: nearest::phrasing(knowledge, &scratch.query, scored.entry),
            })
            .collect();
        Outcome {
            language: scratch.analysis.language(),
            decision: decision::decide(&candidates, thresholds),
            candidates,
        }
    })
}
