//! Knowledge: a FAQ with everything that matching needs. It is built once and never changes.

mod fingerprint;

use std::collections::HashMap;

use crate::contrast::Profiles;
use crate::faq::{Entry, EntryId, Faq};
use crate::index::Index;

/// A FAQ made ready to be asked. Immutable; a reload builds another one and swaps it whole.
pub struct Knowledge {
    faq: Faq,
    by_id: HashMap<EntryId, usize>,
    index: Index,
    profiles: Profiles,
    revision: String,
}

impl Knowledge {
    /// Builds everything that questions need from a checked FAQ. The same FAQ gives the same
    /// knowledge, whatever the number of processors.
    pub fn build(faq: Faq) -> Knowledge {
        let by_id = faq
            .entries
            .iter()
            .enumerate()
            .map(|(number, entry)| (entry.id.clone(), number))
            .collect();
        let index = Index::build(&faq);
        let profiles = Profiles::new(&faq);
        let revision = fingerprint::of(&faq);
        Knowledge {
            faq,
            by_id,
            index,
            profiles,
            revision,
        }
    }

    /// The FAQ as loaded.
    pub fn faq(&self) -> &Faq {
        &self.faq
    }

    /// The entry with this id, if there is one.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.by_id.get(id).map(|&number| &self.faq.entries[number])
    }

    /// The index that questions run against; its entries are numbered as in [`Faq::entries`].
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// What the entries claim, which a question may contradict; numbered as in [`Faq::entries`].
    pub fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// Fingerprint of the FAQ's content: equal content, equal revision. Where entries stand in
    /// the files does not count, their order does.
    pub fn revision(&self) -> &str {
        &self.revision
    }
}
