//! The command menu and the bot's profile, in both languages.

use crate::conversation::wording::localized_text::{Words, words};

/// For whom a command of the menu is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
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
}

/// A command of the menu: its name, what it does, for whom.
pub type MenuItem = (&'static str, Words, Audience);

/// The command menu, in the order in which it is shown.
pub const MENU: &[MenuItem] = &[
    (
        "ask",
        words("问一个问题", "Ask a question"),
        Audience::Group,
    ),
    (
        "topics",
        words("按主题浏览", "Browse by topic"),
        Audience::Everywhere,
    ),
    (
        "lang",
        words("选择回复语言", "Choose the reply language"),
        Audience::Private,
    ),
    (
        "help",
        words("怎么用", "How to use me"),
        Audience::Everywhere,
    ),
    (
        "privacy",
        words("我记录什么", "What I keep"),
        Audience::Private,
    ),
    (
        "forget_me",
        words("删掉关于我的记录", "Delete what is kept about me"),
        Audience::Private,
    ),
    (
        "settings",
        words("本群设置", "Settings of this group"),
        Audience::GroupAdmins,
    ),
    (
        "reload",
        words("重新读取问答库", "Reload the FAQ"),
        Audience::Admins,
    ),
    (
        "rollback",
        words("退回上一版问答库", "Go back to the FAQ before"),
        Audience::Admins,
    ),
    (
        "unanswered",
        words("没答上来的问题", "What could not be answered"),
        Audience::Admins,
    ),
    ("stats", words("统计", "Numbers"), Audience::Admins),
    (
        "why",
        words(
            "为什么这样回答（回复某条回答）",
            "Why this answer (as a reply to it)",
        ),
        Audience::Admins,
    ),
];

/// The bot's short description on its profile (at most 120 characters).
pub const ABOUT: Words = words(
    "中英双语问答：直接提问，马上回答；不会的会告诉您。",
    "Answers your questions in English and Chinese, and says so when it doesn't know.",
);

/// What an empty chat with the bot shows (at most 512 characters).
pub const DESCRIPTION: Words = words(
    "把问题直接发给我，中文英文都行。我会给出答案和帮助文章；不确定时列出可能的问题供您选；不会的会告诉您怎么找人工。",
    "Send me your question in English or Chinese. I reply with the answer and the help article, offer likely questions when I'm not sure, and tell you how to reach a person when I don't know.",
);

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
            assert!(DESCRIPTION.get(language).chars().count() <= 512);
        }
    }
}
