//! What conversations remember: turns, the messages that carry them, feedback, languages, groups.
//!
//! Functions on a connection, so that the engine decides when they run and what else belongs to
//! the same transaction. Nothing here begins or ends a transaction.

mod apply;
pub mod asked;
pub mod desk;
mod recall;

pub use apply::{apply, forget_before, remember_sent};

use rusqlite::Connection;

use super::StoreError;
use crate::conversation::{GroupSettings, PastTurn, Person, PersonKey, RecentAnswer, Room};
use crate::faq::EntryId;
use crate::question::{MessageId, TurnId};
use crate::reply::Languages;

/// The tables of a conversation's memory: the first step of their schema.
pub const SCHEMA: &str = include_str!("memory/schema.sql");

/// The reading side of what conversations remember. A store supplies a connection and the key;
/// everything else is provided.
pub trait Memory: Send + Sync {
    /// The key under which people are hashed; the same as long as the store exists.
    fn person_key(&self) -> &PersonKey;

    /// Runs `work` on a connection that sees everything committed so far.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn read(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError>;

    /// The turn with this number.
    ///
    /// # Errors
    /// When the database cannot be read; so with every function below.
    fn turn(&self, turn: TurnId) -> Result<Option<PastTurn>, StoreError> {
        get(self, |c| recall::turn(c, turn))
    }

    /// The latest turn that this message of a person started.
    fn turn_of_question(
        &self,
        room: &Room,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        get(self, |c| recall::turn_of_question(c, room, message))
    }

    /// The latest turn that our message belongs to.
    fn turn_of_answer(
        &self,
        room: &Room,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        get(self, |c| recall::turn_of_answer(c, room, message))
    }

    /// Our messages that carry this turn, first page first.
    fn messages_of(&self, turn: TurnId) -> Result<Vec<MessageId>, StoreError> {
        get(self, |c| recall::messages_of(c, turn))
    }

    /// The languages this person chose.
    fn languages(&self, person: &Person) -> Result<Option<Languages>, StoreError> {
        get(self, |c| recall::languages(c, person))
    }

    /// The settings of this group, where its admins changed them.
    fn group(&self, chat: &str) -> Result<Option<GroupSettings>, StoreError> {
        get(self, |c| recall::group(c, chat))
    }

    /// Whether we introduced ourselves to this group.
    fn introduced(&self, chat: &str) -> Result<bool, StoreError> {
        get(self, |c| recall::introduced(c, chat))
    }

    /// The answers given in this room since then, latest first.
    fn recent_answers(
        &self,
        room: &Room,
        since_seconds: i64,
    ) -> Result<Vec<RecentAnswer>, StoreError> {
        get(self, |c| recall::recent_answers(c, room, since_seconds))
    }

    /// What this person said of an entry shown in this turn.
    fn feedback(
        &self,
        turn: TurnId,
        entry: &EntryId,
        person: &Person,
    ) -> Result<Option<bool>, StoreError> {
        get(self, |c| recall::feedback(c, turn, entry, person))
    }

    /// Whether anybody said anything of what this turn showed.
    fn has_feedback(&self, turn: TurnId) -> Result<bool, StoreError> {
        get(self, |c| recall::has_feedback(c, turn))
    }
}

/// Runs one reading function through [`Memory::read`].
fn get<T, M: Memory + ?Sized>(
    memory: &M,
    work: impl Fn(&Connection) -> rusqlite::Result<T>,
) -> Result<T, StoreError> {
    let mut found = None;
    memory.read(&mut |connection| {
        found = Some(work(connection)?);
        Ok(())
    })?;
    found.ok_or_else(|| StoreError::Failed("nothing was read".to_owned()))
}

#[cfg(test)]
mod tests;
