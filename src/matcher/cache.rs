//! Questions that were asked before in the same words: many people ask the same thing, and what
//! buttons, posts and examples suggest they ask to the letter.
//!
//! Law: what comes out is what [`ask`] gives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Outcome, Thresholds, ask};
use crate::knowledge::Knowledge;

/// Questions in one generation; two are remembered, of about a kilobyte each question.
const GENERATION: usize = 128;
/// Bytes of the longest question that is remembered: longer ones are hardly asked twice.
const LONGEST_BYTES: usize = 256;

/// Remembers outcomes of one knowledge.
#[derive(Debug)]
pub struct OutcomeCache {
    thresholds: Thresholds,
    top: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Of which knowledge.
    revision: String,
    /// Asked lately.
    young: HashMap<String, Arc<Outcome>>,
    /// Asked before that; forgotten unless asked again while the young ones grow to a generation.
    old: HashMap<String, Arc<Outcome>>,
}

impl OutcomeCache {
    /// Remembers what [`ask`] says with these thresholds, of `top` entries.
    pub fn new(thresholds: Thresholds, top: usize) -> OutcomeCache {
        OutcomeCache {
            thresholds,
            top,
            known: Mutex::default(),
        }
    }

    /// What [`ask`] says to `question`.
    pub fn ask(&self, knowledge: &Knowledge, question: &str) -> Arc<Outcome> {
        let revision = knowledge.revision();
        if let Some(outcome) = self.with(|known| known.get(revision, question)) {
            return outcome;
        }
        let outcome = Arc::new(ask(knowledge, question, &self.thresholds, self.top));
        if question.len() <= LONGEST_BYTES {
            self.with(|known| known.put(revision, question.to_owned(), outcome.clone()));
        }
        outcome
    }

    /// Whoever panicked holding the lock left what it guards true: each step adds or moves one
    /// outcome.
    fn with<T>(&self, work: impl FnOnce(&mut Known) -> T) -> T {
        work(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Known {
    fn get(&mut self, revision: &str, question: &str) -> Option<Arc<Outcome>> {
        if self.revision != revision {
            return None;
        }
        if let Some(outcome) = self.young.get(question) {
            return Some(outcome.clone());
        }
        let (question, outcome) = self.old.remove_entry(question)?;
        self.put(revision, question, outcome.clone());
        Some(outcome)
    }

    fn put(&mut self, revision: &str, question: String, outcome: Arc<Outcome>) {
        if self.revision != revision {
            *self = Known {
                revision: revision.to_owned(),
                ..Known::default()
            };
        }
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(question, outcome);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq;

    fn knowledge(answer: &str) -> Knowledge {
        let text = format!(
            "entries:\n  - id: refund\n    questions: {{en: [how do I get a refund]}}\n    \
             answer: {{en: {answer}}}\n  - id: login\n    questions: {{en: [I cannot log in]}}\n    \
             answer: {{en: x}}\n"
        );
        Knowledge::build(faq::read(&[("faq.yaml", text)]).faq.unwrap())
    }

    #[test]
    fn what_is_remembered_is_what_would_be_found() {
        let knowledge = knowledge("x");
        let cache = OutcomeCache::new(Thresholds::default(), 3);
        // More than is remembered, some of them again and again.
        for number in 0..3 * GENERATION {
            let long = "long ".repeat(LONGEST_BYTES);
            for question in ["refund?", &format!("refund {number}"), "log in", &long] {
                let expected = ask(&knowledge, question, &Thresholds::default(), 3);
                assert_eq!(*cache.ask(&knowledge, question), expected, "{question}");
            }
        }
        cache.with(|known| {
            assert!(known.young.len() + known.old.len() <= 2 * GENERATION);
            assert!(known.young.contains_key("refund?") || known.old.contains_key("refund?"));
            assert!(known.young.keys().all(|key| key.len() <= LONGEST_BYTES));
        });
    }

    #[test]
    fn other_knowledge_is_asked_anew() {
        let cache = OutcomeCache::new(Thresholds::default(), 3);
        let (before, after) = (knowledge("x"), knowledge("y"));
        let first = cache.ask(&before, "refund?");
        assert!(Arc::ptr_eq(&first, &cache.ask(&before, "refund?")));
        assert!(!Arc::ptr_eq(&first, &cache.ask(&after, "refund?")));
        // Somebody who began before the change finishes with what was known then.
        assert_eq!(cache.ask(&before, "refund?"), first);
    }
}
