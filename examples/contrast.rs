//! Counts what becomes of questions turned round by one word or number.
//!
//! `cargo run --release --example contrast -- FAQ.yaml QUESTIONS.tsv ...`: for each pair, how many
//! questions of an entry are answered rightly, wrongly and offered, and how many of the questions
//! that no entry answers are answered or offered. With `-v` before the files, each that is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Decision, Thresholds};

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let verbose = files.first().is_some_and(|first| first == "-v");
    if verbose {
        files.remove(0);
    }
    for pair in files.chunks_exact(2) {
        let text = std::fs::read_to_string(&pair[0]).expect("a FAQ");
        let faq = wenda::faq::read(&[(pair[0].as_str(), text.as_str())]);
        let knowledge = Knowledge::build(faq.faq.expect("a FAQ without errors"));
        let text = std::fs::read_to_string(&pair[1]).expect("questions");
        let (mut right, mut wrong, mut offered, mut none, mut demoted) = (0, 0, 0, 0, 0);
        let (mut answered, mut trapped, mut passed) = (0, 0, 0);
        for labelled in wenda::eval::read(&text) {
            let question = &labelled.question;
            let outcome = matcher::ask(&knowledge, question, &Thresholds::default(), 3);
            let best = outcome
                .candidates
                .first()
                .map_or("", |one| one.entry.as_str());
            let seen = outcome
                .contrast
                .as_ref()
                .map_or(String::new(), |one| format!("{one:?}"));
            let p = outcome.candidates.first().map_or(0.0, |one| one.confidence);
            let note = |what: &str| {
                if verbose {
                    println!(
                        "{what:8} {p:.2} {question}  [{best}] {:?} {seen}",
                        labelled.entry
                    );
                }
            };
            match (&outcome.decision, &labelled.entry) {
                (Decision::Answer(id), Some(entry)) if id.as_str() == entry => right += 1,
                (Decision::Answer(_), Some(_)) => {
                    wrong += 1;
                    note("WRONG");
                }
                (Decision::Suggest(ids), Some(entry)) => {
                    if outcome.contrast.is_some() && best == entry {
                        demoted += 1;
                        note("demoted");
                    }
                    offered += usize::from(ids.iter().any(|id| id.as_str() == entry));
                }
                (Decision::None, Some(_)) => none += 1,
                (Decision::Answer(_), None) => {
                    answered += 1;
                    note("TRAPPED");
                }
                (Decision::Suggest(_), None) => {
                    trapped += 1;
                    passed += usize::from(outcome.contrast.is_some());
                }
                (Decision::None, None) => {}
            }
        }
        println!(
            "{}: in scope right {right} wrong {wrong} offered {offered} none {none} (though right, a contrast was seen in {demoted}); \
             none answers: answered {answered} offered {trapped} (contrast seen {passed})",
            pair[1]
        );
    }
}
