//! A cache of outcomes. Many people ask the same thing, and what buttons, posts and examples
//! suggest they ask to the letter.
//!
//! Law: the cache gives what [`ask`] gives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::ask::{Outcome, ask};
use super::decision::Thresholds;
use crate::knowledge::Knowledge;

/// Questions in one generation. Two generations are kept, about a kilobyte a question: 256 kB.
const GENERATION: usize = 128;
/// Longest question that is kept, in bytes. Longer ones are hardly asked twice.
const LONGEST_BYTES: usize = 256;

/// Keeps outcomes of one knowledge.
#[derive(Debug)]
pub struct OutcomeCache {
    thresholds: Thresholds,
    top: usize,
    kept: Mutex<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    /// Of which FAQ, whether meaning was asked, and whether all of it was learned whole.
    revision: (String, bool, bool),
    /// Asked lately.
    young: HashMap<String, Arc<Outcome>>,
    /// Asked before that; forgotten unless asked again while the young ones grow to a generation.
    old: HashMap<String, Arc<Outcome>>,
}

impl OutcomeCache {
    /// A cache of what [`ask`] says with these thresholds, of `top` entries.
    pub fn new(thresholds: Thresholds, top: usize) -> OutcomeCache {
        OutcomeCache {
            thresholds,
            top,
            kept: Mutex::default(),
        }
    }

    /// What [`ask`] says to `question`.
    pub fn ask(&self, knowledge: &Knowledge, question: &str) -> Arc<Outcome> {
        let has_meaning = knowledge.vectors().is_some();
        let revision = (knowledge.revision(), has_meaning, !knowledge.is_updated());
        if let Some(outcome) = self.with(|kept| kept.get(revision, question)) {
            return outcome;
        }
        let outcome = Arc::new(ask(knowledge, question, &self.thresholds, self.top));
        if question.len() <= LONGEST_BYTES {
            self.with(|kept| kept.put(revision, question.to_owned(), outcome.clone()));
        }
        outcome
    }

    /// Whoever panicked holding the lock left what it guards true: each step adds or moves one
    /// outcome.
    fn with<T>(&self, work: impl FnOnce(&mut Generations) -> T) -> T {
        work(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// As [`Generations::revision`].
type Revision<'r> = (&'r str, bool, bool);

impl Generations {
    fn get(&mut self, revision: Revision<'_>, question: &str) -> Option<Arc<Outcome>> {
        if (self.revision.0.as_str(), self.revision.1, self.revision.2) != revision {
            return None;
        }
        if let Some(outcome) = self.young.get(question) {
            return Some(outcome.clone());
        }
        let (question, outcome) = self.old.remove_entry(question)?;
        self.put(revision, question, outcome.clone());
        Some(outcome)
    }

    fn put(&mut self, revision: Revision<'_>, question: String, outcome: Arc<Outcome>) {
        if (self.revision.0.as_str(), self.revision.1, self.revision.2) != revision {
            *self = Generations {
                revision: (revision.0.to_owned(), revision.1, revision.2),
                ..Generations::default()
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
    fn what_is_kept_is_what_would_be_found() {
        let knowledge = knowledge("x");
        let cache = OutcomeCache::new(Thresholds::default(), 3);
        // More than is kept, some of them again and again.
        for number in 0..3 * GENERATION {
            let long = "long ".repeat(LONGEST_BYTES);
            for question in ["refund?", &format!("refund {number}"), "log in", &long] {
                let expected = ask(&knowledge, question, &Thresholds::default(), 3);
                assert_eq!(*cache.ask(&knowledge, question), expected, "{question}");
            }
        }
        cache.with(|kept| {
            assert!(kept.young.len() + kept.old.len() <= 2 * GENERATION);
            assert!(kept.young.contains_key("refund?") || kept.old.contains_key("refund?"));
            assert!(kept.young.keys().all(|key| key.len() <= LONGEST_BYTES));
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
