//! The FAQ: YAML files in, checked entries and located diagnostics out.
//!
//! `parse` reads one text into raw parts with their places, `validate` applies the rules to all
//! files together, `convert` makes entries of what passed. Every problem is found, not the first
//! only. Knows nothing of matching or of Telegram; only `load` touches the disk.
//!
//! ```
//! let text = "entries:
//!   - id: hours
//!     questions: {en: [When are you open?], zh: [几点开门]}
//!     answer: {en: From nine to five., zh: 九点到五点。}
//! ";
//! let loaded = wenda::faq::read(&[("hours.yaml", text)]);
//! assert_eq!(loaded.faq.unwrap().entries[0].id.as_str(), "hours");
//! ```

mod convert;
mod diagnostic;
pub mod edit;
mod emit;
mod entry;
mod flow;
mod keys;
mod load;
mod node;
mod parse;
mod places;
mod raw;
pub(crate) mod same;
mod syntax;
mod typed;
mod validate;

use std::sync::Arc;

pub use crate::model::ids::EntryId;
pub(crate) use diagnostic::shown;
pub use diagnostic::{Diagnostic, Severity, sort};
pub use emit::to_yaml;
pub use entry::{Entry, Faq, FilePlace, Link, Localized, Phrasing};
pub use load::{files, is_yaml, load};
pub use places::{EntryPlaces, Places};

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
    fn failed(found: Diagnostic) -> Loaded {
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
type Text = Result<String, Diagnostic>;

/// Reads a FAQ from texts in memory: pairs of a file's name and its text. Pure.
pub fn read<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Loaded {
    let texts = files
        .iter()
        .map(|(name, text)| (name.as_ref().into(), Ok(text.as_ref().to_owned())))
        .collect();
    read_texts(texts)
}

fn read_texts(texts: Vec<(Arc<str>, Text)>) -> Loaded {
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for (name, text) in texts {
        let raw = match text {
            Ok(text) => {
                let parsed = parse::parse(&name, &text);
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
    let (built, mut diagnostics) = validate::validate(&files, diagnostics);
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
