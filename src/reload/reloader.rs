//! The one place that changes what an assistant knows.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::admin::{AdminRecord, Origin, ReloadResult, Version};
use crate::assistant::Assistant;
use crate::conversation::Record;
use crate::faq::{Diagnostic, KnownFiles};
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::ops::health::Health;
use crate::ops::metrics::{Metrics, ReloadOutcome};
use crate::reload::build::KnowledgeBuilder;
use crate::reload::progress::Progress;
use crate::reload::sources::Sources;
use crate::reload::start::OnDisk;
use crate::reload::write::EditMode;
use crate::store::{Commit, Store, StoreError};

/// The one place that changes what an assistant knows.
pub struct Reloader {
    pub(crate) path: PathBuf,
    pub(crate) mode: EditMode,
    pub(super) builder: KnowledgeBuilder,
    store: Arc<dyn Store + Send + Sync>,
    pub(super) metrics: Option<Arc<Metrics>>,
    health: Option<Arc<Health>>,
    /// Held over a whole attempt: two at once would each undo what the other did.
    one_at_a_time: Mutex<()>,
    /// The number of the version that was the current one when this process last took one or looked.
    pub(crate) followed: Mutex<Option<i64>>,
    /// How far the import that runs is.
    pub(crate) progress: Progress,
    /// Whether tests were not asked that are far from a change.
    pub(super) left_tests: AtomicBool,
    /// The files that loaded last.
    pub(super) known: Mutex<Option<Arc<KnownFiles>>>,
}

/// Who wants something, and when.
#[derive(Debug, Clone, Copy)]
pub struct ReloadRequest {
    /// The turn that asks for it, if one does.
    pub turn: Option<TurnId>,
    /// Unix seconds.
    pub at_seconds: i64,
    /// How it comes.
    pub origin: Origin,
    /// The number of the admin who asks for it, if one does; only its hash is kept.
    pub admin: Option<i64>,
}

/// What a watcher has told before, so that it is not told again.
#[derive(Debug, Default)]
pub struct WatchState {
    /// Fingerprint of files that were refused, or the findings where they could not be read.
    pub(crate) refused: Option<String>,
    /// Whether the files are those that answer, or were left by an admin.
    pub(crate) is_settled: bool,
}

impl Reloader {
    /// A reloader of the FAQ at `path`, which is a folder or a file.
    pub fn new(path: PathBuf, mode: EditMode, store: Arc<dyn Store + Send + Sync>) -> Reloader {
        Reloader {
            path,
            mode,
            builder: KnowledgeBuilder::words_only(),
            store,
            metrics: None,
            health: None,
            one_at_a_time: Mutex::new(()),
            followed: Mutex::default(),
            progress: Progress::default(),
            left_tests: AtomicBool::default(),
            known: Mutex::default(),
        }
    }

    /// The same, building knowledge with `builder`; by words alone until then.
    pub fn building(mut self, builder: KnowledgeBuilder) -> Reloader {
        self.builder = builder;
        self
    }

    /// The same, counting its reloads in `metrics`.
    pub fn counting(mut self, metrics: Arc<Metrics>) -> Reloader {
        self.metrics = Some(metrics);
        self
    }

    /// The same, telling `health` whether the files on disk are those that answer.
    pub fn reporting(mut self, health: Arc<Health>) -> Reloader {
        self.health = Some(health);
        self
    }

