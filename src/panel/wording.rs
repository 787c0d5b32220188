//! What the pages say, Chinese and English side by side.

use crate::text::Language;

/// A sentence in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    zh: &'static str,
    en: &'static str,
}

impl Words {
    /// The sentence in `language`.
    pub fn to(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

const fn words(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

pub const NAME: Words = words("问答管理", "Wenda");
pub const SKIP: Words = words("跳到正文", "Skip to the content");
pub const PAGES: Words = words("页面", "Pages");
pub const OVERVIEW: Words = words("概览", "Overview");
pub const ENTRIES: Words = words("条目", "Entries");
pub const UNANSWERED: Words = words("没答上的", "Unanswered");
pub const TRY: Words = words("试一试", "Try it");
pub const CHECKS: Words = words("检查", "Checks");
pub const VERSIONS: Words = words("版本", "Versions");
pub const EXCHANGE: Words = words("导入导出", "Import and export");
pub const SETTINGS: Words = words("设置", "Settings");
pub const OTHER_LANGUAGE: Words = words("English", "中文");
pub const LOG_OUT: Words = words("退出", "Log out");
pub const LOG_OUT_EVERYWHERE: Words = words("在所有设备上退出", "Log out everywhere");
pub const WORKING: Words = words("正在计算……", "Working …");
pub const SHOW_AGAIN: Words = words("刷新", "Show again");

pub const LOG_IN: Words = words("登录", "Log in");
pub const LOG_IN_HOW: Words = words(
    "在与机器人的私聊中发送 /panel，会得到一个链接：只能用一次，五分钟内有效。",
    "Send /panel to the bot in a private chat: it answers with a link that works once, within five minutes.",
);
pub const LOG_IN_TELEGRAM: Words = words(
    "正在通过 Telegram 登录……如果没有反应，请关掉本页，从机器人那里重新打开。",
    "Logging in through Telegram … If nothing happens, close this page and open it from the bot again.",
);
pub const LOG_IN_LINK: Words = words(
    "这个链接可以用一次。按下按钮就会登录。",
    "This link works once. Press the button to log in.",
);
pub const DENIED_UNKNOWN: Words = words(
    "没有登录：这不是给你的，或者不完整。",
    "Not logged in: this is not for you, or not complete.",
);
pub const DENIED_EXPIRED: Words = words(
    "没有登录：已经过期。请重新发送 /panel，或从机器人那里重新打开。",
    "Not logged in: this is too old. Send /panel again, or open the page from the bot again.",
);
pub const DENIED_USED: Words = words(
    "没有登录：已经用过一次了。请重新发送 /panel，或从机器人那里重新打开。",
    "Not logged in: this was used before. Send /panel again, or open the page from the bot again.",
);
pub const DENIED_TOO_MANY: Words = words(
    "尝试次数太多，请过一分钟再来。",
    "Too many tries. Come again in a minute.",
);
pub const LOGGED_OUT: Words = words("已退出。", "You are logged out.");
pub const NOT_FROM_HERE: Words = words(
    "没有执行：这个请求不是从本页发出的，或者登录已失效。请重新打开页面再试。",
    "Nothing was done: this did not come from our own page, or your log-in has ended. Open the page again.",
);
pub const NOT_FOUND: Words = words("没有这个页面。", "There is no such page.");
pub const NO_STORE: Words = words(
    "现在读不了存储，请稍后再试。",
    "The store cannot be read now. Try again in a moment.",
);

pub const LAST_DAY: Words = words("24 小时", "24 hours");
pub const LAST_WEEK: Words = words("7 天", "7 days");
pub const LAST_MONTH: Words = words("30 天", "30 days");
pub const PERIOD: Words = words("时间", "Period");
pub const ASKED: Words = words("提问", "Asked");
pub const ANSWERED: Words = words("已回答", "Answered");
pub const OFFERED: Words = words("给出选项", "Offered");
pub const NOT_ANSWERED: Words = words("没答上", "Not answered");
pub const WRONG: Words = words("答错", "Wrong answers");
pub const PROMISED: Words = words("可接受", "accepted:");
pub const LIKELY: Words = words("实际约", "likely");
pub const TOO_FEW: Words = words("回答太少，说明不了什么", "too few to tell");
pub const AIMED_AT: Words = words("目前按", "aiming at");
pub const BEFORE: Words = words("上一期", "before:");
pub const WEEKS: Words = words("最近十二周", "The last twelve weeks");
pub const WEEK_FROM: Words = words("周起始", "Week from");
pub const MOST_ASKED: Words = words("问得最多", "Most asked");
pub const NOTHING_ASKED: Words = words(
    "这段时间没有人提问。",
    "Nobody asked anything in this time.",
);
pub const NUMBERS_AS_TEXT: Words = words("数字", "Numbers");
pub const HEALTH: Words = words("运行状况", "Health");
pub const READY: Words = words("正常，正在回答问题。", "Well: questions are answered.");
pub const WAITING_UPDATES: Words = words("等待处理的更新", "Updates waiting to be handled");
pub const WAITING_MESSAGES: Words = words("等待发送的消息", "Messages waiting to be sent");
pub const ENTRIES_NOW: Words = words("正在使用的条目", "Entries in use");
pub const TOPICS: Words = words("按主题", "By topic");
pub const NO_TOPIC: Words = words("（无主题）", "(no topic)");

pub const SEARCH: Words = words("像用户那样提问", "Search as people ask");
pub const SEARCH_BUTTON: Words = words("搜索", "Search");
pub const RESULT: Words = words("匹配结果", "What the matcher finds");
pub const WOULD_ANSWER: Words = words("会直接回答", "It would answer");
pub const WOULD_OFFER: Words = words("会给出选项", "It would offer a choice");
pub const WOULD_PASS: Words = words("不会回答", "It would not answer");
pub const WHY: Words = words("为什么", "Why");
pub const THROUGH: Words = words("最接近的问法", "nearest phrasing");
pub const FILTER: Words = words("筛选", "Filter");
pub const ALL: Words = words("全部", "All");
pub const TOPIC: Words = words("主题", "Topic");
pub const LANGUAGES: Words = words("语言", "Languages");
pub const ONLY_EN: Words = words("只有英文", "English alone");
pub const ONLY_ZH: Words = words("只有中文", "Chinese alone");
pub const BOTH: Words = words("中英都有", "Both");
pub const WITH_WARNINGS: Words = words("只看有提示的", "With findings only");
pub const NEW_ENTRY: Words = words("新条目", "New entry");
pub const EARLIER: Words = words("上一页", "Earlier");
pub const LATER: Words = words("下一页", "Later");
pub const NO_ENTRIES: Words = words("没有符合的条目。", "No entry is like that.");
pub const PHRASINGS: Words = words("种问法", "phrasings");
pub const FINDINGS: Words = words("条提示", "findings");

pub const ID: Words = words("编号", "Id");
pub const ID_HINT: Words = words(
    "小写字母、数字、- 和 _；以后不要改。",
    "a-z, 0-9, - and _; it stays for ever.",
);
pub const QUESTIONS_EN: Words = words("英文问法", "Questions in English");
pub const QUESTIONS_ZH: Words = words("中文问法", "Questions in Chinese");
pub const ONE_A_LINE: Words = words("每行一个", "One a line");
pub const FIRST_IS_TITLE: Words = words(
    "每行一个，第一个是标题",
    "One a line; the first is the title",
);
pub const ANSWER_EN: Words = words("英文回答", "Answer in English");
pub const ANSWER_ZH: Words = words("中文回答", "Answer in Chinese");
pub const MARKDOWN: Words = words(
    "Markdown：粗体、链接、列表、引用",
    "Markdown: bold, links, lists, quotes",
);
pub const LINK: Words = words("帮助文章的网址", "Address of the help article");
pub const KEYWORDS: Words = words("关键词", "Keywords");
pub const RELATED: Words = words("相关条目的编号", "Ids of related entries");
pub const TESTS: Words = words("测试问题", "Tests");
pub const TESTS_HINT: Words = words(
    "每行一个；必须找到本条目，否则任何修改都不会生效",
    "One a line; each must reach this entry, or no change is taken",
);
pub const SAVE: Words = words("保存并生效", "Save and use");
pub const PREVIEW: Words = words("预览", "Preview");
pub const PREVIEW_EN: Words = words("英文读者看到的", "As an English reader sees it");
pub const PREVIEW_ZH: Words = words("中文读者看到的", "As a Chinese reader sees it");
pub const REACHED: Words = words("最近找到本条目的问题", "Questions that reached it lately");
pub const REACHED_NONE: Words = words("最近没有。", "None lately.");
pub const REACHED_SHOW: Words = words("显示这些问题", "Show the questions");
pub const REACHED_BY: Words = words("经由", "by");
pub const HISTORY: Words = words("修改记录", "History");
pub const HISTORY_NONE: Words = words("没有记录。", "Nothing is recorded.");
pub const IN_FILE: Words = words("在文件", "In the file");
pub const CHANGED_SINCE: Words = words(
    "没有保存：你打开之后，别人改过这个条目。",
    "Not saved: somebody changed this entry after you opened it.",
);
pub const THEIRS: Words = words("现在是", "It says now");
pub const YOURS: Words = words("你要写的是", "You wrote");
pub const SAVE_OVER: Words = words("仍然按我写的保存", "Save mine all the same");
pub const SAME_AS_NOW: Words = words("没有不同。", "Nothing differs.");
pub const ENTRY_GONE: Words = words("这个条目已经不在了。", "That entry is not there any more.");
pub const BACK_TO_FORM: Words = words("改一改再保存", "Mend it and save again");
pub const UNDO: Words = words("撤销", "Undo");
pub const UNDONE: Words = words("已撤销", "taken back");
pub const OPEN_ENTRY: Words = words("打开条目", "Open the entry");
pub const BACK_TO_LIST: Words = words("回到列表", "Back to the list");

pub const GROUPS_NONE: Words = words("没有遗留的问题。", "Nothing was left unanswered.");
pub const OTHER_WORDINGS: Words = words("其他说法", "Other wordings");
pub const SAID_NO_HELP: Words = words("次得到的回答没用", "got an answer that did not help");
pub const NEAREST: Words = words("加到最接近的条目", "Add it to one of the nearest");
pub const ADD_TO: Words = words("加到", "Add to");
pub const TO_OTHER: Words = words(
    "加到别的条目（编号或说法）",
    "Add it to another entry (its id or words)",
);
pub const FIND: Words = words("查找", "Find");
pub const OUT_OF_SCOPE: Words = words("不属于我们（以后不答）", "Out of scope: never answer it");
pub const IGNORE: Words = words("不再显示", "Do not show it again");
pub const IGNORED: Words = words("以后不再显示。", "It will not be shown again.");
pub const GROUP_GONE: Words = words(
    "这一组已经不在列表里了：也许刚刚有人处理过。",
    "This group is not in the list any more: perhaps somebody just dealt with it.",
);
pub const MAKE_ENTRY: Words = words("写一个新条目", "Write a new entry");
pub const NONE_FOUND: Words = words("没有找到这样的条目。", "No such entry was found.");

pub const TRY_HINT: Words = words(
    "和正在使用的问答库说话，和在私聊里一样。不会被记录。",
    "Talk to the FAQ in use, as in a private chat. Nothing of it is kept.",
);
pub const SAY: Words = words("说点什么", "Say something");
pub const SEND: Words = words("发送", "Send");
pub const BEGIN_AGAIN: Words = words("重新开始", "Begin again");

pub const TESTS_PASSED: Words = words("个测试全部通过。", "tests, all passed.");
pub const TESTS_FAILED: Words = words("个测试没有通过", "tests fail");
pub const NO_FINDINGS: Words = words("没有发现问题。", "Nothing was found.");
pub const OF_FILES: Words = words("磁盘上的文件", "The files on disk");
pub const ERROR: Words = words("错误", "error");
pub const WARNING: Words = words("提示", "warning");
pub const MORE_FINDINGS: Words = words(
    "其余请用 `wenda check` 查看。",
    "`wenda check` shows the rest.",
);

pub const RELOAD: Words = words("重新读取文件", "Read the files again");
pub const FORCE: Words = words("仍然采用", "Take it anyway");
pub const ROLLBACK: Words = words("回到上一个版本", "Go back to the version before");
pub const IN_USE: Words = words("正在使用", "in use");
pub const NUMBER: Words = words("号", "Number");
pub const WHEN: Words = words("时间（UTC）", "When (UTC)");
pub const WHO: Words = words("谁", "Who");
pub const HOW: Words = words("怎么来的", "How it came");
pub const DIFFERENCE: Words = words("与上一版的不同", "What it changed");
pub const ADDED: Words = words("新增", "Added");
pub const CHANGED: Words = words("修改", "Changed");
pub const REMOVED: Words = words("删除", "Removed");
pub const YOU: Words = words("你", "you");
pub const ADMIN: Words = words("管理员", "admin");
pub const FROM_START: Words = words("启动时的文件", "the files at the start");
pub const FROM_RELOAD: Words = words("重新读取", "read again");
pub const FROM_FORCED: Words = words("不顾测试采用", "taken over failing tests");
pub const FROM_WATCH: Words = words("文件变化", "the files changed");
pub const FROM_EDIT: Words = words("修改", "a change");
pub const FROM_UNDO: Words = words("撤销修改", "a change taken back");
pub const PATCH_CUT: Words = words(
    "（太长，只显示前面的部分）",
    "(too long: the beginning only)",
);

pub const SETTINGS_HINT: Words = words(
    "这里只能看。要修改，请编辑 config.toml 并重新启动。",
    "For reading. To change a setting, edit config.toml and start again.",
);
pub const KEY: Words = words("设置项", "Key");
pub const VALUE: Words = words("值", "Value");
pub const SESSIONS_HINT: Words = words(
    "结束你在所有浏览器里的登录，之前发出的链接也一并作废。",
    "Ends every log-in of yours, in all browsers; links made until now stop working.",
);

pub const EXPORT: Words = words("导出", "Export");
pub const AS_TABLE: Words = words("表格（CSV）", "A spreadsheet (CSV)");
pub const AS_PAGE: Words = words("网页文稿（Markdown）", "A page (Markdown)");
pub const STATS_TABLE: Words = words("这些数字（CSV）", "These numbers (CSV)");
pub const IMPORT: Words = words("导入", "Import");
pub const IMPORT_HINT: Words = words(
    "选择文件，或把内容贴进来。先看结果，不会写入任何东西。",
    "Choose a file or paste its text. First you see what it would write; nothing is written.",
);
pub const FILE: Words = words("文件", "File");
pub const TEXT: Words = words("内容", "Text");
pub const FORMAT: Words = words("格式", "Format");
pub const SEE_RESULT: Words = words("看看结果", "See what it would write");
pub const WOULD_WRITE: Words = words("会写成这样的 YAML", "The YAML that it would write");
pub const TAKEN_IDS: Words = words("编号已被占用", "Ids that are taken already");
pub const LEFT_OUT: Words = words("没有采用的行", "Rows that are left out");
pub const LINE: Words = words("第", "line");
pub const SAVE_YAML: Words = words("保存为文件", "Save as a file");
pub const SAVE_YAML_HINT: Words = words(
    "把它放进问答库的文件夹，再到“版本”页重新读取：测试通过才会生效。",
    "Put it into the FAQ's folder and read the files again under “Versions”: it is used once the tests pass.",
);
pub const TOO_MUCH: Words = words("（只显示前面的部分）", "(the beginning only)");

#[cfg(test)]
mod tests {
    /// Every sentence stands in both languages, and no two names say the same thing by mistake.
    #[test]
    fn both_languages_are_there() {
        let source = include_str!("wording.rs");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let constants = source.matches(": Words = words(").count();
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
