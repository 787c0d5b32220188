//! What `wenda check` says to people at a terminal set up in Chinese, beside what it says elsewhere.
//!
//! Findings are made in English and told in English to programs, pipes and every other terminal.
//! [`PAIRS`] holds each sentence of theirs in both languages; `{}` stands for what a finding fills in, `{1}` for
//! the second of them where the order differs.

use crate::text::Language;

/// Sentences of findings in English and Chinese, `{}` for their names, numbers and texts in order.
const PAIRS: [(&str, &str); 293] = [
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
    ("a list", "列表"),
    ("text", "文字"),
    ("nothing", "空"),
    ("keys with values", "键和值"),
    (
        "a map of languages (`en`, `zh`)",
        "按语言写的映射（`en`、`zh`）",
    ),
    ("a map with the key `url`", "带 `url` 键的映射"),
    ("English (`en`)", "英文（`en`）"),
    ("Chinese (`zh`)", "中文（`zh`）"),
    ("a question", "问法"),
    ("an answer", "答案"),
    ("anything", "任何内容"),
    ("no question", "没有问法"),
    ("no answer", "没有答案"),
    ("neither question nor answer", "既没有问法也没有答案"),
    ("an entry", "条目"),
    ("the file", "文件"),
    ("a synonym group", "同义词组"),
    ("no-break space", "不换行空格"),
    ("narrow no-break space", "窄不换行空格"),
    ("line separator", "行分隔符"),
    ("paragraph separator", "段分隔符"),
    ("next line", "换行控制符"),
    ("zero-width space", "零宽空格"),
    ("zero-width joiner", "零宽连接符"),
    ("zero-width non-joiner", "零宽非连接符"),
    ("soft hyphen", "软连字符"),
    ("{}, and {} more in this file", "{}，本文件中另有 {} 处"),
    (
        "` #` begins a comment: `{}` is cut off from the text",
        "` #` 之后是注释：`{}` 不会出现在文字里",
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
    ("test", "测试"),
    ("out-of-scope question", "范围外问题"),
    ("question", "问法"),
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
    ("unknown key `{}` in {}", "{1}里有不认识的键 `{0}`"),
    ("unknown language `{}` in {}", "{1} 里有不认识的语言 `{0}`"),
    ("cannot read the FAQ: {}", "无法读取问答库：{}"),
    ("cannot read the file: {}", "无法读取文件：{}"),
    ("there is no such file or folder", "没有这个文件或文件夹"),
    ("permission denied", "没有权限"),
    (
        "give the FAQ's folder or file with `--faq`, or as `path` under `[faq]` in the configuration",
        "用 `--faq` 指定问答库的文件夹或文件，或在配置的 `[faq]` 下写 `path`",
    ),
    (
        "see that it exists and that Wenda may read it",
        "请确认文件存在，并且 Wenda 有权读取",
    ),
    (
        "rename `{}` to `{}`, or move it out of the folder",
        "把 `{}` 改名为 `{}`，或移出这个文件夹",
    ),
    (
        "only files that end in `.yaml` are read; `wenda import` makes them of others",
        "只读取以 `.yaml` 结尾的文件；其他文件可用 `wenda import` 转换",
    ),
    (
        "this file is not read: its name does not end in `.yaml`",
        "这个文件不会被读取：文件名不以 `.yaml` 结尾",
    ),
    (
        "the file is not UTF-8 but UTF-16",
        "文件不是 UTF-8，而是 UTF-16",
    ),
    (
        "the file is not UTF-8 from here on",
        "文件从这里开始不是 UTF-8",
    ),
    (
        "save it as UTF-8 in the editor (“Save with encoding”)",
        "在编辑器里另存为 UTF-8（“以编码保存”）",
    ),
    (
        "put the FAQ's files there; their names end in `.yaml`",
        "把问答库的文件放进去；文件名以 `.yaml` 结尾",
    ),
    (
        "no `*.yaml` file in this folder",
        "这个文件夹里没有 `*.yaml` 文件",
    ),
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
        "question `{}` of `{}` is more like `{}` (“{}”) than like the rest of its own entry",
        "`{1}` 的问法 `{0}` 更像 `{2}`（“{3}”），不太像自己条目里的其他问法",
    ),
    (
        "move it to `{}`, reword it, or add more phrasings like it to `{}` ({} against {})",
        "移到 `{}`，换个说法，或给 `{}` 补上更多类似的问法（{} 对 {}）",
    ),
    (
        "entry `{}` asks nearly the same as `{}` ({})",
        "条目 `{}` 与 `{}` 问的几乎一样（{}）",
    ),
    (
        "make one entry of the two, or let their questions say what tells them apart",
        "合并成一个条目，或在问法里写明两者的区别",
    ),
    (
        "let the title name what this entry alone is about, and add phrasings like it",
        "让标题写明这个条目独有的内容，并补上类似的问法",
    ),
    (
        "keyword `{}` stands in {} entries ({})",
        "关键词 `{}` 出现在 {} 个条目里（{}）",
    ),
    (
        "a keyword helps where it speaks for one entry; remove it from the others",
        "关键词只属于一个条目才有用；请从其他条目里删掉",
    ),
    (
        "no word of the synonym group of `{}` stands in any question",
        "`{}` 这一组同义词没有一个出现在问法里",
    ),
    (
        "add the word that your questions use to the group, or remove it",
        "把问法里用的词加进这一组，或删掉这一组",
    ),
    (
        "entry `{}` has the same answer as `{}`",
        "条目 `{}` 与 `{}` 的答案相同",
    ),
    (
        "make one entry of the two, with the phrasings of both",
        "合并成一个条目，保留两边的问法",
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
    (
        "told apart by one word or number: {}",
        "只靠一个词或数字区分：{}",
    ),
    (
        "nothing to do; questions that name neither side are offered both",
        "无需处理；没有说明是哪一个的问题，会两个都给出",
    ),
    (
        "no entry answers the other side of {}",
        "没有条目回答相反的问题：{}",
    ),
    (
        "people may ask for it; until an entry answers, such questions are offered this one",
        "可能有人会问；在有条目回答之前，这类问题会给出这一条",
    ),
    (
        "test `{}` must reach `{}`, but {}",
        "测试 `{}` 应当到达 `{}`，但{}",
    ),
    (
        "out-of-scope question `{}` must not be answered, but {}",
        "范围外问题 `{}` 不应有答案，但{}",
    ),
    ("is answered by `{}`", "由 `{}` 回答了"),
    ("it is answered by `{}`", "由 `{}` 回答了"),
    ("it is only offered", "只是作为选项给出"),
    (
        "it is only offered, first of {}",
        "只是作为 {} 个选项中的第一个给出",
    ),
    ("it is offered {}", "给出的选项是 {}"),
    ("it finds nothing", "什么也没找到"),
    (
        "add a phrasing like it to `{}` ({})",
        "给 `{}` 补上类似的问法（{}）",
    ),
    (
        "make the phrasings and keywords of that entry say more exactly what it is about ({})",
        "让那个条目的问法和关键词更准确（{}）",
    ),
    (
        "`{}` leads nowhere: the server says {}",
        "`{}` 打不开：服务器返回 {}",
    ),
    (
        "`{}` did not answer within {} seconds",
        "`{}` 在 {} 秒内没有回应",
    ),
    ("`{}` cannot be reached: {}", "`{}` 无法连接：{}"),
    (
        "`{}` cannot be checked from here: the server says {}",
        "这里无法检查 `{}`：服务器返回 {}",
    ),
    ("correct the address, or remove it", "改正网址，或删掉它"),
    (
        "try it in a browser, and check again later",
        "在浏览器里试一试，稍后再检查",
    ),
    ("open it in a browser", "请在浏览器里打开看看"),
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

/// A finding's sentence in Chinese; as it is where no pair fits.
pub(super) fn in_chinese(text: &str) -> String {
    let fitting = PAIRS
        .iter()
        .filter_map(|(english, chinese)| Some((english, chinese, parts(english, text)?)));
    let literal = |english: &str| english.len() - 2 * english.matches("{}").count();
    let Some((_, chinese, parts)) = fitting.max_by_key(|(english, ..)| literal(english)) else {
        return text.to_owned();
    };
    let mut out = (*chinese).to_owned();
    // Where Chinese says things in another order, its places are numbered.
    for (number, (part, quoted)) in parts.into_iter().enumerate() {
        let part = match quoted {
            true => part.to_owned(),
            false => in_chinese(part),
        };
        let numbered = format!("{{{number}}}");
        let place = if chinese.contains("{0}") {
            numbered.as_str()
        } else {
            "{}"
        };
        out = out.replacen(place, &part, 1);
    }
    out
}

/// What stands for each `{}` of `pattern` in `text`, where it fits, and whether it stands in
/// quotes: then it is the author's own and not to be translated.
fn parts<'t>(pattern: &str, text: &'t str) -> Option<Vec<(&'t str, bool)>> {
    let mut pieces = pattern.split("{}");
    let mut before = pieces.next()?;
    let mut rest = text.strip_prefix(before)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = match pieces.peek() {
            None if piece.is_empty() => rest.len(),
            None => rest.len() - rest.strip_suffix(piece).map(|_| piece.len())?,
            Some(_) => rest.find(piece)?,
        };
        found.push((&rest[..at], before.ends_with(['`', '“'])));
        before = piece;
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

/// The word in front of a finding: `error`, `warning`, `note`.
pub(super) fn severity(word: &'static str, language: Language) -> &'static str {
    match (language, word) {
        (Language::En, word) => word,
        (Language::Zh, "error") => "错误",
        (Language::Zh, "warning") => "警告",
        (Language::Zh, _) => "说明",
    }
}

/// The word in front of a fix.
pub(super) fn help(language: Language) -> &'static str {
    match language {
        Language::En => "help",
        Language::Zh => "办法",
    }
}

/// That more findings of a kind are not printed.
pub(super) fn more_of_a_kind(count: usize, code: &str, language: Language) -> String {
    match language {
        Language::En => format!(
            "warning: {count} more like these (`{code}`)\n  help: `wenda check --all` prints every one"
        ),
        Language::Zh => format!(
            "警告: 还有 {count} 处同类问题（`{code}`）\n  办法: `wenda check --all` 会全部列出"
        ),
    }
}

/// That `--watch` waits.
pub(super) fn waiting(language: Language) -> &'static str {
    match language {
        Language::En => "waiting for a file to be saved; Ctrl-C ends",
        Language::Zh => "等待文件保存；按 Ctrl-C 结束",
    }
}

/// That `--watch` goes on.
pub(super) fn checking_again(language: Language) -> &'static str {
    match language {
        Language::En => "\nchecking again",
        Language::Zh => "\n重新检查",
    }
}

