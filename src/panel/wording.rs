//! What the pages say, Chinese and English side by side.

use crate::conversation::wording::{LocalizedText, localized};

pub const NAME: LocalizedText = localized("问答管理", "Wenda");
pub const SKIP: LocalizedText = localized("跳到正文", "Skip to the content");
pub const PAGES: LocalizedText = localized("页面", "Pages");
pub const OVERVIEW: LocalizedText = localized("概览", "Overview");
pub const ENTRIES: LocalizedText = localized("条目", "Entries");
pub const UNANSWERED: LocalizedText = localized("没答上的", "Unanswered");
pub const TRY: LocalizedText = localized("试一试", "Try it");
pub const CHECKS: LocalizedText = localized("检查", "Checks");
pub const VERSIONS: LocalizedText = localized("版本", "Versions");
pub const IMPORT_EXPORT: LocalizedText = localized("导入导出", "Import and export");
pub const SETTINGS: LocalizedText = localized("设置", "Settings");
pub const OTHER_LANGUAGE: LocalizedText = localized("English", "中文");
pub const LOG_OUT: LocalizedText = localized("退出", "Log out");
pub const LOG_OUT_EVERYWHERE: LocalizedText = localized("在所有设备上退出", "Log out everywhere");
pub const WORKING: LocalizedText = localized("正在计算……", "Working …");
pub const SHOW_AGAIN: LocalizedText = localized("刷新", "Show again");

pub const LOG_IN: LocalizedText = localized("登录", "Log in");
pub const LOG_IN_HOW: LocalizedText = localized(
    "在与机器人的私聊中发送 /panel，会得到一个链接：只能用一次，五分钟内有效。",
    "Send /panel to the bot in a private chat: it answers with a link that works once, within five minutes.",
);
pub const LOG_IN_TELEGRAM: LocalizedText = localized(
    "正在通过 Telegram 登录……如果没有反应，请关掉本页，从机器人那里重新打开。",
    "Logging in through Telegram … If nothing happens, close this page and open it from the bot again.",
);
pub const LOG_IN_LINK: LocalizedText = localized(
    "这个链接可以用一次。按下按钮就会登录。",
    "This link works once. Press the button to log in.",
);
pub const DENIED_UNKNOWN: LocalizedText = localized(
    "没有登录：这不是给你的，或者不完整。",
    "Not logged in: this is not for you, or not complete.",
);
pub const DENIED_EXPIRED: LocalizedText = localized(
    "没有登录：已经过期。请重新发送 /panel，或从机器人那里重新打开。",
    "Not logged in: this is too old. Send /panel again, or open the page from the bot again.",
);
pub const DENIED_USED: LocalizedText = localized(
    "没有登录：已经用过一次了。请重新发送 /panel，或从机器人那里重新打开。",
    "Not logged in: this was used before. Send /panel again, or open the page from the bot again.",
);
pub const DENIED_TOO_MANY: LocalizedText = localized(
    "尝试次数太多，请过一分钟再来。",
    "Too many tries. Come again in a minute.",
);
pub const LOGGED_OUT: LocalizedText = localized("已退出。", "You are logged out.");
pub const NOT_FROM_HERE: LocalizedText = localized(
    "没有执行：这个请求不是从本页发出的，或者登录已失效。请重新打开页面再试。",
    "Nothing was done: this did not come from our own page, or your log-in has ended. Open the page again.",
);
pub const NOT_FOUND: LocalizedText = localized("没有这个页面。", "There is no such page.");
pub const NO_STORE: LocalizedText = localized(
    "现在读不了存储，请稍后再试。",
    "The store cannot be read now. Try again in a moment.",
);

