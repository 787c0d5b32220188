//! What a question is about: the words, amounts and characters that it is put together by.

use std::collections::HashSet;

use crate::text::{self, TokenKind};

/// Words and characters that nearly every question has.
const EMPTY_WORDS: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "at", "be", "can", "could", "do", "does", "for",
    "from", "get", "have", "how", "i", "if", "in", "is", "it", "me", "my", "of", "on", "or", "s",
    "should", "so", "t", "that", "the", "there", "thi", "this", "to", "want", "was", "what",
    "when", "where", "which", "who", "whi", "why", "will", "with", "would", "you", "your",
];
const EMPTY_CHARACTERS: &str =
    "的了吗呢啊吧么什怎哪里是我你您在有个这那就都也还和与或要想能可以请问为会不没到";

/// The key under which a question is known to be ignored: a hash of its words, so that the same
/// words in another spelling have the same key.
pub fn key(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(words(text).join(" "));
    hex::encode(&digest[..8])
}

/// What a question is about: stems of words, amounts, and pairs of Chinese characters.
pub(super) fn features(text: &str) -> Vec<String> {
    let analysis = text::analyze(text);
    let mut features = HashSet::new();
    let mut before: Option<&str> = None;
    for token in analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase)
    {
        let (word, stem) = (analysis.text(token), analysis.stem(token));
        if token.kind != TokenKind::Han {
            before = None;
            if !EMPTY_WORDS.contains(&word) && !EMPTY_WORDS.contains(&stem) {
                features.insert(stem.to_owned());
            }
            continue;
        }
        if EMPTY_CHARACTERS.contains(word) {
            before = None;
            continue;
        }
        features.insert(word.to_owned());
        if let Some(before) = before.filter(|_| token.joined) {
            features.insert(format!("{before}{word}"));
        }
        before = Some(word);
    }
    if features.is_empty() {
        // All of it is empty words: then these are what it is about.
        features.extend(words(text));
    }
    let mut features: Vec<String> = features.into_iter().collect();
    features.sort_unstable();
    features
}

/// Normalised words, without the polite ones.
fn words(text: &str) -> Vec<String> {
    let analysis = text::analyze(text);
    let tokens = analysis
        .tokens()
        .iter()
        .filter(|token| !token.in_stop_phrase);
    tokens
        .map(|token| analysis.text(token).to_owned())
        .collect()
}
