//! The tables of the outbox and of what is known of chats, and the sent log beside them.

pub(crate) mod chats;
pub(crate) mod interned_texts;
mod legacy;
pub(crate) mod messages;
pub(crate) mod scheduled_deletion;
pub(crate) mod sent_log;
