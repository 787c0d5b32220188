//! From entries to feature groups, rows and postings.

pub(super) mod assemble;
pub(super) mod changes;
mod grouping;
pub(super) mod ids;
pub(super) mod patch;
mod weights;
