//! `wenda check` as its caller sees it: exit code, standard output, standard error.

use std::fs;
use std::process::{Command, Output};

fn check(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wenda"))
        .arg("check")
        .args(arguments)
        .env_remove("RUST_LOG")
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn a_broken_faq_prints_its_errors_and_nothing_else() {
    for case in [
        "related.yaml",
        "duplicate-id",
        "unclosed-quote.yaml",
        "across-files",
    ] {
        let path = format!("tests/faq_errors/{case}");
        let output = check(&["--faq", &path]);
        let golden = format!("tests/faq_errors/{}.txt", case.trim_end_matches(".yaml"));
        let expected = fs::read_to_string(golden).expect("golden file");
        let printed = text(&output.stdout).replace("tests/faq_errors/", "");
        assert_eq!(printed, expected, "{case}");
        let totals = text(&output.stderr);
        assert_eq!(totals.lines().count(), 1, "{totals}");
        assert!(totals.contains("error"), "{totals}");
        assert_eq!(output.status.code(), Some(1), "{case}");
    }
}

#[test]
fn warnings_fail_only_where_that_is_asked() {
    let path = "tests/faq_errors/one-language.yaml";
    assert_eq!(check(&["--faq", path]).status.code(), Some(0));
    assert_eq!(check(&["--strict", "--faq", path]).status.code(), Some(1));
}

#[test]
fn json_is_one_object_a_line() {
    let output = check(&["--json", "--faq", "tests/faq_errors/bad-urls.yaml"]);
    let printed = text(&output.stdout);
    assert_eq!(printed.lines().count(), 6);
    for line in printed.lines() {
        let found: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(found["severity"], "error");
        assert!(found["line"].as_u64() > Some(1), "{line}");
        assert!(found["help"].is_string(), "{line}");
    }
}

#[test]
fn a_missing_folder_and_a_broken_configuration_are_findings() {
    let output = check(&["--faq", "tests/no-such-folder"]);
    assert!(text(&output.stdout).starts_with("tests/no-such-folder: error: "));
    assert_eq!(output.status.code(), Some(1));
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("config.toml");
    fs::write(&config, "[answer]\nsugestions = 3\n").expect("writable");
    let config = config.display().to_string();
    let output = check(&[
        "--config",
        &config,
        "--faq",
        "tests/faq_errors/related.yaml",
    ]);
    let printed = text(&output.stdout);
    assert!(printed.contains("config.toml:2:1: error: "), "{printed}");
    assert!(printed.contains("related.yaml:5:15: error: "), "{printed}");
    assert_eq!(output.status.code(), Some(1));
}
