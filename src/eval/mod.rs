//! Match quality over labelled questions.
//!
//! A labelled question is a line `id<TAB>question`; the id `-` says that no entry answers it.
//! Everything is measured through [`matcher::ask`], as people meet it.

mod languages;

pub use languages::{LanguagePair, by_languages};

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

/// Quality in figures; shares are 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Summary {
    /// Questions that an entry answers.
    pub in_scope: usize,
    /// Questions that none answers.
    pub out_of_scope: usize,
    /// Share of in-scope questions whose entry came first.
    pub recall_at_1: f64,
    /// Share of in-scope questions whose entry came among the first three.
    pub recall_at_3: f64,
    /// Mean of one over the place of the right entry.
    pub mean_reciprocal_rank: f64,
    /// Probability that an in-scope question has more confidence than one out of scope.
    pub auroc: f64,
    /// Largest share of in-scope questions answered rightly while 90% of all answers are right.
    pub recall_at_90: f64,
    /// Share of the answers given that are right.
    pub precision: f64,
    /// Share of in-scope questions answered rightly.
    pub answered_right: f64,
    /// Share of in-scope questions answered rightly or with the right entry offered.
    pub helped: f64,
    /// Share of out-of-scope questions answered.
    pub out_of_scope_answered: f64,
    /// Share of out-of-scope questions to which entries were offered.
    pub out_of_scope_offered: f64,
    /// Share of in-scope questions for which nothing was offered.
    pub none_in_scope: f64,
    /// Mean distance of confidence from the share that is right, over ten bins.
    pub calibration_error: f64,
}

/// Sums up what came of the questions.
pub fn summarize(judged: &[Judged]) -> Summary {
    let share = |part: usize, of: usize| {
        if of == 0 {
            0.0
        } else {
            part as f64 / of as f64
        }
    };
    let inside = || judged.iter().filter(|one| one.in_scope);
    let in_scope = inside().count();
    let out_of_scope = judged.len() - in_scope;
    let right = |one: &Judged| one.rank == Some(1);
    let answered = || {
        judged
            .iter()
            .filter(|one| one.decision == DecisionKind::Answer)
    };
    Summary {
        in_scope,
        out_of_scope,
        recall_at_1: share(inside().filter(|one| right(one)).count(), in_scope),
        recall_at_3: share(
            inside()
                .filter(|one| one.rank.is_some_and(|rank| rank <= 3))
                .count(),
            in_scope,
        ),
        mean_reciprocal_rank: inside()
            .filter_map(|one| one.rank)
            .map(|rank| 1.0 / rank as f64)
            .sum::<f64>()
            / in_scope.max(1) as f64,
        auroc: auroc(judged),
        recall_at_90: recall_at(judged, 0.9),
        precision: share(
            answered().filter(|one| right(one)).count(),
            answered().count(),
        ),
        answered_right: share(answered().filter(|one| right(one)).count(), in_scope),
        helped: share(inside().filter(|one| one.helped).count(), in_scope),
        out_of_scope_answered: share(answered().filter(|one| !one.in_scope).count(), out_of_scope),
        out_of_scope_offered: share(
            judged
                .iter()
                .filter(|one| !one.in_scope && one.decision == DecisionKind::Suggest)
                .count(),
            out_of_scope,
        ),
        none_in_scope: share(
            inside()
                .filter(|one| one.decision == DecisionKind::None)
                .count(),
            in_scope,
        ),
        calibration_error: calibration_error(judged),
    }
}

/// The share of wrong answers that is accepted beside the one that was observed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Promise {
    /// The share that the configuration accepts.
    pub accepted: f64,
    /// Answers given, in scope and out of it.
    pub answers: usize,
    /// Of these, wrong.
    pub wrong: usize,
    /// Their share.
    pub observed: f64,
    /// Where the true share begins, with 95% confidence.
    pub least: f64,
    /// Where it ends.
    pub most: f64,
}

/// How the promise is kept on these questions.
pub fn promise(judged: &[Judged], accepted: f64) -> Promise {
    let answered = judged.iter();
    let answered = answered.filter(|one| one.decision == DecisionKind::Answer);
    let (answers, wrong) = answered.fold((0, 0), |(answers, wrong), one| {
        (answers + 1, wrong + usize::from(one.rank != Some(1)))
    });
    let (least, most) = interval(wrong, answers);
    Promise {
        accepted,
        answers,
        wrong,
        observed: wrong as f64 / answers.max(1) as f64,
        least,
        most,
    }
}

/// Standard deviations of the interval: the true share lies outside in 5 of 100 cases.
const DEVIATIONS: f64 = 1.96;

/// Wilson's interval of a share at 95%: `part` of `all`. Without anything, all is possible.
pub fn interval(part: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (n, z) = (all as f64, DEVIATIONS);
    let share = part as f64 / n;
    let middle = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z * z / n;
    (
        ((middle - half) / whole).max(0.0),
        ((middle + half) / whole).min(1.0),
    )
}

/// Area under the curve of in scope against out of scope, ties half; 0 where one kind is missing.
fn auroc(judged: &[Judged]) -> f64 {
    let mut order: Vec<(f64, bool)> = judged
        .iter()
        .map(|one| (one.confidence, one.in_scope))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut sum, mut inside) = (0.0, 0.0, 0.0);
    let mut at = 0;
    while at < order.len() {
        let same = order[at..]
            .iter()
            .take_while(|one| one.0 == order[at].0)
            .count();
        let good = order[at..at + same].iter().filter(|one| one.1).count() as f64;
        let bad = same as f64 - good;
        sum += good * (below + bad / 2.0);
        below += bad;
        inside += good;
        at += same;
    }
    if inside * below > 0.0 {
        sum / (inside * below)
    } else {
        0.0
    }
}

/// Largest share of in-scope questions answered rightly at a threshold where `precision` of the
/// answers are right.
fn recall_at(judged: &[Judged], precision: f64) -> f64 {
    let mut order: Vec<(f64, bool)> = judged
        .iter()
        .map(|one| (one.confidence, one.rank == Some(1)))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let in_scope = judged.iter().filter(|one| one.in_scope).count().max(1);
    let (mut right, mut best) = (0usize, 0usize);
    for (at, one) in order.iter().enumerate() {
        right += usize::from(one.1);
        let last_of_ties = order.get(at + 1).is_none_or(|next| next.0 < one.0);
        if last_of_ties && right as f64 >= precision * (at + 1) as f64 {
            best = right;
        }
    }
    best as f64 / in_scope as f64
}

fn calibration_error(judged: &[Judged]) -> f64 {
    bins(judged)
        .iter()
        .map(|bin| bin.count as f64 * (bin.confidence - bin.right).abs())
        .sum::<f64>()
        / judged.len().max(1) as f64
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        let close = |one: f64, other: f64| (one - other).abs() < 0.0005;
        let (low, high) = interval(10, 100);
        assert!(close(low, 0.0552) && close(high, 0.1744), "{low} {high}");
        let (low, high) = interval(0, 100);
        assert!(close(low, 0.0) && close(high, 0.0370), "{low} {high}");
        assert_eq!(interval(0, 0), (0.0, 1.0));
    }
}
