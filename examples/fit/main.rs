//! Fits the calibration from labelled questions and prints the constants of
//! `src/matcher/calibration.rs`: `cargo run --release --example fit -- PLACE...`.
//!
//! A place is a folder with `faq.yaml` and `queries.tsv`, or a file `NAME.yaml` beside `NAME.tsv`.
//! From each, other FAQs are cut as well (`tasks.rs`): parts (the questions of all other entries are
//! out of scope then), titles alone, one language asked in the other, two thousand entries. Every FAQ
//! weighs the same. To see that the formula does not live off the data it is fitted on, every FAQ is
//! also judged by a fit without its subject.
//!
//! What is fitted: by words, where something was learned and where not; with meaning, one formula for
//! each kind of evidence. The thresholds at the end are those of the constants that it prints; with
//! `--words`, which fits by words alone, those of the constants that are built in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

mod cases;
mod logistic;
mod measure;
mod report;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};

use logistic::{fit, probability};
use measure::{auroc, recall, threshold};
use wenda::matcher::{BLENDED_SIGNALS, Evidence};

use cases::{Case, Formula, Task, run_all};

/// Most questions of one kind taken from a FAQ.
const MOST: usize = 400;
/// Share of out-of-scope questions, by weight: where words alone decide, and with meaning.
const OUT_OF_SCOPE: [f64; 2] = [0.2, 0.5];
/// Share of out-of-scope questions that the promise with meaning is made for.
const PROMISED: f64 = 0.5;
/// Pull of the weights towards zero, of signals scaled to variance 1. A weaker pull answers a
/// little more at 90 % right (up to 1 point) and tells out of scope less well (1 point).
const RIDGE: f64 = 0.02;

fn main() {
    let mut places: Vec<String> = std::env::args().skip(1).collect();
    let by_words = places.first().is_some_and(|first| first == "--words");
    if by_words {
        places.remove(0);
    }
    let made = tasks::make(places.into_iter());
    let mut tasks = run_all(&made, !by_words);
    let formulas: &[Formula] = match by_words {
        true => &[Formula::Learned, Formula::Overlap],
        false => &[
            Formula::Blended(Evidence::Phrasings),
            Formula::Blended(Evidence::Titles),
            Formula::Blended(Evidence::OtherLanguage),
        ],
    };
    if by_words {
        println!("thresholds and figures of the constants that are built in:");
    }
    let fitted: Vec<Fitted> = formulas
        .iter()
        .filter_map(|formula| fit_one(*formula, &tasks))
        .collect();
    if !by_words {
        apply(&fitted, &mut tasks, |_| None);
    }
    let promised = PROMISED * 100.0;
    println!("\nat 20, 40, {promised:.0} and 60 % out of scope:");
    for wrong in [0.0, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.5] {
        let [a, b, c, d] = [0.2, 0.4, PROMISED, 0.6].map(|share| threshold(&tasks, wrong, share));
        println!("at most {wrong:.2} wrong from {a:.3}, {b:.3}, {c:.3}, {d:.3} on");
    }
    let from = threshold(&tasks, 0.05, PROMISED);
    if !by_words {
        apply(&fitted, &mut tasks, |task| Some(task.subject.clone()));
    }
    report::report(&tasks, from);
}

/// What was fitted for one formula.
struct Fitted {
    formula: Formula,
    used: Vec<usize>,
    /// Weights by the subject that they were fitted without; `None`: with all.
    weights: BTreeMap<Option<String>, Vec<f64>>,
}

/// Gives the cases the confidence that was fitted, without the subject that `without` names.
fn apply(fitted: &[Fitted], tasks: &mut [Task], without: impl Fn(&Task) -> Option<String>) {
    for task in tasks {
        let without = without(task);
        for case in task.cases.iter_mut().filter(|case| case.alone) {
            let fitted = fitted.iter().find(|one| one.formula == case.formula);
            let weights = fitted.and_then(|one| Some((one, one.weights.get(&without)?)));
            if let Some((one, weights)) = weights {
                let own = probability(weights, &one.used, &case.values);
                case.confidence = 1.0 / (1.0 + (-cases::log_odds(own) - case.ruled).exp());
            }
        }
    }
}

