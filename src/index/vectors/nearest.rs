//! The entries with the nearest centroids.

/// Centroids that are near enough for their entries to be in the race.
pub(super) const NEAREST: usize = 21;

/// The `count` entries of the greatest cosine, greatest first; the earlier one wins a tie.
pub(super) fn nearest(cosines: &[f32], count: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..cosines.len() as u32).collect();
    let by = |a: &u32, b: &u32| {
        let (a, b) = (*a as usize, *b as usize);
        cosines[b].total_cmp(&cosines[a]).then(a.cmp(&b))
    };
    if order.len() > count {
        order.select_nth_unstable_by(count, by);
        order.truncate(count);
    }
    order.sort_unstable_by(by);
    order
}
