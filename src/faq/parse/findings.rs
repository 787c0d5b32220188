//! What is found wrong while a text is read, with its place, and the lines of the text.

use std::sync::Arc;

use crate::faq::diagnostic::Diagnostic;
use crate::faq::yaml::{Mark, Node};

/// Reads nodes into raw parts and keeps what is wrong.
pub(super) struct Reader<'s> {
    lines: Vec<&'s str>,
    file: Arc<str>,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    /// A reader of the file that messages call `name`.
    pub(super) fn new(name: &Arc<str>, text: &'s str) -> Reader<'s> {
        Reader {
            lines: text.split('\n').collect(),
            file: name.clone(),
            diagnostics: Vec::new(),
        }
    }

    /// Everything found wrong, in the order of the text.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Line `number` of the text, from 1; empty beyond its end.
    pub(super) fn line(&self, number: usize) -> &'s str {
        let line = number
            .checked_sub(1)
            .and_then(|index| self.lines.get(index));
        line.copied().unwrap_or("")
    }

    /// Whether these characters stand anywhere in the file.
    pub(super) fn says(&self, characters: &str) -> bool {
        self.lines.iter().any(|line| line.contains(characters))
    }

    /// Keeps a warning.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        mark: Mark,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let found = Diagnostic::warning(code, mark.in_file(&self.file), message);
        self.diagnostics.push(found.help(help));
    }

    /// How many errors were found up to now.
    pub(super) fn errors(&self) -> usize {
        let errors = self.diagnostics.iter().filter(|found| found.is_error());
        errors.count()
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        mark: Mark,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = mark.in_file(&self.file);
        self.diagnostics
            .push(Diagnostic::error(code, place, message).help(help));
    }

    pub(super) fn wrong_type(&mut self, node: &Node, key: &str, wanted: &str, help: &str) {
        self.error(
            "wrong-type",
            node.start,
            format!("{} must be {wanted}, found {}", quoted(key), node.kind()),
            help,
        );
    }
}

/// Keys stand in backticks in a message, descriptions do not.
pub(super) fn quoted(key: &str) -> String {
    match key.contains(' ') {
        true => key.to_owned(),
        false => format!("`{key}`"),
    }
}
