//! Speed and memory of matching: `cargo bench --bench matching [-- PHRASINGS...]`.
//!
//! For each size a made-up FAQ (ten phrasings an entry, English and Chinese) is loaded and asked
//! on one thread; every answer is checked inside the timed loop.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use wenda::contrast::Claims;
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Thresholds};
use wenda::text::analyze;

fn main() {
    println!(
        "{:>9} {:>8} {:>8} {:>9} {:>9} {:>10} {:>7} {:>11} {:>6}",
        "phrasings",
        "load ms",
        "MB",
        "p50 us",
        "p99 us",
        "questions/s",
        "right",
        "contrast us",
        "share"
    );
    for phrasings in support::sizes() {
        let entries = (phrasings / 10).max(2);
        let faq = support::faq(entries);
        let start = Instant::now();
        let knowledge = Knowledge::build(faq);
        let load = start.elapsed();
        let questions = support::questions(entries, 2_000);
        let thresholds = Thresholds::default();
        let mut times = Vec::with_capacity(questions.len());
        let mut right = 0;
        for (number, question) in &questions {
            let start = Instant::now();
            let outcome = matcher::ask(&knowledge, black_box(question), &thresholds, 3);
            let found = outcome
                .candidates
                .first()
                .is_some_and(|best| best.entry == knowledge.faq().entries[*number].id);
            right += usize::from(found);
            times.push(start.elapsed());
        }
        times.sort_unstable();
        let contrast = contrast(&knowledge, &questions);
        let total: Duration = times.iter().sum();
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        println!(
            "{phrasings:>9} {:>8} {:>8.1} {:>9.1} {:>9.1} {:>10.0} {:>7.3} {:>11.2} {:>6.3}",
            load.as_millis(),
            resident(),
            micros(times[times.len() / 2]),
            micros(times[times.len() * 99 / 100]),
            questions.len() as f64 / total.as_secs_f64(),
            right as f64 / questions.len() as f64,
            micros(contrast) / questions.len() as f64,
            contrast.as_secs_f64() / total.as_secs_f64()
        );
    }
}

/// The time that contrast takes of it: reading what each question claims, and comparing that with
/// its entry. A question that is a phrasing contradicts nothing.
fn contrast(knowledge: &Knowledge, questions: &[(usize, String)]) -> Duration {
    let analyses: Vec<_> = questions.iter().map(|(_, text)| analyze(text)).collect();
    let start = Instant::now();
    let mut seen = 0;
    for (analysis, (entry, _)) in analyses.iter().zip(questions) {
        let claims = Claims::of(black_box(analysis));
        let found = knowledge.profiles().contradiction(&claims, *entry);
        seen += usize::from(found.is_some());
    }
    let taken = start.elapsed();
    assert!(seen < questions.len(), "every question is turned round");
    taken
}

/// Memory in use and at its peak, in MB, where the system tells.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|word| word.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
