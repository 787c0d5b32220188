//! What one question's vector says of the entries.

use crate::meaning::SentenceVector;

/// A question's vector beside a FAQ's.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// The question's vector.
    pub vector: SentenceVector,
    /// For each entry, the cosine with the centroid of its phrasings.
    pub centroids: Vec<f32>,
    /// For each entry, the share that the learned weights give it; they sum to 1.
    pub shares: Vec<f32>,
    /// For each entry, the cosine with its answer; empty where answers are not read.
    pub answers: Vec<f32>,
    /// The entries with the nearest centroids, nearest first.
    pub nearest: Vec<u32>,
}

impl Likeness {
    /// Mean of the cosines with the entries' centroids, and their standard deviation: how like the
    /// question is to the FAQ as a whole, and how much that depends on the entry.
    pub fn spread(&self) -> (f64, f64) {
        let count = self.centroids.len().max(1) as f64;
        let cosines = || self.centroids.iter().map(|cosine| f64::from(*cosine));
        let mean = cosines().sum::<f64>() / count;
        let squares = cosines().map(|cosine| (cosine - mean).powi(2)).sum::<f64>();
        (mean, (squares / count).sqrt())
    }
}
