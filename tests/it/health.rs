//! The running program's health pages and signals: what turns `/readyz`, what a restart fixes, what reloads.

use std::time::{Duration, Instant};

use super::bot::{ADMIN, Home};
use super::fake_bot_api::{FakeBotApi, Fault};
use super::pages::{get, ready_bot, wait_for_page};

const LIN: i64 = 77;
const FILE: &str = "faq/faq.yaml";

/// What the page says besides its status.
fn body(address: &str, page: &str) -> String {
    get(address, page, "").expect("a page").1
}

#[test]
fn silence_makes_it_unready_and_keeps_it_alive() {
    let api = FakeBotApi::start();
    let (_home, bot, address) = ready_bot(&api);
    api.set_down(true);
    let since = Instant::now();
    wait_for_page(&address, "/readyz", 503);
    // What operators are promised; it is Wenda's own clock that decides, not this machine's load.
    assert!(since.elapsed() < Duration::from_secs(25));
    assert!(body(&address, "/readyz").contains("Telegram does not answer"));
    assert!(body(&address, "/metrics").contains("\nwenda_ready 0"));
    assert_eq!(get(&address, "/healthz", "").expect("a page").0, 200);
    api.set_down(false);
    wait_for_page(&address, "/readyz", 200);
    assert!(bot.stop().success());
}

#[test]
fn another_instance_that_polls_makes_it_unready_although_telegram_answers_in_between() {
    let api = FakeBotApi::start();
    let (_home, bot, address) = ready_bot(&api);
    let words = "Conflict: terminated by other getUpdates request";
    api.fault("getUpdates", None, 1, Fault::refusal(409, words));
    // Ends the poll that waits.
    api.says(LIN, "why was i charged $5");
    api.wait_for_message(LIN, 1);
    wait_for_page(&address, "/readyz", 503);
    assert!(body(&address, "/readyz").contains("another program takes the updates"));
    assert_eq!(get(&address, "/healthz", "").expect("a page").0, 200);
    assert!(bot.stop().success());
}

#[test]
fn the_machine_can_ask_for_a_reload_and_hears_what_came_of_it() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let nobody = home.wenda(&["reload"]);
    assert_eq!(nobody.status.code(), Some(1));
    let said = String::from_utf8_lossy(&nobody.stderr).into_owned();
    assert!(said.contains("no bot runs"), "{said}");

    let bot = home.start();
    api.says(LIN, "how do I get a refund");
    api.wait_for_message(LIN, 1);
    let whole = std::fs::read_to_string(home.path(FILE)).unwrap();
    std::fs::write(home.path(FILE), whole.replace("seven days", "nine days")).unwrap();
    let taken = home.wenda(&["reload"]);
    assert!(taken.status.success(), "{taken:?}");
    let said = String::from_utf8_lossy(&taken.stdout).into_owned();
    assert!(said.contains("FAQ reloaded"), "{said}");
    assert!(api.wait_for_message(ADMIN, 1).text().contains("reloaded"));
    let again = home.wenda(&["reload"]);
    assert!(again.status.success(), "{again:?}");
    bot.wait_for_log("the FAQ is unchanged");

    std::fs::write(home.path(FILE), whole.replace("questions:", "questons:")).unwrap();
    let refused = home.wenda(&["reload"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(said.contains("faq.yaml:"), "{said}");
    bot.wait_for_log("reload refused");

    std::fs::write(home.path(FILE), whole.replace("seven days", "ten days")).unwrap();
    bot.signal("HUP");
    bot.wait_for_log("SIGHUP");
    let told = api.wait_for_message(ADMIN, 3);
    assert!(told.text().contains("reloaded"), "{}", told.text());
    api.says(LIN, "how do I get a refund");
    assert!(api.wait_for_message(LIN, 2).text().contains("ten days"));
    assert!(bot.stop().success());
}

#[test]
fn what_no_restart_cures_has_a_code_of_its_own() {
    let api = FakeBotApi::start();
    let code = |name: &str, value: &str| {
        let mut home = Home::new(&api);
        home.set(name, value);
        home.start().wait().code()
    };
    assert_eq!(code("WENDA__ANSWER__SUGGESTIONS", "99"), Some(3));
    assert_eq!(code("WENDA_CONFIG", "nowhere.toml"), Some(3));
    assert_eq!(code("TELOXIDE_TOKEN", "no token"), Some(4));
    assert_eq!(code("WENDA__FAQ__PATH", "nowhere"), Some(6));
    assert_eq!(code("WENDA__STORAGE__PATH", "faq/faq.yaml"), Some(5));

    let home = Home::new(&api);
    let path = home.path("data/wenda.sqlite3");
    std::fs::create_dir(home.path("data")).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let mut bot = home.start();
    assert_eq!(bot.wait().code(), Some(5));
    bot.wait_for_log("a newer Wenda wrote the store");
    bot.wait_for_log("run the version of Wenda that wrote it");
    assert_eq!(bot.log().matches("newer Wenda").count(), 1, "{}", bot.log());
}

#[test]
fn a_restore_never_touches_a_store_that_nobody_named() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let bot = home.start();
    api.says(LIN, "how do I get a refund");
    api.wait_for_message(LIN, 1);
    assert!(bot.stop().success());
    let copied = home.wenda(&["backup", "copies/new/copy.sqlite3"]);
    let said = String::from_utf8_lossy(&copied.stdout).into_owned();
    assert!(copied.status.success(), "{copied:?}");
    assert!(
        said.contains("data/wenda.sqlite3") && said.contains("rows"),
        "{said}"
    );

    // By the variable, from anywhere.
    std::fs::rename(home.path("config.toml"), home.path("shop.toml")).unwrap();
    if !std::path::Path::new("/etc/wenda/config.toml").exists() {
        let refused = home.wenda(&["restore", "copies/new/copy.sqlite3"]);
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains("WENDA_CONFIG"), "{said}");
    }
    let mut home = home;
    home.set("WENDA_CONFIG", "shop.toml");
    let restored = home.wenda(&["restore", "copies/new/copy.sqlite3"]);
    assert!(restored.status.success(), "{restored:?}");
    let said = String::from_utf8_lossy(&restored.stdout).into_owned();
    assert!(said.contains("restored data/wenda.sqlite3"), "{said}");
    assert!(said.contains("1 turn"), "{said}");
    let no_store = home.wenda(&["restore", "shop.toml"]);
    assert_eq!(no_store.status.code(), Some(5), "{no_store:?}");
}
