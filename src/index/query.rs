//! A question held against the index: which columns it hits and what each entry scores.

use super::Index;
use super::build::block_scales;
use super::feature::{BLOCKS, Feature, Kind, extract};
use super::train::{Learned, dense};
use crate::text::Analysis;

/// A column that the question hits.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Number of the column.
    pub column: u32,
    /// How many of its features the question has.
    pub features: u32,
}

/// One question against one index. Its memory is used again from question to question.
#[derive(Debug, Default)]
pub struct Query {
    features: Vec<Feature>,
    found: Vec<u32>,
    /// Columns hit, by number.
    pub hits: Vec<Hit>,
    /// Scale of each block in the question's vector.
    pub scales: [f32; BLOCKS],
    /// Distinct terms of BM25 that no entry has.
    pub unknown: u32,
    /// Distinct words and characters that no entry has.
    pub unknown_words: u32,
    /// Sum of BM25's weights by rarity over the known terms.
    pub known_idf: f32,
    /// Cosine with the centroid of each entry.
    pub centroid: Vec<f32>,
    /// BM25 of each entry, divided by what the question could have scored at most.
    pub bm25: Vec<f32>,
    /// Learned share of each entry; empty where nothing was learned.
    pub learned: Vec<f32>,
}

impl Query {
    /// Finds the columns of a question.
    pub fn look_up(&mut self, index: &Index, analysis: &Analysis) {
        self.features.clear();
        extract(analysis, &mut self.features);
        self.features.sort_unstable();
        self.features.dedup();
        self.found.clear();
        self.unknown = 0;
        self.unknown_words = 0;
        for feature in &self.features {
            match index.column_of(feature.hash) {
                Some(column) => self.found.push(column),
                None => {
                    self.unknown += u32::from(feature.kind.in_bm25());
                    self.unknown_words += u32::from(feature.kind.block() == 0);
                }
            }
        }
        self.found.sort_unstable();
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
            let column = index.column(hit.column);
            squares[column.kind.block()] += hit.features as f32 * column.icf * column.icf;
            self.known_idf += hit.features as f32 * column.idf;
        }
        self.scales = block_scales(&squares);
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
        let entries = index.entries();
        self.centroid.clear();
        self.centroid.resize(entries, 0.0);
        self.bm25.clear();
        self.bm25.resize(entries, 0.0);
        for hit in &self.hits {
            let scale = self.scales[index.column(hit.column).kind.block()] * hit.features as f32;
            let times = hit.features as f32;
            for posting in index.postings(hit.column) {
                self.centroid[posting.entry as usize] += scale * posting.centroid;
                self.bm25[posting.entry as usize] += times * posting.bm25;
            }
        }
        let most = self.known_idf + self.unknown as f32 * index.idf_max();
        if most > 0.0 {
            for value in &mut self.bm25 {
                *value /= most;
            }
        }
        self.learn(index);
    }

    /// Fills in the learned share of every entry.
    fn learn(&mut self, index: &Index) {
        self.learned.clear();
        let entries = index.entries();
        match index.learned() {
            Learned::Nothing => return,
            Learned::Dense(dense) => {
                self.learned.resize(dense.stride, 0.0);
                for hit in &self.hits {
                    let scale =
                        self.scales[index.column(hit.column).kind.block()] * hit.features as f32;
                    let from = hit.column as usize * dense.stride;
                    dense::add(
                        &mut self.learned,
                        scale,
                        &dense.weights[from..from + dense.stride],
                    );
                }
                self.learned.truncate(entries);
            }
            Learned::Masked => {
                self.learned.resize(entries, 0.0);
                for hit in &self.hits {
                    let scale =
                        self.scales[index.column(hit.column).kind.block()] * hit.features as f32;
                    for posting in index.postings(hit.column) {
                        self.learned[posting.entry as usize] += scale * posting.learned;
                    }
                }
            }
        }
        let most = self.learned.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for value in &mut self.learned {
            *value = (*value - most).exp();
            sum += *value;
        }
        self.learned.iter_mut().for_each(|value| *value /= sum);
    }

    /// How many features of a column the question has.
    #[inline]
    pub fn features_in(&self, column: u32) -> u32 {
        self.hits
            .binary_search_by_key(&column, |hit| hit.column)
            .map_or(0, |at| self.hits[at].features)
    }

    /// Whether the question has any feature of a kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.features.iter().any(|feature| feature.kind == kind)
    }
}
