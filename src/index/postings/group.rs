//! Feature groups: features that nothing can tell apart count as one.

use bitcode::{Decode, Encode};

use crate::index::feature::kind::Kind;

/// Features that occur in the same phrasings.
#[derive(Debug, Clone, Copy, Encode, Decode)]
pub struct FeatureGroup {
    /// What its features are.
    pub kind: Kind,
    /// Its place by first sight in the FAQ; decides between groups that are equally rare.
    pub first_seen: u32,
    /// How many features share it.
    pub size: u32,
    /// How many entries have it.
    pub entry_freq: u32,
    /// Weight by rarity over entries (see `index::icf`).
    pub icf: f32,
    /// BM25's weight by rarity; 0 for kinds that BM25 does not count.
    pub idf: f32,
}
