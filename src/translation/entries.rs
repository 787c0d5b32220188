//! Findings about what entries say of each other, and about addresses.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    ("id `{}` is already used at {}", "id `{}` 已经用在 {}"),
    (
        "give one of the two entries another `id`",
        "给其中一个条目换一个 `id`",
    ),
    (
        "name the `id` of an existing entry, or remove it",
        "写已有条目的 `id`，或删掉它",
    ),
    (
        "`related` names `{}`, which no entry has as `id`",
        "`related` 里的 `{}` 不是任何条目的 `id`",
    ),
    (
        "question `{}` is already a question of entry `{}` at {}",
        "问法 `{}` 已经属于条目 `{}`（{}）",
    ),
    (
        "question `{}` is already a question at {}",
        "问法 `{}` 已经写在 {}",
    ),
    (
        "keep it in the entry whose answer fits it",
        "留在答案合适的那个条目里",
    ),
    (
        "{} `{}` is a question of entry `{}` at {}",
        "{} `{}` 也是条目 `{}` 的问法（{}）",
    ),
    (
        "{} `{}` is a test of entry `{}` at {}",
        "{} `{}` 也是条目 `{}` 的测试（{}）",
    ),
    (
        "a question can be meant for one place only: remove one of the two",
        "一个问题只能属于一处：两个删掉一个",
    ),
    (
        "the synonym group of `{}` has no second word",
        "`{}` 所在的同义词组没有第二个词",
    ),
    (
        "add another word with the same meaning, or remove the group",
        "补上另一个同义词，或删掉这一组",
    ),
    ("a synonym group is empty", "有一个同义词组是空的"),
    (
        "add two words at least, or remove it",
        "至少写两个词，或删掉它",
    ),
    ("`{}` is not a web address", "`{}` 不是网址"),
    ("`{}` is not a web address: {}", "`{}` 不是网址：{}"),
    (
        "an address begins with `https://` or `http://`",
        "网址以 `https://` 或 `http://` 开头",
    ),
    ("`{}` is not a whole web address", "`{}` 不是完整的网址"),
    ("`{}` has a space in it", "`{}` 里有空格"),
    (
        "remove the space, or write `%20` for it",
        "删掉空格，或写成 `%20`",
    ),
    (
        "copy the address again from the browser",
        "从浏览器重新复制网址",
    ),
    ("entry `{}` is related to itself", "条目 `{}` 与自己相关"),
    ("remove it from `related`", "从 `related` 里删掉"),
    (
        "`{}` stands twice in `related`",
        "`{}` 在 `related` 里写了两次",
    ),
    ("remove one of the two", "两个删掉一个"),
    (
        "question `{}` already stands at line {}",
        "问法 `{}` 在第 {} 行已经有了",
    ),
    (
        "the quotes around `{}` are part of the text",
        "`{}` 外面的引号成了文字的一部分",
    ),
    ("write straight quotes `\"` around it", "请用直引号 `\"`"),
];
