//! The head after a change of a few entries: what the others learned stays, what the changed ones
//! have to know is learned against it.

use std::collections::BTreeSet;

use super::head::{Head, learns_over_all};
use super::nearest::{NEAREST, nearest};
use crate::index::build::changes::EntryChanges;
use crate::index::train::few_vectors::{Competing, train_few};
use crate::index::train::over_vectors::Sentences;
use crate::meaning::{PackedVector, SentenceVector, VectorTable};
use crate::parallel;

const DIMENSIONS: usize = SentenceVector::DIMENSIONS;

/// Entries with the nearest centroids to a changed entry whose sentences it may compete for.
const NEIGHBOURS: usize = 2 * NEAREST;

/// Sentences from which on they are compared with the centroids on all processors.
const ROWS_THREADED: usize = 32;

/// The head of a FAQ with these rows and centroids; `None` where the one before learned in another
/// way.
pub(super) fn update(
    before: &Head,
    rows: &VectorTable,
    row_starts: &[u32],
    centroids: &VectorTable,
    changes: &EntryChanges,
) -> Option<Head> {
    let over_all = learns_over_all(centroids.len(), rows.len());
    let change = |weights| Change {
        weights,
        rows,
        row_starts,
        centroids,
        changes,
    };
    match before {
        Head::All(weights) if over_all => Some(Head::All(change(weights).over_all())),
        Head::Nearest(weights) if !over_all => Some(Head::Nearest(change(weights).over_nearest())),
        _ => None,
    }
}

struct Change<'a> {
    /// The weights before.
    weights: &'a VectorTable,
    rows: &'a VectorTable,
    row_starts: &'a [u32],
    centroids: &'a VectorTable,
    changes: &'a EntryChanges,
}

