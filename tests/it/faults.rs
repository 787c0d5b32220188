//! The real program when things go wrong: nothing is lost, nobody waits for somebody else's trouble.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use wenda::store::{Outbox, Settings, SqliteStore, StoreError};

use super::bot::Home;
use super::fake_bot_api::{Call, FakeBotApi, Fault, PATIENCE, from, message, private};

const LIN: i64 = 77;
const MEI: i64 = 78;
const QUESTION: &str = "why was i charged $5";

#[test]
fn a_crash_loses_nothing_and_repeats_only_what_it_could_not_know_of() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    const PEOPLE: std::ops::RangeInclusive<i64> = 1..=60;
    for person in PEOPLE {
        api.says(person, QUESTION);
    }
    let mut unknowable = 0;
    for round in 1..=3 {
        let bot = home.start();
        // Somewhere in the middle: after so many messages of this round.
        let before = sent(&api);
        while sent(&api) < before + 5 * round && sent(&api) < 60 {
            std::thread::sleep(Duration::from_millis(1));
        }
        bot.kill();
        // Messages that arrived, and whose arrival was not written down when it died.
        let store = opened(&home.path("data/wenda.sqlite3"));
        let open = store.open_entries(None, 1000).unwrap();
        let chats = open.iter().filter_map(|open| open.chat);
        unknowable += chats.filter(|chat| !api.sent_to(*chat).is_empty()).count();
    }
    let bot = home.start();
    for person in PEOPLE {
        api.wait_for_message(person, 1);
    }
    api.settle(LIN);
    api.wait_until_confirmed();
    assert!(bot.stop().success());
    let twice: usize = PEOPLE.map(|person| api.sent_to(person).len() - 1).sum();
    assert!(
        twice <= unknowable,
        "{twice} answers came twice, {unknowable} could not be known of"
    );
}

/// What somebody asks in each way in, and how often it was answered there.
struct AnyWay {
    name: &'static str,
    update: fn(&FakeBotApi, i64) -> serde_json::Value,
    answers: fn(&Call, i64) -> bool,
}

const ROOM: i64 = -1_001_234_567;

const WAYS: [AnyWay; 3] = [
    AnyWay {
        name: "a mention in a chat that it is not in",
        update: |api, person| {
            let mut said = message(api.message_number(), private(5), from(person), QUESTION);
            said["guest_query_id"] = json!(format!("g{person}"));
            json!({"guest_message": said})
        },
        answers: |call, person| {
            call.method == "answerGuestQuery"
                && call.parameters["guest_query_id"] == format!("g{person}")
        },
    },
    AnyWay {
        name: "a command that nobody else sees",
        update: |_, person| {
            let command = format!("/ask {QUESTION}");
            let chat = json!({"id": ROOM, "type": "supergroup", "title": "t"});
            let mut said = message(0, chat, from(person), &command);
            said["ephemeral_message_id"] = json!(person);
            json!({"message": said})
        },
        answers: |call, person| {
            let who = &call.parameters["ephemeral_message_parameters"]["receiver_user_id"];
            call.method == "sendMessage" && *who == person
        },
    },
    AnyWay {
        name: "a business chat",
        update: |api, person| {
            let mut said = message(
                api.message_number(),
                private(person),
                from(person),
                QUESTION,
            );
            said["business_connection_id"] = json!("b1");
            json!({"business_message": said})
        },
        answers: |call, person| {
            call.parameters["business_connection_id"] == "b1" && call.chat() == Some(person)
        },
    },
];

