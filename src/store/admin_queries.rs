//! What the admins look at: what was asked, versions of the FAQ, lists, drafts, edits.
//!
//! Questions with plain answers; what is to be kept comes as
//! [`AdminRecord`](crate::admin::AdminRecord)s in a [`Commit`](super::Commit). Nothing here says
//! how an engine keeps it.

use crate::admin::{Asked, Draft, Edit, ListItem, Source, VersionInfo};
use crate::faq::EntryId;
use crate::model::asked::OpenQuestion;
use crate::model::incoming::TurnId;
use crate::store::StoreError;

/// The reading side of what is kept for the admins. Everything committed so far is seen.
pub trait AdminQueries {
    /// The latest `limit` different questions, masked, latest first.
    ///
    /// # Errors
    /// When the store cannot be read; so with every function below.
    fn recent_questions(&self, limit: u32) -> Result<Vec<String>, StoreError>;

    /// The questions asked from `since_seconds` (Unix) on, latest first; of an edited one its last
    /// form alone. At most `limit`.
    fn asked(&self, since_seconds: i64, limit: u32) -> Result<Vec<Asked>, StoreError>;

    /// The same for whoever can wait: what others ask of the store meanwhile goes first.
    fn asked_slowly(&self, since_seconds: i64, limit: u32) -> Result<Vec<Asked>, StoreError> {
        self.asked(since_seconds, limit)
    }

    /// The version of the FAQ that answers now, as far as the store knows.
    fn current_version(&self) -> Result<Option<VersionInfo>, StoreError>;

    /// The version that answered before the one with this number, if it is still kept.
    fn version_before(&self, number: i64) -> Result<Option<VersionInfo>, StoreError>;

    /// The version that this turn brought.
    fn version_of(&self, turn: TurnId) -> Result<Option<VersionInfo>, StoreError>;

    /// The files of a kept version, in the order of their names.
    fn files_of_version(&self, number: i64) -> Result<Vec<Source>, StoreError>;

    /// Fingerprint of the files on disk that were rolled back, if they still are.
    fn pinned_files(&self) -> Result<Option<String>, StoreError>;

    /// Whether this turn is the one that rolled back last.
    fn rolled_back(&self, turn: TurnId) -> Result<bool, StoreError>;

    /// What the list of this turn showed; `None` where it is forgotten.
    fn list(&self, turn: TurnId) -> Result<Option<Vec<ListItem>>, StoreError>;

    /// The entry that is being written in this chat since `since_seconds` or later.
    fn draft(&self, chat: &str, since_seconds: i64) -> Result<Option<Draft>, StoreError>;

    /// The change that this turn made, if it is still known.
    fn edit(&self, turn: TurnId) -> Result<Option<Edit>, StoreError>;

    /// The latest `limit` changes of this entry that are still known, latest first.
    fn edits_of(&self, entry: &EntryId, limit: u32) -> Result<Vec<Edit>, StoreError>;

    /// The changes that were taken back, as far as they are still known.
    fn undone_edits(&self) -> Result<Vec<Edit>, StoreError>;

    /// The latest `limit` changes that are still known, latest first.
    fn latest_edits(&self, limit: u32) -> Result<Vec<Edit>, StoreError>;

    /// The keys of questions that are not to be listed.
    fn ignored(&self) -> Result<Vec<String>, StoreError>;

    /// Questions asked since `since_seconds` (Unix) that found no answer until now and whose askers
    /// can be answered, latest first; at most `limit`.
    fn open_questions(
        &self,
        since_seconds: i64,
        limit: u32,
    ) -> Result<Vec<OpenQuestion>, StoreError>;

    /// The keys of questions of which admins were told since `since_seconds` (Unix) that they are
    /// asked a lot.
    fn alerted(&self, since_seconds: i64) -> Result<Vec<String>, StoreError>;

    /// The end of the week (Unix seconds) whose digest the admins got last.
    fn digest_sent(&self) -> Result<Option<i64>, StoreError>;
}
