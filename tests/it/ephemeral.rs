//! The real program in groups where only the asker sees an answer.

use serde_json::json;

use super::bot::Home;
use super::fake_bot_api::{BOT, Call, FakeBotApi, from, group, message};

const LIN: i64 = 77;
const MEI: i64 = 78;
const ROOM: i64 = -1_001_234_567;
const ASK: &str = "/ask why was i charged $5";

fn home(api: &FakeBotApi) -> Home {
    let mut home = Home::new(api);
    home.set("WENDA__GROUPS__REPLY", "ephemeral");
    home
}

fn says(api: &FakeBotApi, person: i64, text: &str) {
    let said = message(api.message_number(), group(ROOM), from(person), text);
    api.push(json!({"message": said}));
}

/// A command that nobody else sees.
fn says_unseen(api: &FakeBotApi, person: i64, number: i64, text: &str) {
    let mut said = message(0, group(ROOM), from(person), text);
    said["ephemeral_message_id"] = json!(number);
    api.push(json!({"message": said}));
}

/// The person presses a button of this message, everybody's or their own.
fn presses(api: &FakeBotApi, person: i64, press: &str, under: &Call, end: &str) {
    let answer = &under.answer.as_ref().unwrap()["result"];
    let mut shown = message(0, group(ROOM), json!({"id": BOT.0, "is_bot": true}), "x");
    for name in ["message_id", "ephemeral_message_id"] {
        if !answer[name].is_null() {
            shown[name] = answer[name].clone();
        }
    }
    api.push(json!({"callback_query": {
        "id": press, "from": from(person), "message": shown, "chat_instance": "1",
        "data": button_to(under, end)}}));
}

fn button_to(call: &Call, end: &str) -> String {
    let rows = call.parameters["reply_markup"]["inline_keyboard"].as_array();
    let mut buttons = rows
        .into_iter()
        .flatten()
        .flat_map(|row| row.as_array().into_iter().flatten());
    let data = buttons.find_map(|button| {
        let data = button["callback_data"].as_str()?;
        data.ends_with(end).then(|| data.to_owned())
    });
    data.unwrap_or_else(|| panic!("no button to {end}"))
}

fn receiver(call: &Call) -> Option<i64> {
    call.parameters["ephemeral_message_parameters"]["receiver_user_id"].as_i64()
}

fn nth(api: &FakeBotApi, method: &str, count: usize) -> Call {
    api.wait_for(&format!("{method} {count}"), |calls| {
        let mut calls = calls
            .iter()
            .filter(|call| call.method == method && call.is_ok());
        calls.nth(count - 1).cloned()
    })
}

#[test]
fn an_admin_bot_answers_the_asker_alone_and_leaves_a_line_for_everybody() {
    let api = FakeBotApi::start();
    api.make_admin_of(ROOM);
    let home = home(&api);
    let bot = home.start();
    says(&api, LIN, ASK);
    let answer = api.wait_for_message(ROOM, 1);
    assert_eq!(receiver(&answer), Some(LIN));
    assert!(
        answer.text().contains("temporary hold"),
        "{}",
        answer.text()
    );
    let line = api.wait_for_message(ROOM, 2);
    assert_eq!(receiver(&line), None);
    assert!(!line.text().contains("temporary hold"), "{}", line.text());
    let link = format!("https://t.me/{}?start=temporary-charge", BOT.1);
    assert!(line.parameters["reply_markup"].to_string().contains(&link));
    // Its buttons change that message, for that person.
    presses(&api, LIN, "p1", &answer, ".refund");
    let edit = nth(&api, "editEphemeralMessageText", 1);
    assert_eq!(edit.parameters["receiver_user_id"], LIN);
    assert!(edit.text().contains("seven days"));
    // The same question by somebody else is answered to them.
    says(&api, MEI, ASK);
    let other = api.wait_for_message(ROOM, 3);
    assert_eq!(receiver(&other), Some(MEI));
    assert!(other.text().contains("temporary hold"));
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
    assert_eq!(api.refusals(), [""; 0]);
}

