//! What is different in one file, read.

use std::ops::Range;
use std::sync::Arc;

use bitcode::{Decode, Encode};

use super::slices::{Region, Slices};
use crate::faq::canonical::text_hash as hash;
use crate::faq::convert;
use crate::faq::diagnostic::Diagnostic;
use crate::faq::entry::{Entry, Faq};
use crate::faq::parse::parse;
use crate::faq::parse::schema::RawFile;
use crate::faq::places::Places;
use crate::faq::validate;
use crate::faq::vars::Vars;

/// The code of a warning that counts what stands all over a file.
const COUNTED_IN_FILE: &str = "invisible";

/// What tells a file from another one: its name, and the length and the hash of its text.
#[derive(Debug, Clone, PartialEq, Eq, Encode)]
pub struct FileState {
    name: Arc<str>,
    bytes: usize,
    hash: u64,
}

impl FileState {
    /// That of a file with this name and text.
    pub fn of(name: &Arc<str>, text: &str) -> FileState {
        FileState {
            name: name.clone(),
            bytes: text.len(),
            hash: hash(text),
        }
    }
}

/// A file as it was read.
#[derive(Debug, Clone, Encode, Decode)]
pub(super) struct KnownFile {
    pub name: Arc<str>,
    bytes: usize,
    hash: u64,
    /// How many entries, groups of synonyms and questions out of scope it has.
    pub entries: usize,
    pub synonyms: usize,
    pub out_of_scope: usize,
    slices: Option<Slices>,
}

impl KnownFile {
    /// A file with these entries.
    pub fn new(name: &Arc<str>, text: &str, entries: &[Entry], places: &Places) -> KnownFile {
        let of_file =
            |all: &[crate::faq::FilePlace]| all.iter().filter(|place| place.file == *name).count();
        let starts: Vec<usize> = entries.iter().map(|entry| entry.place.line).collect();
        KnownFile {
            name: name.clone(),
            bytes: text.len(),
            hash: hash(text),
            entries: entries.len(),
            synonyms: of_file(&places.synonyms),
            out_of_scope: of_file(&places.out_of_scope),
            slices: Slices::of(text, &starts),
        }
    }

    /// Whether the file has this text.
    pub fn is(&self, text: &str) -> bool {
        self.bytes == text.len() && self.hash == hash(text)
    }

    /// What tells it from others.
    pub fn state(&self) -> FileState {
        FileState {
            name: self.name.clone(),
            bytes: self.bytes,
            hash: self.hash,
        }
    }

    /// The bytes of an entry, by its number in the file.
    pub fn bytes_of(&self, entry: usize) -> Option<Range<usize>> {
        self.slices.as_ref()?.bytes_of(entry)
    }
}

/// A file that differs.
pub(super) struct Changed {
    /// The file as it is now.
    pub file: KnownFile,
    /// The entries that are replaced, by their numbers in the file.
    pub replaced: Range<usize>,
    /// Those that stand in their place.
    pub entries: Vec<Entry>,
    /// The file's groups of synonyms and its questions out of scope, where they were read, too.
    pub besides: Option<(Vec<Vec<String>>, Vec<String>)>,
    /// The lines that were replaced, from 1.
    lines: Range<usize>,
    /// How many lines stand in their place.
    lines_now: usize,
    warnings: Vec<Diagnostic>,
}

impl Changed {
    /// Reads what is different in the text of a file whose entries were these; `None` where it
    /// cannot be read alone, or something is wrong with it.
    pub fn read(
        known: &KnownFile,
        old: &[Entry],
        text: &str,
        faq: &Faq,
        warnings: &[Diagnostic],
    ) -> Option<Changed> {
        let counted =
            |found: &Diagnostic| found.code == COUNTED_IN_FILE && found.place.file == known.name;
        let can_be_cut = !warnings.iter().any(counted);
        let slices = known.slices.as_ref().filter(|_| can_be_cut);
        let region = slices.and_then(|slices| {
            let region = slices.differing(text)?;
            Changed::of_region(known, slices, region, old, text, faq)
        });
        region.or_else(|| Changed::whole(known, old, text, faq))
    }

