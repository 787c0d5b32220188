//! Two pages that say the same in two languages: their records are joined, one by one.

use std::collections::HashMap;
use std::sync::Arc;

use crate::text::Language;

use super::reading::{Reading, Record, Refused};
use super::words::language::{language_of, named};

/// A source that was read.
pub(super) struct Page {
    pub(super) file: Arc<str>,
    pub(super) reading: Reading,
}

/// Joins the pages that the admin says are a pair: paths of the Chinese and the English one.
pub(super) fn chosen(pages: &mut [Page], zh: &str, en: &str) -> Result<(), (String, Refused)> {
    let find = |pages: &[Page], name: &str| {
        let same = |file: &str| {
            file == name || file.trim_start_matches("./") == name.trim_start_matches("./")
        };
        pages.iter().position(|page| same(&page.file))
    };
    let (Some(first), Some(second)) = (find(pages, zh), find(pages, en)) else {
        let missing = if find(pages, zh).is_none() { zh } else { en };
        let refused = Refused::new(
            0,
            "`--pair` names a page that gave no questions",
            "name two of the files that are imported",
        );
        return Err((missing.to_owned(), refused));
    };
    let (left, right) = (
        &pages[first].reading.records,
        &pages[second].reading.records,
    );
    let Some(order) = partners(left, right, true) else {
        let message = format!(
            "`--pair`: this page has {} questions, {en} has {}, and no anchors tell which belong together",
            left.len(),
            right.len()
        );
        let help = "give both pages the same questions in the same order, or the same anchors (`## How? {#how}`)";
        return Err((zh.to_owned(), Refused::new(0, message, help)));
    };
    join(pages, first, second, &order, "as `--pair` says");
    Ok(())
}

/// Joins pages whose names differ by a language only and whose questions surely belong together.
pub(super) fn likely(pages: &mut [Page]) {
    let mut first = 0;
    while first < pages.len() {
        let stem = stem(&pages[first].file);
        let language = main_language(&pages[first].reading.records);
        let partner = (first + 1..pages.len()).find(|other| {
            let page = &pages[*other];
            page.file != pages[first].file
                && self::stem(&page.file) == stem
                && main_language(&page.reading.records) != language
        });
        if let (Some(second), true) = (partner, language.is_some()) {
            match partners(
                &pages[first].reading.records,
                &pages[second].reading.records,
                true,
            ) {
                Some(order) => join(pages, first, second, &order, "by their names and order"),
                None => {
                    let message = format!(
                        "looks like a translation of {}, but the questions differ in number; they are not joined",
                        pages[first].file
                    );
                    pages[second].reading.changed(1, message);
                }
            }
        }
        first += 1;
    }
}

/// A path without what names a language: `faq.zh-CN.md`, `zh/faq.md`, `faq_en.md` are one.
fn stem(file: &str) -> String {
    let file = file.to_lowercase();
    let (path, _) = file.rsplit_once('.').unwrap_or((&file, ""));
    let parts = path
        .split('/')
        .filter(|part| named(part).is_none() && !part.is_empty() && *part != ".");
    let parts = parts.map(|part| {
        let pieces: Vec<&str> = part
            .split(['.', '_'])
            .flat_map(|piece| strip_language(piece))
            .collect();
        pieces.join(".")
    });
    parts.collect::<Vec<_>>().join("/")
}

fn strip_language(piece: &str) -> Option<&str> {
    if named(piece).is_some() {
        return None;
    }
    let (stem, end) = piece.rsplit_once('-').unwrap_or((piece, ""));
    match named(end) {
        Some(_) => match stem.rsplit_once('-') {
            Some((stem, language)) if named(language).is_some() => Some(stem),
            _ => Some(stem),
        },
        None => Some(piece),
    }
}

/// The one language that all but a few questions are in.
fn main_language(records: &[Record]) -> Option<Language> {
    let chinese = records
        .iter()
        .flat_map(|record| record.questions.first())
        .filter(|(_, text)| language_of(text) == Language::Zh)
        .count();
    match records.len() {
        0 => None,
        count if chinese * 5 >= count * 4 => Some(Language::Zh),
        count if chinese * 5 <= count => Some(Language::En),
        _ => None,
    }
}

/// For each record of one page its partner on the other: by anchor or id, else by order where
/// both have as many.
fn partners(left: &[Record], right: &[Record], by_order: bool) -> Option<Vec<Option<usize>>> {
    let key = |record: &Record| {
        record
            .anchor
            .clone()
            .or_else(|| Some(record.id.clone()).filter(|id| !id.is_empty()))
    };
    let mut places: HashMap<String, usize> = HashMap::new();
    for (at, record) in right.iter().enumerate() {
        if let Some(key) = key(record) {
            places.entry(key).or_insert(at);
        }
    }
    let by_key: Vec<Option<usize>> = left
        .iter()
        .map(|record| places.get(&key(record)?).copied())
        .collect();
    let found = by_key.iter().flatten().count();
    if found > 0 && found * 2 >= left.len().min(right.len()) {
        return Some(by_key);
    }
    (by_order && left.len() == right.len() && !left.is_empty())
        .then(|| (0..left.len()).map(Some).collect())
}

fn join(pages: &mut [Page], first: usize, second: usize, order: &[Option<usize>], how: &str) {
    let other = std::mem::take(&mut pages[second].reading);
    let mut taken: Vec<Option<Record>> = other.records.into_iter().map(Some).collect();
    let name = pages[second].file.clone();
    let reading = &mut pages[first].reading;
    let mut joined = 0;
    for (record, partner) in reading.records.iter_mut().zip(order) {
        let Some(mut partner) = partner
            .and_then(|at| taken.get_mut(at))
            .and_then(Option::take)
        else {
            continue;
        };
        record.questions.append(&mut partner.questions);
        record.answers.append(&mut partner.answers);
        if record.topic.en.is_none() {
            record.topic.en = partner.topic.en.take();
        }
        if record.topic.zh.is_none() {
            record.topic.zh = partner.topic.zh.take();
        }
        joined += 1;
    }
    reading.changed(
        1,
        format!("{joined} questions joined with those of {name}, {how}"),
    );
    let rest: Vec<Record> = taken.into_iter().flatten().collect();
    let page = &mut pages[second].reading;
    page.notes = other.notes;
    page.used = other.used;
    page.rows = other.rows;
    page.synonyms = other.synonyms;
    for record in &rest {
        page.changed(
            record.line,
            "no partner in the other language; stands alone",
        );
    }
    page.records = rest;
}
