//! Entries with time and place, and variables.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    (
        "`{}` is `{}`, which is no date",
        "`{}` 写的是 `{}`，不是日期",
    ),
    (
        "write the year, the month and the day: `2026-12-31`",
        "按年-月-日来写：`2026-12-31`",
    ),
    (
        "`valid_until` ({}) is before `valid_from` ({})",
        "`valid_until`（{}）早于 `valid_from`（{}）",
    ),
    (
        "give the later day in `valid_until`",
        "在 `valid_until` 里写较晚的那天",
    ),
    (
        "`{}` stands in `only_in` and in `not_in`",
        "`{}` 同时写在 `only_in` 和 `not_in` 里",
    ),
    ("`{}` is no name for a variable", "`{}` 不能作变量名"),
    (
        "use letters, digits, `_` and `-`, beginning with a letter",
        "用字母、数字、`_` 和 `-`，以字母开头",
    ),
    (
        "variable `{}` is already declared at {}",
        "变量 `{}` 已经在 {} 声明过",
    ),
    (
        "keep one of the two: a variable holds for the whole FAQ",
        "只留一个：变量对整个问答库有效",
    ),
    (
        "`{}` is no variable of this FAQ",
        "`{}` 不是这个问答库的变量",
    ),
    ("`{}` is shown as it stands", "`{}` 会原样显示"),
    (
        "declare it below `vars:`, where it is to stand for a value",
        "如果它代表一个值，请在 `vars:` 下声明",
    ),
    (
        "declare it below `vars:`, or write `{}` for the braces themselves",
        "在 `vars:` 下声明它；只是想写花括号就写 `{}`",
    ),
    ("no answer uses the variable `{}`", "没有答案用到变量 `{}`"),
    (
        "write `{}` in an answer, or remove it",
        "在答案里写 `{}`，或者删掉它",
    ),
    (
        "write `name: value` lines, such as `price: $20`",
        "一行写一个 `名字: 值`，例如 `price: $20`",
    ),
    ("names with values", "名字和值"),
    (
        "`{}` names `{}`, which the configuration does not",
        "`{}` 写了 `{}`，但配置里没有这个名字",
    ),
    (
        "write `[groups.{}]` with its `chat` into the configuration; `{}` means private chats",
        "在配置里加上 `[groups.{}]` 和它的 `chat`；`{}` 指私聊",
    ),
    (
        "entry `{}` was to be looked at by {}",
        "条目 `{}` 应在 {} 前复查",
    ),
    (
        "see that it still holds, and give a later day in `review_by`",
        "确认内容仍然正确，再把 `review_by` 改成更晚的日期",
    ),
    (
        "entry `{}` is no longer given: it was valid until {}",
        "条目 `{}` 已不再使用：有效期到 {}",
    ),
    (
        "remove it, or give a later day in `valid_until`",
        "删掉它，或把 `valid_until` 改成更晚的日期",
    ),
];