pub const LAST_DAY: LocalizedText = localized("24 小时", "24 hours");
pub const LAST_WEEK: LocalizedText = localized("7 天", "7 days");
pub const LAST_MONTH: LocalizedText = localized("30 天", "30 days");
pub const PERIOD: LocalizedText = localized("时间", "Period");
pub const ASKED: LocalizedText = localized("提问", "Asked");
pub const ANSWERED: LocalizedText = localized("已回答", "Answered");
pub const OFFERED: LocalizedText = localized("给出选项", "Offered");
pub const NOT_ANSWERED: LocalizedText = localized("没答上", "Not answered");
pub const WRONG: LocalizedText = localized("答错", "Wrong answers");
pub const PROMISED: LocalizedText = localized("可接受", "accepted:");
pub const LIKELY: LocalizedText = localized("实际约", "likely");
pub const TOO_FEW: LocalizedText = localized("回答太少，说明不了什么", "too few to tell");
pub const AIMED_AT: LocalizedText = localized("目前按", "aiming at");
pub const BEFORE: LocalizedText = localized("上一期", "before:");
pub const WEEKS: LocalizedText = localized("最近十二周", "The last twelve weeks");
pub const WEEK_FROM: LocalizedText = localized("周起始", "Week from");
pub const MOST_ASKED: LocalizedText = localized("问得最多", "Most asked");
pub const NOTHING_ASKED: LocalizedText = localized(
    "这段时间没有人提问。",
    "Nobody asked anything in this time.",
);
pub const NUMBERS_AS_TEXT: LocalizedText = localized("数字", "Numbers");
pub const HEALTH: LocalizedText = localized("运行状况", "Health");
pub const READY: LocalizedText = localized("正常，正在回答问题。", "OK: questions are answered.");
pub const WAITING_UPDATES: LocalizedText =
    localized("等待处理的更新", "Updates waiting to be handled");
pub const WAITING_MESSAGES: LocalizedText =
    localized("等待发送的消息", "Messages waiting to be sent");
pub const ENTRIES_NOW: LocalizedText = localized("正在使用的条目", "Entries in use");
pub const TOPICS: LocalizedText = localized("按主题", "By topic");
pub const NO_TOPIC: LocalizedText = localized("（无主题）", "(no topic)");

pub const SEARCH: LocalizedText = localized("像用户那样提问", "Search as people ask");
pub const SEARCH_BUTTON: LocalizedText = localized("搜索", "Search");
pub const RESULT: LocalizedText = localized("匹配结果", "What the matcher finds");
pub const WOULD_ANSWER: LocalizedText = localized("会直接回答", "It would answer");
pub const WOULD_OFFER: LocalizedText = localized("会给出选项", "It would offer a choice");
pub const WOULD_PASS: LocalizedText = localized("不会回答", "It would not answer");
pub const WHY: LocalizedText = localized("为什么", "Why");
pub const THROUGH: LocalizedText = localized("最接近的问法", "nearest phrasing");
pub const FILTER: LocalizedText = localized("筛选", "Filter");
pub const ALL: LocalizedText = localized("全部", "All");
pub const TOPIC: LocalizedText = localized("主题", "Topic");
pub const LANGUAGES: LocalizedText = localized("语言", "Languages");
pub const ONLY_EN: LocalizedText = localized("只有英文", "English alone");
pub const ONLY_ZH: LocalizedText = localized("只有中文", "Chinese alone");
pub const BOTH: LocalizedText = localized("中英都有", "Both");
pub const AGE: LocalizedText = localized("修改时间", "Changed");
pub const AGE_WEEK: LocalizedText = localized("7 天内改过", "within 7 days");
pub const AGE_MONTH: LocalizedText = localized("30 天内改过", "within 30 days");
pub const AGE_OVER_MONTH: LocalizedText = localized("30 天没改过", "not for 30 days");
pub const AGE_OVER_HALF_YEAR: LocalizedText = localized("半年没改过", "not for half a year");
pub const AGE_KNOWN_SINCE: LocalizedText = localized(
    "更早的版本没有保留，改动从这天起才知道：",
    "Older versions are not kept; changes are known since",
);
pub const WITH_WARNINGS: LocalizedText = localized("只看有提示的", "With findings only");
pub const NEW_ENTRY: LocalizedText = localized("新条目", "New entry");
pub const EARLIER: LocalizedText = localized("上一页", "Earlier");
pub const LATER: LocalizedText = localized("下一页", "Later");
pub const NO_ENTRIES: LocalizedText = localized("没有符合的条目。", "No entry is like that.");
pub const PHRASINGS: LocalizedText = localized("种问法", "phrasings");
pub const FINDINGS: LocalizedText = localized("条提示", "findings");

