//! `wenda store move`: a store in a file taken over into a real database.

use super::bot::Home;
use super::fake_bot_api::FakeBotApi;
use super::postgres_cluster::new_database;

const QUESTION: &str = "why was i charged $5";

/// What a command prints, which must end well.
fn said(home: &Home, arguments: &[&str]) -> String {
    let output = home.wenda(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Why a command fails, which it must.
fn refused(home: &Home, arguments: &[&str]) -> String {
    let output = home.wenda(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_store_in_a_file_goes_on_in_a_database() {
    let Some(url) = new_database() else { return };
    let api = FakeBotApi::start();
    let mut home = Home::new(&api);
    let to = ["store", "move", "--to", &url];
    assert!(refused(&home, &to).contains("there is no store at"));

    let bot = home.start();
    for person in [5, 6, 7] {
        api.says(person, QUESTION);
        api.wait_for_message(person, 1);
    }
    api.says(8, "/lang en");
    api.wait_for_message(8, 1);
    let words = refused(&home, &to);
    assert!(words.contains("in use by another process"), "{words}");
    assert!(bot.stop().success());

    let before = said(&home, &["stats"]);
    let report = said(&home, &to);
    for line in ["  turns", "  people", "  versions", "checked: ", "next: "] {
        assert!(report.contains(line), "{line}: {report}");
    }
    let words = refused(&home, &to);
    assert!(words.contains("holds a store already"), "{words}");
    assert!(home.path("data/wenda.sqlite3").exists());

    home.set("WENDA__STORAGE__URL", &url);
    assert_eq!(said(&home, &["stats"]), before, "all of it is there");
    let bot = home.start();
    api.says(5, QUESTION);
    api.wait_for_message(5, 2);
    api.says(8, QUESTION);
    let answer = api.wait_for_message(8, 2);
    assert!(
        !answer.text().contains("临时预授权"),
        "the language they chose: {}",
        answer.text()
    );
    let words = refused(&home, &to);
    assert!(
        words.contains("a running Wenda has the database"),
        "{words}"
    );
    assert!(bot.stop().success());
}
