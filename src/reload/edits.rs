//! Changes of the FAQ made in the chat: found out on a copy, judged by the gate, written whole.
//!
//! The order that keeps a killed process from losing or doubling anything: the change is noted in
//! the store, then the file is replaced in one step, then the knowledge. Whoever handles the same
//! update again finds either nothing done and does it, or the change in the file and takes it.

use crate::admin::{AdminRecord, Edit, Origin, Patch, Refusal, ReloadResult};
use crate::assistant::Assistant;
use crate::faq::edit::{self, EntryFields, NewEntry};
use crate::faq::{EntryId, Loaded};
use crate::model::incoming::TurnId;
use crate::reload::progress::Progress;
use crate::reload::reloader::{ReloadRequest, Reloader, unchanged};
use crate::reload::sources::Sources;
use crate::reload::write::write_whole;
use crate::store::StoreError;
use crate::text;

/// What an admin wants to be different.
#[derive(Debug, Clone, PartialEq)]
pub enum FaqEdit {
    /// This is one more way to ask for the entry.
    Phrasing {
        /// The entry.
        entry: EntryId,
        /// The phrasing.
        text: String,
    },
    /// The entry says this from now on.
    Change {
        /// The entry.
        entry: EntryId,
        /// The [mark](EntryFields::mark) of what whoever wants it saw of the entry: where it says
        /// something else by now, nothing is changed.
        seen: String,
        /// What it is to say.
        fields: EntryFields,
    },
    /// The entry goes, and with it what others say of it below `related`.
    Remove {
        /// The entry.
        entry: EntryId,
        /// The [mark](EntryFields::mark) of what whoever wants it saw of the entry.
        seen: String,
    },
    /// The entry stands in another file from now on, and so under another topic.
    Move {
        /// The entry.
        entry: EntryId,
        /// The [mark](EntryFields::mark) of what whoever wants it saw of the entry.
        seen: String,
        /// The file, by its name below the FAQ's folder.
        to: String,
    },
    /// No entry may answer this.
    OutOfScope {
        /// The question.
        text: String,
        /// An entry near to it, whose file is taken where no file has such questions yet.
        near: Option<EntryId>,
    },
    /// A new entry.
    Entry {
        /// The entry.
        entry: NewEntry,
        /// The entry in whose file it is to stand.
        beside: Option<EntryId>,
    },
    /// What an import makes of one file.
    Import {
        /// The file, as diagnostics name it; `None` for the last one.
        file: Option<String>,
        /// Entries that say something else from now on.
        changed: Vec<ChangedEntry>,
        /// Entries that are new, with all that they say.
        added: Vec<(NewEntry, EntryFields)>,
    },
}

/// An entry that an import changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedEntry {
    /// The entry.
    pub entry: EntryId,
    /// The [mark](EntryFields::mark) of what the import was compared with.
    pub seen: String,
    /// What it is to say.
    pub fields: EntryFields,
}

impl FaqEdit {
    /// The entry that it changes or adds, where it is one.
    pub fn entry(&self) -> Option<&EntryId> {
        match self {
            FaqEdit::Phrasing { entry, .. }
            | FaqEdit::Change { entry, .. }
            | FaqEdit::Move { entry, .. }
            | FaqEdit::Remove { entry, .. } => Some(entry),
            FaqEdit::Entry { entry, .. } => Some(&entry.id),
            FaqEdit::OutOfScope { .. } | FaqEdit::Import { .. } => None,
        }
    }
}

