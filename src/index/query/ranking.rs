//! Picks the best entries, and turns learned scores into shares.

use crate::index::largest::Largest;
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
    let mut by_overlap = Largest::new(LIKELY);
    let mut by_learning = Largest::new(LIKELY);
    for (number, block) in (0..).step_by(BLOCK).zip(scores.chunks(BLOCK)) {
        // Hardly any block has one: to look for the most of it is quicker than to look at each.
        let most = most_of(block);
        if most.centroid + most.bm25 > by_overlap.least {
            for (entry, one) in (number..).zip(block) {
                by_overlap.add(entry, one.centroid + one.bm25);
            }
        }
        if most.learned > by_learning.least {
            for (entry, one) in (number..).zip(block) {
                by_learning.add(entry, one.learned);
            }
        }
    }
    entries.clear();
    entries.extend(by_overlap.take().chain(by_learning.take()));
    entries.sort_unstable();
    entries.dedup();
}

/// Entries looked at together.
const BLOCK: usize = 16;

/// The most of each score that any of the entries has.
#[inline]
fn most_of(block: &[EntryScores]) -> EntryScores {
    // Four at once: each waits for its own last comparison only.
    let (fours, rest) = block.as_chunks::<4>();
    let mut most = [EntryScores::LEAST; 4];
    for four in fours {
        for (most, one) in most.iter_mut().zip(four) {
            *most = most.larger(one);
        }
    }
    let all = most.iter().chain(rest);
    all.fold(EntryScores::LEAST, |most, one| most.larger(one))
}

/// The `count` of `entries` (in order) that `score` most, best first, each after its score; the
/// earlier entry wins a tie.
pub(super) fn top(
    scores: &[EntryScores],
    entries: impl Iterator<Item = u32>,
    count: usize,
    score: impl Fn(&EntryScores) -> f32,
) -> Vec<(f32, u32)> {
    let mut largest = Largest::new(count);
    for entry in entries {
        largest.add(entry, score(&scores[entry as usize]));
    }
    largest.sorted().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likely_ones_are_the_first_by_either_measure() {
        for count in [0, 1, 31, 33, 70, 1_000] {
            // Numbers on both sides of 0, many of them equal.
            let number = |at: u32, step: u32| (at * step % 97) as f32 - 48.0;
            let scores: Vec<EntryScores> = (0..count)
                .map(|at| EntryScores {
                    centroid: number(at, 31),
                    bm25: number(at, 57),
                    learned: number(at, 13),
                    spare: 0.0,
                })
                .collect();
            let first = |score: &dyn Fn(&EntryScores) -> f32| {
                let mut all: Vec<u32> = (0..count).collect();
                let score = |entry: &u32| score(&scores[*entry as usize]);
                all.sort_by(|one, other| score(other).total_cmp(&score(one)));
                all.truncate(LIKELY);
                all
            };
            let mut expected = first(&|scores| scores.centroid + scores.bm25);
            expected.extend(first(&|scores| scores.learned));
            expected.sort_unstable();
            expected.dedup();
            let mut found = Vec::new();
            likely(&scores, &mut found);
            assert_eq!(found, expected, "of {count}");
        }
    }
}
