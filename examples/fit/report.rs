//! What the fitted constants are worth, by task and by kind.

use std::collections::BTreeMap;

use wenda::matcher::{Thresholds, limits};

use crate::cases::{Case, Task};
use crate::measure::{answers, auroc, recall, top1};

/// Prints a line for each task and the means of each kind. Every FAQ is judged by constants fitted
/// without its subject.
pub fn report(tasks: &[Task], from: f64) {
    println!(
        "\nanswers from {from:.3} on, fitted without the own subject: top-1, AUROC, R@P90, wrong at \
         20, 40, 50, 60 % out of scope, answered rightly, helped, offered though no entry answers, near and far"
    );
    let mut kinds: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
    for task in tasks {
        let cases: Vec<(f64, &Case)> = task
            .cases
            .iter()
            .map(|case| (case.confidence, case))
            .collect();
        let mut figures = vec![top1(task), auroc(&cases), recall(&cases, 0.9)];
        figures.extend([0.2, 0.4, 0.5, 0.6].map(|share| answers(task, from, share).0));
        figures.push(answers(task, from, 0.2).1);
        figures.extend(offers(task, from));
        line(&task.name, &figures);
        for kind in [task.kind, "all"] {
            kinds
                .entry(kind.to_owned())
                .or_default()
                .push(figures.clone());
        }
    }
    for (kind, figures) in kinds {
        let mean = |at: usize| {
            let known = figures.iter().map(|line| line[at]);
            let known: Vec<f64> = known.filter(|value| value.is_finite()).collect();
            known.iter().sum::<f64>() / known.len() as f64
        };
        let means: Vec<f64> = (0..figures[0].len()).map(mean).collect();
        line(&format!("= {kind}"), &means);
    }
    let pooled = [0.2, 0.4, 0.5, 0.6].map(|share| {
        let sums = tasks.iter().flat_map(|task| &task.cases);
        let answered = sums.filter(|case| case.confidence >= from);
        let (mut wrong, mut all) = (0.0, 0.0);
        for case in answered {
            all += case.weight_at(share);
            wrong += f64::from(u8::from(!case.right)) * case.weight_at(share);
        }
        wrong / all
    });
    line("= answers of all together", &pooled);
}

/// Share of the questions in scope helped by the answer or an offer, and of those that are near to
/// the subject and far from it that are offered something; not a number where there are none.
fn offers(task: &Task, from: f64) -> [f64; 3] {
    let (_, least) = limits(&Thresholds::default(), true);
    let share = |of: &dyn Fn(&&Case) -> bool, is: &dyn Fn(&Case) -> bool| {
        let all = task.cases.iter().filter(of).count() as f64;
        let some = task.cases.iter().filter(of).filter(|case| is(case));
        some.count() as f64 / all
    };
    let is_offered = |case: &Case| case.confidence >= least && case.confidence < from;
    let is_helped = |case: &Case| match case.confidence >= from {
        true => case.right,
        false => case.confidence >= least && case.among,
    };
    [
        share(&|case| case.in_scope, &is_helped),
        share(&|case| !case.in_scope && case.near, &is_offered),
        share(&|case| !case.in_scope && !case.near, &is_offered),
    ]
}

fn line(name: &str, figures: &[f64]) {
    let figures: Vec<String> = figures
        .iter()
        .map(|figure| format!("{figure:6.3}"))
        .collect();
    println!("{name:30} {}", figures.join(" "));
}
