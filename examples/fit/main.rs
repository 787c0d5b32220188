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
//! each kind of evidence. The thresholds at the end are those of the constants that are built in: put
//! the new ones there and run it again. `--words` fits by words alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

mod logistic;
mod measure;
mod tasks;

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use logistic::{fit, probability};
use measure::{answers, auroc, recall, threshold, top1};
use wenda::eval::Labelled;
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, BLENDED_SIGNALS, Evidence, SIGNALS, Thresholds};
use wenda::meaning::VectorCache;

use tasks::Made;

/// Most questions of one kind taken from a FAQ.
const MOST: usize = 400;
/// Share of out-of-scope questions, by weight: where words alone decide, and with meaning.
const OUT_OF_SCOPE: [f64; 2] = [0.2, 0.4];
/// Share of out-of-scope questions that the promise with meaning is made for.
const PROMISED: f64 = 1.0 / 3.0;
/// Pull of the weights towards zero, of signals scaled to variance 1. A weaker pull answers a
/// little more at 90 % right (up to 1 point) and tells out of scope less well (1 point).
const RIDGE: f64 = 0.02;

/// Which formula makes the confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Formula {
    Learned,
    Overlap,
    Blended(Evidence),
}

/// A question that was asked.
struct Case {
    formula: Formula,
    values: Vec<f64>,
    /// Whether no rule moves what the formula gives.
    alone: bool,
    confidence: f64,
    right: bool,
    in_scope: bool,
    /// Share of the questions in scope, or of those out of scope, that it stands for.
    share: f64,
    weight: f64,
}

impl Case {
    fn weight_at(&self, out_of_scope: f64) -> f64 {
        match self.in_scope {
            true => self.share * (1.0 - out_of_scope),
            false => self.share * out_of_scope,
        }
    }
}

struct Task {
    name: String,
    subject: String,
    kind: &'static str,
    cases: Vec<Case>,
}

fn main() {
    let mut places: Vec<String> = std::env::args().skip(1).collect();
    let by_words = places.first().is_some_and(|first| first == "--words");
    if by_words {
        places.remove(0);
    }
    let made = tasks::make(places.into_iter());
    let tasks = run_all(&made, !by_words);
    let formulas: &[Formula] = match by_words {
        true => &[Formula::Learned, Formula::Overlap],
        false => &[
            Formula::Blended(Evidence::Phrasings),
            Formula::Blended(Evidence::Titles),
            Formula::Blended(Evidence::OtherLanguage),
        ],
    };
    for formula in formulas {
        fit_one(*formula, &tasks);
    }
    println!("\nwith the constants that are built in, at 20, 33, 40 and 60 % out of scope:");
    for wrong in [0.0, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.5] {
        let [a, b, c, d] = [0.2, PROMISED, 0.4, 0.6].map(|share| threshold(&tasks, wrong, share));
        println!("at most {wrong:.2} wrong from {a:.3}, {b:.3}, {c:.3}, {d:.3} on");
    }
    report(&tasks, threshold(&tasks, 0.05, PROMISED));
}

/// The weights over all tasks, and what they are worth for tasks of other subjects.
fn fit_one(formula: Formula, tasks: &[Task]) {
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
        return;
    }
    let used = used(formula);
    let weights = fit(&all, &used);
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
}

/// What the constants that are built in are worth, by task and by kind.
fn report(tasks: &[Task], from: f64) {
    println!(
        "\nanswers from {from:.3} on; wrong at 20, 40, 60 % out of scope, right of those in scope"
    );
    let mut kinds: HashMap<&str, (Vec<f64>, f64)> = HashMap::new();
    for task in tasks {
        let cases: Vec<(f64, &Case)> = task
            .cases
            .iter()
            .map(|case| (case.confidence, case))
            .collect();
        let mut figures = vec![top1(task), auroc(&cases), recall(&cases, 0.9)];
        figures.extend([0.2, 0.4, 0.6].map(|share| answers(task, from, share).0));
        figures.push(answers(task, from, 0.2).1);
        line(&task.name, &figures);
        let (sums, count) = kinds.entry(task.kind).or_default();
        sums.resize(figures.len(), 0.0);
        sums.iter_mut()
            .zip(&figures)
            .for_each(|(sum, figure)| *sum += figure);
        *count += 1.0;
    }
    for (kind, (sums, count)) in kinds {
        let means: Vec<f64> = sums.iter().map(|sum| sum / count).collect();
        line(&format!("= {kind}"), &means);
    }
}

