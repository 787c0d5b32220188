//! Questions that wait: for an entry, or for people.

pub mod cards;
pub mod unanswered;
