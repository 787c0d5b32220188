//! Rows: the texts of the entries as lists of feature groups.

use bitcode::{Decode, Encode};

use crate::index::feature::kind::BLOCKS;

/// The phrasings (and other texts) of the entries as rows of groups.
#[derive(Debug, Default, Clone, Encode, Decode)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
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
