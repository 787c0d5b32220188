//! Phrasings that pull towards another entry, entries that are nearly the same, titles that do
//! not reach their own entry.
//!
//! A phrasing is asked with itself held out: what remains of its entry is compared with every
//! other entry. Training anew for each phrasing would take hours on a large FAQ; taking one row
//! out of a sum is exact for the part of matching that is a sum (the centroid).

use std::collections::HashSet;

use crate::contrast::Claims;
use crate::faq::canonical::canonical_key;
use crate::faq::{Diagnostic, Entry, EntryId, Places, shown};
use crate::knowledge::Knowledge;
use crate::matcher::{self, Decision, Thresholds};
use crate::parallel::numbered;
use crate::text::{Language, analyze};

use super::vectors::{Alike, Vectors};

/// Another entry must be alike this many times as much as the phrasing's own, by centroid and by
/// nearest phrasing both. At 1 every third hard phrasing of a bank's FAQ is named; authors fix
/// what is short, so only clear cases are.
const PULL: f32 = 1.25;
/// Where both phrasings reach their entries all the same, one is told only when it says what the
/// other entry says (this much alike), and next to nothing of what its own says (this share).
const ASTRAY: f32 = 0.6;
const ASTRAY_OWN: f32 = 0.34;
/// And at least this much alike: below, the phrasing is unlike everything.
const LEAST: f32 = 0.3;
/// Entries are nearly the same from this cosine on.
const NEARLY_SAME: f32 = 0.75;

/// Phrasings that are more like another entry than like their own, and entries that are nearly
/// the same; between two of those phrasings are not told one by one.
pub(super) fn pulled(
    knowledge: &Knowledge,
    places: &Places,
    thresholds: &Thresholds,
) -> Vec<Diagnostic> {
    let vectors = Vectors::new(knowledge.index());
    let (pairs, mut findings) = nearly_same(knowledge, &vectors);
    let same: HashSet<(usize, usize)> = pairs
        .into_iter()
        .flat_map(|(a, b)| [(a, b), (b, a)])
        .collect();
    let entries = &knowledge.faq().entries;
    let pulled = numbered(
        entries.len(),
        || vectors.scratch(),
        |scratch, number, found| {
            let entry = &entries[number];
            // Where nothing of an entry is left without a phrasing there is nothing to compare.
            if entry.phrasings.len() < 2 {
                return;
            }
            for (row, phrasing) in vectors.phrasings(number) {
                let (own, best) = vectors.held_out(number, row, scratch);
                let Some(other) = best.filter(|best| pulls(own, best.cosine)) else {
                    continue;
                };
                let (own_nearest, _) = vectors.nearest_row(row, number, scratch);
                let (nearest, through) = vectors.nearest_row(row, other.entry, scratch);
                if !pulls(own_nearest, nearest) || same.contains(&(number, other.entry)) {
                    continue;
                }
                if !entry.conditions.can_meet(&entries[other.entry].conditions) {
                    continue;
                }
                let text = &entry.phrasings[phrasing].text;
                // One word or number tells them apart: a legitimate pair.
                let profiles = knowledge.profiles();
                if profiles
                    .contradiction(&Claims::of(&analyze(text)), other.entry)
                    .is_some()
                {
                    continue;
                }
                let reaches = |text: &str, wanted: &EntryId| {
                    let outcome = matcher::ask(knowledge, text, thresholds, 2);
                    outcome
                        .candidates
                        .first()
                        .is_some_and(|best| best.entry == *wanted)
                };
                let theirs = through.map(|number| &entries[other.entry].phrasings[number].text);
                let hurts = !reaches(text, &entry.id)
                    || theirs.is_some_and(|text| !reaches(text, &entries[other.entry].id));
                let astray = nearest >= ASTRAY && own <= nearest * ASTRAY_OWN;
                // Who writes one sentence for each of many things means it so.
                let names_its_own = || {
                    let language = entry.phrasings[phrasing].language;
                    let said: HashSet<String> = words(text).collect();
                    let own = own_words(entry, &entries[other.entry], language);
                    own.iter().any(|word| said.contains(word))
                };
                if !hurts && (!astray || names_its_own()) {
                    continue;
                }
                let place = places
                    .entries
                    .get(number)
                    .and_then(|one| one.phrasings.get(phrasing));
                let other_entry = &entries[other.entry];
                let through = through.map_or("", |number| &other_entry.phrasings[number].text);
                let message = format!(
                    "question `{}` of `{}` is more like `{}` (“{}”) than like the rest of its own entry",
                    shown(&entry.phrasings[phrasing].text),
                    entry.id,
                    other_entry.id,
                    shown(through),
                );
                let help = format!(
                    "move it to `{}`, reword it, or add more phrasings like it to `{}` ({:.2} against {:.2})",
                    other_entry.id, entry.id, other.cosine, own
                );
                let place = place.cloned().unwrap_or_default();
                found.push(Diagnostic::warning("pull", place, message).help(help));
            }
        },
    );
    findings.extend(pulled);
    findings
}

