//! What admins are told without asking, on Telegram: the real program, killed in between.

use serde_json::json;

use super::admins::{Admin, Scenario, entry};
use super::bot::{ADMIN, Home};
use super::fake_bot_api::{FakeBotApi, from, group, message};
use super::handoff::press;

/// People who ask.
const LIN: i64 = 77;
const MEI: i64 = 78;
const BO: i64 = 79;
/// Somebody who watches that nothing more comes.
const WITNESS: i64 = 80;
/// A group with somebody in it who asks, too.
const GROUP: i64 = -100_600;

fn home(api: &FakeBotApi) -> Home {
    let mut home = Home::new(api);
    home.set("WENDA__ADMIN__ALERT", "3");
    home
}

#[test]
fn what_many_ask_is_answered_once_for_all_over_a_kill() {
    let api = FakeBotApi::start();
    let home = home(&api);
    let bot = home.start();
    api.says(LIN, "when does your spaceship take off");
    api.says(MEI, "When does the spaceship take off?");
    let mut asked = message(
        api.message_number(),
        group(GROUP),
        from(BO),
        "/ask when does your spaceship take off",
    );
    asked["entities"] = json!([{"type": "bot_command", "offset": 0, "length": 4}]);
    let in_group = asked["message_id"].clone();
    api.push(json!({"message": asked}));
    let alert = api.wait_for_message(ADMIN, 1);
    assert!(
        alert.text().contains("3 people asked in the last hour"),
        "{}",
        alert.text()
    );
    bot.kill();
    let bot = home.start();
    // One more does not make it news, and neither does the restart.
    api.says(BO, "when does that spaceship take off");
    api.wait_for_message(BO, 1);
    press(&api, ADMIN, &alert, "回复");
    api.wait_for_message(ADMIN, 2);
    bot.kill();
    let bot = home.start();
    api.says(ADMIN, "At nine <sharp>.");
    for person in [LIN, MEI, BO] {
        let answer = api.wait_for_message(person, 2);
        let text = answer.text();
        assert!(text.contains("At nine &lt;sharp&gt;."), "{person}: {text}");
        assert!(text.contains("take off"), "{person}: {text}");
    }
    let answer = api.wait_for_message(GROUP, 2);
    assert_eq!(
        answer.parameters["reply_parameters"]["message_id"],
        in_group
    );
    let told = api.wait_for_message(ADMIN, 3);
    assert!(
        told.text().contains("Sent to the 3 people"),
        "{}",
        told.text()
    );
    bot.kill();
    let bot = home.start();
    api.settle(WITNESS);
    for person in [LIN, MEI, BO] {
        assert_eq!(api.sent_to(person).len(), 2, "person {person}");
    }
    assert_eq!(api.sent_to(ADMIN).len(), 3);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn whoever_asked_gets_what_the_entry_says_and_whoever_is_forgotten_does_not() {
    let api = FakeBotApi::start();
    let mut home = home(&api);
    home.set("WENDA__FAQ__EDITS", "write");
    let bot = home.start();
    const EVE: i64 = 81;
    for person in [LIN, MEI] {
        api.says(person, "when does your spaceship take off");
        api.wait_for_message(person, 1);
    }
    api.says(MEI, "/privacy");
    let privacy = api.wait_for_message(MEI, 2);
    assert!(
        privacy.text().contains("kept for a day"),
        "{}",
        privacy.text()
    );
    api.says(MEI, "/forget_me");
    api.wait_for_message(MEI, 3);
    for person in [BO, EVE] {
        api.says(person, "when does your spaceship take off");
    }
    let alert = api.wait_for_message(ADMIN, 1);
    press(&api, ADMIN, &alert, "怎么退款");
    for person in [LIN, BO, EVE] {
        let answer = api.wait_for_message(person, 2);
        let text = answer.text();
        assert!(text.contains("within seven days"), "{person}: {text}");
        let buttons = answer.parameters["reply_markup"].to_string();
        assert!(buttons.contains("👍"), "{person}: {buttons}");
    }
    api.settle(WITNESS);
    assert_eq!(api.sent_to(MEI).len(), 3);
    let said = api.wait_for_message(ADMIN, 2);
    assert!(
        said.text().contains("Sent to the 3 people"),
        "{}",
        said.text()
    );
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn the_week_is_told_once_over_a_restart_and_not_before_it_began() {
    const DAY: i64 = 86_400;
    // Saturday, 17 January 1970, 9:00.
    const SATURDAY: i64 = 16 * DAY + 9 * 3600;
    let mut scenario =
        Scenario::open(&[("a.yaml", &[entry("hours", "几点开门", "When do you open")])]);
    scenario.at(SATURDAY - 5 * DAY);
    assert!(scenario.news().is_empty(), "nobody asked for weeks before");
    scenario.was_asked("仓库里的猫叫什么", 3);
    scenario.was_asked("sing me a song", 1);
    let fee = entry("fee", "运费多少", "How much is shipping");
    scenario.write(
        "a.yaml",
        &[entry("hours", "几点开门", "When do you open"), fee],
    );
    scenario.at(SATURDAY - DAY);
    scenario
        .admin(Admin::EN)
        .says("/reload")
        .has("added 1: fee");
    scenario.at(SATURDAY - 1);
    assert!(scenario.news().is_empty(), "not yet");
    scenario.at(SATURDAY + 3600);
    let news = scenario.news();
    assert_eq!(news.len(), 1);
    let digest = &news[0];
    digest.has("The week from 1970-01-10 to 1970-01-17");
    digest.has("4 questions (the week before: 0)");
    digest.has("Not answered (2 groups):\n3× “仓库里的猫叫什么”");
    digest.has("added 1: fee");
    let list = scenario.admin(Admin::EN).presses(digest, "❓");
    list.has("Unanswered: 2 groups");
    assert!(scenario.news().is_empty(), "told once");
    scenario.restart();
    assert!(scenario.news().is_empty(), "also over a restart");
    scenario.at(SATURDAY + 7 * DAY);
    let news = scenario.news();
    assert_eq!(news.len(), 1, "the next week");
    news[0].has("Nobody asked anything this week (the week before: 4)");
    scenario
        .admin(Admin::EN)
        .says("/digest")
        .has("Nobody asked anything");
}
