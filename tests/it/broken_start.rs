//! A FAQ that somebody broke before a restart: what was accepted last answers, and everybody who can
//! fix the files is told.

use super::bot::{ADMIN, Home};
use super::fake_bot_api::FakeBotApi;
use super::pages::{free_address, get, wait_for_page};

const LIN: i64 = 77;
const FILE: &str = "faq/faq.yaml";

#[test]
fn the_version_accepted_last_answers_until_the_files_are_fixed() {
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    let address = free_address();
    home.set("WENDA__TELEGRAM__LISTEN", &address);
    assert!(accepts(&home, &api));
    let whole = std::fs::read_to_string(home.path(FILE)).unwrap();
    std::fs::write(home.path(FILE), whole.replace("questions:", "questons:")).unwrap();

    let bot = home.start();
    bot.wait_for_log("answering from the version accepted last");
    let told = api.wait_for_message(ADMIN, 1);
    assert!(told.text().contains("do not load"), "{}", told.text());
    assert!(told.text().contains("faq.yaml:"), "{}", told.text());
    api.says(LIN, "why was i charged $5");
    let answer = api.wait_for_message(LIN, 2);
    assert!(answer.text().contains("temporary hold"));
    wait_for_page(&address, "/readyz", 200);
    let (_, page) = get(&address, "/healthz", "").unwrap();
    assert!(page.contains("the version accepted last answers"), "{page}");

    std::fs::write(home.path(FILE), whole.replace("seven days", "nine days")).unwrap();
    let told = api.wait_for_message(ADMIN, 2);
    assert!(told.text().contains("changed 1"), "{}", told.text());
    api.says(LIN, "how do I get a refund");
    let answer = api.wait_for_message(LIN, 3);
    assert!(answer.text().contains("nine days"), "{}", answer.text());
    let (_, page) = get(&address, "/healthz", "").unwrap();
    assert_eq!(page, "ok\n");
    assert!(bot.stop().success());
}

#[test]
fn a_folder_that_is_away_at_the_start_is_no_end_either() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    assert!(accepts(&home, &api));
    std::fs::rename(home.path("faq"), home.path("away")).unwrap();
    let bot = home.start();
    api.says(LIN, "why was i charged $5");
    api.wait_for_message(LIN, 2);
    assert!(bot.stop().success());
}

#[test]
fn without_a_version_ever_accepted_it_ends() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    std::fs::write(home.path(FILE), "entries: [").unwrap();
    let mut bot = home.start();
    assert_eq!(bot.wait().code(), Some(6));
    bot.wait_for_log("does not load");
    bot.wait_for_log("faq.yaml:");
}

/// Lets a bot run here until it has answered, and whether it ended well.
fn accepts(home: &Home, api: &FakeBotApi) -> bool {
    let bot = home.start();
    api.says(LIN, "why was i charged $5");
    api.wait_for_message(LIN, 1);
    bot.stop().success()
}
