//! A Bot API server on loopback that behaves as Telegram does where it matters to a bot's safety.
//!
//! Updates are kept until a higher offset confirms them, polls wait, a second poll ends the first;
//! messages are refused for bad HTML, bad buttons and texts that are too long. Everything asked of
//! it is logged. Faults are scripted. Nothing here knows the bot.

use std::collections::{HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::fake_account::Account;
use super::fake_business::Business;
use super::fake_ephemeral::Ephemeral;
use super::{loopback, telegram_rules};

/// How long a test waits for something that must come.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The bot's name and number on this server.
pub const BOT: (i64, &str) = (1_000_001, "wenda_test_bot");

/// One call that was made.
#[derive(Debug, Clone)]
pub struct Call {
    /// The method, as Telegram writes it.
    pub method: String,
    /// Its parameters.
    pub parameters: Value,
    /// What was answered; `None` where the connection was cut.
    pub answer: Option<Value>,
}

impl Call {
    /// The chat it went to.
    pub fn chat(&self) -> Option<i64> {
        self.parameters["chat_id"].as_i64()
    }

    /// What it says.
    pub fn text(&self) -> &str {
        self.parameters["text"].as_str().unwrap_or_default()
    }

    /// Whether it was granted.
    pub fn is_ok(&self) -> bool {
        self.answer
            .as_ref()
            .is_some_and(|answer| answer["ok"] == true)
    }
}

/// What goes wrong with a call.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Answered with this status and body; nothing is done.
    Answer(u16, String),
    /// Nothing is done, and the connection is cut.
    Drop,
    /// It is done, and the connection is cut before the answer.
    CutAfter,
    /// It is done, and answered after this.
    Slow(Duration),
    /// Nothing is done, and nothing is answered; the connection stays.
    Swallowed,
}

impl Fault {
    /// "Too many requests", for so many seconds.
    pub fn too_many(seconds: u64) -> Fault {
        Fault::Answer(
            429,
            json!({"ok": false, "error_code": 429, "description": "Too Many Requests: retry later",
                   "parameters": {"retry_after": seconds}})
            .to_string(),
        )
    }

    /// A refusal in these words.
    pub fn refusal(code: u16, description: &str) -> Fault {
        let answer = json!({"ok": false, "error_code": code, "description": description});
        Fault::Answer(code, answer.to_string())
    }
}

/// A fault and the calls that it befalls.
struct Rule {
    method: String,
    chat: Option<i64>,
    left: usize,
    fault: Fault,
}

#[derive(Default)]
struct Telegram {
    /// Updates not confirmed yet: number, JSON.
    updates: VecDeque<(i64, String)>,
    next_update: i64,
    next_message: i64,
    calls: Vec<Call>,
    rules: Vec<Rule>,
    account: Account,
    ephemeral: Ephemeral,
    business: Business,
    /// Guest queries that may still be answered.
    guest_queries: HashSet<String>,
    /// Everything is cut.
    is_down: bool,
    polls: u64,
}

struct Shared {
    telegram: Mutex<Telegram>,
    changed: Condvar,
    news: Notify,
}

