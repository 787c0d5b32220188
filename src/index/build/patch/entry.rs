//! What one changed entry says, weighed.

use bitcode::{Decode, Encode};

use crate::index::feature::kind::{BLOCKS, Kind};
use crate::index::postings::posting::Posting;
use crate::index::postings::rows::Source;

/// A changed entry.
#[derive(Clone, Encode, Decode)]
pub(in crate::index) struct PatchedEntry {
    /// By hash.
    pub features: Vec<PatchedFeature>,
    pub rows: Vec<PatchedRow>,
}

/// A feature of a changed entry.
#[derive(Clone, Encode, Decode)]
pub(in crate::index) struct PatchedFeature {
    pub hash: u64,
    pub kind: Kind,
    pub icf: f32,
    pub idf: f32,
    /// What it says of the entry.
    pub posting: Posting,
}

/// A text of a changed entry.
#[derive(Clone, Encode, Decode)]
pub(in crate::index) struct PatchedRow {
    pub source: Source,
    /// Scale of each block in its vector.
    pub scales: [f32; BLOCKS],
    /// Its features, by their places in the entry's.
    pub features: Vec<u32>,
}
