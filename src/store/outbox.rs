//! The outbox: what must be sent, and what became of it.

use std::sync::Arc;

use super::StoreError;
use crate::model::card::CardLink;
use crate::model::incoming::{MessageId, TurnId};

/// The number of an outbox entry; later entries have higher ones.
pub type OutboxId = i64;

/// A message to send, with everything that is needed to send it: the same from the conversation
/// that wrote it to the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PendingMessage {
    /// Its number; 0 until it is queued.
    pub id: OutboxId,
    /// The turn it belongs to.
    pub turn: TurnId,
    /// Its place among what the turn sends, from 0.
    pub part: u32,
    /// The chat it goes to. A message without one (the acknowledgement of a press) waits for nobody.
    pub chat: Option<i64>,
    /// Whether it goes before everything else.
    pub urgent: bool,
    /// Whether what comes of it is remembered as a message that carries the turn.
    pub carries: bool,
    /// The transport's method.
    pub method: String,
    /// The method's parameters: an object in JSON.
    pub payload: String,
    /// The parameter `text`, where many messages have it in common. The store keeps it once; there
    /// is nothing of any person's in it.
    pub text: Option<Arc<str>>,
    /// A file that is sent with it, which JSON cannot carry.
    pub attachment: Option<Arc<[u8]>>,
    /// Earlier messages that it changes or deletes.
    pub target: Option<Target>,
    /// Seconds after which what was sent is deleted again.
    pub lifetime_seconds: Option<u32>,
    /// What it has to do with a card.
    pub link: Option<CardLink>,
    /// Unix time in seconds before which it is not to be sent: the other side asked another process to wait.
    pub not_before_seconds: Option<i64>,
}

/// Which earlier messages a message is about. Which they are is known only when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Change this page (from 0) of what this turn said; where there is none, send a new message.
    Page(TurnId, u32),
    /// Delete what this turn said from this page on; send nothing.
    PagesFrom(TurnId, u32),
    /// Delete what this turn said beside this message, if that is one of its pages; send nothing.
    OtherPages(TurnId, MessageId),
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The other side took it. The message's number, where it told one.
    Sent(Option<MessageId>),
    /// The other side refused it for good, for this reason.
    Refused(String),
    /// We gave up without learning whether it arrived, for this reason.
    Unknown(String),
    /// A later entry stands in for it.
    Replaced,
}

/// An entry and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The entry.
    pub id: OutboxId,
    /// The turn it belongs to: an entry of another turn is another entry.
    pub turn: TurnId,
    /// What became of it.
    pub outcome: Outcome,
}

/// What is known of a chat beside what was said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatState {
    /// Reachable, as far as we know.
    Here,
    /// Nothing reaches it any more, for this reason.
    Gone(String),
    /// It goes on under another number.
    Moved(i64),
}

/// A message of ours that is to be deleted again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduledDeletion {
    /// The chat it stands in.
    pub chat: i64,
    /// Its number there.
    pub message: MessageId,
    /// Unix time in seconds from which it is to be gone.
    pub at_seconds: i64,
}

/// What must go out.
pub trait Outbox {
    /// At most `limit` open entries in the order of their numbers, from the first above `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn open_entries(
        &self,
        after: Option<OutboxId>,
        limit: u32,
    ) -> Result<Vec<PendingMessage>, StoreError>;

    /// Notes outcomes; survives the death of the process. Entries that are settled already keep
    /// their first outcome.
    ///
    /// # Errors
    /// When the store cannot be written; then none of them is settled.
    fn settle(&self, settled: &[Receipt]) -> Result<(), StoreError>;

    /// Has whoever sends this entry after us not send it before then (Unix seconds), where another process
    /// may.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn postpone(&self, _id: OutboxId, _not_before_seconds: i64) -> Result<(), StoreError> {
        Ok(())
    }

    /// Remembers what is known of a chat.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn set_chat(&self, chat: i64, state: &ChatState, now_seconds: i64) -> Result<(), StoreError>;

    /// What is known of a chat; [`ChatState::Here`] where nothing is.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn chat(&self, chat: i64) -> Result<ChatState, StoreError>;

    /// Remembers that a message is to be deleted.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn schedule_deletion(&self, deletion: &ScheduledDeletion) -> Result<(), StoreError>;

    /// The message is gone, or will never go.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn deletion_done(&self, deletion: &ScheduledDeletion) -> Result<(), StoreError>;

    /// Another topic stands in for that of the card's person, which is gone.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn replace_topic(&self, card: TurnId, chat: i64, topic: MessageId) -> Result<(), StoreError>;

    /// The messages to be deleted, those due first first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn scheduled_deletions(&self) -> Result<Vec<ScheduledDeletion>, StoreError>;
}
