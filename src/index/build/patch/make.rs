//! Makes the patch of an index.

use std::sync::Arc;

use super::entry::PatchedEntry;
use super::weigh::Text;
use super::{MOST_ENTRIES, Patch, train};
use crate::faq::{Entry, Faq};
use crate::index::build::assemble::{counted, texts};
use crate::index::build::changes::EntryChanges;
use crate::index::build::ids::IdWords;
use crate::index::faq_index::Index;
use crate::text::Analysis;

/// Entries changed at once up to which they are patched; more are built into the index.
const MOST_AT_ONCE: usize = 8;

/// What entries said and say, analysed.
#[derive(Default)]
pub(in crate::index) struct Changed {
    /// The texts of the entries before the change.
    pub before: Vec<Analysis>,
    /// Those after it.
    pub after: Vec<Analysis>,
}

impl Index {
    /// The patch of this index that makes it one of `faq`, which these changes lead to from `old`,
    /// with the texts that changed; `None` where more than a few entries differ.
    pub(in crate::index) fn patch_for(
        &self,
        old: &Faq,
        faq: &Faq,
        changes: &EntryChanges,
    ) -> Option<(Patch, Changed)> {
        let ids = IdWords::new(faq);
        if changes.touched.len() > MOST_AT_ONCE || ids != *self.id_words() {
            return None;
        }
        let (before, inside) = (self.patch(), self.inside());
        let inside_before = |number: u32| before.map_or(number, |patch| patch.inside(number));
        let mut next = inside as u32;
        let mut changed = Changed::default();
        // By number inside.
        let mut entries: Vec<(u32, Arc<PatchedEntry>)> = before
            .map(|patch| patch.entries.clone())
            .unwrap_or_default();
        let mut gone: Vec<u32> = before.map(|patch| patch.gone.clone()).unwrap_or_default();
        let mut order = Vec::with_capacity(faq.entries.len());
        let mut fresh = Vec::new();
        let mut touched = changes.touched.iter().peekable();
        for (number, known) in (0..).zip(&changes.known) {
            let inside = match known {
                Some(known) => inside_before(*known),
                None => {
                    next += 1;
                    next - 1
                }
            };
            order.push(inside);
            if touched.next_if(|one| **one == number).is_some() {
                let entry = &faq.entries[number as usize];
                if let Some(known) = known {
                    read(
                        self,
                        &old.entries[*known as usize],
                        &ids,
                        &mut changed.before,
                    );
                }
                let texts = read(self, entry, &ids, &mut changed.after);
                fresh.push((inside, Text::entry(self, &texts)));
            }
        }
        let mut stays = changes.known.iter().flatten().peekable();
        for (number, entry) in (0..).zip(&old.entries) {
            if stays.next_if(|one| **one == number).is_none() {
                read(self, entry, &ids, &mut changed.before);
                gone.push(inside_before(number));
            }
        }
        gone.sort_unstable();
        entries.retain(|(inside, _)| {
            gone.binary_search(inside).is_err() && !fresh.iter().any(|one| one.0 == *inside)
        });
        if entries.len() + fresh.len() + gone.len() > MOST_ENTRIES {
            return None;
        }
        let is_same =
            order.iter().copied().eq(0..order.len() as u32) && next as usize == order.len();
        let order = (!is_same).then_some(order);
        let make = |entries: &[(u32, Arc<PatchedEntry>)], fresh: &[(u32, PatchedEntry)]| {
            let mut all = entries.to_vec();
            all.extend(
                fresh
                    .iter()
                    .map(|(inside, one)| (*inside, Arc::new(one.clone()))),
            );
            all.sort_unstable_by_key(|(inside, _)| *inside);
            Patch::new(order.clone(), next as usize, all, gone.clone())
        };
        if self.has_learned() {
            for at in 0..fresh.len() {
                // Against the others as they are by now.
                let index = self.with_patch(make(&entries, &fresh));
                let (inside, entry) = &mut fresh[at];
                train::learn(&index, *inside, entry);
            }
        }
        Some((make(&entries, &fresh), changed))
    }
}

/// The texts of an entry with their features; adds their analyses to `analyses`.
fn read(index: &Index, entry: &Entry, ids: &IdWords, analyses: &mut Vec<Analysis>) -> Vec<Text> {
    let mut features = Vec::new();
    let read = texts(entry, ids).map(|(source, text)| {
        let mut analysis = Analysis::default();
        analysis.read(&text);
        let mut own = Vec::new();
        counted(&analysis, index.concepts(), &mut features, &mut own);
        analyses.push(analysis);
        Text {
            source,
            features: own,
        }
    });
    read.collect()
}
