//! Instructions that a question costs, counted by valgrind, which no noise moves:
//!
//! ```text
//! cargo run --manifest-path benches/instructions/Cargo.toml            # compare with the table
//! cargo run --manifest-path benches/instructions/Cargo.toml -- write   # write the table anew
//! ```
//!
//! The same made-up FAQ and questions as in the bench `matching`, words alone. Only asking is counted, not
//! loading. More instructions than the table says by more than its margin is an error; fewer by as much
//! asks for a new table. Another compiler or processor makes others of the same code: the table names those it
//! was counted with, and with others the counts are told and not judged.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::{Command, ExitCode};

use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Thresholds};

/// Sizes of the FAQ, in phrasings: few, and as many as most have.
const SIZES: [usize; 2] = [12, 1_000];
/// Questions asked of each, half of them Chinese.
const QUESTIONS: u64 = 48;
/// Percent by which a count may differ.
const MARGIN: f64 = 5.0;
/// Counts of the code as it is.
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/table.txt");
/// Name of the only function that is counted.
const COUNTED: &str = "ask_all";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("ask") => {
            ask(arguments[1].parse().expect("a number of phrasings"));
            ExitCode::SUCCESS
        }
        Some("write") => {
            let counts = SIZES.map(|size| (size, count(size).expect("valgrind")));
            let table = written(&counted_with(), &counts);
            std::fs::write(TABLE, table).expect("the table can be written");
            ExitCode::SUCCESS
        }
        _ => check(),
    }
}

/// What is counted: loads a FAQ of this size and asks it.
fn ask(phrasings: usize) {
    let entries = (phrasings / 10).max(2);
    let knowledge = Knowledge::build(support::faq(entries));
    let questions = support::questions(entries, QUESTIONS as usize);
    // What is made once for a process is no part of a question.
    matcher::ask(&knowledge, "x", &Thresholds::default(), 3);
    let right = ask_all(&knowledge, &questions);
    assert!(right * 2 > questions.len(), "{right} are right");
}

/// Asks everything and says how often the right entry came first. Never inlined: valgrind knows it by
/// its name.
#[inline(never)]
fn ask_all(knowledge: &Knowledge, questions: &[(usize, String)]) -> usize {
    let thresholds = Thresholds::default();
    let is_right = |(entry, question): &&(usize, String)| {
        let outcome = matcher::ask(knowledge, black_box(question), &thresholds, 3);
        let best = outcome.candidates.first();
        best.is_some_and(|best| best.entry == knowledge.faq().entries[*entry].id)
    };
    questions.iter().filter(is_right).count()
}

/// Instructions of one question to a FAQ of this size; `None` where valgrind cannot count them.
fn count(phrasings: usize) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let counted = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg("--callgrind-out-file=/dev/null")
        .arg(format!("--toggle-collect=*{COUNTED}*"))
        .arg(program)
        .args(["ask", &phrasings.to_string()])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&counted.stderr);
    if !counted.status.success() {
        println!("{said}");
        return None;
    }
    let collected = said.lines().find_map(|line| line.split_once("Collected :"));
    let instructions: u64 = collected?.1.trim().parse().ok()?;
    (instructions > 0).then_some(instructions / QUESTIONS)
}

/// What decides, beside the code, how many instructions there are: the compiler, and the widest vector
/// instructions that valgrind shows of the processor.
fn counted_with() -> String {
    let compiler = Command::new("rustc").arg("--version").output();
    let compiler = compiler.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned());
    let compiler = compiler.unwrap_or_else(|_| "an unknown compiler".to_owned());
    #[cfg(target_arch = "x86_64")]
    let vectors = match is_x86_feature_detected!("avx2") {
        true => "x86-64 with AVX2",
        false => "x86-64 without AVX2",
    };
    #[cfg(not(target_arch = "x86_64"))]
    let vectors = std::env::consts::ARCH;
    format!("{compiler}, {vectors}")
}

/// The table of these sizes and counts, and with what they were counted.
fn written(with: &str, counts: &[(usize, u64)]) -> String {
    let mut table = format!("{with}\nphrasings  instructions of a question\n");
    for (phrasings, count) in counts {
        writeln!(table, "{phrasings:>9}  {count:>10}").expect("text");
    }
    table
}

/// What the table says of a size.
fn known(table: &str, phrasings: usize) -> Option<u64> {
    table.lines().find_map(|line| {
        let (size, count) = line.trim().split_once(' ')?;
        (size == phrasings.to_string()).then(|| count.trim().parse().ok())?
    })
}

/// Counts again and compares.
fn check() -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("no valgrind: instructions are not counted");
        return ExitCode::SUCCESS;
    }
    let table = std::fs::read_to_string(TABLE).expect("the table");
    let with = counted_with();
    let is_alike = table.starts_with(&with);
    if !is_alike {
        println!("counted with {with}, which the table was not: told, not judged");
    }
    let mut is_fine = true;
    println!("phrasings  instructions  of the table's");
    for phrasings in SIZES {
        let Some(now) = count(phrasings) else {
            // Not every machine lets valgrind run this program: that says nothing of the code.
            println!("{phrasings:>9}  valgrind cannot count here");
            continue;
        };
        let then = known(&table, phrasings).expect("a size of the table");
        let ratio = now as f64 / then as f64;
        println!("{phrasings:>9}  {now:>12}  {ratio:.3}");
        if is_alike && ratio > 1.0 + MARGIN / 100.0 {
            println!("error: a question costs more instructions than before");
            is_fine = false;
        } else if is_alike && ratio < 1.0 - MARGIN / 100.0 {
            println!("note: fewer than before; write the table anew");
        }
    }
    match is_fine {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
