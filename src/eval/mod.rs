//! Match quality over labelled questions.
//!
//! A labelled question is a line `id<TAB>question`; the id `-` says that no entry answers it.
//! Everything is measured through [`matcher::ask`], as people meet it.

mod judged;
mod languages;
mod promise;
mod summary;
mod tables;

pub use judged::Judged;
pub use languages::{LanguagePair, by_languages};
pub use promise::{Promise, interval, promise};
pub use summary::{Summary, summarize};
pub use tables::{Bin, Confusion, Point, bins, confusions, curve, rank_table};

use crate::knowledge::Knowledge;
use crate::matcher::{self, Decision, DecisionKind, Thresholds};

/// A question and what should come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Id of the right entry; `None` where no entry answers.
    pub entry: Option<String>,
    /// The question.
    pub question: String,
}

/// Reads labelled questions; lines without a tab and empty lines are passed over.
pub fn read(text: &str) -> Vec<Labelled> {
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, question)| Labelled {
            entry: (id != "-").then(|| id.to_owned()),
            question: question.trim_end().to_owned(),
        })
        .collect()
}

/// How many candidates are looked through for the right one.
pub const DEPTH: usize = 10;

/// Asks every question.
pub fn judge(
    knowledge: &Knowledge,
    questions: &[Labelled],
    thresholds: &Thresholds,
) -> Vec<Judged> {
    questions
        .iter()
        .map(|labelled| {
            let outcome = matcher::ask(knowledge, &labelled.question, thresholds, DEPTH);
            let right = |id: &str| labelled.entry.as_deref() == Some(id);
            let (decision, helped) = match &outcome.decision {
                Decision::Answer(id) => (DecisionKind::Answer, right(id.as_str())),
                Decision::Suggest(ids) => (
                    DecisionKind::Suggest,
                    ids.iter().any(|id| right(id.as_str())),
                ),
                Decision::None => (DecisionKind::None, false),
            };
            Judged {
                rank: outcome
                    .candidates
                    .iter()
                    .position(|candidate| right(candidate.entry.as_str()))
                    .map(|at| at + 1),
                best: outcome
                    .candidates
                    .first()
                    .map(|best| best.entry.to_string()),
                confidence: outcome
                    .candidates
                    .first()
                    .map_or(0.0, |best| best.confidence),
                decision,
                helped,
                in_scope: labelled.entry.is_some(),
            }
        })
        .collect()
}
