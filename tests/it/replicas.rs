//! Two replicas of the real program on a real PostgreSQL, called by a webhook in turn: killed, stopped, cut off.
//! No question is lost, and each chat gets its answers in the order of its questions, once.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::bot::{Bot, Home};
use super::fake_bot_api::{FakeBotApi, from, message, private};
use super::fake_webhook::{SECRET, Webhook};
use super::pages::{free_address, wait_for_page};
use super::postgres_cluster::Cluster;
use super::sidecar::children;

/// What each chat asks in turn, and a word of the answer.
const QUESTIONS: [(&str, &str); 2] = [
    ("why was i charged $5", "temporary hold"),
    ("how do i get a refund", "within seven days"),
];
/// Chats that ask in each part of the test.
const CHATS: i64 = 24;

/// A replica and where it is called.
struct Replica {
    home: Home,
    address: String,
    pages: String,
}

impl Replica {
    fn new(api: &FakeBotApi, url: &str) -> Replica {
        let (address, pages) = (free_address(), free_address());
        let mut home = Home::new(api);
        for (name, value) in [
            ("TELEGRAM__MODE", "webhook"),
            ("TELEGRAM__WEBHOOK__URL", "https://bot.example/hook"),
            ("TELEGRAM__WEBHOOK__LISTEN", &address),
            ("TELEGRAM__WEBHOOK__SECRET", SECRET),
            ("TELEGRAM__LISTEN", &pages),
            ("STORAGE__URL", url),
            ("LOG__LEVEL", "info"),
        ] {
            home.set(&format!("WENDA__{name}"), value);
        }
        Replica {
            home,
            address,
            pages,
        }
    }

    /// Starts it, and waits until it answers.
    fn start(&self) -> Bot {
        let bot = self.home.start();
        wait_for_page(&self.pages, "/readyz", 200);
        bot
    }
}

/// People who ask, each in a chat of their own.
struct People {
    api: FakeBotApi,
    webhook: Arc<Webhook>,
    next: i64,
}

impl People {
    /// New people ask everything, one after the other; returns before anybody has an answer.
    fn ask(&mut self) -> Range<i64> {
        let people = self.next..self.next + CHATS;
        self.next += CHATS;
        for (question, _) in QUESTIONS {
            for person in people.clone() {
                let id = self.api.message_number();
                let message = message(id, private(person), from(person), question);
                let update = json!({"update_id": id, "message": message});
                self.webhook.push(person, update.to_string());
            }
        }
        people
    }

    /// Waits until so many of these people have an answer.
    fn wait_for_some(&self, people: &Range<i64>, count: usize) {
        self.api.wait_for("the first answers", |calls| {
            let answered = calls.iter().filter(|call| {
                call.method == "sendMessage"
                    && call.chat().is_some_and(|chat| people.contains(&chat))
            });
            (answered.count() >= count).then_some(())
        });
    }

    /// Waits until everybody has every answer; gives how many came more than once.
    fn wait_for_all(&self, people: Range<i64>) -> usize {
        let mut again = 0;
        for person in people {
            let texts = self
                .api
                .wait_for(&format!("all answers of {person}"), |calls| {
                    let sent = calls.iter().filter(|call| {
                        call.method == "sendMessage" && call.chat() == Some(person) && call.is_ok()
                    });
                    let texts: Vec<String> = sent.map(|call| call.text().to_owned()).collect();
                    let has = |answer: &str| texts.iter().any(|text| text.contains(answer));
                    QUESTIONS
                        .iter()
                        .all(|(_, answer)| has(answer))
                        .then_some(texts)
                });
            let which = |text: &String| {
                QUESTIONS
                    .iter()
                    .position(|(_, answer)| text.contains(answer))
            };
            let order: Vec<usize> = texts
                .iter()
                .map(|text| which(text).expect("an answer"))
                .collect();
            again += order.len() - QUESTIONS.len();
            // One that goes again since nobody knows whether it arrived goes before the next as well.
            assert!(
                order.is_sorted(),
                "the answers of {person}: {order:?}, {texts:#?}"
            );
        }
        again
    }
}

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
    let webhook = Arc::<Webhook>::default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let addresses = replicas.each_ref().map(|replica| replica.address.clone());
    webhook.deliver(runtime.handle(), &addresses, Duration::from_secs(1));
    let mut people = People {
        api,
        webhook,
        next: 1000,
    };

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
