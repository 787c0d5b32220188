//! The units and lengths that are known, in both languages, and words beside a number that say what
//! it is not.

/// Dimensions with a number of their own; others are hashes of words, which are larger.
pub(in crate::contrast) const TIME: u64 = 1;
pub(super) const MONEY: u64 = 2;
pub(super) const YEAR: u64 = 3;
pub(super) const WEEKDAY: u64 = 4;
pub(super) const GRADE: u64 = 5;
pub(super) const FLOOR: u64 = 6;
pub(super) const WEIGHT: u64 = 7;
pub(super) const LENGTH: u64 = 8;
pub(super) const LITRE: u64 = 9;
pub(super) const LESSON: u64 = 10;
pub(super) const ENTRIES: u64 = 11;
pub(super) const DISCOUNT: u64 = 12;
pub(super) const INCH: u64 = 13;
pub(super) const SIZE: u64 = 14;
pub(super) const NONE: u64 = 0;

pub(super) const MINUTE: f64 = 1.0;
pub(super) const HOUR: f64 = 60.0;
pub(super) const DAY: f64 = 24.0 * HOUR;
/// A day in thousandths of a minute.
pub(in crate::contrast) const DAY_THOUSANDTHS: i64 = 24 * 60 * 1_000;
pub(super) const MONTH: f64 = 30.0 * DAY;
/// Twelve months and a year are the same.
pub(super) const YEAR_LONG: f64 = 12.0 * MONTH;

/// Units: stems or Han characters, dimension, size. Longer ones stand before their beginnings.
pub(super) const UNITS: &[(&[&str], u64, f64)] = &[
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
pub(super) const LENGTHS: &[(&[&str], f64)] = &[
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
pub(super) const ADVERB: &str = "ly";

/// Weekdays, Monday first.
pub(super) const WEEKDAYS: &[(&[&str], i64)] = &[
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
pub(super) const MONTHS: [&str; 23] = [
    "jan", "januari", "feb", "februari", "march", "mar", "apr", "april", "may", "jun", "june",
    "jul", "juli", "aug", "august", "sep", "sept", "septemb", "oct", "octob", "nov", "novemb",
    "decemb",
];

/// Words before a number that it does not belong to.
pub(super) const BEFORE: [&str; 30] = [
    "to", "in", "on", "at", "of", "for", "the", "a", "my", "is", "be", "with", "and", "or", "from",
    "by", "than", "about", "need", "want", "have", "after", "number", "order", "no", "id", "get",
    "us", "only", "are",
];
