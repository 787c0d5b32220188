//! Which tests a change may fail: those of the entries that changed, and those that speak of the same.
//!
//! A change of an entry moves what other entries score by next to nothing; a question comes out
//! otherwise where the changed entry takes it or lets it go, and then they have words in common.

use std::collections::HashMap;

use crate::faq::Entry;
use crate::lexicon::function_words::is_function_word;
use crate::text::{Analysis, TokenKind};

/// Tests up to which all are asked: that takes a few hundredths of a second at most.
const FEW_TESTS: usize = 32;
/// Tests that are asked at most, beside those of the changed entries.
const MOST_TESTS: usize = 48;
/// Shortest English word that is looked for, in letters; shorter ones stand in everything.
const SHORTEST: usize = 3;

/// A test with the number of its entry, if it has one.
pub(super) type Asked<'t> = (Option<usize>, &'t str);

/// For each of the tests, whether it is near to these entries; `is_changed` tells those that are in
/// the FAQ by number.
pub(super) fn near(
    tests: &[Asked<'_>],
    entries: &[Entry],
    is_changed: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let own = |test: &Asked<'_>| test.0.is_some_and(&is_changed);
    if tests.len() <= FEW_TESTS {
        return vec![true; tests.len()];
    }
    let mut near: Vec<bool> = tests.iter().map(own).collect();
    let lower: Vec<String> = tests.iter().map(|test| test.1.to_lowercase()).collect();
    let mut shared: HashMap<usize, f64> = HashMap::new();
    for word in words(entries) {
        let numbers = (0..tests.len()).filter(|number| lower[*number].contains(&word));
        let with: Vec<usize> = numbers.collect();
        let rarity = (tests.len() as f64 / with.len().max(1) as f64).ln();
        for number in with {
            *shared.entry(number).or_default() += rarity;
        }
    }
    let mut others: Vec<(usize, f64)> = shared.into_iter().filter(|one| !near[one.0]).collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (number, _) in others.into_iter().take(MOST_TESTS) {
        near[number] = true;
    }
    near
}

/// What these entries are asked with: words that are no function words, and two Chinese characters
/// side by side.
fn words(entries: &[Entry]) -> Vec<String> {
    let mut words = Vec::new();
    let mut analysis = Analysis::default();
    for entry in entries {
        let asked = entry.phrasings.iter().map(|phrasing| &phrasing.text);
        for text in asked.chain(&entry.keywords) {
            analysis.read(text);
            let mut before: Option<&str> = None;
            for token in analysis.tokens() {
                let text = analysis.text(token);
                if token.kind == TokenKind::Han {
                    words.extend(before.replace(text).map(|before| format!("{before}{text}")));
                    continue;
                }
                before = None;
                if text.len() >= SHORTEST && !is_function_word(text) {
                    words.push(text.to_owned());
                }
            }
        }
    }
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_of_changed_entries_and_those_with_their_words_are_near() {
        let yaml = "entries:\n- {id: kettle, questions: {en: [how do I descale the kettle], zh: [怎么除水垢]}, answer: {en: A}}\n";
        let faq = crate::faq::read(&[("faq.yaml", yaml)]).faq.unwrap();
        let mut tests: Vec<(Option<usize>, &str)> = vec![(Some(3), "how do I open the door"); 60];
        tests.extend([
            (Some(1), "Kettle stained"),
            (Some(2), "水垢多"),
            (Some(0), "tea"),
            (None, "a moon"),
        ]);
        let found = near(&tests, &faq.entries, |number| number == 0);
        assert_eq!(found[..60], [false; 60]);
        assert_eq!(found[60..], [true, true, true, false]);
        assert_eq!(
            near(&tests[..FEW_TESTS], &faq.entries, |_| false),
            [true; FEW_TESTS]
        );
    }
}
