//! Where each part of a FAQ stands, for findings that come after loading.
//!
//! Kept apart from the FAQ itself: two FAQs with the same content are equal wherever it stands.

use super::entry::FilePlace;

/// The places of a FAQ's parts, in the order of the parts.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// One per entry.
    pub entries: Vec<EntryPlaces>,
    /// One per group of synonyms.
    pub synonyms: Vec<FilePlace>,
    /// One per out-of-scope question.
    pub out_of_scope: Vec<FilePlace>,
}

/// The places of one entry's parts.
#[derive(Debug, Clone, Default)]
pub struct EntryPlaces {
    /// One per phrasing.
    pub phrasings: Vec<FilePlace>,
    /// One per keyword.
    pub keywords: Vec<FilePlace>,
    /// One per test.
    pub tests: Vec<FilePlace>,
    /// The answer in English and Chinese, where given.
    pub answer: [Option<FilePlace>; 2],
}
