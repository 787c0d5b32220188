//! What a calibration is worth on one task.

use super::{Case, Task};

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

/// Weighted as if one question in five were out of scope.
pub fn precision(cases: &[(f64, &Case)], threshold: f64) -> f64 {
    let answered = || cases.iter().filter(|one| one.0 >= threshold);
    let all: f64 = answered().map(|one| one.1.weight).sum();
    answered()
        .filter(|one| one.1.right)
        .map(|one| one.1.weight)
        .sum::<f64>()
        / all.max(1e-9)
}

/// Sum over ten bins of how far confidence and share of right answers lie apart, by weight.
pub fn calibration(cases: &[(f64, &Case)]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for (p, case) in cases {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += case.weight * p;
        bin.1 += case.weight * f64::from(u8::from(case.right));
    }
    bins.iter()
        .map(|bin: &(f64, f64)| (bin.0 - bin.1).abs())
        .sum()
}
