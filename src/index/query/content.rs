//! What a question is about: its words without those that every question is made of.
//!
//! "How do I tie a tie" and "how do I get a refund" share four words and no subject. How much of
//! the question's content an entry has is a signal of its own.

use std::sync::LazyLock;

use crate::index::faq_index::Index;
use crate::index::feature::concept::ConceptTerm;
use crate::index::feature::key;
use crate::lexicon::function_words::{FUNCTION_CHARS, FUNCTION_WORDS};
use crate::lexicon::word_hash::WordSet;
use crate::text::{Analysis, Token, TokenKind};

static FUNCTION: LazyLock<WordSet<u64>> = LazyLock::new(|| {
    let mut hashes = WordSet::default();
    let mut analysis = Analysis::default();
    for word in FUNCTION_WORDS.split_whitespace() {
        analysis.read(word);
        let tokens = analysis.tokens();
        hashes.extend(tokens.iter().map(|token| code(&analysis, token)));
    }
    for ch in FUNCTION_CHARS.chars().filter(|ch| !ch.is_whitespace()) {
        hashes.insert(key::char_hash(ch.encode_utf8(&mut [0; 4])));
    }
    hashes
});

/// Tokens of a question that are looked at.
const MOST_TOKENS: usize = 256;

/// What a character is worth that an entry has, or one of its sound, but with no neighbour of the
/// question.
const ALONE: f32 = 0.5;

impl Index {
    /// Share of a question's content that an entry has, by rarity, 0 to 1: in the word itself, in
    /// one that means the same, or half in the sound of a character. A half where there is none. `terms` are
    /// those of the question that belong to a concept.
    pub fn content_of(&self, analysis: &Analysis, terms: &[ConceptTerm], entry: u32) -> f64 {
        let all = analysis.tokens();
        let tokens = &all[..all.len().min(MOST_TOKENS)];
        let codes: Vec<u64> = tokens.iter().map(|token| code(analysis, token)).collect();
        let meant = self.meant(all.len(), terms, entry);
        let has = |code: u64| self.has(code, entry);
        let (mut total, mut own) = (0.0f32, 0.0f32);
        for (at, token) in tokens.iter().enumerate() {
            let counts =
                matches!(token.kind, TokenKind::Word | TokenKind::Han) && !token.in_stop_phrase;
            if !counts || FUNCTION.contains(&codes[at]) {
                continue;
            }
            let weight = self.rarity(codes[at]);
            total += weight;
            let pair = |a: usize, b: usize| {
                let (a, b) = (&tokens[a], &tokens[b]);
                let han = a.kind == TokenKind::Han && b.kind == TokenKind::Han;
                han && has(key::char_pair_hash(analysis.text(a), analysis.text(b)))
            };
            let beside = || at > 0 && pair(at - 1, at) || at + 1 < tokens.len() && pair(at, at + 1);
            let sounds = || key::sound_hash(analysis.text(token)).is_some_and(has);
            own += weight
                * match token.kind {
                    _ if meant[at] => 1.0,
                    TokenKind::Han if beside() => 1.0,
                    TokenKind::Han if has(codes[at]) || sounds() => ALONE,
                    TokenKind::Word if has(codes[at]) => 1.0,
                    _ => 0.0,
                };
        }
        if total > 0.0 {
            f64::from(own / total)
        } else {
            0.5
        }
    }

    /// For each token, whether it means something that the entry speaks of.
    fn meant(&self, tokens: usize, terms: &[ConceptTerm], entry: u32) -> Vec<bool> {
        let mut meant = vec![false; tokens];
        for term in terms {
            if self.has(key::concept_hash(term.concept), entry) {
                meant[term.first..term.end].fill(true);
            }
        }
        meant
    }

    fn has(&self, code: u64, entry: u32) -> bool {
        self.posting_of(code, entry).is_some()
    }
}

/// What a word or a character is known by as a feature.
fn code(analysis: &Analysis, token: &Token) -> u64 {
    match token.kind {
        TokenKind::Han => key::char_hash(analysis.text(token)),
        _ => key::stem_hash(analysis.stem(token)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    #[test]
    fn function_words_are_no_content_and_meanings_are() {
        let yaml = "entries:\n- id: a\n  questions:\n    en: [how do I get a refund]\n    zh: [怎么退款]\n  answer: {en: A}\n\
                    - id: b\n  questions: {en: [why is my card declined]}\n  answer: {en: B}\n";
        let index = Index::build(&crate::faq::read(&[("faq.yaml", yaml)]).faq.expect("a FAQ"));
        for (question, expected) in [
            ("can I get a refund", 1.0..=1.0),
            ("reimbursement please", 1.0..=1.0),
            ("how do I tie a tie", 0.0..=0.0),
            ("refund for a bicycle", 0.2..=0.8),
            ("为什么还不退款", 1.0..=1.0),
            ("怎么炒鸡蛋", 0.0..=0.0),
            ("腿款", 0.5..=0.9),
            ("how do I", 0.5..=0.5),
            ("", 0.5..=0.5),
        ] {
            let analysis = analyze(question);
            let terms = index.concepts().terms(&analysis);
            let share = index.content_of(&analysis, &terms, 0);
            assert!(expected.contains(&share), "{question}: {share}");
        }
    }
}
