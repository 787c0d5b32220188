//! How knowledge is built: by words alone, or with what sentences mean.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::faq::{Faq, KnownFiles};
use crate::knowledge::Knowledge;
use crate::meaning::VectorCache;
use crate::reload::kept::{IndexFile, Kept};
use crate::reload::sources::Sources;
use crate::store::VectorFile;

/// Vectors up to which they stay in memory between two builds, half a KB each; more are read again
/// from the file.
const MOST_IN_MEMORY: usize = 20_000;

/// Builds knowledge as the operator wants it.
#[derive(Debug, Clone, Default)]
pub struct KnowledgeBuilder {
    meaning: bool,
    file: Option<VectorFile>,
    index: Option<IndexFile>,
    keeps: bool,
    /// The vectors of the last build.
    last: Arc<Mutex<Option<VectorCache>>>,
}

impl KnowledgeBuilder {
    /// Builds by words alone.
    pub fn words_only() -> KnowledgeBuilder {
        KnowledgeBuilder::default()
    }

    /// Builds with meaning.
    pub fn with_meaning() -> KnowledgeBuilder {
        KnowledgeBuilder {
            meaning: true,
            ..KnowledgeBuilder::default()
        }
    }

    /// The same, taking what was built and encoded before from the files beside the store.
    pub fn reading(mut self, store: &Path) -> KnowledgeBuilder {
        self.file = Some(VectorFile::beside(store));
        self.index = Some(IndexFile::beside(store));
        self
    }

    /// The same, and keeping there what is new.
    pub fn keeping(mut self) -> KnowledgeBuilder {
        self.keeps = true;
        self
    }

    /// Whether this program kept anything, of whichever files.
    pub fn has_kept(&self) -> bool {
        self.index
            .as_ref()
            .is_some_and(IndexFile::is_by_this_program)
    }

    /// What is kept of these files, if anything is. Whoever keeps what is new takes over what is kept of
    /// files that differ little, too: it is learned whole once it answers.
    pub fn kept(&self, sources: &Sources) -> Option<Kept> {
        let index = self.index.as_ref()?;
        std::thread::scope(|scope| {
            // A start asks for it next; in a large FAQ it takes as long as a part of what is kept.
            scope.spawn(|| sources.fingerprint());
            index.load(&sources.texts(), self.keeps)
        })
    }

    /// Keeps files for the next start with what words give of them, where that is `words`, and was
    /// built from nothing.
    pub fn keep(&self, known: &KnownFiles, words: &Knowledge) {
        if let Some(index) = &self.index
            && self.keeps
            && words.is_built_from(known.faq())
        {
            index.keep(known, words);
        }
    }

    /// Builds everything: what is asked of it does not change any more.
    pub fn build(&self, faq: Faq) -> Knowledge {
        let words = Knowledge::build(faq);
        self.add_meaning(&words).unwrap_or(words)
    }

    /// Builds everything from a FAQ that a change led to from the one of `before`, taking over what
    /// can be taken over.
    pub fn update(&self, before: &Knowledge, faq: Faq) -> Knowledge {
        let words = before.update(faq);
        if self.meaning
            && let Some(whole) = words.with_changed_meaning(before)
        {
            // The next build of everything keeps what was encoded.
            return whole;
        }
        self.add_meaning(&words).unwrap_or(words)
    }

    /// The same knowledge with meaning; `None` where it is switched off. Takes about a millisecond
    /// for each phrasing whose vector was neither kept nor comes with the program.
    pub fn add_meaning(&self, words: &Knowledge) -> Option<Knowledge> {
        if !self.meaning {
            return None;
        }
        // Nothing is half done behind this lock: who panics leaves none.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = || self.file.as_ref().map(VectorFile::load).unwrap_or_default();
        let mut cache = last.take().unwrap_or_else(kept);
        if cache.is_empty() {
            cache = VectorCache::shipped();
        }
        let whole = words.with_meaning(&mut cache);
        if let Some(file) = &self.file
            && self.keeps
            && cache.is_changed()
        {
            save(file, &mut cache);
        }
        *last = (cache.len() <= MOST_IN_MEMORY).then_some(cache);
        Some(whole)
    }
}

/// Saves the vectors. A file that cannot be written costs time at the next start, nothing else.
fn save(file: &VectorFile, cache: &mut VectorCache) {
    match file.save(cache) {
        Ok(()) => cache.note_kept(),
        Err(error) => {
            log::warn!(error:% = error; "the vectors of the FAQ cannot be kept; the next start computes them again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_kept_beside_the_store_and_meaning_can_be_off() {
        let yaml = "entries:\n- {id: refund, questions: {en: [How do I get a refund?]}, answer: {en: A}}\n\
                    - {id: hours, questions: {en: [When are you open?]}, answer: {en: B}}\n";
        let faq = || crate::faq::read(&[("faq.yaml", yaml)]).faq.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("wenda.sqlite3");
        let builder = KnowledgeBuilder::with_meaning().reading(&store);
        assert!(builder.build(faq()).vectors().is_some());
        assert!(!dir.path().join("wenda.vectors").exists());
        builder.keeping().build(faq());
        assert_eq!(VectorFile::beside(&store).load().len(), 4);
        assert!(
            KnowledgeBuilder::words_only()
                .build(faq())
                .vectors()
                .is_none()
        );
    }

    #[test]
    fn the_faq_that_comes_with_the_program_needs_no_encoding() {
        let root = env!("CARGO_MANIFEST_DIR");
        let faq = crate::faq::load(format!("{root}/faq")).faq.unwrap();
        let mut made = VectorCache::default();
        let words = Knowledge::build(faq);
        words.with_meaning(&mut made);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(format!("{root}/assets/faq-vectors.bin"), made.to_bytes()).unwrap();
            return;
        }
        let shipped = VectorCache::shipped();
        assert_eq!(shipped.len(), made.len());
        let phrasings = words.faq().entries.iter().flat_map(|one| &one.phrasings);
        for phrasing in phrasings {
            let [kept, new] = [&shipped, &made].map(|cache| cache.get(&phrasing.text));
            // Vectors of whole numbers are not of length 1 to the last digit.
            let cosine = kept.zip(new).map(|(one, other)| {
                let [one, other] = [one.unpack(), other.unpack()];
                one.cosine(&other) / (one.cosine(&one) * other.cosine(&other)).sqrt()
            });
            assert!(
                cosine.is_some_and(|cosine| cosine > 0.999),
                "{}: assets/faq-vectors.bin is of another FAQ; UPDATE_GOLDEN=1 writes it anew",
                phrasing.text
            );
        }
    }
}