/// That web addresses are being asked.
pub(super) fn asking_links(count: usize, language: Language) -> String {
    match language {
        Language::En => format!("checking {}", plural(count, "link", "links")),
        Language::Zh => format!("正在检查 {count} 个链接"),
    }
}

/// What a check looked at and what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) entries: usize,
    pub(super) phrasings: usize,
    pub(super) tests: usize,
    /// Web addresses, where they were asked.
    pub(super) links: Option<usize>,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// The last line: what was looked at and what was found.
pub(super) fn totals(report: Totals, language: Language) -> String {
    let Totals {
        errors, warnings, ..
    } = report;
    let mut line = String::new();
    if report.entries > 0 {
        let mut seen = match language {
            Language::En => vec![
                plural(report.entries, "entry", "entries"),
                plural(report.phrasings, "phrasing", "phrasings"),
                plural(report.tests, "test", "tests"),
            ],
            Language::Zh => vec![
                format!("{} 个条目", report.entries),
                format!("{} 种问法", report.phrasings),
                format!("{} 个测试", report.tests),
            ],
        };
        if let Some(links) = report.links {
            seen.push(match language {
                Language::En => plural(links, "link", "links"),
                Language::Zh => format!("{links} 个链接"),
            });
        }
        line = match language {
            Language::En => format!("{}: ", seen.join(", ")),
            Language::Zh => format!("{}：", seen.join("，")),
        };
    }
    line + &match (language, errors + warnings) {
        (Language::En, 0) => "nothing to complain about".to_owned(),
        (Language::Zh, 0) => "没有问题".to_owned(),
        (Language::En, _) => format!(
            "{}, {}",
            plural(errors, "error", "errors"),
            plural(warnings, "warning", "warnings")
        ),
        (Language::Zh, _) => format!("{errors} 个错误，{warnings} 个警告"),
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_finding_has_its_chinese_sentence() {
        let mut seen = 0;
        let mut missing = Vec::new();
        let mut folders = vec![std::path::PathBuf::from("tests/faq_errors")];
        while let Some(folder) = folders.pop() {
            for file in std::fs::read_dir(folder).expect("the folder of examples") {
                let path = file.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                if path.extension().is_none_or(|ending| ending != "txt") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("readable");
                for line in text.lines() {
                    let sentence = match line.trim_start().strip_prefix("help: ") {
                        Some(help) => Some(help),
                        None => [": error: ", ": warning: ", ": note: "]
                            .iter()
                            .find_map(|mark| Some(line.split_once(mark)?.1)),
                    };
                    let Some(sentence) = sentence else { continue };
                    seen += 1;
                    if in_chinese(sentence) == sentence {
                        missing.push(sentence.to_owned());
                    }
                }
            }
        }
        assert!(seen > 100, "{seen}");
        missing.sort();
        missing.dedup();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn what_a_finding_fills_in_stays() {
        let cases = [
            (
                "key `answer` is already used at line 7",
                "键 `answer` 在第 7 行已经用过",
            ),
            (
                "`en` must be text, found a list",
                "`en` 必须是文字，这里却是列表",
            ),
            ("did you mean `zh`?", "是不是想写 `zh`？"),
            (
                "unknown key `question` in an entry",
                "条目里有不认识的键 `question`",
            ),
            ("something new", "something new"),
        ];
        for (english, chinese) in cases {
            assert_eq!(in_chinese(english), chinese, "{english}");
        }
    }
}
