//! Answers: what differs between the two languages, what Telegram cannot show in one piece.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::faq::{Diagnostic, Entry, Faq, FilePlace, Places, shown};
use crate::text::Language;

/// Telegram's longest message, in UTF-16 units after formatting.
const LONGEST_MESSAGE_UNITS: usize = 4096;
/// Titles are shown on buttons, which phones cut far below this.
const LONGEST_TITLE_CHARS: usize = 100;

/// Every finding about answers and titles.
pub(super) fn answers(faq: &Faq, places: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (number, entry) in faq.entries.iter().enumerate() {
        let place = |language: Language| {
            let places = places.entries.get(number);
            let place = places.and_then(|one| one.answer[language as usize].clone());
            place.unwrap_or_else(|| entry.place.clone())
        };
        differing(entry, &place, &mut found);
        too_long(entry, &place, &mut found);
    }
    found
}

/// Numbers and links that one language has and the other has not.
fn differing(entry: &Entry, place: &impl Fn(Language) -> FilePlace, found: &mut Vec<Diagnostic>) {
    let (Some(en), Some(zh)) = (&entry.answer.en, &entry.answer.zh) else {
        return;
    };
    let said = (numbers(en), numbers(zh));
    let linked = (links(en), links(zh));
    for (code, what, (en, zh), texts) in [
        ("numbers-differ", "number", said, Some((en, zh))),
        ("links-differ", "link", linked, None),
    ] {
        // A number that the other language writes in another way is no difference.
        let unsaid = |number: &String, other: fn((&'_ String, &'_ String)) -> String| {
            texts.is_none_or(|(en, zh)| !says(&other((en, zh)), number))
        };
        let en_only: BTreeSet<String> = en
            .difference(&zh)
            .filter(|n| unsaid(n, |t| t.1.clone()))
            .cloned()
            .collect();
        let zh_only: BTreeSet<String> = zh
            .difference(&en)
            .filter(|n| unsaid(n, |t| t.0.clone()))
            .cloned()
            .collect();
        let only = |missing: &BTreeSet<String>, name: &str| {
            let missing: Vec<String> = missing
                .iter()
                .map(|text| format!("`{}`", shown(text)))
                .collect();
            (!missing.is_empty()).then(|| format!("{} only in {name}", missing.join(", ")))
        };
        let parts = [only(&en_only, "English"), only(&zh_only, "Chinese")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            let message = format!(
                "the {what}s in the answers of `{}` differ: {}",
                entry.id,
                parts.join("; ")
            );
            let help = "see that both answers say the same";
            found.push(Diagnostic::warning(code, place(Language::Zh), message).help(help));
        }
    }
}

/// Web addresses in a text.
pub(crate) fn links(text: &str) -> BTreeSet<String> {
    let mut links = BTreeSet::new();
    let mut rest = text;
    while let Some(start) = rest
        .find("http://")
        .into_iter()
        .chain(rest.find("https://"))
        .min()
    {
        let end = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ')' | ']' | '>' | '"' | '*' | '，' | '。' | '）' | '（' | '；'
                )
        };
        let length = rest[start..].find(end).unwrap_or(rest.len() - start);
        let link = rest[start..start + length].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        links.insert(link.trim_end_matches('/').to_owned());
        rest = &rest[start + length..];
    }
    links
}

/// Numbers in a text, without those in addresses and list marks.
fn numbers(text: &str) -> BTreeSet<String> {
    let mut text: String = text.nfkc().collect();
    for link in links(&text) {
        text = text.replace(&link, " ");
    }
    let text = without_phone_numbers(&text);
    let mut numbers = BTreeSet::new();
    for line in text.lines() {
        let line = line.trim_start();
        let mark = line
            .find(['.', ')', '、'])
            .filter(|&end| end > 0 && end < 3 && line[..end].bytes().all(|b| b.is_ascii_digit()))
            // `1.5% of the amount` is no item of a list.
            .filter(|&end| {
                !line[end..]
                    .chars()
                    .nth(1)
                    .is_some_and(|c| c.is_ascii_digit())
            });
        let line = mark.map_or(line, |end| line[end..].trim_start_matches(['.', ')', '、']));
        for number in line.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')) {
            let number = number.trim_matches(['.', ',']).replace(',', "");
            let number = match number.contains('.') {
                true => number.trim_end_matches('0').trim_end_matches('.'),
                false => &number,
            };
            if !number.is_empty() {
                numbers.insert(number.to_owned());
            }
        }
    }
    numbers
}

