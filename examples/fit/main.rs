//! Fits the calibration from folders of labelled questions and prints the constants of
//! `src/matcher/calibration.rs` as they stand there: `cargo run --release --example fit -- DIR...`.
//!
//! Each folder holds `faq.yaml` and `queries.tsv`. From each, other FAQs are cut as well: a half
//! and a dozen of the entries (the questions of all others are out of scope then), one and three
//! phrasings an entry, and one phrasing an entry among two thousand entries of the other folders,
//! so that the same formula holds for small and large FAQs. Every FAQ weighs the same; in each,
//! one question in five is out of scope by weight. To see that the formula does not live off the
//! data it is fitted on, every folder is also judged by a fit without its kind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

mod logistic;
mod measure;

use std::path::Path;

use logistic::{fit, probability};
use measure::{auroc, calibration, precision, recall, top1};
use wenda::eval::{self, Labelled};
use wenda::faq::{self, Entry, EntryId, Faq};
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, SIGNAL_NAMES, Signals};

/// Most questions of one kind taken from a FAQ.
const MOST: usize = 900;
/// Share of out-of-scope questions, by weight.
const OUT_OF_SCOPE: f64 = 0.2;
/// Pull of the weights towards zero, of signals scaled to variance 1. A weaker pull answers a
/// little more at 90 % right (up to 1 point) and tells out of scope less well (1 point).
const RIDGE: f64 = 0.02;
/// Entries of a FAQ so large that nothing is learned from one phrasing an entry.
const MANY: usize = 2_000;

struct Case {
    signals: Signals,
    right: bool,
    in_scope: bool,
    weight: f64,
}

struct Task {
    name: String,
    domain: String,
    cases: Vec<Case>,
}

fn main() {
    let mut tasks = Vec::new();
    let mut loaded = Vec::new();
    for folder in std::env::args().skip(1) {
        let folder = Path::new(&folder).to_owned();
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some(faq) = faq::load(folder.join("faq.yaml")).faq else {
            eprintln!("{name}: does not load");
            continue;
        };
        let text = std::fs::read_to_string(folder.join("queries.tsv")).unwrap_or_default();
        loaded.push((name, faq, eval::read(&text)));
    }
    for (name, faq, questions) in &loaded {
        let domain = kind(name);
        let mut add = |suffix: &str, faq: Faq, questions: &[Labelled]| {
            tasks.push(run(
                format!("{name}{suffix}"),
                domain.clone(),
                faq,
                questions,
            ));
        };
        add("", faq.clone(), questions);
        // The same phrasings are cut once.
        if ["full", "40shot", "typo"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            continue;
        }
        let half = faq.entries.len() / 2;
        for (part, size) in [(0, half), (0, 12), (1, 12), (2, 12)] {
            if size >= 12 && faq.entries.len() >= size * 2 {
                let cut = part_of(faq, size, part);
                add(&format!("/{size}.{part}"), cut, questions);
            }
        }
        if faq.entries.len() < 500 {
            add("/one", phrasings(faq, 1), questions);
            add("/three", phrasings(faq, 3), questions);
        }
        let mut many = phrasings(faq, 1);
        let others = loaded
            .iter()
            .filter(|other| kind(&other.0) != domain && !other.0.ends_with("typo"));
        let fillers = others.flat_map(|(_, other, _)| &other.entries);
        let fillers = fillers.flat_map(|entry| {
            entry.phrasings.iter().map(|phrasing| Entry {
                phrasings: vec![phrasing.clone()],
                ..entry.clone()
            })
        });
        let missing = MANY.saturating_sub(many.entries.len());
        let all = fillers.clone().count();
        for (number, mut filler) in fillers.step_by((all / missing.max(1)).max(1)).enumerate() {
            if let Some(id) = EntryId::new(&format!("filler-{number}")) {
                filler.id = id;
                many.entries.push(filler);
            }
        }
        if many.entries.len() >= MANY {
            add("/many", many, questions);
        }
    }
    for (name, faq, questions) in &loaded {
        for (other, second, more) in &loaded {
            if name.starts_with("en-bank-10shot")
                && !name.contains("typo")
                && other == "zh-assistant-32"
            {
                let mut both = faq.clone();
                both.entries.extend(phrasings(second, 8).entries);
                let all: Vec<Labelled> = questions
                    .iter()
                    .chain(more)
                    .filter(|q| q.entry.is_some())
                    .cloned()
                    .collect();
                let out_of_scope = questions
                    .iter()
                    .chain(more)
                    .filter(|q| q.entry.is_none())
                    .cloned();
                let all: Vec<Labelled> = all.into_iter().chain(out_of_scope).collect();
                tasks.push(run("mixed".into(), "mixed".into(), both, &all));
            }
        }
    }
    for learned in [true, false] {
        println!(
            "\n=== {} ===",
            if learned {
                "something learned"
            } else {
                "overlap alone"
            }
        );
        let these: Vec<&Task> = tasks
            .iter()
            .filter(|task| {
                task.cases
                    .first()
                    .is_some_and(|case| case.signals.learned == learned)
            })
            .collect();
        if these.is_empty() {
            continue;
        }
        let used = used(learned);
        let weights = fit(&these, &used);
        let values: Vec<String> = (0..SIGNAL_NAMES.len())
            .map(|signal| {
                let at = used.iter().position(|&used| used == signal);
                format!("{:.3}", at.map_or(0.0, |at| weights[at + 1]))
            })
            .collect();
        println!("[{}], bias {:.3}", values.join(", "), weights[0]);
        for (at, signal) in used.iter().enumerate() {
            println!("    {:8.3}  {}", weights[at + 1], SIGNAL_NAMES[*signal]);
        }
        let mut pooled: Vec<(f64, bool, f64)> = Vec::new();
        println!(
            "{:26} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} | other domains: {:>6} {:>6}",
            "task", "top1", "auroc", "r@p90", "cal", "p@.66", "p@.83", "auroc", "r@p90"
        );
        let mut sums = [0.0; 5];
        for task in &these {
            let p = |weights: &[f64], case: &Case| probability(weights, &used, &case.signals);
            let others: Vec<&Task> = these
                .iter()
                .copied()
                .filter(|other| other.domain != task.domain)
                .collect();
            let without = if others.is_empty() {
                weights.clone()
            } else {
                fit(&others, &used)
            };
            let own: Vec<(f64, &Case)> = task
                .cases
                .iter()
                .map(|case| (p(&weights, case), case))
                .collect();
            let held: Vec<(f64, &Case)> = task
                .cases
                .iter()
                .map(|case| (p(&without, case), case))
                .collect();
            for (p, case) in &own {
                pooled.push((*p, case.right, case.weight));
            }
            let (a, r) = (auroc(&own), recall(&own, 0.9));
            let (ha, hr) = (auroc(&held), recall(&held, 0.9));
            for (sum, value) in sums.iter_mut().zip([a, r, ha, hr, 1.0]) {
                *sum += value;
            }
            println!(
                "{:26} {:6.3} {:6.3} {:6.3} | {:6.3} {:6.3} {:6.3} |                {:6.3} {:6.3}",
                task.name,
                top1(task),
                a,
                r,
                calibration(&own),
                precision(&own, 0.66),
                precision(&own, 0.83),
                ha,
                hr
            );
        }
        println!(
            "mean auroc {:.4} r@p90 {:.4}; other domains {:.4} {:.4}",
            sums[0] / sums[4],
            sums[1] / sums[4],
            sums[2] / sums[4],
            sums[3] / sums[4]
        );
        pooled.sort_by(|a, b| b.0.total_cmp(&a.0));
        for wanted in [0.98, 0.97, 0.95, 0.93, 0.9, 0.85, 0.8, 0.7, 0.5] {
            let (mut right, mut all, mut threshold) = (0.0, 0.0, 1.0);
            for (p, good, weight) in &pooled {
                right += if *good { *weight } else { 0.0 };
                all += weight;
                if right >= wanted * all {
                    threshold = *p;
                }
            }
            println!("threshold for {wanted}: {threshold:.3}");
        }
    }
}

