//! Normalised characters cut into tokens: words, Han characters, numbers, amounts of money.
//!
//! A Han character is a token of its own: learned weights over characters and their pairs do
//! better than a dictionary on short questions. Letters and digits are parted (`gpt4`, `gpt-4`
//! and `gpt 4` are the same); punctuation, emoji and symbols part tokens and are not kept.

use super::{normalize::NormalizedChar, spelling_variants};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A word of letters.
    Word,
    /// One Han character.
    Han,
    /// A Han character given by its sound alone: one syllable of pinyin. Made only where a
    /// question is read as pinyin, never from a text as such.
    Syllable,
    /// A number in digits.
    Number,
    /// An amount of money, written as currency and number (`usd5`).
    Amount,
    /// A sign of a currency that waits for its number; never leaves this folder.
    Currency,
}

/// A piece of text with its place in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Normalised text: where it starts in the analysis' buffer.
    pub(super) text: (u32, u32),
    /// Stem of a word; the same as the text for everything else.
    pub(super) stem: (u32, u32),
    /// First byte in the original text.
    pub start: u32,
    /// One past the last byte in the original text.
    pub end: u32,
    /// Part of a polite opening or closing: kept for spans, without weight.
    pub in_stop_phrase: bool,
    /// The token before it touches it (nothing but nothing or a space lies between).
    pub joined: bool,
}

/// The tokens under construction and the buffer that their texts lie in.
#[derive(Debug, Default, Clone)]
pub(super) struct Tokens {
    pub list: Vec<Token>,
    pub buffer: String,
}

impl Tokens {
    pub fn clear(&mut self) {
        self.list.clear();
        self.buffer.clear();
    }

    pub fn text(&self, token: &Token) -> &str {
        &self.buffer[token.text.0 as usize..token.text.1 as usize]
    }

    /// Text of the token at `at`, empty past the end.
    pub fn at(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |token| self.text(token))
    }

    /// Appends `text` to the buffer and returns where it lies.
    pub fn store(&mut self, text: &str) -> (u32, u32) {
        let start = self.buffer.len() as u32;
        self.buffer.push_str(text);
        (start, self.buffer.len() as u32)
    }

    pub fn push(&mut self, kind: TokenKind, text: &str, start: u32, end: u32, joined: bool) {
        let text = self.store(text);
        self.list.push(Token {
            kind,
            text,
            stem: text,
            start,
            end,
            in_stop_phrase: false,
            joined,
        });
    }
}

/// Whether a character is one of the Han script.
pub fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Cuts `chars` into `tokens` (cleared first).
pub(super) fn tokenize(chars: &[NormalizedChar], tokens: &mut Tokens) {
    tokens.clear();
    let mut word = String::new();
    let mut at = 0;
    let mut joined = false;
    while at < chars.len() {
        let NormalizedChar { ch, start, end } = chars[at];
        if is_han(ch) {
            let mut bytes = [0; 4];
            tokens.push(
                TokenKind::Han,
                ch.encode_utf8(&mut bytes),
                start,
                end,
                joined,
            );
            at += 1;
            joined = true;
        } else if ch.is_ascii_digit() {
            word.clear();
            let from = at;
            while at < chars.len() {
                let here = chars[at].ch;
                let more = |ahead: usize| {
                    (1..=ahead).all(|step| {
                        chars
                            .get(at + step)
                            .is_some_and(|one| one.ch.is_ascii_digit())
                    })
                };
                let grouping = here == ','
                    && more(3)
                    && !chars.get(at + 4).is_some_and(|one| one.ch.is_ascii_digit());
                if here.is_ascii_digit() || (here == '.' && more(1) && !word.contains('.')) {
                    word.push(here);
                } else if !grouping {
                    break;
                }
                at += 1;
            }
            if word.contains('.') {
                let short = word.trim_end_matches('0').trim_end_matches('.').len();
                word.truncate(short);
            }
            tokens.push(
                TokenKind::Number,
                &word,
                chars[from].start,
                chars[at - 1].end,
                joined,
            );
            joined = true;
        } else if ch.is_alphabetic() {
            word.clear();
            let from = at;
            while at < chars.len() {
                let here = chars[at].ch;
                let inner = here == '\''
                    && chars
                        .get(at + 1)
                        .is_some_and(|one| one.ch.is_alphabetic() && !is_han(one.ch));
                if !(here.is_alphabetic() && !is_han(here) || inner || is_mark(here)) {
                    break;
                }
                word.push(here);
                at += 1;
            }
            spelling_variants::push_word(
                tokens,
                &word,
                chars[from].start,
                chars[at - 1].end,
                joined,
            );
            joined = true;
        } else {
            let mut bytes = [0; 4];
            if let Some(code) = spelling_variants::currency_sign(ch) {
                tokens.push(TokenKind::Currency, code, start, end, joined);
                joined = true;
            } else if ch == '%' {
                tokens.push(TokenKind::Word, "percent", start, end, joined);
                joined = true;
            } else {
                let _ = ch.encode_utf8(&mut bytes);
                joined = joined && (ch.is_whitespace() || ch == '-' || ch == '_');
            }
            at += 1;
        }
    }
}

/// Marks that belong to the letter before them (scripts other than Latin).
fn is_mark(ch: char) -> bool {
    unicode_normalization::char::is_combining_mark(ch)
}
