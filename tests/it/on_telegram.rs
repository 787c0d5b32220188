//! The real program on Telegram: who is answered, how, and who is not.

use serde_json::{Value, json};

use super::bot::{ADMIN, Home};
use super::fake_bot_api::{BOT, Call, FakeBotApi, from, group, message, private};

const LIN: i64 = 77;
const ROOM: i64 = -1_001_234_567;

/// The answer about the charge, as it must come in any form.
fn is_about_the_charge(call: &Call) {
    for part in ["temporary hold", "临时预授权"] {
        assert!(
            call.text().contains(part),
            "no `{part}` in {:?}",
            call.text()
        );
    }
    let markup = call.parameters["reply_markup"].to_string();
    assert!(
        markup.contains("https://help.example/hold"),
        "no link in {markup}"
    );
}

/// What the first button carries whose data ends so.
fn button_to(call: &Call, end: &str) -> String {
    let rows = call.parameters["reply_markup"]["inline_keyboard"].as_array();
    rows.into_iter()
        .flatten()
        .flat_map(|row| row.as_array().into_iter().flatten())
        .filter_map(|button| button["callback_data"].as_str())
        .find(|data| data.ends_with(end))
        .unwrap_or_else(|| panic!("no button to {end}"))
        .to_owned()
}

fn replies_to(call: &Call) -> Option<i64> {
    call.parameters["reply_parameters"]["message_id"].as_i64()
}

/// A message to a group whose first entity of this kind is this piece of the text.
fn in_group(api: &FakeBotApi, text: &str, kind: &str, piece: &str) -> (i64, Value) {
    let id = api.message_number();
    let mut said = message(id, group(ROOM), from(LIN), text);
    let at = text.find(piece).unwrap();
    said["entities"] = json!([{
        "type": kind,
        "offset": text[..at].encode_utf16().count(),
        "length": piece.encode_utf16().count(),
    }]);
    (id, said)
}

#[test]
fn it_presents_itself_where_its_owner_has_written_nothing() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    // The description, in two languages, is the last that is looked at.
    let before = api.wait_for("two descriptions", |calls| {
        let described = |call: &&Call| call.method == "setMyDescription";
        (calls.iter().filter(described).count() == 2).then(|| calls.to_vec())
    });
    assert!(
        !before
            .iter()
            .any(|call| call.method == "setMyShortDescription"),
        "the owner's own words are left alone"
    );
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), [""; 0]);
}

#[test]
fn a_person_is_promised_only_where_the_configuration_names_one() {
    let described = |contact: Option<&str>, replaces: bool| {
        let api = FakeBotApi::start();
        let mut home = Home::new(&api);
        if let Some(contact) = contact {
            home.set("WENDA__ANSWER__CONTACT", contact);
        }
        let bot = home.start();
        let words = api.wait_for("two descriptions", |calls| {
            let described = calls
                .iter()
                .filter(|call| call.method == "setMyDescription");
            let words: Vec<String> = described
                .map(|call| call.parameters["description"].to_string())
                .collect();
            (words.len() == 2).then_some(words)
        });
        assert!(bot.stop().success());
        if replaces {
            // Without a contact the next start takes the promise back.
            home.set("WENDA__ANSWER__CONTACT", "{en = \"\"}");
            let bot = home.start();
            let last = api.wait_for("four descriptions", |calls| {
                let described = calls
                    .iter()
                    .filter(|call| call.method == "setMyDescription");
                let words: Vec<String> = described
                    .map(|call| call.parameters["description"].to_string())
                    .collect();
                (words.len() == 4).then(|| words[2..].to_vec())
            });
            assert!(bot.stop().success());
            return (words, last);
        }
        (words, Vec::new())
    };
    let promises = |words: &[String]| {
        words
            .iter()
            .filter(|words| words.contains("a person") || words.contains("人工"))
            .count()
    };
    let (nobody, _) = described(None, false);
    assert_eq!(promises(&nobody), 0, "{nobody:?}");
    let (somebody, after) = described(Some("{en = \"write to help@shop.example\"}"), true);
    assert_eq!(promises(&somebody), 2, "{somebody:?}");
    assert_eq!(promises(&after), 0, "{after:?}");
}

