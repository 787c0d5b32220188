//! The new texts of the files that an edit changes.

use std::ops::Range;
use std::sync::Arc;

use crate::faq::edit::{self, EditError, EntryFields, NewEntry};
use crate::faq::{Entry, EntryId, KnownFiles, Loaded};
use crate::reload::edits::wanted::{ChangedEntry, FaqEdit};
use crate::reload::progress::Progress;
use crate::reload::sources::Sources;
use crate::text;

/// The files as they stand before a change.
pub(super) struct Standing<'a> {
    sources: &'a Sources,
    entries: Vec<Entry>,
    /// The number of the last file with questions out of scope.
    out_of_scope: Option<usize>,
    known: Option<Arc<KnownFiles>>,
}

impl Standing<'_> {
    /// `sources` as they were loaded.
    pub(super) fn of(
        sources: &Sources,
        loaded: Result<Arc<KnownFiles>, Box<Loaded>>,
    ) -> Standing<'_> {
        match loaded {
            Ok(known) => Standing {
                sources,
                entries: known.faq().entries.clone(),
                out_of_scope: known.last_out_of_scope(),
                known: Some(known),
            },
            Err(loaded) => {
                let last = loaded.places.out_of_scope.last();
                Standing {
                    sources,
                    out_of_scope: last.and_then(|place| sources.number(&place.file)),
                    entries: loaded.faq.map(|faq| faq.entries).unwrap_or_default(),
                    known: None,
                }
            }
        }
    }

    fn text(&self, file: usize) -> &str {
        &self.sources.files()[file].text
    }

    /// An entry's text alone, as a file of one entry, with where it stands in its own.
    fn alone(&self, id: &EntryId, file: usize) -> Option<(String, Range<usize>)> {
        let number = self.entries.iter().position(|entry| entry.id == *id)?;
        let (of, bytes) = self.known.as_ref()?.bytes_of(number)?;
        let own = self.text(file).get(bytes.clone()).filter(|_| of == file)?;
        Some((format!("{ALONE}{own}"), bytes))
    }

    /// The file with a new entry behind the last one, where its last entries can be read without
    /// the others.
    fn at_the_end(&self, file: usize, new: &NewEntry) -> Option<edit::Edit> {
        if self.entries.iter().any(|entry| entry.id == new.id) {
            return None;
        }
        let known = self.known.as_ref()?;
        // Two show whether a line is left empty between entries.
        let all = known.entries_of(file);
        let last = all.clone().next_back()?;
        let first = all.clone().nth_back(1).filter(|_| all.len() > 2)?;
        let bytes = known.bytes_of(first)?.1.start..known.bytes_of(last)?.1.end;
        let own = self.text(file).get(bytes.clone())?;
        let done = edit::add_entry(&format!("{ALONE}{own}"), new).ok()?;
        in_place(done, self.text(file), bytes)
    }
}

/// What stands above an entry that is changed alone.
const ALONE: &str = "entries:\n";

/// The files that change, and what [`edit::Edit::undo`] takes back of the first by its place.
pub(super) struct NewTexts {
    /// Numbers of the files and what they say from now on.
    pub(super) texts: Vec<(usize, String)>,
    pub(super) inserted: String,
    pub(super) at_bytes: usize,
}

/// What `wanted` makes of the files; `file` is the number of the one to change, and a move's other
/// file is there.
///
/// # Errors
/// Where the files cannot be changed so.
pub(super) fn new_texts(
    wanted: &FaqEdit,
    standing: &Standing<'_>,
    file: usize,
    progress: &Progress,
) -> Result<NewTexts, EditError> {
    let sources = standing.sources;
    let old = standing.text(file);
    let done = match wanted {
        // Several places may change: these are taken back by their lines.
        FaqEdit::Change { entry, fields, .. } => {
            let alone = standing.alone(entry, file);
            let alone = alone.and_then(|(own, bytes)| {
                let changed = edit::change_entry(&own, entry.as_str(), fields).ok()?;
                Some(put(old, bytes, changed.strip_prefix(ALONE)?))
            });
            let text = match alone {
                Some(text) => text,
                None => edit::change_entry(old, entry.as_str(), fields)?,
            };
            return Ok(by_lines(vec![(file, text)]));
        }
        FaqEdit::Remove { entry, .. } => {
            let mut texts = without_pointers(standing, entry, file)?;
            texts[0].1 = edit::remove_entry(&texts[0].1, entry.as_str())?;
            return Ok(by_lines(texts));
        }
        FaqEdit::Move { entry, to, .. } => {
            let other = sources.named(to).unwrap_or(file);
            let there = &sources.files()[other].text;
            let (without, with) = edit::move_entry(old, there, entry.as_str())?;
            return Ok(by_lines(vec![(file, without), (other, with)]));
        }
        FaqEdit::Import { changed, added, .. } => {
            let text = import(old, changed, added, progress)?;
            return Ok(by_lines(vec![(file, text)]));
        }
        FaqEdit::Phrasing { entry, text } => {
            let language = text::analyze(text).language();
            let alone = standing.alone(entry, file);
            let alone = alone.and_then(|(own, bytes)| {
                let done = edit::add_phrasing(&own, entry.as_str(), language, text).ok()?;
                in_place(done, old, bytes)
            });
            match alone {
                Some(done) => done,
                None => edit::add_phrasing(old, entry.as_str(), language, text)?,
            }
        }
        FaqEdit::OutOfScope { text, .. } => edit::add_out_of_scope(old, text)?,
        FaqEdit::Entry { entry, .. } => match standing.at_the_end(file, entry) {
            Some(done) => done,
            None => edit::add_entry(old, entry)?,
        },
    };
    Ok(NewTexts {
        texts: vec![(file, done.text)],
        inserted: done.inserted,
        at_bytes: done.at_bytes,
    })
}

