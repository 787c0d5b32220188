//! A text read from beginning to end.

use super::normalize::NormalizedChar;
use super::token::{Token, TokenKind, Tokens, is_han};
use super::{amount, fold, normalize, spelling_variants, stemming, stop_phrase, tokenizer};
use crate::model::language::Language;

/// A text read: its tokens, in order.
#[derive(Debug, Default, Clone)]
pub struct Analysis {
    chars: Vec<NormalizedChar>,
    tokens: Tokens,
}

/// Reads a text.
pub fn analyze(text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    analysis.read(text);
    analysis
}

impl Analysis {
    /// Reads `text` into this analysis, whose memory is used again.
    pub fn read(&mut self, text: &str) {
        normalize::normalize_into(text, &mut self.chars);
        tokenizer::tokenize(&self.chars, &mut self.tokens);
        spelling_variants::join_compounds(&mut self.tokens);
        fold::mainland_words(&mut self.tokens);
        amount::join_amounts(&mut self.tokens);
        stop_phrase::mark_stop_phrases(&mut self.tokens);
        for at in 0..self.tokens.list.len() {
            self.stem_token(at);
        }
    }

    /// The tokens, in the order of the text; those of stop phrases are marked.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens.list
    }

    /// Normalised text of a token of this analysis.
    pub fn text(&self, token: &Token) -> &str {
        self.tokens.text(token)
    }

    /// Stem of a word of this analysis; its text for everything that is not a word.
    pub fn stem(&self, token: &Token) -> &str {
        &self.tokens.buffer[token.stem.0 as usize..token.stem.1 as usize]
    }

    /// The number that begins at token `at`, in digits or words of either language, and how many
    /// tokens it takes. Amounts of money are no numbers.
    pub fn number_at(&self, at: usize) -> Option<(f64, usize)> {
        let (digits, used) = amount::number_at(&self.tokens, at)?;
        Some((digits.parse().ok()?, used))
    }

    /// Puts `word` in the place of token `at`, with the same span: a corrected spelling.
    pub fn replace(&mut self, at: usize, word: &str) {
        let text = self.tokens.store(word);
        self.tokens.list[at].text = text;
        self.stem_token(at);
    }

    /// Puts syllables in the place of the words (of Latin letters, outside stop phrases) that `cut` finds
    /// parts of, each with the span of its word.
    pub fn cut_words(&mut self, cut: impl Fn(&str) -> Vec<&str>) {
        let words = std::mem::take(&mut self.tokens.list);
        for token in words {
            let text = self.tokens.text(&token).to_owned();
            let parts = match token.kind {
                TokenKind::Word if !token.in_stop_phrase => cut(&text),
                _ => Vec::new(),
            };
            for part in &parts {
                let (start, end) = (token.start, token.end);
                self.tokens
                    .push(TokenKind::Syllable, part, start, end, token.joined);
            }
            if parts.is_empty() {
                self.tokens.list.push(token);
            }
        }
    }

    fn stem_token(&mut self, at: usize) {
        let token = self.tokens.list[at];
        let mut stem = token.text;
        if token.kind == TokenKind::Word && self.tokens.text(&token).is_ascii() {
            stem = stemming::with(|stems| {
                let word = self.tokens.text(&token);
                match stems.other_than(word) {
                    Some(other) => self.tokens.store(other),
                    None => token.text,
                }
            });
        }
        self.tokens.list[at].stem = stem;
    }

    /// The language that the text is mostly written in: Chinese where Han characters stand at
    /// least one to four with English words, where there is no word at all, or where the text was
    /// read as pinyin.
    pub fn language(&self) -> Language {
        let mut tokens = self.tokens.list.iter();
        if tokens.any(|token| token.kind == TokenKind::Syllable) {
            return Language::Zh;
        }
        let han = self.chars.iter().filter(|one| is_han(one.ch)).count();
        let words = self
            .tokens
            .list
            .iter()
            .filter(|token| token.kind == TokenKind::Word)
            .count();
        if han == 0 || han < 4 * words.saturating_sub(han) && han * 2 < words {
            Language::En
        } else {
            Language::Zh
        }
    }
}