#[test]
fn a_crash_loses_nothing_and_repeats_nothing_in_any_way_in() {
    for (number, way) in (1..).zip(&WAYS) {
        let api = FakeBotApi::start();
        let mut home = Home::new(&api);
        home.set("WENDA__TELEGRAM__GUEST", "true");
        home.set("WENDA__BUSINESS__MODE", "auto");
        // The group's own pace would take minutes.
        let people = 1000 * number..=1000 * number + 14;
        api.push(json!({"business_connection": {
            "id": "b1", "user": from(9), "user_chat_id": 9, "date": 1,
            "is_enabled": true, "rights": {"can_reply": true}}}));
        for person in people.clone() {
            let update = (way.update)(&api, person);
            api.push(update);
        }
        let answers = || {
            let calls = api.calls();
            let count = |person: i64| {
                let answers = calls.iter().filter(|call| call.is_ok());
                answers.filter(|call| (way.answers)(call, person)).count()
            };
            people.clone().map(count).collect::<Vec<_>>()
        };
        for _ in 0..3 {
            let before = answers().iter().sum::<usize>();
            let bot = home.start();
            let until = Instant::now() + PATIENCE;
            while answers().iter().sum::<usize>() < (before + 3).min(15) {
                assert!(Instant::now() < until, "{}: {:?}", way.name, answers());
                std::thread::sleep(Duration::from_millis(1));
            }
            bot.kill();
        }
        let bot = home.start();
        api.settle(LIN);
        let until = Instant::now() + PATIENCE;
        while answers().contains(&0) {
            assert!(Instant::now() < until, "{}: {:?}", way.name, answers());
            std::thread::sleep(Duration::from_millis(5));
        }
        api.settle(LIN);
        assert!(bot.stop().success());
        // The delivery sidecar outlives the bot, so that nothing is repeated.
        assert_eq!(answers(), [1; 15], "{}", way.name);
    }
}

/// The store of a bot that is gone, once its delivery sidecar has noted the last outcomes.
fn opened(path: &Path) -> SqliteStore {
    let until = Instant::now() + PATIENCE;
    loop {
        match SqliteStore::open(path, Settings::default()) {
            Err(StoreError::InUse(_)) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            opened => return opened.unwrap(),
        }
    }
}

fn sent(api: &FakeBotApi) -> usize {
    api.calls()
        .iter()
        .filter(|call| call.method == "sendMessage")
        .count()
}

#[test]
fn sigterm_finishes_what_is_on_its_way() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    for _ in 0..20 {
        api.fault(
            "sendMessage",
            None,
            1,
            Fault::Slow(Duration::from_millis(300)),
        );
    }
    let mut bot = home.start();
    for person in 1..=20 {
        api.says(person, QUESTION);
    }
    bot.wait_for_log("listening");
    api.wait_until_confirmed();
    bot.signal("TERM");
    assert_eq!(bot.wait().code(), Some(0));
    let bot = home.start();
    for person in 1..=20 {
        api.wait_for_message(person, 1);
    }
    api.settle(LIN);
    assert!(bot.stop().success());
    for person in 1..=20 {
        assert_eq!(api.sent_to(person).len(), 1, "person {person}");
    }
}

