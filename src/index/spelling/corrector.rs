//! Corrects misspelt words to words of the FAQ.
//!
//! Only words that the FAQ does not have and that are not common English are touched; numbers
//! never are. Candidates come from an index of deletions (two words within a distance share a
//! form with letters taken out) and are verified by `strsim`'s optimal string alignment. Words
//! of 4 to 7 letters may be one edit away, longer ones two.

use std::sync::Arc;

use bitcode::{Decode, Encode};

use crate::index::hash::{self, Table};
use crate::text::{Analysis, TokenKind, is_common, stem};

/// Shortest word that is corrected, in letters.
const SHORTEST: usize = 4;
/// Shortest word of the FAQ that a word is corrected to, in letters.
const SHORTEST_OFFERED: usize = 3;
/// Length from which on two edits are allowed, in letters.
const TWO_EDITS_FROM: usize = 8;
/// Longest word that is looked at, in letters.
const LONGEST: usize = 24;
/// How many letters at the front of a word the deletions are taken from.
const PREFIX: usize = 7;
/// Cost of one edit, in natural logarithms of how often a word occurs.
const DISTANCE_COST: f64 = 3.0;
/// Weight of how often the word has the same neighbours in the FAQ, in the same unit.
const NEIGHBOUR: f64 = 2.0;
/// Bonus for the same first letter, in the same unit.
const FIRST_LETTER: f64 = 0.5;

/// A word of the FAQ.
#[derive(Debug, Clone, Encode, Decode)]
struct Word {
    text: Box<str>,
    count: u32,
}

/// A correction made in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The word as typed (normalised).
    pub from: String,
    /// The word of the FAQ put in its place.
    pub to: String,
    /// Edits between the two.
    pub distance: usize,
}

/// The FAQ's vocabulary, ready to correct questions.
#[derive(Clone, Default, Encode, Decode)]
pub struct Spelling {
    words: Vec<Word>,
    by_text: Table,
    /// Counts of neighbouring words.
    pairs: Table,
    pair_counts: Vec<u32>,
    /// Hashes of forms with letters taken out, with the word's number; sorted.
    deletions: Arc<Vec<(u32, u32)>>,
    /// The same of words that a change brought.
    more_deletions: Vec<(u32, u32)>,
}

impl Spelling {
    /// Counts the words of one phrasing.
    pub(in crate::index) fn learn(&mut self, analysis: &Analysis) {
        let mut before = None;
        for token in analysis.tokens() {
            let text = analysis.text(token);
            let code = hash::text(text);
            if token.kind != TokenKind::Han
                && let Some(before) = before.replace(code)
            {
                let next = self.pair_counts.len() as u32;
                let pair = self.pairs.get_or_insert(hash::pair(before, code), next);
                if pair == next {
                    self.pair_counts.push(0);
                }
                self.pair_counts[pair as usize] += 1;
            }
            if token.kind == TokenKind::Han {
                before = None;
            }
            if token.kind != TokenKind::Word
                || text.chars().count() < SHORTEST_OFFERED
                || !text.is_ascii()
            {
                continue;
            }
            let next = self.words.len() as u32;
            let word = self.by_text.get_or_insert(code, next);
            if word == next {
                self.words.push(Word {
                    text: text.into(),
                    count: 0,
                });
            }
            self.words[word as usize].count += 1;
        }
    }

    /// Builds the index of deletions once all phrasings are counted.
    pub(in crate::index) fn finish(&mut self) {
        self.deletions = self.deletions_from(0).into();
    }

    /// The same where a change brought all words but the first `known` ones.
    pub(in crate::index) fn finish_more(&mut self, known: usize) {
        let mut more = self.deletions_from(known);
        more.append(&mut self.more_deletions);
        more.sort_unstable();
        self.more_deletions = more;
    }

