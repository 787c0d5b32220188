//! The rooms of the source keep their doors: what may be named where.

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file below `src`, with its path from there.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(&root).unwrap().to_owned(), text)
        })
        .collect()
}

/// The files outside `rooms` that name `word` in code; comments may.
fn strays(word: &str, rooms: &[&str]) -> Vec<PathBuf> {
    let names = |text: &str| {
        let code = |line: &&str| !line.trim_start().starts_with("//");
        text.lines().filter(code).any(|line| line.contains(word))
    };
    let sources = sources();
    assert!(
        sources.iter().any(|(_, text)| names(text)),
        "nobody names {word}: the rule is out of date"
    );
    sources
        .into_iter()
        .filter(|(path, text)| !rooms.iter().any(|room| path.starts_with(room)) && names(text))
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn the_stores_traits_do_not_speak_of_an_engine() {
    // So another one may stand behind them: all of SQLite is behind one door.
    assert_eq!(
        strays("rusqlite", &["store/sqlite", "store/sqlite.rs"]),
        Vec::<PathBuf>::new()
    );
}

#[test]
fn the_bot_library_is_named_in_one_room() {
    assert_eq!(strays("teloxide", &["telegram"]), Vec::<PathBuf>::new());
}
