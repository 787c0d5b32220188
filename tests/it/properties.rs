//! Whatever comes in from outside is read without a panic, and what comes out keeps its promises.
//!
//! Texts are made of pieces that parsers stumble over, of arbitrary characters, or of a good file
//! with a few places spoilt. Each property runs a bounded number of cases.

mod conversation;
mod files;
mod knowledge;
mod text;
mod updates;

use proptest::prelude::*;

/// Pieces that are hard on parsers: markup, quotes, brackets, widths, directions, clusters,
/// amounts, words of the example FAQ in both languages.
const PIECES: &[&str] = &[
    "refund",
    "退款",
    "退貨",
    "怎么",
    "opening hours",
    "几点开门",
    "$5",
    "５美元",
    "五刀",
    "1e999",
    "-0",
    "00",
    "a",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{7f}",
    "\u{9b}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2028}",
    "e\u{301}\u{301}\u{301}",
    "ﷺ",
    "ﬃ",
    "ß",
    "İ",
    "ǆ",
    "㍿",
    "👩‍👩‍👧",
    "🇨🇳",
    "𠮷",
    "\u{10ffff}",
    "*",
    "**",
    "_",
    "`",
    "```",
    "~~",
    "[",
    "]",
    "](",
    ")",
    "<",
    ">",
    "</b>",
    "&",
    "&lt;",
    "\\",
    "#",
    "- ",
    "1. ",
    "> ",
    "|",
    "!",
    "![x](y)",
    "https://例子.测试/路 径",
    "tg://user?id=1",
    "javascript:alert(1)",
    "@wenda_bot",
    "/ask",
    "/start ",
    "：",
    "？",
    "。",
    "“",
    "'",
    "\"",
    ": ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "{",
    "}",
    ",",
    "%",
    "---\n",
    "...\n",
    "entries:\n",
    "  - id: x\n",
    "    questions: {en: [a]}\n",
    "null",
    "4111 1111 1111 1111",
    "lin@example.com",
    "+86 138 0013 8000",
    "sk-abcdefghijklmnopqrstuvwxyz0123456789",
];

/// A text of up to 40 pieces and arbitrary characters.
fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        // One piece many times over: nesting and runs.
        1 => (prop::sample::select(PIECES), 1_usize..120).prop_map(|(piece, times)| piece.repeat(times)),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// `good` with a few places cut out or replaced by a hard piece.
fn spoilt(good: &'static str) -> impl Strategy<Value = String> {
    let spoil = (
        any::<prop::sample::Index>(),
        0_usize..12,
        prop::sample::select(PIECES),
    );
    prop::collection::vec(spoil, 1..6).prop_map(move |spoils| {
        let mut characters: Vec<char> = good.chars().collect();
        for (place, cut, piece) in spoils {
            let start = place.index(characters.len());
            let end = (start + cut).min(characters.len());
            characters.splice(start..end, piece.chars());
        }
        characters.into_iter().collect()
    })
}

/// So many cases, or as many as `PROPTEST_CASES` says; nothing is written to disk, a case that fails
/// is printed whole.
fn cases(number: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let chosen = std::env::var_os("PROPTEST_CASES").map(|_| default.cases);
    ProptestConfig {
        cases: chosen.unwrap_or(number),
        failure_persistence: None,
        ..default
    }
}
