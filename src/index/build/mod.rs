//! From entries to feature groups, rows and postings.

pub(super) mod assemble;
mod grouping;
pub(super) mod ids;
mod weights;
