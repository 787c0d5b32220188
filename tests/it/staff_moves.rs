//! The staff's group becomes a supergroup: it goes on under another number.

use serde_json::{Value, json};

use super::bot::{ADMIN, Home};
use super::fake_bot_api::{BOT, FakeBotApi, from, group, message};
use super::handoff::number;

/// The staff's chat as configured, and as it goes on.
const BEFORE: i64 = -500;
const AFTER: i64 = -1_000_500;
/// People who ask.
const LIN: i64 = 77;
const MEI: i64 = 78;
/// Somebody of the staff.
const ADA: i64 = 900;

/// Somebody of the staff replies there to our message.
fn reply(api: &FakeBotApi, to: i64, text: &str) -> Value {
    let mut said = message(api.message_number(), group(AFTER), from(ADA), text);
    let us = json!({"id": BOT.0, "is_bot": true, "first_name": "Wenda"});
    said["reply_to_message"] = message(to, group(AFTER), us, "the card");
    said
}

#[test]
fn cards_go_on_under_the_new_number_also_after_a_restart() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("WENDA__STAFF__CHAT", &BEFORE.to_string());
    let bot = home.start();
    api.says(LIN, "when does your spaceship take off");
    api.wait_for_message(LIN, 1);
    api.wait_for_message(BEFORE, 1);
    let mut moved = message(api.message_number(), group(BEFORE), from(ADA), "");
    moved["migrate_to_chat_id"] = AFTER.into();
    moved["chat"]["type"] = "group".into();
    moved.as_object_mut().unwrap().remove("text");
    api.push(json!({"message": moved}));
    // The open card stands there again, and the admin reads what to configure.
    let card = api.wait_for_message(AFTER, 1);
    assert!(card.text().contains("spaceship"), "{}", card.text());
    let told = api.wait_for_message(ADMIN, 1);
    assert!(told.text().contains(&AFTER.to_string()), "{}", told.text());
    api.push(json!({"message": reply(&api, number(&card), "At nine.")}));
    assert_eq!(api.wait_for_message(LIN, 2).text(), "At nine.");
    // What is asked from now on goes there.
    api.says(MEI, "who feeds the unicorn");
    api.wait_for_message(MEI, 1);
    let second = api.wait_for_message(AFTER, 2);
    assert!(second.text().contains("unicorn"), "{}", second.text());
    bot.kill();
    // Nobody has changed the configuration yet.
    let bot = home.start();
    api.push(json!({"message": reply(&api, number(&second), "Olga does.")}));
    assert_eq!(api.wait_for_message(MEI, 2).text(), "Olga does.");
    assert!(bot.stop().success());
    // Now they have.
    home.set("WENDA__STAFF__CHAT", &AFTER.to_string());
    let bot = home.start();
    api.push(json!({"message": reply(&api, number(&second), "At noon.")}));
    assert_eq!(api.wait_for_message(MEI, 3).text(), "At noon.");
    assert!(bot.stop().success());
    assert_eq!(
        api.sent_to(BEFORE).len(),
        1,
        "nothing goes to the old group"
    );
    assert_eq!(api.complaints(), Vec::<String>::new());
}
