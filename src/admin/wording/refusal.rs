//! Why something was not done, in words.

use crate::admin::wording::phrases::say;
use crate::admin::{NotWritten, Refusal};
use crate::text::Language;

/// Why a change was offered as a patch only.
pub(crate) fn not_written(language: Language, why: NotWritten) -> String {
    match why {
        NotWritten::Configured => say(
            language,
            "配置为只给补丁（[faq] edits = \"patch\"）。",
            "The configuration wants patches only ([faq] edits = \"patch\").",
        ),
        NotWritten::Git => say(
            language,
            "FAQ 在 git 工作区中，所以没有写入（[faq] edits = \"write\" 可改变这一点）。",
            "The FAQ lies in a git work tree, so nothing was written ([faq] edits = \"write\" changes that).",
        ),
        NotWritten::ReadOnly => say(
            language,
            "FAQ 文件夹不可写，所以没有写入。",
            "The FAQ's folder cannot be written, so nothing was.",
        ),
    }
}

/// Why something cannot be done.
pub(crate) fn refused(language: Language, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NothingBefore => say(
            language,
            "没有更早的版本可以回退。",
            "There is no version before this one.",
        ),
        Refusal::AnotherSince => say(
            language,
            "之后又换过版本了；要回退现在的版本，请用 /rollback。",
            "Another version has come since; /rollback goes back from the one in use now.",
        ),
        Refusal::RolledBack => say(
            language,
            "现在用的是回退后的版本，磁盘上的文件不是它；此时写入会把被回退的内容带回来。请先改好文件并 /reload。",
            "A version from before answers, and the files on disk are not it: writing now would bring back \
             what was rolled back. Fix the files and /reload first.",
        ),
        Refusal::MovedOn => say(
            language,
            "文件后来又改过，找不到当时的改动了；没有写入。",
            "The file has moved on and the change cannot be found in it any more; nothing was written.",
        ),
        Refusal::UndoneBefore => say(language, "已经撤销过了。", "That was taken back before."),
        Refusal::Forgotten => say(
            language,
            "这个列表太旧了，请重新发送 /unanswered。",
            "This is too old to act on: send /unanswered again.",
        ),
        Refusal::EntryGone => say(
            language,
            "这个条目已经不在了。",
            "That entry is not there any more.",
        ),
        Refusal::EntryChanged => say(
            language,
            "你打开之后，别人改过这个条目；没有写入。",
            "Somebody changed this entry after you opened it; nothing was written.",
        ),
        Refusal::NotEditable(why) => match language {
            Language::Zh => format!("没有写入：{why}"),
            Language::En => format!("Not written: {why}"),
        },
        Refusal::Disk(why) => match language {
            Language::Zh => format!("没有写入，磁盘报错：{why}"),
            Language::En => format!("Not written, the disk refused: {why}"),
        },
    }
}
