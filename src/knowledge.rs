//! Knowledge: a FAQ with everything that matching needs, built once, never changed.

use std::collections::HashMap;

use crate::faq::{Entry, EntryId, Faq};

/// A FAQ made ready to be asked. Immutable; a reload builds another one and swaps it whole.
pub struct Knowledge {
    faq: Faq,
    by_id: HashMap<EntryId, usize>,
    revision: String,
}

impl Knowledge {
    /// Builds everything that questions need from a checked FAQ.
    pub fn build(faq: Faq) -> Knowledge {
        let by_id = faq
            .entries
            .iter()
            .enumerate()
            .map(|(number, entry)| (entry.id.clone(), number))
            .collect();
        let revision = String::new();
        Knowledge {
            faq,
            by_id,
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

    /// Fingerprint of the FAQ's content: equal content, equal revision.
    pub fn revision(&self) -> &str {
        &self.revision
    }
}
