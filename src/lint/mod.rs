//! What can be wrong with a FAQ that loads: found by asking it and by comparing its parts.
//!
//! [`gate()`] runs the tests that live in the FAQ; [`lint`] looks for what its author should know.
//! Pure: knowledge in, findings out. Reads no file and no clock; large FAQs use all processors.

mod answers;
mod contrasts;
mod gate;
mod list;
mod near;
mod pull;
mod same_answers;
mod same_meaning;
#[cfg(test)]
mod tests;
mod vectors;
mod words;

pub(crate) use answers::links;
pub use contrasts::notes;
pub use gate::{Failure, Gate, Source, gate, gate_near, questions_near};

use crate::faq::{Diagnostic, Places};
use crate::knowledge::Knowledge;
use crate::matcher::Thresholds;

/// Everything worth a warning, in no particular order. Codes: `pull`, `near-duplicate`,
/// `unreachable`, `shared-keyword`, `unused-synonyms`, `numbers-differ`, `links-differ`,
/// `same-answer`, `long-answer`, `long-title`. The knowledge must be one that was built whole.
pub fn lint(knowledge: &Knowledge, places: &Places, thresholds: &Thresholds) -> Vec<Diagnostic> {
    let faq = knowledge.faq();
    let mut found = pull::pulled(knowledge, places, thresholds);
    found.extend(pull::unreachable(knowledge, thresholds));
    found.extend(words::shared_keywords(faq, places));
    found.extend(words::unused_synonyms(faq, places));
    found.extend(answers::answers(faq, places));
    found.extend(same_answers::same_answers(faq, places));
    found
}
