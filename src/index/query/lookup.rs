//! Looks a question up: which feature groups it hits, and how much each counts.

use super::ranking::top;
use crate::index::build::patch::{PatchedEntry, PatchedRow};
use crate::index::faq_index::Index;
use crate::index::feature::concept::ConceptTerm;
use crate::index::feature::extract::extract;
use crate::index::feature::key::Feature;
use crate::index::feature::kind::{BLOCKS, Kind, block_scales};
use crate::index::postings::entry_scores::EntryScores;
use crate::index::postings::group::FeatureGroup;
use crate::index::postings::rows::{Rows, Source};
use crate::text::Analysis;

/// A group that the question hits.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Number of the group.
    pub group: u32,
    /// The group itself, kept where the hits are.
    pub data: FeatureGroup,
    /// How many of its features the question has.
    pub features: u32,
    /// The same times the scale of the group's block in the question's vector.
    pub(super) scale: f32,
}

/// One question against one index. Its memory is used again from question to question.
#[derive(Debug, Default)]
pub struct Query {
    /// The question's terms that belong to a concept.
    pub concept_terms: Vec<ConceptTerm>,
    /// The question's features, each once, in the order of the text.
    pub(super) features: Vec<Feature>,
    /// What the table has where each feature is looked for first.
    pub(super) first_slots: Vec<(u64, u32)>,
    /// Hashes of the features so far, by open addressing.
    pub(super) seen: Vec<u64>,
    /// The slots of the index's patch that the question hits, with the scale of each's block.
    pub(super) patched: Vec<(u32, f32)>,
    /// For each slot, what it adds to the cosine with a row that has it, before the row's scale.
    pub(super) slot_weights: Vec<f32>,
    /// Weights by rarity, together, of the words and characters that changed entries alone have.
    pub patched_words: f32,
    /// For each group, what it adds to the cosine with a row that has it, before the row's scale;
    /// 0 for a group that the question does not hit.
    pub(super) weights: Vec<f32>,
    /// Feature groups hit.
    pub hits: Vec<Hit>,
    /// Scale of each block in the question's vector.
    pub scales: [f32; BLOCKS],
    /// Distinct terms of BM25 that no entry has.
    pub unknown: u32,
    /// Distinct words and characters that no entry has.
    pub unknown_words: u32,
    /// Distinct meanings of the question, and how many of them the FAQ has.
    pub meanings: (u32, u32),
    /// Sum of BM25's weights by rarity over the known terms.
    pub known_idf: f32,
    /// What each entry scores.
    pub entry_scores: Vec<EntryScores>,
    /// Whether the scores hold a learned share.
    pub has_learned: bool,
    /// Entropy of the learned shares, in natural units.
    pub entropy: f32,
    pub(super) learned_scores: Vec<f32>,
    /// Entries that have each hit's group, the group's place by first sight and the hit's place,
    /// in order of this where there are many postings.
    pub(super) order: Vec<(u32, u32, u32)>,
    pub(super) likely: Vec<u32>,
    pub(super) contenders: Vec<u32>,
    pub(super) complete: Vec<EntryScores>,
}

