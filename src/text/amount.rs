//! Joins an amount of money into one token, whatever its spelling: `$5`, `5 USD`, `5刀`, `五美元`,
//! `five dollars` all become `usd5`.
//!
//! An amount also leaves its plain number behind in the features (see `index::features`), so
//! that "5" alone still speaks a little for "$5". Numbers are never matched fuzzily.

use super::bloom_filter::BloomFilter;
use super::token::{Token, TokenKind, Tokens};
use crate::lexicon::currencies::{HAN_UNITS, NUMBER_WORDS, UNITS};

/// The English words for numbers.
static NUMBERS: BloomFilter = with_numbers(BloomFilter::EMPTY);

/// The words that an amount may begin with.
static OPENINGS: BloomFilter = {
    let (mut filter, mut at) = (with_numbers(BloomFilter::EMPTY).with("us"), 0);
    while at < UNITS.len() {
        filter = filter.with(UNITS[at].0);
        at += 1;
    }
    filter
};

/// The filter with the English words for numbers in it.
const fn with_numbers(mut filter: BloomFilter) -> BloomFilter {
    let mut at = 0;
    while at < NUMBER_WORDS.len() {
        filter = filter.with(NUMBER_WORDS[at].0);
        at += 1;
    }
    filter
}

/// Longest run of Chinese numerals, in characters, that is read as one number. It bounds the work.
const LONGEST_NUMERAL: usize = 12;

/// Joins currencies and numbers into amounts. Linear.
pub(super) fn join_amounts(tokens: &mut Tokens) {
    let mut write = 0;
    let mut read = 0;
    while read < tokens.list.len() {
        let (token, used) = match amount_at(tokens, read) {
            Some((code, number, used)) => {
                let text = tokens.store(&format!("{code}{number}"));
                let token = Token {
                    kind: TokenKind::Amount,
                    text,
                    stem: text,
                    end: tokens.list[read + used - 1].end,
                    ..tokens.list[read]
                };
                (Some(token), used)
            }
            // A sign without a number says little and is written in too many ways.
            None if tokens.list[read].kind == TokenKind::Currency => (None, 1),
            None => (Some(tokens.list[read]), 1),
        };
        if let Some(token) = token {
            tokens.list[write] = token;
            write += 1;
        }
        read += used;
    }
    tokens.list.truncate(write);
}

/// The amount that starts at token `at`: currency, number, and how many tokens it takes.
fn amount_at(tokens: &Tokens, at: usize) -> Option<(&'static str, String, usize)> {
    let first = &tokens.list[at];
    if first.kind == TokenKind::Word && !OPENINGS.may_contain(tokens.text(first)) {
        return None;
    }
    let mut before = 0;
    let mut code = None;
    // `US$5`, `USD 5`, `$5`, `¥ 5`
    if tokens.at(at) == "us" && sign(tokens, at + 1).is_some() {
        before = 1;
    }
    if let Some(found) = sign(tokens, at + before).or_else(|| {
        (tokens.at(at).len() == 3)
            .then(|| unit(tokens, at))
            .flatten()
    }) {
        code = Some(found);
        before += 1;
    } else if before > 0 {
        return None;
    }
    let (number, digits) = number_at(tokens, at + before)?;
    let mut used = before + digits;
    let mut after = None;
    if let Some(found) = sign(tokens, at + used) {
        // `5$`, but in `5 $10` the sign belongs to what follows
        if code.is_none() && number_at(tokens, at + used + 1).is_none() {
            after = Some((found, 1));
        }
    } else if tokens.at(at + used) == "us" && unit(tokens, at + used + 1) == Some("usd") {
        after = unit(tokens, at + used + 1).map(|found| (found, 2));
    } else if let Some(found) = unit(tokens, at + used) {
        after = Some((found, 1));
    } else {
        after = HAN_UNITS.iter().find_map(|(name, found)| {
            let chars = name.chars().count();
            (0..chars)
                .zip(name.chars())
                .all(|(step, ch)| single(tokens, at + used + step) == Some(ch))
                .then_some((*found, chars))
        });
        // 一块 alone is mostly "together", 一元 rarely money.
        let bare = number == "1" && tokens.list[at + before].kind == TokenKind::Han;
        if bare && matches!(after, Some((_, 1))) {
            after = None;
        }
    }
    if let Some((found, width)) = after {
        code = code.or(Some(found));
        used += width;
    }
    Some((code?, number, used))
}

