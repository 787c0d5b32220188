//! What came a moment ago, remembered in memory alone.

pub(crate) mod replies;
pub(crate) mod words;
