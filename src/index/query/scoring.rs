//! Scores the entries for a question.

use super::lookup::Query;
use super::ranking::{LIKELY, likely, shares, top};
use crate::index::faq_index::Index;
use crate::index::postings::entry_scores::EntryScores;
use crate::index::train::dense::Dense;
use crate::index::train::learned::Learned;

/// How many feature groups ahead of the one that is added up are fetched from memory.
const AHEAD: usize = 8;

/// Most postings that a question adds up before it turns to the likeliest entries alone: it bounds the
/// time of a question. With 8,000 a FAQ of 10,000 entries in near phrasings has the right one first in
/// .87 of the questions, not in .91.
const POSTINGS: usize = 16_000;

/// As many for each entry, and at least in all, are enough in a FAQ of [`MANY`] entries. With 1,000 a question
/// takes 30 % fewer instructions so; with 2 for each, of the answers over 1,089 Chinese titles .886 are
/// right, not .894.
const POSTINGS_OF_ENTRY: usize = 4;
const ENOUGH_POSTINGS: usize = 4_000;

/// Entries from which on the likeliest are so few of all that to complete them alone is worth it.
const MANY: usize = 8 * CONTENDERS;

/// Entries that compete for the learned shares after a sparse training, where each phrasing met only
/// its hard negatives. With 20 near-twins fall out; with all, far entries win by chance (1.8 points
/// on mixed languages).
const CONTENDERS: usize = 2 * LIKELY;

/// An entry that overlaps with what is held.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Overlapping {
    /// Its number inside.
    pub entry: u32,
    /// How much it overlaps.
    pub overlap: f32,
    /// What is learned, before it is a share.
    pub learned: f32,
}

impl Query {
    /// Scores every entry.
    pub fn score(&mut self, index: &Index) {
        self.add_up(index);
        self.entropy = 0.0;
        self.has_learned = true;
        match index.learned() {
            Learned::Nothing => self.has_learned = false,
            Learned::Dense(dense) => self.share_all(dense, index),
            Learned::Sparse => self.share_contenders(),
        }
        if let Some(patch) = index.patch() {
            patch.put_in_order(&mut self.entry_scores, &mut self.likely);
        }
    }

    /// Adds up what each entry scores, by the numbers inside; what is learned is no share yet.
    fn add_up(&mut self, index: &Index) {
        self.begin(index);
        let share = self.share_of_bm25(index);
        let left = self.pass(index, share);
        if left > 0 {
            self.complete(index, share, left);
        }
        self.add_patched(index, share);
    }

    /// Leaves nothing of the question before.
    fn begin(&mut self, index: &Index) {
        self.entry_scores.clear();
        self.entry_scores
            .resize(index.base_entries(), EntryScores::default());
        self.likely.clear();
    }

    /// Adds up what the changed entries score.
    fn add_patched(&mut self, index: &Index, share: f32) {
        if let Some(patch) = index.patch() {
            patch.score(
                &self.patched,
                share,
                &mut self.entry_scores,
                &mut self.likely,
            );
        }
    }

    /// What a feature's BM25 is multiplied with: by what the question could score at most.
    pub(in crate::index) fn share_of_bm25(&self, index: &Index) -> f32 {
        let most = self.known_idf + self.unknown as f32 * index.idf_max();
        if most > 0.0 { 1.0 / most } else { 0.0 }
    }

    /// The `count` entries that overlap most with what is held, save entry `but`, by their numbers
    /// inside. After a training of all weights: all of them.
    pub(in crate::index) fn overlapping(
        &mut self,
        index: &Index,
        count: usize,
        but: u32,
    ) -> Vec<Overlapping> {
        let overlap = |scores: &EntryScores| scores.centroid + scores.bm25;
        if let Learned::Dense(dense) = index.learned() {
            // A training of all weights lets every entry compete with every text, however much they
            // overlap: what the index was built with need not be added up.
            self.begin(index);
            self.add_patched(index, self.share_of_bm25(index));
            self.add_up_learned(dense, index);
            let all = self.entry_scores.iter().map(overlap);
            let all = (0..).zip(all.zip(&self.learned_scores));
            let others = all.map(|(entry, (overlap, learned))| Overlapping {
                entry,
                overlap,
                learned: *learned,
            });
            let is_there = |one: &Overlapping| one.entry != but && one.overlap >= 0.0;
            return others.filter(is_there).collect();
        }
        self.add_up(index);
        let best = self.best(count + 1, overlap).into_iter();
        let others = best.filter(|&(overlap, entry)| entry != but && overlap > 0.0);
        let others = others.map(|(overlap, entry)| Overlapping {
            entry,
            overlap,
            learned: self.entry_scores[entry as usize].learned,
        });
        others.take(count).collect()
    }

    /// Learned shares over all entries.
    fn share_all(&mut self, dense: &Dense, index: &Index) {
        self.add_up_learned(dense, index);
        self.entropy = shares(&mut self.learned_scores);
        for (scores, share) in self.entry_scores.iter_mut().zip(&self.learned_scores) {
            scores.learned = *share;
        }
    }

