//! Every rule a FAQ must meet, one function per rule; finds all problems, not the first.
//!
//! Laws: a problem is reported once and its consequences not at all (an entry with a bad id makes
//! no reference to it dangle); findings come in file order.

mod across;
mod conditions;
mod entry;
pub(super) mod questions;
mod rules;

use std::sync::Arc;

use super::convert;
use super::diagnostic::Diagnostic;
use super::entry::Faq;
use super::parse::schema::{RawEntry, ReadFile};
use super::places::Places;
use crate::parallel;
pub(super) use across::{ONE_LANGUAGE, languages};
use questions::Questions;
use rules::Rules;

/// Entries from which on a second thread is worth starting.
const THREADED: usize = 500;

/// What came of applying the rules.
pub(super) struct Checked {
    /// The FAQ with the places of its parts, where nothing forbids to build it.
    pub built: Option<(Faq, Places)>,
    /// Everything found, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The questions of all files.
    pub questions: Questions,
}

/// Applies every rule to all files together. `form` is what reading them has already found.
pub(super) fn validate(files: &[ReadFile], form: Vec<Diagnostic>) -> Checked {
    let whole = files.iter().all(|(_, raw)| raw.is_some());
    let sound = !form.iter().any(Diagnostic::is_error);
    let mut rules = Rules {
        files,
        whole,
        diagnostics: form,
    };
    across::some_entry(&mut rules, sound);
    each_entry(&mut rules);
    conditions::variables(&mut rules);
    across::unique_ids(&mut rules);
    across::related_exist(&mut rules);
    let entries: Vec<&RawEntry> = rules.entries().map(|(_, entry)| entry).collect();
    let raws = files.iter().flat_map(|(_, raw)| raw);
    let out_of_scope = raws.flat_map(|raw| &raw.out_of_scope);
    let questions = Questions::of_raw(&entries, out_of_scope.map(|text| &*text.value));
    if !questions.are_apart() || entries.iter().any(|entry| entry.id.is_none()) {
        across::one_entry_per_question(&mut rules);
        across::tests_agree(&mut rules);
    }
    across::synonyms(&mut rules);
    let mut diagnostics = rules.diagnostics;
    let built = diagnostics
        .iter()
        .all(allows_building)
        .then(|| convert::faq(files));
    // Only told where there is no error.
    if let Some((faq, _)) = &built {
        diagnostics.extend(across::languages(&faq.entries));
    }
    let names: Vec<&Arc<str>> = files.iter().map(|(name, _)| name).collect();
    in_file_order(&mut diagnostics, &names);
    Checked {
        built,
        diagnostics,
        questions,
    }
}

/// Applies the rules that look at one entry or one group of synonyms alone. `form` is what reading
/// the files has already found, `has_vars` whether the FAQ declares variables.
pub(super) fn alone(files: &[ReadFile], form: Vec<Diagnostic>, has_vars: bool) -> Vec<Diagnostic> {
    let mut rules = Rules {
        files,
        whole: false,
        diagnostics: form,
    };
    each_entry(&mut rules);
    if !has_vars {
        conditions::variables(&mut rules);
    }
    across::synonyms(&mut rules);
    rules.diagnostics
}

/// The rules about one entry.
fn each_entry(rules: &mut Rules) {
    let all: Vec<_> = rules.entries().collect();
    let (files, whole) = (rules.files, rules.whole);
    // A rule may look at what was found before.
    let before = rules.diagnostics.clone();
    let found = parallel::parts(&all, THREADED, |part| {
        let mut rules = Rules {
            files,
            whole,
            diagnostics: before.clone(),
        };
        for (file, entry) in part {
            entry::required(&mut rules, file, entry);
            entry::id(&mut rules, file, entry);
            entry::addresses(&mut rules, file, entry);
            entry::own_relations(&mut rules, file, entry);
            entry::repeated_phrasings(&mut rules, file, entry);
            entry::curly_quotes(&mut rules, file, entry);
            entry::languages(&mut rules, file, entry);
            conditions::conditions(&mut rules, file, entry);
        }
        rules.diagnostics.split_off(before.len())
    });
    rules.diagnostics.extend(found.into_iter().flatten());
}

/// Whether a FAQ with this finding can still be built and asked. A question that stands in two
/// entries must be fixed, but it spoils one question, not the FAQ.
fn allows_building(found: &Diagnostic) -> bool {
    !found.is_error() || matches!(found.code, "ambiguous-question" | "contradictory-test")
}

/// Sorts findings as the files with these names have them; each stays once.
pub(super) fn in_file_order(diagnostics: &mut Vec<Diagnostic>, names: &[&Arc<str>]) {
    let number = |found: &Diagnostic| {
        let named = |name: &&Arc<str>| **name == found.place.file;
        names.iter().position(named).unwrap_or(usize::MAX)
    };
    diagnostics.sort_by_cached_key(|found| (number(found), found.place.line, found.place.column));
    diagnostics.dedup();
}