pub const ID: LocalizedText = localized("编号", "Id");
pub const ID_HINT: LocalizedText = localized(
    "小写字母、数字、- 和 _；以后不要改。",
    "a-z, 0-9, - and _; it stays for ever.",
);
pub const QUESTIONS_EN: LocalizedText = localized("英文问法", "Questions in English");
pub const QUESTIONS_ZH: LocalizedText = localized("中文问法", "Questions in Chinese");
pub const ONE_A_LINE: LocalizedText = localized("每行一个", "One a line");
pub const FIRST_IS_TITLE: LocalizedText = localized(
    "每行一个，第一个是标题",
    "One a line; the first is the title",
);
pub const ANSWER_EN: LocalizedText = localized("英文回答", "Answer in English");
pub const ANSWER_ZH: LocalizedText = localized("中文回答", "Answer in Chinese");
pub const MARKDOWN: LocalizedText = localized(
    "Markdown：粗体、链接、列表、引用",
    "Markdown: bold, links, lists, quotes",
);
pub const LINK: LocalizedText = localized("帮助文章的网址", "Address of the help article");
pub const KEYWORDS: LocalizedText = localized("关键词", "Keywords");
pub const RELATED: LocalizedText = localized("相关条目的编号", "Ids of related entries");
pub const TESTS: LocalizedText = localized("测试问题", "Tests");
pub const TESTS_HINT: LocalizedText = localized(
    "每行一个；必须找到本条目，否则任何修改都不会生效",
    "One a line; each must reach this entry, or no change is taken",
);
pub const SAVE: LocalizedText = localized("保存并生效", "Save and use");
pub const PREVIEW: LocalizedText = localized("预览", "Preview");
pub const PREVIEW_EN: LocalizedText = localized("英文读者看到的", "As an English reader sees it");
pub const PREVIEW_ZH: LocalizedText = localized("中文读者看到的", "As a Chinese reader sees it");
pub const REACHED: LocalizedText =
    localized("最近找到本条目的问题", "Questions that reached it lately");
pub const REACHED_NONE: LocalizedText = localized("最近没有。", "None lately.");
pub const REACHED_SHOW: LocalizedText = localized("显示这些问题", "Show the questions");
pub const REACHED_BY: LocalizedText = localized("经由", "by");
pub const HISTORY: LocalizedText = localized("修改记录", "History");
pub const HISTORY_NONE: LocalizedText = localized("没有记录。", "Nothing is recorded.");
pub const IN_FILE: LocalizedText = localized("在文件", "In the file");
pub const CHANGED_SINCE: LocalizedText = localized(
    "没有保存：你打开之后，别人改过这个条目。",
    "Not saved: somebody changed this entry after you opened it.",
);
pub const THEIRS: LocalizedText = localized("现在是", "It says now");
pub const YOURS: LocalizedText = localized("你要写的是", "You wrote");
pub const SAVE_OVER: LocalizedText = localized("仍然按我写的保存", "Save mine all the same");
pub const SAME_AS_NOW: LocalizedText = localized("没有不同。", "Nothing differs.");
pub const ENTRY_GONE: LocalizedText =
    localized("这个条目已经不在了。", "That entry is not there any more.");
pub const BACK_TO_FORM: LocalizedText = localized("改一改再保存", "Change it and save again");
pub const UNDO: LocalizedText = localized("撤销", "Undo");
pub const UNDONE: LocalizedText = localized("已撤销", "taken back");
pub const OPEN_ENTRY: LocalizedText = localized("打开条目", "Open the entry");
pub const BACK_TO_LIST: LocalizedText = localized("回到列表", "Back to the list");

