//! What the tables hold.

/// A sentence in English and in Chinese.
pub(super) type Pair = (&'static str, &'static str);
