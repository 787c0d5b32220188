//! `wenda chat` through a pipe: a transcript that reads by itself, without colours, to the end.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn chat(typed: impl AsRef<[u8]>) -> Output {
    let faq = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations/shop");
    // Away from the repository's own configuration.
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_wenda"))
        .arg("chat")
        .arg("--faq")
        .arg(faq)
        .current_dir(folder.path())
        .env_remove("TELOXIDE_TOKEN")
        .env("LANG", "C.UTF-8")
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("wenda starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(typed.as_ref()).expect("it reads");
    drop(input);
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_piped_conversation_is_a_readable_transcript() {
    let output = chat("怎么申请退款？\n\n1\nhello\n/topics\n");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{said}");
    assert!(!said.contains('\u{1b}'), "no escape sequences: {said:?}");
    let expected = [
        "> 怎么申请退款？\n怎么申请退款？\n打开我的订单",
        "How do I get a refund?",
        "📖 退款指南: https://shop.example/",
        "[1] → 退款什么时候到账？",
        "> 1 [→ 退款什么时候到账？]\n退款什么时候到账？\n3 到 5 个工作日",
        "> hello\nHi there!",
        "> /topics\nPick a topic:",
    ];
    let mut rest = said.as_str();
    for part in expected {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("no {part:?} in {rest}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn bytes_that_are_no_text_end_nothing() {
    let output = chat(b"\xff\xfe\nhello\n");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{said}");
    assert!(said.contains("> hello\nHi there!"), "{said}");
}

#[test]
fn a_slip_in_a_command_is_answered_with_the_command() {
    let output = chat("/hlep\n/help\n/stats\n");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(said.contains("Did you mean /help?"), "{said}");
    assert!(
        said.contains("/unanswered What could not be answered"),
        "{said}"
    );
    assert!(
        !said.contains("dark green"),
        "no legend without a picture: {said}"
    );
}

#[test]
fn a_conversation_without_a_word_ends_well() {
    let output = chat("");
    assert!(output.status.success());
    assert!(output.stdout.is_empty());
}

#[test]
fn other_ways_in_are_played() {
    let output = chat(
        "/as guest\nhow do I get a refund\n/as business\nhow do I get a refund\n2\n\
         It is in your orders\n/as me\nhello\n",
    );
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{said}");
    let expected = [
        "Ask me in private: https://t.me/your_bot?start=ask",
        "to you, a card:",
        "how do I get a refund",
        "> 2 [✏️ Edit]",
        "to the customer, in your name:\nIt is in your orders",
        "> hello\nHi there!",
    ];
    let mut rest = said.as_str();
    for part in expected {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("no {part:?} in {rest}"));
        rest = &rest[at + part.len()..];
    }
}
