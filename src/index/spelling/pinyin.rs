//! Chinese typed as pinyin in Latin letters (`wei shen me kou qian`), for want of a keyboard.
//!
//! A last resort: only where a question has no Chinese character, most of its words are syllables
//! that the FAQ's own characters have, and at least half are neither words of the FAQ nor common
//! English, are they read by their sound. They then stand for the syllables that a Chinese
//! question of the same sound would have; tones and characters stay unknown.

use bitcode::{Decode, Encode};

use super::corrector::Spelling;
use crate::index::feature::sound::syllable;
use crate::lexicon::word_hash::WordSet;
use crate::text::{Analysis, Token, TokenKind, is_common};

/// Longest syllable, in letters (`zhuang`).
const LONGEST: usize = 6;
/// Longest word that is cut into syllables, in letters.
const LONGEST_WORD: usize = 24;
/// Shortest syllable of a word of several, in letters. `a`, `e` and `o` would cut too many English
/// words.
const SHORTEST_INNER: usize = 2;
/// Fewest words of a question in pinyin. One alone may be a name (`gemini`).
const FEWEST: usize = 2;

/// The syllables that the characters of a FAQ have.
#[derive(Debug, Clone, Default, Encode, Decode)]
pub struct Syllables(WordSet<Box<str>>);

impl Syllables {
    /// Adds those of one text.
    pub(in crate::index) fn learn(&mut self, analysis: &Analysis) {
        let han = analysis
            .tokens()
            .iter()
            .filter(|token| token.kind == TokenKind::Han);
        let chars = han.filter_map(|token| analysis.text(token).chars().next());
        for syllable in chars.filter_map(syllable) {
            if !self.0.contains(syllable) {
                self.0.insert(syllable.into());
            }
        }
    }

    /// Turns the words of a question into syllables, if it is pinyin, and tells whether it is.
    /// `known` tells the words of the FAQ from others.
    pub fn read(
        &self,
        analysis: &mut Analysis,
        spelling: &Spelling,
        known: impl Fn(&Analysis, &Token) -> bool,
    ) -> bool {
        let han = |token: &Token| token.kind == TokenKind::Han;
        if self.0.is_empty() || analysis.tokens().iter().any(han) {
            return false;
        }
        let (mut words, mut sounding, mut unknown) = (0, 0, 0);
        for token in latin(analysis) {
            words += 1;
            let word = analysis.text(token);
            let count = self.cut(word).len();
            if count == 0 {
                continue;
            }
            sounding += 1;
            // A word of several syllables may be a misspelt English one.
            let glued = || count > 1 && spelling.corrects(word);
            unknown += usize::from(!known(analysis, token) && !is_common(word) && !glued());
        }
        let most = sounding * 3 >= words * 2 && unknown * 2 >= words;
        if sounding < FEWEST || !most {
            return false;
        }
        analysis.cut_words(|word| self.cut(word));
        true
    }

    /// The syllables of a word, none where it cannot be cut without rest; longer ones first.
    fn cut<'a>(&self, word: &'a str) -> Vec<&'a str> {
        // The number of the first letter of the syllable that ends a cut at each place.
        let mut from = [usize::MAX; LONGEST_WORD + 1];
        let fits = word.len() <= LONGEST_WORD && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let length = if fits { word.len() } else { 0 };
        for end in 1..=length {
            // The first start that works makes the longest last syllable.
            from[end] = (end.saturating_sub(LONGEST)..end)
                .find(|&start| {
                    let whole = start == 0 && end == length;
                    (start == 0 || from[start] != usize::MAX)
                        && (whole || end - start >= SHORTEST_INNER)
                        && self.0.contains(&word[start..end])
                })
                .unwrap_or(usize::MAX);
        }
        let mut parts = Vec::new();
        let mut end = length;
        while end > 0 && from[end] != usize::MAX {
            parts.push(&word[from[end]..end]);
            end = from[end];
        }
        parts.reverse();
        parts
    }
}

/// The words in Latin letters that have weight.
fn latin(analysis: &Analysis) -> impl Iterator<Item = &Token> {
    let tokens = analysis.tokens().iter();
    tokens.filter(|token| token.kind == TokenKind::Word && !token.in_stop_phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn read(question: &str) -> String {
        let (mut syllables, mut spelling) = (Syllables::default(), Spelling::default());
        for text in ["绑卡为什么扣钱", "怎么退款", "先生", "cancel my change"] {
            syllables.learn(&analyze(text));
            spelling.learn(&analyze(text));
        }
        spelling.finish();
        let mut analysis = analyze(question);
        syllables.read(&mut analysis, &spelling, |analysis, token| {
            spelling.knows(analysis.text(token))
        });
        let tokens = analysis.tokens().iter();
        let words = tokens.map(|token| match token.kind {
            TokenKind::Syllable => format!("'{}", analysis.text(token)),
            _ => analysis.text(token).to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pinyin_becomes_syllables_and_english_stays() {
        for (typed, expected) in [
            (
                "bang ka wei shen me kou qian",
                "'bang 'ka 'wei 'shen 'me 'kou 'qian",
            ),
            ("Wei shen me kou qian?", "'wei 'shen 'me 'kou 'qian"),
            ("weishenme kou qian", "'wei 'shen 'me 'kou 'qian"),
            (
                "bangka weishenme kouqian",
                "'bang 'ka 'wei 'shen 'me 'kou 'qian",
            ),
            ("zenme tui kuan visa", "'zen 'me 'tui 'kuan visa"),
            // Too few words, Chinese characters, or too much English beside them.
            ("qian", "qian"),
            ("weishenme", "weishenme"),
            ("shenka怎么绑", "shenka 怎 么 绑"),
            ("show me", "show me"),
            ("cancel my change", "cancel my change"),
            (
                "how do i get my qian from shen",
                "how do i get my qian from shen",
            ),
            // Not a syllable of this FAQ.
            ("zhuang bi", "zhuang bi"),
            ("", ""),
            ("为什么扣钱", "为 什 么 扣 钱"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }
}
