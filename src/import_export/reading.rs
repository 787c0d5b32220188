//! What a reader makes of one source: records, what it left out, and what it went by.

use crate::faq::{Link, Localized};
use crate::text::Language;

/// One row of a spreadsheet or one question of a page, before it is an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    /// Line (or row of a sheet) where it begins, from 1.
    pub(super) line: usize,
    /// Its id in the source; empty without one.
    pub(super) id: String,
    /// Whether the id is Wenda's own and kept as it is.
    pub(super) own_id: bool,
    pub(super) topic: Localized,
    /// Ways to ask, each with the language its source names, if it names one.
    pub(super) questions: Vec<(Option<Language>, String)>,
    /// Answers likewise.
    pub(super) answers: Vec<(Option<Language>, String)>,
    pub(super) keywords: Vec<String>,
    pub(super) link: Option<Link>,
    pub(super) more: Vec<Link>,
    pub(super) image: Option<String>,
    pub(super) related: Vec<String>,
    pub(super) tests: Vec<String>,
    /// Name of the place in the page (`{#delivery}`); the same in two languages makes a pair.
    pub(super) anchor: Option<String>,
    /// Whether the answer was taken from the row above because the source says "same as above".
    pub(super) ditto: bool,
}

/// Something to tell about a place of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Line from 1; 0 for the whole source.
    pub(super) line: usize,
    /// Whether something was left out; otherwise it was only changed.
    pub(super) left_out: bool,
    pub(super) message: String,
}

/// What came of reading one source.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub(super) records: Vec<Record>,
    pub(super) notes: Vec<Note>,
    /// What the reader went by: columns, headings, keys.
    pub(super) used: String,
    /// How many rows or questions the source has, read or not.
    pub(super) rows: usize,
    pub(super) synonyms: Vec<Vec<String>>,
    pub(super) out_of_scope: Vec<String>,
}

impl Reading {
    /// Notes that something is left out.
    pub(super) fn left_out(&mut self, line: usize, message: impl Into<String>) {
        self.note(line, true, message.into());
    }

    /// Notes that something was taken over otherwise than it stands there.
    pub(super) fn changed(&mut self, line: usize, message: impl Into<String>) {
        self.note(line, false, message.into());
    }

    fn note(&mut self, line: usize, left_out: bool, message: String) {
        self.notes.push(Note {
            line,
            left_out,
            message,
        });
    }
}

/// Why a source cannot be read, and the fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) line: usize,
    pub(super) message: String,
    pub(super) help: String,
}

impl Refused {
    pub(super) fn new(line: usize, message: impl Into<String>, help: impl Into<String>) -> Refused {
        Refused {
            line,
            message: message.into(),
            help: help.into(),
        }
    }
}