fn line(name: &str, figures: &[f64]) {
    let figures: Vec<String> = figures
        .iter()
        .map(|figure| format!("{figure:6.3}"))
        .collect();
    println!("{name:30} {}", figures.join(" "));
}

/// The signals that count by words: no others gained anything. With meaning all do.
fn used(formula: Formula) -> Vec<usize> {
    match formula {
        Formula::Learned => vec![0, 1, 2, 3, 5, 6, 8, 9],
        Formula::Overlap => vec![3, 4, 5, 6, 8, 9],
        Formula::Blended(_) => (0..BLENDED_SIGNALS).collect(),
    }
}

/// Asks all questions, on two threads.
fn run_all(made: &[Made], with_meaning: bool) -> Vec<Task> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Task)>> = Mutex::default();
    let vectors: Mutex<VectorCache> = Mutex::default();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = made.get(at) else { return };
            let task = run(one, with_meaning.then_some(&vectors));
            if let Ok(mut done) = done.lock() {
                done.push((at, task));
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|one| one.0);
    done.into_iter().map(|one| one.1).collect()
}

/// Asks the questions; those of entries that the FAQ does not have are out of scope.
fn run(made: &Made, vectors: Option<&Mutex<VectorCache>>) -> Task {
    let mut knowledge = Knowledge::build(made.faq.clone());
    if let Some(vectors) = vectors {
        // The vectors of all FAQs so far: they are cut from one another.
        let mut cache = vectors.lock().map(|kept| kept.clone()).unwrap_or_default();
        let texts = made.faq.entries.iter().flat_map(|entry| &entry.phrasings);
        let new: Vec<&str> = texts
            .map(|phrasing| phrasing.text.as_str())
            .filter(|text| cache.get(text).is_none())
            .collect();
        knowledge = knowledge.with_meaning(&mut cache);
        if let Ok(mut kept) = vectors.lock() {
            for text in new {
                if let Some(vector) = cache.get(text) {
                    kept.insert(text, &vector.unpack());
                }
            }
        }
    }
    let ids: HashMap<&str, usize> = knowledge
        .faq()
        .entries
        .iter()
        .enumerate()
        .map(|(number, entry)| (entry.id.as_str(), number))
        .collect();
    let label = |q: &Labelled| q.entry.as_deref().and_then(|id| ids.get(id).copied());
    // Of entries that were cut away, and of none at all: they weigh alike.
    let mut kinds: [Vec<&Labelled>; 3] = Default::default();
    for question in &made.questions {
        kinds[match (label(question), &question.entry) {
            (Some(_), _) => 0,
            (None, Some(_)) => 1,
            (None, None) => 2,
        }]
        .push(question);
    }
    let kinds_out = kinds[1..].iter().filter(|kind| !kind.is_empty()).count() as f64;
    let mut cases = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        let taken: Vec<_> = kind
            .iter()
            .step_by(kind.len().div_ceil(MOST).max(1))
            .collect();
        let all = taken.len() as f64 * if place == 0 { 1.0 } else { kinds_out };
        for question in &taken {
            let wanted = label(question);
            let mut case = ask(&knowledge, &question.question, wanted);
            case.share = 1.0 / all;
            case.weight = case.weight_at(OUT_OF_SCOPE[usize::from(vectors.is_some())]);
            cases.push(case);
        }
    }
    Task {
        name: made.name.clone(),
        subject: made.subject.clone(),
        kind: made.kind,
        cases,
    }
}

fn ask(knowledge: &Knowledge, question: &str, wanted: Option<usize>) -> Case {
    let outcome = matcher::ask(knowledge, question, &Thresholds::default(), 1);
    let confidence = outcome
        .candidates
        .first()
        .map_or(0.0, |best| best.confidence);
    let mut case = Case {
        formula: Formula::Learned,
        values: vec![0.0; SIGNALS],
        alone: false,
        confidence,
        right: false,
        in_scope: wanted.is_some(),
        share: 0.0,
        weight: 0.0,
    };
    let Some((best, signals)) = matcher::signals(knowledge, question) else {
        return case;
    };
    case.right = wanted == Some(best);
    (case.formula, case.alone) = match (&signals.meant, knowledge.vectors(), signals.learned) {
        (Some(meant), ..) => (Formula::Blended(meant.evidence), meant.alone),
        (None, Some(_), _) => (Formula::Learned, false),
        (None, None, true) => (Formula::Learned, true),
        (None, None, false) => (Formula::Overlap, true),
    };
    case.values = match &signals.meant {
        Some(meant) => meant.values.to_vec(),
        None => signals.values.to_vec(),
    };
    case
}
