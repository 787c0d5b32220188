//! Tells common English words: none of them is taken for a misspelling or for a name.

use std::sync::LazyLock;

use crate::lexicon::COMMON_WORDS;
use crate::lexicon::word_hash::WordSet;

/// Base forms of the list.
static WORDS: LazyLock<WordSet<&'static str>> =
    LazyLock::new(|| COMMON_WORDS.split_whitespace().collect());

/// Endings taken off to find the base form, and what is put in their place.
const ENDINGS: &[(&str, &[&str])] = &[
    ("ies", &["y"]),
    ("ied", &["y"]),
    ("es", &["e", ""]),
    ("s", &[""]),
    ("ed", &["e", ""]),
    ("ing", &["", "e"]),
    ("er", &["e", ""]),
    ("ers", &["e", ""]),
    ("est", &["e", ""]),
    ("ly", &["", "le"]),
    ("ily", &["y"]),
];

/// Longest word, in bytes, whose endings are looked at. Longer ones are in no list.
const LONGEST: usize = 24;

/// Whether `word` (lower case) is a common English word or a regular form of one.
pub fn is_common(word: &str) -> bool {
    if WORDS.contains(word) {
        return true;
    }
    if !word.is_ascii() || word.len() > LONGEST {
        return false;
    }
    ENDINGS.iter().any(|(ending, puts)| {
        let Some(base) = word.strip_suffix(ending) else {
            return false;
        };
        if base.len() < 2 {
            return false;
        }
        let bytes = base.as_bytes();
        let doubled = bytes.len() > 3
            && bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
            && WORDS.contains(&base[..base.len() - 1]);
        doubled
            || puts.iter().any(|put| {
                if put.is_empty() {
                    WORDS.contains(base)
                } else {
                    let mut whole = String::with_capacity(base.len() + put.len());
                    whole.push_str(base);
                    whole.push_str(put);
                    WORDS.contains(whole.as_str())
                }
            })
    })
}
