//! A store of an earlier version opens, and what waits in it is sent.

use super::bot::Home;
use super::fake_bot_api::FakeBotApi;

/// Who asked there.
const LIN: i64 = 77;

#[test]
fn what_an_earlier_version_left_waiting_is_sent_once() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    std::fs::create_dir(home.path("data")).unwrap();
    let path = home.path("data/wenda.sqlite3");
    let store = std::fs::read_to_string("tests/stores/schema-6.sql").unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(&store).unwrap();
    drop(db);

    let bot = home.start();
    api.wait_for_message(LIN, 2);
    // It answers as well.
    api.says(LIN, "how do I get a refund");
    api.wait_for_message(LIN, 3);
    assert!(bot.stop().success());
    let sent = api.sent_to(LIN);
    let words: Vec<String> = sent.iter().map(|call| call.text().to_owned()).collect();
    assert!(
        words[0].starts_with("<b>How do I get a refund?</b>"),
        "{words:?}"
    );
    assert!(words[1].starts_with("<b>怎么退款？</b>"), "{words:?}");
    assert_eq!(sent[0].parameters["reply_parameters"]["message_id"], 11);
    assert_eq!(
        sent[0].parameters["reply_markup"]["inline_keyboard"][0][0]["callback_data"],
        "yjg.refund"
    );

    // The next start finds nothing that waits.
    let db = rusqlite::Connection::open(&path).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        count("SELECT count(*) FROM outbox WHERE outcome IS NULL"),
        0
    );
    drop(db);
    let again = home.start();
    again.wait_for_log("Telegram knows us");
    assert!(again.stop().success());
    assert_eq!(api.sent_to(LIN).len(), 3);
}
