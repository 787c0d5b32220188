//! Entries that changed since the index was built: kept beside it, so that a change takes the time of
//! one entry and shares all else.
//!
//! What the index says of a changed entry does not count any more; what the entry says now stands
//! here, by feature, weighed with the index's own rarities. A question adds both up. Rarities and mean
//! lengths are as they were before the change, which moves scores by less than learning does; a build
//! from nothing replaces the index and its patch when no other change follows.
//!
//! Inside, an entry of the index keeps its number there, and added ones follow; [`Patch::order`]
//! leads from an entry's number in the FAQ to that one.

mod entry;
mod make;
mod train;
mod weigh;

use std::sync::Arc;

use bitcode::{Decode, Encode};

use crate::index::feature::kind::Kind;
use crate::index::hash::Table;
use crate::index::postings::entry_scores::EntryScores;
use crate::index::postings::posting::Posting;
pub(in crate::index) use entry::{PatchedEntry, PatchedRow};

/// Changed entries that a patch holds at most; more are built into the index.
pub(in crate::index) const MOST_ENTRIES: usize = 64;

/// What changed entries say.
#[derive(Default, Encode, Decode)]
pub(in crate::index) struct Patch {
    /// For each entry of the FAQ, its number inside; `None` where they are the same.
    order: Option<Vec<u32>>,
    /// How many entries the index and the patch have together, those that are gone included.
    inside: usize,
    /// What the changed entries say, by their numbers inside.
    entries: Vec<(u32, Arc<PatchedEntry>)>,
    /// Entries of the index that are no more.
    gone: Vec<u32>,
    /// The place of each feature of these entries in `slots`.
    table: Table,
    slots: Vec<Slot>,
    /// For each entry, the slots of its features.
    slots_of: Vec<Vec<u32>>,
}

/// A feature of a changed entry.
#[derive(Encode, Decode)]
pub(in crate::index) struct Slot {
    pub kind: Kind,
    /// Its weights by rarity.
    pub icf: f32,
    pub idf: f32,
    /// What it says of the changed entries, by their numbers inside.
    postings: Vec<Posting>,
}

impl Patch {
    /// A patch of these entries.
    fn new(
        order: Option<Vec<u32>>,
        inside: usize,
        entries: Vec<(u32, Arc<PatchedEntry>)>,
        gone: Vec<u32>,
    ) -> Patch {
        let mut patch = Patch {
            order,
            inside,
            gone,
            ..Patch::default()
        };
        for (number, entry) in &entries {
            let mut own = Vec::with_capacity(entry.features.len());
            for feature in &entry.features {
                let next = patch.slots.len() as u32;
                let slot = patch.table.get_or_insert(feature.hash, next);
                if slot == next {
                    patch.slots.push(Slot {
                        kind: feature.kind,
                        icf: feature.icf,
                        idf: feature.idf,
                        postings: Vec::new(),
                    });
                }
                patch.slots[slot as usize].postings.push(Posting {
                    entry: *number,
                    ..feature.posting
                });
                own.push(slot);
            }
            patch.slots_of.push(own);
        }
        patch.entries = entries;
        patch
    }

    /// The number inside of an entry of the FAQ.
    #[inline]
    pub fn inside(&self, entry: u32) -> u32 {
        self.order
            .as_ref()
            .map_or(entry, |order| order[entry as usize])
    }

    /// How many entries there are inside.
    pub fn inside_entries(&self) -> usize {
        self.inside
    }

    /// The place of a feature, if a changed entry has it.
    #[inline]
    pub fn slot_of(&self, hash: u64) -> Option<u32> {
        self.table.get(hash)
    }

    pub fn slot(&self, slot: u32) -> &Slot {
        &self.slots[slot as usize]
    }

    /// How many features changed entries have.
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    /// What a changed entry says, by its number inside, with the slots of its features; `None` of
    /// every other entry.
    pub fn entry(&self, inside: u32) -> Option<(&PatchedEntry, &[u32])> {
        let at = self.place(inside)?;
        Some((&self.entries[at].1, &self.slots_of[at]))
    }

    fn place(&self, inside: u32) -> Option<usize> {
        let found = self.entries.binary_search_by_key(&inside, |entry| entry.0);
        found.ok()
    }

    /// What a feature says of a changed entry, by its number inside.
    pub fn posting(&self, hash: u64, inside: u32) -> Option<Posting> {
        let slot = self.slot(self.slot_of(hash)?);
        let mut postings = slot.postings.iter();
        postings.find(|posting| posting.entry == inside).copied()
    }

    /// Takes what the index says of changed entries out of the scores, which are numbered as
    /// inside, and puts in what they say now: `hits` are the slots of a question with their
    /// scales, `share` is what BM25 is multiplied with. Adds to `likely` the changed ones, where
    /// only the likely entries are in the race.
    pub fn score(
        &self,
        hits: &[(u32, f32)],
        share: f32,
        scores: &mut Vec<EntryScores>,
        likely: &mut Vec<u32>,
    ) {
        scores.resize(self.inside, EntryScores::default());
        for &(entry, _) in &self.entries {
            scores[entry as usize] = EntryScores::default();
        }
        for &entry in &self.gone {
            scores[entry as usize] = EntryScores {
                centroid: f32::NEG_INFINITY,
                ..EntryScores::default()
            };
        }
        for &(slot, scale) in hits {
            for posting in &self.slots[slot as usize].postings {
                let scores = &mut scores[posting.entry as usize];
                scores.centroid += posting.centroid * scale;
                scores.bm25 += posting.bm25 * share;
                scores.learned += posting.learned * scale;
            }
        }
        if likely.is_empty() {
            return;
        }
        likely.retain(|entry| self.gone.binary_search(entry).is_err());
        let changed = self.entries.iter().map(|(entry, _)| *entry);
        likely.extend(changed.filter(|&entry| scores[entry as usize].bm25 > 0.0));
        likely.sort_unstable();
        likely.dedup();
    }

    /// Puts what is learned of changed entries, as [`Patch::score`] left it, among what a training of
    /// all weights says of the entries of the index.
    pub fn put_learned(&self, scores: &[EntryScores], learned: &mut Vec<f32>) {
        learned.resize(self.inside, 0.0);
        for &(entry, _) in &self.entries {
            learned[entry as usize] = scores[entry as usize].learned;
        }
        for &entry in &self.gone {
            learned[entry as usize] = f32::NEG_INFINITY;
        }
    }

    /// Numbers scores and likely entries as in the FAQ.
    pub fn put_in_order(&self, scores: &mut Vec<EntryScores>, likely: &mut [u32]) {
        let Some(order) = &self.order else { return };
        let mut number_of = vec![u32::MAX; self.inside];
        for (number, &inside) in (0..).zip(order) {
            number_of[inside as usize] = number;
        }
        *scores = order
            .iter()
            .map(|&inside| scores[inside as usize])
            .collect();
        for entry in likely.iter_mut() {
            *entry = number_of[*entry as usize];
        }
        likely.sort_unstable();
    }
}