impl Query {
    /// Finds the groups of a question.
    pub fn look_up(&mut self, index: &Index, analysis: &Analysis) {
        self.features.clear();
        self.concept_terms = index.concepts().terms(analysis);
        extract(analysis, &self.concept_terms, &mut self.features);
        self.drop_repeated();
        self.unknown = 0;
        self.unknown_words = 0;
        self.meanings = (0, 0);
        for hit in &self.hits {
            if let Some(weight) = self.weights.get_mut(hit.group as usize) {
                *weight = 0.0;
            }
        }
        self.weights.resize(index.groups().len(), 0.0);
        self.hits.clear();
        self.known_idf = 0.0;
        self.patched_words = 0.0;
        self.patched.clear();
        let mut squares = [0.0; BLOCKS];
        let hashes = self.features.iter().map(|feature| feature.hash);
        self.first_slots.clear();
        self.first_slots
            .extend(hashes.map(|hash| index.first_slot(hash)));
        for (feature, &slot) in self.features.iter().zip(&self.first_slots) {
            let group = index.resolve(feature.hash, slot);
            let slot = index.patch().and_then(|patch| patch.slot_of(feature.hash));
            if let Some(slot) = slot {
                self.patched.push((slot, 0.0));
            }
            let slot = slot.zip(index.patch()).filter(|_| group.is_none());
            if feature.kind == Kind::Concept {
                self.meanings.0 += 1;
                self.meanings.1 += u32::from(group.is_some() || slot.is_some());
            }
            let Some(group) = group else {
                if let Some((slot, patch)) = slot {
                    // Changed entries alone have it.
                    let slot = patch.slot(slot);
                    squares[slot.kind.block()] += slot.icf * slot.icf;
                    self.known_idf += slot.idf;
                    self.patched_words += match slot.kind.block() {
                        0 => slot.icf,
                        _ => 0.0,
                    };
                    continue;
                }
                self.unknown += u32::from(feature.kind.in_bm25());
                self.unknown_words += u32::from(feature.kind.block() == 0);
                continue;
            };
            // Counted first, weighed below.
            let count = &mut self.weights[group as usize];
            if *count == 0.0 {
                self.hits.push(Hit {
                    group,
                    data: *index.group(group),
                    features: 0,
                    scale: 0.0,
                });
            }
            *count += 1.0;
        }
        for hit in &mut self.hits {
            let count = self.weights[hit.group as usize];
            hit.features = count as u32;
            let group = &hit.data;
            squares[group.kind.block()] += count * group.icf * group.icf;
            self.known_idf += count * group.idf;
        }
        self.scales = block_scales(index.weights(), &squares);
        for hit in &mut self.hits {
            let group = &hit.data;
            hit.scale = self.scales[group.kind.block()] * hit.features as f32;
            self.weights[hit.group as usize] = hit.scale * group.icf * group.icf;
        }
        self.weigh_patched(index);
    }

    /// Scales the hits of the index's patch as the question's blocks are.
    fn weigh_patched(&mut self, index: &Index) {
        self.slot_weights.clear();
        let Some(patch) = index.patch() else { return };
        self.slot_weights.resize(patch.slots(), 0.0);
        for (number, scale) in &mut self.patched {
            let slot = patch.slot(*number);
            *scale = self.scales[slot.kind.block()];
            self.slot_weights[*number as usize] = *scale * slot.icf * slot.icf;
        }
    }

    /// Holds a row of the index as if it were asked.
    pub(in crate::index) fn hold_row(&mut self, index: &Index, row: usize) {
        let rows = index.rows();
        self.hold(rows.scales[row]);
        for &group in rows.groups(row) {
            self.hold_group(index, group, index.group(group).size);
        }
    }

    /// Holds a row of a changed entry as if it were asked.
    pub(in crate::index) fn hold_patched_row(
        &mut self,
        index: &Index,
        entry: &PatchedEntry,
        row: &PatchedRow,
    ) {
        self.hold(row.scales);
        let features = row.features.iter();
        let features = features.map(|&place| &entry.features[place as usize]);
        let mut groups = Vec::new();
        for feature in features {
            match index.group_of(feature.hash) {
                Some(group) => groups.push(group),
                None => self.known_idf += feature.idf,
            }
            let slot = index.patch().and_then(|patch| patch.slot_of(feature.hash));
            self.patched
                .extend(slot.map(|slot| (slot, row.scales[feature.kind.block()])));
        }
        groups.sort_unstable();
        for same in groups.chunk_by(|one, other| one == other) {
            self.hold_group(index, same[0], same.len() as u32);
        }
    }

    fn hold(&mut self, scales: [f32; BLOCKS]) {
        self.hits.clear();
        self.patched.clear();
        self.scales = scales;
        (self.unknown, self.known_idf) = (0, 0.0);
    }

    fn hold_group(&mut self, index: &Index, group: u32, features: u32) {
        let data = *index.group(group);
        self.known_idf += data.idf * features as f32;
        self.hits.push(Hit {
            group,
            data,
            features,
            scale: self.scales[data.kind.block()] * features as f32,
        });
    }

