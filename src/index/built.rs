//! What building leaves behind, for training and for the finished index.

use super::feature::concept::Concepts;
use super::feature::kind::BLOCKS;
use super::hash::Table;
use super::postings::group::FeatureGroup;
use super::postings::packed::Postings;
use super::postings::posting::{ByEntry, Posting};
use super::postings::rows::Rows;
use super::spelling::corrector::Spelling;
use super::spelling::pinyin::Syllables;

/// Feature groups, rows and postings of a FAQ.
pub(super) struct Built {
    pub table: Table,
    pub groups: Vec<FeatureGroup>,
    pub posting_starts: Vec<u32>,
    pub postings: Vec<Posting>,
    pub by_entry: ByEntry,
    pub rows: Rows,
    /// Weights of the blocks in a vector's squared length.
    pub weights: [f32; BLOCKS],
    pub spelling: Spelling,
    pub syllables: Syllables,
    pub concepts: Concepts,
    /// Largest BM25 weight by rarity in the index: what an unknown term would weigh.
    pub idf_max: f32,
    /// Mean length of an entry, in features that BM25 counts.
    pub average_length: f64,
}

impl Built {
    /// Packs the postings; neither they nor their order by entry are left.
    pub fn pack(&mut self, entries: usize) -> Postings {
        self.by_entry = ByEntry::default();
        let starts = std::mem::take(&mut self.posting_starts);
        Postings::new(entries, starts, &std::mem::take(&mut self.postings))
    }
}