impl Reloader {
    /// Changes the files as wished and answers from them; with `only_try` it does all but that,
    /// and the result says what it would come to ([`ReloadResult::Offered`] in any case).
    ///
    /// # Errors
    /// When the store cannot be read or written; then the files are as they were.
    pub fn edit(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        wanted: &FaqEdit,
        only_try: bool,
    ) -> Result<ReloadResult, StoreError> {
        let _one = self.alone();
        let sources = match self.editable()? {
            Ok(sources) => sources,
            Err(result) => return Ok(result),
        };
        if let Some(turn) = request.turn
            && !only_try
            && let Some(made) = self.memory().edit(turn)?
            && let Some(sources) = self.completed(&made, &sources)?
        {
            // Handled before; only its answer was lost. What stands in the files answers.
            return match sources.fingerprint() == self.answering()? {
                true => Ok(unchanged(assistant)),
                false => self.accept(assistant, request, &sources),
            };
        }
        let loaded = sources.load();
        let Some(file) = place(wanted, &sources, &loaded) else {
            return Ok(ReloadResult::Refused(Refusal::EntryGone));
        };
        let old = &sources.files()[file];
        let other = match wanted {
            FaqEdit::Move { to, .. } => {
                let found = sources.files().iter().position(|one| one.name == *to);
                match found.filter(|other| *other != file) {
                    Some(other) => Some(other),
                    None => return Ok(ReloadResult::Refused(Refusal::MovedOn)),
                }
            }
            _ => None,
        };
        let mut changes = Vec::new();
        if has_moved_on(wanted, &loaded) {
            return Ok(ReloadResult::Refused(Refusal::EntryChanged));
        }
        let done = match wanted {
            FaqEdit::Change { entry, fields, .. } => {
                // Several places may change: it is taken back by its lines.
                edit::change_entry(&old.text, entry.as_str(), fields).map(by_lines)
            }
            FaqEdit::Remove { entry, .. } => without_pointers(&sources, &loaded, entry, file)
                .and_then(|(own, others)| {
                    changes.extend(others);
                    edit::remove_entry(&own, entry.as_str()).map(by_lines)
                }),
            FaqEdit::Move { entry, .. } => {
                let other = other.unwrap_or(file);
                let to = &sources.files()[other].text;
                edit::move_entry(&old.text, to, entry.as_str()).map(|(without, with)| {
                    changes.push((other, with));
                    by_lines(without)
                })
            }
            FaqEdit::Import { changed, added, .. } => {
                import(&old.text, changed, added, &self.progress).map(by_lines)
            }
            FaqEdit::Phrasing { entry, text } => {
                let language = text::analyze(text).language();
                edit::add_phrasing(&old.text, entry.as_str(), language, text)
            }
            FaqEdit::OutOfScope { text, .. } => edit::add_out_of_scope(&old.text, text),
            FaqEdit::Entry { entry, .. } => edit::add_entry(&old.text, entry),
        };
        let done = match done {
            Ok(done) => done,
            Err(error) => {
                return Ok(ReloadResult::Refused(Refusal::NotEditable(
                    error.to_string(),
                )));
            }
        };
        let Some(mut patch) = Patch::between(&old.name, &old.text, &done.text) else {
            return Ok(unchanged(assistant));
        };
        patch.others = changes
            .iter()
            .filter_map(|(other, text)| {
                let old = &sources.files()[*other];
                Patch::between(&old.name, &old.text, text)
            })
            .collect();
        changes.insert(0, (file, done.text));
        let edit = Edit {
            turn: request.turn.unwrap_or_default(),
            at_seconds: request.at_seconds,
            patch: patch.clone(),
            inserted: done.inserted,
            at_bytes: done.at_bytes,
            undone: false,
            by: self.person(request),
            entry: wanted.entry().cloned(),
        };
        let note = AdminRecord::Edit(edit);
        self.put(assistant, request, &sources, changes, patch, note, only_try)
    }

    /// Takes back the change that the turn `made_by` made; what others changed since stays.
    ///
    /// # Errors
    /// When the store cannot be read or written; then the files are as they were.
    pub fn undo(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        made_by: TurnId,
    ) -> Result<ReloadResult, StoreError> {
        let _one = self.alone();
        let sources = match self.editable()? {
            Ok(sources) => sources,
            Err(result) => return Ok(result),
        };
        let Some(made) = self.memory().edit(made_by)? else {
            return Ok(ReloadResult::Refused(Refusal::Forgotten));
        };
        let reverted = revert(&made, &sources).or_else(|| missing(&made, &sources));
        if made.undone && reverted.is_none() {
            return Ok(ReloadResult::Refused(Refusal::UndoneBefore));
        }
        let Some(changes) = reverted else {
            return Ok(ReloadResult::Refused(Refusal::MovedOn));
        };
        let mut patches = changes.iter().filter_map(|(file, text)| {
            let old = &sources.files()[*file];
            Patch::between(&old.name, &old.text, text)
        });
        let Some(mut patch) = patches.next() else {
            return Ok(unchanged(assistant));
        };
        patch.others = patches.collect();
        let note = AdminRecord::Undone { turn: made_by };
        self.put(assistant, request, &sources, changes, patch, note, false)
    }

