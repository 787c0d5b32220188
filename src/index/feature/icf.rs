//! Inverse category frequency: weight of a feature by how few entries have it.

/// Exponent on the rarity of a feature (no unit). 0.7 gives rare words a little less than 1 would.
const RARITY_POWER: f64 = 0.7;

/// Weight by rarity of a feature that `with` of `entries` entries have. Entries are counted, not
/// phrasings.
pub(crate) fn icf(entries: usize, with: u32) -> f32 {
    let ratio = (1.0 + entries as f64) / (1.0 + f64::from(with));
    (ratio.ln() + 1.0).powf(RARITY_POWER) as f32
}
