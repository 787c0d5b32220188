//! The tests that live inside the knowledge: `tests:` of the entries and `out_of_scope:`.
//!
//! `wenda check` runs them, and a reload whose tests fail is refused. A test passes when its entry
//! comes first and is answered or offered ([`Thresholds::offered_passes`] decides whether offered is
//! enough); an out-of-scope question passes when it is not answered.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::faq::{Diagnostic, Entry, EntryId, Faq, FilePlace, Places, shown};
use crate::knowledge::Knowledge;
use crate::matcher::{self, Decision, Outcome, Thresholds};
use crate::parallel::numbered;

use super::near::near;

/// How many candidates a failure names at most.
const DEPTH: usize = 3;

/// What came of all tests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gate {
    /// Number of tests asked.
    pub asked: usize,
    /// Those that did not come out as they must, in file order: entries first.
    pub failures: Vec<Failure>,
    /// Number of tests that were not asked, as nothing near to them changed.
    pub left: usize,
}

impl Gate {
    /// Whether nothing stands in the way of using this knowledge.
    pub fn passed(&self) -> bool {
        !self.failures.iter().any(Failure::is_error)
    }
}

/// A test that did not come out as it must.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The question.
    pub question: String,
    /// Which test it is.
    pub source: Source,
    /// The entry it must reach; `None` where none may answer.
    pub expected: Option<EntryId>,
    /// What it reaches.
    pub outcome: Outcome,
    /// Whether being offered first is enough.
    pub offered_passes: bool,
}

/// Where a test comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Number of the entry, and of the test in it.
    Entry(usize, usize),
    /// Number of the out-of-scope question.
    OutOfScope(usize),
}

impl Failure {
    /// Whether it counts: a test whose entry is only offered is told, but passes.
    pub fn is_error(&self) -> bool {
        match (&self.outcome.decision, &self.expected) {
            (Decision::Suggest(offered), Some(expected)) => {
                !self.offered_passes || offered.first() != Some(expected)
            }
            _ => true,
        }
    }

    /// Why, in a few words: what came instead and through which phrasing.
    pub fn why(&self) -> String {
        let candidates = &self.outcome.candidates;
        let expected = self.expected.as_ref();
        let instead = candidates.iter().find(|one| Some(&one.entry) != expected);
        let mut parts = Vec::new();
        if let Some(one) = instead {
            parts.push(format!(
                "`{}` has {:.2} through “{}”",
                one.entry,
                one.confidence,
                shown(&one.phrasing)
            ));
        }
        if let Some(expected) = expected {
            parts.push(match candidates.iter().find(|one| one.entry == *expected) {
                Some(own) => format!(
                    "`{expected}` has {:.2} through “{}”",
                    own.confidence,
                    shown(&own.phrasing)
                ),
                None => format!("`{expected}` is not among the first {}", candidates.len()),
            });
        }
        parts.join("; ")
    }

    /// The failure as a finding at its place in the file.
    pub fn diagnostic(&self, places: &Places) -> Diagnostic {
        let place = self.place(places);
        let message = self.to_string();
        let why = self.why();
        let (code, fix) = match &self.expected {
            Some(expected) => ("test", format!("add a phrasing like it to `{expected}`")),
            None => (
                "out-of-scope",
                "make the phrasings and keywords of that entry say more exactly what it is about"
                    .to_owned(),
            ),
        };
        let found = match self.is_error() {
            true => Diagnostic::error(code, place, message),
            false => Diagnostic::warning(code, place, message),
        };
        found.help(format!("{fix} ({why})"))
    }

    fn place(&self, places: &Places) -> FilePlace {
        let place = match self.source {
            Source::Entry(entry, test) => places
                .entries
                .get(entry)
                .and_then(|one| one.tests.get(test)),
            Source::OutOfScope(number) => places.out_of_scope.get(number),
        };
        place.cloned().unwrap_or_default()
    }
}

impl fmt::Display for Failure {
    /// One line: the question, what it must reach, what it reaches.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = shown(&self.question);
        match &self.expected {
            Some(expected) => write!(f, "test `{question}` must reach `{expected}`, but ")?,
            None => write!(
                f,
                "out-of-scope question `{question}` must not be answered, but "
            )?,
        }
        match &self.outcome.decision {
            Decision::Answer(id) => write!(f, "is answered by `{id}`"),
            Decision::Suggest(offered) if !self.is_error() => match offered.len() {
                1 => f.write_str("it is only offered"),
                count => write!(f, "it is only offered, first of {count}"),
            },
            Decision::Suggest(offered) => {
                let names: Vec<String> = offered.iter().map(|id| format!("`{id}`")).collect();
                write!(f, "it is offered {}", names.join(", "))
            }
            Decision::None => f.write_str("it finds nothing"),
        }
    }
}

/// Asks every test of the knowledge.
pub fn gate(knowledge: &Knowledge, thresholds: &Thresholds) -> Gate {
    ask(knowledge, thresholds, None)
}

