//! Puts features that nothing can tell apart into one group.

use crate::index::feature::key::Feature;
use crate::index::feature::kind::Kind;
use crate::index::hash::{Table, mix};
use crate::index::postings::group::FeatureGroup;
use crate::index::postings::rows::Rows;

/// The features of a FAQ while they are counted.
#[derive(Default)]
pub(super) struct Features {
    /// Each feature's number, by first sight.
    numbers: Table,
    seen: Vec<Seen>,
    /// How often each row has its features, beside [`Rows::groups`].
    counts: Vec<u8>,
    /// Where the table has each feature of a row first.
    first_slots: Vec<(u64, u32)>,
}

/// What is known of a feature.
struct Seen {
    kind: Kind,
    /// Of which rows have it how often.
    signature: u64,
}

impl Features {
    /// Adds the next row, with how often it has each of its features. Each step looks at places far
    /// apart, all of them before anything is decided: the processor fetches them side by side.
    pub fn add(&mut self, features: &[(Feature, u32)], rows: &mut Rows) {
        let row = rows.starts.len() as u64 - 1;
        self.first_slots.clear();
        let hashes = features.iter().map(|(feature, _)| feature.hash);
        self.first_slots
            .extend(hashes.map(|hash| self.numbers.first_slot(hash)));
        let first = rows.groups.len();
        for ((feature, count), &slot) in features.iter().zip(&self.first_slots) {
            let number = self.numbers.resolve(feature.hash, slot).unwrap_or_else(|| {
                let next = self.seen.len() as u32;
                let number = self.numbers.get_or_insert(feature.hash, next);
                if number == next {
                    self.seen.push(Seen {
                        kind: feature.kind,
                        signature: 0,
                    });
                }
                number
            });
            rows.groups.push(number);
            self.counts.push((*count).min(255) as u8);
        }
        for (&number, &count) in rows.groups[first..].iter().zip(&self.counts[first..]) {
            let seen = &mut self.seen[number as usize];
            seen.signature = mix(seen.signature ^ (row << 8 | u64::from(count)));
        }
        rows.starts.push(rows.groups.len() as u32);
    }

    /// Puts what nothing can tell apart into groups, which the rows have then: the group of each
    /// feature, the groups, and how often each row has its groups.
    pub fn group(self, rows: &mut Rows) -> (Table, Vec<FeatureGroup>, Vec<u8>) {
        let (mut numbers, seen) = (self.numbers, self.seen);
        let (group_of, groups) = group_features(&seen);
        drop(seen);
        numbers.map_values(|number| group_of[number as usize]);
        let counts = merge_rows(rows, &self.counts, &group_of);
        (numbers, groups, counts)
    }
}

/// Gives features with the same kind and signature the same group, numbered block by block, in
/// each by first sight.
fn group_features(seen: &[Seen]) -> (Vec<u32>, Vec<FeatureGroup>) {
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
fn merge_rows(rows: &mut Rows, counts: &[u8], group_of: &[u32]) -> Vec<u8> {
    let mut merged = Vec::with_capacity(rows.groups.len() / 2);
    // A group before its count.
    let mut pairs: Vec<u64> = Vec::new();
    let mut write = 0;
    for row in 0..rows.len() {
        let range = rows.starts[row] as usize..rows.starts[row + 1] as usize;
        rows.starts[row] = write as u32;
        pairs.clear();
        pairs.extend(range.map(|at| {
            let group = group_of[rows.groups[at] as usize];
            u64::from(group) << 8 | u64::from(counts[at])
        }));
        pairs.sort_unstable();
        pairs.dedup();
        for &pair in &pairs {
            rows.groups[write] = (pair >> 8) as u32;
            merged.push(pair as u8);
            write += 1;
        }
    }
    let rows_count = rows.len();
    rows.starts[rows_count] = write as u32;
    rows.groups.truncate(write);
    rows.groups.shrink_to_fit();
    merged
}
