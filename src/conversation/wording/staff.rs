//! What people are told when others shall answer them, and what those are told.

use crate::conversation::wording::localized_text::{LocalizedText, localized};

// The person.
pub(in crate::conversation) const ASK_A_PERSON: LocalizedText =
    localized("🙋 问人工", "🙋 Ask a person");
pub(in crate::conversation) const SOLVED: LocalizedText =
    localized("✅ 已经解决", "✅ No longer needed");
pub(in crate::conversation) const NO_ANSWER_PASSED_ON: LocalizedText = localized(
    "抱歉，这个问题我还不会。已经转给我们的同事，会在这里回复您。",
    "Sorry, I don't have an answer to this yet. I've passed it on to our team; they'll answer you here.",
);
pub(in crate::conversation) const PASSED_ON: LocalizedText = localized(
    "已经转给我们的同事，会在这里回复您。",
    "I've passed this on to our team; they'll answer you here.",
);
pub(in crate::conversation) const PASSED_ON_TOO: LocalizedText = localized(
    "这句也转给同事了。",
    "I've passed this on to our team, too.",
);
pub(in crate::conversation) const ADD_MORE: LocalizedText = localized(
    "想补充什么，直接发给我。",
    "If there is anything to add, just send it.",
);
pub(in crate::conversation) const BACK_AT: LocalizedText = localized(
    "他们现在不在，{when}回来。",
    "They are away now and will be back {when}.",
);
pub(in crate::conversation) const WHEN: LocalizedText =
    localized("{day} {time}（{zone}）", "{day} {time} ({zone})");
pub(in crate::conversation) const TODAY: LocalizedText = localized("今天", "today");
pub(in crate::conversation) const DAYS: [LocalizedText; 7] = [
    localized("周一", "Monday"),
    localized("周二", "Tuesday"),
    localized("周三", "Wednesday"),
    localized("周四", "Thursday"),
    localized("周五", "Friday"),
    localized("周六", "Saturday"),
    localized("周日", "Sunday"),
];
pub(in crate::conversation) const WITH_THEM_ALREADY: LocalizedText = localized(
    "已经在同事那里了，会在这里回复您。",
    "It is with our team already; they'll answer you here.",
);
pub(in crate::conversation) const NOBODY_TO_ASK: LocalizedText = localized(
    "现在没有人可以转接。",
    "There is nobody to pass it on to at the moment.",
);
pub(in crate::conversation) const GLAD_SOLVED: LocalizedText = localized(
    "好的，已告诉同事。有问题随时问我。",
    "Good, I've told the team. Ask me any time.",
);
pub(in crate::conversation) const TEAM_IS_DONE: LocalizedText = localized(
    "同事那边处理完了。再有问题，直接问我就行。",
    "The team is done with this. If there's anything else, just ask me.",
);
pub(in crate::conversation) const TEAM_CLOSED: LocalizedText = localized(
    "同事看过这个问题，没有更多要说的。换个说法再问我，也许能找到答案。",
    "The team looked at this and has nothing to add. Asking me another way may help.",
);
pub(in crate::conversation) const PRIVACY_STAFF: LocalizedText = localized(
    "我答不上来的、没帮上忙的，或您要问人工的问题，会转给负责的同事：他们看到打码后的问题和您前几分钟问的，看不到您的名字；您发的图片和文件原样转给他们。为了把回答发给您，处理期间和之后一天内会保留这个聊天的号码。",
    "What I cannot answer, what did not help, and what you want to ask a person goes to the people in charge: they see the question and what you asked in the minutes before, masked, and not your name; pictures and files that you send go to them as they are. So that they can answer, the number of this chat is kept until they are done, and a day more.",
);

// The staff.
pub(in crate::conversation) const CARD_WANTS_PEOPLE: LocalizedText =
    localized("🙋 想找人工", "🙋 Wants to talk to a person");
pub(in crate::conversation) const CARD_QUESTION: LocalizedText =
    localized("❓ {text}", "❓ {text}");
pub(in crate::conversation) const CARD_NO_ANSWER: LocalizedText =
    localized("没找到答案", "No answer found");
