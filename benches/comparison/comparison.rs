//! Wenda beside other engines, in one run:
//! `cargo bench --manifest-path benches/comparison/Cargo.toml [-- PHRASINGS...]`.
//!
//! The same made-up FAQ and the same questions as in the bench `matching`, asked on one thread of
//! Wenda, of `tantivy` (BM25 over phrasings, in memory) and of brute-force `rapidfuzz`
//! (normalised Indel similarity with every phrasing, no cut-off). Tantivy is fed Wenda's own
//! tokens, Chinese characters one by one, so that both read the same words. Every answer is
//! checked inside the timed loop; an engine that finds less than it did when this was written
//! ends the run. Ratios above 1 are slower than Wenda.
//!
//! A package of its own, so that building and testing Wenda never compiles the other engines.

#[path = "../support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use rapidfuzz::fuzz::RatioBatchComparator;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{Index, TantivyDocument, Term, doc};
use wenda::faq::Faq;
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Thresholds};
use wenda::text::Analysis;

/// Share of the questions that every engine must find the entry of, or something is broken.
const LEAST_RIGHT: f64 = 0.5;

/// Questions asked of an engine; brute force over more phrasings than this gets fewer.
const QUESTIONS: usize = 1_000;
const BRUTE_FORCE_ALL: usize = 10_000;

fn main() {
    println!(
        "{:>9} {:10} {:>8} {:>9} {:>8} {:>9} {:>8} {:>11} {:>8} {:>6}",
        "phrasings",
        "engine",
        "load ms",
        "p50 us",
        "x Wenda",
        "p99 us",
        "x Wenda",
        "questions/s",
        "x Wenda",
        "right"
    );
    for phrasings in support::sizes() {
        let entries = (phrasings / 10).max(2);
        let questions = support::questions(entries, QUESTIONS);
        let brute = QUESTIONS * BRUTE_FORCE_ALL / phrasings.max(BRUTE_FORCE_ALL);
        let base = run(&questions, || wenda(entries)).print(phrasings, "wenda", None);
        let faq = support::faq(entries);
        run(&questions, || tantivy(&faq)).print(phrasings, "tantivy", Some(&base));
        run(&questions[..brute], || rapidfuzz(&faq)).print(phrasings, "rapidfuzz", Some(&base));
    }
}

/// An engine that is ready: the number of the entry that answers a question best.
type Engine = Box<dyn FnMut(&str) -> Option<usize>>;

/// How long each question took, in order of time, and how many were right.
struct Timed {
    load: Duration,
    times: Vec<Duration>,
    right: usize,
}

/// What an engine needs for a question, in microseconds.
struct Cost {
    median: f64,
    slow: f64,
    mean: f64,
}

fn run(questions: &[(usize, String)], load: impl FnOnce() -> Engine) -> Timed {
    let start = Instant::now();
    let mut engine = load();
    let load = start.elapsed();
    let mut times = Vec::with_capacity(questions.len());
    let mut right = 0;
    for (number, question) in questions {
        let start = Instant::now();
        right += usize::from(engine(black_box(question)) == Some(*number));
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Timed { load, times, right }
}

impl Timed {
    /// Prints a line and returns what a question costs.
    fn print(&self, phrasings: usize, engine: &str, base: Option<&Cost>) -> Cost {
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        let count = self.times.len();
        let cost = Cost {
            median: micros(self.times[count / 2]),
            slow: micros(self.times[count * 99 / 100]),
            mean: micros(self.times.iter().sum()) / count as f64,
        };
        let base = base.unwrap_or(&cost);
        let right = self.right as f64 / count as f64;
        println!(
            "{phrasings:>9} {engine:10} {:>8} {:>9.1} {:>8.2} {:>9.1} {:>8.2} {:>11.0} {:>8.2} {right:>6.3}",
            self.load.as_millis(),
            cost.median,
            cost.median / base.median,
            cost.slow,
            cost.slow / base.slow,
            1e6 / cost.mean,
            cost.mean / base.mean,
        );
        assert!(right >= LEAST_RIGHT, "{engine} finds too little: {right}");
        cost
    }
}

fn wenda(entries: usize) -> Engine {
    let knowledge = Knowledge::build(support::faq(entries));
    let numbers: std::collections::HashMap<String, usize> = knowledge
        .faq()
        .entries
        .iter()
        .enumerate()
        .map(|(number, entry)| (entry.id.as_str().to_owned(), number))
        .collect();
    let thresholds = Thresholds::default();
    Box::new(move |question| {
        let outcome = matcher::ask(&knowledge, question, &thresholds, 3);
        let best = outcome.candidates.first()?;
        numbers.get(best.entry.as_str()).copied()
    })
}

/// The words that Wenda reads, stemmed, without stop phrases.
fn words(analysis: &Analysis) -> impl Iterator<Item = &str> {
    let telling = analysis.tokens().iter().filter(|token| !token.in_stop_phrase);
    telling.map(|token| analysis.stem(token))
}

fn tantivy(faq: &Faq) -> Engine {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqs);
    let mut schema = Schema::builder();
    let text = schema.add_text_field(
        "text",
        TextOptions::default().set_indexing_options(indexing),
    );
    let entry = schema.add_u64_field("entry", STORED);
    let index = Index::create_in_ram(schema.build());
    // One thread makes one segment, which is the fastest to search.
    let mut writer = index
        .writer_with_num_threads(1, 200_000_000)
        .expect("a writer");
    let mut analysis = Analysis::default();
    for (number, one) in faq.entries.iter().enumerate() {
        for phrasing in &one.phrasings {
            analysis.read(&phrasing.text);
            let joined = words(&analysis).collect::<Vec<_>>().join(" ");
            writer
                .add_document(doc!(text => joined, entry => number as u64))
                .expect("added");
        }
    }
    writer.commit().expect("committed");
    let searcher = index.reader().expect("a reader").searcher();
    Box::new(move |question| {
        analysis.read(question);
        let terms = words(&analysis)
            .map(|word| {
                let term = Term::from_field_text(text, word);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                (Occur::Should, Box::new(query) as Box<dyn Query>)
            })
            .collect::<Vec<_>>();
        let best = searcher
            .search(&BooleanQuery::new(terms), &TopDocs::with_limit(3))
            .expect("searched");
        let (_, address) = best.first()?;
        let found: TantivyDocument = searcher.doc(*address).expect("stored");
        let number = found.get_first(entry)?.as_u64()?;
        Some(number as usize)
    })
}

fn rapidfuzz(faq: &Faq) -> Engine {
    let mut analysis = Analysis::default();
    let mut normal = move |text: &str| {
        analysis.read(text);
        let words = analysis.tokens().iter().map(|token| analysis.text(token));
        words.collect::<Vec<_>>().join(" ")
    };
    let mut phrasings = Vec::new();
    for (number, entry) in faq.entries.iter().enumerate() {
        for phrasing in &entry.phrasings {
            phrasings.push((number, normal(&phrasing.text)));
        }
    }
    Box::new(move |question| {
        let question = RatioBatchComparator::new(normal(question).chars());
        let mut best = (0.0, None);
        for (number, phrasing) in &phrasings {
            let likeness = question.similarity(phrasing.chars());
            if likeness > best.0 {
                best = (likeness, Some(*number));
            }
        }
        best.1
    })
}
