//! The index: what the phrasings of a FAQ say, counted, weighed and learned, ready to be asked.
//!
//! Built once from a FAQ, immutable after. Documents are entries, not phrasings: everything an
//! entry's phrasings, its keywords and the words of its id say counts together. The same FAQ
//! gives the same bytes, whatever the number of processors.
//!
//! Knows nothing of thresholds or of how an answer looks.

mod build;
mod concept;
mod feature;
mod hash;
mod pinyin;
mod postings;
mod query;
mod scope;
mod spelling;
mod train;

pub use concept::Concepts;
pub use feature::{BLOCKS, Kind, Sink, extract};
pub use pinyin::Syllables;
pub use postings::{FeatureGroup, Posting, Rows, Source};
pub use query::{EntryScores, Hit, Query};
pub use scope::{OutOfScope, Similarity, UnknownEntities};
pub use spelling::{Correction, Spelling};

use crate::faq::Faq;
use crate::text::{Analysis, Token};
use hash::Table;
use postings::packed::Postings;
use train::Learned;

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
        Index::build_with(faq, threads())
    }

    /// Builds the index with a number of threads, which changes nothing but the time.
    fn build_with(faq: &Faq, threads: usize) -> Index {
        let ((built, learned, postings), unknown_entities) = train::parallel::both(
            threads,
            || {
                let mut built = build::build(faq, threads);
                let (learned, postings) = train::train(faq.entries.len(), &mut built, threads);
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

    /// Well-known names that the FAQ does not know.
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
        build::icf(self.entries, 0)
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
    fn weights(&self) -> &[f32; BLOCKS] {
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

    /// Reads a question typed as pinyin by its sound; leaves every other one as it is.
    pub fn read_pinyin(&self, analysis: &mut Analysis) {
        let known = |analysis: &Analysis, token: &Token| {
            self.group_of(feature::stem_hash(analysis.stem(token)))
                .is_some()
        };
        self.syllables.read(analysis, &self.spelling, known);
    }

    /// Whether a question has a word that may be a name, and nothing of what the FAQ is about.
    pub fn has_unlisted_entity(&self, analysis: &Analysis) -> bool {
        let corrects = |word: &str| self.spelling.corrects(word);
        self.unknown_entities.has_unlisted(analysis, corrects)
    }

    /// What was learned.
    fn learned(&self) -> &Learned {
        &self.learned
    }
}

/// Threads to train with; the result is the same with any number.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |count| count.get().min(8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    /// `entries` entries with three phrasings each.
    fn faq(entries: usize) -> Faq {
        let mut text = String::from("entries:\n");
        for number in 0..entries {
            let (first, second) = (WORDS[number % 8], WORDS[(number / 8 + 3) % 8]);
            text.push_str(&format!(
                "  - id: e{number}\n    questions: {{en: [{first} my {second} number {number}, how to {second} a {first} {number}], zh: [怎么{first}第{number}个]}}\n    answer: {{en: a}}\n"
            ));
        }
        crate::faq::read(&[("made.yaml", text.as_str())])
            .faq
            .expect("a FAQ")
    }

    const WORDS: [&str; 8] = [
        "cancel", "refund", "order", "parcel", "password", "invoice", "upgrade", "verify",
    ];

    fn entry_scores(index: &Index, question: &str) -> Vec<EntryScores> {
        let mut query = Query::default();
        query.look_up(index, &analyze(question));
        query.score(index);
        query.entry_scores
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        // Dense, and sparse: a FAQ too large for a weight for every group and entry.
        for entries in [12, 1_600] {
            let faq = faq(entries);
            let (one, three) = (Index::build_with(&faq, 1), Index::build_with(&faq, 3));
            for question in ["how do I refund an order 7", "怎么cancel第9个"] {
                assert_eq!(
                    entry_scores(&one, question),
                    entry_scores(&three, question),
                    "{entries}: {question}"
                );
            }
        }
    }
}