fn by_lines(texts: Vec<(usize, String)>) -> NewTexts {
    NewTexts {
        texts,
        inserted: String::new(),
        at_bytes: 0,
    }
}

/// An edit of what stands alone, made in `text`, where it takes up these bytes.
fn in_place(done: edit::Edit, text: &str, bytes: Range<usize>) -> Option<edit::Edit> {
    let changed = done.text.strip_prefix(ALONE)?;
    Some(edit::Edit {
        at_bytes: done.at_bytes.checked_sub(ALONE.len())? + bytes.start,
        text: put(text, bytes, changed),
        inserted: done.inserted,
    })
}

/// `text` with `new` in the place of these bytes.
fn put(text: &str, bytes: Range<usize>, new: &str) -> String {
    let mut text = text.to_owned();
    text.replace_range(bytes, new);
    text
}

/// Number of the file to change.
pub(super) fn place(wanted: &FaqEdit, standing: &Standing<'_>) -> Option<usize> {
    let sources = standing.sources;
    let file_of = |id: &EntryId| {
        let entry = standing.entries.iter().find(|entry| entry.id == *id)?;
        sources.number(&entry.place.file)
    };
    let last = sources.files().len().checked_sub(1);
    match wanted {
        FaqEdit::Phrasing { entry, .. }
        | FaqEdit::Change { entry, .. }
        | FaqEdit::Move { entry, .. }
        | FaqEdit::Remove { entry, .. } => file_of(entry),
        FaqEdit::OutOfScope { near, .. } => {
            let known = standing.out_of_scope;
            known.or_else(|| near.as_ref().and_then(file_of)).or(last)
        }
        FaqEdit::Entry { beside, .. } => beside.as_ref().and_then(file_of).or(last),
        FaqEdit::Import { file: None, .. } => last,
        FaqEdit::Import {
            file: Some(name), ..
        } => sources.number(name),
    }
}

/// The numbers and texts of file number `own`, which comes first, and of those that change, without the
/// places where other entries name this one as related.
fn without_pointers(
    standing: &Standing<'_>,
    gone: &EntryId,
    own: usize,
) -> Result<Vec<(usize, String)>, EditError> {
    let sources = standing.sources;
    let mut texts: Vec<(usize, String)> = vec![(own, sources.files()[own].text.clone())];
    let entries = standing.entries.iter();
    for entry in entries.filter(|entry| entry.id != *gone && entry.related.contains(gone)) {
        let Some(file) = sources.number(&entry.place.file) else {
            continue;
        };
        let at = texts.iter().position(|(known, _)| *known == file);
        let at = at.unwrap_or_else(|| {
            texts.push((file, sources.files()[file].text.clone()));
            texts.len() - 1
        });
        let mut fields = EntryFields::of(entry);
        fields.related.retain(|id| id != gone.as_str());
        texts[at].1 = edit::change_entry(&texts[at].1, entry.id.as_str(), &fields)?;
    }
    Ok(texts)
}

/// Whether an entry says something else than whoever wants the change saw.
pub(super) fn has_moved_on(wanted: &FaqEdit, standing: &Standing<'_>) -> bool {
    let differs = |entry: &EntryId, seen: &str| {
        let mut entries = standing.entries.iter();
        let now = entries.find(|one| one.id == *entry);
        now.is_some_and(|now| EntryFields::of(now).mark() != seen)
    };
    match wanted {
        FaqEdit::Change { entry, seen, .. }
        | FaqEdit::Move { entry, seen, .. }
        | FaqEdit::Remove { entry, seen } => differs(entry, seen),
        FaqEdit::Import { changed, .. } => {
            let mut changed = changed.iter();
            changed.any(|one| differs(&one.entry, &one.seen))
        }
        _ => false,
    }
}

/// The file's text with what an import changes and adds.
fn import(
    old: &str,
    changed: &[ChangedEntry],
    added: &[(NewEntry, EntryFields)],
    progress: &Progress,
) -> Result<String, EditError> {
    let mut text = old.to_owned();
    for one in changed {
        text = edit::change_entry(&text, one.entry.as_str(), &one.fields)?;
        progress.step();
    }
    for (new, fields) in added {
        text = edit::add_entry(&text, new)?.text;
        text = edit::change_entry(&text, new.id.as_str(), fields)?;
        progress.step();
    }
    Ok(text)
}
