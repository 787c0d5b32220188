//! What the index is made of: groups and postings.
//!
//! Features that occur in exactly the same phrasings, equally often, and belong to the same kind
//! (the n-grams of a rare word, say) cannot be told apart by anything that is learned. They share
//! one **group**; everything counts per group, which is exact and three times smaller and
//! faster. A **posting** says what a group means to an entry.

pub(super) mod packed;

use crate::index::feature::{BLOCKS, Kind};

/// Features that occur in the same phrasings.
#[derive(Debug, Clone, Copy)]
pub struct FeatureGroup {
    /// What its features are.
    pub kind: Kind,
    /// Its place by first sight in the FAQ; parts groups that are equally rare.
    pub first_seen: u32,
    /// How many features share it.
    pub size: u32,
    /// How many entries have it.
    pub entry_freq: u32,
    /// Weight by rarity over entries (see `build::icf`).
    pub icf: f32,
    /// BM25's weight by rarity; 0 for kinds that BM25 does not count.
    pub idf: f32,
}

/// What a group says of one entry.
#[derive(Debug, Clone, Copy)]
pub struct Posting {
    /// Number of the entry.
    pub entry: u32,
    /// Share in the entry's centroid for one feature, before the question's scale.
    pub centroid: f32,
    /// BM25 of one feature, before the normaliser.
    pub bm25: f32,
    /// Learned weight for one feature, before the question's scale; 0 where nothing is learned
    /// per posting.
    pub learned: f32,
}

/// The phrasings (and other texts) of the entries as rows of groups.
#[derive(Debug, Default, Clone)]
pub struct Rows {
    /// Entry of each row; rows of an entry stand together, entries in order.
    pub entry: Vec<u32>,
    /// Where the text came from.
    pub source: Vec<Source>,
    /// Where each row's groups start; one more than there are rows.
    pub starts: Vec<u32>,
    /// Feature groups of the rows, by number: block after block.
    pub groups: Vec<u32>,
    /// How many groups of each row stand before the end of each block.
    pub block_ends: Vec<[u32; BLOCKS]>,
    /// Scale of each block in each row's vector.
    pub scales: Vec<[f32; BLOCKS]>,
}

/// Where a row's text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Phrasing with this number in its entry.
    Phrasing(u32),
    /// The words of the entry's id.
    Id,
    /// Keyword with this number in its entry.
    Keyword(u32),
}

impl Rows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.entry.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entry.is_empty()
    }

    /// The groups of a row.
    pub fn groups(&self, row: usize) -> &[u32] {
        &self.groups[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// The postings again, entry after entry: which groups an entry has. Training needs it.
#[derive(Debug, Default, Clone)]
pub(in crate::index) struct ByEntry {
    starts: Vec<u32>,
    /// FeatureGroup and number of the posting, by group.
    groups: Vec<(u32, u32)>,
}

impl ByEntry {
    /// Turns postings around.
    pub(in crate::index) fn new(
        entries: usize,
        posting_starts: &[u32],
        postings: &[Posting],
    ) -> ByEntry {
        let mut starts = vec![0u32; entries + 1];
        for posting in postings {
            starts[posting.entry as usize + 1] += 1;
        }
        for at in 0..entries {
            starts[at + 1] += starts[at];
        }
        let mut filled = starts.clone();
        let mut groups = vec![(0, 0); postings.len()];
        for (group, range) in posting_starts.windows(2).enumerate() {
            for number in range[0]..range[1] {
                let next = &mut filled[postings[number as usize].entry as usize];
                groups[*next as usize] = (group as u32, number);
                *next += 1;
            }
        }
        ByEntry { starts, groups }
    }

    /// How many groups the entries before each entry have together; one more than there are
    /// entries.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The groups of an entry, in order, each with the number of its posting.
    #[inline]
    pub fn of(&self, entry: u32) -> &[(u32, u32)] {
        &self.groups[self.starts[entry as usize] as usize..self.starts[entry as usize + 1] as usize]
    }
}
