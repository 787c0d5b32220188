//! Whether a FAQ has enough phrasings to learn from.

use crate::index::postings::rows::{Rows, Source};

/// Mean phrasings an entry below which nothing is learned in a large FAQ.
const LEAST_PHRASINGS: f64 = 2.0;
/// Entries up to which learning pays with any number of phrasings.
const FEW_ENTRIES: usize = 1_500;

/// Mean phrasings an entry, where there are enough to learn from.
pub(in crate::index) fn phrasings_to_learn(entries: usize, rows: &Rows) -> Option<f64> {
    let phrasings = rows
        .source
        .iter()
        .filter(|source| matches!(source, Source::Phrasing(_)));
    let each = phrasings.count() as f64 / entries.max(1) as f64;
    (entries >= 2 && (each >= LEAST_PHRASINGS || entries <= FEW_ENTRIES)).then_some(each)
}
