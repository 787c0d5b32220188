//! `wenda export` and `wenda import` through the program.

use std::fs;
use std::process::{Command, Output};

fn wenda(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wenda"))
        .args(arguments)
        .env_remove("RUST_LOG")
        .output()
        .expect("the binary runs")
}

#[test]
fn out_as_a_spreadsheet_and_in_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let export = wenda(&["export", "--faq", "faq", "--output", &path("faq.csv")]);
    assert_eq!(export.status.code(), Some(0), "{export:?}");
    let import = wenda(&["import", &path("faq.csv"), "--output", &path("faq")]);
    assert_eq!(import.status.code(), Some(0), "{import:?}");
    let before = wenda::faq::load("faq").faq.expect("the shipped FAQ");
    let after = wenda::faq::load(path("faq")).faq.expect("the imported FAQ");
    assert_eq!(before.entries.len(), after.entries.len());
    for entry in &before.entries {
        let same = after.entries.iter().find(|other| other.id == entry.id);
        let same = same.expect("the entry is there");
        assert_eq!(
            (&same.phrasings, &same.answer),
            (&entry.phrasings, &entry.answer)
        );
    }
    assert_eq!(before.out_of_scope, after.out_of_scope);
    // A second import updates: nothing has changed, so nothing is written.
    let again = wenda(&["import", &path("faq.csv"), "--output", &path("faq")]);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    let told = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(
        told.contains("0 entries new, 0 updated") && !told.contains("wrote"),
        "{told}"
    );
}

#[test]
fn rows_left_out_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.csv");
    fs::write(&file, "question,answer\nHow to pay?,By card.\nWhat now?,\n").expect("writable");
    let output = wenda(&["import", &file.display().to_string()]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        errors.contains("x.csv:3: left out: no answer: What now?"),
        "{errors}"
    );
    let yaml = String::from_utf8_lossy(&output.stdout);
    let loaded = wenda::faq::read(&[("x.yaml", yaml.as_ref())]);
    assert_eq!(loaded.faq.map(|faq| faq.entries.len()), Some(1));
}

#[test]
fn a_refused_import_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.csv");
    fs::write(&file, "question,answer\nHow?,\"So\nWhy?,Because.\n").expect("writable");
    let target = folder.path().join("faq");
    let output = wenda(&[
        "import",
        &file.display().to_string(),
        "-o",
        &target.display().to_string(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("x.csv:2: a quote opens here"), "{errors}");
    assert!(!target.exists());
}
