//! Knowledge as bytes: what was built is there again in a fraction of the time that building takes.

use std::sync::Arc;

use super::{Knowledge, WordIndex};
use crate::contrast::Profiles;
use crate::faq::Faq;
use crate::index::Index;

/// What is kept of knowledge, each by itself: two threads can read them, and no more than one of
/// them need be in memory as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The index.
    Index,
    /// What the entries claim.
    Profiles,
    /// The fingerprint.
    Revision,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 3] = [Part::Index, Part::Profiles, Part::Revision];
}

impl Knowledge {
    /// A part as bytes, for [`Knowledge::from_parts`] of the same program; `None` where something
    /// was taken over from other knowledge: that is built from nothing before it is kept.
    pub fn part(&self, part: Part) -> Option<Vec<u8>> {
        let WordIndex {
            faq: _,
            by_id: _,
            index,
            profiles,
            revision,
            changes,
        } = &*self.words;
        (*changes == 0).then(|| match part {
            Part::Index => bitcode::encode(index),
            Part::Profiles => bitcode::encode(profiles),
            Part::Revision => bitcode::encode(revision),
        })
    }

    /// What words give, from the parts of knowledge of `faq`, as `read` gives them; `None` where one
    /// is missing or something else. The FAQ is asked for while other parts are read.
    pub fn from_parts(
        read: impl Fn(Part) -> Option<Vec<u8>> + Sync,
        faq: impl FnOnce() -> Option<Faq>,
    ) -> Option<Knowledge> {
        let (index, rest) = std::thread::scope(|scope| {
            let index = scope.spawn(|| bitcode::decode::<Index>(&read(Part::Index)?).ok());
            let rest = || {
                let faq = faq()?;
                let profiles: Profiles = bitcode::decode(&read(Part::Profiles)?).ok()?;
                let revision: String = bitcode::decode(&read(Part::Revision)?).ok()?;
                Some((faq, profiles, revision))
            };
            let rest = rest();
            let index = index.join();
            let index = index.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (index, rest)
        });
        let (faq, profiles, revision) = rest?;
        let index = index.filter(|index| index.entries() == faq.entries.len())?;
        Some(Knowledge::of(faq, revision, index, profiles, 0))
    }

    /// Whether this is what words give of `faq`: its very entries, built from nothing.
    pub fn is_built_from(&self, faq: &Faq) -> bool {
        let own = self.faq();
        let entries = own.entries.iter().zip(&faq.entries);
        !self.is_updated()
            && own.entries.len() == faq.entries.len()
            && entries
                .into_iter()
                .all(|(one, other)| one.is_shared_with(other) && one.place == other.place)
            && own.synonyms == faq.synonyms
            && own.out_of_scope == faq.out_of_scope
            && own.vars == faq.vars
    }

    /// Whether both are one in memory, with or without what sentences mean.
    pub fn has_words_of(&self, other: &Knowledge) -> bool {
        Arc::ptr_eq(&self.words, &other.words)
    }
}
