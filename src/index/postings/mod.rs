//! What the index is made of: feature groups, rows and postings.
//!
//! Features that occur in exactly the same phrasings, equally often, and belong to the same kind
//! (the n-grams of a rare word, say) cannot be told apart by anything that is learned. They form
//! one **feature group**. Everything counts per group: this is exact, and three times smaller and
//! faster. A **posting** says what a group means to an entry. A **row** lists the groups of a text.

pub(super) mod entry_scores;
pub(super) mod group;
pub(super) mod packed;
pub(super) mod posting;
pub(super) mod rows;
