//! The connection of a business account with us.

use crate::model::language::Language;

/// The connection of a business account with us, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The front end's name for it.
    pub id: String,
    /// The account's owner.
    pub owner: i64,
    /// The owner's private chat with us.
    pub owner_chat: i64,
    /// The language of the owner's program, if it tells.
    pub language: Option<Language>,
    /// Whether the account is connected.
    pub is_enabled: bool,
    /// Whether we may write in the owner's name.
    pub can_reply: bool,
}
