//! Match quality over folders of labelled questions: `cargo run --release --example quality -- DIR...`.
//!
//! With `--words` first, by words alone. Each folder holds `faq.yaml` and `queries.tsv`; the figures are those of `wenda eval`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

use std::path::Path;
use std::time::Instant;

use wenda::{eval, faq, knowledge::Knowledge, matcher::Thresholds, meaning::VectorCache};

fn main() {
    println!(
        "{:22} {:>6} {:>6} {:>6} {:>6} | {:>5} {:>6} {:>6} {:>5} {:>5} {:>5} | {:>8} {:>7}",
        "task",
        "top1",
        "top3",
        "auroc",
        "r@p90",
        "prec",
        "right",
        "helped",
        "oos",
        "none",
        "cal",
        "load ms",
        "us/q"
    );
    let mut folders = std::env::args().skip(1).peekable();
    let by_words = folders.next_if(|first| first == "--words").is_some();
    for folder in folders {
        let folder = Path::new(&folder);
        let start = Instant::now();
        let loaded = faq::load(folder.join("faq.yaml"));
        let Some(faq) = loaded.faq else {
            println!(
                "{}: does not load: {:?}",
                folder.display(),
                loaded.diagnostics.first()
            );
            continue;
        };
        let parsed = start.elapsed();
        let mut knowledge = Knowledge::build(faq);
        if !by_words {
            knowledge = knowledge.with_meaning(&mut VectorCache::default());
        }
        let built = start.elapsed() - parsed;
        let questions =
            eval::read(&std::fs::read_to_string(folder.join("queries.tsv")).unwrap_or_default());
        let start = Instant::now();
        let judged = eval::judge(&knowledge, &questions, &Thresholds::default());
        let each = start.elapsed().as_secs_f64() * 1e6 / questions.len().max(1) as f64;
        let s = eval::summarize(&judged);
        println!(
            "{:22} {:6.3} {:6.3} {:6.3} {:6.3} | {:5.3} {:6.3} {:6.3} {:5.3} {:5.3} {:5.3} | {:4}+{:4} {:7.1}",
            folder.file_name().unwrap_or_default().to_string_lossy(),
            s.recall_at_1,
            s.recall_at_3,
            s.auroc,
            s.recall_at_90,
            s.precision,
            s.answered_right,
            s.helped,
            s.out_of_scope_answered,
            s.none_in_scope,
            s.calibration_error,
            parsed.as_millis(),
            built.as_millis(),
            each
        );
    }
}
