//! Vectors that need not be made again.

use crate::meaning::{Encoder, PackedVector, VectorCache};

/// The vector that is kept of a text.
pub(super) fn kept(encoder: &Encoder, cache: &VectorCache, text: &str) -> PackedVector {
    let kept = cache.get(text).cloned();
    kept.unwrap_or_else(|| encoder.encode(text).pack())
}
