//! The finished index of a FAQ.

use std::sync::Arc;

use bitcode::{Decode, Encode};

use super::build::assemble;
use super::build::changes::EntryChanges;
use super::build::ids::IdWords;
use super::build::patch::Patch;
use super::feature::concept::Concepts;
use super::feature::key;
use super::feature::kind::BLOCKS;
use super::hash::Table;
use super::postings::group::FeatureGroup;
use super::postings::packed::Postings;
use super::postings::posting::Posting;
use super::postings::rows::Rows;
use super::scope::out_of_scope::OutOfScope;
use super::scope::unknown_entity::UnknownEntities;
use super::spelling::corrector::Spelling;
use super::spelling::pinyin::Syllables;
use super::train::learned::{self, Learned};
use super::train::sparse::classes_of;
use crate::faq::Faq;
use crate::index::feature::icf::icf;
use crate::parallel;
use crate::text::{Analysis, Token};

/// What matching needs of a FAQ.
///
/// Its parts are shared: a changed index holds those that stay once (see `build::patch`).
#[derive(Clone, Encode, Decode)]
pub struct Index {
    entries: usize,
    table: Arc<Table>,
    groups: Arc<Vec<FeatureGroup>>,
    postings: Arc<Postings>,
    rows: Arc<Rows>,
    row_starts: Arc<Vec<u32>>,
    idf_max: f32,
    average_length: f64,
    learned: Arc<Learned>,
    spelling: Arc<Spelling>,
    syllables: Arc<Syllables>,
    concepts: Arc<Concepts>,
    weights: [f32; BLOCKS],
    out_of_scope: Arc<OutOfScope>,
    unknown_entities: Arc<UnknownEntities>,
    ids: Arc<IdWords>,
    patch: Option<Arc<Patch>>,
}

impl Index {
    /// Builds the index of a FAQ.
    pub fn build(faq: &Faq) -> Index {
        Index::build_with(faq, parallel::threads())
    }

    /// Builds the index with a number of threads, which changes nothing but the time.
    pub(super) fn build_with(faq: &Faq, threads: usize) -> Index {
        let ((built, learned, postings), unknown_entities) = parallel::both(
            threads,
            || {
                let mut built = assemble::build(faq, threads);
                let (learned, postings) = learned::train(faq.entries.len(), &mut built, threads);
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
            table: built.table.into(),
            groups: built.groups.into(),
            postings: postings.into(),
            rows: built.rows.into(),
            row_starts: row_starts.into(),
            idf_max: built.idf_max,
            average_length: built.average_length,
            learned: learned.into(),
            spelling: built.spelling.into(),
            syllables: built.syllables.into(),
            concepts: built.concepts.into(),
            weights: built.weights,
            out_of_scope: Arc::default(),
            unknown_entities: unknown_entities.into(),
            ids: IdWords::new(faq).into(),
            patch: None,
        };
        index.read_out_of_scope(faq);
        index
    }

    fn read_out_of_scope(&mut self, faq: &Faq) {
        let weigh = |hash| self.rarity(hash);
        self.out_of_scope = OutOfScope::new(&faq.out_of_scope, &self.concepts, weigh).into();
    }

    /// The index of a FAQ that these changes lead to from `old`, the one of this index, with a patch of the
    /// entries that differ; `None` where those are more than a few.
    pub fn patched(&self, old: &Faq, faq: &Faq, changes: &EntryChanges) -> Option<Index> {
        let (patch, changed) = self.patch_for(old, faq, changes)?;
        let mut index = self.with_patch(patch);
        index.entries = faq.entries.len();
        let mut spelling = Spelling::clone(&self.spelling);
        changed.before.iter().for_each(|text| spelling.forget(text));
        changed.after.iter().for_each(|text| spelling.learn(text));
        spelling.finish_more(self.spelling.words());
        index.spelling = spelling.into();
        let mut syllables = Syllables::clone(&self.syllables);
        changed.after.iter().for_each(|text| syllables.learn(text));
        index.syllables = syllables.into();
        index.unknown_entities = self.unknown_entities.changed(old, faq, changes).into();
        if old.out_of_scope != faq.out_of_scope {
            index.read_out_of_scope(faq);
        }
        Some(index)
    }

    /// The same index with this patch instead of its own.
    pub(super) fn with_patch(&self, patch: Patch) -> Index {
        Index {
            patch: Some(patch.into()),
            ..self.clone()
        }
    }

    /// What changed since the index was built.
    #[inline]
    pub(super) fn patch(&self) -> Option<&Patch> {
        self.patch.as_deref()
    }

    /// How many entries there are inside, those that are gone included.
    pub(super) fn inside(&self) -> usize {
        self.patch()
            .map_or(self.row_starts.len() - 1, Patch::inside_entries)
    }

    /// The words of ids that tell nothing.
    pub(super) fn id_words(&self) -> &IdWords {
        &self.ids
    }

    /// Mean length of an entry, in features that BM25 counts.
    pub(super) fn average_length(&self) -> f64 {
        self.average_length
    }

    /// Entries that a text competes with in training, its own included.
    pub(super) fn classes(&self) -> usize {
        match *self.learned {
            Learned::Dense(_) => usize::MAX,
            _ => classes_of(&self.rows),
        }
    }

    /// How many entries the index was built with.
    pub(super) fn base_entries(&self) -> usize {
        self.row_starts.len() - 1
    }

    /// The rows of an entry by its number inside, if the index was built with it.
    pub(super) fn base_rows_of(&self, inside: u32) -> std::ops::Range<usize> {
        match self.patch().and_then(|patch| patch.entry(inside)) {
            None if (inside as usize) < self.base_entries() => {
                let at = inside as usize;
                self.row_starts[at] as usize..self.row_starts[at + 1] as usize
            }
            _ => 0..0,
        }
    }

    /// Whether any entry has a feature.
    pub fn knows(&self, hash: u64) -> bool {
        let is_patched = || {
            self.patch()
                .is_some_and(|patch| patch.slot_of(hash).is_some())
        };
        self.group_of(hash).is_some() || is_patched()
    }

    /// What a feature says of an entry, if the entry has it.
    pub fn posting_of(&self, hash: u64, entry: u32) -> Option<Posting> {
        let Some(patch) = self.patch() else {
            return self.postings.get(self.group_of(hash)?, entry);
        };
        let inside = patch.inside(entry);
        match patch.entry(inside) {
            Some(_) => patch.posting(hash, inside),
            None => self.postings.get(self.group_of(hash)?, inside),
        }
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

    /// The rows (phrasings and other texts) of an entry of an index as it was built.
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

    /// Weight by rarity of a feature that no entry has.
    pub fn icf_max(&self) -> f32 {
        icf(self.entries, 0)
    }

    /// Weight by rarity of a feature, known or not.
    pub fn rarity(&self, hash: u64) -> f32 {
        match self.group_of(hash) {
            Some(group) => self.group(group).icf,
            None => self.rarity_in_patch(hash).unwrap_or_else(|| self.icf_max()),
        }
    }

    fn rarity_in_patch(&self, hash: u64) -> Option<f32> {
        let patch = self.patch()?;
        Some(patch.slot(patch.slot_of(hash)?).icf)
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
        let known =
            |analysis: &Analysis, token: &Token| self.knows(key::stem_hash(analysis.stem(token)));
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
        !matches!(*self.learned, Learned::Nothing)
    }

    /// What was learned.
    pub(super) fn learned(&self) -> &Learned {
        &self.learned
    }
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
            let updated = before.patched(&old, &new, &changes).unwrap();
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
