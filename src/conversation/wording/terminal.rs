//! What somebody is told who talks to Wenda in a terminal.

use crate::conversation::wording::localized_text::{LocalizedText, localized};

/// The first line of a conversation in the terminal.
pub const CHAT_BANNER: LocalizedText = localized(
    "问答：{n} 条（{place}）。直接输入问题；输入数字按按钮；Tab 补全；Ctrl-D 退出。",
    "Wenda: {n} entries from {place}. Type a question; a number presses a button; Tab completes; Ctrl-D leaves.",
);
/// What `wenda ask` says on a terminal before the first question.
pub const ASK_WAITS: LocalizedText = localized(
    "请输入问题，每行一个；Ctrl-D 结束。",
    "Waiting for questions, one a line; Ctrl-D ends.",
);
/// What a number gets that stands for no button.
pub const CHAT_NO_BUTTON: LocalizedText = localized(
    "没有这个按钮，可选 1 到 {n}。",
    "No such button; there are 1 to {n}.",
);
/// `/as guest`: what is typed from now on comes from a chat that the bot is not in.
pub const CHAT_AS_GUEST: LocalizedText = localized(
    "（现在您在一个没有机器人的聊天里，每句话都是 @ 它提问。/as me 回来。）",
    "(You are now in a chat that the bot is not in; each line mentions it. /as me comes back.)",
);
/// `/as me`: back to the private chat.
pub const CHAT_AS_MYSELF: LocalizedText =
    localized("（回到私聊了。）", "(Back in the private chat.)");
/// `/as` with a name: somebody else asks from now on.
pub const CHAT_AS: LocalizedText = localized(
    "（现在是「{name}」在私聊里说话。/as me 回到自己，/as staff 到人工回答的群。）",
    "({name} speaks now, in a private chat. /as me is yourself again, /as staff the chat in which people answer.)",
);
/// `/as staff`: the chat in which people answer.
pub const CHAT_AS_STAFF: LocalizedText = localized(
    "（现在在人工回答的群里。输入的话回复最近的卡片；「#12 ……」回复第 12 号消息。/as me 回来。）",
    "(You are now in the chat in which people answer. What you type replies to the latest card; `#12 ...` replies to message 12. /as me comes back.)",
);
/// The same where there is none.
pub const CHAT_NO_STAFF: LocalizedText = localized(
    "（没有设置人工回答的群：[staff] chat。）",
    "(No chat is set in which people answer: [staff] chat.)",
);
/// `/as business`: what is typed from now on is a customer's.
pub const CHAT_AS_BUSINESS: LocalizedText = localized(
    "（现在您打的字是顾客发给您的商家账号的；数字按卡片上的按钮，那是您。/as me 回来。）",
    "(What you type now is a customer's message to your business account; a number presses a button of your card. /as me comes back.)",
);
/// Before what a customer gets.
pub const CHAT_IN_YOUR_NAME: LocalizedText =
    localized("→ 顾客（以您的名义）：", "→ to the customer, in your name:");
/// Before a card.
pub const CHAT_CARD: LocalizedText = localized("→ 您（卡片）：", "→ to you, a card:");
