//! Speed of the sentence encoder: `cargo bench --bench meaning`.
//!
//! Questions of usual length (eight pieces), each encoded alone, with and without warm pieces,
//! then many phrasings together, as at load. Every answer is checked outside the timed loop: a
//! question must lie nearest to its own translation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use wenda::meaning::{self, Encoder, SentenceVector, Warm};

/// Questions and their translations.
const PAIRS: [(&str, &str); 8] = [
    ("how do i cancel my plan", "怎么取消我的套餐"),
    ("where is my refund", "我的退款在哪里"),
    ("i forgot my password", "我忘记密码了"),
    ("can i pay with a card", "可以用银行卡付款吗"),
    ("how long does delivery take", "送货需要多长时间"),
    ("how do i change my address", "怎么修改我的地址"),
    ("is there a student discount", "学生有优惠吗"),
    ("how do i contact support", "怎么联系客服"),
];

/// Times each question is encoded.
const ROUNDS: usize = 100;

fn main() {
    let start = Instant::now();
    let encoder = meaning::encoder();
    println!("ready after {:.1} ms", millis(start.elapsed()));
    let questions: Vec<&str> = PAIRS.iter().flat_map(|pair| [pair.0, pair.1]).collect();
    let start = Instant::now();
    let warm = encoder.warm(questions.iter().copied(), 256);
    println!("pieces warmed in {:.1} ms", millis(start.elapsed()));
    println!("{:>12} {:>9} {:>9}", "", "p50 us", "p99 us");
    one_by_one("cold pieces", encoder, &questions, &Warm::default());
    one_by_one("warm pieces", encoder, &questions, &warm);
    let many: Vec<&str> = questions.iter().copied().cycle().take(1_600).collect();
    let start = Instant::now();
    let vectors = encoder.encode_many(many.iter().copied(), &Warm::default());
    let each = start.elapsed().as_secs_f64() * 1e6 / vectors.len() as f64;
    println!("many at once: {each:.0} us each");
    check(&vectors[..questions.len()]);
    let resident = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in resident.lines().filter(|line| line.starts_with("VmRSS")) {
        println!("{line}");
    }
}

fn one_by_one(name: &str, encoder: &Encoder, questions: &[&str], warm: &Warm) {
    let mut times = Vec::with_capacity(ROUNDS * questions.len());
    for _ in 0..ROUNDS {
        for question in questions {
            let start = Instant::now();
            black_box(encoder.encode_warm(black_box(question), warm));
            times.push(start.elapsed());
        }
    }
    times.sort_unstable();
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let (half, most) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("{name:>12} {:>9.0} {:>9.0}", micros(half), micros(most));
}

/// English stands at even places, its translation after it.
fn check(vectors: &[SentenceVector]) {
    for (at, question) in vectors.iter().enumerate().step_by(2) {
        let cosine = |other: usize| question.cosine(&vectors[other]);
        let translations = (1..vectors.len()).step_by(2);
        let nearest = translations.max_by(|a, b| cosine(*a).total_cmp(&cosine(*b)));
        assert_eq!(nearest, Some(at + 1), "{}", PAIRS[at / 2].0);
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
