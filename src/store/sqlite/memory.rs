//! What conversations remember, read from its tables.

use super::lend::{Lend, get, get_settled};
use super::recall;
use crate::conversation::{GroupSettings, PastTurn, Person, PersonKey, RecentAnswer, Room};
use crate::faq::EntryId;
use crate::question::{MessageId, TurnId};
use crate::reply::Languages;
use crate::store::{Memory, StoreError};

/// The tables: the first step of their schema.
pub const SCHEMA: &str = include_str!("memory.sql");

impl<L: Lend> Memory for L {
    fn person_key(&self) -> &PersonKey {
        self.key()
    }

    fn turn(&self, turn: TurnId) -> Result<Option<PastTurn>, StoreError> {
        get(self, |c| recall::turn(c, turn))
    }

    fn turn_of_question(
        &self,
        room: &Room,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        get(self, |c| recall::turn_of_question(c, room, message))
    }

    fn turn_of_answer(
        &self,
        room: &Room,
        message: MessageId,
    ) -> Result<Option<PastTurn>, StoreError> {
        get_settled(self, |c| recall::turn_of_answer(c, room, message))
    }

    fn messages_of(&self, turn: TurnId) -> Result<Vec<MessageId>, StoreError> {
        get_settled(self, |c| recall::messages_of(c, turn))
    }

    fn languages(&self, person: &Person) -> Result<Option<Languages>, StoreError> {
        if !self.may_have_chosen(person) {
            return Ok(None);
        }
        get(self, |c| recall::languages(c, person))
    }

    fn group(&self, chat: &str) -> Result<Option<GroupSettings>, StoreError> {
        get(self, |c| recall::group(c, chat))
    }

    fn introduced(&self, chat: &str) -> Result<bool, StoreError> {
        get(self, |c| recall::introduced(c, chat))
    }

    fn recent_answers(
        &self,
        room: &Room,
        since_seconds: i64,
    ) -> Result<Vec<RecentAnswer>, StoreError> {
        get_settled(self, |c| recall::recent_answers(c, room, since_seconds))
    }

    fn feedback(
        &self,
        turn: TurnId,
        entry: &EntryId,
        person: &Person,
    ) -> Result<Option<bool>, StoreError> {
        get(self, |c| recall::feedback(c, turn, entry, person))
    }

    fn has_feedback(&self, turn: TurnId) -> Result<bool, StoreError> {
        get(self, |c| recall::has_feedback(c, turn))
    }
}

#[cfg(test)]
mod tests;
