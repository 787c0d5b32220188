//! Postings: what a feature group says of an entry.

use bitcode::{Decode, Encode};

/// What a group says of one entry.
#[derive(Debug, Clone, Copy, Encode, Decode)]
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

/// The postings again, entry after entry: which groups an entry has. Training needs it.
#[derive(Debug, Default, Clone)]
pub struct ByEntry {
    starts: Vec<u32>,
    /// Feature group and number of the posting, by group.
    groups: Vec<(u32, u32)>,
}

impl ByEntry {
    /// Turns postings around.
    pub fn new(entries: usize, posting_starts: &[u32], postings: &[Posting]) -> ByEntry {
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
