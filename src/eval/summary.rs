//! Match quality in a few figures.

use super::judged::Judged;
use super::tables::bins;
use crate::matcher::DecisionKind;

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
