//! Folds traditional script to simplified, character by character, and Taiwan's words to the
//! mainland's.
//!
//! Both sides, FAQ and question, pass through the same folding, so it only has to be the same
//! everywhere; it is never shown to anybody.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering::Relaxed};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

use super::bloom_filter::BloomFilter;
use super::token::{Token, TokenKind, Tokens};
use crate::lexicon::regional::{TAIWAN, VARIANTS};

/// First character of the folded range (CJK extension A).
const FIRST: u32 = 0x3400;
/// Last character of the folded range (end of the unified ideographs).
const LAST: u32 = 0x9fff;

/// Characters of the range.
const COUNT: usize = (LAST - FIRST + 1) as usize;

/// Simplified form of every character from [`FIRST`] to [`LAST`] that was asked for so far, 0 for
/// the others: a text has a few hundred, and looking up all of them would take longer than
/// reading a FAQ.
static SIMPLIFIED: [AtomicU16; COUNT] = [const { AtomicU16::new(0) }; COUNT];

/// The OpenCC tables; `None` if they cannot be read.
static CONVERTER: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

/// Asks the tables for a character. Chains (a folds to b, b folds to c) are followed to their
/// end, so that folding twice is folding once.
#[cold]
fn look_up(code: u32) -> u32 {
    let mut simple = code;
    for _ in 0..5 {
        let Some(ch) = char::from_u32(simple) else {
            break;
        };
        let converted = match &*CONVERTER {
            Some(converter) => converter.convert(ch.encode_utf8(&mut [0; 4])),
            None => break,
        };
        let mut chars = converted.chars();
        match (chars.next().map(u32::from), chars.next()) {
            (Some(next), None) if next != simple && (FIRST..=LAST).contains(&next) => simple = next,
            _ => break,
        }
    }
    SIMPLIFIED[(code - FIRST) as usize].store(simple as u16, Relaxed);
    simple
}

/// The simplified form of a character; other characters are returned as they are.
pub fn simplify(ch: char) -> char {
    let code = u32::from(ch);
    if !(FIRST..=LAST).contains(&code) {
        return ch;
    }
    let simple = match SIMPLIFIED[(code - FIRST) as usize].load(Relaxed) {
        0 => look_up(code),
        known => u32::from(known),
    };
    let simple = char::from_u32(simple).unwrap_or(ch);
    VARIANTS
        .iter()
        .find(|(from, _)| *from == simple)
        .map_or(simple, |(_, to)| *to)
}

/// The characters that Taiwan's words begin with.
static FIRSTS: BloomFilter = {
    let (mut filter, mut at) = (BloomFilter::EMPTY, 0);
    while at < TAIWAN.len() {
        filter = filter.with_first_char(TAIWAN[at].0);
        at += 1;
    }
    filter
};

/// Writes Taiwan's words as the mainland's. Each new character keeps the span of the whole word.
pub(super) fn mainland_words(tokens: &mut Tokens) {
    let found_at = |tokens: &Tokens, at: usize| {
        let may = tokens.list[at].kind == TokenKind::Han && FIRSTS.may_contain(tokens.at(at));
        TAIWAN.iter().filter(|_| may).find(|(from, _)| {
            let mut step = at;
            from.chars().all(|ch| {
                let token = tokens.at(step);
                step += 1;
                token.starts_with(ch) && token.len() == ch.len_utf8()
            })
        })
    };
    let Some(first) = (0..tokens.list.len()).find(|&at| found_at(tokens, at).is_some()) else {
        return;
    };
    let old = tokens.list.split_off(first);
    let mut view = Tokens {
        list: old,
        buffer: std::mem::take(&mut tokens.buffer),
    };
    let mut at = 0;
    while at < view.list.len() {
        if let Some((from, to)) = found_at(&view, at) {
            let width = from.chars().count();
            let (start, end) = (view.list[at].start, view.list[at + width - 1].end);
            for (number, ch) in to.chars().enumerate() {
                let text = view.store(ch.encode_utf8(&mut [0; 4]));
                let joined = view.list[at].joined || number > 0;
                tokens.list.push(Token {
                    kind: TokenKind::Han,
                    text,
                    stem: text,
                    start,
                    end,
                    in_stop_phrase: false,
                    joined,
                });
            }
            at += width;
        } else {
            tokens.list.push(view.list[at]);
            at += 1;
        }
    }
    tokens.buffer = view.buffer;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_become_simplified_ones() {
        for (from, to) in [
            ('為', '为'),
            ('綁', '绑'),
            ('費', '费'),
            ('錢', '钱'),
            ('帳', '账'),
        ] {
            assert_eq!(simplify(from), to, "{from}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for ch in (FIRST..=LAST).filter_map(char::from_u32) {
            assert_eq!(simplify(simplify(ch)), simplify(ch), "{ch}");
        }
    }
}
