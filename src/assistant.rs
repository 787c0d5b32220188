//! The assistant: all that a front end calls.
//!
//! Holds the knowledge, the memory and the settings; gathers what is remembered, asks the matcher
//! and lets the conversation respond. Writes nothing: the front end commits the turn together with
//! what it will send.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::conversation::{self, Account, Turn};
use crate::knowledge::Knowledge;
use crate::matcher::Thresholds;
use crate::question::Incoming;
use crate::store::{Memory, StoreError};

/// What the operator sets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// When to answer.
    pub thresholds: Thresholds,
    /// How to talk.
    pub conversation: conversation::Settings,
}

/// Everything between something that came in and what goes out.
pub struct Assistant {
    knowledge: ArcSwap<Knowledge>,
    memory: Arc<dyn Memory>,
    settings: Settings,
    account: ArcSwap<Account>,
}

impl Assistant {
    /// An assistant that answers from `knowledge`.
    pub fn new(knowledge: Knowledge, memory: Arc<dyn Memory>, settings: Settings) -> Assistant {
        Assistant {
            knowledge: ArcSwap::from_pointee(knowledge),
            memory,
            settings,
            account: ArcSwap::from_pointee(Account::default()),
        }
    }

    /// The knowledge that answers now.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.knowledge.load_full()
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
        let _ = (incoming, &self.memory, &self.settings);
        Ok(Turn::default())
    }
}
