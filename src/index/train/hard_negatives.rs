//! Hard negatives: for each row of a sparse training, the other entries that overlap most with it.

use std::ops::Range;

use super::part::{Overlap, Part};
use crate::index::built::Built;
use crate::index::postings::group::FeatureGroup;

/// Postings looked at to find the hard negatives of a row, rarest groups first. Common groups tell
/// entries apart least and cost most.
const POSTINGS_LOOKED_AT: usize = 3_000;

/// Memory that is used again from row to row.
pub(super) struct Scratch {
    /// By entry, how alike it is to the row; 0 between rows.
    similarity: Vec<f32>,
    /// By group, its place in the row; [`u32::MAX`] between rows.
    position: Vec<u32>,
    touched: Vec<u32>,
    by_rarity: Vec<(u32, u32, usize)>,
}

impl Scratch {
    pub fn new(entries: usize, groups: usize) -> Scratch {
        Scratch {
            similarity: vec![0.0; entries],
            position: vec![u32::MAX; groups],
            touched: Vec::new(),
            by_rarity: Vec::new(),
        }
    }
}

/// Finds the hard negatives of a part's rows and fills in the part. With its own entry a row has at
/// most `width` classes.
pub(super) fn collect(
    entries: usize,
    width: usize,
    built: &Built,
    part: &mut Part,
    scratch: &mut Scratch,
) {
    let rows = &built.rows;
    let Scratch {
        similarity,
        position,
        touched,
        by_rarity,
    } = scratch;
    for row in part.rows.clone() {
        let own = rows.entry[row];
        let groups = rows.groups(row);
        let scales = &rows.scales[row];
        let most: f32 = groups
            .iter()
            .map(|&group| &built.groups[group as usize])
            .map(|group| group.idf * group.size as f32)
            .sum::<f32>()
            .max(1e-9);
        by_rarity.clear();
        by_rarity.extend(
            groups
                .iter()
                .enumerate()
                .map(|(at, &group)| (&built.groups[group as usize], at))
                .map(|(group, at)| (group.entry_freq, group.first_seen, at)),
        );
        by_rarity.sort_unstable();
        let mut looked_at = 0;
        for &(freq, _, at) in by_rarity.iter() {
            looked_at += freq as usize;
            if looked_at > POSTINGS_LOOKED_AT && !touched.is_empty() {
                break;
            }
            let group = &built.groups[groups[at] as usize];
            let size = group.size as f32;
            let scale = scales[group.kind.block()] * size;
            for posting in &built.postings[postings(built, groups[at])] {
                let entry = posting.entry as usize;
                if similarity[entry] == 0.0 {
                    touched.push(posting.entry);
                }
                similarity[entry] += scale * posting.centroid + size * posting.bm25 / most;
            }
        }
        for &entry in touched.iter() {
            if entry == own {
                similarity[entry as usize] = 0.0;
            }
        }
        touched.retain(|&entry| entry != own);
        if touched.len() > width - 1 {
            touched.select_nth_unstable_by(width - 2, |&a, &b| {
                similarity[b as usize]
                    .total_cmp(&similarity[a as usize])
                    .then(a.cmp(&b))
            });
            for &entry in &touched[width - 1..] {
                similarity[entry as usize] = 0.0;
            }
            touched.truncate(width - 1);
        }
        touched.sort_unstable();
        touched.insert(0, own);
        for (at, &group) in groups.iter().enumerate() {
            position[group as usize] = at as u32;
        }
        for (class, &entry) in touched.iter().enumerate() {
            let mut overlap: Option<Overlap> = None;
            let weights = built.by_entry.starts()[entry as usize]..;
            for (weight, &(group, _)) in weights.zip(built.by_entry.of(entry)) {
                let at = position[group as usize];
                if at == u32::MAX
                    || (class > 0 && is_common(entries, &built.groups[group as usize]))
                {
                    continue;
                }
                // Pairs hold sixteen bits: what lies further apart begins a new overlap.
                let far = |overlap: &mut Overlap| {
                    at - overlap.value > u32::from(u16::MAX)
                        || weight - overlap.weight > u32::from(u16::MAX)
                };
                if let Some(whole) = overlap.take_if(far) {
                    part.overlaps.push(whole);
                }
                let overlap = overlap.get_or_insert(Overlap {
                    row: row as u32,
                    entry,
                    class: class as u8,
                    value: at,
                    weight,
                    pairs: 0,
                });
                overlap.pairs += 1;
                part.pairs.push([
                    (at - overlap.value) as u16,
                    (weight - overlap.weight) as u16,
                ]);
            }
            part.overlaps.extend(overlap);
        }
        for &group in groups {
            position[group as usize] = u32::MAX;
        }
        part.class_counts.push(touched.len() as u32);
        for &entry in touched.iter() {
            similarity[entry as usize] = 0.0;
        }
        touched.clear();
    }
}

fn postings(built: &Built, group: u32) -> Range<usize> {
    built.posting_starts[group as usize] as usize..built.posting_starts[group as usize + 1] as usize
}

/// Whether a group says so little of an entry that, in a large FAQ, hard negatives are not weighed on it.
fn is_common(entries: usize, group: &FeatureGroup) -> bool {
    entries >= LARGE && group.entry_freq as usize * 4 > entries
}

/// Entries from which on a FAQ is large.
const LARGE: usize = 2_000;
