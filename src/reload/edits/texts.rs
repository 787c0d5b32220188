//! The new texts of the files that an edit changes.

use crate::faq::edit::{self, EditError, EntryFields, NewEntry};
use crate::faq::{EntryId, Loaded};
use crate::reload::edits::wanted::{ChangedEntry, FaqEdit};
use crate::reload::progress::Progress;
use crate::reload::sources::Sources;
use crate::text;

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
    sources: &Sources,
    loaded: &Loaded,
    file: usize,
    progress: &Progress,
) -> Result<NewTexts, EditError> {
    let old = &*sources.files()[file].text;
    let done = match wanted {
        // Several places may change: these are taken back by their lines.
        FaqEdit::Change { entry, fields, .. } => {
            let text = edit::change_entry(old, entry.as_str(), fields)?;
            return Ok(by_lines(vec![(file, text)]));
        }
        FaqEdit::Remove { entry, .. } => {
            let mut texts = without_pointers(sources, loaded, entry, file)?;
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
            edit::add_phrasing(old, entry.as_str(), language, text)?
        }
        FaqEdit::OutOfScope { text, .. } => edit::add_out_of_scope(old, text)?,
        FaqEdit::Entry { entry, .. } => edit::add_entry(old, entry)?,
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

/// Number of the file to change.
pub(super) fn place(wanted: &FaqEdit, sources: &Sources, loaded: &Loaded) -> Option<usize> {
    let entries = loaded.faq.iter().flat_map(|faq| &faq.entries);
    let file_of = |id: &EntryId| {
        let entry = entries.clone().find(|entry| entry.id == *id)?;
        sources.number(&entry.place.file)
    };
    let last = sources.files().len().checked_sub(1);
    match wanted {
        FaqEdit::Phrasing { entry, .. }
        | FaqEdit::Change { entry, .. }
        | FaqEdit::Move { entry, .. }
        | FaqEdit::Remove { entry, .. } => file_of(entry),
        FaqEdit::OutOfScope { near, .. } => {
            let known = loaded.places.out_of_scope.last();
            known
                .and_then(|place| sources.number(&place.file))
                .or_else(|| near.as_ref().and_then(file_of))
                .or(last)
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
    sources: &Sources,
    loaded: &Loaded,
    gone: &EntryId,
    own: usize,
) -> Result<Vec<(usize, String)>, EditError> {
    let mut texts: Vec<(usize, String)> = vec![(own, sources.files()[own].text.clone())];
    let entries = loaded.faq.iter().flat_map(|faq| &faq.entries);
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
pub(super) fn has_moved_on(wanted: &FaqEdit, loaded: &Loaded) -> bool {
    let differs = |entry: &EntryId, seen: &str| {
        let mut entries = loaded.faq.iter().flat_map(|faq| &faq.entries);
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