#[test]
fn a_private_question_is_answered_in_both_languages() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    api.says(LIN, "why was i charged $5");
    is_about_the_charge(&api.wait_for_message(LIN, 1));
    api.says(LIN, "为什么扣了我5美元");
    let answer = api.wait_for_message(LIN, 2);
    is_about_the_charge(&answer);
    let text = answer.text();
    assert!(
        text.find("临时预授权") < text.find("temporary hold"),
        "the question's language first"
    );
    api.wait_until_confirmed();
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn in_a_group_it_answers_who_speaks_to_it_and_nobody_else() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    let name = format!("@{}", BOT.1);
    let ask = "why was i charged $5";

    // A mention after Chinese text and a character of two UTF-16 units, in other capitals.
    let shouted = name.to_uppercase();
    let text = format!("请问😀 {shouted} 为什么扣了5美元");
    let (id, said) = in_group(&api, &text, "mention", &shouted);
    api.push(json!({"message": said}));
    let answer = api.wait_for_message(ROOM, 1);
    is_about_the_charge(&answer);
    assert_eq!(replies_to(&answer), Some(id));

    // Everything that is not for it. The cooldown would let a repeated answer through as a line.
    let bystander = |text: &str| message(api.message_number(), group(ROOM), from(LIN), text);
    let mut by_bot = bystander(&format!("{name} {ask}"));
    by_bot["from"] = json!({"id": 5, "is_bot": true, "first_name": "Other"});
    let mut automatic = bystander(&format!("{name} {ask}"));
    automatic["is_automatic_forward"] = json!(true);
    automatic["sender_chat"] = json!({"id": -1009, "type": "channel", "title": "News"});
    let to_other = bystander("/ask@other_bot why was i charged $5");
    let (_, other_mention) = in_group(&api, &format!("@someone {ask}"), "mention", "@someone");
    let mut to_person = bystander(ask);
    to_person["reply_to_message"] = bystander("hello");
    let without_entity = bystander(&format!("{name} {ask}"));
    let before = api.sent_to(ROOM).len();
    for said in [
        by_bot,
        automatic,
        to_other,
        other_mention,
        to_person,
        without_entity,
        bystander(ask),
    ] {
        api.push(json!({"message": said}));
    }
    api.push(json!({"channel_post": message(1, json!({"id": -1009, "type": "channel", "title": "n"}), from(LIN), ask)}));
    api.settle(LIN);
    assert_eq!(
        api.sent_to(ROOM).len(),
        before,
        "it spoke without being spoken to"
    );

    // `/ask@bot` in a topic of another group, a reply to the bot, a caption.
    let other = ROOM - 1;
    let id = api.message_number();
    let command = format!("/ask{name} how do i get a refund");
    let mut said = message(id, group(other), from(LIN), &command);
    said["is_topic_message"] = json!(true);
    said["message_thread_id"] = json!(33);
    api.push(json!({"message": said}));
    let answer = api.wait_for_message(other, 1);
    assert!(answer.text().contains("seven days"));
    assert_eq!(answer.parameters["message_thread_id"], 33);
    assert_eq!(replies_to(&answer), Some(id));

    let third = ROOM - 2;
    let id = api.message_number();
    let mut said = message(id, group(third), from(LIN), ask);
    said["message_thread_id"] = json!(8);
    said["reply_to_message"] = message(
        8,
        group(third),
        json!({"id": BOT.0, "is_bot": true, "first_name": "W"}),
        "hi",
    );
    api.push(json!({"message": said}));
    let answer = api.wait_for_message(third, 1);
    is_about_the_charge(&answer);
    assert!(
        answer.parameters.get("message_thread_id").is_none(),
        "a chain of replies is no topic"
    );

    let fourth = ROOM - 3;
    let id = api.message_number();
    let caption = format!("{name} {ask}");
    let mut said = message(id, group(fourth), from(LIN), "");
    said.as_object_mut().unwrap().remove("text");
    said["photo"] = json!([{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]);
    said["caption"] = json!(caption);
    said["caption_entities"] = json!([{"type": "mention", "offset": 0, "length": name.len()}]);
    api.push(json!({"message": said}));
    is_about_the_charge(&api.wait_for_message(fourth, 1));

    // A mention below somebody's question answers that person.
    let fifth = ROOM - 4;
    let question = message(9, group(fifth), from(55), ask);
    let mut said = message(api.message_number(), group(fifth), from(LIN), &name);
    said["entities"] = json!([{"type": "mention", "offset": 0, "length": name.len()}]);
    said["reply_to_message"] = question;
    api.push(json!({"message": said}));
    let answer = api.wait_for_message(fifth, 1);
    is_about_the_charge(&answer);
    assert_eq!(replies_to(&answer), Some(9));

    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn a_pressed_button_is_acknowledged_once_and_shows_its_entry_in_place() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    api.says(LIN, "why was i charged $5");
    let answer = api.wait_for_message(LIN, 1);
    let shown = answer.answer.as_ref().unwrap()["result"]["message_id"]
        .as_i64()
        .unwrap();
    let data = button_to(&answer, ".refund");
    let under = message(shown, private(LIN), from(BOT.0), "x");
    for press in ["p1", "p2"] {
        let data = if press == "p1" {
            data.as_str()
        } else {
            "nobody's data"
        };
        api.push(json!({"callback_query": {
            "id": press, "from": from(LIN), "message": under, "chat_instance": "1", "data": data}}));
        api.wait_for("the acknowledgement", |calls| {
            calls
                .iter()
                .find(|call| call.parameters["callback_query_id"] == press)
                .map(|_| ())
        });
    }
    api.wait_for("the entry in place", |calls| {
        let is_edit = |call: &&Call| {
            call.method == "editMessageText"
                && call.parameters["message_id"] == shown
                && call.text().contains("seven days")
        };
        calls.iter().find(is_edit).map(|_| ())
    });
    assert!(bot.stop().success());
    for press in ["p1", "p2"] {
        let acknowledged = api
            .calls()
            .iter()
            .filter(|call| call.parameters["callback_query_id"] == press)
            .count();
        assert_eq!(acknowledged, 1, "{press}");
    }
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn a_short_lived_line_goes_although_the_program_was_restarted() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("WENDA__GROUPS__CLEANUP_SECONDS", "2");
    let bot = home.start();
    let start = format!("/start@{}", BOT.1);
    let (_, said) = in_group(&api, &start, "bot_command", &start);
    api.push(json!({"message": said}));
    let line = api.wait_for_message(ROOM, 1);
    // The second answer goes out only after the first one's outcome is noted, and the line's with it.
    api.settle(LIN);
    api.settle(LIN);
    bot.kill();
    let bot = home.start();
    let gone = api.wait_for("the line to go", |calls| {
        calls
            .iter()
            .find(|call| call.method == "deleteMessage")
            .cloned()
    });
    let number = &line.answer.unwrap()["result"]["message_id"];
    assert_eq!(&gone.parameters["message_id"], number);
    assert!(bot.stop().success());
}

