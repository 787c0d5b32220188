//! Measures the real program against a Bot API server on loopback, by hand:
//!
//! ```text
//! cargo build --release --bins --examples
//! target/release/examples/load_test target/release/wenda compare 3
//! ```
//!
//! `compare N`: N rounds of `rate` and `pace` of the program and of both bare bots in turn; medians,
//! and what the program's are in terms of theirs. `rate N`: N questions waiting at once, answers a
//! second. `pace N R`: N questions at R a second (200 where none is given), how long answers take. `first N`: N starts, from
//! each to its first poll. `kill N`: N kills in the middle of 500 questions, what was lost and what came twice. `mix N`: the same with questions in private
//! chats, by mentions in chats that the bot is not in, and in business chats by turns. `between N`: N kills while
//! questions come one by one, each at another moment between a question and its answer. `flood N`: one person sends N messages
//! among others. `stop`: SIGTERM while answers take 300 ms. `replicas N R [URL]`: N questions at once and N at R
//! a second, of one process on SQLite and of two on PostgreSQL, both by webhook. `held M R [URL]`: R questions a second
//! of two on PostgreSQL, M minutes long beside a transaction that stays open.
//!
//! In the program's place `echo` measures a bare teloxide bot with the dispatcher as it comes, one
//! chat after the other, and `echo-free` one that handles all side by side
//! (`distribution_function(None)`). Both say as much as Wenda does, with as many buttons, and keep
//! nothing.
//!
//! Figures depend on the machine and on what else runs on it: compare those of one run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

use std::collections::HashMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[path = "../tests/it/fake_webhook.rs"]
mod fake_webhook;
#[path = "load_test/held.rs"]
mod held;
#[path = "../tests/it/loopback.rs"]
mod loopback;
#[path = "../tests/it/postgres_cluster.rs"]
mod postgres_cluster;
#[path = "load_test/replicas.rs"]
mod replicas;
#[path = "load_test/server.rs"]
mod server;

use server::Server;

/// A question that the shipped FAQ answers.
const QUESTION: &str = "绑卡为什么扣了5美元";
/// How often memory is looked at while answers are made.
const LOOK: Duration = Duration::from_millis(50);
/// Questions a second in `pace`, where none are named.
const RATE: u32 = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map(String::as_str);
    if let Some("--echo" | "--echo-free") = argument(0) {
        let is_free = argument(0) == Some("--echo-free");
        return echo(argument(1).unwrap_or_default(), is_free);
    }
    let (Some(program), Some(what)) = (argument(0), argument(1)) else {
        eprintln!(
            "usage: load_test PROGRAM|echo|echo-free compare|rate|pace|first|kill|mix|between|flood|stop|replicas|held [N [R [URL]]]"
        );
        std::process::exit(2);
    };
    let count = argument(2).and_then(|count| count.parse().ok());
    match what {
        "compare" => compare(program, count.unwrap_or(3)),
        "rate" => rate(program, count.unwrap_or(4000)).print(program),
        "pace" => {
            let rate = argument(3).and_then(|rate| rate.parse().ok());
            let pace = pace(program, count.unwrap_or(2000), rate.unwrap_or(RATE));
            pace.waits.print(program);
            println!(
                "{program}: {:.3} CPU s per 1000, private {:.1} MB",
                pace.seconds_per_1000, pace.private_mb
            );
        }
        "first" => first(program, count.unwrap_or(9).unsigned_abs()),
        "kill" => kill(
            program,
            count.unwrap_or(20).unsigned_abs(),
            &[],
            Server::asks,
        ),
        "mix" => {
            let ways = [
                ("WENDA__TELEGRAM__GUEST", "true"),
                ("WENDA__BUSINESS__MODE", "auto"),
            ];
            let kills = count.unwrap_or(20).unsigned_abs();
            kill(program, kills, &ways, Server::asks_in_any_way);
        }
        "between" => kill_between(program, count.unwrap_or(100).unsigned_abs()),
        "flood" => flood(program, count.unwrap_or(2000)),
        "stop" => stop(program),
        "replicas" => {
            let rate = argument(3).and_then(|rate| rate.parse().ok());
            replicas::measure(
                program,
                count.unwrap_or(4000),
                rate.unwrap_or(RATE),
                argument(4),
            );
        }
        "held" => {
            let rate = argument(3).and_then(|rate| rate.parse().ok());
            let minutes = count.and_then(|count| u32::try_from(count).ok());
            held::measure(
                program,
                minutes.unwrap_or(10),
                rate.unwrap_or(100),
                argument(4),
            );
        }
        other => eprintln!("no measurement is called `{other}`"),
    }
}

