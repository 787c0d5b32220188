//! Which phrasing of an entry is closest to the question.

use crate::index::{Index, Query, Source};
use crate::knowledge::Knowledge;

/// The row of an entry that is closest to the question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct NearestPhrasing {
    /// Cosine of the two, over what the FAQ knows of the question; 0 to 1.
    pub similarity: f32,
    /// Number of the phrasing in its entry; `None` where the id or a keyword is closest.
    pub phrasing: Option<u32>,
}

/// The closest row of `entry`.
pub(super) fn nearest(index: &Index, query: &Query, entry: u32) -> NearestPhrasing {
    let (similarity, source) = query.nearest(index, entry);
    let phrasing = match source {
        Some(Source::Phrasing(number)) => Some(number),
        _ => None,
    };
    NearestPhrasing {
        similarity,
        phrasing,
    }
}

/// A phrasing of an entry as its author wrote it; the entry's first one where `number` is none.
pub(super) fn text(knowledge: &Knowledge, entry: u32, number: Option<u32>) -> String {
    knowledge.faq().entries[entry as usize]
        .phrasings
        .get(number.unwrap_or(0) as usize)
        .map_or_else(String::new, |phrasing| phrasing.text.clone())
}
