//! The owner's loop on Telegram, with the real program: killed in the middle, watched, and in
//! pictures.

use serde_json::json;

use super::bot::{Home, OWNER};
use super::fake_bot_api::{BOT, Call, FakeBotApi, from, message, private};

const LIN: i64 = 77;

/// The owner's side of the private chat.
struct Chat<'a> {
    api: &'a FakeBotApi,
    seen: usize,
    last: String,
}

impl<'a> Chat<'a> {
    fn new(api: &'a FakeBotApi) -> Chat<'a> {
        let (seen, last) = (0, String::new());
        Chat { api, seen, last }
    }
}

impl Chat<'_> {
    /// What Wenda says or shows next. A kill may make it say once more what it said last.
    #[track_caller]
    fn next(&mut self, part: &str) -> Call {
        loop {
            let seen = self.seen;
            let call = self.api.wait_for(part, |calls| {
                let says = |call: &&Call| {
                    let method = call.method.as_str();
                    matches!(method, "sendMessage" | "editMessageText")
                        && call.chat() == Some(OWNER)
                };
                calls.iter().filter(says).nth(seen).cloned()
            });
            self.seen += 1;
            if call.text() != self.last {
                let text = call.text();
                assert!(text.contains(part), "no {part:?} in {text:?}");
                self.last = text.to_owned();
                return call;
            }
        }
    }

    #[track_caller]
    fn says(&mut self, text: &str, answer: &str) -> Call {
        self.api.says(OWNER, text);
        self.next(answer)
    }

    /// Presses the first button of `shown` whose label holds `label`.
    #[track_caller]
    fn presses(&mut self, shown: &Call, label: &str, answer: &str) -> Call {
        let rows = shown.parameters["reply_markup"]["inline_keyboard"].as_array();
        let rows = rows.unwrap_or_else(|| panic!("no buttons under {:?}", shown.text()));
        let mut buttons = rows.iter().flat_map(|row| row.as_array().unwrap());
        let button = buttons.find(|one| one["text"].as_str().unwrap().contains(label));
        let data = &button.unwrap_or_else(|| panic!("no {label:?} in {rows:?}"))["callback_data"];
        let number = &shown.parameters["message_id"];
        let number = number
            .as_i64()
            .or_else(|| shown.answer.as_ref()?["result"]["message_id"].as_i64());
        let under = message(number.unwrap(), private(OWNER), from(BOT.0), "x");
        let press = format!("press {}", self.seen);
        self.api.push(json!({"callback_query": {
            "id": press, "from": from(OWNER), "message": under, "chat_instance": "1", "data": data}}));
        self.next(answer)
    }
}

#[test]
fn from_asked_in_vain_to_answered_over_a_kill() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    for count in 1..=2 {
        api.says(LIN, "teach me juggling with knives");
        api.wait_for_message(LIN, count);
    }
    let mut owner = Chat::new(&api);
    let list = owner.says("/unanswered", "2× “teach me juggling with knives”");
    let group = owner.presses(&list, "1", "Asked 2 times, in 1 wording");
    owner.presses(&group, "New entry", "send me an id");
    owner.says("juggling", "Step 2");
    owner.says("Begin with two knives.", "Step 3");
    api.wait_until_confirmed();
    bot.kill();

    let bot = home.start();
    let link = owner.says("先从两把刀开始。", "Step 4");
    let last = owner.presses(&link, "Skip", "The tests pass");
    let before = std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap();
    let saved = owner.presses(&last, "Save", "added 1: juggling");
    let after = std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap();
    assert!(after.contains("  - id: juggling\n"), "{after}");
    api.says(LIN, "teach me juggling with knives");
    assert!(
        api.wait_for_message(LIN, 3)
            .text()
            .contains("Begin with two knives.")
    );

    owner.says("/stats", "The last 7 days");
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
    owner.presses(&saved, "Undo", "removed 1: juggling");
    assert_eq!(
        std::fs::read_to_string(home.path("faq/faq.yaml")).unwrap(),
        before
    );
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}

#[test]
fn owners_are_told_of_a_changed_file_and_may_go_back() {
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
    let mut owner = Chat::new(&api);
    owner.next("files changed: reloaded");
    api.says(LIN, "how do i get a refund");
    assert!(api.wait_for_message(LIN, 2).text().contains("nine days"));
    std::fs::write(&path, "entries: [").unwrap();
    owner.next("keeps answering");
    owner.says("/rollback", "Back to the version before");
    api.says(LIN, "how do i get a refund");
    assert!(api.wait_for_message(LIN, 3).text().contains("seven days"));
    assert!(bot.stop().success());
    assert_eq!(api.complaints(), Vec::<String>::new());
}