#[test]
fn poison_in_a_batch_stops_nothing() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("WENDA__TELEGRAM__GUEST", "true");
    home.set("WENDA__BUSINESS__MODE", "auto");
    home.set("WENDA__GROUPS__REPLY", "ephemeral");
    let text = |id: i64, text: &str| message(id, private(LIN), from(LIN), text);
    api.says(LIN, QUESTION);
    // Panics teloxide-core 0.13 while it reads the batch.
    api.push(
        json!({"message_reaction": {"chat": private(LIN), "message_id": 1, "date": 1,
                    "old_reaction": [], "new_reaction": []}}),
    );
    api.push(json!({"future_kind": {"deep": [[[[{"a": null}]]]]}}));
    api.push(json!({"message": {"message_id": null}}));
    let mut odd = text(90, QUESTION);
    odd["entities"] = json!([{"type": "date_time", "offset": 0, "length": 3},
                             {"type": "mention", "offset": 4000, "length": 9},
                             {"type": "bold", "offset": -1, "length": 1e30}]);
    odd["from"]["language_code"] = json!(5);
    api.push(json!({"message": odd}));
    let mut half = text(91, "😀😀");
    half["entities"] = json!([{"type": "bot_command", "offset": 1, "length": 2}]);
    api.push(json!({"message": half}));
    api.push(json!({"message": text(92, &"😀".repeat(4096))}));
    for kind in [
        "guest_message",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "business_connection",
        "chosen_inline_result",
    ] {
        for odd in [
            json!({}),
            json!([]),
            json!("x"),
            json!({"guest_query_id": 7, "business_connection_id": {}, "message_id": "x", "id": 5}),
            json!({"guest_query_id": "g", "message_id": 1, "chat": {"id": 0}, "from": []}),
            json!({"business_connection_id": "nobody's", "message_ids": [null, "x"], "chat": {"id": 5}}),
            json!({"id": "b", "user": {"id": 5}, "user_chat_id": "x", "rights": 3, "is_enabled": "y"}),
            json!({"result_id": "none", "from": {"id": 5}, "query": null}),
        ] {
            api.push(json!({kind: odd}));
        }
    }
    let mut unseen = text(0, QUESTION);
    unseen["ephemeral_message_id"] = json!({"x": 1});
    unseen["sender_business_bot"] = json!(3);
    api.push(json!({"message": unseen}));
    api.push_raw(r#"{"message":{"message_id":93,"text":"no number"}}"#);
    api.push_raw(r#"{"update_id":99999999999999999999,"message":7}"#);
    api.push_raw(r#"{"update_id":"x"}"#);
    api.push_raw("null");
    api.push_raw("{\"update_id\":1,\"message\":{\"text\":\"a\\ud83d\"}}");
    api.push_raw(&format!(
        "{{\"x\":{}1{}}}",
        "[".repeat(5000),
        "]".repeat(5000)
    ));
    api.says(MEI, QUESTION);
    let bot = home.start();
    api.wait_for_message(LIN, 2);
    api.wait_for_message(MEI, 1);
    api.settle(MEI);
    // What cannot be read is confirmed as well.
    api.wait_until_confirmed();
    assert!(api.polls() < 100, "{} polls: it spins", api.polls());
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn a_batch_that_never_goes_away_is_handled_once_and_does_not_spin() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    // Its number is far above what it says, so no offset that follows confirms it.
    api.push(json!({"update_id": 4_000_000_000_000_i64, "message": message(5, private(MEI), from(MEI), QUESTION)}));
    let bot = home.start();
    api.wait_for_message(MEI, 1);
    let polls = api.polls();
    std::thread::sleep(Duration::from_millis(500));
    assert!(
        api.polls() - polls < 50,
        "{} polls in half a second",
        api.polls() - polls
    );
    assert_eq!(api.sent_to(MEI).len(), 1);
    assert!(bot.stop().success());
}

#[test]
fn one_chats_trouble_is_nobody_elses() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    api.fault("sendMessage", Some(1), 1, Fault::too_many(2));
    api.fault(
        "sendMessage",
        Some(2),
        100,
        Fault::refusal(403, "Forbidden: bot was blocked by the user"),
    );
    api.fault(
        "sendMessage",
        Some(3),
        1,
        Fault::Answer(502, "<html>Bad Gateway</html>".into()),
    );
    api.fault("sendMessage", Some(4), 1, Fault::Drop);
    api.fault(
        "sendMessage",
        Some(5),
        1,
        Fault::refusal(400, "Bad Request: can't parse entities: x"),
    );
    api.fault(
        "sendMessage",
        Some(6),
        1,
        Fault::Slow(Duration::from_secs(5)),
    );
    // It arrived, and nobody knows: sent again, once too many rather than once too few.
    api.fault("sendMessage", Some(7), 1, Fault::CutAfter);
    let bot = home.start();
    for person in 1..=10 {
        api.says(person, QUESTION);
    }
    api.wait_for_message(7, 2);
    for person in [1, 3, 4, 5, 8, 9, 10] {
        api.wait_for_message(person, 1);
    }
    assert!(api.sent_to(5)[0].parameters.get("parse_mode").is_none());
    assert!(bot.stop().success());
    let to_two =
        |call: &&super::fake_bot_api::Call| call.method == "sendMessage" && call.chat() == Some(2);
    assert_eq!(
        api.calls().iter().filter(to_two).count(),
        1,
        "a chat that is gone is left alone"
    );
}

#[test]
fn a_group_that_moved_gets_its_answer_at_its_new_number() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let moved = json!({"ok": false, "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1009}});
    api.fault(
        "sendMessage",
        Some(-9),
        1000,
        Fault::Answer(400, moved.to_string()),
    );
    let bot = home.start();
    let ask = |text: &str| {
        let chat = json!({"id": -9, "type": "group", "title": "t"});
        api.push(json!({"message": message(api.message_number(), chat, from(LIN), text)}));
    };
    ask("/ask why was i charged $5");
    api.wait_for_message(-1009, 1);
    assert!(bot.stop().success());
    let bot = home.start();
    let before = api.calls().len();
    ask("/ask how do i get a refund");
    api.wait_for_message(-1009, 2);
    let strays = api.calls()[before..]
        .iter()
        .filter(|call| call.chat() == Some(-9))
        .count();
    assert_eq!(strays, 0, "the move is remembered");
    assert!(bot.stop().success());
}

#[test]
fn it_outlasts_an_outage() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    api.set_down(true);
    let bot = home.start();
    bot.wait_for_log("cannot reach Telegram");
    api.set_down(false);
    api.says(LIN, QUESTION);
    api.wait_for_message(LIN, 1);
    api.set_down(true);
    bot.wait_for_log("cannot poll Telegram");
    for person in 1..=5 {
        api.says(person, QUESTION);
    }
    api.set_down(false);
    for person in 1..=5 {
        api.wait_for_message(person, 1);
    }
    assert!(bot.stop().success());
}

#[test]
fn what_telegram_swallowed_goes_again_when_it_comes_back() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    // Waiting for these answers would take twice as long as we do.
    api.fault("sendMessage", Some(LIN), 2, Fault::Swallowed);
    api.says(LIN, QUESTION);
    let until = Instant::now() + PATIENCE;
    while api.sent_to(LIN).is_empty() {
        assert!(Instant::now() < until, "nothing goes again");
        api.fault("getUpdates", None, 1, Fault::Drop);
        // Ends the poll that waits.
        api.settle(MEI);
        std::thread::sleep(Duration::from_millis(300));
    }
    assert!(bot.stop().success());
}

