//! Numbers with their units: `30天`, `a month`, `thirty-day`, `月卡` and `monthly` are one length of
//! time, `$5` and `5刀` one amount; 5 is never 50.
//!
//! A number without a unit counts with the word it belongs to (`gpt 4`, `5g`). Dates, clocks, ages
//! and numbers of people say nothing.

#[cfg(test)]
mod tests;
mod units;

use std::sync::LazyLock;

use crate::lexicon::function_words::is_function_word;
use crate::lexicon::word_hash::WordSet;
use crate::text::{Analysis, TokenKind};
use bitcode::{Decode, Encode};
use units::{
    ADVERB, BEFORE, DAY, HOUR, LENGTHS, MONEY, MONTHS, NONE, UNITS, WEEKDAY, WEEKDAYS, YEAR,
};
pub(super) use units::{DAY_THOUSANDTHS, TIME};

/// A quantity: what is counted, and how much in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub(super) struct Quantity {
    pub dimension: u64,
    pub thousandths: i64,
}

/// A number of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    /// How much it says; `None` where it says nothing but hides others.
    pub quantity: Option<Quantity>,
    /// Its first token, and one past its last.
    pub tokens: (usize, usize),
}

/// The numbers of a text, from left to right.
pub(super) fn quantities(analysis: &Analysis) -> Vec<Counted> {
    let mut quantities = Vec::new();
    let mut at = 0;
    while at < analysis.tokens().len() {
        let Some((quantity, end)) = quantity_at(analysis, at) else {
            at += 1;
            continue;
        };
        let tokens = (at, end);
        quantities.push(Counted { quantity, tokens });
        at = end;
    }
    quantities
}

/// The quantity at token `at`, and one past its last token.
fn quantity_at(analysis: &Analysis, at: usize) -> Option<(Option<Quantity>, usize)> {
    let tokens = analysis.tokens();
    let token = tokens.get(at)?;
    let text = analysis.text(token);
    if token.kind == TokenKind::Amount {
        return Some((amount(text), at + 1));
    }
    if begins_a_name(analysis.stem(token)) {
        if let Some(found) = weekday_or_length(analysis, at) {
            return Some(found);
        }
        if let Some((depth, end)) = basement(analysis, at) {
            return Some((Some(of(word("b"), depth)), end));
        }
    }
    let (number, end) = match analysis.number_at(at) {
        Some((number, used)) => (number, at + used),
        None => match text {
            "half"
                if analysis
                    .tokens()
                    .get(at + 1)
                    .is_some_and(|t| analysis.text(t) == "an") =>
            {
                (0.5, at + 2)
            }
            "half" | "半" if unit_at(analysis, at + 1).is_some() => (0.5, at + 1),
            "a" | "an" | "first" | "首" | "头" if is_unit_of_time(analysis, at + 1) => {
                (1.0, at + 1)
            }
            _ => return None,
        },
    };
    if is_date(analysis, at, end) || is_rate(analysis, at) {
        return Some((None, end));
    }
    if let Some((dimension, size, width)) = unit_at(analysis, end) {
        // `2025年` is a year, not a length.
        let unit = analysis.text(&tokens[end]);
        if (1900.0..2100.0).contains(&number) && matches!(unit, "年") {
            return Some((Some(of(YEAR, number)), end + width));
        }
        // `a minute`, 一小时: what a rate is for.
        let is_first = matches!(text, "first" | "首" | "头");
        let is_rate = number == 1.0
            && !is_first
            && (size < HOUR || size < DAY && !matches!(token.kind, TokenKind::Number));
        let found = (dimension != NONE && !is_rate).then(|| of(dimension, number * size));
        return Some((found, end + width));
    }
    if let Some(end) = counted(analysis, end).filter(|_| number > 1.0 && number < 10_000.0) {
        let counted = analysis.stem(&tokens[end - 1]);
        return Some((Some(of(word(counted), number)), end));
    }
    if token.kind != TokenKind::Number {
        return None;
    }
    // `5g`, `10gb`, `30cm`: a unit of letters that touches the number.
    if let Some(next) = tokens.get(end) {
        let glued = next.start == tokens[end - 1].end;
        if next.kind == TokenKind::Word
            && next.joined
            && (glued || analysis.text(next).len() <= 2)
            && !BEFORE.contains(&analysis.text(next))
        {
            return Some((Some(of(word(analysis.stem(next)), number)), end + 1));
        }
    }
    // `gpt 4`, `windows 10`, `level 3`; two numbers in a row are one of a telephone.
    let in_a_row = tokens
        .get(end)
        .is_some_and(|next| next.kind == TokenKind::Number);
    if at > 0 && token.joined && number < 1_000.0 && !in_a_row {
        let before = &tokens[at - 1];
        let name = analysis.text(before);
        // `B3`: one letter that touches the number.
        let is_name = name.len() > 1 || before.end == token.start && name != "a";
        if before.kind == TokenKind::Word && !BEFORE.contains(&name) && is_name {
            return Some((Some(of(word(analysis.stem(before)), number)), end));
        }
    }
    Some((None, end))
}

