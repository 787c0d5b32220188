//! Two entries with one answer: a copy whose answer was never written, or one entry in two.
//!
//! What stands in three entries or more was written so on purpose, and a short answer ("12 months.", "Yes.")
//! is often the right one twice: neither is told.

use std::collections::BTreeMap;

use crate::faq::canonical::canonical_key;
use crate::faq::{Diagnostic, Faq, Places};
use crate::text::Language;

/// Answers that take fewer columns than this (a Chinese character takes two) may well be the same.
const SHORTEST_COLUMNS: usize = 40;

/// A warning at the second entry of each such pair.
pub(super) fn same_answers(faq: &Faq, places: &Places) -> Vec<Diagnostic> {
    let mut pairs: BTreeMap<usize, (usize, Language)> = BTreeMap::new();
    for language in Language::ALL {
        let mut with: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, entry) in faq.entries.iter().enumerate() {
            let answer = entry.answer.get(language);
            if let Some(answer) = answer.filter(|answer| columns(answer) >= SHORTEST_COLUMNS) {
                with.entry(canonical_key(answer)).or_default().push(number);
            }
        }
        for numbers in with.values() {
            if let [first, second] = numbers[..] {
                pairs.entry(second).or_insert((first, language));
            }
        }
    }
    let told = pairs.into_iter().map(|(second, (first, language))| {
        let (first, entry) = (&faq.entries[first], &faq.entries[second]);
        let place = places
            .entries
            .get(second)
            .and_then(|one| one.answer[language as usize].clone());
        let message = format!("entry `{}` has the same answer as `{}`", entry.id, first.id);
        let help = "make one entry of the two, with the phrasings of both";
        let place = place.unwrap_or_else(|| entry.place.clone());
        Diagnostic::warning("same-answer", place, message).help(help)
    });
    told.collect()
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