pub(in crate::conversation) const CARD_NOT_HELPFUL: LocalizedText =
    localized("回答没帮上忙", "The answer did not help");
pub(in crate::conversation) const CARD_ASKED_FOR: LocalizedText =
    localized("要求人工", "Asked for a person");
pub(in crate::conversation) const CARD_FACTS: LocalizedText = localized(
    "{why} · {language} · {place} · 提问者 {code}",
    "{why} · {language} · {place} · asker {code}",
);
pub(in crate::conversation) const CARD_LANGUAGE: LocalizedText = localized("中文", "English");
pub(in crate::conversation) const CARD_PRIVATE: LocalizedText = localized("私聊", "private chat");
pub(in crate::conversation) const CARD_GROUP: LocalizedText = localized("群里", "in a group");
pub(in crate::conversation) const CARD_NEAREST: LocalizedText =
    localized("最接近的条目：", "Nearest entries:");
pub(in crate::conversation) const CARD_EARLIER: LocalizedText =
    localized("此前几分钟：", "The minutes before:");
pub(in crate::conversation) const CARD_EARLIER_LINE: LocalizedText =
    localized("{n} 分钟前：{text}", "{n} min before: {text}");
pub(in crate::conversation) const CARD_JUST_BEFORE: LocalizedText =
    localized("刚才：{text}", "just before: {text}");
pub(in crate::conversation) const CARD_WAITS: LocalizedText = localized(
    "⏳ 等待回答。回复这条消息，您的话就由机器人发给提问者。",
    "⏳ Waits for an answer. Reply to this message, and the bot sends your words to the asker.",
);
pub(in crate::conversation) const CARD_TAKEN: LocalizedText = localized(
    "🙋 {name} 在处理。回复这条消息即可回答。",
    "🙋 {name} is on it. Reply to this message to answer.",
);
pub(in crate::conversation) const CARD_ANSWERED: LocalizedText = localized(
    "✉️ 已回答。提问者再说的话会接在下面。",
    "✉️ Answered. What the asker adds comes below.",
);
pub(in crate::conversation) const CARD_CLOSED: LocalizedText =
    localized("✅ 已关闭。", "✅ Closed.");
pub(in crate::conversation) const TAKE: LocalizedText = localized("🙋 我来处理", "🙋 Take");
pub(in crate::conversation) const CLOSE: LocalizedText = localized("✅ 关闭", "✅ Close");
pub(in crate::conversation) const REOPEN: LocalizedText = localized("↩️ 重新打开", "↩️ Reopen");
pub(in crate::conversation) const ANSWER_WITH_ENTRY: LocalizedText =
    localized("📖 用条目回答", "📖 Answer with entry");
pub(in crate::conversation) const MAKE_ENTRY: LocalizedText =
    localized("➕ 把回复存为条目", "➕ Make an entry of the reply");
pub(in crate::conversation) const OUT_OF_SCOPE: LocalizedText =
    localized("🚫 不在范围", "🚫 Out of scope");
pub(in crate::conversation) const MUTE: LocalizedText =
    localized("🔇 屏蔽此人", "🔇 Mute this person");
pub(in crate::conversation) const UNMUTE: LocalizedText =
    localized("🔊 取消屏蔽", "🔊 Unmute this person");
pub(in crate::conversation) const STAFF_TOOK: LocalizedText =
    localized("您来处理。", "It's yours.");
pub(in crate::conversation) const STAFF_CLOSED: LocalizedText = localized("已关闭。", "Closed.");
pub(in crate::conversation) const STAFF_REOPENED: LocalizedText =
    localized("已重新打开。", "Open again.");
pub(in crate::conversation) const STAFF_ANSWERED: LocalizedText =
    localized("已发给提问者。", "Sent to the asker.");
pub(in crate::conversation) const STAFF_MUTED: LocalizedText = localized(
    "已屏蔽：此人的问题不再转过来。",
    "Muted: this person's questions no longer come here.",
);
pub(in crate::conversation) const STAFF_UNMUTED: LocalizedText =
    localized("已取消屏蔽。", "No longer muted.");
