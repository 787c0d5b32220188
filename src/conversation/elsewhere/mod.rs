//! Chats that are not ours: those from which we are asked inline or by a mention, and those of a
//! business account with its customers.

pub(in crate::conversation) mod business;
pub(in crate::conversation) mod guest;
pub(in crate::conversation) mod inline;
