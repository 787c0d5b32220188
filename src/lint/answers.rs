//! Answers: what differs between the two languages, what Telegram cannot show in one piece.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::faq::canonical::canonical_key;
use crate::faq::{Diagnostic, Entry, Faq, FilePlace, Places, shown};
use crate::text::Language;

/// Telegram's longest message, in UTF-16 units after formatting.
const LONGEST_MESSAGE_UNITS: usize = 4096;
/// Titles are shown on buttons, which phones cut far below this.
const LONGEST_TITLE_CHARS: usize = 100;

/// Every finding about answers and titles.
pub(super) fn answers(faq: &Faq, places: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first_with: std::collections::HashMap<String, usize> = Default::default();
    for (number, entry) in faq.entries.iter().enumerate() {
        let place = |language: Language| {
            let places = places.entries.get(number);
            let place = places.and_then(|one| one.answer[language as usize].clone());
            place.unwrap_or_else(|| entry.place.clone())
        };
        differing(entry, &place, &mut found);
        too_long(entry, &place, &mut found);
        for language in Language::ALL {
            let Some(answer) = entry.answer.get(language) else {
                continue;
            };
            let same = first_with.entry(canonical_key(answer)).or_insert(number);
            if *same != number {
                let message = format!(
                    "entry `{}` has the same answer as `{}`",
                    entry.id, faq.entries[*same].id
                );
                let help = "make one entry of the two, with the phrasings of both";
                found.push(Diagnostic::warning("same-answer", place(language), message).help(help));
                break;
            }
        }
    }
    found
}

/// Numbers and links that one language has and the other has not.
fn differing(entry: &Entry, place: &impl Fn(Language) -> FilePlace, found: &mut Vec<Diagnostic>) {
    let (Some(en), Some(zh)) = (&entry.answer.en, &entry.answer.zh) else {
        return;
    };
    for (code, what, en, zh) in [
        ("numbers-differ", "number", numbers(en, zh), numbers(zh, en)),
        ("links-differ", "link", links(en), links(zh)),
    ] {
        let only = |own: &BTreeSet<String>, other: &BTreeSet<String>, name: &str| {
            let missing: Vec<String> = own
                .difference(other)
                .map(|text| format!("`{}`", shown(text)))
                .collect();
            (!missing.is_empty()).then(|| format!("{} only in {name}", missing.join(", ")))
        };
        let parts = [only(&en, &zh, "English"), only(&zh, &en, "Chinese")];
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
fn links(text: &str) -> BTreeSet<String> {
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

/// Numbers in a text, without those in addresses, list marks, and those that `other` writes as a
/// word.
fn numbers(text: &str, other: &str) -> BTreeSet<String> {
    let mut text: String = text.nfkc().collect();
    for link in links(&text) {
        text = text.replace(&link, " ");
    }
    let other = other.to_lowercase();
    let mut numbers = BTreeSet::new();
    for line in text.lines() {
        let line = line.trim_start();
        let mark = line
            .find(['.', ')'])
            .filter(|&end| end > 0 && end < 3 && line[..end].bytes().all(|b| b.is_ascii_digit()));
        let line = mark.map_or(line, |end| &line[end + 1..]);
        for number in line.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')) {
            let number = number.trim_matches(['.', ',']).replace(',', "");
            let number = match number.contains('.') {
                true => number.trim_end_matches('0').trim_end_matches('.'),
                false => &number,
            };
            if !number.is_empty() && !as_word(number).iter().any(|word| other.contains(word)) {
                numbers.insert(number.to_owned());
            }
        }
    }
    numbers
}

/// How small numbers are written out.
fn as_word(number: &str) -> &'static [&'static str] {
    match number {
        "0" => &["zero", "零"],
        "1" => &["one", "once", "first", "single", " a ", "一", "首"],
        "2" => &["two", "twice", "second", "both", "二", "两"],
        "3" => &["three", "third", "三"],
        "4" => &["four", "四"],
        "5" => &["five", "五"],
        "6" => &["six", "六"],
        "7" => &["seven", "week", "七", "周", "星期"],
        "8" => &["eight", "八"],
        "9" => &["nine", "九"],
        "10" => &["ten", "十"],
        "12" => &["twelve", "dozen", "year", "十二", "年"],
        "14" => &["fourteen", "two weeks", "两周", "十四"],
        "24" => &["twenty-four", "day", "一天", "二十四"],
        "30" => &["thirty", "month", "三十", "月"],
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
        let cases: [(&str, &str, &[&str]); 6] = [
            (
                "within 7 days, 14 to 21 working days",
                "7 天内，14 至 21 个工作日",
                &[],
            ),
            ("$1,000.50 and ５ items", "1000.5 美元和 5 件", &[]),
            ("1. first\n2) second", "- 一\n- 二", &[]),
            ("one week, 3 times", "7天，三次", &["7"]),
            ("costs 20 dollars", "需要 25 美元", &["20", "25"]),
            ("see https://a.b/2024/1", "见 https://a.b/2024/1", &[]),
        ];
        for (en, zh, differ) in cases {
            let (ours, theirs) = (numbers(en, zh), numbers(zh, en));
            let found: Vec<&String> = ours.symmetric_difference(&theirs).collect();
            // `one week` covers `7`, so only what neither side explains is left.
            let differ: Vec<&str> = differ.iter().copied().filter(|text| *text != "7").collect();
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