/// A bare bot: answers every message with a fixed text and buttons, the way teloxide's own examples
/// do.
fn echo(url: &str, is_free: bool) {
    use teloxide::prelude::*;
    use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let bot = Bot::new("1000001:test-token").set_api_url(url.parse().unwrap());
        let handler = Update::filter_message().endpoint(|bot: Bot, message: Message| async move {
            let link = "https://help.example/x".parse().unwrap();
            let buttons = [
                vec![InlineKeyboardButton::url("Help article", link)],
                vec![
                    InlineKeyboardButton::callback("Helpful", "h1"),
                    InlineKeyboardButton::callback("Not helpful", "n1"),
                ],
            ];
            let text =
                "It is a <b>temporary hold</b>, not a purchase; 这是临时预授权，不是消费。\n"
                    .repeat(20);
            bot.send_message(message.chat.id, text)
                .parse_mode(teloxide::types::ParseMode::Html)
                .reply_markup(InlineKeyboardMarkup::new(buttons))
                .await?;
            Ok::<(), teloxide::RequestError>(())
        });
        let builder = Dispatcher::builder(bot, handler);
        if is_free {
            let free = builder.distribution_function(|_| None::<std::convert::Infallible>);
            free.build().dispatch().await;
        } else {
            builder.build().dispatch().await;
        }
    });
}

/// A bot under measurement, in a folder of its own.
struct Bot {
    child: Child,
}

fn start(program: &str, server: &Server, folder: &std::path::Path) -> Bot {
    start_with(program, server, folder, &[])
}

/// The same with these settings.
fn start_with(
    program: &str,
    server: &Server,
    folder: &std::path::Path,
    settings: &[(&str, &str)],
) -> Bot {
    let mut command = if let "echo" | "echo-free" = program {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([format!("--{program}"), server.url()]);
        command
    } else {
        let mut command = Command::new(std::fs::canonicalize(program).unwrap());
        command
            .args(["run", "--faq"])
            .arg(std::fs::canonicalize("faq").unwrap());
        command
    };
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .unwrap();
    let child = command
        .current_dir(folder)
        .env("WENDA__TELEGRAM__API_URL", server.url())
        .env("WENDA__LOG__LEVEL", "warn")
        .env("TELOXIDE_TOKEN", "1000001:test-token")
        .envs(settings.iter().copied())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap();
    Bot { child }
}

impl Bot {
    /// What all its processes cost together so far.
    fn cost(&self) -> Cost {
        let program = self.child.id();
        let children = format!("/proc/{program}/task/{program}/children");
        let children = std::fs::read_to_string(children).unwrap_or_default();
        let processes = children.split_whitespace().filter_map(|id| id.parse().ok());
        let mut all = Cost::default();
        for process in processes.chain([program]) {
            all.add(process);
        }
        all
    }

    fn end(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What processes cost.
#[derive(Default)]
struct Cost {
    /// The most memory that each held, in MB.
    peak_mb: f64,
    /// Memory that no other process shares, in MB, now.
    private_mb: f64,
    /// Processor time.
    seconds: f64,
}

impl Cost {
    fn of(process: u32) -> Cost {
        let mut cost = Cost::default();
        cost.add(process);
        cost
    }

    fn add(&mut self, process: u32) {
        let of = |name: &str| {
            std::fs::read_to_string(format!("/proc/{process}/{name}")).unwrap_or_default()
        };
        let megabytes = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
            kilobytes.unwrap_or(0.0) / 1024.0
        };
        self.peak_mb += megabytes(&of("status"), "VmHWM:");
        let map = of("smaps_rollup");
        self.private_mb += megabytes(&map, "Private_Clean:") + megabytes(&map, "Private_Dirty:");
        let stat = of("stat");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split(' ').collect();
        let ticks = |at: usize| {
            let text = fields.get(at).copied().unwrap_or_default();
            text.parse::<f64>().unwrap_or(0.0)
        };
        self.seconds += (ticks(12) + ticks(13)) / 100.0;
    }
}

/// What `rate` found.
struct Rate {
    answers_a_second: f64,
    seconds_per_1000: f64,
    peak_mb: f64,
    /// The most that all processes held privately at one moment.
    private_mb: f64,
}

impl Rate {
    fn print(&self, program: &str) {
        println!(
            "{program}: {:.0} answers/s, {:.3} CPU s per 1000, peak {:.1} MB, private {:.1} MB",
            self.answers_a_second, self.seconds_per_1000, self.peak_mb, self.private_mb,
        );
    }
}

fn rate(program: &str, count: i64) -> Rate {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start();
    let bot = start(program, &server, folder.path());
    server.wait_for_polls(1);
    // Ready, and its start paid for.
    server.asks(1, QUESTION);
    server.wait_for_answers(1);
    let before = bot.cost().seconds;
    let begin = Instant::now();
    for person in 2..=count + 1 {
        server.asks_quietly(person, QUESTION);
    }
    server.announce();
    let mut private_mb: f64 = 0.0;
    while !server.has_answers(count as usize + 1, LOOK) {
        private_mb = private_mb.max(bot.cost().private_mb);
    }
    let took = begin.elapsed().as_secs_f64();
    let cost = bot.cost();
    bot.end();
    Rate {
        answers_a_second: count as f64 / took,
        seconds_per_1000: (cost.seconds - before) * 1000.0 / count as f64,
        peak_mb: cost.peak_mb,
        private_mb: private_mb.max(cost.private_mb),
    }
}

/// How long answers took, in milliseconds.
struct Waits {
    p50: f64,
    p99: f64,
    worst: f64,
}

impl Waits {
    fn of(mut waits: Vec<Duration>) -> Waits {
        waits.sort();
        let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64();
        Waits {
            p50: at(0.5) * 1e3,
            p99: at(0.99) * 1e3,
            worst: at(1.0) * 1e3,
        }
    }

