//! A FAQ's files, read: kept so that a change of few entries is read without the others.
//!
//! Law: what [`KnownFiles::reread`] gives is what reading all files gives. Where it cannot be sure of
//! that, and where anything is wrong, it gives nothing, and all files are read.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::Loaded;
use super::change::{Changed, KnownFile};
use crate::faq::diagnostic::Diagnostic;
use crate::faq::entry::{Entry, Faq};
use crate::faq::validate;
use crate::faq::validate::questions::Questions;
use crate::parallel;

/// Files that were read without an error, and the FAQ that they make.
#[derive(Debug, Clone)]
pub struct KnownFiles {
    pub(super) files: Vec<KnownFile>,
    pub(super) faq: Faq,
    pub(super) questions: Arc<Questions>,
    /// Warnings, in file order.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl KnownFiles {
    /// Files with their names and texts, as `loaded` was read from them; `None` where it has
    /// errors.
    pub fn new(files: &[(Arc<str>, &str)], loaded: &Loaded) -> Option<KnownFiles> {
        if loaded.has_errors() {
            return None;
        }
        let (faq, questions) = (loaded.faq.as_ref()?, loaded.questions.clone()?);
        let mut entries = &faq.entries[..];
        let each = files.iter().map(|(name, text)| {
            let count = entries.iter().take_while(|one| one.place.file == *name);
            let (own, rest) = entries.split_at(count.count());
            entries = rest;
            (name, *text, own)
        });
        let each: Vec<_> = each.collect();
        let known = parallel::each(&each, |(name, text, own)| {
            KnownFile::new(name, text, own, &loaded.places)
        });
        let is_whole = entries.is_empty();
        is_whole.then(|| KnownFiles {
            files: known,
            faq: faq.clone(),
            questions,
            diagnostics: loaded.diagnostics.clone(),
        })
    }

    /// The FAQ.
    pub fn faq(&self) -> &Faq {
        &self.faq
    }

    /// Everything found worth a warning.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The number of the last file that has questions out of scope.
    pub fn last_out_of_scope(&self) -> Option<usize> {
        self.files.iter().rposition(|file| file.out_of_scope > 0)
    }

    /// The numbers of a file's entries.
    pub fn entries_of(&self, file: usize) -> Range<usize> {
        let before = self.files.iter().take(file).map(|known| known.entries);
        let start = before.sum();
        start..start + self.files.get(file).map_or(0, |known| known.entries)
    }

    /// The bytes of an entry in its file's text, with the file's number, where it can be read and
    /// changed without the rest of the file.
    pub fn bytes_of(&self, entry: usize) -> Option<(usize, Range<usize>)> {
        let mut number = entry;
        for (file, known) in self.files.iter().enumerate() {
            match number.checked_sub(known.entries) {
                Some(left) => number = left,
                None => return Some((file, known.bytes_of(number)?)),
            }
        }
        None
    }

    /// The same files with these texts, where only entries differ, or whole files of few;
    /// `None` where all of them have to be read.
    pub fn reread(&self, files: &[(Arc<str>, &str)]) -> Option<KnownFiles> {
        let names = self.files.iter().map(|file| &file.name);
        if !names.eq(files.iter().map(|(name, _)| name)) {
            return None;
        }
        let mut changes = Vec::new();
        let mut first = 0;
        for (known, (_, text)) in self.files.iter().zip(files) {
            let entries = &self.faq.entries[first..first + known.entries];
            changes.push(match known.is(text) {
                true => None,
                false => Some(Changed::read(
                    known,
                    entries,
                    text,
                    &self.faq,
                    &self.diagnostics,
                )?),
            });
            first += known.entries;
        }
        self.with(changes)
    }

