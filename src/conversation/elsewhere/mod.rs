//! Chats that are not ours: those from which we are asked inline or by a mention.

pub(in crate::conversation) mod guest;
pub(in crate::conversation) mod inline;
