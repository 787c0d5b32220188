//! The real program in the chats of a business account with its customers.

use serde_json::{Value, json};

use super::bot::Home;
use super::fake_bot_api::{Call, FakeBotApi, from, message, now_seconds, private};

const OLGA: i64 = 4001;
const CAT: i64 = 77;
const DAN: i64 = 78;
const ASK: &str = "why was i charged $5";

fn home(api: &FakeBotApi, mode: &str) -> Home {
    let mut home = Home::new(api);
    home.set("WENDA__BUSINESS__MODE", mode);
    home
}

fn connect(api: &FakeBotApi, is_enabled: bool, can_reply: bool) {
    api.push(json!({"business_connection": {
        "id": "b1", "user": from(OLGA), "user_chat_id": OLGA, "date": now_seconds(),
        "is_enabled": is_enabled, "rights": {"can_reply": can_reply}}}));
}

/// A message in Olga's chat with `customer`.
fn said(api: &FakeBotApi, customer: i64, by: i64, text: &str) -> Value {
    let mut said = message(api.message_number(), private(customer), from(by), text);
    said["business_connection_id"] = json!("b1");
    said
}

fn asks(api: &FakeBotApi, customer: i64, text: &str) {
    api.push(json!({"business_message": said(api, customer, customer, text)}));
}

/// What went out in Olga's name to this customer.
fn in_her_name(api: &FakeBotApi, customer: i64) -> Vec<Call> {
    let sent = api.sent_to(customer).into_iter();
    sent.filter(|call| call.parameters["business_connection_id"] == "b1")
        .collect()
}

fn press(api: &FakeBotApi, person: i64, press: &str, card: &Call, step: &str) {
    let rows = card.parameters["reply_markup"]["inline_keyboard"].to_string();
    let data = rows
        .split('"')
        .find(|data| data.starts_with('k') && data.ends_with(step))
        .unwrap_or_else(|| panic!("no button {step} in {rows}"));
    let number = &card.answer.as_ref().unwrap()["result"]["message_id"];
    let under = message(number.as_i64().unwrap(), private(OLGA), from(1), "x");
    api.push(json!({"callback_query": {
        "id": press, "from": from(person), "message": under, "chat_instance": "1", "data": data}}));
}

fn note(api: &FakeBotApi, press: &str) -> Call {
    api.wait_for(press, |calls| {
        let mut calls = calls.iter();
        calls
            .find(|call| call.parameters["callback_query_id"] == press)
            .cloned()
    })
}

#[test]
fn a_sure_answer_goes_out_in_the_owners_name_and_nothing_answers_it() {
    let api = FakeBotApi::start();
    let home = home(&api, "auto");
    let bot = home.start();
    connect(&api, true, true);
    let hello = api.wait_for_message(OLGA, 1);
    assert!(hello.text().contains("60 minutes"), "{}", hello.text());
    asks(&api, CAT, ASK);
    let answer = api.wait_for_message(CAT, 1);
    assert_eq!(answer.parameters["business_connection_id"], "b1");
    assert!(answer.text().contains("temporary hold") && answer.text().contains("临时预授权"));
    assert!(!answer.parameters.to_string().contains("callback_data"));
    // She writes herself: silence for a while, in this chat alone.
    api.push(json!({"business_message": said(&api, DAN, OLGA, "hi Dan")}));
    asks(&api, DAN, ASK);
    asks(&api, CAT, "how do i get a refund");
    assert!(api.wait_for_message(CAT, 2).text().contains("seven days"));
    // What nobody typed is no sign of her.
    let mut away = said(&api, CAT, OLGA, "I am away");
    away["is_from_offline"] = json!(true);
    api.push(json!({"business_message": away}));
    asks(&api, CAT, ASK);
    api.wait_for_message(CAT, 3);
    api.settle(99);
    api.wait_until_confirmed();
    assert!(in_her_name(&api, DAN).is_empty());
    assert_eq!(in_her_name(&api, CAT).len(), 3, "echoes are not answered");
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
    assert_eq!(api.refusals(), [""; 0]);
}

