//! Notes on contrasts: entries that one word or number tells apart, and sides that nothing answers.
//!
//! Notes, not warnings: nothing is wrong with either.

use crate::faq::{Diagnostic, FilePlace};
use crate::knowledge::Knowledge;

use super::list::list;
use super::same_meaning;
use super::vectors::{Alike, Vectors};

/// Entries are alike but for a word or a number from this cosine on.
const ALIKE: f32 = 0.4;

/// At most one note of each kind, or one a language: what to know, not what to fix.
pub fn notes(knowledge: &Knowledge) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    notes.extend(pairs(knowledge));
    notes.extend(one_sided(knowledge));
    notes.extend(same_meaning::notes(knowledge));
    notes
}

/// Pairs of entries that are told apart by a word or a number.
fn pairs(knowledge: &Knowledge) -> Option<Diagnostic> {
    let (entries, profiles) = (&knowledge.faq().entries, knowledge.profiles());
    let vectors = Vectors::new(knowledge.index());
    let mut scratch = vectors.scratch();
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for number in 0..entries.len() {
        let alike = vectors.most_alike(number, &mut scratch);
        let Some(Alike { entry, .. }) = alike.filter(|alike| alike.cosine >= ALIKE) else {
            continue;
        };
        let (first, last) = (number.min(entry), number.max(entry));
        if found.iter().any(|one| (one.0, one.1) == (first, last)) {
            continue;
        }
        if let Some(kind) = profiles.apart(first, last) {
            found.push((first, last, kind.to_string()));
        }
    }
    let named = found.iter().map(|(first, last, kind)| {
        format!(
            "`{}` and `{}` ({kind})",
            entries[*first].id, entries[*last].id
        )
    });
    let place = entries.get(found.first()?.0)?.place.clone();
    let message = format!(
        "told apart by one word or number: {}",
        list(named.collect())
    );
    let help = "nothing to do; questions that name neither side are offered both";
    Some(Diagnostic::note("contrast", place, message).help(help))
}

/// Entries of which people may ask the other side.
fn one_sided(knowledge: &Knowledge) -> Option<Diagnostic> {
    let (entries, profiles) = (&knowledge.faq().entries, knowledge.profiles());
    let missing = |number: usize| Some((number, profiles.missing_side(number)?));
    let found: Vec<(usize, String)> = (0..entries.len()).filter_map(missing).collect();
    let place: FilePlace = entries.get(found.first()?.0)?.place.clone();
    let named = found
        .iter()
        .map(|(number, side)| format!("`{}` ({side})", entries[*number].id));
    let message = format!(
        "no entry answers the other side of {}",
        list(named.collect())
    );
    let help = "people may ask for it; until an entry answers, such questions are offered this one";
    Some(Diagnostic::note("one-sided", place, message).help(help))
}