/// The signals that count: no others gained anything.
fn used(learned: bool) -> Vec<usize> {
    if learned {
        vec![0, 1, 2, 3, 5, 6, 8, 9]
    } else {
        vec![3, 4, 5, 6, 8, 9]
    }
}

/// What a folder's questions are about: the first two parts of its name.
fn kind(name: &str) -> String {
    name.split('-').take(2).collect::<Vec<_>>().join("-")
}

fn part_of(faq: &Faq, size: usize, part: usize) -> Faq {
    let step = faq.entries.len() / size;
    let mut cut = faq.clone();
    let mut number = 0;
    cut.entries.retain(|_| {
        number += 1;
        (number - 1) % step == part % step && (number - 1) / step < size
    });
    cut
}

fn phrasings(faq: &Faq, count: usize) -> Faq {
    let mut cut = faq.clone();
    for entry in &mut cut.entries {
        entry.phrasings.truncate(count);
    }
    cut
}

/// Asks the questions; those of entries that the FAQ does not have are out of scope.
fn run(name: String, domain: String, faq: Faq, questions: &[Labelled]) -> Task {
    let knowledge = Knowledge::build(faq);
    let ids: Vec<String> = knowledge
        .faq()
        .entries
        .iter()
        .map(|entry| entry.id.to_string())
        .collect();
    let label = |q: &Labelled| {
        q.entry
            .as_ref()
            .and_then(|id| ids.iter().position(|known| known == id))
    };
    let in_scope: Vec<&Labelled> = questions.iter().filter(|q| label(q).is_some()).collect();
    let out_of_scope: Vec<&Labelled> = questions.iter().filter(|q| label(q).is_none()).collect();
    let mut cases = Vec::new();
    for (kind, share) in [(in_scope, 1.0 - OUT_OF_SCOPE), (out_of_scope, OUT_OF_SCOPE)] {
        let step = kind.len().div_ceil(MOST).max(1);
        let taken: Vec<_> = kind.iter().step_by(step).collect();
        for question in &taken {
            if let Some((best, signals)) = matcher::signals(&knowledge, &question.question) {
                let wanted = label(question);
                cases.push(Case {
                    signals,
                    right: wanted == Some(best),
                    in_scope: wanted.is_some(),
                    weight: share / taken.len() as f64,
                });
            }
        }
    }
    Task {
        name,
        domain,
        cases,
    }
}
