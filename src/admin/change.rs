//! What one FAQ says that another does not, and which questions would be answered differently.

use std::collections::HashMap;

use crate::faq::{Entry, EntryContent, EntryId, Faq};
use crate::knowledge::Knowledge;
use crate::matcher::{self, Decision, Thresholds};

/// What is different between two FAQs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Entries that are new, in file order.
    pub added: Vec<EntryId>,
    /// Entries that say or understand something else, in file order.
    pub changed: Vec<EntryId>,
    /// Entries that are gone.
    pub removed: Vec<EntryId>,
    /// Whether synonyms or out-of-scope questions differ.
    pub shared: bool,
}

impl Change {
    /// What leads from `old` to `new`. Where an entry stands and in which order does not count.
    pub fn between(old: &Faq, new: &Faq) -> Change {
        let before: HashMap<&EntryId, &Entry> = old.entries.iter().map(|e| (&e.id, e)).collect();
        let mut change = Change {
            shared: old.synonyms != new.synonyms || old.out_of_scope != new.out_of_scope,
            ..Change::default()
        };
        for entry in &new.entries {
            match before.get(&entry.id) {
                None => change.added.push(entry.id.clone()),
                Some(old) if !says_the_same(old, entry) => change.changed.push(entry.id.clone()),
                Some(_) => {}
            }
        }
        let after: HashMap<&EntryId, &Entry> = new.entries.iter().map(|e| (&e.id, e)).collect();
        let gone = old.entries.iter().map(|entry| &entry.id);
        change.removed = gone.filter(|id| !after.contains_key(id)).cloned().collect();
        change
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Change::default()
    }
}

fn says_the_same(old: &Entry, new: &Entry) -> bool {
    if old.is_shared_with(new) {
        return true;
    }
    let EntryContent {
        id: _,
        topic,
        phrasings,
        keywords,
        answer,
        link,
        more,
        image,
        related,
        tests,
        conditions,
        // What is seen is what counts: the answer with its values.
        written: _,
    } = &**old;
    *topic == new.topic
        && *phrasings == new.phrasings
        && *keywords == new.keywords
        && *answer == new.answer
        && *link == new.link
        && *more == new.more
        && *image == new.image
        && *related == new.related
        && *tests == new.tests
        && *conditions == new.conditions
}

/// A question that gets another answer than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The question, masked.
    pub question: String,
    /// What was decided before.
    pub before: Decision,
    /// What is decided now.
    pub after: Decision,
}

/// Those of `questions` for which `new` decides otherwise than `old`, in their order. Suggestions
/// count as different only where their first entry is another.
pub fn differing_answers(
    old: &Knowledge,
    new: &Knowledge,
    questions: &[String],
    thresholds: &Thresholds,
) -> Vec<Differing> {
    let decide = |knowledge, question: &String| {
        matcher::ask(knowledge, question, thresholds, thresholds.suggestions).decision
    };
    let differ = |question: &String| {
        let (before, after) = (decide(old, question), decide(new, question));
        (first(&before) != first(&after)).then(|| Differing {
            question: question.clone(),
            before,
            after,
        })
    };
    questions.iter().filter_map(differ).collect()
}

/// What the asker sees first of a decision.
fn first(decision: &Decision) -> (u8, Option<&EntryId>) {
    match decision {
        Decision::Answer(entry) => (2, Some(entry)),
        Decision::Suggest(entries) => (1, entries.first()),
        Decision::None => (0, None),
    }
}