fn sign(tokens: &Tokens, at: usize) -> Option<&'static str> {
    currency(tokens, at, TokenKind::Currency)
}

fn unit(tokens: &Tokens, at: usize) -> Option<&'static str> {
    currency(tokens, at, TokenKind::Word)
}

/// The currency that a token of this kind names.
fn currency(tokens: &Tokens, at: usize, kind: TokenKind) -> Option<&'static str> {
    let token = tokens.list.get(at)?;
    if token.kind != kind {
        return None;
    }
    let text = tokens.text(token);
    UNITS
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, code)| *code)
}

fn single(tokens: &Tokens, at: usize) -> Option<char> {
    let token = tokens.list.get(at)?;
    (token.kind == TokenKind::Han)
        .then(|| tokens.text(token).chars().next())
        .flatten()
}

/// The number at token `at`, in digits or words, and how many tokens it takes.
pub(super) fn number_at(tokens: &Tokens, at: usize) -> Option<(String, usize)> {
    let token = tokens.list.get(at)?;
    match token.kind {
        TokenKind::Number => Some((tokens.text(token).to_owned(), 1)),
        TokenKind::Word => {
            let (mut value, mut used) = (word_value(tokens, at)?, 1);
            // `twenty five`, `two hundred`
            while let Some(next) = word_value(tokens, at + used) {
                match (value % 100, next) {
                    (20..=90, 1..=9) if value % 10 == 0 => value += next,
                    (_, 100 | 1_000) if value < next => value *= next,
                    (0, 1..=99) if value > 0 => value += next,
                    _ => break,
                }
                used += 1;
            }
            Some((value.to_string(), used))
        }
        TokenKind::Han => {
            let mut numerals = Vec::new();
            while numerals.len() < LONGEST_NUMERAL {
                match single(tokens, at + numerals.len()) {
                    Some(ch) if numeral(ch).is_some() => numerals.push(ch),
                    _ => break,
                }
            }
            Some((read_numerals(&numerals)?.to_string(), numerals.len()))
        }
        TokenKind::Amount | TokenKind::Currency | TokenKind::Syllable => None,
    }
}

/// Value of the English number word at token `at`.
fn word_value(tokens: &Tokens, at: usize) -> Option<u64> {
    let token = tokens.list.get(at)?;
    let text = (token.kind == TokenKind::Word).then(|| tokens.text(token))?;
    if !NUMBERS.may_contain(text) {
        return None;
    }
    let (_, value) = NUMBER_WORDS.iter().find(|(name, _)| *name == text)?;
    Some(*value)
}

/// Value of a Chinese numeral; tens and above are units.
fn numeral(ch: char) -> Option<u64> {
    Some(match ch {
        '〇' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '十' | '拾' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        _ => return None,
    })
}

/// Reads `五十`, `一百二十`, `三千`, `一二三`.
fn read_numerals(numerals: &[char]) -> Option<u64> {
    if numerals.is_empty() {
        return None;
    }
    let values: Vec<u64> = numerals.iter().filter_map(|&ch| numeral(ch)).collect();
    if values.iter().all(|&value| value < 10) {
        return Some(values.iter().fold(0, |sum, value| sum * 10 + value));
    }
    let (mut total, mut section, mut digit) = (0, 0, 0);
    for value in values {
        if value < 10 {
            digit = value;
        } else if value == 10_000 {
            total += (section + digit).max(1) * value;
            (section, digit) = (0, 0);
        } else {
            section += digit.max(1) * value;
            digit = 0;
        }
    }
    Some(total + section + digit)
}
