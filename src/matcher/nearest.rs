//! Which phrasing of an entry is closest to the question.

use crate::index::{Query, Source};
use crate::knowledge::Knowledge;

/// The phrasing of `entry` that shares most with the question, as its author wrote it; the
/// entry's title where nothing is shared.
pub(super) fn phrasing(knowledge: &Knowledge, query: &Query, entry: u32) -> String {
    let index = knowledge.index();
    let rows = index.rows();
    let mut best = (0.0f32, 0usize);
    for row in index.rows_of(entry) {
        let Source::Phrasing(number) = rows.source[row] else {
            continue;
        };
        let (mut shared, mut own) = (0.0f32, 0.0f32);
        for &number in rows.columns(row) {
            let column = index.column(number);
            let weight = column.icf * column.icf;
            own += weight * column.size as f32;
            if let Ok(at) = query.hits.binary_search_by_key(&number, |hit| hit.column) {
                shared += weight * query.hits[at].features as f32;
            }
        }
        let closeness = shared / own.max(1e-9).sqrt();
        if closeness > best.0 {
            best = (closeness, number as usize);
        }
    }
    knowledge.faq().entries[entry as usize]
        .phrasings
        .get(best.1)
        .map_or_else(String::new, |phrasing| phrasing.text.clone())
}
