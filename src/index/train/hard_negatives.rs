//! Hard negatives: for each row of a sparse training, the other entries that overlap most with it.

use std::ops::Range;

use super::part::{Overlap, Part};
use crate::index::built::Built;
use crate::index::largest::Largest;
use crate::index::postings::group::FeatureGroup;

/// Postings looked at to find the hard negatives of a row, rarest groups first. Common groups tell
/// entries apart least and cost most.
const POSTINGS_LOOKED_AT: usize = 3_000;

/// Memory that is used again from row to row.
pub(super) struct Scratch<'a> {
    /// By group, its place among all by rarity.
    rarity: &'a [u32],
    /// By entry, how alike it is to the row; 0 between rows.
    similarity: Vec<f32>,
    places: Places,
    touched: Vec<u32>,
    /// The row's groups, rarest first: the place among all, then that in the row.
    by_rarity: Vec<u64>,
    most_similar: Largest,
}

impl<'a> Scratch<'a> {
    /// For rows that have so many classes at most, with their own entry.
    pub fn new(entries: usize, width: usize, rarity: &'a [u32]) -> Scratch<'a> {
        Scratch {
            rarity,
            similarity: vec![0.0; entries],
            places: Places::default(),
            touched: Vec::new(),
            by_rarity: Vec::new(),
            most_similar: Largest::new(width - 1),
        }
    }
}

/// By group, its place among all groups: rarer ones first, and of those the one seen first.
pub(super) fn rarity(groups: &[FeatureGroup]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..groups.len() as u32).collect();
    order.sort_unstable_by_key(|&group| {
        let group = &groups[group as usize];
        u64::from(group.entry_freq) << 32 | u64::from(group.first_seen)
    });
    let mut rarity = vec![0; groups.len()];
    for (place, group) in (0..).zip(order) {
        rarity[group as usize] = place;
    }
    rarity
}

/// Where the groups of one row stand in it. It is asked for every group of every class: a small table
/// that stays near the processor, where one of all groups would not.
#[derive(Default)]
struct Places {
    /// Places by the group's last bits, by open addressing.
    slots: Vec<u32>,
}

impl Places {
    const FREE: u32 = u32::MAX;

    fn hold(&mut self, groups: &[u32]) {
        let size = (groups.len() * 8).next_power_of_two();
        self.slots.clear();
        self.slots.resize(size, Places::FREE);
        for (place, &group) in (0..).zip(groups) {
            let mut at = group as usize & (size - 1);
            while self.slots[at] != Places::FREE {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = place;
        }
    }

    /// The place of a group among `groups`, which are held.
    #[inline]
    fn of(&self, groups: &[u32], group: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = group as usize & mask;
        loop {
            match self.slots[at] {
                Places::FREE => return None,
                place if groups[place as usize] == group => return Some(place),
                _ => at = (at + 1) & mask,
            }
        }
    }
}

/// Finds the hard negatives of a part's rows and fills in the part.
pub(super) fn collect(entries: usize, built: &Built, part: &mut Part, scratch: &mut Scratch<'_>) {
    for row in part.rows.clone() {
        scratch.compare(built, row);
        let own = built.rows.entry[row];
        scratch.choose(own);
        let groups = built.rows.groups(row);
        scratch.places.hold(groups);
        let classes = std::iter::once(own).chain(scratch.touched.drain(..));
        let mut count = 0;
        for (class, entry) in classes.enumerate() {
            let counts =
                |group: u32| class == 0 || !is_common(entries, &built.groups[group as usize]);
            let place = |group: u32| scratch.places.of(groups, group).filter(|_| counts(group));
            let first = Overlap {
                row: row as u32,
                entry,
                class: class as u8,
                value: 0,
                weight: 0,
                pairs: 0,
            };
            share(built, first, place, part);
            count += 1;
        }
        part.class_counts.push(count);
    }
}

impl Scratch<'_> {
    /// Adds up how alike entries are to a row, rarest groups first, until enough is looked at.
    fn compare(&mut self, built: &Built, row: usize) {
        let groups = built.rows.groups(row);
        let scales = &built.rows.scales[row];
        let idf = |&group: &u32| {
            let group = &built.groups[group as usize];
            group.idf * group.size as f32
        };
        let most = groups.iter().map(idf).sum::<f32>().max(1e-9);
        let rarity =
            |(place, &group): (u64, &u32)| u64::from(self.rarity[group as usize]) << 32 | place;
        self.by_rarity.clear();
        self.by_rarity.extend((0..).zip(groups).map(rarity));
        self.by_rarity.sort_unstable();
        let mut looked_at = 0;
        for place in &self.by_rarity {
            let number = groups[*place as u32 as usize];
            let group = &built.groups[number as usize];
            looked_at += group.entry_freq as usize;
            if looked_at > POSTINGS_LOOKED_AT && !self.touched.is_empty() {
                break;
            }
            let size = group.size as f32;
            let (scale, share) = (scales[group.kind.block()] * size, size / most);
            for posting in &built.postings[postings(built, number)] {
                let similarity = &mut self.similarity[posting.entry as usize];
                if *similarity == 0.0 {
                    self.touched.push(posting.entry);
                }
                *similarity += scale * posting.centroid + share * posting.bm25;
            }
        }
    }

    /// Leaves the entries that are most alike, in order, `own` not among them.
    fn choose(&mut self, own: u32) {
        for entry in self.touched.drain(..) {
            let similarity = std::mem::take(&mut self.similarity[entry as usize]);
            if entry != own && similarity > 0.0 {
                self.most_similar.add(entry, similarity);
            }
        }
        self.touched.extend(self.most_similar.take());
        self.touched.sort_unstable();
    }
}

/// Adds to a part what the entry of `first` has of its row's groups, which `place` knows.
fn share(built: &Built, first: Overlap, place: impl Fn(u32) -> Option<u32>, part: &mut Part) {
    let entry = first.entry;
    let mut overlap: Option<Overlap> = None;
    let weights = built.by_entry.starts()[entry as usize]..;
    for (weight, &(group, _)) in weights.zip(built.by_entry.of(entry)) {
        let Some(value) = place(group) else { continue };
        // Pairs hold sixteen bits: what lies further apart begins a new overlap.
        let far = |overlap: &mut Overlap| {
            value - overlap.value > u32::from(u16::MAX)
                || weight - overlap.weight > u32::from(u16::MAX)
        };
        if let Some(whole) = overlap.take_if(far) {
            part.overlaps.push(whole);
        }
        let overlap = overlap.get_or_insert(Overlap {
            value,
            weight,
            ..first
        });
        overlap.pairs += 1;
        part.pairs.push([
            (value - overlap.value) as u16,
            (weight - overlap.weight) as u16,
        ]);
    }
    part.overlaps.extend(overlap);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_found_in_the_row_that_is_held() {
        let mut places = Places::default();
        // Some end on the same bits, the second row is shorter.
        for row in [vec![1, 33, 65, 66, 1_000_001], vec![], vec![65, 97]] {
            places.hold(&row);
            for group in 0..200 {
                let place = row.iter().position(|one| *one == group);
                let found = places.of(&row, group).map(|place| place as usize);
                assert_eq!(found, place, "{group} in {row:?}");
            }
        }
    }
}
