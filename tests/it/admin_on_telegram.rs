//! The admin's loop on Telegram, with the real program: killed in the middle, watched, and in
//! pictures.

use serde_json::json;

use super::bot::{ADMIN, Home};
use super::fake_bot_api::{BOT, Call, FakeBotApi, from, message, private};

const LIN: i64 = 77;

/// The admin's side of the private chat.
struct Chat<'a> {
    api: &'a FakeBotApi,
    seen: usize,
}

impl<'a> Chat<'a> {
    fn new(api: &'a FakeBotApi) -> Chat<'a> {
        Chat { api, seen: 0 }
    }
}

impl Chat<'_> {
    /// The next that Wenda says or shows with `part` in it. After a kill it may say once more what
    /// it said before: that is passed over.
    #[track_caller]
    fn next(&mut self, part: &str) -> Call {
        let seen = self.seen;
        let (place, call) = self.api.wait_for(part, |calls| {
            let says = |call: &&Call| {
                let method = call.method.as_str();
                matches!(method, "sendMessage" | "editMessageText") && call.chat() == Some(ADMIN)
            };
            let mut said = calls.iter().filter(says).enumerate().skip(seen);
            let (place, call) = said.find(|(_, call)| call.text().contains(part))?;
            Some((place, call.clone()))
        });
        self.seen = place + 1;
        call
    }

    #[track_caller]
    fn says(&mut self, text: &str, answer: &str) -> Call {
        self.api.says(ADMIN, text);
        self.next(answer)
    }

    /// Presses the first button of `shown` whose label holds `label`.
    #[track_caller]
    fn presses(&mut self, shown: &Call, label: &str, answer: &str) -> Call {
        self.press(shown, label);
        self.next(answer)
    }

    /// The same without waiting for what is said.
    #[track_caller]
    fn press(&mut self, shown: &Call, label: &str) {
        let rows = shown.parameters["reply_markup"]["inline_keyboard"].as_array();
        let rows = rows.unwrap_or_else(|| panic!("no buttons under {:?}", shown.text()));
        let mut buttons = rows.iter().flat_map(|row| row.as_array().unwrap());
        let button = buttons.find(|one| one["text"].as_str().unwrap().contains(label));
        let data = &button.unwrap_or_else(|| panic!("no {label:?} in {rows:?}"))["callback_data"];
        let number = &shown.parameters["message_id"];
        let number = number
            .as_i64()
            .or_else(|| shown.answer.as_ref()?["result"]["message_id"].as_i64());
        let under = message(number.unwrap(), private(ADMIN), from(BOT.0), "x");
        let press = format!("press {}", self.seen);
        self.api.push(json!({"callback_query": {
            "id": press, "from": from(ADMIN), "message": under, "chat_instance": "1", "data": data}}));
    }
}

#[test]
fn from_unanswered_to_answered_over_a_kill() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    for count in 1..=2 {
        api.says(LIN, "teach me juggling with knives");
        api.wait_for_message(LIN, count);
    }
    let mut admin = Chat::new(&api);
    let list = admin.says("/unanswered", "2× “teach me juggling with knives”");
    let group = admin.presses(&list, "1", "Asked 2 times, in 1 wording");
    admin.presses(&group, "New entry", "Send me the answer");
    api.wait_until_confirmed();
    bot.kill();

    let bot = home.start();
    let last = admin.says("Begin with two knives.", "The tests pass");
    let before = std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap();
    let saved = admin.presses(&last, "Save", "added 1: teach-me-juggling-with-knives");
    let after = std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap();
    assert!(after.contains("teach-me-juggling-with-knives"), "{after}");
    api.says(LIN, "teach me juggling with knives");
    assert!(
        api.wait_for_message(LIN, 3)
            .text()
            .contains("Begin with two knives.")
    );

    admin.says("/stats", "The last 7 days");
    let picture = |calls: &[Call]| {
        calls
            .iter()
            .any(|call| call.method == "sendPhoto")
            .then_some(())
    };
    api.wait_for("a picture", picture);
    api.wait_until_confirmed();
    bot.kill();

    let bot = home.start();
    admin.presses(&saved, "Undo", "removed 1: teach-me-juggling-with-knives");
    assert_eq!(
        std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap(),
        before
    );
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn whenever_it_is_killed_the_file_is_the_old_or_the_new_one_and_the_change_comes_once() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let mut bot = home.start();
    let path = home.path("faq/faq.yaml");
    let read = || std::fs::read_to_string(&path).unwrap();
    let before = read();
    for count in 1..=2 {
        api.says(LIN, "teach me juggling with knives");
        api.wait_for_message(LIN, count);
    }
    let mut admin = Chat::new(&api);
    let list = admin.says("/unanswered", "juggling");
    let group = admin.presses(&list, "1", "Asked 2 times");
    admin.presses(&group, "Another entry", "To which entry?");
    let group = admin.says("refund", "Asked 2 times");
    admin.press(&group, "Add to");
    // Wherever these moments fall: before the press is read, while the tests run, between the
    // note in the store and the file, or after all of it.
    for milliseconds in [0, 15, 40] {
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        bot.kill();
        let now = read();
        let is_new = now.replacen(", teach me juggling with knives", "", 1) == before
            || now.replacen(", \"teach me juggling with knives\"", "", 1) == before;
        assert!(now == before || is_new, "{now}");
        bot = home.start();
    }
    let written = admin.next("ritten");
    assert_eq!(read().matches("teach me juggling with knives").count(), 1);
    admin.presses(&written, "Undo", "Taken back");
    assert_eq!(read(), before);
    assert!(bot.stop().success());
}

