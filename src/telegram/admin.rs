//! Telegram's spelling of commands, and which of them a group may give without naming us.

use crate::question::{Command, MessageId};

/// Whether this command asks a question.
pub fn asks(name: &str) -> bool {
    name == "ask"
}

/// The command with this name (lower case, without slash), with the words after it.
/// `reply_to` is the message that the command replies to.
pub fn command(name: &str, rest: &str, reply_to: Option<MessageId>) -> Command {
    let argument = || Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
    match name {
        "start" => Command::Start(argument()),
        "help" => Command::Help,
        "topics" => Command::Topics,
        "lang" | "language" => Command::Lang(argument()),
        "privacy" => Command::Privacy,
        "forget_me" | "forgetme" => Command::ForgetMe,
        "settings" => Command::Settings(argument()),
        "reload" => Command::Reload {
            force: rest.trim() == "force",
        },
        "rollback" => Command::Rollback,
        "stats" => Command::Stats(argument()),
        "unanswered" => Command::Unanswered,
        "why" => Command::Why(reply_to),
        "ask" => Command::AskWithoutWords,
        _ => Command::Unknown(name.to_owned()),
    }
}

/// Whether a group may give this command without our name. `/start`, and what only owners may do,
/// is left to the other bots of the group; owners give their commands in private.
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
