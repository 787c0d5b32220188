//! Whether the staff's chat is there, and cards can be put into it.

use crate::cli::service::doctor::finding::Finding;
use crate::config::Config;
use crate::telegram::{Failure, StaffChat};

/// What Telegram's word on the staff's chat means.
pub(super) fn finding(chat: &Result<StaffChat, Failure>, config: &Config) -> Finding {
    let about = "staff";
    let number = config.staff.chat;
    let chat = match chat {
        Ok(chat) => chat,
        Err(Failure::Refused {
            migrate_to: Some(new),
            ..
        }) => {
            return Finding::error(
                about,
                format!("the staff's chat {number} goes on as {new}"),
                format!("write `chat = {new}` under `[staff]`"),
            );
        }
        Err(Failure::Refused {
            code: 400 | 403,
            description,
            ..
        }) => {
            return Finding::error(
                about,
                format!("Telegram does not show us the chat {number}: {description}"),
                "take the bot into the group, and see that `staff.chat` is its number",
            );
        }
        Err(failure) => {
            let words = format!("Telegram did not tell of the staff's chat: {failure}");
            return Finding::error(about, words, "try again");
        }
    };
    if !matches!(chat.kind.as_str(), "group" | "supergroup") {
        return Finding::error(
            about,
            format!("the staff's chat {number} is a {}", chat.kind),
            "people answer in a group: write its number into `staff.chat`",
        );
    }
    if matches!(chat.status.as_str(), "left" | "kicked") {
        return Finding::error(
            about,
            format!("the bot is not in the staff's chat {number}"),
            "take it into the group; cards that wait follow then",
        );
    }
    if !chat.can_send {
        return Finding::error(
            about,
            format!("the bot may not write in the staff's chat {number}"),
            "let members write there, or make the bot an admin of the group",
        );
    }
    if config.staff.topics && !(chat.is_forum && chat.can_manage_topics) {
        let words = match chat.is_forum {
            true => "the bot may not make topics in the staff's chat",
            false => "the staff's chat has no topics",
        };
        return Finding::error(
            about,
            words,
            "switch topics on in the group and make the bot an admin who may manage them, or leave \n\
             `staff.topics` out",
        );
    }
    Finding::ok(about, format!("the bot may write in {number}"))
}
