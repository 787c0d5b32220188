//! Questions that people answer, on Telegram: the real program, killed in between.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::bot::{ADMIN, Home};
use super::fake_bot_api::{BOT, Call, FakeBotApi, Fault, from, group, message, private};

/// The staff's chat.
const STAFF: i64 = -100_500;
/// Somebody who asks.
const LIN: i64 = 77;
/// Somebody of the staff.
const ADA: i64 = 900;

fn home(api: &FakeBotApi) -> Home {
    let mut home = Home::new(api);
    home.set("WENDA__STAFF__CHAT", &STAFF.to_string());
    home
}

/// The number of a message that was sent.
pub fn number(call: &Call) -> i64 {
    let answer = call.answer.as_ref().unwrap();
    answer["result"]["message_id"].as_i64().unwrap()
}

/// Somebody of the staff replies to our message.
fn reply(api: &FakeBotApi, who: i64, to: i64, text: &str) -> Value {
    let mut said = message(api.message_number(), group(STAFF), from(who), text);
    let us = json!({"id": BOT.0, "is_bot": true, "first_name": "Wenda"});
    said["reply_to_message"] = message(to, group(STAFF), us, "the card");
    said
}

/// Somebody presses the button with these words below our message.
pub fn press(api: &FakeBotApi, who: i64, below: &Call, words: &str) {
    let rows = below.parameters["reply_markup"]["inline_keyboard"].as_array();
    let mut buttons = rows
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten();
    let button = buttons
        .find(|button| {
            button["text"]
                .as_str()
                .is_some_and(|text| text.contains(words))
        })
        .unwrap_or_else(|| panic!("no button {words}"));
    let chat = below.chat().unwrap();
    let place = if chat < 0 { group(chat) } else { private(chat) };
    let us = json!({"id": BOT.0, "is_bot": true, "first_name": "Wenda"});
    let pressed = message(number(below), place, us, "x");
    let id = api.message_number().to_string();
    api.push(json!({"callback_query": {
        "id": id, "from": from(who), "message": pressed, "chat_instance": "1",
        "data": button["callback_data"],
    }}));
}

#[test]
fn people_answer_over_a_kill_in_their_own_words_and_once() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    api.says(
        LIN,
        "when does your spaceship take off, lin@example.org asks",
    );
    let told = api.wait_for_message(LIN, 1);
    assert!(told.text().contains("our team"), "{}", told.text());
    let card = api.wait_for_message(STAFF, 1);
    assert!(card.text().contains("spaceship"), "{}", card.text());
    assert!(!card.text().contains("example.org"), "words are masked");
    bot.kill();
    // The card's message is known after the kill; what staff write stays as it is, kill or not.
    let words = "At nine <sharp>; write to crew@example.org";
    let said = reply(&api, ADA, number(&card), words);
    let update = api.push(json!({"message": said}));
    let bot = home.start();
    let answer = api.wait_for_message(LIN, 2);
    assert_eq!(
        answer.text(),
        "At nine &lt;sharp&gt;; write to crew@example.org"
    );
    assert!(answer.parameters.get("reply_markup").is_none());
    // The same update again is the same answer.
    api.push(json!({"update_id": update, "message": said}));
    // What staff say to each other stays there.
    let aside = message(
        api.message_number(),
        group(STAFF),
        from(ADA),
        "what a question",
    );
    api.push(json!({"message": aside}));
    api.says(LIN, "and what is the fare?");
    let added = api.wait_for_message(STAFF, 2);
    assert!(added.text().contains("fare"), "{}", added.text());
    assert_eq!(
        added.parameters["reply_parameters"]["message_id"],
        number(&card)
    );
    bot.kill();
    let bot = home.start();
    let said = reply(&api, ADA, number(&added), "A hundred.");
    api.push(json!({"message": said}));
    assert_eq!(api.wait_for_message(LIN, 3).text(), "A hundred.");
    api.settle(78);
    let texts: Vec<String> = api
        .sent_to(LIN)
        .iter()
        .skip(1)
        .map(|call| call.text().to_owned())
        .collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    press(&api, ADA, &card, "Close");
    let closed = api.wait_for_message(LIN, 4);
    assert!(closed.text().contains("done"), "{}", closed.text());
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

