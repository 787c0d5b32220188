//! A token, and a list of tokens with the text that they lie in.

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
    /// Part of a stop phrase, a polite opening or closing: kept for spans, without weight.
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
