//! Telegram's spelling of commands, and which of them a group may give without naming us.

use crate::model::incoming::Command;

/// Whether this command asks a question.
pub fn asks(name: &str) -> bool {
    name == "ask"
}

/// Whether a group may give this command without our name. `/start`, and what only admins may do,
/// is left to the other bots of the group; admins give their commands in private.
pub fn is_for_groups(command: &Command) -> bool {
    matches!(
        command,
        Command::Help
            | Command::Topics
            | Command::Lang(_)
            | Command::Privacy
            | Command::ForgetMe
            | Command::Settings(_)
            | Command::AskWithoutWords
    )
}

/// Whether an admin or an editor may give this command in a group without our name.
pub fn is_for_editors(command: &Command) -> bool {
    matches!(command, Command::Save(_))
}
