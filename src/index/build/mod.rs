//! From entries to feature groups, rows and postings.

pub(super) mod assemble;
mod grouping;
mod ids;
mod weights;