    /// Keeps the first of equal features. A small hash table is cheaper than sorting them.
    fn drop_repeated(&mut self) {
        const FREE: u64 = 0;
        let mask = (self.features.len() * 2).next_power_of_two().max(16) - 1;
        self.seen.clear();
        self.seen.resize(mask + 1, FREE);
        let seen = &mut self.seen;
        self.features.retain(|feature| {
            let hash = feature.hash.max(1);
            let mut at = hash as usize & mask;
            while seen[at] != FREE && seen[at] != hash {
                at = (at + 1) & mask;
            }
            let is_new = seen[at] == FREE;
            seen[at] = hash;
            is_new
        });
    }

    /// Share of the question's terms, weighed by rarity, that the FAQ knows; 0 to 1.
    pub fn coverage(&self, index: &Index) -> f32 {
        let total = self.known_idf + self.unknown as f32 * index.idf_max();
        if total > 0.0 {
            self.known_idf / total
        } else {
            0.0
        }
    }

    /// The entries in the race: all of them, or the likeliest where the FAQ is large. Only the
    /// scores of these are complete.
    pub fn live(&self) -> impl Iterator<Item = u32> {
        let all = if self.likely.is_empty() {
            self.entry_scores.len() as u32
        } else {
            0
        };
        (0..all).chain(self.likely.iter().copied())
    }

    /// The `count` live entries (at least one) that `score` most, best first, each after its score.
    pub fn best(&self, count: usize, score: impl Fn(&EntryScores) -> f32) -> Vec<(f32, u32)> {
        top(&self.entry_scores, self.live(), count, score)
    }

    /// The question's words, characters and their neighbours, as hashes.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        let words = self
            .features
            .iter()
            .filter(|feature| feature.kind.block() < 2);
        words.map(|feature| feature.hash)
    }

    /// The text of an entry that is nearest to the question: the cosine of the two, over what the
    /// FAQ knows of the question, 0 to 1, and where the text came from.
    pub fn nearest(&self, index: &Index, entry: u32) -> (f32, Option<Source>) {
        let patch = index.patch();
        let inside = patch.map_or(entry, |patch| patch.inside(entry));
        let mut best = (0.0, None);
        let mut take = |cosine: f32, source: Source| {
            if cosine > best.0 {
                best = (cosine, Some(source));
            }
        };
        if let Some((patched, slots)) = patch.and_then(|patch| patch.entry(inside)) {
            for row in &patched.rows {
                take(self.cosine_patched(patched, slots, row), row.source);
            }
            return best;
        }
        let rows = index.rows();
        for row in index.base_rows_of(inside) {
            take(self.cosine(rows, row), rows.source[row]);
        }
        best
    }

    fn cosine_patched(&self, entry: &PatchedEntry, slots: &[u32], row: &PatchedRow) -> f32 {
        let mut sums = [0.0; BLOCKS];
        for &place in &row.features {
            let block = entry.features[place as usize].kind.block();
            sums[block] += self.slot_weights[slots[place as usize] as usize];
        }
        let scaled = row.scales.iter().zip(sums);
        scaled.map(|(scale, sum)| scale * sum).sum()
    }

    /// Cosine with a row, over what the FAQ knows of the question; 0 to 1.
    fn cosine(&self, rows: &Rows, row: usize) -> f32 {
        let groups = rows.groups(row);
        let mut from = 0;
        let mut cosine = 0.0;
        for (scale, &to) in rows.scales[row].iter().zip(&rows.block_ends[row]) {
            let block = &groups[from..to as usize];
            from = to as usize;
            // Several sums at once: each waits for its own last addition only.
            let mut sums = [0.0; 4];
            let (four, rest) = block.as_chunks::<4>();
            for groups in four {
                for (sum, &group) in sums.iter_mut().zip(groups) {
                    *sum += self.weights[group as usize];
                }
            }
            let rest: f32 = rest.iter().map(|&group| self.weights[group as usize]).sum();
            cosine += scale * (sums.iter().sum::<f32>() + rest);
        }
        cosine
    }
}
