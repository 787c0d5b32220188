//! What became of an attempt to change what Wenda knows.

use crate::admin::{Change, Differing, Patch};
use crate::faq::Diagnostic;
use crate::lint::Gate;

/// What a reload, a rollback, an edit or its undoing came to.
#[derive(Debug, Clone, PartialEq)]
pub enum ReloadResult {
    /// Done: another version answers now.
    Taken(Report),
    /// There is nothing different.
    Unchanged {
        /// Number of entries.
        entries: usize,
    },
    /// The files cannot be used; what answered goes on answering.
    Broken(Vec<Diagnostic>),
    /// The FAQ's own tests fail; what answered goes on answering.
    Failing {
        /// The tests.
        gate: Gate,
        /// The change that was not made, where it was one made in the chat.
        patch: Option<Patch>,
    },
    /// All is well, but the files are not ours to write: the change to make by hand.
    Offered {
        /// The change.
        patch: Patch,
        /// What it would come to.
        report: Report,
        /// Why it was not written; `None` where it was only tried.
        why: Option<NotWritten>,
    },
    /// It cannot be done.
    Refused(Refusal),
}

/// Why a change is offered instead of written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotWritten {
    /// The configuration says so.
    Configured,
    /// The files lie in a git work tree.
    Git,
    /// The folder cannot be written.
    ReadOnly,
}

/// Why something cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No version before this one is kept.
    NothingBefore,
    /// Another version has come since.
    AnotherSince,
    /// A version that was rolled back lies on disk; a change would bring it back.
    RolledBack,
    /// The file changed so much that the change cannot be found in it any more.
    MovedOn,
    /// The change was taken back before.
    UndoneBefore,
    /// The change is not known any more.
    Forgotten,
    /// The entry is gone.
    EntryGone,
    /// The entry says something else than when its form was opened.
    EntryChanged,
    /// The file cannot be edited, for this reason.
    NotEditable(String),
    /// The disk refused, for this reason.
    Disk(String),
}

/// What is different now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Number of entries.
    pub entries: usize,
    /// Fingerprint of the FAQ's content.
    pub revision: String,
    /// What was added, changed and removed.
    pub change: Change,
    /// The FAQ's own tests; its failures were overridden or count as warnings only.
    pub gate: Gate,
    /// Warnings about the files.
    pub warnings: Vec<Diagnostic>,
    /// How many recent questions were asked again.
    pub asked: usize,
    /// Those with another answer than before.
    pub differing: Vec<Differing>,
    /// What was written, where something was.
    pub patch: Option<Patch>,
}