    fn deletions_from(&self, first: usize) -> Vec<(u32, u32)> {
        let mut deletions = Vec::new();
        for (number, word) in self.words.iter().enumerate().skip(first) {
            if word.text.len() <= LONGEST {
                each_deletion(&word.text, |code| deletions.push((code, number as u32)));
            }
        }
        deletions.sort_unstable();
        deletions.dedup();
        deletions
    }

    /// How many words the FAQ has, or had.
    pub(in crate::index) fn words(&self) -> usize {
        self.words.len()
    }

    /// Takes back what was counted of a phrasing.
    pub(in crate::index) fn forget(&mut self, analysis: &Analysis) {
        let mut before = None;
        for token in analysis.tokens() {
            let code = hash::text(analysis.text(token));
            if token.kind == TokenKind::Han {
                before = None;
                continue;
            }
            let pair = before.replace(code).map(|before| hash::pair(before, code));
            if let Some(pair) = pair.and_then(|pair| self.pairs.get(pair)) {
                let count = &mut self.pair_counts[pair as usize];
                *count = count.saturating_sub(1);
            }
            if token.kind == TokenKind::Word
                && let Some(word) = self.by_text.get(code)
            {
                let count = &mut self.words[word as usize].count;
                *count = count.saturating_sub(1);
            }
        }
    }

    /// Whether the FAQ has this word.
    pub fn knows(&self, word: &str) -> bool {
        self.has(hash::text(word))
    }

    fn has(&self, code: u64) -> bool {
        let word = self.by_text.get(code);
        word.is_some_and(|word| self.words[word as usize].count > 0)
    }

    /// Corrects the words of a question in place; what was done is added to `made`.
    pub fn correct(&self, analysis: &mut Analysis, made: &mut Vec<Correction>) {
        made.clear();
        let mut before: Option<u64> = None;
        for at in 0..analysis.tokens().len() {
            let token = &analysis.tokens()[at];
            let text = analysis.text(token);
            let code = hash::text(text);
            if token.kind == TokenKind::Han {
                before = None;
                continue;
            }
            let may = token.kind == TokenKind::Word
                && !token.in_stop_phrase
                && (SHORTEST..=LONGEST).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_lowercase())
                && !self.has(code)
                && !is_common(text);
            let mut now = code;
            if may {
                let after = analysis
                    .tokens()
                    .get(at + 1)
                    .map(|next| hash::text(analysis.text(next)));
                if let Some((word, distance)) = self.best(text, before, after) {
                    let to = &self.words[word as usize].text;
                    made.push(Correction {
                        from: text.to_owned(),
                        to: to.to_string(),
                        distance,
                    });
                    now = hash::text(to);
                    analysis.replace(at, to);
                }
            }
            before = Some(now);
        }
    }

    /// Whether `typed` is a misspelt word of the FAQ.
    pub fn corrects(&self, typed: &str) -> bool {
        (SHORTEST..=LONGEST).contains(&typed.len()) && self.best(typed, None, None).is_some()
    }

    /// The word of the FAQ that `typed` was meant to be.
    fn best(&self, typed: &str, before: Option<u64>, after: Option<u64>) -> Option<(u32, usize)> {
        let most = if typed.len() >= TWO_EDITS_FROM { 2 } else { 1 };
        let mut candidates: Vec<u32> = Vec::new();
        each_deletion(typed, |code| {
            for deletions in [&*self.deletions, &self.more_deletions] {
                let from = deletions.partition_point(|entry| entry.0 < code);
                let alike = deletions[from..].iter();
                let alike = alike.take_while(|entry| entry.0 == code);
                candidates.extend(alike.map(|entry| entry.1));
            }
        });
        candidates.sort_unstable();
        candidates.dedup();
        let typed_stem = stem(typed);
        let mut best: Option<(f64, u32, usize)> = None;
        for number in candidates {
            let word = &self.words[number as usize];
            if word.count == 0 || word.text.len().abs_diff(typed.len()) > most {
                continue;
            }
            let distance = strsim::osa_distance(typed, &word.text);
            if distance > most
                || !beginnings_fit(typed, &word.text, distance)
                || inflected(typed, &word.text)
            {
                continue;
            }
            if stem(&word.text) == typed_stem {
                continue;
            }
            let code = hash::text(&word.text);
            let pair = |first: Option<u64>, second: Option<u64>| -> f64 {
                let (Some(first), Some(second)) = (first, second) else {
                    return 0.0;
                };
                let count = self
                    .pairs
                    .get(hash::pair(first, second))
                    .map_or(0, |pair| self.pair_counts[pair as usize]);
                f64::from(1 + count).ln()
            };
            let same_first = typed.as_bytes()[0] == word.text.as_bytes()[0];
            let score = f64::from(1 + word.count).ln() - DISTANCE_COST * distance as f64
                + NEIGHBOUR * (pair(before, Some(code)) + pair(Some(code), after))
                + if same_first { FIRST_LETTER } else { 0.0 };
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, number, distance));
            }
        }
        best.map(|(_, word, distance)| (word, distance))
    }
}

