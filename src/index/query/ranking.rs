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
    let mut by_overlap = Top::new(LIKELY);
    let mut by_learning = Top::new(LIKELY);
    let overlap = |scores: &EntryScores| scores.centroid + scores.bm25;
    for (number, block) in (0..).step_by(BLOCK).zip(scores.chunks(BLOCK)) {
        // Hardly any block has one: to look for the most of it is quicker than to look at each.
        let (mut most_overlap, mut most_learned) = (f32::MIN, f32::MIN);
        for one in block {
            most_overlap = larger(most_overlap, overlap(one));
            most_learned = larger(most_learned, one.learned);
        }
        if most_overlap > by_overlap.least {
            (number..)
                .zip(block)
                .for_each(|(entry, one)| by_overlap.add(entry, overlap(one)));
        }
        if most_learned > by_learning.least {
            (number..)
                .zip(block)
                .for_each(|(entry, one)| by_learning.add(entry, one.learned));
        }
    }
    let (by_overlap, by_learning) = (by_overlap.best, by_learning.best);
    entries.clear();
    entries.extend(by_overlap.iter().chain(&by_learning).map(|best| best.1));
    entries.sort_unstable();
    entries.dedup();
}

/// The larger of two numbers, neither of which is none: one instruction, where `f32::max` takes five.
#[inline]
fn larger(one: f32, other: f32) -> f32 {
    if other > one { other } else { one }
}

/// Entries looked at together.
const BLOCK: usize = 16;

/// The `count` of `entries` (in order) that `score` most, best first, each after its score; the
/// earlier entry wins a tie.
pub(super) fn top(
    scores: &[EntryScores],
    entries: impl Iterator<Item = u32>,
    count: usize,
    score: impl Fn(&EntryScores) -> f32,
) -> Vec<(f32, u32)> {
    let mut top = Top::new(count);
    for entry in entries {
        top.add(entry, score(&scores[entry as usize]));
    }
    top.best
}

/// The entries that score most so far, best first, each after its score.
struct Top {
    best: Vec<(f32, u32)>,
    count: usize,
    /// What an entry must have more than.
    least: f32,
}

impl Top {
    fn new(count: usize) -> Top {
        Top {
            best: Vec::with_capacity(count + 1),
            count,
            least: f32::NEG_INFINITY,
        }
    }

    /// Takes in an entry; of those that come one after the other the earlier one wins a tie.
    #[inline]
    fn add(&mut self, entry: u32, score: f32) {
        if score <= self.least {
            return;
        }
        let at = self.best.partition_point(|other| other.0 >= score);
        self.best.insert(at, (score, entry));
        if self.best.len() >= self.count {
            self.best.truncate(self.count);
            self.least = self.best[self.count - 1].0;
        }
    }
}
