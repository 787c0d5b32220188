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

/// Answers each path with its status, as long as the test runs; returns its address.
fn server(answers: &'static [(&'static str, &'static str)]) -> String {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().expect("a handle")).lines();
            let Some(Ok(first)) = lines.next() else {
                continue;
            };
            while lines
                .next()
                .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
            {}
            let status = answers
                .iter()
                .find(|(request, _)| first.starts_with(request))
                .map_or("404 Not Found", |(_, status)| status);
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n");
            let place = "Location: /fine\r\n";
            let place = if status.starts_with("302") { place } else { "" };
            let _ = stream.write_all(format!("{head}{place}\r\n").as_bytes());
        }
    });
    format!("http://{address}")
}

#[test]
fn addresses_are_asked_only_with_links() {
    let server = server(&[
        ("HEAD /fine", "200 OK"),
        ("HEAD /moved", "302 Found"),
        ("HEAD /short", "405 Method Not Allowed"),
        ("GET /short", "200 OK"),
        ("HEAD /login", "403 Forbidden"),
        ("GET /login", "403 Forbidden"),
    ]);
    // A port that nobody listens at.
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let folder = tempfile::tempdir().expect("a folder");
    let yaml = format!(
        "entries:\n  - id: pay\n    questions: {{en: [How do I pay?], zh: [怎么付款？]}}\n    answer:\n      en: |\n        See [a]({server}/fine), [b]({server}/moved), [c]({server}/short).\n        Or [d]({server}/gone) and {server}/login.\n      zh: |\n        见 {server}/fine 、{server}/moved 、{server}/short 、{server}/gone 、{server}/login 。\n    link: {{url: {closed}/x}}\n"
    );
    fs::write(folder.path().join("a.yaml"), yaml).expect("writable");
    let faq = folder.path().display().to_string();
    let plain = check(&["--faq", &faq]);
    assert!(!text_has(&plain.stdout, "leads nowhere"));
    let asked = check(&["--links", "--all", "--faq", &faq]);
    let printed = text(&asked.stdout);
    let found: Vec<&str> = printed
        .lines()
        .filter(|line| line.contains("http://127.0.0.1"))
        .collect();
    assert_eq!(found.len(), 3, "{printed}");
    assert!(
        found[0].contains("a.yaml:7:16: warning") && found[0].contains("the server says 404"),
        "{printed}"
    );
    assert!(
        found[1].contains("a.yaml:7:") && found[1].contains("note: "),
        "{printed}"
    );
    assert!(
        found[2].contains("a.yaml:10:17: warning") && found[2].contains("cannot be reached"),
        "{printed}"
    );
    assert!(text_has(&asked.stderr, "6 links"), "{asked:?}");
    assert_eq!(asked.status.code(), Some(0));
    assert_eq!(
        check(&["--links", "--strict", "--faq", &faq]).status.code(),
        Some(1)
    );
}

fn text_has(bytes: &[u8], words: &str) -> bool {
    text(bytes).contains(words)
}

#[test]
fn a_test_that_is_only_offered_passes_as_the_configuration_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let faq = folder.path().join("a.yaml");
    // Two entries that ask nearly the same: a short question of theirs is offered both.
    fs::write(
        &faq,
        "entries:\n  - id: card-lost\n    questions: {en: [\"My card is lost, what now?\"], zh: [银行卡丢了怎么办]}\n    answer: {en: Block it., zh: 先挂失。}\n  - id: card-new\n    questions: {en: [\"How do I get a new card?\"], zh: [怎么办新的银行卡]}\n    answer: {en: In the app., zh: 在应用里。}\n    tests: [a card]\n",
    )
    .expect("writable");
    let config = folder.path().join("config.toml");
    let run = |rule: &str| {
        fs::write(
            &config,
            format!("[faq]\npath = \"a.yaml\"\ntests = \"{rule}\"\n"),
        )
        .expect("writable");
        check(&["--config", &config.display().to_string()])
    };
    let offered = run("offered");
    let answered = run("answered");
    assert!(
        text_has(&answered.stdout, "error: test `a card`"),
        "{answered:?}"
    );
    assert_eq!(answered.status.code(), Some(1));
    assert!(
        text_has(&offered.stdout, "`a card` must reach"),
        "{offered:?}"
    );
    assert!(
        text_has(&offered.stdout, "warning: test `a card`"),
        "{offered:?}"
    );
    assert_eq!(offered.status.code(), Some(0));
}

/// Number of entries of `tests/large_faq`, the FAQ of a telephone company that sells twelve things alike.
const LARGE: usize = 150;

#[test]
fn a_large_faq_of_things_alike_gets_no_false_line() {
    let output = check(&["--all", "--faq", "tests/large_faq"]);
    let printed = text(&output.stdout);
    let complaints: Vec<&str> = printed
        .lines()
        .filter(|line| line.contains(": warning: ") || line.contains(": error: "))
        .collect();
    assert_eq!(complaints, Vec::<&str>::new());
    let totals = text(&output.stderr);
    assert!(
        totals.starts_with(&format!("{LARGE} entries, ")) && totals.contains("nothing to complain"),
        "{totals}"
    );
}

#[test]
fn what_is_wrong_in_a_large_faq_is_still_found() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["others.yaml", "opposites.yaml"] {
        let path = std::path::Path::new("tests/large_faq").join(name);
        let mut yaml = fs::read_to_string(&path).expect("readable");
        let change = |yaml: &mut String, from: &str, to: &str| {
            assert!(yaml.contains(from), "{from}");
            *yaml = yaml.replacen(from, to, 1);
        };
        match path.file_name().and_then(|name| name.to_str()) {
            // A phrasing below the wrong entry, and an answer copied and never written.
            Some("others.yaml") => {
                change(
                    &mut yaml,
                    "\"Student price\"",
                    "\"How do I pay my telephone bill?\"",
                );
                change(&mut yaml, "2 years from the day", "3 years from the day");
                change(
                    &mut yaml,
                    "Under Help, Complaints. We answer within 3 working days.",
                    "In a shop, with your identity card; 10 dollars.",
                );
            }
            Some("opposites.yaml") => {
                change(
                    &mut yaml,
                    "Open Wallet and press Add card.",
                    "Open [Wallet](https://x.example and press Add.",
                );
            }
            _ => {}
        }
        fs::write(folder.path().join(path.file_name().expect("a name")), yaml).expect("written");
    }
    let faq = folder.path().display().to_string();
    let printed = text(&check(&["--all", "--faq", &faq]).stdout);
    for part in [
        "is more like `bill-pay`",
        "the numbers in the answers of `warranty` differ: `3` only in English; `2` only in Chinese",
        "entry `complaint` has the same answer as `number-change`",
        "is not closed",
    ] {
        assert!(printed.contains(part), "{part}\n{printed}");
    }
}
