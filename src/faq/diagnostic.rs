//! Diagnostics: what is wrong with a file, where, and what to do about it.
//!
//! ```
//! use wenda::faq::{Diagnostic, FilePlace};
//! let place = FilePlace { file: "faq/refund.yaml".into(), line: 14, column: 5 };
//! let found = Diagnostic::error("duplicate-id", place, "id `refund` is already used")
//!     .help("give one of the two entries another `id`");
//! assert_eq!(
//!     found.to_string(),
//!     "faq/refund.yaml:14:5: error: id `refund` is already used\n  \
//!      help: give one of the two entries another `id`"
//! );
//! ```

use std::fmt;

use bitcode::{Decode, Encode};
use serde::Serialize;

use super::entry::FilePlace;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Encode, Decode)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be fixed: `wenda check` fails, a reload is refused.
    Error,
    /// Probably a mistake; nothing is refused for it.
    Warning,
    /// Nothing is wrong; worth knowing.
    Note,
}

impl Severity {
    /// The word printed for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One finding: what happened, where, and the fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Short stable name of the kind of finding, such as `duplicate-id`; for programs.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is; line 0 means the whole file or folder.
    pub place: FilePlace,
    /// What is wrong: lower case, one line, names in backticks, no full stop.
    pub message: String,
    /// What to do about it, where that can be said.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a fix yet.
    pub fn error(code: &'static str, place: FilePlace, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            place,
            message: message.into(),
            help: None,
        }
    }

    /// A warning without a fix yet.
    pub fn warning(code: &'static str, place: FilePlace, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, place, message)
        }
    }

    /// Something worth knowing.
    pub fn note(code: &'static str, place: FilePlace, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Note,
            ..Diagnostic::error(code, place, message)
        }
    }

    /// The same finding with a fix.
    pub fn help(mut self, fix: impl Into<String>) -> Diagnostic {
        self.help = Some(fix.into());
        self
    }

    /// Whether nothing is wrong.
    pub fn is_note(&self) -> bool {
        self.severity == Severity::Note
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The finding as one JSON object: `code`, `severity`, `file`, `line`, `column`, `message`, `help`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "code": self.code,
            "severity": self.severity,
            "file": &*self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "help": self.help,
        })
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: {}",
            self.place,
            self.severity.as_str(),
            self.message
        )?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Sorts findings by file name, line and column, and removes what is said twice.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(|a, b| {
        let key = |found: &Diagnostic| (found.place.line, found.place.column);
        a.place.file.cmp(&b.place.file).then(key(a).cmp(&key(b)))
    });
    findings.dedup();
}

/// `text` shortened for a message: one line, at most 40 characters.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST_CHARS: usize = 40;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_CHARS {
        return line;
    }
    let mut short: String = line.chars().take(LONGEST_CHARS - 1).collect();
    short.push('…');
    short
}
