//! Texts in, a whole FAQ out: every file is read, then all are checked together.

use std::sync::Arc;

use super::diagnostic::Diagnostic;
use super::entry::Faq;
use super::parse::parse;
use super::places::Places;
use super::validate::validate;

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
}

impl Loaded {
    pub(super) fn failed(found: Diagnostic) -> Loaded {
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
pub(super) type Text = Result<String, Diagnostic>;

/// Reads a FAQ from texts in memory: pairs of a file's name and its text. Pure.
pub fn read<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Loaded {
    let texts = files
        .iter()
        .map(|(name, text)| (name.as_ref().into(), Ok(text.as_ref().to_owned())))
        .collect();
    read_texts(texts)
}

pub(super) fn read_texts(texts: Vec<(Arc<str>, Text)>) -> Loaded {
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for (name, text) in texts {
        let raw = match text {
            Ok(text) => {
                let parsed = parse(&name, &text);
                diagnostics.extend(parsed.diagnostics);
                parsed.raw
            }
            Err(found) => {
                diagnostics.push(found);
                None
            }
        };
        files.push((name, raw));
    }
    let (built, mut diagnostics) = validate(&files, diagnostics);
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
    }
}
