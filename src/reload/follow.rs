//! Several processes, one FAQ: what one of them took, the others take as well.

use std::sync::Arc;

use crate::admin::VersionInfo;
use crate::assistant::Assistant;
use crate::reload::reloader::Reloader;
use crate::reload::sources::Sources;
use crate::store::StoreError;

impl Reloader {
    /// Answers from the store's current version where another process brought that; says whether it
    /// did. It passed the tests there, so they are not asked again.
    ///
    /// # Errors
    /// When the store cannot be read; then nothing changed.
    pub fn follow(&self, assistant: &Assistant) -> Result<bool, StoreError> {
        let Some(current) = self.memory().current_version()? else {
            return Ok(false);
        };
        if *self.followed() == Some(current.number) {
            return Ok(false);
        }
        let _one = self.alone();
        // One of our own may have come in the meantime.
        if *self.followed() == Some(current.number) {
            return Ok(false);
        }
        let files = self.memory().files_of_version(current.number)?;
        let passed = match self.examine(assistant, &Sources::of(self.path(), files)) {
            Ok(passed) => passed,
            Err(_) => {
                // A newer program may know what this one does not.
                log::error!(version = current.number; "the FAQ that another process took does not load here");
                *self.followed() = Some(current.number);
                return Ok(false);
            }
        };
        *self.followed() = Some(current.number);
        if passed.knowledge.revision() == assistant.knowledge().revision() {
            return Ok(false);
        }
        self.answer_from(assistant, Arc::new(passed.knowledge));
        log::info!(version = current.number; "another process replaced the FAQ; so does this one");
        Ok(true)
    }

    /// Whether these files are what an earlier version had: somebody changed the FAQ since, elsewhere.
    pub(crate) fn is_outdated(
        &self,
        current: Option<VersionInfo>,
        sources: &Sources,
    ) -> Result<bool, StoreError> {
        let mut version = current;
        while let Some(later) = version {
            version = self.memory().version_before(later.number)?;
            if version
                .as_ref()
                .is_some_and(|version| version.fingerprint == sources.fingerprint())
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
