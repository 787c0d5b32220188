//! One wording, as groups are made of them.

use crate::meaning::SentenceVector;

/// One wording, however often it was asked.
pub(super) struct Wording {
    pub(super) text: String,
    pub(super) key: String,
    pub(super) count: usize,
    pub(super) not_helpful: usize,
    pub(super) latest: i64,
    pub(super) features: Vec<String>,
    pub(super) is_chinese: bool,
    /// What it means, where that is known.
    pub(super) vector: Option<SentenceVector>,
}
