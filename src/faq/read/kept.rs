//! Files that were read, as bytes: what was kept is there again in a fraction of the time that
//! reading takes.
//!
//! What has no such form of its own is taken apart field by field: a new field does not compile until it is
//! kept, too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use bitcode::{Decode, Encode};
use jiff::civil::Date;

use super::change::{FileState, KnownFile};
use super::known::KnownFiles;
use crate::faq::diagnostic::{Diagnostic, Severity};
use crate::faq::entry::{Entry, EntryContent, Faq, FilePlace, Localized};
use crate::faq::validate::questions::Questions;

/// Files, and the FAQ that they make.
#[derive(Encode, Decode)]
struct KeptFiles {
    files: Vec<KnownFile>,
    /// File after file.
    entries: Vec<KeptEntry>,
    synonyms: Vec<Vec<String>>,
    out_of_scope: Vec<String>,
    vars: BTreeMap<String, Localized>,
    questions: Arc<Questions>,
    diagnostics: Vec<KeptDiagnostic>,
}

#[derive(Encode, Decode)]
struct KeptEntry {
    content: Arc<EntryContent>,
    /// The days of its conditions: year, month and day.
    days: [Option<(i16, i8, i8)>; 3],
    /// Line and column in its file.
    place: (usize, usize),
}

#[derive(Encode, Decode)]
struct KeptDiagnostic {
    code: String,
    severity: Severity,
    file: Arc<str>,
    place: (usize, usize),
    message: String,
    help: Option<String>,
}

impl KnownFiles {
    /// The files and their FAQ as bytes, for [`KnownFiles::from_bytes`] of the same program.
    pub fn to_bytes(&self) -> Vec<u8> {
        let KnownFiles {
            files,
            faq,
            questions,
            diagnostics,
        } = self;
        let Faq {
            entries,
            synonyms,
            out_of_scope,
            vars,
        } = faq;
        bitcode::encode(&KeptFiles {
            files: files.clone(),
            entries: entries.iter().map(KeptEntry::of).collect(),
            synonyms: synonyms.clone(),
            out_of_scope: out_of_scope.clone(),
            vars: vars.clone(),
            questions: questions.clone(),
            diagnostics: diagnostics.iter().map(KeptDiagnostic::of).collect(),
        })
    }

    /// What [`KnownFiles::to_bytes`] made bytes of; `None` where that is something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<KnownFiles> {
        let kept: KeptFiles = bitcode::decode(bytes).ok()?;
        let mut entries = Vec::with_capacity(kept.entries.len());
        let mut rest = kept.entries.into_iter();
        for file in &kept.files {
            for _ in 0..file.entries {
                entries.push(rest.next()?.entry(&file.name)?);
            }
        }
        let diagnostics = kept.diagnostics.into_iter();
        rest.next().is_none().then(|| KnownFiles {
            files: kept.files,
            faq: Faq {
                entries,
                synonyms: kept.synonyms,
                out_of_scope: kept.out_of_scope,
                vars: kept.vars,
            },
            questions: kept.questions,
            diagnostics: diagnostics.map(KeptDiagnostic::diagnostic).collect(),
        })
    }

    /// What tells these files from others: their names, lengths and hashes.
    pub fn states(&self) -> impl Iterator<Item = FileState> {
        self.files.iter().map(KnownFile::state)
    }
}

impl KeptEntry {
    fn of(entry: &Entry) -> KeptEntry {
        let day = |day: Date| (day.year(), day.month(), day.day());
        KeptEntry {
            content: entry.shared(),
            days: entry.conditions.days().map(|one| one.map(day)),
            place: (entry.place.line, entry.place.column),
        }
    }

    /// The entry; `None` where a day is none.
    fn entry(self, file: &Arc<str>) -> Option<Entry> {
        let mut entry = Entry::of_shared(self.content, place(file, self.place));
        if self.days.iter().any(Option::is_some) {
            let mut days = [None; 3];
            for (day, kept) in days.iter_mut().zip(self.days) {
                *day = match kept {
                    Some((year, month, day)) => Some(Date::new(year, month, day).ok()?),
                    None => None,
                };
            }
            entry.conditions.set_days(days);
        }
        Some(entry)
    }
}

impl KeptDiagnostic {
    fn of(found: &Diagnostic) -> KeptDiagnostic {
        let Diagnostic {
            code,
            severity,
            place,
            message,
            help,
        } = found;
        KeptDiagnostic {
            code: (*code).to_owned(),
            severity: *severity,
            file: place.file.clone(),
            place: (place.line, place.column),
            message: message.clone(),
            help: help.clone(),
        }
    }

    fn diagnostic(self) -> Diagnostic {
        Diagnostic {
            code: code(self.code),
            severity: self.severity,
            place: place(&self.file, self.place),
            message: self.message,
            help: self.help,
        }
    }
}

fn place(file: &Arc<str>, (line, column): (usize, usize)) -> FilePlace {
    FilePlace {
        file: file.clone(),
        line,
        column,
    }
}

/// The code of a finding, which lives as long as the program; there are a few dozen of them.
fn code(text: String) -> &'static str {
    static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = codes.get(&*text) {
        return known;
    }
    let code = text.leak();
    codes.insert(code);
    code
}
