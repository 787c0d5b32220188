//! Changes of the FAQ made in the chat: found out on a copy, judged by the gate, written whole.
//!
//! The order that keeps a killed process from losing or doubling anything: the change is noted in
//! the store, then the file is replaced in one step, then the knowledge. Whoever handles the same
//! update again finds either nothing done and does it, or the change in the file and takes it.

pub(in crate::reload) mod reverting;
mod texts;
mod wanted;

use crate::admin::{AdminRecord, Edit, Origin, Patch, Refusal, ReloadResult};
use crate::assistant::Assistant;
use crate::model::incoming::TurnId;
use crate::reload::reloader::{ReloadRequest, Reloader, unchanged};
use crate::reload::sources::Sources;
use crate::reload::write::write_whole;
use crate::store::StoreError;
use texts::{Standing, has_moved_on, new_texts, place};

use reverting::{missing, revert};
pub use wanted::{ChangedEntry, FaqEdit};

/// Files that are to say something else: their numbers and texts, and what differs.
struct Changed {
    texts: Vec<(usize, String)>,
    patch: Patch,
}

impl Changed {
    /// `None` where nothing differs.
    fn between(sources: &Sources, texts: Vec<(usize, String)>) -> Option<Changed> {
        let mut patches = texts.iter().filter_map(|(file, text)| {
            let old = &sources.files()[*file];
            Patch::between(&old.name, &old.text, text)
        });
        let mut patch = patches.next()?;
        patch.others = patches.collect();
        Some(Changed { texts, patch })
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
        let standing = Standing::of(&sources, self.load(&sources));
        let Some(file) = place(wanted, &standing) else {
            return Ok(ReloadResult::Refused(Refusal::EntryGone));
        };
        if let FaqEdit::Move { to, .. } = wanted
            && sources.named(to).is_none_or(|other| other == file)
        {
            return Ok(ReloadResult::Refused(Refusal::MovedOn));
        }
        if has_moved_on(wanted, &standing) {
            return Ok(ReloadResult::Refused(Refusal::EntryChanged));
        }
        let done = new_texts(wanted, &standing, file, &self.progress);
        let done = match done {
            Ok(done) => done,
            Err(error) => {
                return Ok(ReloadResult::Refused(Refusal::NotEditable(
                    error.to_string(),
                )));
            }
        };
        let Some(changed) = Changed::between(&sources, done.texts) else {
            return Ok(unchanged(assistant));
        };
        let edit = Edit {
            turn: request.turn.unwrap_or_default(),
            at_seconds: request.at_seconds,
            patch: changed.patch.clone(),
            inserted: done.inserted,
            at_bytes: done.at_bytes,
            undone: false,
            by: self.person(request),
            entry: wanted.entry().cloned(),
        };
        let note = AdminRecord::Edit(edit);
        self.put(assistant, request, &sources, changed, note, only_try)
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
        let Some(changed) = Changed::between(&sources, changes) else {
            return Ok(unchanged(assistant));
        };
        let note = AdminRecord::Undone { turn: made_by };
        self.put(assistant, request, &sources, changed, note, false)
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
    fn put(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        sources: &Sources,
        Changed { texts, patch }: Changed,
        note: AdminRecord,
        only_try: bool,
    ) -> Result<ReloadResult, StoreError> {
        let new = sources.with_texts(&texts);
        // The fingerprint is made meanwhile: it reads every byte of the files.
        let examined = std::thread::scope(|scope| {
            scope.spawn(|| new.fingerprint());
            self.examine(assistant, &new)
        });
        let passed = match examined {
            Ok(passed) => passed,
            Err(result) => return Ok(*result),
        };
        if !passed.gate.passed() {
            let (gate, patch) = (passed.gate, Some(patch));
            return Ok(ReloadResult::Failing { gate, patch });
        }
        let why = texts.iter().find_map(|(file, _)| {
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
        if let Err(error) = self.write(sources, texts) {
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