impl Change<'_> {
    /// The weights where every sentence competes with all entries.
    fn over_all(&self) -> VectorTable {
        let touched = &self.changes.touched;
        let mut sentences = Sentences::default();
        let mut competing = Vec::new();
        let mut scores = Vec::new();
        for entry in 0..self.centroids.len() as u32 {
            for row in self.rows_of(entry) {
                let Some(vector) = self.vector(row) else {
                    continue;
                };
                self.weights
                    .dots(&vector, 0..self.weights.len(), &mut scores);
                let score = |entry: u32| self.number_before(entry).map(|at| scores[at]);
                competing.push(Competing {
                    number: sentences.entries.len(),
                    right: self.place(entry).ok_or(score(entry).unwrap_or(0.0)),
                    scores: (0..self.centroids.len() as u32)
                        .filter(|&one| self.place(one).is_none())
                        .filter_map(score)
                        .collect(),
                    columns: (0..touched.len()).collect(),
                });
                sentences.push(&vector, entry);
            }
        }
        self.learn(&sentences, competing, true)
    }

    /// The weights where a sentence competes with the entries of the nearest centroids.
    fn over_nearest(&self) -> VectorTable {
        let all = 0..self.centroids.len();
        let width = NEAREST.min(all.len());
        let mut cosines = Vec::new();
        let mut neighbours: BTreeSet<u32> = BTreeSet::new();
        for &entry in &self.changes.touched {
            neighbours.insert(entry);
            if let Some(centroid) = self.centroids.get(entry as usize) {
                self.centroids
                    .dots(&centroid.unpack(), all.clone(), &mut cosines);
                neighbours.extend(nearest(&cosines, NEIGHBOURS));
            }
        }
        let rows = neighbours.into_iter();
        let rows: Vec<(u32, usize)> = rows
            .flat_map(|entry| self.rows_of(entry).map(move |row| (entry, row)))
            .collect();
        // Each is compared with all centroids.
        let found = parallel::parts(&rows, ROWS_THREADED, |rows| {
            let (mut cosines, mut found) = (Vec::new(), Vec::new());
            for &(entry, row) in rows {
                let Some(vector) = self.vector(row) else {
                    continue;
                };
                self.centroids.dots(&vector, all.clone(), &mut cosines);
                let others = nearest(&cosines, width).into_iter();
                let others = others.filter(|&one| one != entry).take(width - 1);
                let one = self.competing(entry, &vector, others);
                if !one.columns.is_empty() {
                    found.push((entry, vector, one));
                }
            }
            found
        });
        let mut sentences = Sentences::default();
        let mut competing = Vec::new();
        for (entry, vector, one) in found.into_iter().flatten() {
            competing.push(Competing {
                number: sentences.entries.len(),
                ..one
            });
            sentences.push(&vector, entry);
        }
        self.learn(&sentences, competing, false)
    }

    /// A sentence of `entry` among it and `others`.
    fn competing(
        &self,
        entry: u32,
        vector: &SentenceVector,
        others: impl Iterator<Item = u32>,
    ) -> Competing {
        let mut one = Competing {
            number: 0,
            right: Err(0.0),
            scores: Vec::new(),
            columns: Vec::new(),
        };
        let mut score = Vec::new();
        for class in std::iter::once(entry).chain(others) {
            let place = self.place(class).ok_or_else(|| {
                let at = self.number_before(class).unwrap_or_default();
                self.weights.dots(vector, at..at + 1, &mut score);
                score[0]
            });
            match place {
                Ok(place) => one.columns.push(place),
                Err(score) => one.scores.push(score),
            }
            if class == entry {
                one.right = place;
            }
        }
        one
    }

    /// Learns the weights of the changed entries and puts them beside those that stay.
    fn learn(
        &self,
        sentences: &Sentences,
        competing: Vec<Competing>,
        over_all: bool,
    ) -> VectorTable {
        // From zero: a training of all begins there, too, and stops before it has converged.
        let mut columns = vec![0.0; self.changes.touched.len() * DIMENSIONS];
        train_few(sentences, competing, &mut columns, over_all);
        let mut table = VectorTable::with_capacity(self.centroids.len());
        for entry in 0..self.centroids.len() as u32 {
            if let Some(place) = self.place(entry) {
                let column = &columns[place * DIMENSIONS..(place + 1) * DIMENSIONS];
                table.push(&PackedVector::of(column));
                continue;
            }
            let before = self.number_before(entry);
            if !before.is_some_and(|at| table.extend(self.weights, at..at + 1)) {
                table.push(&PackedVector::of(&[]));
            }
        }
        table
    }

    /// Place of an entry among the changed ones.
    fn place(&self, entry: u32) -> Option<usize> {
        self.changes.place(entry)
    }

    fn number_before(&self, entry: u32) -> Option<usize> {
        self.changes.known[entry as usize].map(|number| number as usize)
    }

    fn rows_of(&self, entry: u32) -> std::ops::Range<usize> {
        let entry = entry as usize;
        self.row_starts[entry] as usize..self.row_starts[entry + 1] as usize
    }

    fn vector(&self, row: usize) -> Option<SentenceVector> {
        Some(self.rows.get(row)?.unpack())
    }
}

#[cfg(test)]
mod tests {
    use crate::faq::Faq;
    use crate::index::{EntryChanges, Index, VectorIndex};
    use crate::meaning::VectorCache;

    /// So many entries that sentences compete with the nearest ones alone.
    fn faq(more: &str) -> Faq {
        let mut text = String::from("entries:\n");
        for number in 0..410 {
            let more = if number == 7 { more } else { "" };
            text += &format!(
                "- id: e{number}\n  answer: {{en: A}}\n  questions: {{en: [tell me of \
                 {number}, what about kind {number}?{more}]}}\n"
            );
        }
        crate::faq::read(&[("faq.yaml", text)]).faq.expect("a FAQ")
    }

    #[test]
    fn a_changed_entry_has_the_shares_of_a_training_from_nothing() {
        let (old, new) = (faq(""), faq(", where does the kettle whistle"));
        let mut cache = VectorCache::default();
        let index = Index::build(&old);
        let before = VectorIndex::build(&old, &index, &mut cache);
        let changes = EntryChanges::of(&old, &new).unwrap();
        let updated = before.changed(&old, &new, &index, &changes).unwrap();
        let built = VectorIndex::build(&new, &index, &mut cache);
        for question in ["the kettle whistles", "kind 7", "kind 80"] {
            let [updated, built] = [&updated, &built].map(|index| index.ask(question));
            assert_eq!(updated.nearest, built.nearest);
            for (updated, built) in updated.shares.iter().zip(&built.shares) {
                assert!(
                    (updated - built).abs() < 0.1,
                    "{question}: {updated} {built}"
                );
            }
        }
    }
}