#[test]
fn admins_are_told_of_a_changed_file_and_may_go_back() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("WENDA__FAQ__WATCH", "true");
    home.set("WENDA__ANSWER__LANGUAGES", "en");
    let bot = home.start();
    api.says(LIN, "how do i get a refund");
    assert!(api.wait_for_message(LIN, 1).text().contains("seven days"));
    let path = home.path("faq/faq.yaml");
    let faq = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, faq.replace("seven days", "nine days")).unwrap();
    let mut admin = Chat::new(&api);
    admin.next("files changed: reloaded");
    api.says(LIN, "how do i get a refund");
    assert!(api.wait_for_message(LIN, 2).text().contains("nine days"));
    std::fs::write(&path, "entries: [").unwrap();
    admin.next("keeps answering");
    admin.says("/rollback", "Back to the version before");
    api.says(LIN, "how do i get a refund");
    assert!(api.wait_for_message(LIN, 3).text().contains("seven days"));
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn an_entry_is_changed_in_the_chat_over_a_kill_and_the_change_is_taken_back() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    let read = || std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap();
    let before = read();
    let mut admin = Chat::new(&api);
    admin.says("/entry", "Nothing found");
    let card = admin.says("/entry refund", "refund · faq");
    admin.presses(&card, "English answer", "Send me the new answer");
    api.wait_until_confirmed();
    bot.kill();

    let bot = home.start();
    let changed = admin.says("Nine days, no longer.", "changed 1: refund");
    let after = read();
    assert!(after.contains("Nine days, no longer."), "{after}");
    admin.says("/history", "· refund · faq");
    admin.presses(&changed, "Undo", "changed 1: refund");
    assert_eq!(read(), before, "byte for byte");

    let card = admin.says("/entry refund", "refund · faq");
    admin.presses(&card, "Link", "Send me the new address");
    admin.says("no address", "That is no web address");
    admin.says("/cancel", "nothing was made");
    assert_eq!(read(), before);
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn the_other_admins_are_told_who_changed_what_and_get_no_buttons() {
    const OTHER: i64 = 4343;
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    home.set("WENDA__TELEGRAM__ADMINS", &format!("[{ADMIN}, {OTHER}]"));
    let bot = home.start();
    let told = |part: &str| {
        api.wait_for(part, |calls| {
            let mut told = calls.iter().filter(|call| call.chat() == Some(OTHER));
            told.find(|call| call.method == "sendMessage" && call.text().contains(part))
                .cloned()
        })
    };
    let mut admin = Chat::new(&api);
    let card = admin.says("/entry refund", "refund · faq");
    admin.presses(&card, "English answer", "Send me the new answer");
    let changed = admin.says("Nine days, no longer.", "changed 1: refund");
    let news = told("changed 1: refund");
    assert!(
        news.text().contains(&format!("admin {ADMIN}")),
        "{}",
        news.text()
    );
    let buttons = news.parameters["reply_markup"].to_string();
    assert!(!buttons.contains("callback_data"), "{buttons}");
    // The one who did it is answered, and not told once more.
    let own = admin.presses(&changed, "Undo", "changed 1: refund");
    assert!(!own.text().contains("👤"), "{}", own.text());
    let undone = api.wait_for("the second piece of news", |calls| {
        let mut told = calls.iter().filter(|call| {
            call.chat() == Some(OTHER)
                && call.method == "sendMessage"
                && call.text().contains("changed 1: refund")
        });
        told.nth(1).cloned()
    });
    assert!(undone.text().contains(&format!("admin {ADMIN}")));
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}
