//! The kinds of updates we ask Telegram for, on every poll and with the webhook.

/// As strings: Telegram's list grows faster than teloxide's. What is not listed is not sent to us.
pub const ALLOWED_UPDATES: [&str; 5] = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
];