/// The server. Stops when dropped.
pub struct FakeBotApi {
    shared: Arc<Shared>,
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl FakeBotApi {
    /// A server on a free port.
    pub fn start() -> FakeBotApi {
        let shared = Arc::new(Shared {
            telegram: Mutex::new(Telegram {
                next_update: 500,
                next_message: 10,
                ..Telegram::default()
            }),
            changed: Condvar::new(),
            news: Notify::new(),
        });
        let routes = Router::new()
            .route("/{bot}/{method}", axum::routing::any(serve))
            .with_state(shared.clone());
        let (address, runtime) = loopback::serve(routes);
        FakeBotApi {
            shared,
            address,
            _runtime: runtime,
        }
    }

    /// Its address, for `telegram.api_url`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// An update happens; its number is given to it where it has none.
    pub fn push(&self, mut update: Value) -> i64 {
        let mut telegram = self.lock();
        let id = update["update_id"].as_i64().unwrap_or(telegram.next_update);
        telegram.next_update = telegram.next_update.max(id + 1);
        update["update_id"] = id.into();
        if let Some(query) = update["guest_message"]["guest_query_id"].as_str() {
            telegram.guest_queries.insert(query.to_owned());
        }
        telegram.ephemeral.happened(&update);
        telegram.business.happened(&update);
        telegram.updates.push_back((id, update.to_string()));
        drop(telegram);
        self.shared.news.notify_waiters();
        id
    }

    /// Something happens that is no proper update; confirmed like one.
    pub fn push_raw(&self, raw: &str) {
        let mut telegram = self.lock();
        let id = telegram.next_update;
        telegram.next_update += 1;
        telegram.updates.push_back((id, raw.to_owned()));
        drop(telegram);
        self.shared.news.notify_waiters();
    }

    /// Somebody writes in a private chat; the number of the message.
    pub fn says(&self, person: i64, text: &str) -> i64 {
        let id = self.message_number();
        self.push(json!({"message": message(id, private(person), from(person), text)}));
        id
    }

    /// A number for a message.
    pub fn message_number(&self) -> i64 {
        let mut telegram = self.lock();
        telegram.next_message += 1;
        telegram.next_message
    }

    /// The next `times` calls of this method (to this chat, if one is named) go wrong.
    pub fn fault(&self, method: &str, chat: Option<i64>, times: usize, fault: Fault) {
        let method = method.to_ascii_lowercase();
        self.lock().rules.push(Rule {
            method,
            chat,
            left: times,
            fault,
        });
    }

    /// From now on every connection is cut, or no longer.
    pub fn set_down(&self, is_down: bool) {
        self.lock().is_down = is_down;
        self.shared.news.notify_waiters();
    }

    /// The calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// Messages that were granted to this chat, in order.
    pub fn sent_to(&self, chat: i64) -> Vec<Call> {
        let sent = |call: &&Call| {
            call.method == "sendMessage" && call.chat() == Some(chat) && call.is_ok()
        };
        self.lock().calls.iter().filter(sent).cloned().collect()
    }

    /// Looks at the bot's account, or changes it.
    pub fn account<T>(&self, look: impl FnOnce(&mut Account) -> T) -> T {
        look(&mut self.lock().account)
    }

    /// Makes the bot an admin of this group.
    pub fn make_admin_of(&self, chat: i64) {
        self.lock().ephemeral.admin_of.insert(chat);
    }

    /// The bot is no longer an admin of this group, and is not told.
    pub fn demote_in(&self, chat: i64) {
        self.lock().ephemeral.admin_of.remove(&chat);
    }

    /// Calls that were refused, one line each.
    pub fn refusals(&self) -> Vec<String> {
        let calls = self.calls().into_iter();
        let refused = calls.filter(|call| {
            call.answer
                .as_ref()
                .is_some_and(|answer| answer["ok"] != true)
        });
        refused
            .map(|call| format!("{} {}", call.method, call.parameters))
            .collect()
    }

    /// How many updates are not confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.lock().updates.len()
    }

