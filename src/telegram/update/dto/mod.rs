//! An update as far as Wenda needs it, read from JSON that may hold anything.
//!
//! Laws: reading never fails and never panics; what is missing, null or of another kind than
//! Telegram's documentation says counts as absent; what is unknown is passed over. teloxide's types
//! are not used here: one unknown entity makes them lose the text around it.

mod business;
mod message;
mod update;
mod value;

pub use business::{Business, BusinessKind, connection};
pub use message::{Chat, ChatKind, Entity, Message, Replied, User};
pub use update::{Chosen, Inline, Kind, Membership, Press, Pressed, Update};

#[cfg(test)]
mod tests;
