//! Findings about YAML as it is typed: characters, quotes, brackets, indentation.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    (
        "two versions of the file are merged here, and neither is chosen",
        "这里是合并冲突：两个版本还没有选定",
    ),
    (
        "keep one of the two versions, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
        "保留其中一个版本，并删掉 `<<<<<<<`、`=======`、`>>>>>>>` 这几行",
    ),
    (
        "the text below `{}` is not indented",
        "`{}` 下面的文字没有缩进",
    ),
    (
        "indent every line of it two spaces further than its key",
        "每一行都要比它的键多缩进两个空格",
    ),
    (
        "a full-width `{}` stands between two texts",
        "两段文字之间用了全角的 `{}`",
    ),
    (
        "write an ASCII comma and a space: `, `",
        "请写半角逗号加一个空格：`, `",
    ),
    (
        "write the brackets `[` and `]`, with the input method switched to English",
        "切换到英文输入法，写方括号 `[` 和 `]`",
    ),
    (
        "` #` begins a comment: `{}` is cut off from the text",
        "` #` 之后是注释：`{}` 不会出现在文字里",
    ),
    (
        "YAML takes `&{}` for a name of this text and leaves it out",
        "YAML 把 `&{}` 当作这段文字的名字，不会显示出来",
    ),
    (
        "put the whole text in double quotes: {}",
        "给整段文字加上双引号：{}",
    ),
    ("remove the blank before `#`", "删掉 `#` 前面的空格"),
    (
        "this item of a list is joined to the line before: `>` joins lines",
        "这一项会接到上一行后面：`>` 会把各行连成一行",
    ),
    (
        "this item of a list is joined to the line before: only `{}` keeps line ends",
        "这一项会接到上一行后面：只有 `{}` 保留换行",
    ),
    (
        "write `{}` behind the key, and the text below it, indented",
        "在键后面写 `{}`，文字写在下面并缩进",
    ),
    (
        "`{}` does not separate: `{}` is one text",
        "`{}` 不起分隔作用：`{}` 是一整段文字",
    ),
    ("write ASCII commas: `{}`", "请用半角逗号：`{}`"),
    (
        "write each on a line of its own: `{}`",
        "每个写成一行：`{}`",
    ),
    (
        "the comma makes two texts: `{}` and `{}`",
        "逗号把它分成了两段：`{}` 和 `{}`",
    ),
    (
        "if it is one question, put quotes around it: {}",
        "如果是同一个问题，请加引号：{}",
    ),
    (
        "an invisible character stands here: {} ({}){}",
        "这里有一个看不见的字符：{}（{}）{}",
    ),
    (
        "an invisible character stands here: {} ({})",
        "这里有一个看不见的字符：{}（{}）",
    ),
    (
        "delete it, and begin a new line where one is meant",
        "删掉它；需要换行的地方另起一行",
    ),
    ("write a plain space", "改成普通空格"),
    ("delete it", "删掉它"),
    (
        "an invisible control character stands here",
        "这里有一个看不见的控制字符",
    ),
    (
        "delete it and type the text anew",
        "删掉它，重新输入这段文字",
    ),
    (
        "indent with spaces, two for each step",
        "用空格缩进，每级两个",
    ),
    ("a tab indents this line", "这一行用制表符（Tab）缩进"),
    ("write spaces instead of tabs", "请用空格代替制表符"),
    ("a tab stands here", "这里有一个制表符（Tab）"),
    (
        "a full-width or no-break space indents this line",
        "这一行用全角空格或不换行空格缩进",
    ),
    (
        "this dash is not the ASCII `-` that begins an item",
        "这个短横不是列表项要用的半角 `-`",
    ),
    (
        "type it anew with the input method switched to English",
        "切换到英文输入法后重新输入",
    ),
    ("the colon after `{}` is missing", "`{}` 后面缺少冒号"),
    ("a space is missing after `{}:`", "`{}:` 后面缺少空格"),
    (
        "write an ASCII colon and a space: `: `",
        "请写半角冒号加一个空格：`: `",
    ),
    (
        "a full-width colon `：` follows the key",
        "键后面用了全角冒号 `：`",
    ),
    ("write `- ` before the text", "在文字前面写 `- `"),
    ("a space is missing after `-`", "`-` 后面缺少空格"),
    (
        "write `- ` before the text, in the column of its neighbours",
        "在文字前面写 `- `，与相邻各项对齐",
    ),
    (
        "the `- ` before this item is missing",
        "这一项前面缺少 `- `",
    ),
    (
        "this line is neither `key: value` nor an item `- text`",
        "这一行既不是“键: 值”，也不是列表项“- 文字”",
    ),
    (
        "add the colon and a space after the key, or `- ` before the item",
        "在键后面补上冒号和空格，或在列表项前面补上 `- `",
    ),
    (
        "the indentation of this line fits nothing above it",
        "这一行的缩进与上面任何一行都对不上",
    ),
    (
        "begin it in the same column as its neighbours; indent with two spaces for each step",
        "与相邻的行对齐；每级缩进两个空格",
    ),
    ("not valid YAML: {}", "不是有效的 YAML：{}"),
    (
        "check the quotes, the colons and the indentation of this line and the line above",
        "检查这一行和上一行的引号、冒号和缩进",
    ),
    (
        "the quote `{}` is not closed on this line",
        "引号 `{}` 在这一行没有闭合",
    ),
    (
        "end the text with `{}`; inside the text, write {}",
        "在文字末尾写上 `{}`；文字里面的引号写成 {}",
    ),
    (
        "the bracket `{}` is not closed, or a comma is missing in it",
        "方括号 `{}` 没有闭合，或里面缺少逗号",
    ),
    (
        "separate the items with `,` and end the list with `{}`",
        "各项用 `,` 分开，列表以 `{}` 结束",
    ),
    ("text stands behind a closing quote", "引号闭合之后还有文字"),
    (
        "text stands behind the closing bracket `{}`",
        "右括号 `{}` 之后还有文字",
    ),
    (
        "put the whole text in double quotes, or remove what stands behind the bracket",
        "给整段文字加上双引号，或删去括号后面的文字",
    ),
    (
        "put the whole text in quotes, and write `{}` for a quote inside it",
        "给整段文字加引号，里面的引号写成 `{}`",
    ),
    ("a text cannot begin with `{}`", "文字不能以 `{}` 开头"),
    (
        "a text cannot begin with a backtick",
        "文字不能以反引号开头",
    ),
    (
        "put the text in double quotes, or write it below `{}`",
        "给文字加双引号，或写在 `{}` 下面",
    ),
    (
        "an unquoted text holds `: `, which YAML reads as a key",
        "没有加引号的文字里有 `: `，YAML 会把它当成键",
    ),
    ("put the whole text in double quotes", "给整段文字加双引号"),
    (
        "a second YAML document begins here",
        "这里开始了第二个 YAML 文档",
    ),
    (
        "remove the line `---`, or move what follows into a file of its own",
        "删掉 `---` 这一行，或把后面的内容移到另一个文件",
    ),
    ("nested too deeply", "嵌套太深"),
    (
        "check the brackets and the indentation before this place",
        "检查此处之前的括号和缩进",
    ),
    (
        "this alias (`*name`) refers to a node that contains it",
        "别名（`*name`）指向了包含它自己的内容",
    ),
    ("write the text out instead", "请直接写出文字"),
    (
        "aliases (`*name`) make this file too large",
        "别名（`*name`）让文件变得太大",
    ),
    ("write the texts out instead", "请直接写出文字"),
];