    fn of_region(
        known: &KnownFile,
        slices: &Slices,
        region: Region,
        old: &[Entry],
        text: &str,
        faq: &Faq,
    ) -> Option<Changed> {
        let part = text.get(region.bytes.clone())?;
        // The same lines as in the file, so that places are right.
        let above = "\n".repeat(region.lines_before.checked_sub(1)?);
        let raw = read(&known.name, &format!("entries:\n{above}{part}"))?;
        let (raw, warnings) = raw;
        if raw.seen != ["entries"] || warnings.iter().any(|found| found.code == COUNTED_IN_FILE) {
            return None;
        }
        let starts = raw.entries.value.iter();
        let starts: Vec<usize> = starts
            .map(|entry| entry.mark.line.saturating_sub(region.lines_before))
            .collect();
        let now = match part.is_empty() {
            true => slices.without(&region),
            false => slices.with(&region, part, &starts)?,
        };
        // Entries of a file have one topic.
        let topic = old.first()?.topic.clone();
        let (entries, warnings) = entries(
            known,
            raw,
            warnings,
            topic,
            &old[region.entries.clone()],
            faq,
        )?;
        Some(Changed {
            file: KnownFile {
                bytes: text.len(),
                hash: hash(text),
                entries: old.len() - region.entries.len() + entries.len(),
                slices: Some(now),
                ..known.clone()
            },
            lines: region.lines_before + 1..region.lines_before + 1 + region.old_lines,
            lines_now: part.bytes().filter(|byte| *byte == b'\n').count(),
            replaced: region.entries,
            entries,
            besides: None,
            warnings,
        })
    }

    fn whole(known: &KnownFile, old: &[Entry], text: &str, faq: &Faq) -> Option<Changed> {
        let (raw, warnings) = read(&known.name, text)?;
        if !raw.vars.0.is_empty() {
            return None;
        }
        let topic = raw.topic.as_ref().map(convert::localized);
        let texts = |texts: &[crate::faq::parse::raw::At<String>]| convert::texts(texts);
        let synonyms: Vec<_> = raw
            .synonyms
            .iter()
            .map(|group| texts(&group.value))
            .collect();
        let out_of_scope = texts(&raw.out_of_scope);
        let (entries, warnings) = entries(known, raw, warnings, topic, old, faq)?;
        let mut file = KnownFile::new(&known.name, text, &entries, &Places::default());
        (file.synonyms, file.out_of_scope) = (synonyms.len(), out_of_scope.len());
        Some(Changed {
            file,
            replaced: 0..old.len(),
            entries,
            besides: Some((synonyms, out_of_scope)),
            lines: 0..usize::MAX,
            lines_now: 0,
            warnings,
        })
    }

    /// The line on which what stood on `line` stands now; it is none of those replaced.
    pub fn line_now(&self, line: usize) -> usize {
        match line >= self.lines.end {
            true => line + self.lines_now - self.lines.len(),
            false => line,
        }
    }

    /// Puts what was found in place of what had been found there.
    pub fn put(&self, name: &Arc<str>, diagnostics: &mut Vec<Diagnostic>) {
        let is_own = |found: &Diagnostic| found.place.file == *name;
        diagnostics.retain(|found| !is_own(found) || !self.lines.contains(&found.place.line));
        for found in diagnostics.iter_mut().filter(|found| is_own(found)) {
            found.place.line = self.line_now(found.place.line);
        }
        diagnostics.extend_from_slice(&self.warnings);
    }
}

/// What a text says, with warnings; `None` where it has an error.
fn read(name: &Arc<str>, text: &str) -> Option<(RawFile, Vec<Diagnostic>)> {
    let parsed = parse(name, text);
    let is_sound = !parsed.diagnostics.iter().any(Diagnostic::is_error);
    Some((parsed.raw.filter(|_| is_sound)?, parsed.diagnostics))
}

/// The entries of what was read in the place of `old` ones, with all warnings about them alone.
fn entries(
    known: &KnownFile,
    raw: RawFile,
    warnings: Vec<Diagnostic>,
    topic: Option<crate::faq::Localized>,
    old: &[Entry],
    faq: &Faq,
) -> Option<(Vec<Entry>, Vec<Diagnostic>)> {
    let file = [(known.name.clone(), Some(raw))];
    let has_vars = !faq.vars.is_empty();
    let warnings = validate::alone(&file, warnings, has_vars);
    let [(name, raw)] = &file;
    let raws = &raw.as_ref()?.entries.value;
    let vars = Vars(faq.vars.clone());
    let made = raws.iter().map(|raw| {
        let (entry, _) = convert::entry(name, raw, topic.clone(), &vars)?;
        Some(entry)
    });
    let made: Vec<Entry> = made.collect::<Option<_>>()?;
    // Which variables are used is a matter of all files.
    let names = |entry: &Entry| {
        let texts = entry.written_answer();
        [&texts.en, &texts.zh]
            .into_iter()
            .flatten()
            .any(|text| text.contains('{'))
    };
    let uses_vars = has_vars && made.iter().chain(old).any(names);
    (!uses_vars && !warnings.iter().any(Diagnostic::is_error)).then_some((made, warnings))
}
