//! Findings about the configuration.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    ("unknown key `{}`", "没有 `{}` 这个键"),
    ("remove it; known keys are {}", "删掉它；可用的键：{}"),
    ("`{}` is not known here", "这里不能写 `{}`"),
    ("write one of {}", "请写其中之一：{}"),
    ("`{}` does not fit here", "这里不能用 `{}`"),
    (
        "give a whole number from 0 on, as the shipped config.toml does",
        "写从 0 开始的整数，参照自带的 config.toml",
    ),
    ("{} is wanted, found {}", "这里应该是{}，写的却是{}"),
    ("the text `{}`", "文字 `{}`"),
    ("the number `{}`", "数字 `{}`"),
    ("the value `{}`", "值 `{}`"),
    ("`true` or `false`", "`true` 或 `false`"),
    ("a number", "数字"),
    ("a whole number", "整数"),
    ("a text", "文字"),
    ("a section", "一个小节"),
    ("something else", "别的内容"),
    ("write it as a list: `{}`", "请写成列表：`{}`"),
    (
        "write `true` or `false`, without quotes",
        "写 `true` 或 `false`，不加引号",
    ),
    (
        "write a number without quotes or `%`, such as `0.05`",
        "写数字，不加引号和 `%`，例如 `0.05`",
    ),
    (
        "write the number alone, without quotes",
        "只写数字，不加引号",
    ),
    (
        "put it in straight quotes: `\"...\"`",
        "加上半角直引号：`\"...\"`",
    ),
    (
        "write its keys below a heading of their own, as the shipped config.toml does",
        "把它的键写在单独的标题下面，参照自带的 config.toml",
    ),
    ("not valid TOML: {}", "不是有效的 TOML：{}"),
    (
        "the shipped config.toml shows every key with its default",
        "自带的 config.toml 列出了每个键和默认值",
    ),
    (
        "these quotes are no straight quotes",
        "这里的引号不是半角直引号",
    ),
    (
        "type `\"` with the input method switched to English",
        "切换到英文输入法后输入 `\"`",
    ),
    (
        "this is neither a number, nor `true` or `false`, nor a text in quotes",
        "这里不是数字，不是 `true` 或 `false`，也不是带引号的文字",
    ),
    (
        "put a text in straight quotes; write numbers, `true` and `false` without",
        "文字要加半角直引号；数字、`true`、`false` 不加",
    ),
    ("an equals sign is missing behind the key", "键后面缺少等号"),
    (
        "write `key = value`, with an ASCII `=`",
        "请写 `键 = 值`，用半角 `=`",
    ),
    (
        "this key or section stands twice in the file",
        "这个键或小节在文件里写了两次",
    ),
    ("the heading is not closed", "小节的标题没有闭合"),
    ("the list is not closed", "列表没有闭合"),
    ("the bracket `{` is not closed", "括号 `{` 没有闭合"),
    ("end it with `{}`", "以 `{}` 结束"),
    (
        "the quote is not closed on this line",
        "引号在这一行没有闭合",
    ),
    (
        "end the text with the quote that it begins with",
        "用开头的那种引号结束文字",
    ),
    (
        "`\\` begins an escape in a text in double quotes",
        "双引号里的 `\\` 表示转义",
    ),
    (
        "put the text in single quotes, as with Windows paths",
        "改用单引号，例如写 Windows 路径时",
    ),
    ("something stands behind the value", "值的后面还有内容"),
    (
        "write one `key = value` a line; a share has a point: `0.05`",
        "一行写一个 `键 = 值`；小数用点：`0.05`",
    ),
    (
        "the name is `WENDA__SECTION__KEY` for a key of config.toml, the value is TOML or plain text",
        "变量名是 `WENDA__小节__键`，对应 config.toml 的键；值写 TOML 或普通文字",
    ),
    (
        "look at the `WENDA__` variables of the environment",
        "请检查环境里的 `WENDA__` 变量",
    ),
    ("no key is named", "没有写是哪个键"),
    ("`{}` is not a section", "`{}` 不是小节"),
    (
        "give the path of a readable config.toml after `--config`, or in WENDA_CONFIG",
        "在 `--config` 后面或 WENDA_CONFIG 里写一个可以读取的 config.toml 的路径",
    ),
    // A value out of its range: the key, the value, and what is allowed.
    ("`{}` is {}", "`{}` 现在是 {}"),
    ("`{}` is `{}`: {}", "`{}` 现在是 `{}`：{}"),
    (
        "`{}` is `{}`: `{}` is no time zone",
        "`{}` 现在是 `{}`：`{}` 不是时区",
    ),
    (
        "`{}` is `{}`: `{}` is neither a day nor a time",
        "`{}` 现在是 `{}`：`{}` 既不是星期也不是时间",
    ),
    (
        "`{}` is `{}`: a day without a time",
        "`{}` 现在是 `{}`：有的星期没有写时间",
    ),
    (
        "`{}` is `{}`: a day, a time and a time zone are wanted",
        "`{}` 现在是 `{}`：要有星期、时间和时区",
    ),
    (
        "`{}` is `{}`: `{}` is no day of the week",
        "`{}` 现在是 `{}`：`{}` 不是星期",
    ),
    (
        "`{}` is `{}`: `{}` is no time of the day",
        "`{}` 现在是 `{}`：`{}` 不是一天里的时间",
    ),
    ("not one that Telegram takes", "Telegram 不接受的密钥"),
    ("give a share from {} to {}", "写 {} 到 {} 之间的小数"),
    ("give a number from {} to {}", "写 {} 到 {} 之间的整数"),
    (
        "give a number of days from {} to {}",
        "写 {} 到 {} 之间的天数",
    ),
    ("give at most a day, {}", "最多一天，即 {}"),
    (
        "give less than two days, {}: Telegram lets bots delete nothing older",
        "少于两天，即 {}：更早的消息 Telegram 不让机器人删除",
    ),
    (
        "give an address that begins with http:// or https://",
        "写以 http:// 或 https:// 开头的地址",
    ),
    (
        "give people's numeric ids, which are greater than 0; group ids are not people",
        "写人的数字 id，都大于 0；群的 id 不是人",
    ),
    (
        "give an address and a port, such as {}, or nothing for no panel",
        "写地址和端口，例如 {}；不要管理页面就留空",
    ),
    (
        "give an address and a port, such as {}",
        "写地址和端口，例如 {}",
    ),
    (
        "give the public https address that Telegram shall call",
        "写 Telegram 要访问的公开 https 地址",
    ),
    (
        "use up to 256 of A-Z, a-z, 0-9, _ and -, or leave it empty to have one made",
        "最多 256 个 A-Z、a-z、0-9、_、-；留空会自动生成",
    ),
    (
        "give the number of a group, which is below 0; @username and people's ids are none",
        "写群的数字 id，它小于 0；不是 @用户名，也不是人的 id",
    ),
    (
        "give the number of one topic, or `topics = true` for one a person, or neither",
        "写一个话题的号码，或用 `topics = true` 给每个人一个话题，或都不写",
    ),
    (
        "write a day, a time and a time zone, such as {}, or off",
        "写星期、时间和时区，例如 {}，或写 off",
    ),
    (
        "give how many people must ask the same within an hour, {} to {}, or 0 for no alert",
        "写一小时内要有多少人问同样的问题才提醒，{} 到 {}；0 表示不提醒",
    ),
    (
        "write days, times and a time zone, such as {}",
        "写星期、时间和时区，例如 {}",
    ),
    (
        "give the name of a time zone, such as Asia/Shanghai or UTC",
        "写时区的名字，例如 Asia/Shanghai 或 UTC",
    ),
    (
        "give the number of a group, which is below 0, such as {}",
        "写群的数字 id，它小于 0，例如 {}",
    ),
    (
        "write {}, or nothing for the SQLite file",
        "写 {}，或留空以使用 SQLite 文件",
    ),
    (
        "give the public address of the panel without a path, such as {}",
        "写管理页面的公开地址，不带路径，例如 {}",
    ),
    (
        "give off, error, warn, info, debug or trace, or a list such as {}",
        "写 off、error、warn、info、debug 或 trace，或像 {} 这样的列表",
    ),
];
