//! The finished index of a FAQ.

use super::build::assemble;
use super::build::changes::EntryChanges;
use super::feature::concept::Concepts;
use super::feature::key;
use super::feature::kind::BLOCKS;
use super::hash::Table;
use super::parallel;
use super::postings::group::FeatureGroup;
use super::postings::packed::Postings;
use super::postings::posting::Posting;
use super::postings::rows::Rows;
use super::scope::out_of_scope::OutOfScope;
use super::scope::unknown_entity::UnknownEntities;
use super::spelling::corrector::Spelling;
use super::spelling::pinyin::Syllables;
use super::train::learned::{self, Before, Learned};
use crate::faq::Faq;
use crate::index::feature::icf::icf;
use crate::text::{Analysis, Token};

/// What matching needs of a FAQ.
pub struct Index {
    entries: usize,
    table: Table,
    groups: Vec<FeatureGroup>,
    postings: Postings,
    rows: Rows,
    row_starts: Vec<u32>,
    idf_max: f32,
    learned: Learned,
    spelling: Spelling,
    syllables: Syllables,
    concepts: Concepts,
    weights: [f32; BLOCKS],
    out_of_scope: OutOfScope,
    unknown_entities: UnknownEntities,
}

impl Index {
    /// Builds the index of a FAQ.
    pub fn build(faq: &Faq) -> Index {
        Index::build_with(faq, None, threads())
    }

    /// Builds the index of a FAQ that these changes lead to from the one of this index; what was
    /// learned of the entries that stay is taken over.
    pub fn update(&self, faq: &Faq, changes: &EntryChanges) -> Index {
        let before = Before {
            changes,
            table: &self.table,
            postings: &self.postings,
            learned: &self.learned,
        };
        Index::build_with(faq, Some(&before), threads())
    }

    /// Builds the index with a number of threads, which changes nothing but the time.
    pub(super) fn build_with(faq: &Faq, before: Option<&Before<'_>>, threads: usize) -> Index {
        let ((built, learned, postings), unknown_entities) = parallel::both(
            threads,
            || {
                let mut built = assemble::build(faq, threads);
                let (learned, postings) =
                    learned::train(faq.entries.len(), &mut built, before, threads);
                (built, learned, postings)
            },
            || UnknownEntities::new(faq),
        );
        let mut row_starts = vec![0u32; faq.entries.len() + 1];
        for &entry in &built.rows.entry {
            row_starts[entry as usize + 1] += 1;
        }
        for at in 1..row_starts.len() {
            row_starts[at] += row_starts[at - 1];
        }
        let mut index = Index {
            entries: faq.entries.len(),
            table: built.table,
            groups: built.groups,
            postings,
            rows: built.rows,
            row_starts,
            idf_max: built.idf_max,
            learned,
            spelling: built.spelling,
            syllables: built.syllables,
            concepts: built.concepts,
            weights: built.weights,
            out_of_scope: OutOfScope::default(),
            unknown_entities,
        };
        index.out_of_scope = OutOfScope::new(&faq.out_of_scope, &index.concepts, |hash| {
            index.rarity(hash)
        });
        index
    }

    /// Well-known entities, and which of them the FAQ never mentions.
    pub fn unknown_entities(&self) -> &UnknownEntities {
        &self.unknown_entities
    }

    /// How many entries there are.
    pub fn entries(&self) -> usize {
        self.entries
    }

    /// The group of a feature, if any entry has it.
    #[inline]
    pub fn group_of(&self, hash: u64) -> Option<u32> {
        self.table.get(hash)
    }

    /// The slot of the table where `hash` is looked for first (see [`Table::first_slot`]).
    #[inline]
    pub(super) fn first_slot(&self, hash: u64) -> (u64, u32) {
        self.table.first_slot(hash)
    }

    /// The group of a feature whose first slot is known.
    #[inline]
    pub(super) fn resolve(&self, hash: u64, slot: (u64, u32)) -> Option<u32> {
        self.table.resolve(hash, slot)
    }

    /// The postings as they are packed.
    #[inline]
    pub(super) fn packed(&self) -> &Postings {
        &self.postings
    }

    /// A group by number.
    #[inline]
    pub fn group(&self, number: u32) -> &FeatureGroup {
        &self.groups[number as usize]
    }

    /// All groups.
    pub fn groups(&self) -> &[FeatureGroup] {
        &self.groups
    }

    /// The postings of a group, by entry.
    pub fn postings(&self, group: u32) -> impl Iterator<Item = Posting> {
        self.postings.of(group)
    }

    /// The rows (phrasings and other texts) of an entry.
    pub fn rows_of(&self, entry: u32) -> std::ops::Range<usize> {
        self.row_starts[entry as usize] as usize..self.row_starts[entry as usize + 1] as usize
    }