pub const PLACE: LocalizedText = localized("移动或删除", "Move or remove");
pub const TO_FILE: LocalizedText = localized("移到文件", "To the file");
pub const MOVE: LocalizedText = localized("移动", "Move");
pub const REMOVE: LocalizedText = localized("删除", "Remove");
pub const PLACE_HINT: LocalizedText = localized(
    "文件决定主题。删除时，别的条目里指向它的“相关”也一起去掉。两者都可以撤销。",
    "The file decides the topic. Removing also takes it out of what others name as related. Both can be undone.",
);

pub const GROUPS_NONE: LocalizedText =
    localized("没有遗留的问题。", "Nothing was left unanswered.");
pub const OTHER_WORDINGS: LocalizedText = localized("其他说法", "Other wordings");
pub const SAID_NO_HELP: LocalizedText =
    localized("次得到的回答没用", "got an answer that did not help");
pub const NEAREST: LocalizedText = localized("加到最接近的条目", "Add it to one of the nearest");
pub const ADD_TO: LocalizedText = localized("加到", "Add to");
pub const TO_OTHER: LocalizedText = localized(
    "加到别的条目（编号或说法）",
    "Add it to another entry (its id or words)",
);
pub const FIND: LocalizedText = localized("查找", "Find");
pub const OUT_OF_SCOPE: LocalizedText =
    localized("不属于我们（以后不答）", "Out of scope: never answer it");
pub const IGNORE: LocalizedText = localized("不再显示", "Do not show it again");
pub const IGNORED: LocalizedText = localized("以后不再显示。", "It will not be shown again.");
pub const GROUP_GONE: LocalizedText = localized(
    "这一组已经不在列表里了：也许刚刚有人处理过。",
    "This group is not in the list any more: perhaps somebody just dealt with it.",
);
pub const MAKE_ENTRY: LocalizedText = localized("写一个新条目", "Write a new entry");
pub const NONE_FOUND: LocalizedText = localized("没有找到这样的条目。", "No such entry was found.");

pub const CARDS: LocalizedText = localized("等人回答", "For people");
pub const CARDS_OFF: LocalizedText = localized(
    "没有设置由人回答的群（[staff] chat），所以这里没有卡片。",
    "No group is configured where people answer ([staff] chat), so there are no cards.",
);
pub const CARDS_NONE: LocalizedText = localized("没有等人回答的问题。", "Nobody waits for people.");
pub const CARD_WAITS: LocalizedText = localized("等待中", "waits");
pub const CARD_IS_TAKEN: LocalizedText = localized("有人处理", "taken");
pub const CARD_IS_ANSWERED: LocalizedText = localized("已回答", "answered");
pub const CARD_IS_CLOSED: LocalizedText = localized("已关闭", "closed");
pub const CARD_NO_ANSWER: LocalizedText = localized("没有答案", "no answer was found");
pub const CARD_NOT_HELPFUL: LocalizedText = localized("回答没用", "the answer did not help");
pub const CARD_ASKED_FOR: LocalizedText = localized("要求人工", "asked for a person");
pub const CARD_WANTS_PEOPLE: LocalizedText = localized("想和人说话", "Wants to talk to people");
pub const CARD_IN_GROUP: LocalizedText = localized("在群里问的", "asked in a group");
pub const CARD_IN_PRIVATE: LocalizedText = localized("私聊", "in private");
pub const CARD_EARLIER: LocalizedText = localized("之前问过", "Asked shortly before");
pub const CARD_REPLY: LocalizedText = localized("最近一次回答", "What was answered last");
pub const CARD_SAY: LocalizedText = localized("回答提问者", "Answer the asker");
pub const CARD_SAY_HINT: LocalizedText = localized(
    "由机器人原样发给对方，同事的群里也看得到",
    "The bot sends it as it is; the staff's chat sees it, too",
);
pub const CARD_WITH_ENTRY: LocalizedText = localized("用条目回答", "Answer with an entry");
pub const CARD_TAKE: LocalizedText = localized("我来处理", "Take it");
pub const CARD_CLOSE: LocalizedText = localized("关闭", "Close it");
pub const CARD_REOPEN: LocalizedText = localized("重新打开", "Open it again");
pub const CARD_MUTE: LocalizedText = localized("屏蔽此人", "Mute this person");
pub const CARD_DONE: LocalizedText = localized("已完成。", "Done.");
pub const CARD_GONE: LocalizedText =
    localized("这张卡片已不在记录里。", "This card is no longer kept.");
