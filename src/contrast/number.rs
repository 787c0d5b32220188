//! Numbers with their units: `30天`, `a month`, `thirty-day`, `月卡` and `monthly` are one length of
//! time, `$5` and `5刀` one amount; 5 is never 50.
//!
//! A number without a unit counts with the word it belongs to (`gpt 4`, `5g`). Dates, clocks, ages
//! and numbers of people say nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lexicon::function_words::FUNCTION_WORDS;
use crate::text::{Analysis, TokenKind};

/// A quantity: what is counted, and how much in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Quantity {
    pub dimension: u64,
    pub thousandths: i64,
}

/// Dimensions with a number of their own; others are hashes of words, which are larger.
pub(super) const TIME: u64 = 1;
const MONEY: u64 = 2;
const YEAR: u64 = 3;
const WEEKDAY: u64 = 4;
const GRADE: u64 = 5;
const FLOOR: u64 = 6;
const WEIGHT: u64 = 7;
const LENGTH: u64 = 8;
const LITRE: u64 = 9;
const LESSON: u64 = 10;
const ENTRIES: u64 = 11;
const DISCOUNT: u64 = 12;
const INCH: u64 = 13;
const SIZE: u64 = 14;
const NONE: u64 = 0;

const MINUTE: f64 = 1.0;
const HOUR: f64 = 60.0;
const DAY: f64 = 24.0 * HOUR;
/// A day in thousandths of a minute.
pub(super) const DAY_THOUSANDTHS: i64 = 24 * 60 * 1_000;
const MONTH: f64 = 30.0 * DAY;
/// Twelve months and a year are the same.
const YEAR_LONG: f64 = 12.0 * MONTH;

/// Units: stems or Han characters, dimension, size. Longer ones stand before their beginnings.
const UNITS: &[(&[&str], u64, f64)] = &[
    (&["second"], TIME, MINUTE / 60.0),
    (&["sec"], TIME, MINUTE / 60.0),
    (&["minut"], TIME, MINUTE),
    (&["min"], TIME, MINUTE),
    (&["hour"], TIME, HOUR),
    (&["hr"], TIME, HOUR),
    (&["hrs"], TIME, HOUR),
    (&["day"], TIME, DAY),
    (&["night"], TIME, DAY),
    (&["week"], TIME, 7.0 * DAY),
    (&["fortnight"], TIME, 14.0 * DAY),
    (&["month"], TIME, MONTH),
    (&["quarter"], TIME, 3.0 * MONTH),
    (&["year"], TIME, YEAR_LONG),
    (&["秒"], TIME, MINUTE / 60.0),
    (&["分", "钟"], TIME, MINUTE),
    (&["个", "小", "时"], TIME, HOUR),
    (&["小", "时"], TIME, HOUR),
    (&["个", "钟", "头"], TIME, HOUR),
    (&["天"], TIME, DAY),
    (&["日"], TIME, DAY),
    (&["晚"], TIME, DAY),
    (&["周"], TIME, 7.0 * DAY),
    (&["个", "星", "期"], TIME, 7.0 * DAY),
    (&["星", "期"], TIME, 7.0 * DAY),
    (&["个", "礼", "拜"], TIME, 7.0 * DAY),
    (&["个", "月"], TIME, MONTH),
    (&["月"], NONE, 1.0),
    (&["季", "度"], TIME, 3.0 * MONTH),
    (&["个", "季", "度"], TIME, 3.0 * MONTH),
    (&["年"], TIME, YEAR_LONG),
    (&["年", "级"], GRADE, 1.0),
    (&["级"], GRADE, 1.0),
    (&["公", "斤"], WEIGHT, 1_000.0),
    (&["千", "克"], WEIGHT, 1_000.0),
    (&["斤"], WEIGHT, 500.0),
    (&["克"], WEIGHT, 1.0),
    (&["kg"], WEIGHT, 1_000.0),
    (&["kilo"], WEIGHT, 1_000.0),
    (&["kilogram"], WEIGHT, 1_000.0),
    (&["gram"], WEIGHT, 1.0),
    (&["公", "里"], LENGTH, 1_000.0),
    (&["千", "米"], LENGTH, 1_000.0),
    (&["厘", "米"], LENGTH, 0.01),
    (&["公", "分"], LENGTH, 0.01),
    (&["米"], LENGTH, 1.0),
    (&["km"], LENGTH, 1_000.0),
    (&["kilomet"], LENGTH, 1_000.0),
    (&["kilometr"], LENGTH, 1_000.0),
    (&["cm"], LENGTH, 0.01),
    (&["centimet"], LENGTH, 0.01),
    (&["centimetr"], LENGTH, 0.01),
    (&["metr"], LENGTH, 1.0),
    (&["meter"], LENGTH, 1.0),
    (&["升"], LITRE, 1.0),
    (&["litr"], LITRE, 1.0),
    (&["liter"], LITRE, 1.0),
    (&["节"], LESSON, 1.0),
    (&["节", "课"], LESSON, 1.0),
    (&["课", "时"], LESSON, 1.0),
    (&["堂", "课"], LESSON, 1.0),
    (&["lesson"], LESSON, 1.0),
    (&["session"], LESSON, 1.0),
    (&["次", "卡"], ENTRIES, 1.0),
    (&["折"], DISCOUNT, 1.0),
    (&["寸"], INCH, 1.0),
    (&["英", "寸"], INCH, 1.0),
    (&["inch"], INCH, 1.0),
    (&["码"], SIZE, 1.0),
    (&["楼"], FLOOR, 1.0),
    (&["层"], FLOOR, 1.0),
    // What says nothing: people, pieces, ages, clocks, days of the month.
    (&["year", "old"], NONE, 1.0),
    (&["peopl"], NONE, 1.0),
    (&["person"], NONE, 1.0),
    (&["time"], NONE, 1.0),
    (&["am"], NONE, 1.0),
    (&["pm"], NONE, 1.0),
    (&["clock"], NONE, 1.0),
    (&["个"], NONE, 1.0),
    (&["位"], NONE, 1.0),
    (&["人"], NONE, 1.0),
    (&["次"], NONE, 1.0),
    (&["岁"], NONE, 1.0),
    (&["点"], NONE, 1.0),
    (&["号"], NONE, 1.0),
    (&["辆"], NONE, 1.0),
    (&["件"], NONE, 1.0),
    (&["张"], NONE, 1.0),
    (&["本"], NONE, 1.0),
    (&["只"], NONE, 1.0),
    (&["台"], NONE, 1.0),
    (&["遍"], NONE, 1.0),
    (&["些"], NONE, 1.0),
    (&["下"], NONE, 1.0),
    (&["起"], NONE, 1.0),
    (&["样"], NONE, 1.0),
];

