//! Puts features that nothing can tell apart into one group.

use crate::index::feature::kind::Kind;
use crate::index::hash::{Table, mix};
use crate::index::postings::group::FeatureGroup;
use crate::index::postings::rows::Rows;

/// Everything about a feature while it is counted.
pub(super) struct Seen {
    pub kind: Kind,
    pub signature: u64,
}

/// Gives features with the same kind and signature the same group, numbered block by block, in
/// each by first sight.
pub(super) fn group_features(seen: &[Seen]) -> (Vec<u32>, Vec<FeatureGroup>) {
    let mut by_signature = Table::with_capacity(seen.len() / 2);
    let mut groups: Vec<FeatureGroup> = Vec::new();
    let mut group_of: Vec<u32> = seen
        .iter()
        .map(|feature| {
            let key = mix(feature.signature ^ ((feature.kind as u64) << 60));
            let group = by_signature.get_or_insert(key, groups.len() as u32);
            if group as usize == groups.len() {
                groups.push(FeatureGroup {
                    kind: feature.kind,
                    first_seen: groups.len() as u32,
                    size: 0,
                    entry_freq: 0,
                    icf: 0.0,
                    idf: 0.0,
                });
            }
            groups[group as usize].size += 1;
            group
        })
        .collect();
    let mut order: Vec<u32> = (0..groups.len() as u32).collect();
    order.sort_by_key(|&group| groups[group as usize].kind.block());
    let mut number_of = vec![0; groups.len()];
    for (number, &group) in order.iter().enumerate() {
        number_of[group as usize] = number as u32;
    }
    for group in &mut group_of {
        *group = number_of[*group as usize];
    }
    let groups = order.iter().map(|&group| groups[group as usize]).collect();
    (group_of, groups)
}

/// Rewrites the rows from features to groups, by number, and returns the counts of the groups.
pub(super) fn merge_rows(rows: &mut Rows, counts: &[u8], group_of: &[u32]) -> Vec<u8> {
    let mut merged = Vec::with_capacity(rows.groups.len() / 2);
    let mut pairs: Vec<(u32, u8)> = Vec::new();
    let mut write = 0;
    for row in 0..rows.len() {
        let range = rows.starts[row] as usize..rows.starts[row + 1] as usize;
        rows.starts[row] = write as u32;
        pairs.clear();
        pairs.extend(range.map(|at| (group_of[rows.groups[at] as usize], counts[at])));
        pairs.sort_unstable();
        pairs.dedup();
        for &(group, count) in &pairs {
            rows.groups[write] = group;
            merged.push(count);
            write += 1;
        }
    }
    let rows_count = rows.len();
    rows.starts[rows_count] = write as u32;
    rows.groups.truncate(write);
    rows.groups.shrink_to_fit();
    merged
}