pub const CARD_NOT_THERE: LocalizedText = localized(
    "没有发出：卡片还没有送到同事的群，请稍后再试。",
    "Not sent: the card does not stand in the staff's chat yet. Try again in a moment.",
);

pub const TRY_HINT: LocalizedText = localized(
    "和正在使用的问答库说话，和在私聊里一样。不会被记录。",
    "Talk to the FAQ in use, as in a private chat. Nothing of it is kept.",
);
pub const SAY: LocalizedText = localized("说点什么", "Say something");
pub const SEND: LocalizedText = localized("发送", "Send");
pub const BEGIN_AGAIN: LocalizedText = localized("重新开始", "Begin again");

pub const TESTS_PASSED: LocalizedText = localized("个测试全部通过。", "tests, all passed.");
pub const TESTS_FAILED: LocalizedText = localized("个测试没有通过", "tests fail");
pub const NO_FINDINGS: LocalizedText = localized("没有发现问题。", "Nothing was found.");
pub const OF_FILES: LocalizedText = localized("磁盘上的文件", "The files on disk");
pub const ERROR: LocalizedText = localized("错误", "error");
pub const WARNING: LocalizedText = localized("提示", "warning");
pub const MORE_FINDINGS: LocalizedText = localized(
    "其余请用 `wenda check` 查看。",
    "`wenda check` shows the rest.",
);

pub const RELOAD: LocalizedText = localized("重新读取文件", "Read the files again");
pub const FORCE: LocalizedText = localized("仍然采用", "Take it anyway");
pub const ROLLBACK: LocalizedText = localized("回到上一个版本", "Go back to the version before");
pub const IN_USE: LocalizedText = localized("正在使用", "in use");
pub const NUMBER: LocalizedText = localized("号", "Number");
pub const WHEN: LocalizedText = localized("时间（UTC）", "When (UTC)");
pub const WHO: LocalizedText = localized("谁", "Who");
pub const HOW: LocalizedText = localized("怎么来的", "How it came");
pub const DIFFERENCE: LocalizedText = localized("与上一版的不同", "What it changed");
pub const ADDED: LocalizedText = localized("新增", "Added");
pub const CHANGED: LocalizedText = localized("修改", "Changed");
pub const REMOVED: LocalizedText = localized("删除", "Removed");
pub const YOU: LocalizedText = localized("你", "you");
pub const ADMIN: LocalizedText = localized("管理员", "admin");

/// An editor, before their number.
pub const EDITOR: LocalizedText = localized("编辑", "editor");

/// What editors are told where only admins may.
pub const ADMINS_ONLY: LocalizedText = localized(
    "这件事只有管理员可以做；编辑可以修改条目。",
    "Only admins may do this; editors may change entries.",
);
pub const FROM_START: LocalizedText = localized("启动时的文件", "the files at the start");
pub const FROM_RELOAD: LocalizedText = localized("重新读取", "read again");
pub const FROM_FORCED: LocalizedText = localized("不顾测试采用", "taken over failing tests");
pub const FROM_WATCH: LocalizedText = localized("文件变化", "the files changed");
pub const FROM_EDIT: LocalizedText = localized("修改", "a change");
pub const FROM_UNDO: LocalizedText = localized("撤销修改", "a change taken back");
pub const PATCH_CUT: LocalizedText = localized(
    "（太长，只显示前面的部分）",
    "(too long: the beginning only)",
);