    fn print(&self, name: &str) {
        let Waits { p50, p99, worst } = self;
        println!("{name}: p50 {p50:.2} ms, p99 {p99:.2} ms, worst {worst:.1} ms");
    }
}

/// How many figures `compare` compares.
const FIGURES: usize = 9;

/// The program and both bare bots in turn, round by round.
fn compare(program: &str, rounds: i64) {
    let programs = [program, "echo", "echo-free"];
    let mut found: [Vec<[f64; FIGURES]>; 3] = Default::default();
    for _ in 0..rounds.max(1) {
        for (program, found) in programs.iter().zip(&mut found) {
            let rate = rate(program, 4000);
            let Pace {
                waits,
                seconds_per_1000,
                private_mb,
            } = pace(program, 1000, RATE);
            found.push([
                rate.answers_a_second,
                rate.seconds_per_1000,
                rate.peak_mb,
                rate.private_mb,
                waits.p50,
                waits.p99,
                seconds_per_1000,
                private_mb,
                first_poll(program),
            ]);
        }
    }
    let median = |runs: &[[f64; FIGURES]], what: usize| {
        let mut values: Vec<f64> = runs.iter().map(|run| run[what]).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let names: [&str; FIGURES] = [
        "answers/s",
        "CPU s per 1000",
        "peak MB",
        "private MB",
        "paced: p50 ms",
        "paced: p99 ms",
        "paced: CPU s",
        "paced: private MB",
        "first poll ms",
    ];
    println!(
        "{:>17} {:>10} {:>10} {:>10}   program to echo, to echo-free",
        "", "program", "echo", "echo-free"
    );
    for (what, name) in names.iter().enumerate() {
        let [ours, echo, free] = [0, 1, 2].map(|which| median(&found[which], what));
        println!(
            "{name:>17} {ours:>10.3} {echo:>10.3} {free:>10.3}   {:.2} {:.2}",
            ours / echo,
            ours / free
        );
    }
}

/// What `pace` found.
struct Pace {
    waits: Waits,
    seconds_per_1000: f64,
    private_mb: f64,
}

fn pace(program: &str, count: i64, rate: u32) -> Pace {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start();
    let bot = start(program, &server, folder.path());
    server.wait_for_polls(1);
    server.asks(1, QUESTION);
    server.wait_for_answers(1);
    let before = bot.cost().seconds;
    let begin = Instant::now();
    for index in 0..count {
        let due = begin + Duration::from_secs_f64(index as f64 / f64::from(rate));
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        server.asks(index + 2, QUESTION);
    }
    server.wait_for_answers(count as usize + 1);
    let cost = bot.cost();
    let mut waits = server.waits();
    waits.remove(&1);
    bot.end();
    Pace {
        waits: Waits::of(waits.into_values().collect()),
        seconds_per_1000: (cost.seconds - before) * 1000.0 / count as f64,
        private_mb: cost.private_mb,
    }
}

/// Milliseconds from a start to the first poll.
fn first_poll(program: &str) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start();
    let begin = Instant::now();
    let bot = start(program, &server, folder.path());
    server.wait_for_polls(1);
    let took = begin.elapsed();
    bot.end();
    took.as_secs_f64() * 1e3
}

fn first(program: &str, starts: u64) {
    let mut times: Vec<f64> = (0..starts.max(1)).map(|_| first_poll(program)).collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{program}: first poll after {:.0} ms, {:.0} to {:.0}",
        times[times.len() / 2],
        times[0],
        times[times.len() - 1]
    );
}