    /// Finishes a change of several files that the process died in; tells whether there was one.
    ///
    /// # Errors
    /// When the store or the files cannot be read or written.
    pub fn finish_last(&self) -> Result<bool, StoreError> {
        let _one = self.alone();
        let last = self.memory().latest_edits(1)?;
        let Some(made) = last.first().filter(|made| !made.patch.others.is_empty()) else {
            return Ok(false);
        };
        let Ok(sources) = Sources::read(&self.path) else {
            return Ok(false);
        };
        match missing(made, &sources) {
            Some(changes) => Ok(self.write(&sources, changes).is_ok()),
            None => Ok(false),
        }
    }

    /// The files with the change that was noted, written as far as it is missing; `None` where it
    /// was not made, or cannot be found any more.
    fn completed(&self, made: &Edit, sources: &Sources) -> Result<Option<Sources>, StoreError> {
        if revert(made, sources).is_some() {
            return Ok(Some(sources.clone()));
        }
        if made.patch.others.is_empty() {
            return Ok(None);
        }
        let Some(changes) = missing(made, sources).filter(|_| !made.undone) else {
            return Ok(None);
        };
        if let Err(error) = self.write(sources, changes) {
            log::warn!("a change of several files cannot be finished: {error}");
            return Ok(None);
        }
        Ok(Sources::read(&self.path).ok())
    }

