//! What is remembered: the tables of conversations, of the admin service, of cards and of business chats;
//! for each, what is asked of it and how a record of it is written.

pub(crate) mod admin;
pub(crate) mod apply;
pub(crate) mod asked;
pub(crate) mod business;
pub(crate) mod cards;
mod history;
mod language;
pub(crate) mod ways_back;
