//! The real program, mentioned in chats that it is not in.

use serde_json::{Value, json};

use super::bot::{ADMIN, Home};
use super::fake_bot_api::{BOT, Call, FakeBotApi, from, group, message, private};

const LIN: i64 = 77;
const ROOM: i64 = -1_001_234_567;
const ASK: &str = "why was i charged $5";

fn home(api: &FakeBotApi) -> Home {
    let mut home = Home::new(api);
    home.set("WENDA__TELEGRAM__GUEST", "true");
    home
}

/// A message that mentions the bot, in this chat.
fn mention(api: &FakeBotApi, chat: Value, text: &str) -> Value {
    let name = format!("@{}", BOT.1);
    let mut said = message(
        api.message_number(),
        chat,
        from(LIN),
        &format!("{name} {text}"),
    );
    said["entities"] = json!([{"type": "mention", "offset": 0, "length": name.len()}]);
    said
}

/// The same as a mention in a chat that the bot is not in.
fn as_guest(mut said: Value, query: &str) -> Value {
    said["guest_query_id"] = json!(query);
    json!({"guest_message": said})
}

fn answers(api: &FakeBotApi) -> Vec<Call> {
    let calls = api.calls().into_iter();
    calls
        .filter(|call| call.method == "answerGuestQuery")
        .collect()
}

fn answer_to(api: &FakeBotApi, query: &str) -> Call {
    api.wait_for(query, |calls| {
        let mut calls = calls.iter();
        calls
            .find(|call| call.parameters["guest_query_id"] == query && call.is_ok())
            .cloned()
    })
}

fn text(call: &Call) -> String {
    let content = &call.parameters["result"]["input_message_content"];
    content["message_text"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_mention_gets_one_answer_and_nothing_else() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    // In a private chat of two others, whose number may be that of an admin.
    for (chat, query) in [(group(ROOM), "g1"), (private(ADMIN), "g2")] {
        let said = mention(&api, chat, ASK);
        api.push(as_guest(said, query));
        let answer = answer_to(&api, query);
        let said = text(&answer);
        assert!(
            said.contains("temporary hold") && said.contains("临时预授权"),
            "{said}"
        );
        let markup = answer.parameters["result"]["reply_markup"].to_string();
        assert!(markup.contains("https://help.example/hold"), "{markup}");
        assert!(
            markup.contains(&format!("https://t.me/{}?start=", BOT.1)),
            "{markup}"
        );
        assert!(!markup.contains("callback_data"), "{markup}");
    }
    let said = mention(&api, group(ROOM), "zzz qqq xxyyzz");
    api.push(as_guest(said, "g3"));
    let honest = answer_to(&api, "g3");
    assert_eq!(text(&honest).lines().count(), 1, "{}", text(&honest));
    assert!(honest.parameters.to_string().contains("?start="));
    api.settle(LIN);
    assert_eq!(answers(&api).len(), 3);
    assert!(api.sent_to(ROOM).is_empty() && api.sent_to(ADMIN).is_empty());
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
}

#[test]
fn a_message_that_comes_both_ways_is_answered_once() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    let first = mention(&api, group(ROOM), ASK);
    api.push(json!({"message": first}));
    api.push(as_guest(first.clone(), "g1"));
    api.wait_for_message(ROOM, 1);
    let second = mention(&api, group(ROOM - 1), ASK);
    api.push(as_guest(second.clone(), "g2"));
    answer_to(&api, "g2");
    api.settle(LIN);
    // Nor after a restart.
    bot.kill();
    let bot = home.start();
    api.push(json!({"message": second}));
    api.push(as_guest(first, "g3"));
    api.settle(LIN);
    assert_eq!(answers(&api).len(), 1, "only where nothing else answered");
    assert_eq!(api.sent_to(ROOM).len(), 1);
    assert!(api.sent_to(ROOM - 1).is_empty());
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
}

#[test]
fn without_leave_such_a_mention_is_nothing_for_it() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    let said = mention(&api, group(ROOM), ASK);
    api.push(as_guest(said, "g1"));
    api.settle(LIN);
    assert!(answers(&api).is_empty());
    assert!(bot.stop().success());
}

#[test]
fn guests_are_counted_apart() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    for query in ["g1", "g2"] {
        let said = mention(&api, group(ROOM), ASK);
        api.push(as_guest(said, query));
        answer_to(&api, query);
    }
    api.push(json!({"chosen_inline_result": {
        "result_id": "refund", "from": from(LIN), "query": "how do i get a refund"}}));
    api.settle(LIN);
    api.says(ADMIN, "/stats");
    let numbers = api.wait_for_message(ADMIN, 1);
    assert!(
        numbers.text().contains("mentioned elsewhere: 2"),
        "{}",
        numbers.text()
    );
    assert!(numbers.text().contains("inline: 1"), "{}", numbers.text());
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
}
