//! A question held against the index: which feature groups it hits and what each entry scores.

mod content;
pub(super) mod lookup;
mod ranking;
mod scoring;
