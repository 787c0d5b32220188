//! Asks the questions and keeps what the fit needs to know of each.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use wenda::eval::Labelled;
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Evidence, SIGNALS, Thresholds};
use wenda::meaning::VectorCache;

use crate::tasks::Made;
use crate::{MOST, OUT_OF_SCOPE};

/// Entries that are offered at most.
const OFFERED: usize = 3;

/// Which formula makes the confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    Learned,
    Overlap,
    Blended(Evidence),
}

/// A question that was asked.
pub struct Case {
    pub formula: Formula,
    pub values: Vec<f64>,
    /// Whether the formula makes the confidence.
    pub alone: bool,
    /// What rules add to the formula's log odds, where it does.
    pub ruled: f64,
    pub confidence: f64,
    pub right: bool,
    /// Whether the right entry is among the first three.
    pub among: bool,
    pub in_scope: bool,
    /// Whether it is the question of an entry that was cut away.
    pub near: bool,
    /// Share of the questions in scope, or of those out of scope, that it stands for.
    pub share: f64,
    pub weight: f64,
}

impl Case {
    pub fn weight_at(&self, out_of_scope: f64) -> f64 {
        match self.in_scope {
            true => self.share * (1.0 - out_of_scope),
            false => self.share * out_of_scope,
        }
    }
}

pub struct Task {
    pub name: String,
    pub subject: String,
    pub kind: &'static str,
    pub cases: Vec<Case>,
}

/// Asks all questions, on two threads.
pub fn run_all(made: &[Made], with_meaning: bool) -> Vec<Task> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Task)>> = Mutex::default();
    let vectors: Mutex<VectorCache> = Mutex::default();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = made.get(at) else { return };
            let task = run(one, with_meaning.then_some(&vectors));
            if let Ok(mut done) = done.lock() {
                done.push((at, task));
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|one| one.0);
    done.into_iter().map(|one| one.1).collect()
}

/// Asks the questions; those of entries that the FAQ does not have are out of scope.
fn run(made: &Made, vectors: Option<&Mutex<VectorCache>>) -> Task {
    let mut knowledge = Knowledge::build(made.faq.clone());
    if let Some(vectors) = vectors {
        // The vectors of all FAQs so far: they are cut from one another.
        let mut cache = vectors.lock().map(|kept| kept.clone()).unwrap_or_default();
        let texts = made.faq.entries.iter().flat_map(|entry| &entry.phrasings);
        let new: Vec<&str> = texts
            .map(|phrasing| phrasing.text.as_str())
            .filter(|text| cache.get(text).is_none())
            .collect();
        knowledge = knowledge.with_meaning(&mut cache);
        if let Ok(mut kept) = vectors.lock() {
            for text in new {
                if let Some(vector) = cache.get(text) {
                    kept.insert(text, &vector.unpack());
                }
            }
        }
    }
    let ids: HashMap<&str, usize> = knowledge
        .faq()
        .entries
        .iter()
        .enumerate()
        .map(|(number, entry)| (entry.id.as_str(), number))
        .collect();
    let label = |q: &Labelled| q.entry.as_deref().and_then(|id| ids.get(id).copied());
    // Of entries that were cut away, and of none at all: they weigh alike.
    let mut kinds: [Vec<&Labelled>; 3] = Default::default();
    for question in &made.questions {
        kinds[match (label(question), &question.entry) {
            (Some(_), _) => 0,
            (None, Some(_)) => 1,
            (None, None) => 2,
        }]
        .push(question);
    }
    let kinds_out = kinds[1..].iter().filter(|kind| !kind.is_empty()).count() as f64;
    let mut cases = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        let taken: Vec<_> = kind
            .iter()
            .step_by(kind.len().div_ceil(MOST).max(1))
            .collect();
        let all = taken.len() as f64 * if place == 0 { 1.0 } else { kinds_out };
        for question in &taken {
            let wanted = label(question);
            let mut case = ask(&knowledge, &question.question, wanted);
            case.share = 1.0 / all;
            case.weight = case.weight_at(OUT_OF_SCOPE[usize::from(vectors.is_some())]);
            case.near = place == 1;
            cases.push(case);
        }
    }
    Task {
        name: made.name.clone(),
        subject: made.subject.clone(),
        kind: made.kind,
        cases,
    }
}

fn ask(knowledge: &Knowledge, question: &str, wanted: Option<usize>) -> Case {
    let outcome = matcher::ask(knowledge, question, &Thresholds::default(), OFFERED);
    let id = wanted.map(|number| &knowledge.faq().entries[number].id);
    let mut offered = outcome.candidates.iter().take(OFFERED);
    let confidence = outcome
        .candidates
        .first()
        .map_or(0.0, |best| best.confidence);
    let mut case = Case {
        formula: Formula::Learned,
        values: vec![0.0; SIGNALS],
        alone: false,
        ruled: 0.0,
        confidence,
        right: false,
        among: offered.any(|one| Some(&one.entry) == id),
        in_scope: wanted.is_some(),
        near: false,
        share: 0.0,
        weight: 0.0,
    };
    let Some((best, signals)) = matcher::signals(knowledge, question) else {
        return case;
    };
    case.right = wanted == Some(best);
    (case.formula, case.alone) = match (&signals.meant, knowledge.vectors(), signals.learned) {
        (Some(meant), ..) => (Formula::Blended(meant.evidence), meant.alone),
        (None, Some(_), _) => (Formula::Learned, false),
        (None, None, true) => (Formula::Learned, true),
        (None, None, false) => (Formula::Overlap, true),
    };
    if let Some(meant) = signals.meant.filter(|meant| meant.alone) {
        case.ruled = log_odds(confidence) - meant.log_odds;
    }
    case.values = match &signals.meant {
        Some(meant) => meant.values.to_vec(),
        None => signals.values.to_vec(),
    };
    case
}

/// Log odds of a confidence.
pub fn log_odds(confidence: f64) -> f64 {
    (confidence / (1.0 - confidence).max(1e-12)).ln().max(-30.0)
}