#[test]
fn without_rights_everybody_sees_the_answer() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    says(&api, LIN, ASK);
    let answer = api.wait_for_message(ROOM, 1);
    assert_eq!(receiver(&answer), None);
    assert_eq!(api.refusals(), [""; 0], "it asks for its rights first");
    // Made an admin, and demoted without a word: what is refused goes to everybody.
    api.make_admin_of(ROOM);
    let membership = |status: &str| {
        let me = json!({"id": BOT.0, "is_bot": true, "first_name": "W"});
        json!({"user": me, "status": status})
    };
    api.push(
        json!({"my_chat_member": {"chat": group(ROOM), "from": from(LIN), "date": 1,
        "old_chat_member": membership("member"), "new_chat_member": membership("administrator")}}),
    );
    says(&api, LIN, "/ask how do i get a refund");
    assert_eq!(receiver(&api.wait_for_message(ROOM, 2)), Some(LIN));
    api.wait_for_message(ROOM, 3);
    api.demote_in(ROOM);
    says(&api, MEI, "/ask how do i get a refund");
    let public = api.wait_for_message(ROOM, 4);
    assert_eq!(receiver(&public), None);
    assert!(public.text().contains("seven days"), "{}", public.text());
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
}

#[test]
fn what_nobody_else_saw_is_answered_so_that_nobody_else_sees_it() {
    let api = FakeBotApi::start();
    // Whatever the group's setting.
    let home = Home::new(&api);
    let bot = home.start();
    for (count, text) in (1..).zip([ASK, "/topics", "/settings", "/help"]) {
        says_unseen(&api, LIN, 40 + count as i64, text);
        let answer = api.wait_for_message(ROOM, count);
        assert_eq!(receiver(&answer), Some(LIN), "{text}");
        let reply_to = json!({"ephemeral_message_id": 40 + count});
        assert_eq!(answer.parameters["reply_parameters"], reply_to, "{text}");
    }
    api.settle(LIN);
    assert_eq!(api.sent_to(ROOM).len(), 4, "no line tells the others");
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
    assert_eq!(api.refusals(), [""; 0]);
}

#[test]
fn a_press_by_somebody_else_shows_the_entry_to_them_alone() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    says(&api, LIN, ASK);
    let answer = api.wait_for_message(ROOM, 1);
    presses(&api, MEI, "p1", &answer, ".refund");
    let shown = api.wait_for_message(ROOM, 2);
    let expected = json!({"receiver_user_id": MEI, "callback_query_id": "p1"});
    assert_eq!(shown.parameters["ephemeral_message_parameters"], expected);
    assert!(shown.text().contains("seven days"), "{}", shown.text());
    // Theirs from now on: it changes for them.
    presses(&api, MEI, "p2", &shown, ".refund");
    nth(&api, "answerCallbackQuery", 2);
    // What is the asker's stays so.
    presses(&api, MEI, "p3", &answer, ".temporary-charge");
    let note = api.wait_for("the note", |calls| {
        let mut calls = calls.iter();
        let note = calls.find(|call| call.parameters["callback_query_id"] == "p3");
        note.cloned()
    });
    assert_eq!(note.parameters["show_alert"], true);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
    assert_eq!(api.refusals(), [""; 0]);
}

#[test]
fn a_long_entry_takes_the_place_of_the_message_instead_of_changing_it() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let path = home.path("faq/faq.yaml");
    let faq = std::fs::read_to_string(&path).unwrap();
    let long = "Refunds go back to the card that was used. ".repeat(40);
    std::fs::write(&path, faq.replace("Ask within seven days.", &long)).unwrap();
    let bot = home.start();
    says_unseen(&api, LIN, 41, ASK);
    let answer = api.wait_for_message(ROOM, 1);
    presses(&api, LIN, "p1", &answer, ".refund");
    let shown = api.wait_for_message(ROOM, 2);
    assert_eq!(receiver(&shown), Some(LIN));
    let gone = nth(&api, "deleteEphemeralMessage", 1);
    let number = &answer.answer.as_ref().unwrap()["result"]["ephemeral_message_id"];
    assert_eq!(&gone.parameters["ephemeral_message_id"], number);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
    assert_eq!(api.refusals(), [""; 0]);
}
