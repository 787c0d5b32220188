//! What the owner of a business account is told, and what customers are told in the owner's name.

use crate::conversation::wording::localized_text::{LocalizedText, localized};

pub(in crate::conversation) const CARD_ASKED: LocalizedText =
    localized("📩 有顾客问：", "📩 A customer asks:");
pub(in crate::conversation) const CARD_OPEN_CHAT: LocalizedText =
    localized("打开聊天", "Open the chat");
pub(in crate::conversation) const CARD_ANSWER: LocalizedText =
    localized("可以这样回答：", "This would answer:");
pub(in crate::conversation) const CARD_NOTHING: LocalizedText = localized(
    "FAQ 里没有答案。按「改写」，把您的回答发给我，我转给顾客。",
    "Nothing in the FAQ answers it. Tap Edit and send me your answer; I pass it on to the customer.",
);
pub(in crate::conversation) const CARD_SEND: LocalizedText = localized("✅ 发送", "✅ Send");
pub(in crate::conversation) const CARD_EDIT: LocalizedText = localized("✏️ 改写", "✏️ Edit");
pub(in crate::conversation) const CARD_DISMISS: LocalizedText = localized("✖ 忽略", "✖ Dismiss");
pub(in crate::conversation) const CARD_SENT: LocalizedText =
    localized("✅ 已用您的名义回复：", "✅ Sent in your name:");
pub(in crate::conversation) const CARD_DONE: LocalizedText = localized("✅ 已发送。", "✅ Sent.");
pub(in crate::conversation) const CARD_DISMISSED: LocalizedText =
    localized("✖ 已忽略，没有回复。", "✖ Dismissed; nothing was sent.");
pub(in crate::conversation) const CARD_WRITE: LocalizedText = localized(
    "请发来要回复的话，我原样转给对方。不想回了就发 /cancel。",
    "Send me what to reply; it goes out as you write it. /cancel gives up.",
);
pub(in crate::conversation) const CARD_CANCELLED: LocalizedText = localized(
    "好的，没有发送。上面的卡片还能用。",
    "All right, nothing was sent. The card above still works.",
);
pub(in crate::conversation) const CARD_CLOSED: LocalizedText = localized(
    "这张卡片已经处理过了，或者对方撤回了问题。",
    "This card is done, or the question was taken back.",
);
pub(in crate::conversation) const CARD_NOT_YOURS: LocalizedText = localized(
    "这张卡片是给账号主人的。",
    "This card is for the account's owner.",
);
pub(in crate::conversation) const CARD_TOO_OLD: LocalizedText = localized(
    "对方超过 24 小时没说话，Telegram 不让我替您回复了。请您自己回。",
    "They have been silent for over 24 hours, so Telegram lets me reply no more. Please reply yourself.",
);
pub(in crate::conversation) const CARD_NO_RIGHT: LocalizedText = localized(
    "我现在不能替您回复：没有连接，或者没有「回复消息」的权限。",
    "I can't reply for you now: not connected, or without the right to reply to messages.",
);
pub(in crate::conversation) const BUSINESS_CONNECTED_AUTO: LocalizedText = localized(
    "已连接到您的账号。有把握的问题我用您的名义直接回答，没把握的做成卡片发给您决定。您自己说过话的聊天，{minutes} 分钟内我不插话。",
    "Connected to your account. What I am sure of I answer in your name; the rest comes to you as a card. Where you write yourself, I stay silent for {minutes} minutes.",
);
pub(in crate::conversation) const BUSINESS_CONNECTED_DRAFT: LocalizedText = localized(
    "已连接到您的账号。顾客的问题我做成卡片发给您，由您决定发不发。您自己说过话的聊天，{minutes} 分钟内我不插话。",
    "Connected to your account. Customers' questions come to you as cards, and you decide what is sent. Where you write yourself, I stay silent for {minutes} minutes.",
);
