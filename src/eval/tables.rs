//! Match quality in tables: the curve of wrong answers, confusions, bins of confidence, ranks.

use super::Labelled;
use super::judged::Judged;
use crate::matcher::DecisionKind;

/// A point on the curve of wrong answers against answers given.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Point {
    /// Confidence from which on is answered.
    pub threshold: f64,
    /// Share of all questions answered.
    pub answered: f64,
    /// Share of those answers that are wrong.
    pub wrong: f64,
}

/// The curve at thresholds .95, .9 down to .05.
pub fn curve(judged: &[Judged]) -> Vec<Point> {
    (1..20)
        .rev()
        .map(|step| {
            let threshold = f64::from(step) * 0.05;
            let answered = judged
                .iter()
                .filter(|one| one.confidence >= threshold)
                .count();
            let wrong = judged
                .iter()
                .filter(|one| one.confidence >= threshold && one.rank != Some(1))
                .count();
            Point {
                threshold,
                answered: answered as f64 / judged.len().max(1) as f64,
                wrong: wrong as f64 / answered.max(1) as f64,
            }
        })
        .collect()
}

/// An entry that was taken for another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Confusion {
    /// The right entry; `-` where there is none.
    pub right: String,
    /// The entry that came first.
    pub found: String,
    /// How often.
    pub count: usize,
}

/// Entries taken for one another, most often first; out-of-scope questions count where answered.
pub fn confusions(questions: &[Labelled], judged: &[Judged]) -> Vec<Confusion> {
    let mut counts = std::collections::BTreeMap::new();
    for (labelled, one) in questions.iter().zip(judged) {
        let wrong = if one.in_scope {
            one.rank != Some(1)
        } else {
            one.decision == DecisionKind::Answer
        };
        if let (true, Some(found)) = (wrong, &one.best) {
            let right = labelled.entry.as_deref().unwrap_or("-");
            *counts.entry((right, found.as_str())).or_insert(0) += 1;
        }
    }
    let mut all: Vec<Confusion> = counts
        .into_iter()
        .map(|((right, found), count)| Confusion {
            right: right.to_owned(),
            found: found.to_owned(),
            count,
        })
        .collect();
    all.sort_by_key(|confusion| std::cmp::Reverse(confusion.count));
    all
}

/// Questions of about the same confidence.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Bin {
    /// How many there are.
    pub count: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share of them whose best entry is right.
    pub right: f64,
}

/// Ten bins of confidence, each a tenth wide.
pub fn bins(judged: &[Judged]) -> Vec<Bin> {
    let mut bins = vec![Bin::default(); 10];
    for one in judged {
        let bin = &mut bins[((one.confidence * 10.0) as usize).min(9)];
        bin.count += 1;
        bin.confidence += one.confidence;
        bin.right += f64::from(u8::from(one.rank == Some(1)));
    }
    for bin in &mut bins {
        let count = bin.count.max(1) as f64;
        bin.confidence /= count;
        bin.right /= count;
    }
    bins
}

/// One line a question: the place of its entry (`-` where it is not found; for questions out of
/// scope what was done), the entry and the question.
pub fn rank_table(questions: &[Labelled], judged: &[Judged]) -> String {
    let mut table = String::new();
    for (labelled, one) in questions.iter().zip(judged) {
        let place = match (one.in_scope, one.rank, one.decision) {
            (true, Some(rank), _) => rank.to_string(),
            (true, None, _) => "-".to_owned(),
            (false, _, DecisionKind::Answer) => "answer".to_owned(),
            (false, _, DecisionKind::Suggest) => "suggest".to_owned(),
            (false, _, DecisionKind::None) => "none".to_owned(),
        };
        let entry = labelled.entry.as_deref().unwrap_or("-");
        table.push_str(&format!("{place}\t{entry}\t{}\n", labelled.question));
    }
    table
}