/// Asks the tests that a change from the FAQ `before` may fail: those of the entries that changed,
/// those with words in common with them, and the questions out of scope that are new. All tests
/// where they are few, or where more than a few entries differ.
pub fn gate_near(knowledge: &Knowledge, before: &Faq, thresholds: &Thresholds) -> Gate {
    ask(knowledge, thresholds, Some(before))
}

/// Those of `questions` that a change from the FAQ `before` may answer otherwise: all, where more
/// than a few entries differ.
pub fn questions_near(before: &Faq, now: &Faq, questions: Vec<String>) -> Vec<String> {
    let Some(differing) = Differing::between(before, now) else {
        return questions;
    };
    let asked: Vec<_> = questions
        .iter()
        .map(|question| (None, &**question))
        .collect();
    let near = near(&asked, &differing.entries, |_| false);
    let questions = questions.into_iter().zip(near);
    let kept = questions.filter(|(_, is_near)| *is_near);
    kept.map(|(question, _)| question).collect()
}

/// Entries that differ up to which the tests near to them are found.
const FEW_ENTRIES: usize = 8;

/// What is different from the FAQ before, where it is little.
struct Differing {
    /// Entries as they were and as they are.
    entries: Vec<Entry>,
    /// Those of them that are in the FAQ, by number.
    numbers: Vec<usize>,
}

impl Differing {
    fn between(before: &Faq, now: &Faq) -> Option<Differing> {
        if before.synonyms != now.synonyms {
            return None;
        }
        let old: HashMap<&EntryId, &Entry> = before
            .entries
            .iter()
            .map(|entry| (&entry.id, entry))
            .collect();
        let (mut entries, mut numbers, mut stay) = (Vec::new(), Vec::new(), 0);
        for (number, entry) in now.entries.iter().enumerate() {
            let known = old.get(&entry.id);
            stay += usize::from(known.is_some());
            let is_same = |known: &&&Entry| known.is_shared_with(entry) || ***known == *entry;
            if known.filter(is_same).is_none() {
                entries.extend(known.map(|known| Entry::clone(known)));
                entries.push(entry.clone());
                numbers.push(number);
            }
            if numbers.len() > FEW_ENTRIES {
                return None;
            }
        }
        if before.entries.len() - stay > FEW_ENTRIES {
            return None;
        }
        if before.entries.len() > stay {
            let ids: HashSet<&EntryId> = now.entries.iter().map(|entry| &entry.id).collect();
            let gone = before
                .entries
                .iter()
                .filter(|entry| !ids.contains(&entry.id));
            entries.extend(gone.cloned());
        }
        Some(Differing { entries, numbers })
    }
}

fn ask(knowledge: &Knowledge, thresholds: &Thresholds, before: Option<&Faq>) -> Gate {
    let faq = knowledge.faq();
    let mut tests: Vec<(Source, &str, Option<&EntryId>)> = Vec::new();
    for (number, entry) in faq.entries.iter().enumerate() {
        for (test, question) in entry.tests.iter().enumerate() {
            tests.push((Source::Entry(number, test), question, Some(&entry.id)));
        }
    }
    for (number, question) in faq.out_of_scope.iter().enumerate() {
        tests.push((Source::OutOfScope(number), question, None));
    }
    let all = tests.len();
    let differing = before.and_then(|before| Some((before, Differing::between(before, faq)?)));
    if let Some((before, differing)) = differing {
        let asked: Vec<_> = tests
            .iter()
            .map(|(source, question, _)| match source {
                Source::Entry(entry, _) => (Some(*entry), *question),
                Source::OutOfScope(_) => (None, *question),
            })
            .collect();
        let is_changed = |number| differing.numbers.contains(&number);
        let mut near = near(&asked, &differing.entries, is_changed).into_iter();
        tests.retain(|(source, question, _)| {
            let is_new = matches!(source, Source::OutOfScope(_))
                && !before.out_of_scope.iter().any(|line| line == question);
            near.next() == Some(true) || is_new
        });
    }
    let failures = numbered(
        tests.len(),
        || (),
        |(), number, failures| {
            let (source, question, expected) = tests[number];
            let outcome = matcher::ask(knowledge, question, thresholds, DEPTH);
            // What is never given beside the entry takes nothing from it.
            let own = expected.and_then(|id| knowledge.entry(id));
            let outcome = own
                .and_then(|own| {
                    let meets = |other: &Entry| {
                        other.id == own.id || own.conditions.can_meet(&other.conditions)
                    };
                    matcher::among(&outcome, knowledge, thresholds, meets)
                })
                .unwrap_or(outcome);
            if !passes(&outcome, expected) {
                failures.push(Failure {
                    question: question.to_owned(),
                    source,
                    expected: expected.cloned(),
                    outcome,
                    offered_passes: thresholds.offered_passes,
                });
            }
        },
    );
    Gate {
        asked: tests.len(),
        failures,
        left: all - tests.len(),
    }
}

fn passes(outcome: &Outcome, expected: Option<&EntryId>) -> bool {
    let answered = match &outcome.decision {
        Decision::Answer(id) => Some(id),
        _ => None,
    };
    answered == expected
}