/// Words that are a length of time by themselves.
const LENGTHS: &[(&[&str], f64)] = &[
    (&["daili"], DAY),
    (&["hour"], HOUR),
    (&["week"], 7.0 * DAY),
    (&["month"], MONTH),
    (&["quarter"], 3.0 * MONTH),
    (&["year"], YEAR_LONG),
    (&["annual"], YEAR_LONG),
    (&["日", "卡"], DAY),
    (&["天", "卡"], DAY),
    (&["日", "票"], DAY),
    (&["周", "卡"], 7.0 * DAY),
    (&["周", "票"], 7.0 * DAY),
    (&["月", "卡"], MONTH),
    (&["月", "票"], MONTH),
    (&["包", "月"], MONTH),
    (&["月", "付"], MONTH),
    (&["月", "租"], MONTH),
    (&["月", "费"], MONTH),
    (&["月", "度"], MONTH),
    (&["季", "卡"], 3.0 * MONTH),
    (&["季", "票"], 3.0 * MONTH),
    (&["包", "季"], 3.0 * MONTH),
    (&["季", "度"], 3.0 * MONTH),
    (&["半", "年", "卡"], 6.0 * MONTH),
    (&["年", "卡"], YEAR_LONG),
    (&["年", "票"], YEAR_LONG),
    (&["包", "年"], YEAR_LONG),
    (&["年", "付"], YEAR_LONG),
    (&["年", "费"], YEAR_LONG),
    (&["年", "度"], YEAR_LONG),
    (&["年", "流", "量"], YEAR_LONG),
];

/// English words of [`LENGTHS`] that must be whole (`monthly`, not `month`), by their ending.
const ADVERB: &str = "ly";

/// Weekdays, Monday first.
const WEEKDAYS: &[(&[&str], i64)] = &[
    (&["monday"], 1),
    (&["tuesday"], 2),
    (&["wednesday"], 3),
    (&["thursday"], 4),
    (&["friday"], 5),
    (&["saturday"], 6),
    (&["sunday"], 7),
    (&["周", "一"], 1),
    (&["周", "二"], 2),
    (&["周", "三"], 3),
    (&["周", "四"], 4),
    (&["周", "五"], 5),
    (&["周", "六"], 6),
    (&["周", "日"], 7),
    (&["周", "天"], 7),
    (&["星", "期", "一"], 1),
    (&["星", "期", "二"], 2),
    (&["星", "期", "三"], 3),
    (&["星", "期", "四"], 4),
    (&["星", "期", "五"], 5),
    (&["星", "期", "六"], 6),
    (&["星", "期", "日"], 7),
    (&["星", "期", "天"], 7),
    (&["礼", "拜", "一"], 1),
    (&["礼", "拜", "六"], 6),
    (&["礼", "拜", "天"], 7),
    (&["周", "末"], 8),
    (&["weekend"], 8),
    (&["工", "作", "日"], 9),
    (&["weekday"], 9),
];

