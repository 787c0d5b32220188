//! What the answers of a FAQ mean: weak evidence where an entry has no more than a title.
//!
//! An answer speaks of more than what is asked, so it never finds an entry alone. Beside a single
//! title it says in other words, and often in the other language, what the entry is about.

use crate::faq::Entry;
use crate::meaning::{PackedVector, SentenceVector, VectorTable};
use crate::model::language::Language;

/// Most characters of an answer that are read: what it is about stands at its beginning, and the
/// time to encode it grows with its length.
const MOST: [usize; 2] = [120, 60];
/// Characters below which an answer says nothing ("Yes.", 可以。), English and Chinese.
const LEAST: [usize; 2] = [20, 10];

/// The beginnings of the answers of an entry that are worth reading, at most one a language.
pub(super) fn beginnings(entry: &Entry) -> Vec<String> {
    let languages = [Language::En, Language::Zh].into_iter().enumerate();
    let answers = languages.filter_map(|(at, language)| Some((at, entry.answer.get(language)?)));
    answers
        .filter(|(at, text)| text.chars().count() >= LEAST[*at])
        .map(|(at, text)| text.chars().take(MOST[at]).collect())
        .collect()
}

/// One vector an entry, of the answers in both languages together, `vectors` being those of all
/// answers one after another; nothing is like an entry
/// without one.
pub(super) fn table(
    mut vectors: impl Iterator<Item = PackedVector>,
    answers: &[Vec<String>],
) -> VectorTable {
    let mut table = VectorTable::default();
    for texts in answers {
        let mut sum = [0.0f32; SentenceVector::DIMENSIONS];
        for vector in vectors.by_ref().take(texts.len()) {
            for (sum, value) in sum.iter_mut().zip(vector.unpack().values()) {
                *sum += value;
            }
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        sum.iter_mut().for_each(|value| *value /= length.max(1e-9));
        table.push(&PackedVector::of(&sum));
    }
    table
}