    /// Adds up what is learned of all entries, by the numbers inside.
    fn add_up_learned(&mut self, dense: &Dense, index: &Index) {
        self.learned_scores.clear();
        self.learned_scores.resize(dense.stride, 0.0);
        for (at, hit) in self.hits.iter().enumerate() {
            if let Some(soon) = self.hits.get(at + AHEAD) {
                dense.touch(soon.group);
            }
            dense.add(hit.group, hit.scale, &mut self.learned_scores);
        }
        self.learned_scores.truncate(index.base_entries());
        if let Some(patch) = index.patch() {
            patch.put_learned(&self.entry_scores, &mut self.learned_scores);
        }
    }

    /// Adds up the postings, rarest groups first, until [`most_postings`] are done.
    /// Returns how many groups are left; these stand last in the hits' order.
    fn pass(&mut self, index: &Index, share: f32) -> usize {
        let most = most_postings(index.base_entries());
        self.order.clear();
        let hits = (0..).zip(&self.hits);
        self.order
            .extend(hits.map(|(at, hit)| (hit.data.entry_freq, hit.data.first_seen, at)));
        let total: usize = self.order.iter().map(|group| group.0 as usize).sum();
        if total > most {
            self.order.sort_unstable();
        }
        let mut done = 0;
        for (number, &(freq, _, at)) in self.order.iter().enumerate() {
            let hit = self.hits[at as usize];
            if total > most && done + freq as usize > most && done > 0 {
                return self.order.len() - number;
            }
            done += freq as usize;
            if let Some(&(_, _, soon)) = self.order.get(number + AHEAD) {
                index.packed().touch(self.hits[soon as usize].group);
            }
            let times = hit.features as f32 * share;
            index
                .packed()
                .add(hit.group, hit.scale, times, &mut self.entry_scores);
        }
        0
    }

    /// Completes the entries that the rare groups speak for with the `left` common groups; all
    /// others are out of the race.
    fn complete(&mut self, index: &Index, share: f32, left: usize) {
        likely(&self.entry_scores, &mut self.likely);
        self.complete.clear();
        let scores = self
            .likely
            .iter()
            .map(|&entry| self.entry_scores[entry as usize]);
        self.complete.extend(scores);
        for &(_, _, at) in &self.order[self.order.len() - left..] {
            let hit = self.hits[at as usize];
            let times = hit.features as f32 * share;
            index.packed().add_to(
                hit.group,
                hit.scale,
                times,
                &self.likely,
                &mut self.complete,
            );
        }
        for (&entry, scores) in self.likely.iter().zip(&self.complete) {
            self.entry_scores[entry as usize] = *scores;
        }
    }

    /// Learned shares over the likeliest entries, from the weights in the postings. Each phrasing
    /// was learned against its hard negatives alone: what its weights say of other entries is
    /// chance.
    fn share_contenders(&mut self) {
        let mut contenders = std::mem::take(&mut self.contenders);
        contenders.clear();
        if self.likely.is_empty() {
            let overlap = |scores: &EntryScores| scores.centroid + scores.bm25;
            let best = top(&self.entry_scores, self.live(), CONTENDERS, overlap);
            let least = best.last().map_or(0.0, |last| last.0);
            let contends = |entry: &u32| overlap(&self.entry_scores[*entry as usize]) >= least;
            contenders.extend(self.live().filter(contends));
        } else {
            contenders.extend(&self.likely);
        }
        let learned = contenders.iter();
        let learned = learned.map(|&entry| self.entry_scores[entry as usize].learned);
        self.learned_scores.clear();
        self.learned_scores.extend(learned);
        self.entropy = shares(&mut self.learned_scores);
        self.entry_scores
            .iter_mut()
            .for_each(|scores| scores.learned = 0.0);
        for (&entry, share) in contenders.iter().zip(&self.learned_scores) {
            self.entry_scores[entry as usize].learned = *share;
        }
        self.contenders = contenders;
    }
}

/// Most postings that a question adds up in a FAQ of so many entries.
fn most_postings(entries: usize) -> usize {
    match entries {
        0..MANY => POSTINGS,
        _ => (entries * POSTINGS_OF_ENTRY).clamp(ENOUGH_POSTINGS, POSTINGS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::Faq;
    use crate::text::analyze;

    /// `entries` entries with three phrasings each.
    fn faq(entries: usize) -> Faq {
        let mut text = String::from("entries:\n");
        for number in 0..entries {
            let (first, second) = (WORDS[number % 8], WORDS[(number / 8 + 3) % 8]);
            text.push_str(&format!(
                "  - id: e{number}\n    questions: {{en: [{first} my {second} number {number}, how to {second} a {first} {number}], zh: [怎么{first}第{number}个]}}\n    answer: {{en: a}}\n"
            ));
        }
        crate::faq::read(&[("made.yaml", text.as_str())])
            .faq
            .expect("a FAQ")
    }

    const WORDS: [&str; 8] = [
        "cancel", "refund", "order", "parcel", "password", "invoice", "upgrade", "verify",
    ];

    fn entry_scores(index: &Index, question: &str) -> Vec<EntryScores> {
        let mut query = Query::default();
        query.look_up(index, &analyze(question));
        query.score(index);
        query.entry_scores
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        // Dense, and sparse: a FAQ too large for a weight for every group and entry.
        for entries in [12, 1_600] {
            let faq = faq(entries);
            let (one, three) = (Index::build_with(&faq, 1), Index::build_with(&faq, 3));
            for question in ["how do I refund an order 7", "怎么cancel第9个"] {
                assert_eq!(
                    entry_scores(&one, question),
                    entry_scores(&three, question),
                    "{entries}: {question}"
                );
            }
        }
    }
}
