//! The real program when Telegram calls it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Instant;

use serde_json::json;

use super::bot::Home;
use super::fake_bot_api::{Call, FakeBotApi, PATIENCE, from, message, private};
use super::pages::{free_address, get, wait_for_page};

const LIN: i64 = 77;
const MEI: i64 = 78;
const QUESTION: &str = "why was i charged $5";

/// A port that was free a moment ago.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Makes one HTTP request and gives the status of its answer.
fn http(port: u16, head: &str, body: &str) -> u16 {
    let until = Instant::now() + PATIENCE;
    let mut stream = loop {
        match TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))) {
            Ok(stream) => break stream,
            Err(error) => assert!(Instant::now() < until, "nobody listens: {error}"),
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    let length = body.len();
    let request = format!(
        "{head}host: bot.example\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    // The other side may answer and close before it has read a body that is too long.
    let _ = stream.write_all(request.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    answer
        .split_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0)
}

fn call(port: u16, secret: &str, body: &str) -> u16 {
    let head = format!(
        "POST /hook/here HTTP/1.1\r\nx-telegram-bot-api-secret-token: {secret}\r\ncontent-type: application/json\r\n"
    );
    http(port, &head, body)
}

fn registration(api: &FakeBotApi) -> Call {
    api.wait_for("setWebhook", |calls| {
        calls
            .iter()
            .find(|call| call.method == "setWebhook")
            .cloned()
    })
}

#[test]
fn what_telegram_brings_is_kept_before_it_is_taken() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    let port = free_port();
    home.set("WENDA__TELEGRAM__MODE", "webhook");
    home.set(
        "WENDA__TELEGRAM__WEBHOOK__URL",
        "https://bot.example/hook/here",
    );
    home.set(
        "WENDA__TELEGRAM__WEBHOOK__LISTEN",
        &format!("127.0.0.1:{port}"),
    );
    let bot = home.start();
    let registered = registration(&api).parameters;
    assert_eq!(registered["url"], "https://bot.example/hook/here");
    assert!(
        registered["allowed_updates"]
            .to_string()
            .contains("callback_query")
    );
    let secret = registered["secret_token"].as_str().unwrap().to_owned();
    assert!(secret.len() >= 32, "made at random");

    let update = |id: i64| {
        json!({"update_id": id, "message": message(id, private(LIN), from(LIN), QUESTION)})
            .to_string()
    };
    assert_eq!(call(port, "wrong", &update(1)), 401);
    assert_eq!(http(port, "POST /hook/here HTTP/1.1\r\n", &update(1)), 401);
    assert_eq!(http(port, "GET /healthz HTTP/1.1\r\n", ""), 200);
    assert_eq!(http(port, "POST /elsewhere HTTP/1.1\r\n", &update(1)), 404);
    assert_eq!(call(port, &secret, &"x".repeat(3 << 20)), 413);
    assert_eq!(
        call(port, &secret, "no update at all"),
        200,
        "or it would come again for ever"
    );
    assert_eq!(call(port, &secret, &update(2)), 200);
    assert_eq!(
        call(port, &secret, &update(2)),
        200,
        "and once more is once"
    );
    api.wait_for_message(LIN, 1);
    // Taken, and killed right away: answered after the next start, if not before.
    assert_eq!(call(port, &secret, &update(3)), 200);
    bot.kill();
    let bot = home.start();
    api.wait_for_message(LIN, 2);
    let mei = json!({"update_id": 4, "message": message(4, private(MEI), from(MEI), QUESTION)});
    assert_eq!(
        call(port, &secret, &mei.to_string()),
        200,
        "the secret outlives the process"
    );
    api.wait_for_message(MEI, 1);
    assert!(!bot.log().contains(&secret));
    assert!(bot.stop().success());
    // The one that was on its way when it was killed may have come twice.
    assert!(api.sent_to(LIN).len() <= 3);
    let deleted = api
        .calls()
        .iter()
        .filter(|call| call.method == "deleteWebhook")
        .count();
    assert_eq!(deleted, 0, "only on request");
    assert_eq!(api.polls(), 0);
}

#[test]
fn a_webhook_is_taken_away_on_request() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start_with(&["--delete-webhook"]);
    api.says(LIN, QUESTION);
    api.wait_for_message(LIN, 1);
    let deleted: Vec<Call> = api
        .calls()
        .into_iter()
        .filter(|call| call.method == "deleteWebhook")
        .collect();
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0].parameters["drop_pending_updates"], false);
    assert!(bot.stop().success());
}

#[test]
fn a_webhook_that_another_program_sets_makes_it_unready_until_it_is_ours_again() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    let pages = free_address();
    home.set("WENDA__TELEGRAM__MODE", "webhook");
    home.set("WENDA__TELEGRAM__LISTEN", &pages);
    home.set("WENDA__TELEGRAM__WEBHOOK__URL", "https://bot.example/hook");
    home.set(
        "WENDA__TELEGRAM__WEBHOOK__LISTEN",
        &format!("127.0.0.1:{}", free_port()),
    );
    let bot = home.start();
    wait_for_page(&pages, "/readyz", 200);
    // Only then is the webhook ours; another one set before would be overwritten.
    bot.wait_for_log("Telegram calls us");
    let set = |url: &str| {
        let address = api.url();
        let port = address.rsplit(':').next().unwrap().trim_end_matches('/');
        let body = json!({"url": url}).to_string();
        let head =
            "POST /bot1000001:test-token/setWebhook HTTP/1.1\r\ncontent-type: application/json\r\n";
        assert_eq!(http(port.parse().unwrap(), head, &body), 200);
    };
    set("https://elsewhere.example/hook");
    wait_for_page(&pages, "/readyz", 503);
    let why = get(&pages, "/readyz", "").unwrap().1;
    assert!(why.contains("another program takes the updates"), "{why}");
    assert_eq!(get(&pages, "/healthz", "").unwrap().0, 200);
    bot.wait_for_log("Telegram calls another address");
    set("https://bot.example/hook");
    wait_for_page(&pages, "/readyz", 200);
    assert!(bot.stop().success());
}
