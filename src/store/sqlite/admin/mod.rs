//! What the admins look at, read from its tables, and how a record of theirs is written.

pub(crate) mod asked;
pub(crate) mod notes;
pub(crate) mod versions;
pub(crate) mod ways_back;

use rusqlite::{Connection, params};

use crate::admin::{AdminRecord, Asked, Draft, Edit, ListItem, Source, VersionInfo};
use crate::faq::EntryId;
use crate::model::asked::OpenQuestion;
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::store::sqlite::connection::run;
use crate::store::sqlite::read_connection::{ReadConnection, get};
use crate::store::{AdminQueries, StoreError};

/// The tables: the first step of their schema.
pub const SCHEMA: &str = include_str!("schema.sql");

impl<L: ReadConnection> AdminQueries for L {
    fn recent_questions(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        get(self, |c| asked::recent_questions(c, limit))
    }

    fn asked(&self, since_seconds: i64, limit: u32) -> Result<Vec<Asked>, StoreError> {
        get(self, |c| asked::asked(c, since_seconds, limit))
    }

    fn current_version(&self) -> Result<Option<VersionInfo>, StoreError> {
        get(self, versions::current)
    }

    fn version_before(&self, number: i64) -> Result<Option<VersionInfo>, StoreError> {
        get(self, |c| versions::before(c, number))
    }

    fn version_of(&self, turn: TurnId) -> Result<Option<VersionInfo>, StoreError> {
        get(self, |c| versions::of_turn(c, turn))
    }

    fn files_of_version(&self, number: i64) -> Result<Vec<Source>, StoreError> {
        get(self, |c| versions::files(c, number))
    }

    fn pinned_files(&self) -> Result<Option<String>, StoreError> {
        get(self, versions::pinned)
    }

    fn rolled_back(&self, turn: TurnId) -> Result<bool, StoreError> {
        get(self, |c| versions::rolled_back(c, turn))
    }

    fn list(&self, turn: TurnId) -> Result<Option<Vec<ListItem>>, StoreError> {
        get(self, |c| notes::list(c, turn))
    }

    fn draft(&self, chat: &str, since_seconds: i64) -> Result<Option<Draft>, StoreError> {
        get(self, |c| notes::draft(c, chat, since_seconds))
    }

    fn edit(&self, turn: TurnId) -> Result<Option<Edit>, StoreError> {
        get(self, |c| notes::edit(c, turn))
    }

    fn edits_of(&self, entry: &EntryId, limit: u32) -> Result<Vec<Edit>, StoreError> {
        get(self, |c| notes::edits(c, entry, limit))
    }

    fn undone_edits(&self) -> Result<Vec<Edit>, StoreError> {
        get(self, notes::undone_edits)
    }

    fn latest_edits(&self, limit: u32) -> Result<Vec<Edit>, StoreError> {
        get(self, |c| notes::latest_edits(c, limit))
    }

    fn ignored(&self) -> Result<Vec<String>, StoreError> {
        get(self, notes::ignored)
    }

    fn open_questions(
        &self,
        since_seconds: i64,
        limit: u32,
    ) -> Result<Vec<OpenQuestion>, StoreError> {
        get(self, |c| ways_back::open(c, since_seconds, limit))
    }

    fn alerted(&self, since_seconds: i64) -> Result<Vec<String>, StoreError> {
        get(self, |c| ways_back::alerted(c, since_seconds))
    }

    fn digest_sent(&self) -> Result<Option<i64>, StoreError> {
        get(self, ways_back::digest_sent)
    }
}

/// Writes one record, within the caller's transaction. Applying it twice changes nothing more, save
/// that a version accepted twice is kept twice.
///
/// # Errors
/// When the database refuses; the caller then rolls back.
pub(crate) fn apply(c: &Connection, record: &AdminRecord) -> rusqlite::Result<()> {
    match record {
        AdminRecord::Version(version) => versions::keep(c, version),
        AdminRecord::Current {
            number,
            pinned,
            turn,
        } => versions::go_back(c, *number, pinned.as_deref(), *turn),
        AdminRecord::List {
            turn,
            at_seconds,
            items,
        } => notes::keep_list(c, *turn, *at_seconds, items),
        AdminRecord::Draft {
            chat,
            at_seconds,
            draft,
        } => notes::keep_draft(c, chat, *at_seconds, draft.as_ref()),
        AdminRecord::Edit(edit) => notes::keep_edit(c, edit),
        AdminRecord::Undone { turn } => notes::mark_undone(c, *turn),
        AdminRecord::Ignored { keys, at_seconds } => notes::ignore(c, keys, *at_seconds),
        AdminRecord::Listed { keys } => notes::list_again(c, keys),
        AdminRecord::WayBack(way) => ways_back::keep(c, way),
        AdminRecord::Answered { turns } => ways_back::answered(c, turns),
        AdminRecord::Alerted { keys, at_seconds } => ways_back::alert(c, keys, *at_seconds),
        AdminRecord::DigestSent { at_seconds } => ways_back::keep_digest(c, *at_seconds),
    }
}

/// Forgets what shows people's words and is from before `seconds` (Unix). A change of the files can
/// be taken back as long as that.
pub(crate) fn forget_before(c: &Connection, seconds: i64) -> rusqlite::Result<()> {
    ["lists", "drafts", "ignored", "edits"]
        .iter()
        .try_for_each(|table| {
            run(
                c,
                &format!("DELETE FROM {table} WHERE at < ?"),
                params![seconds],
            )
        })
}

/// Forgets every list: somebody's words in them are to be forgotten, and they do not say whose
/// they are. Showing a list again makes it anew.
pub(crate) fn forget_lists(c: &Connection) -> rusqlite::Result<()> {
    run(c, "DELETE FROM lists", params![])
}

/// Forgets that this person brought versions or made changes; what was changed stays.
pub(crate) fn forget_person(c: &Connection, person: &Person) -> rusqlite::Result<()> {
    ways_back::forget_person(c, person)?;
    ["versions", "edits"].iter().try_for_each(|table| {
        run(
            c,
            &format!("UPDATE {table} SET person = NULL WHERE person = ?"),
            params![person.as_str()],
        )
    })
}

#[cfg(test)]
mod tests;
