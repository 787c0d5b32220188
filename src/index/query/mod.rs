//! A question held against the index: which groups it hits and what each entry scores.

use super::Index;
use super::build::block_scales;
use super::feature::{BLOCKS, Feature, Kind, extract};
use super::postings::{FeatureGroup, Rows};
use super::train::{Dense, Learned};
use crate::text::Analysis;

/// A group that the question hits.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Number of the group.
    pub group: u32,
    /// The group itself, kept where the hits are.
    pub what: FeatureGroup,
    /// How many of its features the question has.
    pub features: u32,
    /// The same times the scale of the group's block in the question's vector.
    scale: f32,
}

/// What the three scores say of an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(C, align(16))]
pub struct EntryScores {
    /// Cosine with the entry's centroid.
    pub centroid: f32,
    /// BM25, divided by what the question could have scored at most.
    pub bm25: f32,
    /// Learned share, 0 to 1; 0 where nothing was learned.
    pub learned: f32,
    /// Keeps four numbers together, which are added to at once; 0.
    pub(in crate::index) spare: f32,
}

/// One question against one index. Its memory is used again from question to question.
#[derive(Debug, Default)]
pub struct Query {
    /// The question's features, each once, in the order of the text.
    features: Vec<Feature>,
    /// What the index has where each feature is looked for first.
    glances: Vec<(u64, u32)>,
    /// Hashes of the features so far, by open addressing.
    seen: Vec<u64>,
    /// For each group, what it adds to the cosine with a row that has it, before the row's scale;
    /// 0 for a group that the question does not hit.
    weights: Vec<f32>,
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
    learned_scores: Vec<f32>,
    /// Entries that have each hit's group, the group's place by first sight and the hit's place,
    /// in order of this where there are many postings.
    order: Vec<(u32, u32, u32)>,
    likely: Vec<u32>,
    contenders: Vec<u32>,
    complete: Vec<EntryScores>,
}