/// A name of letters alone: numbers mean something to matching.
fn name(person: i64) -> String {
    let letter = |digit: i64| char::from(b'a' + u8::try_from(digit).unwrap());
    let digits = [person / 100, person / 10 % 10, person % 10];
    format!("qx{}", digits.map(letter).iter().collect::<String>())
}

/// The number of the name at the beginning of `text`.
fn number_of(text: &str) -> Option<i64> {
    let digits = text.get(2..5)?.bytes();
    Some(digits.fold(0, |number, letter| number * 10 + i64::from(letter - b'a')))
}

#[test]
fn two_hundred_cards_and_twenty_people_who_answer() {
    const PEOPLE: i64 = 200;
    const STAFFS: i64 = 20;
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    for person in 0..PEOPLE {
        api.says(
            10_000 + person,
            &format!("when does your spaceship {} take off", name(person)),
        );
        if person == PEOPLE / 2 {
            api.wait_for_message(STAFF, 20);
        }
    }
    api.wait_for_message(STAFF, 60);
    bot.kill();
    let bot = home.start();
    let cards = api.wait_for("two hundred cards", |calls| {
        let mut cards = BTreeMap::new();
        for call in calls {
            let is_card =
                call.method == "sendMessage" && call.chat() == Some(STAFF) && call.is_ok();
            let named = call.text().find("qx").filter(|_| is_card);
            if let Some(person) = named.and_then(|at| number_of(&call.text()[at..])) {
                cards
                    .entry(person)
                    .or_insert_with(Vec::new)
                    .push(number(call));
            }
        }
        (cards.len() as i64 == PEOPLE).then_some(cards)
    });
    assert!(
        cards.values().all(|messages| messages.len() == 1),
        "{cards:?}"
    );
    // Everybody of the staff answers at once, the last cards first.
    for (at, (person, messages)) in cards.iter().rev().enumerate() {
        let words = format!("Spaceship {person} takes off at {person} hours.");
        let who = 20_000 + at as i64 % STAFFS;
        api.push(json!({"message": reply(&api, who, messages[0], &words)}));
        if at as i64 == PEOPLE / 3 {
            api.wait_for_message(10_000 + PEOPLE - 1, 2);
        }
    }
    api.wait_for_message(10_000 + PEOPLE - 20, 2);
    bot.kill();
    let bot = home.start();
    for person in 0..PEOPLE {
        let answer = api.wait_for_message(10_000 + person, 2);
        let words = format!("Spaceship {person} takes off at {person} hours.");
        assert_eq!(answer.text(), words);
    }
    api.settle(78);
    for person in 0..PEOPLE {
        assert_eq!(api.sent_to(10_000 + person).len(), 2, "person {person}");
    }
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn a_closed_topic_is_opened_and_a_lost_one_is_replaced() {
    let api = FakeBotApi::start();
    let mut home = home(&api);
    home.set("WENDA__STAFF__TOPICS", "true");
    let bot = home.start();
    api.says(LIN, "when does your spaceship take off");
    let card = api.wait_for_message(STAFF, 1);
    let calls = api.calls();
    let made = calls
        .iter()
        .find(|call| call.method == "createForumTopic")
        .unwrap();
    let topic = &made.answer.as_ref().unwrap()["result"]["message_thread_id"];
    assert!(
        made.parameters["name"]
            .as_str()
            .unwrap()
            .contains("spaceship")
    );
    assert_eq!(&card.parameters["message_thread_id"], topic);
    let closed = Fault::refusal(400, "Bad Request: TOPIC_CLOSED");
    api.fault("sendMessage", Some(STAFF), 1, closed);
    api.says(LIN, "it is for tomorrow");
    let added = api.wait_for_message(STAFF, 2);
    assert_eq!(&added.parameters["message_thread_id"], topic);
    let opened = |call: &&Call| call.method == "reopenForumTopic";
    assert_eq!(api.calls().iter().filter(opened).count(), 1);
    let gone = Fault::refusal(400, "Bad Request: message thread not found");
    api.fault("sendMessage", Some(STAFF), 1, gone);
    api.says(LIN, "or the day after");
    let added = api.wait_for_message(STAFF, 3);
    let other = added.parameters["message_thread_id"].as_i64();
    assert!(other.is_some() && other != topic.as_i64(), "{other:?}");
    // From now on the other topic is the person's, over a restart, too.
    bot.kill();
    let bot = home.start();
    api.says(LIN, "please hurry");
    let added = api.wait_for_message(STAFF, 4);
    assert_eq!(added.parameters["message_thread_id"].as_i64(), other);
    let made = |call: &&Call| call.method == "createForumTopic";
    assert_eq!(api.calls().iter().filter(made).count(), 2);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn staff_learn_that_an_answer_did_not_arrive() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    api.says(LIN, "when does your spaceship take off");
    let card = api.wait_for_message(STAFF, 1);
    api.wait_for_message(LIN, 1);
    let blocked = Fault::refusal(403, "Forbidden: bot was blocked by the user");
    api.fault("sendMessage", Some(LIN), 1, blocked);
    let said = reply(&api, ADA, number(&card), "At nine.");
    let id = said["message_id"].clone();
    api.push(json!({"message": said}));
    let note = api.wait_for_message(STAFF, 2);
    assert!(note.text().contains("did not arrive"), "{}", note.text());
    assert_eq!(note.parameters["reply_parameters"]["message_id"], id);
    // Once they are back, the next answer reaches them.
    let said = reply(&api, ADA, number(&card), "At ten.");
    api.push(json!({"message": said}));
    assert_eq!(api.wait_for_message(LIN, 2).text(), "At ten.");
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn cards_follow_once_the_bot_is_in_the_staffs_chat() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    let out = Fault::refusal(403, "Forbidden: bot was kicked from the supergroup chat");
    api.fault("sendMessage", Some(STAFF), 2, out);
    api.says(LIN, "when does your spaceship take off");
    let news = api.wait_for_message(ADMIN, 1);
    assert!(news.text().contains("staff's chat"), "{}", news.text());
    api.says(78, "when does your submarine dive");
    api.wait_for_message(78, 1);
    // A card whose refusal is not kept yet would go again by itself at the next start.
    api.wait_for("both cards refused", |calls| {
        let refused = |call: &&Call| {
            let is_card = call.method == "sendMessage" && call.chat() == Some(STAFF);
            is_card && call.answer.is_some() && !call.is_ok()
        };
        (calls.iter().filter(refused).count() == 2).then_some(())
    });
    api.settle(79);
    assert!(api.sent_to(STAFF).is_empty());
    assert!(bot.stop().success());
    let bot = home.start();
    let member = |status: &str| json!({"status": status, "user": {"id": BOT.0, "is_bot": true}});
    api.push(json!({"my_chat_member": {
        "chat": group(STAFF), "from": from(ADMIN), "date": super::fake_bot_api::now_seconds(),
        "old_chat_member": member("left"), "new_chat_member": member("member"),
    }}));
    let texts: Vec<String> = (1..=3)
        .map(|count| api.wait_for_message(STAFF, count).text().to_owned())
        .collect();
    assert!(texts[0].contains("Reply to a card"), "{texts:?}");
    assert!(
        texts[1].contains("spaceship") && texts[2].contains("submarine"),
        "{texts:?}"
    );
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn pictures_go_both_ways_as_copies() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    api.says(LIN, "when does your spaceship take off");
    let card = api.wait_for_message(STAFF, 1);
    let mut said = reply(&api, ADA, number(&card), "");
    said.as_object_mut().unwrap().remove("text");
    said["photo"] = json!([{"file_id": "p", "width": 1, "height": 1}]);
    let message_id = said["message_id"].clone();
    api.push(json!({"message": said}));
    let copied = api.wait_for("a copy to the person", |calls| {
        calls
            .iter()
            .find(|call| call.method == "copyMessage" && call.chat() == Some(LIN))
            .cloned()
    });
    assert_eq!(copied.parameters["from_chat_id"], STAFF);
    assert_eq!(copied.parameters["message_id"], message_id);
    let mut shown = message(api.message_number(), private(LIN), from(LIN), "");
    shown.as_object_mut().unwrap().remove("text");
    shown["caption"] = json!("mail lin@example.org this screen");
    shown["photo"] = json!([{"file_id": "q", "width": 1, "height": 1}]);
    api.push(json!({"message": shown}));
    let copied = api.wait_for("a copy to the staff", |calls| {
        calls
            .iter()
            .find(|call| call.method == "copyMessage" && call.chat() == Some(STAFF))
            .cloned()
    });
    let caption = copied.parameters["caption"].as_str().unwrap();
    assert!(
        caption.contains("screen") && !caption.contains("example.org"),
        "{caption}"
    );
    assert_eq!(
        copied.parameters["reply_parameters"]["message_id"],
        number(&card)
    );
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn an_editor_makes_an_entry_of_a_reply_and_reloads_nothing() {
    const ED: i64 = 5151;
    let api = FakeBotApi::start();
    let mut home = home(&api);
    home.set("WENDA__TELEGRAM__EDITORS", &format!("[{ED}]"));
    home.set("WENDA__FAQ__EDITS", "write");
    let bot = home.start();
    api.says(LIN, "when does your spaceship take off");
    let card = api.wait_for_message(STAFF, 1);
    api.push(json!({"message": reply(&api, ADA, number(&card), "At nine.")}));
    api.wait_for_message(LIN, 2);
    // Somebody who may not change entries is told so.
    press(&api, ADA, &card, "Make an entry");
    api.wait_for("a refusal", |calls| {
        let is_refusal = |call: &&Call| {
            call.method == "answerCallbackQuery" && call.text().contains("admins and editors")
        };
        calls.iter().find(is_refusal).map(|_| ())
    });
    press(&api, ED, &card, "Make an entry");
    let draft = api.wait_for_message(ED, 1);
    assert!(draft.text().contains("At nine."), "{}", draft.text());
    bot.kill();
    let bot = home.start();
    press(&api, ED, &draft, "Save");
    api.wait_for_message(ED, 2);
    let faq = std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap();
    assert!(
        faq.contains("when-does-your-spaceship-take") && faq.contains("At nine."),
        "{faq}"
    );
    api.says(78, "when does your spaceship take off");
    assert!(api.wait_for_message(78, 1).text().contains("At nine."));
    for (count, command) in (3..).zip(["/reload", "/rollback"]) {
        api.says(ED, command);
        let refused = api.wait_for_message(ED, count);
        assert!(refused.text().contains("Only admins"), "{}", refused.text());
    }
    api.says(ED, "/staff");
    let staff = api.wait_for_message(ED, 5);
    for words in [ED.to_string(), ADMIN.to_string(), "Open cards: 1".into()] {
        assert!(staff.text().contains(&words), "{}", staff.text());
    }
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn a_good_answer_in_a_group_becomes_a_draft_by_save() {
    const ROOM: i64 = -100_600;
    let api = FakeBotApi::start();
    let mut home = home(&api);
    home.set("WENDA__FAQ__EDITS", "write");
    let bot = home.start();
    let asked = message(
        api.message_number(),
        group(ROOM),
        from(LIN),
        "can i pay with shells",
    );
    api.push(json!({"message": asked}));
    let mut answered = message(
        api.message_number(),
        group(ROOM),
        from(78),
        "Yes, on Mondays.",
    );
    answered["reply_to_message"] = asked;
    api.push(json!({"message": answered}));
    // Telegram tells what was replied to, and not what that replied to in turn.
    answered.as_object_mut().unwrap().remove("reply_to_message");
    let save = |who: i64, text: &str| {
        let mut said = message(api.message_number(), group(ROOM), from(who), text);
        said["reply_to_message"] = answered.clone();
        api.push(json!({"message": said}));
    };
    save(LIN, "/save");
    save(ADMIN, "/save");
    let draft = api.wait_for_message(ADMIN, 1);
    let text = draft.text();
    assert!(
        text.contains("shells") && text.contains("Mondays"),
        "{text}"
    );
    save(ADMIN, "/save refund");
    let added = api.wait_for_message(ADMIN, 2);
    let faq = std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap();
    assert!(
        faq.contains("can i pay with shells"),
        "{}\n{faq}",
        added.text()
    );
    assert!(
        api.sent_to(ROOM).is_empty(),
        "the group hears nothing of it"
    );
    assert!(api.sent_to(LIN).is_empty());
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}
