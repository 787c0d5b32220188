//! What a question scores with an entry, by three measures.

/// The three scores of an entry.
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
    pub(super) spare: f32,
}
