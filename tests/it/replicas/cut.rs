//! The network between replicas and the database is cut, and heals; replicas are started anew one by one; the
//! FAQ changes while people ask.

use std::time::{Duration, Instant};

use super::people::{People, Replica};
use super::proxy::Proxy;
use crate::fake_bot_api::FakeBotApi;
use crate::pages::wait_for_page;
use crate::postgres_cluster::Cluster;

/// A replica that is back within this time is surely waited for; on a busy machine it may take longer.
const WORD: Duration = Duration::from_secs(10);

#[test]
fn a_cut_a_rolling_restart_and_a_reload_lose_and_repeat_nothing() {
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let url = cluster.new_database();
    let ways = [Proxy::start(&url), Proxy::start(&url)];
    let api = FakeBotApi::start();
    let replicas = ways
        .each_ref()
        .map(|(_, through)| Replica::new(&api, through));
    let (mut first, mut second) = (replicas[0].start(), replicas[1].start());
    let mut people = People::new(api, &replicas, Duration::from_secs(1));

    // One is cut off: the other takes its chats, but for what it may have sent; it says so when it is back.
    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    ways[0].0.cut();
    let began = Instant::now();
    wait_for_page(&replicas[0].pages, "/readyz", 503);
    wait_for_page(&replicas[1].pages, "/readyz", 200);
    let others = people.ask();
    assert_eq!(people.wait_for_all(others), 0, "one is cut off");
    ways[0].0.heal();
    first.wait_for_log("another process took this one's work over");
    first.wait_for_log("beginning anew");
    let is_short = began.elapsed() < WORD;
    let again = people.wait_for_all(asked);
    assert!(again == 0 || !is_short, "{again} answers went again");
    wait_for_page(&replicas[0].pages, "/readyz", 200);

    // All are cut off: nobody takes anything, and everything goes on.
    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    ways.iter().for_each(|(way, _)| way.cut());
    for replica in &replicas {
        wait_for_page(&replica.pages, "/readyz", 503);
    }
    ways.iter().for_each(|(way, _)| way.heal());
    people.wait_for_all(asked);
    for replica in &replicas {
        wait_for_page(&replica.pages, "/readyz", 200);
    }

    // One after the other is started anew.
    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    assert!(first.stop().success());
    first = replicas[0].start();
    assert!(second.stop().success());
    second = replicas[1].start();
    assert_eq!(people.wait_for_all(asked), 0, "a rolling restart");

    // Files change on one replica while people ask both.
    let asked = people.ask();
    people.wait_for_some(&asked, 5);
    let file = replicas[0].home.path("faq/faq.yaml");
    let faq = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, faq.replace("seven days", "seven days, in writing")).unwrap();
    first.signal("HUP");
    assert_eq!(people.wait_for_all(asked), 0, "the FAQ changes");

    assert!(first.stop().success() && second.stop().success());
    assert!(people.api.complaints().is_empty());
}