    /// Waits until every update is confirmed.
    pub fn wait_until_confirmed(&self) {
        let until = Instant::now() + PATIENCE;
        while self.unconfirmed() > 0 {
            assert!(
                Instant::now() < until,
                "{} updates stay unconfirmed",
                self.unconfirmed()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How many polls came.
    pub fn polls(&self) -> u64 {
        self.lock().polls
    }

    /// Waits until `found` finds something in the calls.
    pub fn wait_for<T>(&self, what: &str, found: impl Fn(&[Call]) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        let mut telegram = self.lock();
        loop {
            if let Some(found) = found(&telegram.calls) {
                return found;
            }
            let now = Instant::now();
            assert!(
                now < until,
                "waited without seeing {what}; calls: {:#?}",
                brief(&telegram.calls)
            );
            telegram = self
                .shared
                .changed
                .wait_timeout(telegram, until - now)
                .unwrap()
                .0;
        }
    }

    /// Waits for the `count`th message to this chat, and gives it.
    pub fn wait_for_message(&self, chat: i64, count: usize) -> Call {
        self.wait_for(&format!("message {count} to {chat}"), |calls| {
            calls
                .iter()
                .filter(|call| {
                    call.method == "sendMessage" && call.chat() == Some(chat) && call.is_ok()
                })
                .nth(count - 1)
                .cloned()
        })
    }

    /// Waits until everything that happened was handled: a question asked now is answered.
    pub fn settle(&self, witness: i64) {
        let before = self.sent_to(witness).len();
        self.says(witness, "why was i charged $5");
        self.wait_for_message(witness, before + 1);
    }

    /// What was wrong with the calls, one line each.
    pub fn complaints(&self) -> Vec<String> {
        let wrong = |call: &Call| {
            let problem = telegram_rules::check(&call.method, &call.parameters)?;
            Some(format!("{}: {problem}: {}", call.method, call.parameters))
        };
        self.lock().calls.iter().filter_map(wrong).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Telegram> {
        self.shared.telegram.lock().unwrap()
    }
}

/// Calls as they are shown when a test fails.
fn brief(calls: &[Call]) -> Vec<String> {
    calls
        .iter()
        .filter(|call| call.method != "getUpdates")
        .map(|call| format!("{} {} {}", call.method, call.parameters, call.is_ok()))
        .collect()
}

/// A private chat.
pub fn private(person: i64) -> Value {
    json!({"id": person, "type": "private", "first_name": "Lin"})
}

/// A supergroup.
pub fn group(chat: i64) -> Value {
    json!({"id": chat, "type": "supergroup", "title": "Help"})
}

/// A person.
pub fn from(person: i64) -> Value {
    json!({"id": person, "is_bot": false, "first_name": "Lin", "language_code": "en"})
}

/// A message with words; a command at its beginning is marked as one.
pub fn message(id: i64, chat: Value, from: Value, text: &str) -> Value {
    let mut message = json!({
        "message_id": id, "date": now_seconds(), "chat": chat, "from": from, "text": text,
    });
    if text.starts_with('/') {
        let command = text.split_whitespace().next().unwrap_or_default();
        message["entities"] =
            json!([{"type": "bot_command", "offset": 0, "length": command.encode_utf16().count()}]);
    }
    message
}

pub fn now_seconds() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

async fn serve(
    State(shared): State<Arc<Shared>>,
    Path((_bot, method)): Path<(String, String)>,
    headers: axum::http::HeaderMap,
    body: Bytes,
) -> Response {
    let method = telegram_rules::spelling(&method);
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let parameters: Value = if is_json {
        serde_json::from_slice(&body).unwrap_or_default()
    } else {
        json!({})
    };
    if method == "getUpdates" {
        return poll(&shared, parameters).await;
    }
    let (fault, answer) = {
        let mut telegram = shared.telegram.lock().unwrap();
        let fault = telegram.fault(&method, &parameters);
        let answer = match &fault {
            Some(Fault::Drop | Fault::Swallowed) => None,
            Some(Fault::Answer(status, body)) => {
                let value = serde_json::from_str(body).unwrap_or_else(|_| json!({"ok": false}));
                Some((*status, value, body.clone()))
            }
            _ => {
                let value = telegram.carry_out(&method, &parameters);
                let status = value["error_code"].as_u64().unwrap_or(200) as u16;
                let body = value.to_string();
                Some((status, value, body))
            }
        };
        (fault, answer)
    };
    if let Some(Fault::Swallowed) = fault {
        return std::future::pending().await;
    }
    let granted = answer.as_ref().map(|(_, value, _)| value.clone());
    // A message that was carried out is logged even if its answer is lost.
    shared.telegram.lock().unwrap().calls.push(Call {
        method,
        parameters,
        answer: granted,
    });
    shared.changed.notify_all();
    if let Some(Fault::Slow(time)) = fault {
        tokio::time::sleep(time).await;
    }
    match (fault, answer) {
        (Some(Fault::Drop | Fault::CutAfter), _) | (_, None) => drop_connection(),
        (_, Some((status, _, body))) => reply(status, body),
    }
}

/// Ends the connection without an answer.
fn drop_connection() -> ! {
    // Unwinding ends hyper's task for this connection; no panic message is printed.
    std::panic::resume_unwind(Box::new("cut"))
}

fn reply(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn poll(shared: &Shared, parameters: Value) -> Response {
    let until = Instant::now() + Duration::from_secs(parameters["timeout"].as_u64().unwrap_or(0));
    let limit = parameters["limit"].as_u64().unwrap_or(100).clamp(1, 100) as usize;
    let poll = {
        let mut telegram = shared.telegram.lock().unwrap();
        telegram.polls += 1;
        if let Some(offset) = parameters["offset"].as_i64().filter(|offset| *offset > 0) {
            telegram.updates.retain(|(id, _)| *id >= offset);
        }
        let (method, polls) = ("getUpdates".to_owned(), telegram.polls);
        telegram.calls.push(Call {
            method,
            parameters: parameters.clone(),
            answer: None,
        });
        polls
    };
    shared.changed.notify_all();
    shared.news.notify_waiters();
    loop {
        let news = shared.news.notified();
        {
            let mut telegram = shared.telegram.lock().unwrap();
            if telegram.is_down {
                drop(telegram);
                drop_connection();
            }
            match telegram.fault("getUpdates", &parameters) {
                None | Some(Fault::Slow(_) | Fault::Swallowed) => {}
                Some(Fault::Answer(status, body)) => return reply(status, body),
                Some(Fault::Drop | Fault::CutAfter) => {
                    drop(telegram);
                    drop_connection();
                }
            }
            if telegram.polls != poll {
                let conflict = json!({"ok": false, "error_code": 409, "description":
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"});
                return reply(409, conflict.to_string());
            }
            if !telegram.updates.is_empty() || Instant::now() >= until {
                let batch: Vec<&str> = telegram
                    .updates
                    .iter()
                    .take(limit)
                    .map(|(_, raw)| raw.as_str())
                    .collect();
                return reply(
                    200,
                    format!("{{\"ok\":true,\"result\":[{}]}}", batch.join(",")),
                );
            }
        }
        let _ = tokio::time::timeout_at(until.into(), news).await;
    }
}

impl Telegram {
    fn fault(&mut self, method: &str, parameters: &Value) -> Option<Fault> {
        if self.is_down {
            return Some(Fault::Drop);
        }
        let chat = parameters["chat_id"].as_i64();
        let method = method.to_ascii_lowercase();
        let rule = self.rules.iter_mut().find(|rule| {
            rule.left > 0 && rule.method == method && (rule.chat.is_none() || rule.chat == chat)
        })?;
        rule.left -= 1;
        Some(rule.fault.clone())
    }

    /// The address that was set last.
    fn webhook_url(&self) -> &str {
        let mut calls = self.calls.iter().rev();
        let last = calls.find(|call| call.is_ok() && call.method.ends_with("etWebhook"));
        last.and_then(|call| call.parameters["url"].as_str())
            .unwrap_or_default()
    }

    fn carry_out(&mut self, method: &str, parameters: &Value) -> Value {
        if let Some(problem) = telegram_rules::check(method, parameters) {
            let description = format!("Bad Request: {problem}");
            return json!({"ok": false, "error_code": 400, "description": description});
        }
        if let Some(answer) = self.account.carry_out(method, parameters) {
            return answer;
        }
        if let Some(answer) = self.ephemeral.carry_out(method, parameters) {
            return answer;
        }
        if let Some((answer, echo)) = self.business.carry_out(method, parameters) {
            if let Some(mut echo) = echo {
                let id = self.next_update;
                self.next_update += 1;
                echo["update_id"] = id.into();
                self.updates.push_back((id, echo.to_string()));
            }
            return answer;
        }
        let result = match method {
            "sendMessage" | "sendPhoto" => {
                self.next_message += 1;
                let chat = parameters["chat_id"].as_i64().unwrap_or(1);
                let kind = if chat > 0 { "private" } else { "supergroup" };
                json!({"message_id": self.next_message, "date": now_seconds(),
                       "chat": {"id": chat, "type": kind, "title": "t", "first_name": "f"},
                       "text": parameters["text"]})
            }
            "copyMessage" => {
                self.next_message += 1;
                json!({"message_id": self.next_message})
            }
            "createForumTopic" => {
                self.next_message += 1;
                json!({"message_thread_id": self.next_message, "name": parameters["name"],
                       "icon_color": 7_322_096})
            }
            "editMessageText" | "editMessageReplyMarkup" => json!({
                "message_id": parameters["message_id"], "date": now_seconds(),
                "chat": {"id": parameters["chat_id"], "type": "private", "first_name": "f"},
                "text": parameters["text"],
            }),
            "answerGuestQuery" => {
                let query = parameters["guest_query_id"].as_str().unwrap_or_default();
                if !self.guest_queries.remove(query) {
                    let description = "Bad Request: query is too old and response timeout expired \
                                       or query ID is invalid";
                    return json!({"ok": false, "error_code": 400, "description": description});
                }
                json!({"inline_message_id": format!("inline-{query}")})
            }
            "getWebhookInfo" => {
                json!({"url": self.webhook_url(), "pending_update_count": self.updates.len()})
            }
            "getChat" => json!({"id": parameters["chat_id"], "type": "supergroup", "title": "g"}),
            "getChatMember" => {
                let chat = parameters["chat_id"].as_i64().unwrap_or_default();
                let is_admin =
                    parameters["user_id"] == BOT.0 && self.ephemeral.admin_of.contains(&chat);
                let status = if is_admin { "administrator" } else { "member" };
                json!({"status": status, "user": {"id": parameters["user_id"],
                                                  "is_bot": false, "first_name": "f"}})
            }
            _ => json!(true),
        };
        json!({"ok": true, "result": result})
    }
}
