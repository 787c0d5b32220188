//! The kinds of updates we ask Telegram for, on every poll and with the webhook.

/// As strings: Telegram's list grows faster than teloxide's. What is not listed is not sent to us.
pub const ALLOWED_UPDATES: [&str; 11] = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    "guest_message",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
];