fn kill(program: &str, kills: u64, settings: &[(&str, &str)], ask: impl Fn(&Server, i64, &str)) {
    const QUESTIONS: i64 = 500;
    let (mut lost, mut twice, mut worst) = (0, 0, 0);
    for round in 0..kills {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start();
        for person in 1..=QUESTIONS {
            ask(&server, person, QUESTION);
        }
        let bot = start_with(program, &server, folder.path(), settings);
        // A different moment each time, all over the run.
        let until = 1 + (round * 193 + 57) as usize % 480;
        server.wait_for_answers(until);
        std::thread::sleep(Duration::from_micros(round * 97 % 1000));
        bot.end();
        let bot = start_with(program, &server, folder.path(), settings);
        let deadline = Instant::now() + Duration::from_secs(10);
        while server.people_answered() < QUESTIONS as usize && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(100));
        lost += QUESTIONS as usize - server.people_answered();
        let again = server.answers() - server.people_answered();
        twice += again;
        worst = worst.max(again);
        bot.end();
    }
    println!("{program}: {kills} kills, {lost} lost, {twice} twice, at most {worst} for one kill");
}

fn kill_between(program: &str, kills: u64) {
    const QUESTIONS: i64 = 60;
    let (mut lost, mut twice) = (0, 0);
    for round in 0..kills {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start();
        let mut bot = start(program, &server, folder.path());
        server.wait_for_polls(1);
        let killed_at = 1 + (round * 7 + 20) as i64 % QUESTIONS;
        for person in 1..=QUESTIONS {
            server.asks(person, QUESTION);
            if person == killed_at {
                std::thread::sleep(Duration::from_micros(round * 61 % 1500));
                bot.end();
                bot = start(program, &server, folder.path());
            } else {
                std::thread::sleep(Duration::from_millis(4));
            }
        }
        let deadline = Instant::now() + Duration::from_secs(10);
        while server.people_answered() < QUESTIONS as usize && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(50));
        lost += QUESTIONS as usize - server.people_answered();
        twice += server.answers() - server.people_answered();
        bot.end();
    }
    println!("{program}: {kills} kills between questions, {lost} lost, {twice} twice");
}

fn flood(program: &str, count: i64) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start();
    let bot = start(program, &server, folder.path());
    server.wait_for_polls(1);
    const FLOODER: i64 = 1;
    server.asks(2, QUESTION);
    server.wait_for_answers(1);
    for index in 0..count {
        server.asks(FLOODER, QUESTION);
        if index % 10 == 0 {
            server.asks(1000 + index, QUESTION);
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let others = 1 + (count as usize).div_ceil(10);
    server.wait_for_people(others + 1);
    let mut waits: HashMap<i64, Duration> = server.waits();
    waits.remove(&FLOODER);
    waits.remove(&2);
    Waits::of(waits.into_values().collect()).print(&format!("{program}, others"));
    println!(
        "{program}: {} messages to the flooder",
        server.answers_to(FLOODER)
    );
    bot.end();
}

fn stop(program: &str) {
    const QUESTIONS: i64 = 150;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start();
    server.set_answer_time(Duration::from_millis(300));
    let mut bot = start(program, &server, folder.path());
    server.wait_for_polls(1);
    for person in 1..=QUESTIONS {
        server.asks(person, QUESTION);
    }
    std::thread::sleep(Duration::from_millis(150));
    let begin = Instant::now();
    Command::new("kill")
        .args(["-TERM", &bot.child.id().to_string()])
        .status()
        .unwrap();
    let status = bot.child.wait().unwrap();
    let took = begin.elapsed();
    let before = server.people_answered();
    server.set_answer_time(Duration::ZERO);
    let bot = start(program, &server, folder.path());
    let deadline = Instant::now() + Duration::from_secs(10);
    while server.people_answered() < QUESTIONS as usize && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(300));
    println!(
        "{program}: ended in {:.3} s with {status}; {before} of {QUESTIONS} answered by then, {} lost, {} twice",
        took.as_secs_f64(),
        QUESTIONS as usize - server.people_answered(),
        server.answers() - server.people_answered(),
    );
    bot.end();
}
