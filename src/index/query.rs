//! A question held against the index: which columns it hits and what each entry scores.

use super::Index;
use super::build::block_scales;
use super::feature::{BLOCKS, Feature, Kind, extract};
use super::posting::Posting;
use super::train::{Dense, Learned, dense};
use crate::text::Analysis;

/// A column that the question hits.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Number of the column.
    pub column: u32,
    /// How many of its features the question has.
    pub features: u32,
}

/// What the three views say of an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[repr(C, align(16))]
pub struct Views {
    /// Cosine with the entry's centroid.
    pub centroid: f32,
    /// BM25, divided by what the question could have scored at most.
    pub bm25: f32,
    /// Learned share, 0 to 1; 0 where nothing was learned.
    pub learned: f32,
    /// Keeps four numbers together.
    spare: f32,
}

/// One question against one index. Its memory is used again from question to question.
#[derive(Debug, Default)]
pub struct Query {
    features: Vec<Feature>,
    found: Vec<u32>,
    /// For each column, how many of its features the question has (at most 255).
    marks: Vec<u8>,
    /// Columns hit, by number.
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
    pub views: Vec<Views>,
    /// Whether the views hold a learned share.
    pub has_learned: bool,
    /// Entropy of the learned shares, in natural units.
    pub entropy: f32,
    scores: Vec<f32>,
    order: Vec<u32>,
    likely: Vec<u32>,
    complete: Vec<Views>,
}