/// Months by name: a number beside one is a date.
const MONTHS: [&str; 23] = [
    "jan", "januari", "feb", "februari", "march", "mar", "apr", "april", "may", "jun", "june",
    "jul", "juli", "aug", "august", "sep", "sept", "septemb", "oct", "octob", "nov", "novemb",
    "decemb",
];

/// Words before a number that it does not belong to.
const BEFORE: [&str; 30] = [
    "to", "in", "on", "at", "of", "for", "the", "a", "my", "is", "be", "with", "and", "or", "from",
    "by", "than", "about", "need", "want", "have", "after", "number", "order", "no", "id", "get",
    "us", "only", "are",
];

/// The quantity at token `at`, and one past its last token. A token that says nothing but hides
/// others gives no quantity.
pub(super) fn quantity_at(analysis: &Analysis, at: usize) -> Option<(Option<Quantity>, usize)> {
    let tokens = analysis.tokens();
    let token = tokens.get(at)?;
    let text = analysis.text(token);
    if token.kind == TokenKind::Amount {
        return Some((amount(text), at + 1));
    }
    if begins_a_length(analysis.stem(token))
        && let Some(found) = weekday_or_length(analysis, at)
    {
        return Some(found);
    }
    if let Some((depth, end)) = basement(analysis, at) {
        return Some((Some(of(word("b"), depth)), end));
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

/// Whether a word begins a weekday or a length of time: nearly none does, and the lists are long.
fn begins_a_length(stem: &str) -> bool {
    static FIRST: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let days = WEEKDAYS.iter().map(|(names, _)| names[0]);
        days.chain(LENGTHS.iter().map(|(names, _)| names[0]))
            .collect()
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

/// A floor below the ground, 负二层 or 地下二层: the same as `B2`.
fn basement(analysis: &Analysis, at: usize) -> Option<(f64, usize)> {
    let skipped = [&["负"][..], &["地", "下"]];
    let names = skipped.iter().find(|names| fits(analysis, at, names))?;
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
        && !FUNCTION_WORDS
            .split_ascii_whitespace()
            .any(|one| one == text);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn all(text: &str) -> Vec<Quantity> {
        let analysis = analyze(text);
        let (mut at, mut found) = (0, Vec::new());
        while at < analysis.tokens().len() {
            match quantity_at(&analysis, at) {
                Some((quantity, end)) => {
                    found.extend(quantity);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    #[test]
    fn the_same_quantity_in_other_words() {
        for group in [
            &["5刀", "$5", "US$5.00", "five dollars", "5 bucks", "五美元"][..],
            &["50块", "¥50", "五十元", "fifty yuan"],
            &[
                "30天",
                "thirty-day pass",
                "a month",
                "月卡",
                "monthly pass",
                "1个月",
            ],
            &[
                "一周",
                "7 days",
                "weekly",
                "seven-day pack",
                "一个星期",
                "周卡",
            ],
            &["年卡", "yearly", "annual plan", "12 months", "一年"],
            &["半小时", "half an hour", "30 minutes", "三十分钟"],
            &["24小时", "1 day", "一天", "24 hours"],
            &["周六", "Saturday", "星期六"],
            &["5G", "5 g", "5g网络"],
            &["twenty five minutes", "25分钟", "25 min"],
            &["B2", "level b2", "负二层", "地下2层"],
            &["the first hour", "1小时内", "首小时"],
            &["10 lessons", "ten lessons", "10节课", "十课时"],
            &["5公斤", "5 kg", "five kilograms", "十斤"],
            &["20 stamps", "twenty stamps"],
            &["八级", "8级"],
        ] {
            let first = all(group[0]);
            assert_eq!(first.len(), 1, "{}", group[0]);
            for other in group {
                assert_eq!(all(other), first, "{other}");
            }
        }
    }

    #[test]
    fn another_quantity_is_another() {
        for (one, other) in [
            ("$5", "$50"),
            ("$5", "$500"),
            ("30天", "7天"),
            ("monthly", "yearly"),
            ("4G", "5G"),
            ("gpt 4", "gpt-5"),
            ("周六", "周日"),
            ("10GB", "100GB"),
            ("三年级", "4年级"),
            ("二楼", "3层"),
            ("B2", "B3"),
            ("前30分钟", "前2个小时"),
            ("10节课", "5节课"),
            ("三级", "八级"),
            ("20 stamps", "100 stamps"),
        ] {
            let (one, other) = (all(one)[0], all(other)[0]);
            assert!(excludes(one, other), "{one:?} {other:?}");
        }
        assert!(!excludes(all("周末")[0], all("Sunday")[0]));
        assert!(!excludes(all("工作日")[0], all("周二")[0]));
    }

    #[test]
    fn numbers_that_say_nothing() {
        for text in [
            "on 20 Nov",
            "3 December",
            "订单20261125",
            "for two people",
            "2个人",
            "15岁",
            "at 8 pm",
            "晚上8点",
            "5月3日",
            "call 555 0199",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }
}
