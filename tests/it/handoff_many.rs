//! Many open cards, many of the staff who reply at once, and a process that dies in between.

use serde_json::{Value, json};

use super::bot::Home;
use super::fake_bot_api::{BOT, Call, FakeBotApi, from, group, message};
use super::handoff::number;

/// The staff's chat.
const STAFF: i64 = -100_500;
/// How many people ask, and how many of the staff reply.
const PEOPLE: i64 = 200;
const COLLEAGUES: i64 = 20;
/// The numbers of people begin there, those of colleagues there.
const FIRST_PERSON: i64 = 20_000;
const FIRST_COLLEAGUE: i64 = 900;

fn words_of(person: i64) -> String {
    format!("the words for number {person}.")
}

fn reply(api: &FakeBotApi, who: i64, card: &Call, text: &str) -> Value {
    let mut said = message(api.message_number(), group(STAFF), from(who), text);
    let us = json!({"id": BOT.0, "is_bot": true, "first_name": "Wenda"});
    said["reply_to_message"] = message(number(card), group(STAFF), us, "the card");
    said
}

/// The card about what this person asked.
fn card_of(cards: &[Call], person: i64) -> &Call {
    let asked = format!("dragon{person}");
    let mut cards = cards.iter();
    let card = cards.find(|card| card.text().contains(&asked));
    card.unwrap_or_else(|| panic!("no card for {asked}"))
}

#[test]
fn no_reply_of_twenty_to_two_hundred_cards_is_lost_or_doubled_over_kills() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("WENDA__STAFF__CHAT", &STAFF.to_string());
    let bot = home.start();
    let people = FIRST_PERSON..FIRST_PERSON + PEOPLE;
    for person in people.clone() {
        api.says(person, &format!("where does dragon{person} sleep"));
    }
    // Each wait is for the next few, so that a slow machine has time for each of them.
    let mut bot = bot;
    for count in (20..=PEOPLE as usize).step_by(20) {
        api.wait_for_message(STAFF, count);
        if count == 100 {
            bot.kill();
            bot = home.start();
        }
    }
    for person in people.clone() {
        api.wait_for_message(person, 1);
    }
    let cards = api.sent_to(STAFF);
    assert_eq!(cards.len(), PEOPLE as usize, "a card each");
    for (at, person) in people.clone().enumerate() {
        let who = FIRST_COLLEAGUE + at as i64 % COLLEAGUES;
        let said = reply(&api, who, card_of(&cards, person), &words_of(person));
        api.push(json!({"message": said}));
        if at == 70 || at == 140 {
            api.wait_for_message(FIRST_PERSON + at as i64 / 2, 2);
            bot.kill();
            bot = home.start();
        }
    }
    for person in people.clone() {
        api.wait_for_message(person, 2);
    }
    // Whatever was to come twice has come by the time that this is answered.
    api.wait_until_confirmed();
    api.settle(78);
    assert!(bot.stop().success());
    for person in people {
        let texts: Vec<String> = api
            .sent_to(person)
            .iter()
            .map(|call| call.text().to_owned())
            .collect();
        assert_eq!(texts.len(), 2, "{person}: {texts:?}");
        assert_eq!(texts[1], words_of(person));
    }
    assert_eq!(api.complaints(), Vec::<String>::new());
}