/// A text without the numbers of telephones: each language names that of its own place.
fn without_phone_numbers(text: &str) -> String {
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '/');
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['+', '(', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        let end = tail.find(|c| !of_number(c)).unwrap_or(tail.len()).max(1);
        let run = tail[..end].trim_end();
        let digits = run.chars().filter(char::is_ascii_digit).count();
        let groups: Vec<usize> = run
            .split(|c: char| !c.is_ascii_digit())
            .map(str::len)
            .filter(|length| *length > 0)
            .collect();
        let date = matches!(groups[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4]);
        let phone = !date
            && (7..=16).contains(&digits)
            && (run.starts_with('+') || groups.len() > 2 && run.contains(['-', '(']));
        out.push_str(if phone { " " } else { run });
        rest = &tail[run.len().max(1)..];
        if run.is_empty() {
            out.push_str(&tail[..1]);
        }
    }
    out + rest
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether `text`, in the other language, says `number` in another way: as a word (`three`, 三),
/// as a month, on another clock (14:00 and 2 PM), in other units (15 万 and 150,000), or as what
/// is left of a price (8 折 and 20% off).
fn says(text: &str, number: &str) -> bool {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    if as_word(number).iter().any(|word| text.contains(word)) {
        return true;
    }
    let Ok(value) = number.parse::<f64>() else {
        return false;
    };
    let whole = value.fract() == 0.0 && (0.0..100.0).contains(&value);
    if whole && text.contains(&chinese(value as usize)) {
        return true;
    }
    if whole
        && let Some(month) = (value as usize)
            .checked_sub(1)
            .and_then(|month| MONTHS.get(month))
        && text
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| word.starts_with(month))
    {
        return true;
    }
    let theirs = numbers(&text);
    let has = |other: f64| theirs.iter().any(|text| text.parse() == Ok(other));
    let clock = ["am", "pm", "a.m", "p.m", ":", "点", "时"]
        .iter()
        .any(|word| text.contains(word));
    let scaled = ["万", "亿", "千", "k", "thousand", "million", "billion"];
    let scaled = scaled.iter().any(|word| text.contains(word))
        || value >= 1000.0
        || theirs.iter().any(|text| text.len() > 3);
    let powers = [1e3, 1e4, 1e6, 1e8, 1e9, 1e2, 1e5];
    (clock && (has(value + 12.0) || has(value - 12.0) || value == 0.0))
        || (scaled
            && powers
                .iter()
                .any(|power| has(value * power) || has(value / power)))
        || ((text.contains('折') || text.contains('%'))
            && (has(100.0 - value * 10.0) || has(10.0 - value / 10.0)))
}

