//! Who types at the terminal: the admin who sits there, or somebody they play.

/// The one who sits at the terminal; they own the FAQ's files, so they may do what admins may.
pub(super) const PERSON: i64 = 1;

/// The name of a bot that nobody has, for the links of a chat without one.
pub(super) const NO_BOT: &str = "your_bot";

/// The customer whom the one at the terminal plays, too.
pub(super) const CUSTOMER: i64 = 2;

/// Who types at the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Speaker {
    /// Whoever sits there, who may do what admins may.
    Owner,
    /// Somebody else, by name: asks, and may do nothing more.
    Person(String),
    /// The staff, in their chat.
    Staff,
    /// Whoever sits there, by a mention in a chat that the bot is not in.
    Guest,
    /// As a customer's message to a business account, whose owner sits at the terminal.
    Business,
}
