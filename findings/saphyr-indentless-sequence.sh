#!/usr/bin/env bash
# saphyr-parser 0.3.4: the event that begins a list points at the dash of its first item, except where the list
# stands as far left as its key: there it points behind the dash, at the item. Two lists that mean the same
# and are both valid YAML 1.2 have their beginnings in different places of their text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "indentless"
version = "0.0.0"
edition = "2021"

[dependencies]
saphyr-parser = "=0.3.4"
TOML
cat > "$folder/src/main.rs" <<'RUST'
use saphyr_parser::{Event, Parser};

fn main() {
    // Each text, and the character that the list's mark is found on.
    let wanted = [("key:\n  - one\n", '-'), ("- one\n", '-'), ("key:\n- one\n", 'o'), ("a:\n  key:\n  - one\n", 'o')];
    for (text, wanted) in wanted {
        let events = Parser::new_from_str(text).map(|event| event.expect("valid YAML"));
        let lists: Vec<_> = events.filter(|(event, _)| matches!(event, Event::SequenceStart(..))).collect();
        let start = lists[0].1.start;
        let at = text.chars().nth(start.index()).expect("inside the text");
        println!("{text:?}: the list begins in line {}, column {}, at {at:?}", start.line(), start.col());
        assert_eq!(at, wanted, "the behaviour has changed");
    }
}
RUST
cargo run --quiet --manifest-path "$folder/Cargo.toml"
