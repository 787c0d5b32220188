//! How Chinese characters sound, and which sounds are often mixed up.

use pinyin::ToPinyin;

use crate::index::hash;

/// Initials that are often mixed up, with the one that stands for both.
const MIXED_UP: [(&str, &str); 6] = [
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("n", "l"),
    ("r", "l"),
    ("hu", "f"),
];

/// Hash of a syllable without what is often mixed up: retroflex initials, `n`, `l` and `r`, `hu`
/// and `f`, `ng` and `n` at the end. 0 is never returned: it stands for no sound.
pub(super) fn blurred(syllable: &str) -> u64 {
    let mixed = MIXED_UP.iter().find_map(|&(initial, other)| {
        let rest = syllable.strip_prefix(initial)?;
        Some((other, rest))
    });
    let (initial, rest) = mixed.unwrap_or(("", syllable));
    let rest = match rest.strip_suffix("ng") {
        Some(_) => &rest[..rest.len() - 1],
        None => rest,
    };
    let letters = initial.bytes().chain(rest.bytes());
    letters
        .fold(1, |code, byte| hash::mix(code ^ u64::from(byte)))
        .max(1)
}

/// Toneless pinyin of a character, as a Chinese keyboard would take it.
pub fn syllable(ch: char) -> Option<&'static str> {
    ch.to_pinyin().map(|pinyin| pinyin.plain())
}
