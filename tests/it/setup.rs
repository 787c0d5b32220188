//! `wenda setup`: from a token to a bot that hears mentions, without @BotFather's menus.

use super::bot::Home;
use super::fake_account::Account;
use super::fake_bot_api::{FakeBotApi, Fault};

fn setup(home: &Home, arguments: &[&str]) -> (Option<i32>, String) {
    let output = home.wenda(&[&["setup"], arguments].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

fn new_bot() -> (FakeBotApi, Home) {
    let api = FakeBotApi::start();
    api.account(|account| *account = Account::new_bot());
    let home = Home::new(&api);
    (api, home)
}

fn changing_calls(api: &FakeBotApi) -> Vec<String> {
    let calls = api.calls().into_iter().map(|call| call.method);
    calls.filter(|method| method.starts_with("set")).collect()
}

#[test]
fn one_command_makes_a_new_bot_hear_mentions_and_a_second_one_changes_nothing() {
    let (api, home) = new_bot();
    let (code, said) = setup(&home, &["--name", "Help desk", "--name-zh", "问答助手"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("privacy mode off"), "{said}");
    assert!(said.contains("remove it and add it again"), "{said}");
    assert!(api.complaints().is_empty(), "{:?}", api.complaints());
    api.account(|account| {
        assert_eq!(account.switches["can_read_all_group_messages"], true);
        assert_eq!(account.switches["supports_inline_queries"], true);
        assert_eq!(account.switches["supports_guest_queries"], false);
        assert_eq!(account.switches["inline_feedback_share_denominator"], 1);
        assert!(!account.switches.contains_key("callback_query_mode"));
    });
    let before = changing_calls(&api).len();
    let (code, said) = setup(&home, &["--name", "Help desk", "--name-zh", "问答助手"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("all is as the configuration wants it"),
        "{said}"
    );
    assert_eq!(changing_calls(&api).len(), before);
}

#[test]
fn a_dry_run_changes_nothing_and_the_configuration_decides() {
    let (api, mut home) = new_bot();
    home.set("WENDA__GROUPS__MENTIONS", "false");
    home.set("WENDA__TELEGRAM__GUEST", "true");
    let (code, said) = setup(&home, &["--dry-run"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("privacy mode"), "{said}");
    assert!(said.contains("guest mentions: off → on"), "{said}");
    assert_eq!(changing_calls(&api), Vec::<String>::new());
}

#[test]
fn an_owners_own_words_stay_unless_asked() {
    let api = FakeBotApi::start();
    let home = Home::new(&api);
    let (code, said) = setup(&home, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("kept") && said.contains("Our own words"),
        "{said}"
    );
    let words = |call: &super::fake_bot_api::Call| call.method == "setMyShortDescription";
    assert!(!api.calls().iter().any(words));
    let (code, _) = setup(&home, &["--replace-texts"]);
    assert_eq!(code, Some(0));
    assert!(api.calls().iter().any(words));
}

#[test]
fn an_older_server_is_named_and_a_refusal_is_a_failure() {
    let (api, home) = new_bot();
    api.account(|account| account.unknown = vec!["setMySettings"]);
    let (code, said) = setup(&home, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("does not know `setMySettings`"), "{said}");
    assert!(said.contains("/setprivacy"), "{said}");
    api.account(|account| account.unknown.clear());
    let refusal = Fault::refusal(403, "Forbidden: not for this bot");
    api.fault("setMySettings", None, 1, refusal);
    let (code, said) = setup(&home, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Forbidden: not for this bot"), "{said}");
}
