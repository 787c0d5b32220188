//! The process that carries messages: outlives a kill, is replaced, and never stays behind.

use std::time::{Duration, Instant};

use super::bot::{Bot, Home};
use super::fake_bot_api::{FakeBotApi, Fault, PATIENCE};

const LIN: i64 = 77;
const QUESTION: &str = "why was i charged $5";

/// The processes whose parent is this one, as Linux tells.
pub fn children(of: u32) -> Vec<u32> {
    let parent = |process: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // Behind the name, which may hold anything: state, parent.
        stat.rsplit(')').next()?.split(' ').nth(2)?.parse().ok()
    };
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process| parent(process) == Some(of))
        .collect()
}

/// The sidecar of this bot, once there is one.
fn sidecar(bot: &Bot) -> u32 {
    let until = Instant::now() + PATIENCE;
    loop {
        match children(bot.id())[..] {
            [sidecar] => return sidecar,
            ref others => assert!(others.is_empty(), "{others:?}"),
        }
        assert!(Instant::now() < until, "no sidecar came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn wait_until_gone(process: u32) {
    let until = Instant::now() + PATIENCE;
    // One that nobody asks after may stay in the list as a zombie.
    let lives = || {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit_once(") ")
            .is_some_and(|(_, rest)| !rest.starts_with('Z'))
    };
    while lives() {
        assert!(Instant::now() < until, "the sidecar stayed behind");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_kill_while_telegram_takes_its_time_repeats_nothing() {
    const PEOPLE: std::ops::RangeInclusive<i64> = 1..=30;
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let slow = Fault::Slow(Duration::from_millis(600));
    api.fault("sendMessage", None, usize::MAX, slow);
    for person in PEOPLE {
        api.says(person, QUESTION);
    }
    for round in 1..=3 {
        let bot = home.start();
        api.wait_for("messages on their way", |calls| {
            let sent = calls.iter().filter(|call| call.method == "sendMessage");
            (sent.count() >= 5 * round).then_some(())
        });
        bot.kill();
    }
    let bot = home.start();
    for person in PEOPLE {
        api.wait_for_message(person, 1);
    }
    api.settle(LIN);
    assert!(bot.stop().success());
    let counts: Vec<usize> = PEOPLE.map(|person| api.sent_to(person).len()).collect();
    assert_eq!(counts, [1; 30]);
}

#[test]
fn a_sidecar_that_dies_is_replaced() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    api.settle(LIN);
    let first = sidecar(&bot);
    // What it sends when it dies goes again: nobody knows.
    let slow = Fault::Slow(Duration::from_secs(20));
    api.fault("sendMessage", Some(5), 1, slow);
    api.says(5, QUESTION);
    api.wait_for_message(5, 1);
    let killed = std::process::Command::new("kill")
        .args(["-KILL", &first.to_string()])
        .status();
    assert!(killed.unwrap().success());
    bot.wait_for_log("starting another one");
    api.wait_for_message(5, 2);
    api.settle(LIN);
    let second = sidecar(&bot);
    assert_ne!(first, second);
    assert!(bot.stop().success());
    wait_until_gone(second);
}

#[test]
fn it_ends_with_the_bot_and_not_before() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let mut bot = home.start();
    api.settle(LIN);
    let sidecar = sidecar(&bot);
    // A service manager may stop all processes of a service at once.
    let stop = |process: u32| {
        let stopped = std::process::Command::new("kill")
            .args(["-TERM", &process.to_string()])
            .status();
        assert!(stopped.unwrap().success());
    };
    let slow = Fault::Slow(Duration::from_millis(300));
    api.fault("sendMessage", Some(5), 1, slow);
    api.says(5, QUESTION);
    api.wait_for_message(5, 1);
    stop(sidecar);
    stop(bot.id());
    assert!(bot.wait().success());
    wait_until_gone(sidecar);
    let bot = home.start();
    api.settle(LIN);
    assert!(bot.stop().success());
    assert_eq!(api.sent_to(5).len(), 1);
}
