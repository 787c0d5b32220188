//! The entries with the nearest centroids.

use crate::index::largest::Largest;

/// Centroids that are near enough for their entries to be in the race.
pub(super) const NEAREST: usize = 21;

/// The `count` entries of the greatest cosine, greatest first; the earlier one wins a tie.
pub(super) fn nearest(cosines: &[f32], count: usize) -> Vec<u32> {
    let mut largest = Largest::new(count);
    for (entry, &cosine) in (0..).zip(cosines) {
        largest.add(entry, cosine);
    }
    largest.sorted().map(|(_, entry)| entry).collect()
}
