//! Knowledge: a FAQ with everything that matching needs. It is built once and never changes.
//!
//! What words say is built first and can answer alone. What sentences mean takes about a
//! millisecond a phrasing more and is added to it, which gives other knowledge of the same FAQ.

mod fingerprint;
mod kept;

use std::collections::HashMap;
use std::sync::Arc;

use crate::contrast::Profiles;
use crate::faq::{Entry, EntryId, Faq};
use crate::index::{EntryChanges, Index, VectorIndex};
use crate::meaning::VectorCache;
pub use kept::Part;

/// Changes after which everything is learned anew: what was taken over drifts from it.
const MOST_CHANGES: u32 = 50;

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
    /// How often something learned was taken over since everything was learned.
    changes: u32,
}

impl Knowledge {
    /// Builds everything that matching by words needs from a checked FAQ. The same FAQ gives the
    /// same knowledge, whatever the number of processors.
    pub fn build(faq: Faq) -> Knowledge {
        let (revision, (index, profiles)) = fingerprinted(&faq, |faq| {
            // Each has parts that one processor does alone.
            std::thread::scope(|scope| {
                let profiles = scope.spawn(|| Profiles::new(faq));
                let index = Index::build(faq);
                let profiles = profiles.join();
                let profiles = profiles.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                (index, profiles)
            })
        });
        Knowledge::of(faq, revision, index, profiles, 0)
    }

    /// The same from a FAQ that a few changes lead to from this one's: all but the entries that
    /// differ is taken over, which takes a fraction of the time. Where that cannot be done,
    /// everything is built.
    pub fn update(&self, faq: Faq) -> Knowledge {
        let Some(changes) = self.changes_to(&faq) else {
            return Knowledge::build(faq);
        };
        let (revision, made) = fingerprinted(&faq, |faq| {
            let index = self.index().patched(self.faq(), faq, &changes)?;
            let (known, touched) = (changes.known(), changes.touched());
            Some((index, self.profiles().changed(faq, known, touched)))
        });
        match made {
            Some((index, profiles)) => {
                Knowledge::of(faq, revision, index, profiles, self.words.changes + 1)
            }
            None => Knowledge::build(faq),
        }
    }

    fn of(faq: Faq, revision: String, index: Index, profiles: Profiles, changes: u32) -> Knowledge {
        let by_id = faq
            .entries
            .iter()
            .enumerate()
            .map(|(number, entry)| (entry.id.clone(), number))
            .collect();
        let words = WordIndex {
            faq,
            by_id,
            index,
            profiles,
            revision,
            changes,
        };
        Knowledge {
            words: Arc::new(words),
            vectors: None,
        }
    }

    /// What leads to `faq`; `None` where all of it is to be learned.
    fn changes_to(&self, faq: &Faq) -> Option<EntryChanges> {
        let is_fresh = self.words.changes < MOST_CHANGES;
        is_fresh.then(|| EntryChanges::between(self.faq(), faq))?
    }

    /// Whether anything was taken over, so that a build from nothing gives slightly other scores.
    pub fn is_updated(&self) -> bool {
        self.words.changes > 0
    }

    /// The same FAQ with what its sentences mean. Encodes what `cache` does not have; afterwards
    /// the cache holds the vectors of this FAQ and no others.
    pub fn with_meaning(&self, cache: &mut VectorCache) -> Knowledge {
        Knowledge {
            words: self.words.clone(),
            vectors: Some(VectorIndex::build(self.faq(), self.index(), cache)),
        }
    }

    /// The same FAQ with what its sentences mean, where this knowledge was made by
    /// [`Knowledge::update`] of `before` and only entries are different: what is new is encoded,
    /// what is not is taken over.
    pub fn with_changed_meaning(&self, before: &Knowledge) -> Option<Knowledge> {
        let changes = before
            .changes_to(self.faq())
            .filter(|_| self.is_updated())?;
        let vectors = before.vectors()?;
        let vectors = vectors.changed(before.faq(), self.faq(), self.index(), &changes)?;
        Some(Knowledge {
            words: self.words.clone(),
            vectors: Some(vectors),
        })
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
/// The fingerprint of a FAQ, and what `make` makes of it meanwhile: a large FAQ has many megabytes of
/// text, which take as long to read as an edit takes.
fn fingerprinted<T>(faq: &Faq, make: impl FnOnce(&Faq) -> T) -> (String, T) {
    std::thread::scope(|scope| {
        let revision = scope.spawn(|| fingerprint::of(faq));
        let made = make(faq);
        let revision = revision.join();
        let revision = revision.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (revision, made)
    })
}