impl Query {
    /// Finds the groups of a question.
    pub fn look_up(&mut self, index: &Index, analysis: &Analysis) {
        self.features.clear();
        extract(analysis, index.concepts(), &mut self.features);
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
        let hashes = self.features.iter().map(|feature| feature.hash);
        self.glances.clear();
        self.glances
            .extend(hashes.map(|hash| index.table.glance(hash)));
        for (feature, &glance) in self.features.iter().zip(&self.glances) {
            let group = index.table.settle(feature.hash, glance);
            if feature.kind == Kind::Concept {
                self.meanings.0 += 1;
                self.meanings.1 += u32::from(group.is_some());
            }
            let Some(group) = group else {
                self.unknown += u32::from(feature.kind.in_bm25());
                self.unknown_words += u32::from(feature.kind.block() == 0);
                continue;
            };
            // Counted first, weighed below.
            let count = &mut self.weights[group as usize];
            if *count == 0.0 {
                self.hits.push(Hit {
                    group,
                    what: *index.group(group),
                    features: 0,
                    scale: 0.0,
                });
            }
            *count += 1.0;
        }
        let mut squares = [0.0; BLOCKS];
        self.known_idf = 0.0;
        for hit in &mut self.hits {
            let count = self.weights[hit.group as usize];
            hit.features = count as u32;
            let group = &hit.what;
            squares[group.kind.block()] += count * group.icf * group.icf;
            self.known_idf += count * group.idf;
        }
        self.scales = block_scales(index.weights(), &squares);
        for hit in &mut self.hits {
            let group = &hit.what;
            hit.scale = self.scales[group.kind.block()] * hit.features as f32;
            self.weights[hit.group as usize] = hit.scale * group.icf * group.icf;
        }
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

    /// Scores every entry.
    pub fn score(&mut self, index: &Index) {
        self.entry_scores.clear();
        self.entry_scores
            .resize(index.entries(), EntryScores::default());
        let most = self.known_idf + self.unknown as f32 * index.idf_max();
        let share = if most > 0.0 { 1.0 / most } else { 0.0 };
        let left = self.pass(index, share);
        self.likely.clear();
        if left > 0 {
            self.complete(index, share, left);
        }
        self.entropy = 0.0;
        self.has_learned = true;
        match index.learned() {
            Learned::Nothing => self.has_learned = false,
            Learned::Dense(dense) => self.share_all(dense),
            Learned::Sparse => self.share_contenders(),
        }
    }

    /// Learned shares over all entries.
    fn share_all(&mut self, dense: &Dense) {
        self.learned_scores.clear();
        self.learned_scores.resize(dense.stride, 0.0);
        for (at, hit) in self.hits.iter().enumerate() {
            if let Some(soon) = self.hits.get(at + AHEAD) {
                dense.touch(soon.group);
            }
            dense.add(hit.group, hit.scale, &mut self.learned_scores);
        }
        self.learned_scores.truncate(self.entry_scores.len());
        self.entropy = shares(&mut self.learned_scores);
        for (scores, share) in self.entry_scores.iter_mut().zip(&self.learned_scores) {
            scores.learned = *share;
        }
    }

    /// Adds up the postings, rarest groups first, until [`POSTINGS`] are done. Returns how many
    /// groups are left; these stand first among the hits' order.
    fn pass(&mut self, index: &Index, share: f32) -> usize {
        self.order.clear();
        let hits = (0..).zip(&self.hits);
        self.order
            .extend(hits.map(|(at, hit)| (hit.what.entry_freq, hit.what.first_seen, at)));
        let total: usize = self.order.iter().map(|group| group.0 as usize).sum();
        if total > POSTINGS {
            self.order.sort_unstable();
        }
        let mut done = 0;
        for (number, &(freq, _, at)) in self.order.iter().enumerate() {
            let hit = self.hits[at as usize];
            if total > POSTINGS && done + freq as usize > POSTINGS && done > 0 {
                return self.order.len() - number;
            }
            done += freq as usize;
            if let Some(&(_, _, soon)) = self.order.get(number + AHEAD) {
                index.postings.touch(self.hits[soon as usize].group);
            }
            let times = hit.features as f32 * share;
            index
                .postings
                .add(hit.group, hit.scale, times, &mut self.entry_scores);
        }
        0
    }

    /// Completes the entries that the rare groups speak for with the `left` common groups; all
    /// others are out of the race.
    fn complete(&mut self, index: &Index, share: f32, left: usize) {
        likely(&self.entry_scores, &mut self.likely);
        self.complete.clear();
        let scores = self
            .likely
            .iter()
            .map(|&entry| self.entry_scores[entry as usize]);
        self.complete.extend(scores);
        for &(_, _, at) in &self.order[self.order.len() - left..] {
            let hit = self.hits[at as usize];
            let times = hit.features as f32 * share;
            index.postings.add_to(
                hit.group,
                hit.scale,
                times,
                &self.likely,
                &mut self.complete,
            );
        }
        for (&entry, scores) in self.likely.iter().zip(&self.complete) {
            self.entry_scores[entry as usize] = *scores;
        }
    }

    /// Learned shares over the likeliest entries, from the weights in the postings. Each phrasing
    /// was learned against its likeliest rivals alone: what its weights say of entries further off
    /// is chance.
    fn share_contenders(&mut self) {
        let mut contenders = std::mem::take(&mut self.contenders);
        contenders.clear();
        if self.likely.is_empty() {
            let overlap = |scores: &EntryScores| scores.centroid + scores.bm25;
            let best = top(&self.entry_scores, self.live(), CONTENDERS, overlap);
            let least = best.last().map_or(0.0, |last| last.0);
            let contends = |entry: &u32| overlap(&self.entry_scores[*entry as usize]) >= least;
            contenders.extend(self.live().filter(contends));
        } else {
            contenders.extend(&self.likely);
        }
        let learned = contenders.iter();
        let learned = learned.map(|&entry| self.entry_scores[entry as usize].learned);
        self.learned_scores.clear();
        self.learned_scores.extend(learned);
        self.entropy = shares(&mut self.learned_scores);
        self.entry_scores
            .iter_mut()
            .for_each(|scores| scores.learned = 0.0);
        for (&entry, share) in contenders.iter().zip(&self.learned_scores) {
            self.entry_scores[entry as usize].learned = *share;
        }
        self.contenders = contenders;
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

    /// Cosine with a row, over what the FAQ knows of the question; 0 to 1.
    pub fn cosine(&self, rows: &Rows, row: usize) -> f32 {
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

/// Feature groups whose numbers are fetched from memory ahead of the one that is added up.
const AHEAD: usize = 8;

/// Postings that a question adds up at most before it turns to the likeliest entries alone.
const POSTINGS: usize = 16_000;

/// Entries that are completed then, by each of two measures.
const LIKELY: usize = 32;

/// Entries that contend for the learned shares where each phrasing knew only some rivals. With 20
/// near-twins fall out, with all the far ones win by chance (1.8 points on mixed languages).
const CONTENDERS: usize = 2 * LIKELY;

/// Scores further below the best one than this have no share worth computing.
const NEGLIGIBLE: f32 = 16.0;

/// Turns scores into shares that sum to 1 and returns their entropy.
fn shares(scores: &mut [f32]) -> f32 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let (mut sum, mut weighted) = (0.0f32, 0.0f32);
    for score in scores.iter_mut() {
        let below = *score - most;
        if below < -NEGLIGIBLE {
            *score = 0.0;
            continue;
        }
        *score = below.exp();
        sum += *score;
        weighted += *score * below;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
    // -Σ p ln p, with ln p = below - ln sum
    if sum > 0.0 {
        sum.ln() - weighted / sum
    } else {
        0.0
    }
}

/// The [`LIKELY`] entries that overlap most and those that are learned to be likeliest, by number.
fn likely(scores: &[EntryScores], entries: &mut Vec<u32>) {
    let overlap = |scores: &EntryScores| scores.centroid + scores.bm25;
    let all = 0..scores.len() as u32;
    let by_overlap = top(scores, all.clone(), LIKELY, overlap);
    let by_learning = top(scores, all, LIKELY, |scores| scores.learned);
    entries.clear();
    entries.extend(by_overlap.iter().chain(&by_learning).map(|best| best.1));
    entries.sort_unstable();
    entries.dedup();
}

/// The `count` of `entries` (in order) that `score` most, best first, each after its score; the
/// earlier entry wins a tie.
fn top(
    scores: &[EntryScores],
    entries: impl Iterator<Item = u32>,
    count: usize,
    score: impl Fn(&EntryScores) -> f32,
) -> Vec<(f32, u32)> {
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for entry in entries {
        let this = score(&scores[entry as usize]);
        if this <= least {
            continue;
        }
        let at = best.partition_point(|other| other.0 >= this);
        best.insert(at, (this, entry));
        if best.len() >= count {
            best.truncate(count);
            least = best[count - 1].0;
        }
    }
    best
}
