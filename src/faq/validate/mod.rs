//! Every rule a FAQ must meet, one function per rule; finds all problems, not the first.
//!
//! Laws: a problem is reported once and its consequences not at all (an entry with a bad id makes
//! no reference to it dangle); findings come in file order.

mod across;
mod entry;

use std::sync::Arc;

use crate::text::Language;

use super::convert;
use super::diagnostic::Diagnostic;
use super::node::Mark;
use super::places::Places;
use super::raw::{RawEntry, RawFile};
use super::{Faq, FilePlace};

/// A file's name and what it says; `None` where its text is not YAML.
pub(super) type Read = (Arc<str>, Option<RawFile>);

/// One file's part of the rules' input.
pub(super) struct Context<'r> {
    pub(super) files: &'r [Read],
    /// No file is missing from view, so that what is nowhere really is nowhere.
    pub(super) whole: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'r> Context<'r> {
    fn error(
        &mut self,
        code: &'static str,
        file: &Arc<str>,
        mark: Mark,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let found = Diagnostic::error(code, place(file, mark), message);
        self.diagnostics.push(found.help(help));
    }

    fn warning(
        &mut self,
        code: &'static str,
        file: &Arc<str>,
        mark: Mark,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let found = Diagnostic::warning(code, place(file, mark), message);
        self.diagnostics.push(found.help(help));
    }

    /// All entries with their file's name.
    fn entries(&self) -> impl Iterator<Item = (&'r Arc<str>, &'r RawEntry)> + use<'r> {
        self.files.iter().flat_map(|(name, raw)| {
            let entries = raw.iter().flat_map(|raw| &raw.entries);
            entries.map(move |entry| (name, entry))
        })
    }
}

/// Applies every rule to all files together. `form` is what reading them has already found.
/// The FAQ is there where nothing forbids to build it.
pub(super) fn validate(
    files: &[Read],
    form: Vec<Diagnostic>,
) -> (Option<(Faq, Places)>, Vec<Diagnostic>) {
    let whole = files.iter().all(|(_, raw)| raw.is_some());
    let sound = !form.iter().any(Diagnostic::is_error);
    let mut context = Context {
        files,
        whole,
        diagnostics: form,
    };
    across::some_entry(&mut context, sound);
    for (file, entry) in context.entries() {
        entry::required(&mut context, file, entry);
        entry::id(&mut context, file, entry);
        entry::addresses(&mut context, file, entry);
        entry::own_relations(&mut context, file, entry);
        entry::repeated_phrasings(&mut context, file, entry);
        entry::curly_quotes(&mut context, file, entry);
    }
    across::languages(&mut context);
    across::unique_ids(&mut context);
    across::related_exist(&mut context);
    across::one_entry_per_question(&mut context);
    across::tests_agree(&mut context);
    across::synonyms(&mut context);
    let mut diagnostics = context.diagnostics;
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

fn in_file_order(diagnostics: &mut Vec<Diagnostic>, files: &[Read]) {
    let number = |found: &Diagnostic| {
        let named = |(name, _): &Read| *name == found.place.file;
        files.iter().position(named).unwrap_or(usize::MAX)
    };
    diagnostics.sort_by_cached_key(|found| (number(found), found.place.line, found.place.column));
    diagnostics.dedup();
}

pub(super) fn place(file: &Arc<str>, mark: Mark) -> FilePlace {
    FilePlace {
        file: file.clone(),
        line: mark.line,
        column: mark.column,
    }
}

/// The name a language goes by in messages.
fn language_name(language: Language) -> &'static str {
    match language {
        Language::En => "English (`en`)",
        Language::Zh => "Chinese (`zh`)",
    }
}
