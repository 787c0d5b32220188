//! What came a moment ago, remembered in memory alone.

pub(crate) mod words;
