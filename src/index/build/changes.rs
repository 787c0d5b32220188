//! What is different between a FAQ and the one that it was changed from.
//!
//! A change of a few entries leaves what was learned of all others nearly as it was. So the others
//! keep their weights, and those of the changed entries alone are learned, against them (`patch`).

use std::collections::HashMap;

use crate::faq::{Entry, EntryId, Faq};

/// Entries from which on something is taken over; a smaller FAQ is learned whole in a few
/// hundredths of a second.
const LEAST_ENTRIES: usize = 100;
/// One entry in so many may be different; where more are, all is learned anew.
const SHARE: usize = 32;

/// Which entries of a changed FAQ are what they were.
pub struct EntryChanges {
    /// For each entry, its number before the change; `None` of a new one. They rise.
    pub(in crate::index) known: Vec<Option<u32>>,
    /// The entries that are asked otherwise than before, in order.
    pub(in crate::index) touched: Vec<u32>,
}

impl EntryChanges {
    /// What leads from `old` to `new`; `None` where they are too different for anything to be
    /// taken over.
    pub fn between(old: &Faq, new: &Faq) -> Option<EntryChanges> {
        let (before, now) = (old.entries.len(), new.entries.len());
        if now < LEAST_ENTRIES || before.abs_diff(now) * SHARE > now || old.synonyms != new.synonyms
        {
            return None;
        }
        EntryChanges::of(old, new).filter(|changes| changes.touched.len() * SHARE <= now)
    }

    /// The same, however many entries there are and however many of them differ; `None` where they
    /// stand in another order.
    pub(in crate::index) fn of(old: &Faq, new: &Faq) -> Option<EntryChanges> {
        let numbers: HashMap<&EntryId, u32> = (0..)
            .zip(&old.entries)
            .map(|(number, entry)| (&entry.id, number))
            .collect();
        let known = new.entries.iter().map(|entry| numbers.get(&entry.id));
        let known: Vec<Option<u32>> = known.map(|number| number.copied()).collect();
        let is_touched = |(_, (entry, known)): &(u32, (&Entry, &Option<u32>))| {
            known.is_none_or(|before| !is_asked_alike(&old.entries[before as usize], entry))
        };
        let entries = (0..).zip(new.entries.iter().zip(&known));
        let touched = entries.filter(is_touched).map(|(number, _)| number);
        let touched = touched.collect();
        let rise = known.iter().flatten().is_sorted();
        rise.then_some(EntryChanges { known, touched })
    }

    /// For each entry, its number before the change; `None` of a new one. They rise.
    pub fn known(&self) -> &[Option<u32>] {
        &self.known
    }

    /// The entries that are asked otherwise than before, in order.
    pub fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// Place of an entry among the changed ones.
    pub(in crate::index) fn place(&self, entry: u32) -> Option<usize> {
        self.touched.binary_search(&entry).ok()
    }
}

/// Whether two entries of one id are asked in the same words.
fn is_asked_alike(old: &Entry, new: &Entry) -> bool {
    old.is_shared_with(new) || old.phrasings == new.phrasings && old.keywords == new.keywords
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::faq_index::tests::faq;

    #[test]
    fn what_is_too_different_is_built_from_nothing() {
        let old = faq(120, None);
        assert_eq!(
            EntryChanges::between(&old, &faq(120, Some((3, "the kettle"))))
                .unwrap()
                .touched,
            [3]
        );
        let of = |old: &Faq, new: &Faq| EntryChanges::between(old, new).is_some();
        assert!(of(&old, &faq(120, Some((3, "the kettle")))));
        assert!(of(&old, &faq(121, None)) && of(&old, &faq(119, None)));
        assert!(!of(&old, &faq(140, None)) && !of(&old, &faq(110, None)));
        assert!(!of(&faq(99, None), &faq(99, Some((3, "the kettle")))));
        let mut turned = faq(120, None);
        turned.entries.swap(3, 4);
        assert!(!of(&old, &turned));
        let mut synonyms = faq(120, None);
        synonyms.synonyms = vec![vec!["kettle".into(), "pot".into()]];
        assert!(!of(&old, &synonyms));
    }
}