/// Whether a word begins a weekday, a length of time or a basement: nearly none does, and the lists
/// are long.
fn begins_a_name(stem: &str) -> bool {
    static FIRST: LazyLock<WordSet<&str>> = LazyLock::new(|| {
        let days = WEEKDAYS.iter().map(|(names, _)| names[0]);
        let lengths = LENGTHS.iter().map(|(names, _)| names[0]);
        let basements = BASEMENTS.iter().map(|names| names[0]);
        days.chain(lengths).chain(basements).collect()
    });
    FIRST.contains(stem)
}

fn weekday_or_length(analysis: &Analysis, at: usize) -> Option<(Option<Quantity>, usize)> {
    let days = WEEKDAYS
        .iter()
        .filter(|(names, _)| fits(analysis, at, names));
    if let Some((names, day)) = days.max_by_key(|(names, _)| names.len()) {
        return Some((Some(of(WEEKDAY, *day as f64)), at + names.len()));
    }
    let token = &analysis.tokens()[at];
    let text = analysis.text(token);
    let (names, size) = LENGTHS
        .iter()
        .find(|(names, _)| fits(analysis, at, names))?;
    let is_whole = token.kind == TokenKind::Han || text.ends_with(ADVERB) || text == "annual";
    is_whole.then(|| (Some(of(TIME, *size)), at + names.len()))
}

/// What stands before the number of a floor below the ground.
const BASEMENTS: [&[&str]; 2] = [&["负"], &["地", "下"]];

/// A floor below the ground, 负二层 or 地下二层: the same as `B2`.
fn basement(analysis: &Analysis, at: usize) -> Option<(f64, usize)> {
    let names = BASEMENTS.iter().find(|names| fits(analysis, at, names))?;
    let (depth, used) = analysis.number_at(at + names.len())?;
    let end = at + names.len() + used;
    let is_floor = fits(analysis, end, &["层"]) || fits(analysis, end, &["楼"]);
    is_floor.then_some((depth, end + 1))
}

/// One past the noun in the plural that a number counts: `20 stamps`.
fn counted(analysis: &Analysis, end: usize) -> Option<usize> {
    let token = analysis.tokens().get(end)?;
    let text = analysis.text(token);
    let is_noun = token.kind == TokenKind::Word
        && token.joined
        && text.len() > 3
        && text.ends_with('s')
        && !text.ends_with("ss")
        && !BEFORE.contains(&text)
        && !is_function_word(text);
    is_noun.then_some(end + 1)
}

fn of(dimension: u64, value: f64) -> Quantity {
    Quantity {
        dimension,
        thousandths: (value * 1_000.0).round() as i64,
    }
}

/// An amount is its number; the currency is told by the number's sign in most talk.
fn amount(text: &str) -> Option<Quantity> {
    let digits = text.trim_start_matches(|ch: char| ch.is_ascii_alphabetic());
    Some(of(MONEY, digits.parse().ok()?))
}

/// The unit at token `at`: dimension, size, tokens.
fn unit_at(analysis: &Analysis, at: usize) -> Option<(u64, f64, usize)> {
    UNITS
        .iter()
        .filter(|(names, _, _)| fits(analysis, at, names))
        .max_by_key(|(names, _, _)| names.len())
        .map(|(names, dimension, size)| (*dimension, *size, names.len()))
}

fn is_unit_of_time(analysis: &Analysis, at: usize) -> bool {
    unit_at(analysis, at).is_some_and(|(dimension, _, _)| dimension == TIME)
}

/// Whether a number beside a month is a date.
fn is_date(analysis: &Analysis, at: usize, end: usize) -> bool {
    let tokens = analysis.tokens();
    let month = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| MONTHS.contains(&analysis.stem(token)))
    };
    at > 0 && month(at - 1) || month(end)
}

/// Whether what is counted is a rate or a date: `every 2 weeks`, 每30天, 下半年.
fn is_rate(analysis: &Analysis, at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .map(|at| analysis.text(&analysis.tokens()[at]));
    before.is_some_and(|word| {
        matches!(
            word,
            "per" | "every" | "each" | "每" | "上" | "下" | "后" | "月"
        )
    })
}

/// Whether the tokens from `at` on are these, the first by its stem, joined.
fn fits(analysis: &Analysis, at: usize, names: &[&str]) -> bool {
    names.iter().enumerate().all(|(step, name)| {
        let token = analysis.tokens().get(at + step);
        token.is_some_and(|token| analysis.stem(token) == *name && (step == 0 || token.joined))
    })
}

/// Number of a word as a dimension, beyond the dimensions with a number of their own.
pub(super) fn word(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    hash | 1 << 63
}

/// Whether a day is of the weekend; `None` of what is no day.
pub(super) fn is_weekend(quantity: Quantity) -> Option<bool> {
    let day = quantity.thousandths / 1_000;
    (quantity.dimension == WEEKDAY).then_some((6..=8).contains(&day))
}

/// Whether two quantities of a dimension exclude each other.
pub(super) fn excludes(one: Quantity, other: Quantity) -> bool {
    if one.dimension != other.dimension || one.thousandths == other.thousandths {
        return false;
    }
    if one.dimension != WEEKDAY {
        return true;
    }
    // The weekend has a Saturday, a working day is Monday to Friday.
    let (low, high) = (
        one.thousandths.min(other.thousandths) / 1_000,
        one.thousandths.max(other.thousandths) / 1_000,
    );
    !matches!((low, high), (6 | 7, 8) | (1..=5, 9))
}
