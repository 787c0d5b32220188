//! Golden conversations: `tests/conversations/*.md`, told through the whole stack (knowledge,
//! matcher, conversation, store, rendering).
//!
//! A file holds scenarios; each begins with a `## ` heading and nothing that was said before. Lines that this
//! runner knows are acted out (see `README.md` in that folder); what Wenda does follows as lines
//! beginning with `Wenda ` and quoted lines below, which are written by the runner:
//! `UPDATE_GOLDEN=1 cargo test --test it conversations` rewrites them, and a person reads the diff.

mod harness;
mod script;
mod show;

use std::path::{Path, PathBuf};

use harness::Harness;
use script::Line;

/// How a line is answered that could not be acted out; a scenario that holds it fails.
const UNTOLD: &str = "Wenda [cannot tell:";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations")
}

fn scenarios() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("tests/conversations can be read")
        .map(|file| file.expect("a file of the folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter(|path| path.file_name().is_some_and(|name| name != "README.md"))
        .collect();
    files.sort();
    files
}

/// The file as it reads when every scenario is told anew.
fn told(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut harness = Harness::new();
    let mut in_output = false;
    for line in text.lines() {
        if script::is_output(line) || (in_output && line.starts_with('>')) {
            in_output = true;
            continue;
        }
        in_output = false;
        lines.push(line.to_owned());
        match script::read(line) {
            Line::Heading => harness = Harness::new(),
            Line::Prose => {}
            Line::Act(act) => {
                let said = harness.act(&act);
                let said = said.unwrap_or_else(|problem| vec![format!("{UNTOLD} {problem}]")]);
                lines.extend(said);
            }
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

#[test]
fn every_scenario_is_told_as_written() {
    let mut differences = Vec::new();
    let files = scenarios();
    assert!(!files.is_empty(), "there are scenarios");
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a scenario can be read");
        let told = told(&text);
        if let Some(at) = told.lines().position(|line| line.starts_with(UNTOLD)) {
            let line = told.lines().nth(at).unwrap_or_default();
            differences.push(format!("{}: {line}", path.display()));
        }
        if told == text {
            continue;
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &told).expect("a scenario can be written");
            continue;
        }
        let at = text
            .lines()
            .zip(told.lines())
            .position(|(written, told)| written != told)
            .unwrap_or(text.lines().count().min(told.lines().count()));
        differences.push(format!(
            "{}:{}\n  written: {}\n  told:    {}",
            path.display(),
            at + 1,
            text.lines().nth(at).unwrap_or("(end)"),
            told.lines().nth(at).unwrap_or("(end)"),
        ));
    }
    assert!(
        differences.is_empty(),
        "scenarios are told differently; UPDATE_GOLDEN=1 rewrites them\n{}",
        differences.join("\n")
    );
}
