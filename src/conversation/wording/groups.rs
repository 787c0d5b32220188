//! What people are told in groups.

use crate::conversation::wording::localized_text::{LocalizedText, localized};

pub(in crate::conversation) const INTRODUCTION: LocalizedText = localized(
    "大家好，我是问答机器人 👋 有问题用 /ask 加上问题问我，{ways}。",
    "Hi all, I answer questions 👋 Use /ask with your question, {ways}.",
);
pub(in crate::conversation) const QUIET_OTHERWISE: LocalizedText = localized(
    "别的消息我不回应，也不记录。",
    "I leave all other messages alone and keep none of them.",
);
pub(in crate::conversation) const WAYS_ALL: LocalizedText =
    localized("@ 我或者回复我的消息也行", "mention me or reply to me");
pub(in crate::conversation) const WAYS_FEW: LocalizedText = localized(
    "或者回复我的消息（这里的 @ 我收不到）",
    "or reply to me (mentions don't reach me here)",
);
pub(in crate::conversation) const INTRODUCTION_ADMINS: LocalizedText = localized(
    "管理员可以用 /settings 调整。",
    "Admins can adjust me with /settings.",
);
pub(in crate::conversation) const SETTINGS: LocalizedText = localized(
    "⚙️ 本群设置\n回复语言：{language}\n{cooldown}分钟内不重复同一个回答\n没叫我时也回答（很有把握才答）：{listening}\n谁能看到回答：{reply}",
    "⚙️ Settings of this group\nReply language: {language}\nDon't repeat an answer within: {cooldown} min\nAnswer unasked when very sure: {listening}\nWho sees answers: {reply}",
);
pub(in crate::conversation) const SETTINGS_HOW: LocalizedText = localized(
    "群管理员点下面的按钮修改：",
    "Group admins can change it here:",
);
pub(in crate::conversation) const SETTINGS_NOT_HERE: LocalizedText = localized(
    "/settings 是给群用的，请在群里发送。您自己的回复语言用 /lang。",
    "/settings is for groups; send it there. For your own language use /lang.",
);
pub(in crate::conversation) const SETTINGS_ADMINS_ONLY: LocalizedText = localized(
    "只有本群管理员可以改这个设置。",
    "Only admins of this group can change this.",
);
pub(in crate::conversation) const SETTINGS_USAGE: LocalizedText = localized(
    "可以这样写：\n/settings language both|en|zh\n/settings cooldown 5\n/settings listening on|off\n/settings reply public|ephemeral",
    "Write it like this:\n/settings language both|en|zh\n/settings cooldown 5\n/settings listening on|off\n/settings reply public|ephemeral",
);
pub(in crate::conversation) const SAVED: LocalizedText = localized("已保存", "Saved");
pub(in crate::conversation) const ON: LocalizedText = localized("开", "on");
pub(in crate::conversation) const OFF: LocalizedText = localized("关", "off");
pub(in crate::conversation) const MINUTES: LocalizedText = localized("{n} 分钟", "{n} min");
pub(in crate::conversation) const NO_COOLDOWN: LocalizedText =
    localized("总是回答", "Always answer");
pub(in crate::conversation) const LISTEN_ON: LocalizedText =
    localized("没叫我也答：开", "Answer unasked: on");
pub(in crate::conversation) const LISTEN_OFF: LocalizedText =
    localized("没叫我也答：关", "Answer unasked: off");
pub(in crate::conversation) const SEEN_BY_ALL: LocalizedText = localized("所有人", "everybody");
pub(in crate::conversation) const SEEN_BY_ASKER: LocalizedText = localized(
    "只有提问者（我要是群管理员）",
    "the asker alone (make me an admin)",
);

/// What everybody sees of an answer that only the asker sees; that may not arrive.
pub(in crate::conversation) const ANSWERED_ALONE: LocalizedText = localized(
    "回答只有您能看到。没看到的话，可以私聊打开：",
    "Only you can see my answer. If you don't see it, open it in private:",
);
pub(in crate::conversation) const OPEN_IN_PRIVATE: LocalizedText =
    localized("📄 私聊打开", "📄 Open in private");
