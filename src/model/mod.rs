//! Plain data that every room may import: what came in, what goes out, and what is kept.
//!
//! Imports no other room.

pub mod admin_record;
pub mod asked;
pub mod business;
pub mod card;
pub mod choice;
pub mod connection;
pub mod ids;
pub mod incoming;
pub mod language;
pub mod patch;
pub mod person;
pub mod record;
pub mod reply;
