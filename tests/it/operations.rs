//! The running program as its operator sees it: its log, its pages, its copies, its doctor.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::bot::Home;
use super::fake_bot_api::{FakeBotApi, Fault, PATIENCE, from, group, message, private};
use super::pages::{get, ready_bot};

/// Of a token's form; nobody's.
const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";
const LIN: i64 = 5_550_123;

/// The samples of a scrape in Prometheus's text form.
fn samples(text: &str) -> BTreeMap<&str, f64> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.rsplit_once(' ').expect("series and value"))
        .map(|(series, value)| (series, value.parse().expect("a number")))
        .collect()
}

#[test]
fn no_word_no_name_and_no_token_reaches_the_log() {
    let words = ["zzyzx", "退款密语", "Xiaolin", "秘密小组"];
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("TELOXIDE_TOKEN", TOKEN);
    home.set("WENDA__LOG__FORMAT", "json");
    home.set("RUST_LOG", "trace");
    let bot = home.start();

    let named = |id: i64| json!({"id": id, "is_bot": false, "first_name": "Xiaolin", "username": "Xiaolin"});
    let mut room = group(-100_777);
    room["title"] = "秘密小组".into();
    // Refusals quote what was sent, servers fail in odd ways, updates are broken.
    let quoting =
        "Bad Request: can't parse entities: Unsupported start tag \"zzyzx\" at byte offset 3";
    api.fault("sendMessage", Some(LIN), 1, Fault::refusal(400, quoting));
    api.fault("sendMessage", Some(LIN), 1, Fault::too_many(0));
    let mut said = message(
        api.message_number(),
        private(LIN),
        named(LIN),
        "why $5 zzyzx 退款密语",
    );
    said["entities"] = json!([{"type": "zzyzx", "offset": -1, "length": "退款密语"}]);
    api.push(json!({"message": said}));
    api.push(
        json!({"message": message(api.message_number(), room, named(6), "/ask zzyzx 退款密语")}),
    );
    api.push(json!({"inline_query": {"id": "1", "from": named(6), "query": "zzyzx 退款密语", "offset": ""}}));
    api.push(json!({"callback_query": {"id": "2", "from": named(6), "data": "zzyzx", "chat_instance": "1"}}));
    api.push_raw(r#"{"update_id": "zzyzx", "message": {"text": "退款密语""#);
    api.push(json!({"zzyzx_update": {"text": "退款密语"}}));
    api.says(LIN, "how do I get a refund");
    api.settle(7);
    api.wait_until_confirmed();
    // An outage is where libraries like to print what they were about to send.
    api.set_down(true);
    bot.wait_for_log("trying again");
    api.says(LIN, "zzyzx 退款密语");
    api.set_down(false);
    api.settle(7);

    let log = bot.log();
    assert!(bot.stop().success());
    assert!(log.lines().count() > 3, "there is a log:\n{log}");
    for word in words {
        assert!(!log.contains(word), "`{word}` is in the log:\n{log}");
    }
    let secret = TOKEN.split(':').next_back().expect("a secret");
    assert!(!log.contains(secret), "the token is in the log:\n{log}");
    for line in log.lines() {
        let read: Result<Value, _> = serde_json::from_str(line);
        let read = read.unwrap_or_else(|error| panic!("{error}: {line}"));
        for key in ["time", "level", "target", "message"] {
            assert!(read[key].is_string(), "no {key}: {line}");
        }
    }
}

#[test]
fn the_pages_tell_what_happened() {
    let api = FakeBotApi::start();
    let (home, bot, address) = ready_bot(&api);
    api.says(LIN, "why was i charged $5");
    api.wait_for_message(LIN, 1);
    api.push(
        json!({"message": message(api.message_number(), private(LIN), from(LIN), "怎么退款")}),
    );
    api.wait_for_message(LIN, 2);

    // What became of a message is counted a moment after Telegram has it.
    let until = Instant::now() + PATIENCE;
    let text = loop {
        let (status, text) = get(&address, "/metrics", "").expect("a scrape");
        assert_eq!(status, 200);
        let counted = samples(&text);
        if counted["wenda_answering_seconds_count"] == 2.0
            && counted["wenda_sends_total{outcome=\"sent\"}"] >= 2.0
        {
            break text;
        }
        assert!(Instant::now() < until, "{text}");
        std::thread::sleep(Duration::from_millis(20));
    };
    let samples = samples(&text);
    for (series, expected) in [
        ("wenda_updates_total{kind=\"message\"}", 2.0),
        ("wenda_matching_seconds_count", 2.0),
        ("wenda_journal_waiting", 0.0),
        ("wenda_faq_entries", 2.0),
        ("wenda_panics_total", 0.0),
        ("wenda_ready", 1.0),
    ] {
        assert_eq!(samples.get(series), Some(&expected), "{series} in\n{text}");
    }
    assert!(
        samples["wenda_sends_total{outcome=\"sent\"}"] >= 2.0,
        "{text}"
    );
    let questions: f64 = samples
        .iter()
        .filter(|(series, _)| series.starts_with("wenda_questions_total"))
        .map(|(_, value)| value)
        .sum();
    assert_eq!(questions, 2.0, "{text}");
    let (_, open) = get(&address, "/metrics", "application/openmetrics-text").expect("a scrape");
    assert!(open.ends_with("# EOF\n"));

    assert!(home.wenda(&["health", "--ready"]).status.success());
    assert!(bot.stop().success());
    assert_eq!(home.wenda(&["health"]).status.code(), Some(1));
}

#[test]
fn a_copy_taken_of_a_running_bot_can_be_put_back() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    api.says(LIN, "why was i charged $5");
    api.wait_for_message(LIN, 1);
    let copied = home.wenda(&["backup", "copy.sqlite3"]);
    assert!(copied.status.success(), "{copied:?}");
    assert!(
        !home.wenda(&["backup", "copy.sqlite3"]).status.success(),
        "overwritten"
    );
    let refused = home.wenda(&["restore", "copy.sqlite3"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("stop the `wenda run` that has it open")
    );
    assert!(bot.stop().success());
    let restored = home.wenda(&["restore", "copy.sqlite3"]);
    assert!(restored.status.success(), "{restored:?}");
    let bot = home.start();
    api.says(LIN, "怎么退款");
    api.wait_for_message(LIN, 2);
    assert!(bot.stop().success());
}

#[test]
fn the_doctor_finds_what_is_wrong_and_says_what_to_do() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("TELOXIDE_TOKEN", TOKEN);
    let look = |home: &Home| {
        let output = home.wenda(&["doctor"]);
        let report = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!report.contains(TOKEN));
        (output.status.code(), report)
    };
    // While something waits, the doctor need not listen long for another poller.
    api.says(LIN, "why was i charged $5");
    let (code, report) = look(&home);
    assert_eq!(code, Some(0), "{report}");
    assert_eq!(api.unconfirmed(), 1, "looking confirms nothing");
    assert!(report.contains("✓ telegram"), "{report}");
    assert!(report.contains("✓ only one"), "{report}");

    api.fault(
        "getUpdates",
        None,
        1,
        Fault::refusal(409, "Conflict: terminated by other getUpdates request"),
    );
    let (code, report) = look(&home);
    assert_eq!(code, Some(1), "{report}");
    assert!(report.contains("✗ only one"), "{report}");

    api.fault("getMe", None, 1, Fault::refusal(401, "Unauthorized"));
    let (code, report) = look(&home);
    assert_eq!(code, Some(1), "{report}");
    assert!(report.contains("the token is not valid"), "{report}");

    api.set_down(true);
    let (code, report) = look(&home);
    assert_eq!(code, Some(1), "{report}");
    assert!(report.contains("cannot be reached"), "{report}");
    assert!(report.contains("✓ faq"), "all else is looked at: {report}");

    home.set("WENDA__ANSWER__SUGGESTIONS", "99");
    let (code, report) = look(&home);
    assert_eq!(code, Some(1), "{report}");
    assert!(
        report.contains("✗ config") && report.contains("1 to 8"),
        "{report}"
    );
}
