//! Examining files before they answer: loaded, their tests asked, compared with what answers.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use crate::admin::{Change, ReloadResult, Report, differing_answers};
use crate::assistant::Assistant;
use crate::faq::{Diagnostic, KnownFiles, Loaded};
use crate::knowledge::Knowledge;
use crate::lint::{self, Gate};
use crate::reload::reloader::Reloader;
use crate::reload::sources::Sources;
use crate::store::StoreError;

/// How many different recent questions are asked again to see which would be answered otherwise.
/// Two asks each; at a millisecond or two apiece it stays below a second.
const RECENT_QUESTIONS: u32 = 200;

/// Files that passed as far as they were looked at.
pub(crate) struct Passed {
    pub(crate) knowledge: Knowledge,
    pub(crate) gate: Gate,
    pub(crate) warnings: Vec<Diagnostic>,
}

impl Reloader {
    /// Loads the files and asks their tests.
    pub(crate) fn examine(
        &self,
        assistant: &Assistant,
        sources: &Sources,
    ) -> Result<Passed, Box<ReloadResult>> {
        let known = self.load(sources).map_err(|loaded| {
            let errors = loaded.diagnostics.into_iter();
            ReloadResult::Broken(errors.filter(Diagnostic::is_error).collect())
        })?;
        let faq = known.faq().clone();
        let knowledge = self.builder.update(&assistant.knowledge(), faq);
        Ok(Passed {
            gate: self.gate(assistant, &knowledge),
            knowledge,
            warnings: known.warnings().to_vec(),
        })
    }

    /// Asks the tests that the change from what answers may fail: the others are asked when all is
    /// learned anew.
    fn gate(&self, assistant: &Assistant, knowledge: &Knowledge) -> Gate {
        let thresholds = &assistant.settings().thresholds;
        match knowledge.is_updated() {
            true => lint::gate_near(knowledge, assistant.knowledge().faq(), thresholds),
            false => lint::gate(knowledge, thresholds),
        }
    }

    /// Loads files, and keeps them for the next time.
    ///
    /// # Errors
    /// All that can be made of the FAQ, where it has an error.
    pub(crate) fn load(&self, sources: &Sources) -> Result<Arc<KnownFiles>, Box<Loaded>> {
        let known = self.last_known();
        let known = Arc::new(sources.load_known(known.as_deref())?);
        self.keep_known(Some(known.clone()));
        Ok(known)
    }

    /// Keeps what answers for the next start, where it was built from nothing of the files that loaded
    /// last.
    pub fn keep_answering(&self, assistant: &Assistant) {
        if let Some(known) = self.last_known() {
            self.builder.keep(&known, &assistant.knowledge());
        }
    }

    fn last_known(&self) -> Option<Arc<KnownFiles>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    pub(super) fn keep_known(&self, files: Option<Arc<KnownFiles>>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = files;
    }

    /// What would be different if `passed` answered.
    pub(crate) fn compare(
        &self,
        assistant: &Assistant,
        passed: &Passed,
    ) -> Result<Report, StoreError> {
        let old = assistant.knowledge();
        let mut questions = self.memory().recent_questions(RECENT_QUESTIONS)?;
        if passed.knowledge.is_updated() {
            // What is far from a change of few entries gets the same answer.
            questions = lint::questions_near(old.faq(), passed.knowledge.faq(), questions);
        }
        let thresholds = &assistant.settings().thresholds;
        Ok(Report {
            entries: passed.knowledge.faq().entries.len(),
            revision: passed.knowledge.revision().to_owned(),
            change: Change::between(old.faq(), passed.knowledge.faq()),
            gate: passed.gate.clone(),
            warnings: passed.warnings.clone(),
            differing: differing_answers(&old, &passed.knowledge, &questions, thresholds),
            asked: questions.len(),
            patch: None,
        })
    }

    /// Answers from `passed` from now on.
    pub(crate) fn take(&self, assistant: &Assistant, passed: Passed) -> Result<Report, StoreError> {
        let report = self.compare(assistant, &passed)?;
        if passed.gate.left > 0 {
            self.left_tests.store(true, Ordering::Relaxed);
        }
        self.answer_from(assistant, Arc::new(passed.knowledge));
        log::info!(
            entries = report.entries, added = report.change.added.len(),
            changed = report.change.changed.len(), removed = report.change.removed.len();
            "the FAQ was replaced"
        );
        Ok(report)
    }

    /// Learns everything anew where something was taken over from the knowledge before a change,
    /// and asks the tests that were not asked then; `None` where there was nothing to learn. What
    /// comes to answer meanwhile stays.
    pub fn learn_anew(&self, assistant: &Assistant) -> Option<Gate> {
        let updated = assistant.knowledge();
        if !updated.is_updated() {
            return None;
        }
        let built = Arc::new(self.builder.build(updated.faq().clone()));
        if !assistant.replace(&updated, built.clone()) {
            return None;
        }
        if !self.left_tests.swap(false, Ordering::Relaxed) {
            return Some(Gate::default());
        }
        let gate = lint::gate(&built, &assistant.settings().thresholds);
        if !gate.passed() {
            log::warn!(
                tests = gate.asked, failed = gate.failures.len();
                "tests of the FAQ fail since a change; the changed FAQ goes on answering"
            );
        }
        Some(gate)
    }

    /// Answers from this from now on.
    pub(crate) fn answer_from(&self, assistant: &Assistant, knowledge: Arc<Knowledge>) {
        if let Some(metrics) = &self.metrics {
            metrics.faq(&knowledge);
        }
        assistant.swap(knowledge);
    }
}
