//! Numbers: in the chat with a picture, and on the command line while the store is in use.

use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use wenda::conversation::{PastTurn, Person, Record, TurnKind};
use wenda::faq::EntryId;
use wenda::model::incoming::Place;
use wenda::model::reply::Delivery;
use wenda::store::{Commit, ConversationHistory, Settings, SqliteStore, Store};

use crate::admins::{Admin, Scenario, entry};

#[test]
fn stats_come_in_words_and_as_a_picture() {
    let scenario = Scenario::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    scenario
        .admin(Admin::EN)
        .says("/stats")
        .has("Nobody asked anything.");
    scenario.was_asked("sing me a song", 3);
    let said = scenario.admin(Admin::EN).says("/stats day");
    said.has("The last 24 hours");
    said.has("3 questions (0 in the period before)");
    said.has("not answered 3 (100%)");
    said.has("-1001: 3, not answered 3, solved: confirmed 0, assumed 0");
    let Delivery::Photo { png, .. } = &said.0[1].delivery else {
        panic!("no picture: {:?}", said.0[1].delivery);
    };
    assert_eq!(&png[1..4], b"PNG");
    scenario
        .admin(Admin::ZH)
        .says("/stats 月")
        .has("最近 30 天");
}

/// A folder with a configuration, a FAQ and a store in use, in which a few questions were asked.
fn asked() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let faq = format!(
        "topic: {{en: Money, zh: 钱}}\nentries:\n{}",
        entry("refund", "怎么退款", "How do I get a refund")
    );
    std::fs::create_dir(folder.path().join("faq")).unwrap();
    std::fs::write(folder.path().join("faq/a.yaml"), faq).unwrap();
    std::fs::write(folder.path().join("config.toml"), "").unwrap();
    let store = SqliteStore::open(
        &folder.path().join("data/wenda.sqlite3"),
        Settings::default(),
    )
    .unwrap();
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let refund = EntryId::new("refund").unwrap();
    let chat_key = store.person_key().chat_key(Place::Group {
        chat: -1001,
        topic: None,
    });
    let mut records = Vec::new();
    for (turn, text, kind) in [
        (1, "怎么退款", TurnKind::Answered),
        (2, "退款", TurnKind::Answered),
        (3, "sing me a song", TurnKind::Unanswered),
        (4, "Sing me a song!", TurnKind::Unanswered),
        (5, "thanks", TurnKind::Smalltalk),
    ] {
        records.push(Record::Turn(PastTurn {
            turn,
            at_seconds: i64::try_from(now).unwrap() - 60,
            chat_key: chat_key.clone(),
            person: None,
            message: i64::try_from(turn).unwrap(),
            answer_to: 1,
            asked_for: None,
            language: wenda::text::analyze(text).language(),
            text: text.into(),
            kind,
            candidates: vec![(refund.clone(), 0.9)],
            revision: String::new(),
        }));
    }
    records.push(Record::Feedback {
        turn: 1,
        entry: refund,
        person: Person::from_stored("someone".into()),
        helpful: true,
        at_seconds: i64::try_from(now).unwrap(),
    });
    store
        .commit(&[Commit {
            records,
            ..Commit::default()
        }])
        .unwrap();
    (folder, store)
}

fn wenda(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_command_line_counts_while_the_bot_runs() {
    let (folder, _running) = asked();
    let words = wenda(folder.path(), &["stats"]);
    assert!(
        words.contains("4 questions (0 in the period before)"),
        "{words}"
    );
    assert!(
        words.contains("confirmed 1 (25%), assumed 1 (25%)"),
        "{words}"
    );
    let json: serde_json::Value = serde_json::from_str(&wenda(
        folder.path(),
        &["stats", "--period", "day", "--json"],
    ))
    .unwrap();
    assert_eq!(json["period"], "day");
    assert_eq!(json["total"]["questions"], 4);
    assert_eq!(json["total"]["confirmed"], 1);
    assert_eq!(json["total"]["assumed"], 1);
    assert_eq!(json["topics"][1]["name"], "Money");
    assert_eq!(json["weeks"].as_array().unwrap().len(), 12);
    let csv = wenda(folder.path(), &["stats", "--csv"]);
    assert!(
        csv.contains("\nlanguage,zh,2,2,0,0,0,1,0,1,1,0,0,0\n"),
        "{csv}"
    );
    assert!(
        csv.contains("\ngroup,-1001,4,2,0,0,2,1,0,1,1,0,0,0\n"),
        "{csv}"
    );
}

#[test]
fn the_command_line_lists_what_was_unanswered() {
    let (folder, _running) = asked();
    let words = wenda(folder.path(), &["unanswered"]);
    assert!(words.trim_start().starts_with("2×  "), "{words}");
    let json: serde_json::Value =
        serde_json::from_str(&wenda(folder.path(), &["unanswered", "--json"])).unwrap();
    assert_eq!(json["count"], 2);
    assert_eq!(json["wordings"], 1);
}

#[test]
fn without_a_store_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .args(["stats"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("there is no store at"), "{said}");
}
