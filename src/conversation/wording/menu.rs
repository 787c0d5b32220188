//! The command menu and the bot's profile, in both languages.

use crate::conversation::wording::localized_text::{LocalizedText, localized};

/// For whom a command of the menu is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandScope {
    /// Private chats.
    Private,
    /// Groups.
    Group,
    /// Private chats and groups.
    Everywhere,
    /// Admins of groups.
    GroupAdmins,
    /// Admins of the FAQ, in private.
    Admins,
    /// Admins and editors of the FAQ, in private.
    Editors,
}

/// A command of the menu: its name, what it does, for whom.
pub type MenuItem = (&'static str, LocalizedText, CommandScope);

/// The command menu, in the order in which it is shown.
pub const MENU: &[MenuItem] = &[
    (
        "ask",
        localized("问一个问题", "Ask a question"),
        CommandScope::Group,
    ),
    (
        "topics",
        localized("按主题浏览", "Browse by topic"),
        CommandScope::Everywhere,
    ),
    (
        "lang",
        localized("选择回复语言", "Choose the reply language"),
        CommandScope::Private,
    ),
    (
        "help",
        localized("怎么用", "How to use me"),
        CommandScope::Everywhere,
    ),
    (
        "privacy",
        localized("我记录什么", "What I keep"),
        CommandScope::Private,
    ),
    (
        "forget_me",
        localized("删掉关于我的记录", "Delete what is kept about me"),
        CommandScope::Private,
    ),
    (
        "settings",
        localized("本群设置", "Settings of this group"),
        CommandScope::GroupAdmins,
    ),
    (
        "reload",
        localized("重新读取问答库", "Reload the FAQ"),
        CommandScope::Admins,
    ),
    (
        "rollback",
        localized("退回上一版问答库", "Go back to the FAQ before"),
        CommandScope::Admins,
    ),
    (
        "unanswered",
        localized("没答上来的问题", "What could not be answered"),
        CommandScope::Editors,
    ),
    (
        "entry",
        localized("查看和修改条目", "Show and change an entry"),
        CommandScope::Editors,
    ),
    (
        "history",
        localized("最近的修改", "What was changed"),
        CommandScope::Editors,
    ),
    (
        "save",
        localized(
            "把一条好回答存为条目（在群里回复它）",
            "Save a good answer as an entry (reply to it in a group)",
        ),
        CommandScope::Editors,
    ),
    (
        "staff",
        localized(
            "谁能做什么，有多少问题在等人",
            "Who may do what, and what waits for people",
        ),
        CommandScope::Editors,
    ),
    ("stats", localized("统计", "Numbers"), CommandScope::Editors),
    (
        "digest",
        localized("一周小结", "The week in short"),
        CommandScope::Editors,
    ),
    (
        "panel",
        localized("打开管理页面", "Open the admins' page"),
        CommandScope::Editors,
    ),
    (
        "why",
        localized(
            "为什么这样回答（回复某条回答）",
            "Why this answer (as a reply to it)",
        ),
        CommandScope::Editors,
    ),
];

/// The bot's short description on its profile (at most 120 characters).
pub const ABOUT: LocalizedText = localized(
    "中英双语问答：直接提问，马上回答；不会的会告诉您。",
    "Answers your questions in English and Chinese, and says so when it doesn't know.",
);

/// What an empty chat with the bot shows (at most 512 characters), where nobody is named who could be
/// reached.
pub const DESCRIPTION: LocalizedText = localized(
    "把问题直接发给我，中文英文都行。我会给出答案和帮助文章；不确定时列出可能的问题供您选；不会的会告诉您。",
    "Send me your question in English or Chinese. I reply with the answer and the help article, offer likely questions when I'm not sure, and tell you when I don't know.",
);

/// The same where `answer.contact` names somebody.
pub const DESCRIPTION_WITH_CONTACT: LocalizedText = localized(
    "把问题直接发给我，中文英文都行。我会给出答案和帮助文章；不确定时列出可能的问题供您选；不会的会告诉您怎么找人工。",
    "Send me your question in English or Chinese. I reply with the answer and the help article, offer likely questions when I'm not sure, and tell you how to reach a person when I don't know.",
);

/// What the line of input shows while somebody asks inline; one text for every language (at most 64
/// characters).
pub const INLINE_PLACEHOLDER: &str = "Ask a question · 输入问题";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn the_menu_and_profile_keep_telegrams_limits() {
        for (name, about, _) in MENU {
            assert!(name.len() <= 32 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            for language in Language::ALL {
                assert!((1..=256).contains(&about.get(language).chars().count()));
            }
        }
        for language in Language::ALL {
            assert!(ABOUT.get(language).chars().count() <= 120);
            assert!(DESCRIPTION_WITH_CONTACT.get(language).chars().count() <= 512);
            assert!(DESCRIPTION.get(language).chars().count() <= 512);
        }
    }
}
