//! Every rule a FAQ must meet, one function per rule; finds all problems, not the first.
//!
//! Laws: a problem is reported once and its consequences not at all (an entry with a bad id makes
//! no reference to it dangle); findings come in file order.

mod across;
mod conditions;
mod entry;
mod rules;

use super::convert;
use super::diagnostic::Diagnostic;
use super::entry::Faq;
use super::parse::schema::ReadFile;
use super::places::Places;
use rules::Rules;

/// Applies every rule to all files together. `form` is what reading them has already found.
/// The FAQ is there where nothing forbids to build it.
pub(super) fn validate(
    files: &[ReadFile],
    form: Vec<Diagnostic>,
) -> (Option<(Faq, Places)>, Vec<Diagnostic>) {
    let whole = files.iter().all(|(_, raw)| raw.is_some());
    let sound = !form.iter().any(Diagnostic::is_error);
    let mut rules = Rules {
        files,
        whole,
        diagnostics: form,
    };
    across::some_entry(&mut rules, sound);
    for (file, entry) in rules.entries() {
        entry::required(&mut rules, file, entry);
        entry::id(&mut rules, file, entry);
        entry::addresses(&mut rules, file, entry);
        entry::own_relations(&mut rules, file, entry);
        entry::repeated_phrasings(&mut rules, file, entry);
        entry::curly_quotes(&mut rules, file, entry);
        entry::languages(&mut rules, file, entry);
        conditions::conditions(&mut rules, file, entry);
    }
    conditions::variables(&mut rules);
    across::languages(&mut rules);
    across::unique_ids(&mut rules);
    across::related_exist(&mut rules);
    across::one_entry_per_question(&mut rules);
    across::tests_agree(&mut rules);
    across::synonyms(&mut rules);
    let mut diagnostics = rules.diagnostics;
    in_file_order(&mut diagnostics, files);
    let built = diagnostics
        .iter()
        .all(allows_building)
        .then(|| convert::faq(files));
    (built, diagnostics)
}

/// Whether a FAQ with this finding can still be built and asked. A question that stands in two
/// entries must be fixed, but it spoils one question, not the FAQ.
fn allows_building(found: &Diagnostic) -> bool {
    !found.is_error() || matches!(found.code, "ambiguous-question" | "contradictory-test")
}

fn in_file_order(diagnostics: &mut Vec<Diagnostic>, files: &[ReadFile]) {
    let number = |found: &Diagnostic| {
        let named = |(name, _): &ReadFile| *name == found.place.file;
        files.iter().position(named).unwrap_or(usize::MAX)
    };
    diagnostics.sort_by_cached_key(|found| (number(found), found.place.line, found.place.column));
    diagnostics.dedup();
}