fn pulls(own: f32, other: f32) -> bool {
    other >= LEAST && other > own * PULL
}

/// Pairs of entries whose phrasings are nearly the same, with a finding for each.
fn nearly_same(knowledge: &Knowledge, vectors: &Vectors) -> (Vec<(usize, usize)>, Vec<Diagnostic>) {
    let entries = &knowledge.faq().entries;
    let found = numbered(
        entries.len(),
        || vectors.scratch(),
        |scratch, number, found| {
            let alike = vectors.most_alike(number, scratch);
            let Some(Alike { entry, cosine }) = alike.filter(|alike| alike.cosine >= NEARLY_SAME)
            else {
                return;
            };
            // Told at the later entry of the pair.
            let (first, last) = (number.min(entry), number.max(entry));
            let (one, other) = (&entries[last], &entries[first]);
            if !one.conditions.can_meet(&other.conditions) {
                return;
            }
            let contrast = knowledge.profiles().apart(first, last);
            if contrast.is_some() || tells_apart(one, other) && tells_apart(other, one) {
                return;
            }
            let message = format!(
                "entry `{}` asks nearly the same as `{}` ({cosine:.2})",
                one.id, other.id
            );
            let help =
                "make one entry of the two, or let their questions say what tells them apart";
            let place = one.place.clone();
            let finding = Diagnostic::warning("near-duplicate", place, message).help(help);
            found.push(((first, last), finding));
        },
    );
    let mut seen = HashSet::new();
    found
        .into_iter()
        .filter(|(pair, _)| seen.insert(*pair))
        .unzip()
}

/// Whether `one` has a word in most of its phrasings of a language that `other` never says.
fn tells_apart(one: &Entry, other: &Entry) -> bool {
    let mut languages = Language::ALL.into_iter();
    languages.any(|language| !own_words(one, other, language).is_empty())
}

/// The words in most phrasings of `one` in this language that `other` never says.
fn own_words(one: &Entry, other: &Entry, language: Language) -> HashSet<String> {
    let said: HashSet<String> = other
        .phrasings
        .iter()
        .flat_map(|phrasing| words(&phrasing.text))
        .collect();
    let own = one
        .phrasings
        .iter()
        .filter(|phrasing| phrasing.language == language);
    let own: Vec<HashSet<String>> = own
        .map(|phrasing| words(&phrasing.text).collect())
        .collect();
    let most = own.len() / 2 + 1;
    let unsaid = own.iter().flatten().filter(|word| !said.contains(*word));
    let in_most = |word: &&String| own.iter().filter(|words| words.contains(*word)).count() >= most;
    unsaid.filter(in_most).cloned().collect()
}

/// The words of a text: those between blanks, and each pair of Chinese characters.
fn words(text: &str) -> impl Iterator<Item = String> + use<> {
    let key = canonical_key(text);
    let parts = key.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if part.is_ascii() {
            words.push(part.to_owned());
            continue;
        }
        let chars: Vec<char> = part.chars().collect();
        words.extend(chars.windows(2).map(|pair| pair.iter().collect()));
    }
    words.into_iter()
}

/// Entries that are not found by their own titles.
pub(super) fn unreachable(knowledge: &Knowledge, thresholds: &Thresholds) -> Vec<Diagnostic> {
    let entries = &knowledge.faq().entries;
    numbered(
        entries.len(),
        || (),
        |(), number, found| {
            let entry = &entries[number];
            for language in Language::ALL {
                let title = entry
                    .phrasings
                    .iter()
                    .find(|phrasing| phrasing.language == language);
                let Some(title) = title else { continue };
                let outcome = matcher::ask(knowledge, &title.text, thresholds, 2);
                let best = outcome.candidates.first();
                if best.is_some_and(|best| best.entry == entry.id)
                    && outcome.decision != Decision::None
                {
                    continue;
                }
                let instead = match best {
                    Some(best) if best.entry != entry.id => {
                        format!("reaches `{}` instead", best.entry)
                    }
                    _ => "finds nothing".to_owned(),
                };
                let message = format!("title `{}` of `{}` {instead}", shown(&title.text), entry.id);
                let help =
                    "let the title name what this entry alone is about, and add phrasings like it";
                found.push(
                    Diagnostic::warning("unreachable", entry.place.clone(), message).help(help),
                );
            }
        },
    )
}
