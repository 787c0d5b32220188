//! What came of one labelled question.

use crate::matcher::DecisionKind;

/// What came of one labelled question.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Place of the right entry among the candidates, from 1; `None` where it is not there.
    pub rank: Option<usize>,
    /// The best entry, if there is any.
    pub best: Option<String>,
    /// Its confidence.
    pub confidence: f64,
    /// What was done: `answer`, `suggest` or `none`.
    pub decision: DecisionKind,
    /// Whether the right entry was answered or among those offered.
    pub helped: bool,
    /// Whether the question is in scope.
    pub in_scope: bool,
}