    /// Begins with what was found at the start: keeps what lies on disk as a version, unless that
    /// answers already or an admin went back from it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn begin(&self, on_disk: &OnDisk, at_seconds: i64) -> Result<(), StoreError> {
        let _one = self.alone();
        self.keep_known(on_disk.known.clone());
        let Some(sources) = &on_disk.sources else {
            self.files_answer(false);
            return Ok(());
        };
        let current = self.memory().current_version()?;
        let answers = current
            .as_ref()
            .is_some_and(|version| version.fingerprint == sources.fingerprint());
        if answers || on_disk.is_rolled_back {
            return self.note_current();
        }
        if self.store.is_remote() && self.is_outdated(current, sources)? {
            log::info!("the FAQ's files are older than what other processes answer from");
            return Ok(());
        }
        self.files_answer(on_disk.loads);
        if on_disk.loads {
            let request = ReloadRequest {
                turn: None,
                at_seconds,
                origin: Origin::Start,
                admin: None,
            };
            self.keep(&request, sources)?;
        }
        Ok(())
    }

    /// Reads the files again and answers from them, if they pass; with `force` also where their
    /// own tests fail.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing changed.
    pub fn reload(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        force: bool,
    ) -> Result<ReloadResult, StoreError> {
        let _one = self.alone();
        self.take_files(assistant, request, Sources::read(&self.path), force)
    }

    /// Answers from files just read, if they pass, and says so to metrics and health.
    fn take_files(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        read: Result<Sources, Vec<Diagnostic>>,
        force: bool,
    ) -> Result<ReloadResult, StoreError> {
        let result = match read {
            Ok(sources) => self.judge(assistant, request, &sources, force)?,
            Err(diagnostics) => ReloadResult::Broken(diagnostics),
        };
        log_result(request.origin, &result);
        self.files_answer(matches!(
            result,
            ReloadResult::Taken(_) | ReloadResult::Unchanged { .. }
        ));
        if let Some(metrics) = &self.metrics {
            metrics.reload(match result {
                ReloadResult::Taken(_) => ReloadOutcome::Taken,
                ReloadResult::Unchanged { .. } => ReloadOutcome::Unchanged,
                _ => ReloadOutcome::Rejected,
            });
        }
        Ok(result)
    }

    fn judge(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        sources: &Sources,
        force: bool,
    ) -> Result<ReloadResult, StoreError> {
        // The same update handled once more, after its answer was lost: it has been done.
        if let Some(turn) = request.turn
            && let Some(done) = self.memory().version_of(turn)?
            && done.fingerprint == sources.fingerprint()
        {
            return Ok(unchanged(assistant));
        }
        let answering = self.memory().current_version()?;
        if answering.is_some_and(|version| version.fingerprint == sources.fingerprint()) {
            return Ok(unchanged(assistant));
        }
        match self.examine(assistant, sources) {
            Err(result) => Ok(*result),
            Ok(passed) if !passed.gate.passed() && !force => Ok(ReloadResult::Failing {
                gate: passed.gate,
                patch: None,
            }),
            Ok(passed) => {
                self.keep(request, sources)?;
                Ok(ReloadResult::Taken(self.take(assistant, passed)?))
            }
        }
    }

    /// How far the import that runs is, or how far the last one came.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Where the FAQ lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The files of the FAQ: their names below its folder, and as diagnostics name them.
    pub fn files(&self) -> Vec<(String, String)> {
        let Ok(sources) = Sources::read(&self.path) else {
            return Vec::new();
        };
        let names = sources.files().iter().map(|file| file.name.clone());
        names
            .map(|name| {
                let shown = sources.place(&name).display().to_string();
                (name, shown)
            })
            .collect()
    }

    /// Takes what lies on disk if it is something else than what answers; `None` where it is not,
    /// where an admin went back from it, or where it was refused before.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing changed.
    pub fn notice(
        &self,
        assistant: &Assistant,
        at_seconds: i64,
        state: &mut WatchState,
    ) -> Result<Option<ReloadResult>, StoreError> {
        let _one = self.alone();
        let read = Sources::read(&self.path);
        let found = match &read {
            Ok(sources) => sources.fingerprint().to_owned(),
            Err(diagnostics) => {
                let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
                lines.join("\n")
            }
        };
        let answering = self.memory().current_version()?;
        let pinned = self.memory().pinned_files()?;
        if answering.is_some_and(|version| version.fingerprint == found)
            || pinned == Some(found.clone())
        {
            state.refused = None;
            state.is_settled = true;
            self.files_answer(true);
            return Ok(None);
        }
        if state.refused.as_ref() == Some(&found) {
            return Ok(None);
        }
        let request = ReloadRequest {
            turn: None,
            at_seconds,
            origin: Origin::Watch,
            admin: None,
        };
        let result = self.take_files(assistant, &request, read, false)?;
        state.is_settled = matches!(
            result,
            ReloadResult::Taken(_) | ReloadResult::Unchanged { .. }
        );
        state.refused = (!state.is_settled).then_some(found);
        Ok((!matches!(result, ReloadResult::Unchanged { .. })).then_some(result))
    }

    pub(crate) fn keep(
        &self,
        request: &ReloadRequest,
        sources: &Sources,
    ) -> Result<(), StoreError> {
        let version = Version {
            at_seconds: request.at_seconds,
            fingerprint: sources.fingerprint().to_owned(),
            origin: request.origin,
            turn: request.turn,
            by: self.person(request),
            files: sources.files().to_vec(),
        };
        self.commit(request, vec![AdminRecord::Version(version)])
    }

    /// Who asks, as it may be written down.
    pub(crate) fn person(&self, request: &ReloadRequest) -> Option<Person> {
        let key = self.memory().person_key();
        request.admin.map(|admin| key.person(admin))
    }

    pub(crate) fn commit(
        &self,
        request: &ReloadRequest,
        records: Vec<AdminRecord>,
    ) -> Result<(), StoreError> {
        let commit = Commit {
            at_seconds: request.at_seconds,
            records: records.into_iter().map(Record::Admin).collect(),
            ..Commit::default()
        };
        self.store.commit(&[commit])?;
        self.note_current()
    }

    /// Says whether the files on disk are those that answer, or were left by an admin.
    fn files_answer(&self, they_do: bool) {
        if let Some(health) = &self.health {
            health.files_answer(they_do);
        }
    }

    /// The current version is the one that this process answers from.
    fn note_current(&self) -> Result<(), StoreError> {
        if self.store.is_remote() {
            let current = self.memory().current_version()?;
            *self.followed() = current.map(|version| version.number);
        }
        Ok(())
    }

    pub(crate) fn followed(&self) -> MutexGuard<'_, Option<i64>> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn memory(&self) -> &dyn crate::store::ConversationHistory {
        &*self.store
    }

    pub(crate) fn alone(&self) -> MutexGuard<'_, ()> {
        // Nothing is half done behind this lock: a panic in it leaves what answered.
        self.one_at_a_time
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says in the log what a reload came to; that another version answers has been said. No words of the
/// FAQ: places and numbers alone.
fn log_result(origin: Origin, result: &ReloadResult) {
    match result {
        ReloadResult::Taken(_) => {}
        ReloadResult::Unchanged { entries } => {
            log::info!(origin:? = origin, entries = entries; "reload: the FAQ is unchanged");
        }
        ReloadResult::Broken(found) => {
            let first = found.first();
            let place = first.map(|found| format!("{}:{}", found.place.file, found.place.line));
            log::warn!(
                origin:? = origin, errors = found.len(), first = place.unwrap_or_default();
                "reload refused: the FAQ's files do not load; what answered goes on answering"
            );
        }
        ReloadResult::Failing { gate, .. } => {
            log::warn!(
                origin:? = origin, tests = gate.asked, failed = gate.failures.len();
                "reload refused: tests of the FAQ fail; what answered goes on answering"
            );
        }
        ReloadResult::Offered { .. } | ReloadResult::Refused(_) => {
            log::warn!(origin:? = origin; "reload refused");
        }
    }
}

/// Says that nothing is different.
pub(crate) fn unchanged(assistant: &Assistant) -> ReloadResult {
    ReloadResult::Unchanged {
        entries: assistant.knowledge().faq().entries.len(),
    }
}
