//! The server of the load test: quick, and knows when each person asked and was answered.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::Notify;

use super::fake_webhook::Webhook;
use super::loopback;

#[derive(Default)]
struct Telegram {
    updates: VecDeque<(i64, String)>,
    number: i64,
    polls: u64,
    answers: usize,
    asked: HashMap<i64, Instant>,
    answered: HashMap<i64, (Duration, usize)>,
    answer_time: Duration,
}

#[derive(Default)]
struct Shared {
    telegram: Mutex<Telegram>,
    changed: Condvar,
    news: Notify,
}

/// A server that keeps updates until they are confirmed.
pub struct Server {
    shared: Arc<Shared>,
    webhook: Arc<Webhook>,
    address: SocketAddr,
    runtime: tokio::runtime::Runtime,
}

#[derive(Deserialize)]
struct Poll {
    #[serde(default)]
    offset: i64,
    #[serde(default)]
    timeout: u64,
    #[serde(default)]
    limit: Option<usize>,
}

#[derive(Deserialize)]
struct Send {
    chat_id: i64,
}

/// The one answer to a mention; the query has the number of its asker.
#[derive(Deserialize)]
struct Guest {
    guest_query_id: String,
}

impl Server {
    /// A server on a free port.
    pub fn start() -> Server {
        let shared = Arc::new(Shared::default());
        shared.telegram.lock().unwrap().number = 1000;
        let routes = Router::new()
            .route("/{bot}/{method}", axum::routing::any(serve))
            .with_state(shared.clone());
        let (address, runtime) = loopback::serve(routes);
        Server {
            shared,
            webhook: Arc::default(),
            address,
            runtime,
        }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Somebody asks in private.
    pub fn asks(&self, person: i64, text: &str) {
        self.asks_quietly(person, text);
        self.announce();
    }

    /// The same, while nobody is told.
    pub fn asks_quietly(&self, person: i64, text: &str) {
        let (number, raw) = self.question(person, text);
        let mut telegram = self.shared.telegram.lock().unwrap();
        telegram.updates.push_back((number, raw));
    }

    /// Somebody asks in private, and the webhook brings it.
    pub fn calls(&self, person: i64, text: &str) {
        let (_, raw) = self.question(person, text);
        self.webhook.push(person, raw);
    }

    /// Brings updates to the replicas at these addresses from now on.
    pub fn deliver(&self, replicas: &[String]) {
        let patience = Duration::from_secs(10);
        self.webhook
            .deliver(self.runtime.handle(), replicas, patience);
    }

    /// A question of this person as an update, with its number.
    fn question(&self, person: i64, text: &str) -> (i64, String) {
        let mut telegram = self.shared.telegram.lock().unwrap();
        telegram.number += 1;
        let number = telegram.number;
        telegram.asked.entry(person).or_insert_with(Instant::now);
        let raw = format!(
            r#"{{"update_id":{number},"message":{{"message_id":{number},"date":{},"chat":{{"id":{person},"type":"private","first_name":"Lin"}},"from":{{"id":{person},"is_bot":false,"first_name":"Lin","language_code":"zh-hans"}},"text":"{text}"}}}}"#,
            now_seconds(),
        );
        (number, raw)
    }

    /// Somebody asks: in private, by a mention in a chat that the bot is not in, or a customer in a
    /// business chat, by turns.
    pub fn asks_in_any_way(&self, person: i64, text: &str) {
        let mut telegram = self.shared.telegram.lock().unwrap();
        telegram.number += 1;
        let number = telegram.number;
        telegram.asked.entry(person).or_insert_with(Instant::now);
        let (kind, more) = match person % 3 {
            0 => ("message", String::new()),
            1 => ("guest_message", format!(r#","guest_query_id":"{person}""#)),
            _ => (
                "business_message",
                r#","business_connection_id":"b""#.to_owned(),
            ),
        };
        let raw = format!(
            r#"{{"update_id":{number},"{kind}":{{"message_id":{number},"date":{},"chat":{{"id":{person},"type":"private","first_name":"Lin"}},"from":{{"id":{person},"is_bot":false,"first_name":"Lin","language_code":"zh-hans"}},"text":"{text}"{more}}}}}"#,
            now_seconds(),
        );
        telegram.updates.push_back((number, raw));
        drop(telegram);
        self.announce();
    }

    /// Polls are told that there is something.
    pub fn announce(&self) {
        self.shared.news.notify_waiters();
    }

    /// From now on messages are answered after this time.
    pub fn set_answer_time(&self, time: Duration) {
        self.shared.telegram.lock().unwrap().answer_time = time;
    }

    pub fn wait_for_polls(&self, count: u64) {
        self.wait(|telegram| telegram.polls >= count);
    }

    pub fn wait_for_answers(&self, count: usize) {
        self.wait(|telegram| telegram.answers >= count);
    }

    /// Whether so many messages were sent, within this time.
    pub fn has_answers(&self, count: usize, within: Duration) -> bool {
        let until = Instant::now() + within;
        let mut telegram = self.shared.telegram.lock().unwrap();
        while telegram.answers < count {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            telegram = self.shared.changed.wait_timeout(telegram, left).unwrap().0;
        }
        true
    }

    pub fn wait_for_people(&self, count: usize) {
        self.wait(|telegram| telegram.answered.len() >= count);
    }

    /// How many messages were sent.
    pub fn answers(&self) -> usize {
        self.shared.telegram.lock().unwrap().answers
    }

    /// To how many people.
    pub fn people_answered(&self) -> usize {
        self.shared.telegram.lock().unwrap().answered.len()
    }

    /// How many to this one.
    pub fn answers_to(&self, person: i64) -> usize {
        let telegram = self.shared.telegram.lock().unwrap();
        telegram
            .answered
            .get(&person)
            .map_or(0, |(_, count)| *count)
    }

    /// How long each person waited for a first answer.
    pub fn waits(&self) -> HashMap<i64, Duration> {
        let telegram = self.shared.telegram.lock().unwrap();
        telegram
            .answered
            .iter()
            .map(|(person, (wait, _))| (*person, *wait))
            .collect()
    }

    fn wait(&self, is_so: impl Fn(&Telegram) -> bool) {
        let until = Instant::now() + Duration::from_secs(60);
        let mut telegram = self.shared.telegram.lock().unwrap();
        while !is_so(&telegram) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                println!(
                    "gave up waiting: {} answers, {} polls",
                    telegram.answers, telegram.polls
                );
                return;
            }
            telegram = self.shared.changed.wait_timeout(telegram, left).unwrap().0;
        }
    }
}

fn now_seconds() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

async fn serve(
    State(shared): State<Arc<Shared>>,
    Path((_bot, method)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    match method.to_ascii_lowercase().as_str() {
        "getme" => json(
            r#"{"ok":true,"result":{"id":1000001,"is_bot":true,"first_name":"W","username":"wenda_test_bot","can_join_groups":true,"can_read_all_group_messages":true,"supports_inline_queries":false,"has_main_web_app":false,"can_connect_to_business":false}}"#.to_owned(),
        ),
        "getupdates" => poll(&shared, serde_json::from_slice(&body).unwrap()).await,
        "getbusinessconnection" => json(
            r#"{"ok":true,"result":{"id":"b","user":{"id":9000001,"is_bot":false,"first_name":"O"},"user_chat_id":9000001,"date":1,"is_enabled":true,"rights":{"can_reply":true}}}"#.to_owned(),
        ),
        "sendmessage" | "answerguestquery" => {
            let send = match serde_json::from_slice::<Guest>(&body) {
                Ok(guest) => Send {
                    chat_id: guest.guest_query_id.parse().unwrap(),
                },
                Err(_) => serde_json::from_slice::<Send>(&body).unwrap(),
            };
            let (number, answer_time) = {
                let mut telegram = shared.telegram.lock().unwrap();
                telegram.number += 1;
                telegram.answers += 1;
                let wait = telegram.asked.get(&send.chat_id).map_or(Duration::ZERO, Instant::elapsed);
                telegram.answered.entry(send.chat_id).or_insert((wait, 0)).1 += 1;
                (telegram.number, telegram.answer_time)
            };
            shared.changed.notify_all();
            if !answer_time.is_zero() {
                tokio::time::sleep(answer_time).await;
            }
            json(format!(
                r#"{{"ok":true,"result":{{"message_id":{number},"date":1,"chat":{{"id":{},"type":"private","first_name":"Lin"}},"text":"x"}}}}"#,
                send.chat_id
            ))
        }
        _ => json(r#"{"ok":true,"result":true}"#.to_owned()),
    }
}

async fn poll(shared: &Shared, poll: Poll) -> Response {
    let until = Instant::now() + Duration::from_secs(poll.timeout);
    {
        let mut telegram = shared.telegram.lock().unwrap();
        telegram.polls += 1;
        while telegram
            .updates
            .front()
            .is_some_and(|(id, _)| *id < poll.offset)
        {
            telegram.updates.pop_front();
        }
    }
    shared.changed.notify_all();
    loop {
        let news = shared.news.notified();
        {
            let telegram = shared.telegram.lock().unwrap();
            if !telegram.updates.is_empty() || Instant::now() >= until {
                let limit = poll.limit.unwrap_or(100);
                let batch: Vec<&str> = telegram
                    .updates
                    .iter()
                    .take(limit)
                    .map(|(_, raw)| raw.as_str())
                    .collect();
                return json(format!("{{\"ok\":true,\"result\":[{}]}}", batch.join(",")));
            }
        }
        let _ = tokio::time::timeout_at(until.into(), news).await;
    }
}

fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