pub(in crate::conversation) const STAFF_NO_ENTRIES: LocalizedText = localized(
    "没有接近的条目。",
    "There is no entry near to this question.",
);
pub(in crate::conversation) const STAFF_CARD_GONE: LocalizedText =
    localized("这张卡片已不在记录里。", "This card is no longer kept.");
pub(in crate::conversation) const STAFF_NOT_SENT: LocalizedText = localized(
    "没有发出去：这张卡片关闭太久，或对方删除了自己的记录。",
    "Not sent: this card was closed too long ago, or its asker had everything deleted.",
);
pub(in crate::conversation) const STAFF_EDITORS_ONLY: LocalizedText = localized(
    "只有配置里的 admins 和 editors 可以改条目。",
    "Only the configured admins and editors may change entries.",
);
pub(in crate::conversation) const STAFF_ONLY: LocalizedText =
    localized("这是给同事的按钮。", "This button is for the staff.");
pub(in crate::conversation) const NOT_DELIVERED: LocalizedText = localized(
    "⚠️ 您的回答没有送到：提问者停用了机器人，或聊天已不在（{why}）。",
    "⚠️ Your answer did not arrive: the asker blocked the bot, or the chat is gone ({why}).",
);
pub(in crate::conversation) const ASKER_LEFT: LocalizedText = localized(
    "⚠️ 提问者停用了机器人，现在收不到回答。",
    "⚠️ The asker blocked the bot; answers do not arrive at the moment.",
);
pub(in crate::conversation) const OUT_OF_REACH: LocalizedText = localized(
    "⚠️ 要人工回答的问题送不到同事的群（{why}）。问题没有丢：把机器人重新加进群里，它们就会出现。",
    "⚠️ Questions for people do not reach the staff's chat ({why}). None is lost: take the bot into the group again, and they will appear there.",
);
pub(in crate::conversation) const SAID_ON_PAGE: LocalizedText = localized(
    "🖥 {who} 在管理页面回答：{text}",
    "🖥 {who} answered on the admins' page: {text}",
);
pub(in crate::conversation) const STAFF_MOVED: LocalizedText = localized(
    "ℹ️ 同事的群变成了超级群，编号从 {from} 变为 {to}。卡片已在新群里继续。请把配置里的 [staff] chat 改成 {to}。",
    "ℹ️ The staff's group became a supergroup: its number was {from} and is {to} now. Cards go on there. Write {to} into the configuration, as [staff] chat.",
);
pub(in crate::conversation) const ADDS: LocalizedText = localized("💬 {text}", "💬 {text}");
pub(in crate::conversation) const ADDS_EDITED: LocalizedText =
    localized("✏️ 改成：{text}", "✏️ Changed to: {text}");
pub(in crate::conversation) const ADDS_FILE: LocalizedText = localized("📎 {text}", "📎 {text}");
pub(in crate::conversation) const ADDS_NOT_HELPFUL: LocalizedText =
    localized("👎 「{title}」没帮上忙", "👎 “{title}” did not help");
pub(in crate::conversation) const ADDS_NONE_FITS: LocalizedText = localized(
    "🔎 「{text}」列出的条目都不合适",
    "🔎 None of the entries offered for “{text}” fits",
);
pub(in crate::conversation) const BOT_ANSWERED: LocalizedText = localized(
    "（机器人用「{title}」回答了）",
    "(The bot answered with “{title}”)",
);
pub(in crate::conversation) const PERSON_SOLVED: LocalizedText = localized(
    "✅ 提问者说已经解决。",
    "✅ The asker says it is no longer needed.",
);
pub(in crate::conversation) const STAFF_WELCOME: LocalizedText = localized(
    "这里会收到需要人工回答的问题，每个一张卡片。回复卡片，您的话就由机器人发给提问者；不是回复的消息只有这里看得到。",
    "Questions that need people come here, a card each. Reply to a card, and the bot sends your words to its asker; messages that are no replies stay here.",
);
