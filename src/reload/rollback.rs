//! Going back to the version of the FAQ that answered before.

use crate::admin::{AdminRecord, Refusal, ReloadResult, VersionInfo};
use crate::assistant::Assistant;
use crate::model::incoming::TurnId;
use crate::reload::edits::reverting::revert;
use crate::reload::reloader::{ReloadRequest, Reloader, unchanged};
use crate::reload::sources::Sources;
use crate::store::StoreError;

impl Reloader {
    /// Goes back to the version that answered before. The files on disk stay as they are, and do
    /// not come back before somebody changes them or asks for it. With `from`, only away from the
    /// version that this turn brought: a button below an old message means that version alone.
    ///
    /// # Errors
    /// When the store cannot be read or written; then nothing changed.
    pub fn rollback(
        &self,
        assistant: &Assistant,
        request: &ReloadRequest,
        from: Option<TurnId>,
    ) -> Result<ReloadResult, StoreError> {
        let _one = self.alone();
        let memory = self.memory();
        if let Some(turn) = request.turn
            && memory.rolled_back(turn)?
        {
            return Ok(unchanged(assistant));
        }
        let current = memory.current_version()?;
        if let Some(from) = from
            && memory.version_of(from)? != current
        {
            return Ok(ReloadResult::Refused(Refusal::AnotherSince));
        }
        let before = match current {
            Some(current) => self.version_to_go_back_to(&current)?,
            None => None,
        };
        let Some((before, sources)) = before else {
            return Ok(ReloadResult::Refused(Refusal::NothingBefore));
        };
        let passed = match self.examine(assistant, &sources) {
            Ok(passed) => passed,
            Err(result) => return Ok(*result),
        };
        let on_disk = Sources::read(&self.path).ok();
        let pinned = on_disk
            .map(|sources| sources.fingerprint().to_owned())
            .filter(|on_disk| *on_disk != before.fingerprint);
        self.commit(
            request,
            vec![AdminRecord::Current {
                number: before.number,
                pinned,
                turn: request.turn.unwrap_or_default(),
            }],
        )?;
        Ok(ReloadResult::Taken(self.take(assistant, passed)?))
    }

    /// The version before this one that says something else and holds no change that was taken back:
    /// nobody wants a mistake back that they undid.
    fn version_to_go_back_to(
        &self,
        current: &VersionInfo,
    ) -> Result<Option<(VersionInfo, Sources)>, StoreError> {
        let memory = self.memory();
        let files = |version: &VersionInfo| {
            let files = memory.files_of_version(version.number)?;
            Ok::<_, StoreError>(Sources::of(&self.path, files))
        };
        let now = files(current)?;
        let mut undone = memory.undone_edits()?;
        // What was written once more after it was taken back stands here on purpose.
        undone.retain(|edit| revert(edit, &now).is_none());
        let mut version = memory.version_before(current.number)?;
        while let Some(before) = version {
            let sources = files(&before)?;
            let is_mistaken = undone.iter().any(|edit| revert(edit, &sources).is_some());
            if !is_mistaken && before.fingerprint != current.fingerprint {
                return Ok(Some((before, sources)));
            }
            version = memory.version_before(before.number)?;
        }
        Ok(None)
    }
}
