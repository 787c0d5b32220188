//! Going back to the version of the FAQ that answered before.

use crate::admin::{AdminRecord, Refusal, ReloadResult};
use crate::assistant::Assistant;
use crate::model::incoming::TurnId;
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
            Some(current) => memory.version_before(current.number)?,
            None => None,
        };
        let Some(before) = before else {
            return Ok(ReloadResult::Refused(Refusal::NothingBefore));
        };
        let sources = Sources::of(&self.path, memory.files_of_version(before.number)?);
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
}
