//! Picks the best entries, and turns learned scores into shares.

use crate::index::postings::entry_scores::EntryScores;

/// Entries that the common feature groups are added up for, by each of two measures.
pub(super) const LIKELY: usize = 32;

/// How far below the best a score has no share worth computing, in natural units: e^-16.
const NEGLIGIBLE: f32 = 16.0;

/// Turns scores into shares that sum to 1 and returns their entropy.
pub(super) fn shares(scores: &mut [f32]) -> f32 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let (mut sum, mut weighted) = (0.0f32, 0.0f32);
    for score in scores.iter_mut() {
        let below = *score - most;
        if below < -NEGLIGIBLE {
            *score = 0.0;
            continue;
        }
        *score = below.exp();
        sum += *score;
        weighted += *score * below;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
    // -Σ p ln p, with ln p = below - ln sum
    if sum > 0.0 {
        sum.ln() - weighted / sum
    } else {
        0.0
    }
}

/// The [`LIKELY`] entries that overlap most and those that are learned to be likeliest, by number.
pub(super) fn likely(scores: &[EntryScores], entries: &mut Vec<u32>) {
    let overlap = |scores: &EntryScores| scores.centroid + scores.bm25;
    let all = 0..scores.len() as u32;
    let by_overlap = top(scores, all.clone(), LIKELY, overlap);
    let by_learning = top(scores, all, LIKELY, |scores| scores.learned);
    entries.clear();
    entries.extend(by_overlap.iter().chain(&by_learning).map(|best| best.1));
    entries.sort_unstable();
    entries.dedup();
}

/// The `count` of `entries` (in order) that `score` most, best first, each after its score; the
/// earlier entry wins a tie.
pub(super) fn top(
    scores: &[EntryScores],
    entries: impl Iterator<Item = u32>,
    count: usize,
    score: impl Fn(&EntryScores) -> f32,
) -> Vec<(f32, u32)> {
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for entry in entries {
        let this = score(&scores[entry as usize]);
        if this <= least {
            continue;
        }
        let at = best.partition_point(|other| other.0 >= this);
        best.insert(at, (this, entry));
        if best.len() >= count {
            best.truncate(count);
            least = best[count - 1].0;
        }
    }
    best
}
