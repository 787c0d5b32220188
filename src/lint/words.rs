//! Keywords and synonyms that do not do what their author hopes.

use std::collections::HashMap;

use crate::faq::canonical::canonical_key;
use crate::faq::{Diagnostic, Faq, Places, shown};

/// A keyword in this many entries, or in this share of them where that is more, speaks for none.
const SHARED_BY: usize = 3;
const SHARED_SHARE: f64 = 0.02;

/// Keywords that too many entries have.
pub(super) fn shared_keywords(faq: &Faq, places: &Places) -> Vec<Diagnostic> {
    let mut holders: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (number, entry) in faq.entries.iter().enumerate() {
        for (index, keyword) in entry.keywords.iter().enumerate() {
            let known = holders.entry(canonical_key(keyword)).or_default();
            if known.last().is_none_or(|(last, _)| *last != number) {
                known.push((number, index));
            }
        }
    }
    let most = SHARED_BY.max((faq.entries.len() as f64 * SHARED_SHARE).ceil() as usize);
    let mut found = Vec::new();
    for entries in holders.values().filter(|entries| entries.len() >= most) {
        // Told once, at the last entry that took it up.
        let Some(&(number, index)) = entries.last() else {
            continue;
        };
        let entry = &faq.entries[number];
        let named: Vec<String> = entries
            .iter()
            .take(SHARED_BY)
            .map(|(number, _)| format!("`{}`", faq.entries[*number].id))
            .collect();
        let message = format!(
            "keyword `{}` stands in {} entries ({}{})",
            shown(&entry.keywords[index]),
            entries.len(),
            named.join(", "),
            if entries.len() > named.len() {
                ", …"
            } else {
                ""
            },
        );
        let help = "a keyword helps where it speaks for one entry; remove it from the others";
        let place = places
            .entries
            .get(number)
            .and_then(|one| one.keywords.get(index));
        let place = place.cloned().unwrap_or_default();
        found.push(Diagnostic::warning("shared-keyword", place, message).help(help));
    }
    found
}

/// Synonym groups no word of which stands in any question or keyword.
pub(super) fn unused_synonyms(faq: &Faq, places: &Places) -> Vec<Diagnostic> {
    if faq.synonyms.is_empty() {
        return Vec::new();
    }
    let questions = faq.entries.iter().flat_map(|entry| {
        let phrasings = entry.phrasings.iter().map(|phrasing| &phrasing.text);
        phrasings.chain(&entry.keywords)
    });
    let all: Vec<String> = questions.map(|text| canonical_key(text)).collect();
    let all = all.join("\n");
    let mut found = Vec::new();
    for (number, group) in faq.synonyms.iter().enumerate() {
        if group.iter().any(|word| all.contains(&canonical_key(word))) {
            continue;
        }
        let first = group.first().map_or("", String::as_str);
        let message = format!(
            "no word of the synonym group of `{}` stands in any question",
            shown(first)
        );
        let help = "add the word that your questions use to the group, or remove it";
        let place = places.synonyms.get(number).cloned().unwrap_or_default();
        found.push(Diagnostic::warning("unused-synonyms", place, message).help(help));
    }
    found
}