#[test]
fn a_token_that_telegram_refuses_ends_it_and_is_not_shown() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    api.fault("getMe", None, 1000, Fault::refusal(401, "Unauthorized"));
    let mut bot = home.start();
    assert_eq!(bot.wait().code(), Some(4));
    bot.wait_for_log("does not accept the bot token");
    assert!(!bot.log().contains("test-token"), "{}", bot.log());
}

#[test]
fn another_instance_is_named() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let conflict = Fault::refusal(409, "Conflict: terminated by other getUpdates request");
    api.fault("getUpdates", None, 3, conflict);
    let bot = home.start();
    bot.wait_for_log("another instance");
    api.says(LIN, QUESTION);
    api.wait_for_message(LIN, 1);
    assert!(bot.stop().success());
}

#[test]
fn who_floods_is_told_once_and_others_are_answered() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    for _ in 0..300 {
        api.says(1, QUESTION);
    }
    for person in 2..=20 {
        api.says(person, QUESTION);
    }
    for person in 2..=20 {
        api.wait_for_message(person, 1);
    }
    bot.wait_for_log("sends too much");
    assert!(api.sent_to(1).len() < 100);
    assert_eq!(bot.log().matches("sends too much").count(), 1);
    assert!(
        !bot.log().contains("charged"),
        "words in the log: {}",
        bot.log()
    );
    assert!(bot.stop().success());
}