    /// The same where these files differ.
    fn with(&self, changes: Vec<Option<Changed>>) -> Option<KnownFiles> {
        let mut faq = Faq {
            vars: self.faq.vars.clone(),
            entries: Vec::with_capacity(self.faq.entries.len() + 1),
            ..Faq::default()
        };
        let mut diagnostics = self.diagnostics.clone();
        diagnostics.retain(|found| found.code != validate::ONE_LANGUAGE);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        let (mut old_lines, mut new_lines) = (Vec::new(), Vec::new());
        let mut files = Vec::with_capacity(self.files.len());
        let mut rest = Parts::of(&self.faq);
        for (known, change) in self.files.iter().zip(changes) {
            let own = rest.take(known);
            let Some(change) = change else {
                files.push(known.clone());
                faq.entries.extend_from_slice(own.entries);
                faq.synonyms.extend_from_slice(own.synonyms);
                faq.out_of_scope.extend_from_slice(own.out_of_scope);
                continue;
            };
            old.extend_from_slice(&own.entries[change.replaced.clone()]);
            new.extend_from_slice(&change.entries);
            faq.entries
                .extend_from_slice(&own.entries[..change.replaced.start]);
            faq.entries.extend_from_slice(&change.entries);
            for entry in &own.entries[change.replaced.end..] {
                let mut entry = entry.clone();
                entry.place.line = change.line_now(entry.place.line);
                faq.entries.push(entry);
            }
            match &change.besides {
                Some((synonyms, out_of_scope)) => {
                    old_lines.extend_from_slice(own.out_of_scope);
                    new_lines.extend_from_slice(out_of_scope);
                    faq.synonyms.extend_from_slice(synonyms);
                    faq.out_of_scope.extend_from_slice(out_of_scope);
                }
                None => {
                    faq.synonyms.extend_from_slice(own.synonyms);
                    faq.out_of_scope.extend_from_slice(own.out_of_scope);
                }
            }
            change.put(&known.name, &mut diagnostics);
            files.push(change.file);
        }
        if faq.entries.is_empty() || !hangs_together(&faq, &old, &new) {
            return None;
        }
        let asked = Questions::of(&new, &new_lines);
        let questions = self
            .questions
            .with(&Questions::of(&old, &old_lines), &asked);
        if questions.clash(&asked) {
            return None;
        }
        diagnostics.extend(validate::languages(&faq.entries));
        let names: Vec<&Arc<str>> = files.iter().map(|file| &file.name).collect();
        validate::in_file_order(&mut diagnostics, &names);
        Some(KnownFiles {
            files,
            faq,
            questions: Arc::new(questions),
            diagnostics,
        })
    }
}

/// Whether ids are used once and what is named as related is there, where `old` entries were
/// replaced by `new` ones.
fn hangs_together(faq: &Faq, old: &[Entry], new: &[Entry]) -> bool {
    let ids: HashSet<&str> = faq.entries.iter().map(|entry| entry.id.as_str()).collect();
    let exist = |entry: &Entry| entry.related.iter().all(|id| ids.contains(id.as_str()));
    let gone = old.iter().any(|entry| !ids.contains(entry.id.as_str()));
    ids.len() == faq.entries.len()
        && match gone {
            true => faq.entries.iter().all(exist),
            false => new.iter().all(exist),
        }
}

/// The parts of a FAQ that are still to be given out, file after file.
struct Parts<'f> {
    entries: &'f [Entry],
    synonyms: &'f [Vec<String>],
    out_of_scope: &'f [String],
}

impl<'f> Parts<'f> {
    fn of(faq: &'f Faq) -> Parts<'f> {
        Parts {
            entries: &faq.entries,
            synonyms: &faq.synonyms,
            out_of_scope: &faq.out_of_scope,
        }
    }

    /// Those of the next file.
    fn take(&mut self, file: &KnownFile) -> Parts<'f> {
        let (entries, synonyms, out_of_scope);
        (entries, self.entries) = self.entries.split_at(file.entries);
        (synonyms, self.synonyms) = self.synonyms.split_at(file.synonyms);
        (out_of_scope, self.out_of_scope) = self.out_of_scope.split_at(file.out_of_scope);
        Parts {
            entries,
            synonyms,
            out_of_scope,
        }
    }
}