#[test]
fn a_card_waits_for_its_owner_over_a_crash_and_is_sent_once() {
    let api = FakeBotApi::start();
    let home = home(&api, "draft");
    let bot = home.start();
    connect(&api, true, true);
    asks(&api, CAT, ASK);
    let card = api.wait_for_message(OLGA, 2);
    assert!(card.text().contains(ASK) && card.text().contains("temporary hold"));
    api.settle(99);
    assert!(in_her_name(&api, CAT).is_empty());
    bot.kill();
    // The program that begins anew knows nothing of the connection, and asks.
    let bot = home.start();
    press(&api, DAN, "p0", &card, "s");
    assert_eq!(note(&api, "p0").parameters["show_alert"], true, "not Dan's");
    for id in ["p1", "p2"] {
        press(&api, OLGA, id, &card, ".s");
        note(&api, id);
    }
    let sent = api.wait_for_message(CAT, 1);
    assert!(sent.text().contains("temporary hold"));
    api.settle(99);
    assert_eq!(in_her_name(&api, CAT).len(), 1);
    assert_eq!(note(&api, "p2").parameters["show_alert"], true);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
    assert_eq!(api.refusals(), [""; 0]);
}

#[test]
fn an_owner_writes_an_answer_of_their_own() {
    let api = FakeBotApi::start();
    let home = home(&api, "draft");
    let bot = home.start();
    connect(&api, true, true);
    asks(&api, CAT, ASK);
    let card = api.wait_for_message(OLGA, 2);
    press(&api, OLGA, "p1", &card, ".e");
    api.wait_for_message(OLGA, 3);
    api.says(OLGA, "It comes back <soon> & for free");
    let sent = api.wait_for_message(CAT, 1);
    assert_eq!(sent.text(), "It comes back &lt;soon&gt; &amp; for free");
    assert_eq!(sent.parameters["business_connection_id"], "b1");
    api.wait_for_message(OLGA, 4);
    api.says(OLGA, "how do i get a refund");
    let hers = api.wait_for_message(OLGA, 5);
    assert!(hers.text().contains("seven days"), "a question again");
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
    assert_eq!(api.refusals(), [""; 0]);
}

#[test]
fn rights_disconnects_and_the_day_are_obeyed() {
    let api = FakeBotApi::start();
    let home = home(&api, "auto");
    let bot = home.start();
    connect(&api, true, false);
    asks(&api, CAT, ASK);
    let card = api.wait_for_message(OLGA, 2);
    assert!(!card.parameters["reply_markup"].to_string().contains(".s\""));
    connect(&api, true, true);
    api.wait_for_message(OLGA, 3);
    // Asked too long ago, as far as the message says.
    let mut old = said(&api, DAN, DAN, ASK);
    old["date"] = json!(now_seconds() - 25 * 60 * 60);
    api.push(json!({"business_message": old}));
    connect(&api, false, true);
    // Chats are answered side by side: the connection ends in hers.
    api.settle(OLGA);
    asks(&api, CAT, ASK);
    asks(&api, DAN, "how do i get a refund");
    api.settle(99);
    assert!(in_her_name(&api, CAT).is_empty() && in_her_name(&api, DAN).is_empty());
    assert_eq!(api.sent_to(OLGA).len(), 4);
    assert!(bot.stop().success());
    assert_eq!(
        api.refusals(),
        [""; 0],
        "nothing is tried that is not allowed"
    );
}

#[test]
fn a_customer_is_forgotten_and_without_leave_nothing_is_heard() {
    let api = FakeBotApi::start();
    let mut home = home(&api, "draft");
    let bot = home.start();
    connect(&api, true, true);
    asks(&api, CAT, ASK);
    let card = api.wait_for_message(OLGA, 2);
    asks(&api, CAT, "/forget_me");
    assert!(api.wait_for_message(CAT, 1).text().contains("deleted"));
    press(&api, OLGA, "p1", &card, ".s");
    assert_eq!(note(&api, "p1").parameters["show_alert"], true);
    assert!(bot.stop().success());
    home.set("WENDA__BUSINESS__MODE", "off");
    let bot = home.start();
    asks(&api, CAT, ASK);
    api.settle(99);
    assert_eq!(api.sent_to(CAT).len(), 1);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
}