/// Calls `take` with the hash of the front of `word` and of its forms with one or two letters
/// taken out; short words lose one letter at most.
fn each_deletion(word: &str, mut take: impl FnMut(u32)) {
    let bytes = word.as_bytes();
    let front = &bytes[..bytes.len().min(PREFIX)];
    let mut form = [0u8; 8];
    let mut put = |skip: [usize; 2], take: &mut dyn FnMut(u32)| {
        form = [0; 8];
        let mut length = 0;
        for (at, &byte) in front.iter().enumerate() {
            if at != skip[0] && at != skip[1] {
                form[length] = byte;
                length += 1;
            }
        }
        take(hash::mix(u64::from_le_bytes(form)) as u32);
    };
    const NONE: usize = usize::MAX;
    put([NONE, NONE], &mut take);
    for first in 0..front.len() {
        put([first, NONE], &mut take);
        if bytes.len() + 2 >= TWO_EDITS_FROM {
            for second in first + 1..front.len() {
                put([first, second], &mut take);
            }
        }
    }
}

/// The first letter is seldom mistyped: it must be the same, or swapped with the second, or (in
/// longer words, one edit) lost or gained.
fn beginnings_fit(typed: &str, word: &str, distance: usize) -> bool {
    let (a, b) = (typed.as_bytes(), word.as_bytes());
    if a[0] == b[0] {
        return true;
    }
    if distance > 1 {
        return false;
    }
    let swapped = a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0];
    swapped || (a.len() >= 6 && (&a[1..] == b || &b[1..] == a))
}

/// Whether the word is only another form of what was typed.
fn inflected(typed: &str, word: &str) -> bool {
    word.strip_prefix(typed)
        .is_some_and(|tail| matches!(tail, "s" | "es" | "d" | "ed" | "ing"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn spelling() -> Spelling {
        let mut spelling = Spelling::default();
        for text in [
            "why was my card declined",
            "how do i cancel my subscription",
            "is the payment pending",
            "refund for 50 dollars",
        ] {
            spelling.learn(&analyze(text));
        }
        spelling.finish();
        spelling
    }

    #[test]
    fn misspelt_words_become_words_of_the_faq() {
        for (typed, expected) in [
            ("why was my crad declinde", "why was my card declined"),
            ("cancle my subscripton", "cancel my subscription"),
            ("cancel my ubscription", "cancel my subscription"),
            ("paymetn pneding", "payment pending"),
            ("my cart", "my cart"),
            ("refund 55", "refund 55"),
            ("cancels", "cancels"),
        ] {
            let mut analysis = analyze(typed);
            spelling().correct(&mut analysis, &mut Vec::new());
            let words: Vec<&str> = analysis
                .tokens()
                .iter()
                .map(|token| analysis.text(token))
                .collect();
            assert_eq!(words.join(" "), expected, "{typed}");
        }
    }
}