/// The weights over all tasks, and what they are worth for tasks of other subjects.
fn fit_one(formula: Formula, tasks: &[Task]) -> Option<Fitted> {
    let of = |without: Option<&str>| -> Vec<&Case> {
        let tasks = tasks
            .iter()
            .filter(|task| without != Some(task.subject.as_str()));
        let cases = tasks.flat_map(|task| &task.cases);
        cases
            .filter(|case| case.formula == formula && case.alone)
            .collect()
    };
    let all = of(None);
    if all.is_empty() {
        return None;
    }
    let used = used(formula);
    let weights = fit(&all, &used);
    let mut fitted = Fitted {
        formula,
        used: used.clone(),
        weights: BTreeMap::from([(None, weights.clone())]),
    };
    let count = all[0].values.len();
    let values: Vec<String> = (0..count)
        .map(|signal| {
            let at = used.iter().position(|&used| used == signal);
            format!("{:.3}", at.map_or(0.0, |at| weights[at + 1]))
        })
        .collect();
    println!("{formula:?}: [{}], {:.3}", values.join(", "), weights[0]);
    let subjects: BTreeSet<&str> = tasks.iter().map(|task| task.subject.as_str()).collect();
    let mut sums = [0.0; 5];
    for subject in subjects {
        let others = fit(&of(Some(subject)), &used);
        let without = Some(subject.to_owned());
        fitted.weights.insert(without, others.clone());
        for task in tasks.iter().filter(|task| task.subject == subject) {
            let own = task
                .cases
                .iter()
                .filter(|case| case.formula == formula && case.alone);
            let own: Vec<&Case> = own.collect();
            if own.iter().filter(|case| case.in_scope).count() < 10 {
                continue;
            }
            let judged = |weights: &[f64]| -> Vec<(f64, &Case)> {
                let p = |case: &Case| probability(weights, &used, &case.values);
                own.iter().map(|case| (p(case), *case)).collect()
            };
            let (with, without) = (judged(&weights), judged(&others));
            let found = [
                auroc(&with),
                recall(&with, 0.9),
                auroc(&without),
                recall(&without, 0.9),
                1.0,
            ];
            for (sum, value) in sums.iter_mut().zip(found) {
                *sum += value;
            }
        }
    }
    let [auroc, recall, others_auroc, others_recall] = [0, 1, 2, 3].map(|at| sums[at] / sums[4]);
    println!(
        "  {} questions; auroc {auroc:.4} r@p90 {recall:.4}; without their subject {others_auroc:.4} \
         {others_recall:.4}",
        all.len()
    );
    Some(fitted)
}

/// Signals of the FAQ as a whole, and of the number of an entry's phrasings. Where there are titles
/// alone, or phrasings in the other language, they tell questions out of scope worse: AUROC falls by
/// two to four points.
const WHOLE_FAQ: [usize; 2] = [10, 11];
const NUMBER: usize = 12;

/// The signals that count by words: no others gained anything.
fn used(formula: Formula) -> Vec<usize> {
    match formula {
        Formula::Learned => vec![0, 1, 2, 3, 5, 6, 8, 9],
        Formula::Overlap => vec![3, 4, 5, 6, 8, 9],
        Formula::Blended(evidence) => (0..BLENDED_SIGNALS)
            .filter(|signal| match evidence {
                Evidence::Phrasings => true,
                Evidence::Titles => !WHOLE_FAQ.contains(signal),
                Evidence::OtherLanguage => !WHOLE_FAQ.contains(signal) && *signal != NUMBER,
            })
            .collect(),
    }
}
