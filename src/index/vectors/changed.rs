//! The vectors of a FAQ that a change of a few entries led to: those of the others are taken over as
//! they are, and only what is new is encoded.

use std::collections::HashMap;

use super::{FIRST, MANY, VectorIndex, centroids, covers, few, has_titles_only, languages};
use crate::faq::{Entry, Faq};
use crate::index::build::changes::EntryChanges;
use crate::index::build::ids::IdWords;
use crate::index::faq_index::Index;
use crate::meaning::{PackedVector, VectorTable};

impl VectorIndex {
    /// The vectors of `faq`, which these changes lead to from `old`, the FAQ of these vectors; `None`
    /// where more than the changed entries are different.
    pub fn changed(
        &self,
        old: &Faq,
        faq: &Faq,
        index: &Index,
        changes: &EntryChanges,
    ) -> Option<VectorIndex> {
        let ids = IdWords::new(faq);
        let most = most_phrasings(faq);
        let is_alike = ids == IdWords::new(old)
            && most == most_phrasings(old)
            && !has_titles_only(old)
            && !has_titles_only(faq);
        if !is_alike || !index.has_learned() {
            return None;
        }
        let mut rows = VectorTable::with_capacity(self.rows.len());
        let mut means = VectorTable::with_capacity(faq.entries.len());
        let (mut row_starts, mut asked_in) = (vec![0], Vec::new());
        for (number, (entry, known)) in (0..).zip(faq.entries.iter().zip(&changes.known)) {
            asked_in.push(languages(entry));
            let before = known.filter(|_| changes.place(number).is_none());
            let is_whole = match before {
                Some(before) => {
                    let at = before as usize;
                    rows.extend(&self.rows, self.rows_of(at)?)
                        && means.extend(&self.centroids, at..at + 1)
                }
                None => {
                    let mut own = VectorTable::default();
                    let encoded = self.encode_entry(entry, &ids, most);
                    encoded.iter().for_each(|vector| own.push(vector));
                    rows.extend(&own, 0..own.len())
                        && means.extend(&centroids(&own, &[0, own.len() as u32]), 0..1)
                }
            };
            if !is_whole {
                return None;
            }
            row_starts.push(rows.len() as u32);
        }
        let head = few::update(&self.head, &rows, &row_starts, &means, changes)?;
        let phrasings = faq.entries.iter();
        let phrasings = phrasings.map(|entry| entry.phrasings.len() as u32);
        Some(VectorIndex {
            warm: self.warm.clone(),
            rows,
            row_starts,
            centroids: means,
            head,
            lines: self.lines_of(old, faq)?,
            answers: self.answers.clone(),
            covered: [0, 1].map(|place| covers(&asked_in, place)),
            asked_in,
            titles_only: false,
            phrasings: phrasings.collect(),
        })
    }

    /// The vectors of the out-of-scope questions of `faq`; those that `old` has are taken over.
    fn lines_of(&self, old: &Faq, faq: &Faq) -> Option<VectorTable> {
        if old.out_of_scope == faq.out_of_scope {
            return Some(self.lines.clone());
        }
        let before: HashMap<&str, usize> = (old.out_of_scope.iter().map(String::as_str))
            .zip(0..)
            .collect();
        let mut lines = VectorTable::default();
        for line in &faq.out_of_scope {
            lines.push(&match before.get(&**line) {
                Some(&number) => self.lines.get(number)?,
                None => self.encode(line).pack(),
            });
        }
        Some(lines)
    }

    fn rows_of(&self, entry: usize) -> Option<std::ops::Range<usize>> {
        let starts = self.row_starts.get(entry..entry + 2)?;
        Some(starts[0] as usize..starts[1] as usize)
    }

    fn encode_entry(&self, entry: &Entry, ids: &IdWords, most: usize) -> Vec<PackedVector> {
        let encode = |text: &str| self.encode(text).pack();
        let phrasings = entry.phrasings.iter().take(most);
        let own = phrasings.map(|phrasing| encode(&phrasing.text));
        let id = ids.telling(&entry.id);
        own.chain(id.map(|id| encode(&id))).collect()
    }
}

/// How many phrasings of an entry are encoded at most.
fn most_phrasings(faq: &Faq) -> usize {
    let count: usize = faq.entries.iter().map(|entry| entry.phrasings.len()).sum();
    if count > MANY { FIRST } else { usize::MAX }
}