/// A number below 100 in Chinese.
fn chinese(value: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (value / 10, value % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, 0) => format!("{}十", DIGITS[tens]),
        (tens, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

/// How small numbers are written out.
fn as_word(number: &str) -> &'static [&'static str] {
    match number {
        "0" => &["zero", "no ", "free", "零", "免"],
        "1" => &[
            "one", "once", "first", "single", "a ", "an ", "一", "首", "单",
        ],
        "2" => &["two", "twice", "second", "both", "二", "两", "双"],
        "3" => &["three", "third", "三"],
        "4" => &["four", "四"],
        "5" => &["five", "fifth", "half", "五", "半"],
        "6" => &["six", "half a year", "六", "半年"],
        "7" => &["seven", "week", "七", "周", "星期"],
        "8" => &["eight", "八"],
        "9" => &["nine", "ninth", "九"],
        "10" => &["ten", "十"],
        "12" => &["twelve", "dozen", "year", "noon", "十二", "年", "中午"],
        "14" => &["fourteen", "two weeks", "fortnight", "两周", "十四"],
        "15" => &["fifteen", "half a month", "半个月"],
        "20" => &["twenty"],
        "24" => &["twenty-four", "day", "全天", "一天", "昼夜", "二十四"],
        "30" => &[
            "thirty",
            "month",
            "half an hour",
            "月",
            "半小时",
            "半个小时",
        ],
        "48" => &["two days", "两天"],
        "50" => &["fifty", "half", "一半", "半"],
        "60" => &["sixty", "hour", "minute", "小时", "分钟"],
        "90" => &["ninety", "three months", "三个月"],
        "100" => &["hundred", "all", "完全", "全部", "百"],
        "365" => &["year", "年"],
        "1000" => &["thousand", "千"],
        _ => &[],
    }
}

/// What Telegram does not show in one piece.
fn too_long(entry: &Entry, place: &impl Fn(Language) -> FilePlace, found: &mut Vec<Diagnostic>) {
    for language in Language::ALL {
        if let Some(answer) = entry.answer.get(language) {
            let units = answer.encode_utf16().count();
            if units > LONGEST_MESSAGE_UNITS {
                let message = format!(
                    "the answer of `{}` is {units} characters long; Telegram shows {LONGEST_MESSAGE_UNITS} in one message",
                    entry.id
                );
                let help = "it is split over several messages; shorten it, or put the details behind the link";
                found.push(Diagnostic::warning("long-answer", place(language), message).help(help));
            }
        }
        let mut titles = entry
            .phrasings
            .iter()
            .filter(|phrasing| phrasing.language == language);
        if let Some(title) = titles.next() {
            let count = title.text.chars().count();
            if count > LONGEST_TITLE_CHARS {
                let message = format!("the title `{}` has {count} characters", shown(&title.text));
                let help = "buttons show the first few words only: put a short question first";
                found.push(
                    Diagnostic::warning("long-title", entry.place.clone(), message).help(help),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_differ() {
        let cases: [(&str, &str, &[&str]); 14] = [
            (
                "within 7 days, 14 to 21 working days",
                "7 天内，14 至 21 个工作日",
                &[],
            ),
            ("1 to 5 days, the first one free", "1–5 天，第一次免费", &[]),
            ("$1,000.50 and ５ items", "1000.5 美元和 5 件", &[]),
            ("1. first\n2) second", "- 一\n- 二", &[]),
            ("one week, 3 times", "7天，三次", &[]),
            ("until 11 November", "到 11 月 11 日", &[]),
            ("in November", "在 11 月", &[]),
            ("1 TB of room", "1TB 空间", &[]),
            ("until 6 PM", "到 18:00", &[]),
            ("150,000 people, 20% off", "15 万人，8 折", &[]),
            ("costs 20 dollars", "需要 25 美元", &["20", "25"]),
            ("see https://a.b/2024/1", "见 https://a.b/2024/1", &[]),
            (
                "call +49 30 123456 or (030) 12-3456",
                "电话：400-123-4567",
                &[],
            ),
            ("on 2024-01-15, + 5", "2024-01-16 起，+ 5", &["15", "16"]),
        ];
        for (en, zh, differ) in cases {
            let (ours, theirs) = (numbers(en), numbers(zh));
            let only_ours = ours.difference(&theirs).filter(|number| !says(zh, number));
            let only_theirs = theirs.difference(&ours).filter(|number| !says(en, number));
            let found: Vec<&String> = only_ours.chain(only_theirs).collect();
            assert_eq!(found, differ, "{en} / {zh}");
        }
    }

    #[test]
    fn links_in_a_text() {
        let text = "[a](https://a.b/c/), 见https://中文.cn/页。 http://x.y.";
        let expected = ["http://x.y", "https://a.b/c", "https://中文.cn/页"];
        assert_eq!(links(text).into_iter().collect::<Vec<_>>(), expected);
    }
}
