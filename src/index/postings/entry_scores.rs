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
    pub(in crate::index) spare: f32,
}

impl EntryScores {
    /// Less than what any entry scores.
    pub(in crate::index) const LEAST: EntryScores = EntryScores {
        centroid: f32::MIN,
        bm25: f32::MIN,
        learned: f32::MIN,
        spare: f32::MIN,
    };

    /// The larger of each score. All are numbers, which takes one instruction for all four; `f32::max`
    /// would take five for each.
    #[inline]
    pub(in crate::index) fn larger(&self, other: &EntryScores) -> EntryScores {
        let larger = |one: f32, other: f32| if other > one { other } else { one };
        EntryScores {
            centroid: larger(self.centroid, other.centroid),
            bm25: larger(self.bm25, other.bm25),
            learned: larger(self.learned, other.learned),
            spare: larger(self.spare, other.spare),
        }
    }
}