pub const SETTINGS_HINT: LocalizedText = localized(
    "这里只能看。配置只在启动时读取：要修改，请编辑 config.toml 并重新启动。运行中能改的只有每个人的语言（/lang）和每个群的设置，\
     由他们自己在聊天里改。",
    "For reading. The configuration is read at the start alone: to change it, edit config.toml and start \
     again. What changes at run time is each person's language (/lang) and each group's settings, which they \
     change themselves in their chats.",
);
pub const KEY: LocalizedText = localized("设置项", "Key");
pub const VALUE: LocalizedText = localized("值", "Value");
pub const SESSIONS_HINT: LocalizedText = localized(
    "结束你在所有浏览器里的登录，之前发出的链接也一并作废。",
    "Ends every log-in of yours, in all browsers; links made until now stop working.",
);

pub const EXPORT: LocalizedText = localized("导出", "Export");
pub const AS_TABLE: LocalizedText = localized("表格（CSV）", "A spreadsheet (CSV)");
pub const AS_PAGE: LocalizedText = localized("网页文稿（Markdown）", "A page (Markdown)");
pub const STATS_TABLE: LocalizedText = localized("这些数字（CSV）", "These numbers (CSV)");
pub const IMPORT: LocalizedText = localized("导入", "Import");
pub const IMPORT_HINT: LocalizedText = localized(
    "选择文件，或把内容贴进来。先看结果，再决定是否写入。",
    "Choose a file or paste its text. First you see what it would write, then you decide.",
);
pub const FILE: LocalizedText = localized("文件", "File");
pub const TEXT: LocalizedText = localized("内容", "Text");
pub const FORMAT: LocalizedText = localized("格式", "Format");
pub const SEE_RESULT: LocalizedText = localized("看看结果", "See what it would write");
pub const WOULD_WRITE: LocalizedText =
    localized("会写成这样的 YAML", "The YAML that it would write");
pub const TAKEN_IDS: LocalizedText = localized(
    "已有的条目，会更新",
    "Entries that are there already, to be updated",
);
pub const WRITE: LocalizedText = localized("写入问答库", "Write it into the FAQ");
pub const WRITE_HINT: LocalizedText = localized(
    "写入和其他改动一样：先跑测试，逐个文件写入，每个文件都能撤销。还没有文件的主题，其条目写进最后一个文件。",
    "It is written as every change is: behind the FAQ's tests, file by file, each of which can be undone. \
     Entries of a topic without a file come into the last file.",
);
pub const NOTHING_NEW: LocalizedText = localized(
    "没有新内容，什么也没写。",
    "Nothing in it is new; nothing was written.",
);
pub const IMPORT_GONE: LocalizedText = localized(
    "没有写入，或者结果已经不在了：可能另一次导入正在进行，也可能机器人重启过。看看“版本”页，再试一次。",
    "Not written, or what came of it is gone: another import may have been running, or the bot was started \
     again. Look at “Versions”, and try once more.",
);
pub const LEFT_OUT: LocalizedText = localized("没有采用的行", "Rows that are left out");
pub const LINE: LocalizedText = localized("第", "line");
pub const SAVE_YAML: LocalizedText = localized("保存为文件", "Save as a file");
pub const SAVE_YAML_HINT: LocalizedText = localized(
    "把它放进问答库的文件夹，再到“版本”页重新读取：测试通过才会生效。",
    "Put it into the FAQ's folder and read the files again under “Versions”: it is used once the tests pass.",
);
pub const TOO_MUCH: LocalizedText = localized("（只显示前面的部分）", "(the beginning only)");

#[cfg(test)]
mod tests {
    /// Every sentence stands in both languages, and no two names say the same thing by mistake.
    #[test]
    fn both_languages_are_there() {
        let source = include_str!("wording.rs");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let constants = source.matches(": LocalizedText = localized(").count();
        assert!(constants > 100, "{constants}");
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for block in source.split("pub const ").skip(1) {
            let texts: Vec<&str> = block.split('"').skip(1).step_by(2).take(2).collect();
            let [zh, en] = texts[..] else {
                panic!("{block}")
            };
            assert!(!zh.is_empty() && !en.is_empty(), "{block}");
            assert!(zh.chars().any(is_han) || zh == "English", "{zh}");
            assert!(en == "中文" || !en.chars().any(is_han), "{en}");
        }
    }
}