#[test]
fn the_other_pages_of_an_answer_go_when_its_buttons_show_another() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let path = home.path("faq/faq.yaml");
    let faq = std::fs::read_to_string(&path).unwrap();
    let long = "Banks hold small sums to see whether a card is good. ".repeat(100);
    std::fs::write(&path, faq.replace("the bank gives it back.", &long)).unwrap();
    let bot = home.start();
    api.says(LIN, "why was i charged $5");
    let number = |call: Call| call.answer.unwrap()["result"]["message_id"].as_i64();
    let first = number(api.wait_for_message(LIN, 1)).unwrap();
    let last = api.wait_for_message(LIN, 2);
    let data = button_to(&last, ".refund");
    let last = number(last).unwrap();
    let under = message(last, private(LIN), from(BOT.0), "x");
    api.push(json!({"callback_query": {
        "id": "p1", "from": from(LIN), "message": under, "chat_instance": "1", "data": data}}));
    let gone = api.wait_for("the first page to go", |calls| {
        calls
            .iter()
            .find(|call| call.method == "deleteMessages")
            .cloned()
    });
    assert_eq!(gone.parameters["message_ids"], json!([first]));
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn an_admin_reloads_the_faq_and_nobody_else_does() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    api.says(ADMIN, "how do i get a refund");
    assert!(api.wait_for_message(ADMIN, 1).text().contains("seven days"));
    let path = home.path("faq/faq.yaml");
    let faq = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, faq.replace("seven days", "nine days")).unwrap();
    api.says(LIN, "/reload");
    api.settle(LIN);
    api.says(ADMIN, "how do i get a refund?");
    assert!(
        api.wait_for_message(ADMIN, 2).text().contains("seven days"),
        "a stranger reloaded"
    );
    api.says(ADMIN, "/reload");
    api.wait_for_message(ADMIN, 3);
    api.says(ADMIN, "how do i get a refund");
    assert!(api.wait_for_message(ADMIN, 4).text().contains("nine days"));
    std::fs::write(&path, "entries: [").unwrap();
    api.says(ADMIN, "/reload");
    assert!(api.wait_for_message(ADMIN, 5).text().contains("error"));
    api.says(ADMIN, "how do i get a refund");
    assert!(
        api.wait_for_message(ADMIN, 6).text().contains("nine days"),
        "the old FAQ answers on"
    );
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn a_picture_and_the_words_after_it_get_one_answer() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    let picture = |person: i64| {
        let mut said = message(api.message_number(), private(person), from(person), "");
        said["photo"] = json!([{"file_id": "p", "width": 1, "height": 1}]);
        api.push(json!({"message": said}));
    };
    picture(LIN);
    api.says(LIN, "why was i charged $5");
    picture(LIN);
    // One that comes alone is spoken to, after a while.
    picture(78);
    let line = api.wait_for_message(78, 1);
    assert!(line.text().contains("caption"), "{}", line.text());
    api.wait_until_confirmed();
    let sent = api.sent_to(LIN);
    assert_eq!(sent.len(), 1, "{sent:?}");
    is_about_the_charge(&sent[0]);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn in_a_topic_of_a_private_chat_it_stays_in_the_topic() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    for (count, text) in (1..).zip(["/start", "/topics", "/lang", "why was i charged $5"]) {
        let mut said = message(api.message_number(), private(LIN), from(LIN), text);
        said["message_thread_id"] = json!(116_834);
        said["is_topic_message"] = json!(true);
        if text.starts_with('/') {
            let length = text.len();
            said["entities"] = json!([{"type": "bot_command", "offset": 0, "length": length}]);
        }
        api.push(json!({"message": said}));
        let answer = api.wait_for_message(LIN, count);
        assert_eq!(answer.parameters["message_thread_id"], 116_834, "{text}");
    }
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn a_new_name_is_heard_without_a_restart() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    api.says(LIN, "why was i charged $5");
    api.wait_for_message(LIN, 1);
    api.account(|account| {
        let name = "newname_test_bot".into();
        account.switches.insert("username".to_owned(), name);
    });
    let text = "@newname_test_bot why was i charged $5";
    let (_, said) = in_group(&api, text, "mention", "@newname_test_bot");
    api.push(json!({"message": said}));
    is_about_the_charge(&api.wait_for_message(ROOM, 1));
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}
