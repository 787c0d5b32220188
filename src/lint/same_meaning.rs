//! Notes on what entries mean: two that mean the same in other words or in the other language, and
//! how many are found in a language by meaning alone.

use super::list::list;
use crate::contrast;
use crate::faq::{Diagnostic, Entry};
use crate::index::VectorIndex;
use crate::knowledge::Knowledge;
use crate::meaning::{SentenceVector, VectorTable};
use crate::text::{Language, analyze};

/// Cosine from which on two titles of one language mean the same, and of two languages. Between
/// entries of one FAQ of 150, known by title and id, the greatest is .86, between questions of the two languages that
/// mean different things .62.
const SAME: f32 = 0.9;
const SAME_ACROSS: f32 = 0.7;
/// Entries beyond which titles are not compared: the time grows with their square.
const MOST_ENTRIES: usize = 3_000;

/// Notes that need to know what sentences mean; none where that is switched off.
pub(super) fn notes(knowledge: &Knowledge) -> Vec<Diagnostic> {
    let Some(vectors) = knowledge.vectors() else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    notes.extend(same(knowledge, vectors));
    for language in Language::ALL {
        notes.extend(by_meaning_alone(knowledge, vectors, language));
    }
    notes
}

/// The first phrasing of an entry in one language.
struct Title<'f> {
    entry: usize,
    language: Language,
    text: &'f str,
    vector: SentenceVector,
}

fn titles<'f>(entries: &'f [Entry], vectors: &VectorIndex) -> (Vec<Title<'f>>, VectorTable) {
    let (mut titles, mut table) = (Vec::new(), VectorTable::default());
    for (number, entry) in entries.iter().enumerate() {
        for language in Language::ALL {
            let mut phrasings = entry.phrasings.iter();
            let Some(first) = phrasings.position(|one| one.language == language) else {
                continue;
            };
            if let Some(vector) = vectors.phrasing(number as u32, first as u32) {
                table.push(&vector);
                titles.push(Title {
                    entry: number,
                    language,
                    text: &entry.phrasings[first].text,
                    vector: vector.unpack(),
                });
            }
        }
    }
    (titles, table)
}

/// Pairs of entries whose titles mean the same and that no word or number tells apart.
fn same(knowledge: &Knowledge, vectors: &VectorIndex) -> Option<Diagnostic> {
    let entries = &knowledge.faq().entries;
    if entries.len() > MOST_ENTRIES {
        return None;
    }
    let (titles, table) = titles(entries, vectors);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut cosines = Vec::new();
    for (at, one) in titles.iter().enumerate() {
        table.dots(&one.vector, at..titles.len(), &mut cosines);
        for (other, cosine) in titles[at..].iter().zip(&cosines) {
            let least = match one.language == other.language {
                true => SAME,
                false => SAME_ACROSS,
            };
            let pair = (one.entry.min(other.entry), one.entry.max(other.entry));
            if *cosine >= least
                && pair.0 != pair.1
                && !found.contains(&pair)
                && knowledge.profiles().apart(pair.0, pair.1).is_none()
                && !contrast::differ(&analyze(one.text), &analyze(other.text))
            {
                found.push(pair);
            }
        }
    }
    found.sort_unstable();
    let place = entries.get(found.first()?.0)?.place.clone();
    let named = found
        .iter()
        .map(|(one, other)| format!("`{}` and `{}`", entries[*one].id, entries[*other].id));
    let message = format!(
        "entries that mean nearly the same: {}",
        list(named.collect())
    );
    let help = "make one entry of the two, or say in their questions how they differ";
    Some(Diagnostic::note("same-meaning", place, message).help(help))
}

/// How many entries have no question in a language that others are asked in.
fn by_meaning_alone(
    knowledge: &Knowledge,
    vectors: &VectorIndex,
    language: Language,
) -> Option<Diagnostic> {
    let entries = &knowledge.faq().entries;
    let asked = |number: &usize| vectors.is_asked_in(*number as u32, language);
    let missing: Vec<usize> = (0..entries.len()).filter(|number| !asked(number)).collect();
    let place = entries.get(*missing.first()?)?.place.clone();
    let named = missing
        .iter()
        .map(|number| format!("`{}`", entries[*number].id));
    let (name, code) = match language {
        Language::En => ("English", "en"),
        Language::Zh => ("Chinese", "zh"),
    };
    let message = format!(
        "questions in {name} find {} of {} entries by their meaning alone: {}",
        missing.len(),
        entries.len(),
        list(named.collect())
    );
    let help = format!("add `{code}` questions to those that are asked often");
    Some(Diagnostic::note("by-meaning", place, message).help(help))
}
