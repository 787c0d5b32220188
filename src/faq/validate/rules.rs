//! What every rule sees and adds to: the files as read, and the problems found.

use std::sync::Arc;

use crate::faq::diagnostic::Diagnostic;
use crate::faq::parse::schema::{RawEntry, ReadFile};
use crate::faq::yaml::Mark;
use crate::text::Language;

/// One file's part of the rules' input.
pub(super) struct Rules<'r> {
    pub(super) files: &'r [ReadFile],
    /// No file is missing from view, so that what is nowhere really is nowhere.
    pub(super) whole: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'r> Rules<'r> {
    pub(super) fn error(
        &mut self,
        code: &'static str,
        file: &Arc<str>,
        mark: Mark,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let found = Diagnostic::error(code, mark.in_file(file), message);
        self.diagnostics.push(found.help(help));
    }

    pub(super) fn warning(
        &mut self,
        code: &'static str,
        file: &Arc<str>,
        mark: Mark,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let found = Diagnostic::warning(code, mark.in_file(file), message);
        self.diagnostics.push(found.help(help));
    }

    /// All entries with their file's name.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'r Arc<str>, &'r RawEntry)> + use<'r> {
        self.files.iter().flat_map(|(name, raw)| {
            let entries = raw.iter().flat_map(|raw| &raw.entries.value);
            entries.map(move |entry| (name, entry))
        })
    }
}

/// The name a language goes by in messages.
pub(super) fn language_name(language: Language) -> &'static str {
    match language {
        Language::En => "English (`en`)",
        Language::Zh => "Chinese (`zh`)",
    }
}
