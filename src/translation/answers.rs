//! Findings about answers: markup, links, lengths, what two languages say.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    ("HTML stands in the answer: {}", "答案里有 HTML：{}"),
    ("answers are Markdown: {}", "答案用 Markdown 写：{}"),
    (
        "`{}` is markup of a site generator, not Markdown",
        "`{}` 是网站生成器的标记，不是 Markdown",
    ),
    (
        "write it as a quotation ({}) or as plain text",
        "改成引用（{}）或普通文字",
    ),
    (
        "`\\n` stands here as two letters, not as the end of a line",
        "这里的 `\\n` 是两个字母，不是换行",
    ),
    (
        "write the text below `{}` with real line ends",
        "把文字写在 `{}` 下面，用真正的换行",
    ),
    ("the link `{}` is not closed", "链接 `{}` 没有闭合"),
    ("end it with `)`", "以 `)` 结束"),
    (
        "a blank between `]` and `(` makes this no link",
        "`]` 与 `(` 之间有空格，这就不是链接",
    ),
    ("remove the blank", "删掉空格"),
    (
        "`{}` is a picture without an address",
        "`{}` 是没有地址的图片",
    ),
    ("`{}` is a link without an address", "`{}` 是没有地址的链接"),
    ("write its address: {}", "写上地址：{}"),
    ("`{}` has a blank in it", "`{}` 里有空格"),
    (
        "write `%20` for the blank, or remove it",
        "把空格写成 `%20`，或删掉",
    ),
    ("copy it again from the browser", "从浏览器重新复制"),
    (
        "`{}` is no link in Telegram: it is shown behind the words as text",
        "`{}` 在 Telegram 里不能成为链接：会作为文字显示在后面",
    ),
    (
        "write the number or address itself; Telegram makes it one to tap",
        "直接写号码或地址；Telegram 会让它可以点",
    ),
    ("`{}` has no `https://`", "`{}` 没有 `https://`"),
    (
        "write the whole address, with `https://`",
        "写完整的网址，带上 `https://`",
    ),
    (
        "`{}` is no address that a chat can show a picture from",
        "聊天里无法从 `{}` 显示图片",
    ),
    (
        "write the whole address: `https://...`",
        "写完整的网址：`https://...`",
    ),
    ("`{}` leads nowhere from a chat", "在聊天里 `{}` 打不开"),
    (
        "a backtick is not closed: it is shown as it stands",
        "反引号没有闭合：会原样显示",
    ),
    (
        "`{}` is not closed: it is shown as it stands",
        "`{}` 没有闭合：会原样显示",
    ),
    ("close it, or remove it", "补上另一半，或删掉它"),
    ("`en` holds Chinese: {}", "`en` 下面写的是中文：{}"),
    ("`zh` holds no Chinese: {}", "`zh` 下面没有中文：{}"),
    ("move it below `zh`", "移到 `zh` 下面"),
    (
        "move it below `en`, or write it in Chinese",
        "移到 `en` 下面，或用中文写",
    ),
    (
        "the numbers in the answers of `{}` differ: {}",
        "`{}` 两种语言的答案里数字不同：{}",
    ),
    (
        "the links in the answers of `{}` differ: {}",
        "`{}` 两种语言的答案里链接不同：{}",
    ),
    (
        "{} only in English; {} only in Chinese",
        "{} 只在英文里；{} 只在中文里",
    ),
    ("{} only in English", "{} 只在英文里"),
    ("{} only in Chinese", "{} 只在中文里"),
    ("see that both answers say the same", "请确认两边的答案一致"),
    (
        "the answer of `{}` is {} characters long; Telegram shows {} in one message",
        "`{}` 的答案有 {} 个字符；Telegram 一条消息最多显示 {} 个",
    ),
    (
        "it is split over several messages; shorten it, or put the details behind the link",
        "会分成几条消息；请缩短，或把细节放进链接",
    ),
    ("the title `{}` has {} characters", "标题 `{}` 有 {} 个字符"),
    (
        "buttons show the first few words only: put a short question first",
        "按钮只显示前几个字：请把简短的问法放在最前面",
    ),
];
