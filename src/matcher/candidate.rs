//! A candidate: an entry that may answer, and how sure we are.

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
