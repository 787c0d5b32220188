//! What a calibration is worth on one task.

use crate::cases::{Case, Task};

/// Share of the questions in scope whose best entry is right.
pub fn top1(task: &Task) -> f64 {
    let inside = task.cases.iter().filter(|case| case.in_scope);
    inside.clone().filter(|case| case.right).count() as f64 / inside.count().max(1) as f64
}

/// How well questions in scope are told from others: the chance that one of the first is surer.
pub fn auroc(cases: &[(f64, &Case)]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0f64);
    let out_of_scope: Vec<f64> = cases
        .iter()
        .filter(|one| !one.1.in_scope)
        .map(|one| one.0)
        .collect();
    for (p, _) in cases.iter().filter(|one| one.1.in_scope) {
        sum += out_of_scope
            .iter()
            .map(|other| {
                if p > other {
                    1.0
                } else if p == other {
                    0.5
                } else {
                    0.0
                }
            })
            .sum::<f64>();
        count += out_of_scope.len() as f64;
    }
    sum / count.max(1.0)
}

/// Largest share of the questions in scope answered rightly at this precision.
pub fn recall(cases: &[(f64, &Case)], precision: f64) -> f64 {
    let mut order: Vec<_> = cases.iter().collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let inside = cases.iter().filter(|one| one.1.in_scope).count().max(1);
    let (mut right, mut best) = (0, 0);
    for (at, one) in order.iter().enumerate() {
        right += usize::from(one.1.right);
        if right as f64 >= precision * (at + 1) as f64 {
            best = right;
        }
    }
    best as f64 / inside as f64
}

/// Share of the answers from this confidence on that are wrong, and of the questions in scope that
/// are answered rightly, where this share of the questions is out of scope.
pub fn answers(task: &Task, threshold: f64, out_of_scope: f64) -> (f64, f64) {
    let answered = || {
        task.cases
            .iter()
            .filter(|case| case.confidence >= threshold)
    };
    let weight = |case: &Case| case.weight_at(out_of_scope);
    let all: f64 = answered().map(weight).sum();
    let right: f64 = answered().filter(|case| case.right).map(weight).sum();
    let inside: f64 = task
        .cases
        .iter()
        .filter(|case| case.in_scope)
        .map(weight)
        .sum();
    (1.0 - right / all.max(1e-9), right / inside.max(1e-9))
}

/// The least confidence from which on at most `wrong` of all answers of these tasks are wrong.
pub fn threshold(tasks: &[Task], wrong: f64, out_of_scope: f64) -> f64 {
    let cases = tasks.iter().flat_map(|task| &task.cases);
    let mut order: Vec<&Case> = cases.collect();
    order.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let (mut bad, mut all, mut least) = (0.0, 0.0, 1.0);
    for (at, case) in order.iter().enumerate() {
        let weight = case.weight_at(out_of_scope);
        all += weight;
        bad += if case.right { 0.0 } else { weight };
        let last_of_ties = order
            .get(at + 1)
            .is_none_or(|next| next.confidence < case.confidence);
        if last_of_ties && bad <= wrong * all {
            least = case.confidence;
        }
    }
    least
}