    /// All rows.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// What an unknown term would weigh in BM25.
    pub fn idf_max(&self) -> f32 {
        self.idf_max
    }

    /// Posting of an entry in a group, if the entry has it.
    pub fn posting(&self, group: u32, entry: u32) -> Option<Posting> {
        self.postings.get(group, entry)
    }

    /// Weight by rarity of a feature that no entry has.
    pub fn icf_max(&self) -> f32 {
        icf(self.entries, 0)
    }

    /// Weight by rarity of a feature, known or not.
    pub fn rarity(&self, hash: u64) -> f32 {
        self.group_of(hash)
            .map_or_else(|| self.icf_max(), |group| self.group(group).icf)
    }

    /// The questions that no entry may answer.
    pub fn out_of_scope(&self) -> &OutOfScope {
        &self.out_of_scope
    }

    /// Weights of the blocks in a vector's squared length.
    pub(super) fn weights(&self) -> &[f32; BLOCKS] {
        &self.weights
    }

    /// The concepts: words that mean the same.
    pub fn concepts(&self) -> &Concepts {
        &self.concepts
    }

    /// The vocabulary that misspelt words are led back to.
    pub fn spelling(&self) -> &Spelling {
        &self.spelling
    }

    /// Reads a question typed as pinyin by its sound and tells whether it is one; leaves every other
    /// one as it is.
    pub fn read_pinyin(&self, analysis: &mut Analysis) -> bool {
        let known = |analysis: &Analysis, token: &Token| {
            self.group_of(key::stem_hash(analysis.stem(token)))
                .is_some()
        };
        self.syllables.read(analysis, &self.spelling, known)
    }

    /// Whether a question has a word that may name an entity of no list, and nothing of what the FAQ
    /// is about.
    pub fn is_about_unlisted_entity(&self, analysis: &Analysis) -> bool {
        let corrects = |word: &str| self.spelling.corrects(word);
        self.unknown_entities.is_about_unlisted(analysis, corrects)
    }

    /// Whether anything was learned from the phrasings.
    pub(super) fn has_learned(&self) -> bool {
        !matches!(self.learned, Learned::Nothing)
    }

    /// What was learned.
    pub(super) fn learned(&self) -> &Learned {
        &self.learned
    }
}

/// Threads to train with; the result is the same with any number.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |count| count.get().min(8))
}

#[cfg(test)]
pub(in crate::index) mod tests {
    use super::*;
    use crate::index::query::lookup::Query;
    use crate::text::analyze;

    const WORDS: [&str; 10] = [
        "cancel", "refund", "order", "parcel", "password", "invoice", "upgrade", "verify", "track",
        "print",
    ];

    /// A FAQ of so many entries, one of which is asked in another way, too.
    pub(in crate::index) fn faq(entries: usize, more: Option<(usize, &str)>) -> Faq {
        let mut text = String::from("entries:\n");
        for number in 0..entries {
            let (one, other) = (WORDS[number % 10], WORDS[number / 10 % 10]);
            let more = more.filter(|(entry, _)| *entry == number);
            let more = more.map_or(String::new(), |(_, more)| format!(", {more}"));
            text += &format!(
                "- id: e{number}\n  answer: {{en: A}}\n  questions: {{en: [how do I {one} and \
                 {other} item {number}?, please {one} my {other} of kind {number}{more}]}}\n"
            );
        }
        crate::faq::read(&[("faq.yaml", text)]).faq.expect("a FAQ")
    }

    fn learned(index: &Index, question: &str) -> Vec<f32> {
        let mut query = Query::default();
        query.look_up(index, &analyze(question));
        query.score(index);
        let scores = query.entry_scores.iter();
        scores.map(|scores| scores.learned).collect()
    }

    #[test]
    fn a_changed_entry_is_learned_and_the_others_stay() {
        // Dense, and sparse: a FAQ too large for a weight for every group and entry.
        for entries in [40, 1_600] {
            let old = faq(entries, None);
            let new = faq(entries, Some((7, "the kettle whistles")));
            let before = Index::build(&old);
            let changes = EntryChanges::of(&old, &new).unwrap();
            let updated = before.update(&new, &changes);
            let built = Index::build(&new);
            for question in [
                "the kettle whistles",
                "please print item 9",
                "track my order 17",
            ] {
                let (updated, built) = (learned(&updated, question), learned(&built, question));
                for (entry, (updated, built)) in updated.iter().zip(&built).enumerate() {
                    assert!(
                        (updated - built).abs() < 0.05,
                        "{question}, {entry} of {entries}: {updated}, from nothing {built}"
                    );
                }
            }
        }
    }
}
