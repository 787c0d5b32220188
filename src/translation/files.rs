//! Findings about files, and about the web addresses that `wenda check --links` asks.

use super::pair::Pair;

pub(super) const PAIRS: &[Pair] = &[
    ("cannot read the FAQ: {}", "无法读取问答库：{}"),
    ("cannot read the file: {}", "无法读取文件：{}"),
    ("there is no such file or folder", "没有这个文件或文件夹"),
    ("permission denied", "没有权限"),
    ("it is a folder", "它是文件夹"),
    ("it is not UTF-8", "它不是 UTF-8"),
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
];
