//! Knowledge: a FAQ with everything that matching needs. It is built once and never changes.
//!
//! What words say is built first and can answer alone. What sentences mean takes about a
//! millisecond a phrasing more and is added to it, which gives other knowledge of the same FAQ.

mod fingerprint;

use std::collections::HashMap;
use std::sync::Arc;

use crate::contrast::Profiles;
use crate::faq::{Entry, EntryId, Faq};
use crate::index::{Index, VectorIndex};
use crate::meaning::VectorCache;

/// A FAQ made ready to be asked. Immutable; a reload builds another one and swaps it whole.
pub struct Knowledge {
    words: Arc<WordIndex>,
    vectors: Option<VectorIndex>,
}

/// What the words of a FAQ give.
struct WordIndex {
    faq: Faq,
    by_id: HashMap<EntryId, usize>,
    index: Index,
    profiles: Profiles,
    revision: String,
}

impl Knowledge {
    /// Builds everything that matching by words needs from a checked FAQ. The same FAQ gives the
    /// same knowledge, whatever the number of processors.
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
        let words = WordIndex {
            faq,
            by_id,
            index,
            profiles,
            revision,
        };
        Knowledge {
            words: Arc::new(words),
            vectors: None,
        }
    }

    /// The same FAQ with what its sentences mean. Encodes what `cache` does not have; afterwards
    /// the cache holds the vectors of this FAQ and no others.
    pub fn with_meaning(&self, cache: &mut VectorCache) -> Knowledge {
        Knowledge {
            words: self.words.clone(),
            vectors: Some(VectorIndex::build(self.faq(), self.index(), cache)),
        }
    }

    /// The FAQ as loaded.
    pub fn faq(&self) -> &Faq {
        &self.words.faq
    }

    /// The entry with this id, if there is one.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        let number = *self.words.by_id.get(id)?;
        Some(&self.words.faq.entries[number])
    }

    /// The index that questions run against; its entries are numbered as in [`Faq::entries`].
    pub fn index(&self) -> &Index {
        &self.words.index
    }

    /// What the sentences mean, where that was added; entries are numbered as in
    /// [`Faq::entries`].
    pub fn vectors(&self) -> Option<&VectorIndex> {
        self.vectors.as_ref()
    }

    /// What the entries claim, which a question may contradict; numbered as in [`Faq::entries`].
    pub fn profiles(&self) -> &Profiles {
        &self.words.profiles
    }

    /// Fingerprint of the FAQ's content: equal content, equal revision. Where entries stand in
    /// the files does not count, their order does.
    pub fn revision(&self) -> &str {
        &self.words.revision
    }
}
