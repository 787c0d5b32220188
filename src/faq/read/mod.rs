//! Texts in, a whole FAQ out: every file is read, then all are checked together.

mod change;
mod kept;
mod known;
mod slices;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::faq::diagnostic::Diagnostic;
use crate::faq::entry::Faq;
use crate::faq::parse::parse;
use crate::faq::places::Places;
use crate::faq::validate::questions::Questions;
use crate::faq::validate::{Checked, validate};
use crate::parallel;
pub use change::FileState;
pub use known::KnownFiles;

/// What came of reading a FAQ.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The FAQ. Absent where an error forbids to build it; present beside an error that spoils
    /// single questions only (a question that stands in two entries).
    pub faq: Option<Faq>,
    /// Where the FAQ's parts stand; empty without a FAQ.
    pub places: Places,
    /// Everything found wrong, in file order; warnings only where there is no error.
    pub diagnostics: Vec<Diagnostic>,
    /// The questions of all files.
    questions: Option<Arc<Questions>>,
}

impl Loaded {
    pub(in crate::faq) fn failed(found: Diagnostic) -> Loaded {
        Loaded {
            diagnostics: vec![found],
            ..Loaded::default()
        }
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// A file's text, or why there is none.
pub(in crate::faq) type Text = Result<String, Diagnostic>;

/// Reads a FAQ from texts in memory: pairs of a file's name and its text. Pure.
pub fn read<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Loaded {
    let texts = files
        .iter()
        .map(|(name, text)| (name.as_ref().into(), Ok(text.as_ref().to_owned())))
        .collect();
    read_texts(texts)
}

pub(in crate::faq) fn read_texts(texts: Vec<(Arc<str>, Text)>) -> Loaded {
    let parsed = parallel::each(&texts, |(name, text)| match text {
        Ok(text) => {
            let parsed = parse(name, text);
            (parsed.raw, parsed.diagnostics)
        }
        Err(found) => (None, vec![found.clone()]),
    });
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for ((name, _), (raw, found)) in texts.into_iter().zip(parsed) {
        diagnostics.extend(found);
        files.push((name, raw));
    }
    let Checked {
        built,
        mut diagnostics,
        questions,
    } = validate(&files, diagnostics);
    // Warnings wait until the errors are fixed: some would only be their consequence.
    if diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.retain(Diagnostic::is_error);
    }
    let (faq, places) = match built {
        Some((faq, places)) => (Some(faq), places),
        None => (None, Places::default()),
    };
    Loaded {
        faq,
        places,
        diagnostics,
        questions: Some(Arc::new(questions)),
    }
}
