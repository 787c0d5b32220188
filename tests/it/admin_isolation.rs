//! Admins at work take no time from the people who ask.

use std::fmt::Write as _;

use serde_json::json;

use super::bot::{ADMIN, Home};
use super::fake_bot_api::{BOT, Call, FakeBotApi, from, message, private};

const LIN: i64 = 77;
const SECOND_ADMIN: i64 = 4343;

#[test]
fn whoever_asks_waits_for_no_reload_and_a_press_is_acknowledged_first() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set(
        "WENDA__TELEGRAM__ADMINS",
        &format!("[{ADMIN}, {SECOND_ADMIN}]"),
    );
    // Without optimisation encoding them would take half a minute more.
    home.set("WENDA__ANSWER__MEANING", "false");
    let bot = home.start();
    api.settle(LIN);
    // Enough to learn for a while.
    std::fs::write(home.path("faq/many.yaml"), many(200)).unwrap();
    // One after the other: who comes second finds nothing new and has nothing to take back.
    for admin in [ADMIN, SECOND_ADMIN] {
        api.says(admin, "/reload");
        api.wait_until_confirmed();
    }
    api.settle(LIN);
    let reloaded = api.wait_for_message(ADMIN, 1);
    api.wait_for_message(SECOND_ADMIN, 1);
    let to = |chat| {
        let calls = api.calls();
        calls.iter().rposition(|call| call.chat() == Some(chat))
    };
    assert!(to(LIN) < to(ADMIN) && to(LIN) < to(SECOND_ADMIN));

    let seen = api.calls().len();
    let data =
        reloaded.parameters["reply_markup"]["inline_keyboard"][0][0]["callback_data"].clone();
    let number = reloaded.answer.unwrap()["result"]["message_id"].as_i64();
    let under = message(number.unwrap(), private(ADMIN), from(BOT.0), "x");
    api.push(json!({"callback_query": {
        "id": "p1", "from": from(ADMIN), "message": under, "chat_instance": "1", "data": data}}));
    // What the other admin did may be told in between.
    let mut told = (2..4).map(|number| api.wait_for_message(ADMIN, number));
    assert!(told.any(|told| told.text().contains("Back to the version before")));
    api.settle(LIN);
    assert!(bot.stop().success());
    let acknowledges = |call: &Call| call.method == "answerCallbackQuery";
    let calls = &api.calls()[seen..];
    let said = calls.iter().position(|call| call.chat() == Some(ADMIN));
    assert!(calls.iter().position(acknowledges) < said);
    assert_eq!(calls.iter().filter(|call| acknowledges(call)).count(), 1);
}

/// A file of so many entries.
fn many(count: u32) -> String {
    let mut text = "entries:\n".to_owned();
    for number in 0..count {
        let word: String = (0..6)
            .map(|place| char::from(b'a' + ((number / 5_u32.pow(place)) % 5 * 5 + place) as u8))
            .collect();
        let _ = write!(
            text,
            "  - id: entry-{number}\n    questions:\n      en: [\"how does a {word} work\", \
             \"my {word} is broken\", \"where to buy a {word}\"]\n    answer: {{en: \"See {word}.\"}}\n"
        );
    }
    text
}
