//! Replicas, and people who ask them.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::bot::{Bot, Home};
use crate::fake_bot_api::{FakeBotApi, from, message, private};
use crate::fake_webhook::{SECRET, Webhook};
use crate::pages::{free_address, wait_for_page};

/// What each chat asks in turn, and a word of the answer.
const QUESTIONS: [(&str, &str); 2] = [
    ("why was i charged $5", "temporary hold"),
    ("how do i get a refund", "within seven days"),
];
/// Chats that ask in each part of the test.
pub const CHATS: i64 = 24;

/// A replica and where it is called.
pub struct Replica {
    pub home: Home,
    address: String,
    pub pages: String,
}

impl Replica {
    pub fn new(api: &FakeBotApi, url: &str) -> Replica {
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
    pub fn start(&self) -> Bot {
        let bot = self.home.start();
        wait_for_page(&self.pages, "/readyz", 200);
        bot
    }
}

/// People who ask, each in a chat of their own.
pub struct People {
    pub api: FakeBotApi,
    webhook: Arc<Webhook>,
    next: i64,
    _runtime: tokio::runtime::Runtime,
}

impl People {
    /// Nobody has asked yet. A replica that says nothing for `patience` does not have the update.
    pub fn new(api: FakeBotApi, replicas: &[Replica], patience: Duration) -> People {
        let webhook = Arc::<Webhook>::default();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let addresses: Vec<String> = replicas
            .iter()
            .map(|replica| replica.address.clone())
            .collect();
        webhook.deliver(runtime.handle(), &addresses, patience);
        People {
            api,
            webhook,
            next: 1000,
            _runtime: runtime,
        }
    }

    /// New people ask everything, one after the other; returns before anybody has an answer.
    pub fn ask(&mut self) -> Range<i64> {
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
    pub fn wait_for_some(&self, people: &Range<i64>, count: usize) {
        self.api.wait_for("the first answers", |calls| {
            let answered = calls.iter().filter(|call| {
                call.method == "sendMessage"
                    && call.chat().is_some_and(|chat| people.contains(&chat))
            });
            (answered.count() >= count).then_some(())
        });
    }

    /// Waits until everybody has every answer; gives how many came more than once.
    pub fn wait_for_all(&self, people: Range<i64>) -> usize {
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
