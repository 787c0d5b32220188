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
    /// The entries with the nearest centroids, nearest first.
    pub nearest: Vec<u32>,
}
