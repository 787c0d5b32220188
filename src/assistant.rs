//! The assistant: all that a front end calls.
//!
//! Holds the knowledge, the memory and the settings; gathers what is remembered, asks the matcher
//! and lets the conversation respond. Writes nothing: the front end commits the turn together with
//! what it will send.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;

use crate::conversation::{self, Account, Turn};
use crate::knowledge::Knowledge;
use crate::matcher::Thresholds;
use crate::question::{Incoming, Place};
use crate::store::{Memory, StoreError};

/// What the operator sets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// When to answer.
    pub thresholds: Thresholds,
    /// How to talk.
    pub conversation: conversation::Settings,
}

/// Where the owners of the FAQ are served: reloading, numbers, mending what was not answered. It
/// may change the FAQ's files and the knowledge, which is why it stands apart from conversation.
pub trait Desk: Send + Sync {
    /// What to say and keep in answer to what an owner did in a private chat; `None` where that is
    /// no business of the desk. May take as long as building the knowledge takes.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    fn handle(
        &self,
        assistant: &Assistant,
        incoming: &Incoming,
    ) -> Result<Option<Turn>, StoreError>;
}

/// Everything between something that came in and what goes out.
pub struct Assistant {
    knowledge: ArcSwap<Knowledge>,
    memory: Arc<dyn Memory>,
    settings: Settings,
    account: ArcSwap<Account>,
    desk: OnceLock<Arc<dyn Desk>>,
}

impl Assistant {
    /// An assistant that answers from `knowledge`.
    pub fn new(knowledge: Knowledge, memory: Arc<dyn Memory>, settings: Settings) -> Assistant {
        Assistant {
            knowledge: ArcSwap::from_pointee(knowledge),
            memory,
            settings,
            account: ArcSwap::from_pointee(Account::default()),
            desk: OnceLock::new(),
        }
    }

    /// The knowledge that answers now.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.knowledge.load_full()
    }

    /// Answers from `knowledge` from now on, and gives back what answered until now. Questions
    /// under way finish with what they began with.
    pub fn swap(&self, knowledge: Arc<Knowledge>) -> Arc<Knowledge> {
        self.knowledge.swap(knowledge)
    }

    /// What the operator sets.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is remembered.
    pub fn memory(&self) -> &dyn Memory {
        &*self.memory
    }

    /// Opens the desk for the FAQ's owners; the first one set stays.
    pub fn set_desk(&self, desk: Arc<dyn Desk>) {
        // A second desk would be a second writer of the same files.
        let _ = self.desk.set(desk);
    }

    /// Says who we are on the front end; until then nothing is known.
    pub fn set_account(&self, account: Account) {
        self.account.store(Arc::new(account));
    }

    /// Whether what came in can only be judged knowing if its asker is an admin of the group.
    /// Then the front end finds out and sets [`Asker::is_group_admin`](crate::question::Asker).
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn asks_group_admin(&self, incoming: &Incoming) -> Result<bool, StoreError> {
        let _ = incoming;
        Ok(false)
    }

    /// What to say and keep in answer to `incoming`. The same thing handled twice, before anything
    /// is committed, gives the same turn.
    ///
    /// # Errors
    /// When the memory cannot be read.
    pub fn handle(&self, incoming: &Incoming) -> Result<Turn, StoreError> {
        if let Some(turn) = self.at_the_desk(incoming)? {
            return Ok(turn);
        }
        let _ = (incoming, &self.memory, &self.settings);
        Ok(Turn::default())
    }

    /// What the desk says, where an owner came to it.
    fn at_the_desk(&self, incoming: &Incoming) -> Result<Option<Turn>, StoreError> {
        let private = matches!(incoming.place, Place::Private { .. });
        match self.desk.get() {
            Some(desk) if private && incoming.asker.is_owner => desk.handle(self, incoming),
            _ => Ok(None),
        }
    }
}
