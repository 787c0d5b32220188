//! The share of each entry in a question, from its vector.

use super::nearest::{NEAREST, nearest};
use crate::index::train::over_vectors::{Sentences, train_all, train_sparse};
use crate::meaning::{PackedVector, SentenceVector, VectorTable};

/// Entries from which on a sentence competes with the nearest ones alone.
const MANY_ENTRIES: usize = 400;
/// Entries times sentences from which on it does, too: more would train for many seconds.
const MUCH_WORK: usize = 3_000_000;
/// How sharply cosines with centroids are told apart where nothing was learned.
const SHARPNESS: f32 = 12.0;

/// How a question's vector becomes shares.
pub(super) enum Head {
    /// Nothing was learned: by the cosines with the centroids.
    Nothing,
    /// By weights of every entry.
    All(VectorTable),
    /// By weights of the entries with the nearest centroids; the others have no share.
    Nearest(VectorTable),
}

/// Whether sentences compete with all entries.
pub(super) fn learns_over_all(entries: usize, sentences: usize) -> bool {
    entries <= MANY_ENTRIES && entries * sentences <= MUCH_WORK
}

impl Head {
    pub fn train(
        sentences: Sentences,
        centroids: &VectorTable,
        entries: usize,
        threads: usize,
    ) -> Head {
        if learns_over_all(entries, sentences.entries.len()) {
            return Head::All(table(&train_all(sentences, entries, threads)));
        }
        let width = NEAREST.min(entries);
        let mut classes = Vec::with_capacity(width * sentences.entries.len());
        let mut cosines = Vec::new();
        let rows = sentences.values.chunks_exact(SentenceVector::DIMENSIONS);
        for (row, &own) in rows.zip(&sentences.entries) {
            let vector = PackedVector::of(row).unpack();
            centroids.dots(&vector, 0..entries, &mut cosines);
            classes.push(own);
            let others = nearest(&cosines, width).into_iter();
            classes.extend(others.filter(|&entry| entry != own).take(width - 1));
        }
        Head::Nearest(table(&train_sparse(&sentences, entries, &classes, width)))
    }

    /// The shares of all entries; they sum to 1.
    pub fn shares(&self, vector: &SentenceVector, centroids: &[f32], nearest: &[u32]) -> Vec<f32> {
        let mut shares = Vec::new();
        match self {
            Head::Nothing => shares.extend(centroids.iter().map(|cosine| SHARPNESS * cosine)),
            Head::All(weights) => weights.dots(vector, 0..weights.len(), &mut shares),
            Head::Nearest(weights) => {
                shares.resize(centroids.len(), f32::NEG_INFINITY);
                let mut score = Vec::new();
                for &entry in nearest {
                    let at = entry as usize;
                    weights.dots(vector, at..at + 1, &mut score);
                    shares[at] = score[0];
                }
            }
        }
        let most = shares.iter().copied().fold(f32::MIN, f32::max);
        shares
            .iter_mut()
            .for_each(|score| *score = (*score - most).exp());
        let sum: f32 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
        shares
    }
}

/// Weights, entry after entry, packed.
fn table(weights: &[f32]) -> VectorTable {
    let mut table = VectorTable::default();
    for row in weights.chunks_exact(SentenceVector::DIMENSIONS) {
        table.push(&PackedVector::of(row));
    }
    table
}
