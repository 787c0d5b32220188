//! Findings about keys and what stands below them.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    ("write groups: `{}`", "请分组写：`{}`"),
    ("it belongs {}", "它应该放在{}"),
    (
        "in an entry: indent it below `entries:`",
        "条目里：在 `entries:` 下面缩进",
    ),
    (
        "at the top level of the file: do not indent it",
        "文件最外层：不要缩进",
    ),
    (
        "in `questions` or `answer`: indent it one step more",
        "`questions` 或 `answer` 里：再缩进一级",
    ),
    (
        "in an entry: indent it below `entries:`, beginning with `- `",
        "条目里：在 `entries:` 下面缩进，并以 `- ` 开头",
    ),
    (
        "at the top of the file: it holds for all its entries",
        "文件开头：它对整个文件的条目有效",
    ),
    (
        "merging (`<<`) is not part of the format; write the keys out",
        "不支持合并（`<<`）；请把各个键写出来",
    ),
    (
        "if a comma before it belongs to the text, put the whole text in quotes",
        "如果前面的逗号属于文字，请给整段文字加引号",
    ),
    ("did you mean `{}`?", "是不是想写 `{}`？"),
    ("known keys are {}", "可用的键：{}"),
    ("known languages are {}", "可用的语言：{}"),
    ("`{}` is empty", "`{}` 是空的"),
    (
        "write `key: value` lines; keys are {}",
        "请写“键: 值”；可用的键：{}",
    ),
    (
        "a key is one word; a text with brackets needs quotes around it",
        "键是一个词；带括号的文字要加引号",
    ),
    (
        "a key of {} must be text, found {}",
        "{} 的键必须是文字，这里却是{}",
    ),
    (
        "key `{}` is already used at line {}",
        "键 `{}` 在第 {} 行已经用过",
    ),
    ("keep one of the two", "两个只留一个"),
    ("put it in brackets: {}", "放进方括号里：{}"),
    (
        "write one text per line, each after `- `",
        "一行写一条，每条前面写 `- `",
    ),
    (
        "`{}` at the beginning is read as a YAML tag",
        "开头的 `{}` 会被当成 YAML 标签",
    ),
    ("put the text in quotes", "给文字加引号"),
    ("an item of {} is empty", "{} 里有一项是空的"),
    ("write the text, or remove it", "写上文字，或删掉它"),
    (
        "a closing quote stands here without an opening one",
        "这里只有后引号，没有前引号",
    ),
    (
        "put quotes around the whole text, or remove this one",
        "给整段文字加引号，或删掉这一个",
    ),
    (
        "a text that holds `: ` or `{}` needs quotes around it",
        "含有 `: ` 或 `{}` 的文字要加引号",
    ),
    ("write a text here", "这里请写文字"),
    (
        "write one text here; a text that begins with `[` needs quotes around it",
        "这里只写一段文字；以 `[` 开头的文字要加引号",
    ),
    (
        "`{}` is a YAML tag, which has no meaning here",
        "`{}` 是 YAML 标签，在这里没有意义",
    ),
    ("remove it", "删掉它"),
    ("`{}` must be {}, found {}", "`{}` 必须是{}，这里却是{}"),
    ("{} must be {}, found {}", "{}必须是{}，这里却是{}"),
    ("`{}` has no `url`", "`{}` 没有 `url`"),
    ("add `url: https://...`", "补上 `url: https://...`"),
    ("write a list: {}", "请写成列表：{}"),
    (
        "write each entry as a list item: {}",
        "每个条目写成一个列表项：{}",
    ),
    (
        "an entry has keys: `id`, `questions`, `answer`; see that they stand below each other",
        "条目要有这些键：`id`、`questions`、`answer`；请上下对齐",
    ),
    (
        "begin the file with the line `entries:`, and indent the list below it",
        "文件以 `entries:` 一行开头，下面的列表缩进",
    ),
    (
        "begin the file with the line `entries:`; below it the entry, indented, its first line beginning with `- `",
        "文件以 `entries:` 一行开头；条目写在下面并缩进，第一行以 `- ` 开头",
    ),
    (
        "an entry stands outside of `entries`",
        "有条目写在 `entries` 外面",
    ),
    (
        "write at least one: `entries:` and below it `- id: ...`",
        "至少写一条：`entries:`，下面写 `- id: ...`",
    ),
    ("the FAQ has no entries", "问答库里没有条目"),
    ("no entry has {} in {}", "没有任何条目有{}的{}"),
    (
        "write `{}` beside `{}`, or leave it so",
        "在 `{1}` 旁边补上 `{0}`，或就这样",
    ),
    (
        "{} of {} entries lack {}, this is the first",
        "{1} 个条目中有 {0} 个没有{2}，这是第一个",
    ),
    (
        "add `{}` where it is missing, or leave it so",
        "在缺少的地方补上 `{}`，或就这样",
    ),
    ("entry `{}` has {} in {}", "条目 `{}` {}（{}）"),
    ("add `{}`", "补上 `{}`"),
    ("entry `{}` has no `{}`", "条目 `{}` 没有 `{}`"),
    ("entry has no `{}`", "条目没有 `{}`"),
    ("entry `{}` has no question", "条目 `{}` 没有问法"),
    ("entry has no question", "条目没有问法"),
    ("write at least one way to ask it", "至少写一种问法"),
    ("write {}", "请写 {}"),
    (
        "id `{}` has {} characters, at most 48 are allowed",
        "id `{}` 有 {} 个字符，最多 48 个",
    ),
    ("shorten it", "请缩短"),
    (
        "use lower-case letters a-z, digits, `-` and `_`, beginning with a letter or digit",
        "用小写字母 a-z、数字、`-` 和 `_`，以字母或数字开头",
    ),
    (
        "use lower-case letters a-z, digits, `-` and `_`, beginning with a letter or digit, such as `{}`",
        "用小写字母 a-z、数字、`-` 和 `_`，以字母或数字开头，例如 `{}`",
    ),
    ("id `{}` is not of the allowed form", "id `{}` 的写法不允许"),
    (
        "add `id: a-short-name`",
        "补上 `id: a-short-name`（简短的英文名）",
    ),
    ("unknown key `{}` in {}", "{1}里有不认识的键 `{0}`"),
    ("unknown language `{}` in {}", "{1} 里有不认识的语言 `{0}`"),
];