    /// Writes the new texts of files; where one cannot be written, all are as they were.
    fn write(&self, sources: &Sources, mut changes: Vec<(usize, String)>) -> std::io::Result<()> {
        // What comes is written before what goes: whatever happens in between, nothing is lost.
        let growth = |(file, text): &(usize, String)| {
            std::cmp::Reverse(text.len() as i64 - sources.files()[*file].text.len() as i64)
        };
        changes.sort_by_key(growth);
        for (done, (file, text)) in changes.iter().enumerate() {
            let written = write_whole(&sources.place(&sources.files()[*file].name), text);
            if let Err(error) = written {
                for (file, _) in &changes[..done] {
                    let old = &sources.files()[*file];
                    if let Err(error) = write_whole(&sources.place(&old.name), &old.text) {
                        log::error!("a file of the FAQ cannot be put back: {error}");
                    }
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// The files, where they may be changed now.
    fn editable(&self) -> Result<Result<Sources, ReloadResult>, StoreError> {
        let sources = match Sources::read(&self.path) {
            Ok(sources) => sources,
            Err(diagnostics) => return Ok(Err(ReloadResult::Broken(diagnostics))),
        };
        Ok(match self.memory().pinned_files()? {
            Some(pinned) if pinned == sources.fingerprint() => {
                Err(ReloadResult::Refused(Refusal::RolledBack))
            }
            _ => Ok(sources),
        })
    }

    /// Puts these texts in the place of the files with these numbers, if the gate lets them pass.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step of two callers, named at both"
    )]
    fn put(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        sources: &Sources,
        changes: Vec<(usize, String)>,
        patch: Patch,
        note: AdminRecord,
        only_try: bool,
    ) -> Result<ReloadResult, StoreError> {
        let mut new = sources.clone();
        for (file, text) in &changes {
            new = new.with_text(*file, text.clone());
        }
        let passed = match self.examine(assistant, &new) {
            Ok(passed) => passed,
            Err(result) => return Ok(*result),
        };
        if !passed.gate.passed() {
            let (gate, patch) = (passed.gate, Some(patch));
            return Ok(ReloadResult::Failing { gate, patch });
        }
        let why = changes.iter().find_map(|(file, _)| {
            let place = new.place(&new.files()[*file].name);
            self.mode.hindrance(&place)
        });
        if only_try || why.is_some() {
            let report = self.compare(assistant, &passed)?;
            return Ok(ReloadResult::Offered { patch, report, why });
        }
        // Somebody may have saved the files while the tests ran.
        if Sources::read(&self.path).as_ref() != Ok(sources) {
            return Ok(ReloadResult::Refused(Refusal::MovedOn));
        }
        self.commit(request, vec![note])?;
        if let Err(error) = self.write(sources, changes) {
            return Ok(ReloadResult::Refused(Refusal::Disk(error.to_string())));
        }
        self.keep(request, &new)?;
        let mut report = self.take(assistant, passed)?;
        report.patch = Some(patch);
        Ok(ReloadResult::Taken(report))
    }

    /// Answers from what stands in the files already.
    fn accept(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        sources: &Sources,
    ) -> Result<ReloadResult, StoreError> {
        match self.examine(assistant, sources) {
            Err(result) => Ok(*result),
            Ok(passed) => {
                self.keep(
                    &ReloadRequest {
                        origin: Origin::Edit,
                        ..*request
                    },
                    sources,
                )?;
                Ok(ReloadResult::Taken(self.take(assistant, passed)?))
            }
        }
    }

    /// Fingerprint of the version that answers; empty where none is kept.
    fn answering(&self) -> Result<String, StoreError> {
        let current = self.memory().current_version()?;
        Ok(current
            .map(|version| version.fingerprint)
            .unwrap_or_default())
    }
}

/// Number of the file to change.
fn place(wanted: &FaqEdit, sources: &Sources, loaded: &Loaded) -> Option<usize> {
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

/// The files without the places where other entries name this one as related: the text of file
/// number `own`, and the numbers and texts of the others that change.
fn without_pointers(
    sources: &Sources,
    loaded: &Loaded,
    gone: &EntryId,
    own: usize,
) -> Result<(String, Vec<(usize, String)>), edit::EditError> {
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
    let (_, text) = texts.remove(0);
    Ok((text, texts))
}

/// An edit that is taken back by its lines.
fn by_lines(text: String) -> edit::Edit {
    edit::Edit {
        text,
        inserted: String::new(),
        at_bytes: 0,
    }
}

/// Whether an entry says something else than whoever wants the change saw.
fn has_moved_on(wanted: &FaqEdit, loaded: &Loaded) -> bool {
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
) -> Result<String, edit::EditError> {
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

/// The numbers of the files that the change is in, and their texts without it; `None` where it
/// cannot be found in each.
pub(in crate::reload) fn revert(made: &Edit, sources: &Sources) -> Option<Vec<(usize, String)>> {
    if made.inserted.is_empty() {
        let one = |patch: &Patch| {
            let file = file_of(patch, sources)?;
            let text = &sources.files()[file].text;
            let is_in = made.patch.others.is_empty() || patch.is_in(text)?;
            Some((file, patch.undo(text).filter(|_| is_in)?))
        };
        return made.patch.of_files().map(one).collect();
    }
    let file = file_of(&made.patch, sources)?;
    let edit = edit::Edit {
        text: String::new(),
        inserted: made.inserted.clone(),
        at_bytes: made.at_bytes,
    };
    Some(vec![(file, edit.undo(&sources.files()[file].text)?)])
}

fn file_of(patch: &Patch, sources: &Sources) -> Option<usize> {
    let mut files = sources.files().iter();
    files.position(|file| file.name == patch.file)
}

/// What is still to be written of a change of several files, or of taking it back, that stands in
/// some of them and not yet in the others; `None` where it is whole, or cannot be found.
fn missing(made: &Edit, sources: &Sources) -> Option<Vec<(usize, String)>> {
    let mut left = Vec::new();
    for patch in made.patch.of_files() {
        let file = file_of(patch, sources)?;
        let text = &sources.files()[file].text;
        match (patch.is_in(text)?, made.undone) {
            (false, false) => left.push((file, patch.redo(text)?)),
            (true, true) => left.push((file, patch.undo(text)?)),
            _ => {}
        }
    }
    let is_begun = left.len() < 1 + made.patch.others.len();
    (is_begun && !left.is_empty()).then_some(left)
}