impl Query {
    /// Finds the columns of a question.
    pub fn look_up(&mut self, index: &Index, analysis: &Analysis) {
        self.features.clear();
        extract(analysis, index.concepts(), &mut self.features);
        self.features.sort_unstable();
        self.features.dedup();
        self.found.clear();
        self.unknown = 0;
        self.unknown_words = 0;
        self.meanings = (0, 0);
        for feature in &self.features {
            if feature.kind == Kind::Concept {
                self.meanings.0 += 1;
                self.meanings.1 += u32::from(index.column_of(feature.hash).is_some());
            }
            match index.column_of(feature.hash) {
                Some(column) => self.found.push(column),
                None => {
                    self.unknown += u32::from(feature.kind.in_bm25());
                    self.unknown_words += u32::from(feature.kind.block() == 0);
                }
            }
        }
        self.found.sort_unstable();
        for hit in &self.hits {
            if let Some(mark) = self.marks.get_mut(hit.column as usize) {
                *mark = 0;
            }
        }
        self.marks.resize(index.columns().len(), 0);
        self.hits.clear();
        for &column in &self.found {
            match self.hits.last_mut() {
                Some(hit) if hit.column == column => hit.features += 1,
                _ => self.hits.push(Hit {
                    column,
                    features: 1,
                }),
            }
        }
        let mut squares = [0.0; BLOCKS];
        self.known_idf = 0.0;
        for hit in &self.hits {
            self.marks[hit.column as usize] = hit.features.min(255) as u8;
            let column = index.column(hit.column);
            squares[column.kind.block()] += hit.features as f32 * column.icf * column.icf;
            self.known_idf += hit.features as f32 * column.idf;
        }
        self.scales = block_scales(index.weights(), &squares);
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
        self.views.clear();
        self.views.resize(index.entries(), Views::default());
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
            Learned::Dense(dense) => self.share_all(dense, index),
            Learned::Masked => self.share_views(),
        }
    }

    /// Learned shares over all entries.
    fn share_all(&mut self, dense: &Dense, index: &Index) {
        self.scores.clear();
        self.scores.resize(dense.stride, 0.0);
        for hit in &self.hits {
            let scale = self.scales[index.column(hit.column).kind.block()] * hit.features as f32;
            let from = hit.column as usize * dense.stride;
            dense::add(
                &mut self.scores,
                scale,
                &dense.weights[from..from + dense.stride],
            );
        }
        self.scores.truncate(self.views.len());
        self.entropy = shares(&mut self.scores);
        for (views, share) in self.views.iter_mut().zip(&self.scores) {
            views.learned = *share;
        }
    }

    /// Adds up the postings, rarest columns first, until [`POSTINGS`] are done. Returns how many
    /// columns are left; these stand first among the hits' order.
    fn pass(&mut self, index: &Index, share: f32) -> usize {
        self.order.clear();
        self.order.extend(0..self.hits.len() as u32);
        let freq = |at: u32| index.column(self.hits[at as usize].column).entry_freq;
        let total: usize = self.order.iter().map(|&at| freq(at) as usize).sum();
        if total > POSTINGS {
            self.order.sort_unstable_by_key(|&at| (freq(at), at));
        }
        let mut done = 0;
        for (number, &at) in self.order.iter().enumerate() {
            let hit = self.hits[at as usize];
            let postings = index.postings(hit.column);
            if total > POSTINGS && done + postings.len() > POSTINGS && done > 0 {
                return self.order.len() - number;
            }
            done += postings.len();
            let scale = self.scales[index.column(hit.column).kind.block()] * hit.features as f32;
            let times = hit.features as f32 * share;
            for posting in postings {
                add_posting(
                    &mut self.views[posting.entry as usize],
                    posting,
                    scale,
                    times,
                );
            }
        }
        0
    }

    /// Completes the entries that the rare columns speak for with the `left` common columns; all
    /// others are out of the race.
    fn complete(&mut self, index: &Index, share: f32, left: usize) {
        let mut other = std::mem::take(&mut self.found);
        let all = 0..self.views.len() as u32;
        let overlap = |views: &Views| views.centroid + views.bm25;
        top(&self.views, all.clone(), LIKELY, overlap, &mut self.likely);
        top(&self.views, all, LIKELY, |views| views.learned, &mut other);
        self.likely.extend(&other);
        self.found = other;
        self.likely.sort_unstable();
        self.likely.dedup();
        for &at in &self.order[..self.order.len() - left] {
            self.marks[self.hits[at as usize].column as usize] = 0;
        }
        let mut complete = std::mem::take(&mut self.complete);
        complete.clear();
        for &entry in &self.likely {
            let mut views = self.views[entry as usize];
            for (number, posting) in index.columns_of(entry) {
                let features = self.marks[number as usize];
                if features > 0 {
                    let scale =
                        self.scales[index.column(number).kind.block()] * f32::from(features);
                    add_posting(&mut views, posting, scale, f32::from(features) * share);
                }
            }
            complete.push(views);
        }
        for hit in &self.hits {
            self.marks[hit.column as usize] = hit.features.min(255) as u8;
        }
        for (&entry, views) in self.likely.iter().zip(&complete) {
            self.views[entry as usize] = *views;
        }
        self.complete = complete;
    }

    /// Learned shares over the likeliest entries, from the weights in the postings. Each phrasing
    /// was learned against its likeliest rivals alone: what its weights say of entries further off
    /// is chance.
    fn share_views(&mut self) {
        let overlap = |views: &Views| views.centroid + views.bm25;
        let mut scores = std::mem::take(&mut self.scores);
        scores.clear();
        scores.extend(
            self.live()
                .map(|entry| overlap(&self.views[entry as usize])),
        );
        let mut least = f32::MIN;
        if scores.len() > CONTENDERS {
            scores.select_nth_unstable_by(CONTENDERS - 1, |a, b| b.total_cmp(a));
            least = scores[CONTENDERS - 1];
        }
        let mut live = std::mem::take(&mut self.order);
        live.clear();
        live.extend(self.live());
        scores.clear();
        for &entry in &live {
            let views = self.views[entry as usize];
            let contends = overlap(&views) >= least;
            scores.push(if contends { views.learned } else { f32::MIN });
        }
        self.entropy = shares(&mut scores);
        for (&entry, share) in live.iter().zip(&scores) {
            self.views[entry as usize].learned = *share;
        }
        self.order = live;
        self.scores = scores;
    }

    /// The entries in the race: all of them, or the likeliest where the FAQ is large. Only the
    /// views of these are complete.
    pub fn live(&self) -> impl Iterator<Item = u32> {
        let all = if self.likely.is_empty() {
            self.views.len() as u32
        } else {
            0
        };
        (0..all).chain(self.likely.iter().copied())
    }

    /// The `count` live entries that `score` most, best first, into `best`.
    pub fn best(&self, count: usize, score: impl Fn(&Views) -> f32, best: &mut Vec<u32>) {
        top(&self.views, self.live(), count, score, best);
    }

    /// The question's words, characters and their neighbours, as hashes.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        let words = self
            .features
            .iter()
            .filter(|feature| feature.kind.block() < 2);
        words.map(|feature| feature.hash)
    }

    /// How many features of a column the question has.
    #[inline]
    pub fn features_in(&self, column: u32) -> u32 {
        u32::from(self.marks[column as usize])
    }
}

/// Postings that a question adds up at most before it turns to the likeliest entries alone.
const POSTINGS: usize = 16_000;

/// Entries that are completed then, by each of two measures.
const LIKELY: usize = 32;

/// Entries that contend for the learned shares where each phrasing knew only some rivals. With 20
/// near-twins fall out, with all the far ones win by chance (1.8 points on mixed languages).
const CONTENDERS: usize = 64;

#[inline]
fn add_posting(views: &mut Views, posting: &Posting, scale: f32, times: f32) {
    views.centroid += scale * posting.centroid;
    views.bm25 += times * posting.bm25;
    views.learned += scale * posting.learned;
}

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

/// The `count` of `entries` (in order) that `score` most, best first, into `best`; the earlier
/// entry wins a tie.
fn top(
    views: &[Views],
    entries: impl Iterator<Item = u32>,
    count: usize,
    score: impl Fn(&Views) -> f32,
    best: &mut Vec<u32>,
) {
    best.clear();
    let mut least = f32::MIN;
    for entry in entries {
        let this = score(&views[entry as usize]);
        if best.len() == count && this <= least {
            continue;
        }
        let at = best.partition_point(|&other| score(&views[other as usize]) >= this);
        best.insert(at, entry);
        best.truncate(count);
        if let Some(&last) = best.last() {
            least = score(&views[last as usize]);
        }
    }
}
