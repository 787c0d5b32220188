//! What the outbox asks of a front end: to send a message, and to say what follows from a failure.
//!
//! The engine decides when, in which order and how often a message is sent; the transport knows how.

use std::borrow::Cow;
use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::incoming::MessageId;
use crate::store::PendingMessage;

/// What became of a message: the number it got, where it got one, or why it did not go out.
pub type SendResult = Result<Option<MessageId>, Failure>;

/// A message on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = SendResult> + Send + 'a>>;

/// Sends messages.
pub trait Transport: Send + Sync {
    /// Sends the message as it is, and waits for the answer for at most `timeout`.
    fn send<'a>(&'a self, message: &'a PendingMessage, timeout: Duration) -> Sending<'a>;

    /// What follows from `failure`: another message to send instead at once, or what to do next.
    fn next(
        &self,
        message: &PendingMessage,
        failure: &Failure,
    ) -> ControlFlow<Next, PendingMessage>;

    /// Has the message go to this chat.
    fn address(&self, message: &mut PendingMessage, chat: i64);

    /// Has the message change (where its target is a page) or delete these earlier messages.
    fn aim(&self, message: &mut PendingMessage, messages: &[MessageId]);

    /// Has the message stand in this topic and answer this message.
    fn place(
        &self,
        message: &mut PendingMessage,
        topic: Option<MessageId>,
        below: Option<MessageId>,
    );

    /// What must be done before the message can be sent again after this failure; `None` where
    /// nothing is to be done. `name` names a new topic where the message's is gone.
    fn fix(&self, message: &PendingMessage, failure: &Failure, name: &str) -> Option<Fix>;

    /// The message that deletes an earlier one.
    fn deletion(&self, chat: i64, message: MessageId) -> PendingMessage;
}

/// What is done before a message is sent again.
#[derive(Debug, Clone, PartialEq)]
pub enum Fix {
    /// Its topic is closed: this opens it again.
    Reopen(PendingMessage),
    /// Its topic is gone: this makes another one, whose number comes back.
    Replace(PendingMessage),
}

/// What to do next with a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// Nothing: it had its effect, as the message with this number.
    Done(Option<MessageId>),
    /// Nothing to this chat for so many seconds; then this message again.
    Wait(u64),
    /// The chat goes on under this number: send it there.
    Moved(i64),
    /// Nothing reaches this chat any more.
    Gone(&'static str),
    /// Give it up, for this reason.
    GiveUp(String),
    /// The other side is out of reach: later again.
    Later,
    /// The store could not say what was sent before: later again.
    StoreFailed,
    /// The delivery sidecar ended: at once again, since that says nothing of the other side.
    SidecarEnded,
}

/// Why a message did not go out, as far as that can be known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Failure {
    /// The other side understood, and said no.
    #[error("refused ({code}): {description}")]
    Refused {
        /// Its number for the reason, an HTTP status.
        code: u16,
        /// Its reason in words.
        description: String,
        /// Seconds after which it may be tried again.
        retry_after: Option<u64>,
        /// The number under which the chat goes on.
        migrate_to: Option<i64>,
    },
    /// The server, or something before it, failed; it may have had its effect.
    #[error("server error {0}")]
    Server(u16),
    /// No connection came about; it had no effect.
    #[error("not reachable")]
    Unreachable,
    /// The connection broke or the answer did not come in time; it may have had its effect.
    #[error("no answer: {0}")]
    NoAnswer(Cow<'static, str>),
    /// The delivery sidecar ended; it may have had its effect.
    #[error("the delivery sidecar ended")]
    SidecarEnded,
    /// The other side said yes, in words that make no sense to us; it had its effect.
    #[error("unreadable answer")]
    Unreadable,
}
