//! Cuts normalised characters into tokens: words, Han characters, numbers, amounts of money.
//!
//! A Han character is a token of its own: learned weights over characters and their pairs do
//! better than a dictionary on short questions. Letters and digits are parted (`gpt4`, `gpt-4`
//! and `gpt 4` are the same); punctuation, emoji and symbols part tokens and are not kept.

use super::normalize::NormalizedChar;
use super::spelling_variants;
use super::token::{TokenKind, Tokens, is_han};
use crate::lexicon::currencies::currency_sign;

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
            if let Some(code) = currency_sign(ch) {
                tokens.push(TokenKind::Currency, code, start, end, joined);
                joined = true;
            } else if ch == '%' {
                tokens.push(TokenKind::Word, "percent", start, end, joined);
                joined = true;
            } else {
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
