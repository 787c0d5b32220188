//! Two replicas of the real program on a real PostgreSQL, called by a webhook in turn: killed, stopped, cut off.
//! No question is lost, and each chat gets its answers in the order of its questions, once.

use std::time::Duration;

use crate::bot::Bot;
use crate::fake_bot_api::FakeBotApi;
use crate::pages::wait_for_page;
use crate::postgres_cluster::Cluster;
use crate::sidecar::children;
use people::{People, Replica};

mod cut;
mod people;
mod proxy;

/// Ends a bot and its sidecar at once, as the death of their machine would.
fn kill_whole(bot: Bot) {
    let mut all = children(bot.id());
    all.push(bot.id());
    let ids: Vec<String> = all.iter().map(u32::to_string).collect();
    let killed = std::process::Command::new("kill")
        .arg("-KILL")
        .args(&ids)
        .status();
    assert!(killed.unwrap().success());
    bot.kill();
}

#[test]
fn what_happens_to_one_replica_the_others_make_good() {
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let url = cluster.new_database();
    let api = FakeBotApi::start();
    let replicas = [Replica::new(&api, &url), Replica::new(&api, &url)];
    let (mut first, mut second) = (replicas[0].start(), replicas[1].start());
    let mut people = People::new(api, &replicas, Duration::from_secs(1));

    let asked = people.ask();
    assert_eq!(people.wait_for_all(asked), 0, "nothing happens");

    // Its sidecar notes what was on its way, and gives its chats to the other at once.
    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    first.kill();
    assert_eq!(people.wait_for_all(asked), 0, "one is killed");
    first = replicas[0].start();

    // Others take its chats, and it knows when it wakes.
    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    second.signal("STOP");
    people.wait_for_all(asked);
    let asked = people.ask();
    assert_eq!(people.wait_for_all(asked), 0, "one stands still");
    second.signal("CONT");
    second.wait_for_log("another process took this one's work over");
    second.wait_for_log("beginning anew");
    wait_for_page(&replicas[1].pages, "/readyz", 200);

    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    cluster.restart();
    assert_eq!(people.wait_for_all(asked), 0, "the database starts anew");

    // What was on its way goes again: nobody knows whether it arrived.
    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    kill_whole(first);
    kill_whole(second);
    first = replicas[0].start();
    second = replicas[1].start();
    people.wait_for_all(asked);
    let asked = people.ask();
    assert_eq!(people.wait_for_all(asked), 0, "all is as before");

    assert!(first.stop().success() && second.stop().success());
    assert!(people.api.complaints().is_empty());
}
