//! What Telegram takes, written down as a strict checker, and what authors write, thrown at it.

use proptest::prelude::*;

use super::*;
use crate::model::reply::{Block, Button, Reply};

/// Reads Telegram's HTML as strictly as its server: known tags only, balanced, nothing in code,
/// no quotation in another, only the four named entities. Gives the text and the entity count.
fn read(html: &str) -> Result<(String, usize), String> {
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut count = 0;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let end = rest.find('>').ok_or("a tag is not closed")?;
                let tag = &rest[1..end];
                rest = &rest[end + 1..];
                if let Some(name) = tag.strip_prefix('/') {
                    let last = open.pop().ok_or(format!("`{name}` was not open"))?;
                    if last != name {
                        return Err(format!("`{name}` closes `{last}`"));
                    }
                    continue;
                }
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                let attributes_ok = match name {
                    "b" | "i" | "s" | "u" | "pre" => attributes.is_empty(),
                    "a" => {
                        let url = attributes
                            .strip_prefix("href=\"")
                            .and_then(|rest| rest.strip_suffix('"'))
                            .ok_or("`a` without an address")?;
                        url.is_ascii() && !url.contains(['"', '<', '>', ' '])
                    }
                    "code" => {
                        attributes.is_empty()
                            || (attributes.starts_with("class=\"language-")
                                && open.last().is_some_and(|last| last == "pre"))
                    }
                    "blockquote" => attributes.is_empty() || attributes == "expandable",
                    _ => return Err(format!("unknown tag `{tag}`")),
                };
                if !attributes_ok {
                    return Err(format!("bad attributes `{tag}`"));
                }
                let in_code = open.iter().any(|tag| tag == "code" || tag == "pre");
                if in_code && !attributes.starts_with("class") {
                    return Err(format!("`{name}` inside code"));
                }
                if open.iter().any(|tag| tag == name) {
                    return Err(format!("`{name}` inside itself"));
                }
                if name == "code"
                    && open
                        .iter()
                        .any(|tag| !["pre", "blockquote"].contains(&tag.as_str()))
                {
                    return Err("code inside another style".into());
                }
                count += usize::from(!attributes.starts_with("class"));
                open.push(name.to_owned());
            }
            '&' => {
                let end = rest.find(';').ok_or("a bare `&`")?;
                text.push(match &rest[1..end] {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    other => return Err(format!("unknown entity `{other}`")),
                });
                rest = &rest[end + 1..];
            }
            '>' => return Err("a bare `>`".into()),
            other => {
                text.push(other);
                rest = &rest[other.len_utf8()..];
            }
        }
    }
    match open.pop() {
        Some(tag) => Err(format!("`{tag}` stays open")),
        None => Ok((text, count)),
    }
}

fn html_of(markdown: &str) -> String {
    let reply = Reply::send(None, vec![Block::Markdown(markdown.into())]);
    let pages = telegram_html(&reply);
    assert_eq!(pages.len(), 1, "{markdown}");
    pages
        .into_iter()
        .next()
        .map(|page| page.html.to_string())
        .unwrap_or_default()
}

#[test]
fn markdown_becomes_what_telegram_can_show() {
    let cases = [
        (
            "**bold** _it_ ~~no~~ `code`",
            "<b>bold</b> <i>it</i> <s>no</s> <code>code</code>",
        ),
        ("# Head\ntext", "<b>Head</b>\n\ntext"),
        ("- one\n- two\n  - deep", "• one\n• two\n    • deep"),
        ("- one\n\n- two", "• one\n• two"),
        (
            "before\n\n1. one\n2. two\n\nafter",
            "before\n\n1. one\n2. two\n\nafter",
        ),
        (
            "> quoted\n> > deeper\n\nafter",
            "<blockquote>quoted\n\ndeeper</blockquote>\n\nafter",
        ),
        (
            "```rust\nlet x = 1 < 2;\n```",
            "<pre><code class=\"language-rust\">let x = 1 &lt; 2;</code></pre>",
        ),
        (
            "[帮助](https://a.cn/路?x=1&y=2)",
            "<a href=\"https://a.cn/%E8%B7%AF?x=1&amp;y=2\">帮助</a>",
        ),
        ("[bad](javascript:alert(1))", "bad"),
        (
            "![图](https://a.cn/1.png)",
            "<a href=\"https://a.cn/1.png\">图</a>",
        ),
        ("a <b>raw</b> & \"q\"", "a <b>raw</b> &amp; &quot;q&quot;"),
        ("one<br>two", "one\ntwo"),
        ("注意**（重要）**请看", "注意<b>（重要）</b>请看"),
        (
            "看 https://a.cn/路，谢谢",
            "看 <a href=\"https://a.cn/%E8%B7%AF\">https://a.cn/路</a>，谢谢",
        ),
        ("第一行\n第二行", "第一行\n第二行"),
        (
            "**bold `code` bold**",
            "<b>bold </b><code>code</code><b> bold</b>",
        ),
        ("[`x`](https://a.cn)", "<a href=\"https://a.cn/\">x</a>"),
        ("a | b\n--|--\nc | d", "<pre>a  b\n────\nc  d</pre>"),
        ("- [x] done", "☑ done"),
        ("5 * 3 ** 2", "5 * 3 ** 2"),
    ];
    for (markdown, expected) in cases {
        let html = html_of(markdown);
        assert_eq!(html, expected, "for {markdown:?}");
        assert!(read(&html).is_ok(), "{markdown:?}: {:?}", read(&html));
    }
}

#[test]
fn line_ends_stay_as_written() {
    let long = "这一行很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长";
    let text = format!("{long}\n接下来。\n{}\nend", "word ".repeat(20).trim());
    assert_eq!(html_of(&text), text);
}

#[test]
fn emphasis_beside_chinese() {
    let cases = [
        (
            "先**充值（预付）**再用，余额在**账户**里，**“到期”**另说。",
            "先<b>充值（预付）</b>再用，余额在<b>账户</b>里，<b>“到期”</b>另说。",
        ),
        ("**注意：**请先保存", "<b>注意：</b>请先保存"),
        (
            "请看*《手册》*和~~旧版。~~新版",
            "请看<i>《手册》</i>和<s>旧版。</s>新版",
        ),
        ("**Bold.**text", "**Bold.**text"),
        ("用`**（x）**`写", "用<code>**（x）**</code>写"),
        (r"转义\*（星）\*号", "转义*（星）*号"),
        ("한국어**(강조)**입니다", "한국어<b>(강조)</b>입니다"),
    ];
    for (markdown, expected) in cases {
        assert_eq!(html_of(markdown), expected, "for {markdown:?}");
    }
}

#[test]
fn a_link_that_cannot_be_one_keeps_its_address() {
    let cases = [
        ("[Ring](tel:+4912345)", "Ring (+4912345)"),
        ("[写信](mailto:a@b.cn?subject=x)", "写信（a@b.cn）"),
        ("[setup](docs/setup.md)", "setup (docs/setup.md)"),
        ("[setup](setup.md)", "setup (setup.md)"),
        ("[+49 123](tel:+49123)", "+49 123"),
        ("[top](#top)", "top"),
        ("![plan](img/plan.png)", "plan (img/plan.png)"),
        ("<a href=\"/x\">site</a>", "site (/x)"),
    ];
    for (markdown, expected) in cases {
        assert_eq!(html_of(markdown), expected, "for {markdown:?}");
    }
}

#[test]
fn no_markup_is_shown_as_letters() {
    let cases = [
        (
            "<kbd>Esc</kbd> x<sub>2</sub>&nbsp;y",
            "<code>Esc</code> x2\u{a0}y",
        ),
        ("put <your-name> here", "put &lt;your-name&gt; here"),
        ("a<!-- hidden -->b", "ab"),
        ("see[^1]\n\n[^1]: the note", "see[1]\n\n[1] the note"),
        ("see[^2]", "see[2]"),
        (
            "> [!TIP]\n> 先备份",
            "<blockquote><b>💡 提示</b>\n先备份</blockquote>",
        ),
        (
            ":::warning Careful\nHot.\n:::\nafter",
            "<blockquote><b>Careful</b>\nHot.</blockquote>\n\nafter",
        ),
        (
            "!!! note\n    Inside.\n\nafter {x}\n{: .wide}",
            "<blockquote><b>note</b>\nInside.</blockquote>\n\nafter {x}",
        ),
        (
            "<details>\n<summary>More</summary>\n\nHidden **x**\n\n</details>",
            "<b>More</b>\n<blockquote expandable>Hidden <b>x</b></blockquote>",
        ),
        ("## Head {#anchor}\ntext", "<b>Head</b>\n\ntext"),
        (
            "| Plan | Price | What is in it |\n|--|--|--|\n| S | 5 | a long list of things for one |",
            "• S\n    Price: 5\n    What is in it: a long list of things for one",
        ),
    ];
    for (markdown, expected) in cases {
        let html = html_of(markdown);
        assert_eq!(html, expected, "for {markdown:?}");
        assert!(read(&html).is_ok(), "{markdown:?}: {:?}", read(&html));
    }
}

#[test]
fn a_quotation_of_ours_folds_and_holds_no_other() {
    let reply = Reply::send(
        None,
        vec![
            Block::Title("Title".into()),
            Block::Quote(vec![
                Block::Title("In".into()),
                Block::Markdown("> inner\n\n- a\n- b".into()),
            ]),
            Block::Plain("after".into()),
        ],
    );
    assert_eq!(
        &*telegram_html(&reply)[0].html,
        "<b>Title</b>\n<blockquote expandable><b>In</b>\ninner\n\n• a\n• b</blockquote>\nafter"
    );
}

#[test]
fn a_long_answer_is_split_between_paragraphs_and_nothing_is_lost() {
    let paragraph = "这一段话说明了为什么会这样，😀 以及应该怎么办。".repeat(20);
    let text = vec![paragraph; 12].join("\n\n");
    let reply = Reply::send(
        None,
        vec![Block::Quote(vec![Block::Markdown(text.clone())])],
    )
    .with_choices(vec![vec![Button::open("帮助", "https://a.cn/路")]]);
    let pages = telegram_html(&reply);
    assert!(pages.len() > 1);
    let (last, before) = pages.split_last().unwrap();
    assert!(before.iter().all(|page| page.buttons.is_empty()));
    assert_eq!(last.buttons.len(), 1);
    for page in &pages {
        let (read_text, _) = read(&page.html).unwrap();
        assert!(read_text.encode_utf16().count() <= 4096);
        assert!(page.html.starts_with("<blockquote expandable>"));
        assert!(read_text.ends_with('。'));
    }
    let joined: String = pages
        .iter()
        .map(|page| without_markup(&page.html))
        .collect();
    assert_eq!(without_blanks(&joined), without_blanks(&text));
}

#[test]
fn buttons_that_cannot_be_sent_are_left_out() {
    let reply = Reply::send(None, vec![Block::Plain("x".into())]).with_choices(vec![
        vec![Button::open("mail", "mailto:a@b.c")],
        vec![Button::open("路", "https://a.cn/路")],
        vec![Button::open("", "https://a.cn")],
        vec![Button::open("很".repeat(80), "https://a.cn")],
    ]);
    let rows = telegram_html(&reply).remove(0).buttons;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0][0], Button::open("路", "https://a.cn/%E8%B7%AF"));
    assert_eq!(rows[1][0].label, format!("{}…", "很".repeat(30)));
}

#[test]
fn plain_text_keeps_where_links_lead() {
    let reply = Reply::send(
        None,
        vec![Block::Markdown("[here](https://a.cn/x) and **b**".into())],
    );
    assert_eq!(
        without_markup(&telegram_html(&reply)[0].html),
        "here (https://a.cn/x) and b"
    );
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Pieces of Markdown that trip each other up when put side by side.
fn scrap() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("**".to_owned()),
        Just("_".to_owned()),
        Just("`".to_owned()),
        Just("```\n".to_owned()),
        Just("> ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("- ".to_owned()),
        Just("1. ".to_owned()),
        Just("[链接](https://a.cn/路 \"t\")".to_owned()),
        Just("[x](".to_owned()),
        Just("https://a.cn/怎么办？".to_owned()),
        Just("<b>&amp;<br>".to_owned()),
        Just("<details><summary>".to_owned()),
        Just("</summary>\n\n".to_owned()),
        Just("</details>\n".to_owned()),
        Just("<a href=\"x\"><code></a>".to_owned()),
        Just(":::tip\n".to_owned()),
        Just("> [!NOTE]\n".to_owned()),
        Just("[^1]\n\n[^1]: ".to_owned()),
        Just("[t](tel:1)".to_owned()),
        Just("# ".to_owned()),
        Just("| a | b |\n|--|--|\n".to_owned()),
        Just("👨‍👩‍👧‍👦é".to_owned()),
        "\\PC{0,40}",
        "[一-龥。，]{0,400}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_an_author_writes_is_valid_for_telegram(scraps in prop::collection::vec(scrap(), 0..60)) {
        let text = scraps.concat();
        let reply = Reply::send(None, vec![
            Block::Title("t".into()),
            Block::Markdown(text.clone()),
            Block::Quote(vec![Block::Markdown(text.clone())]),
            Block::Code(text.clone()),
        ]);
        for page in telegram_html(&reply) {
            let (shown, entities) = read(&page.html).map_err(TestCaseError::fail)?;
            prop_assert!(!shown.trim().is_empty());
            prop_assert!(shown.encode_utf16().count() <= 4096, "too long");
            prop_assert!(entities <= 100, "{} entities", entities);
            prop_assert!(without_markup(&page.html).encode_utf16().count() <= 4096);
        }
    }

    #[test]
    fn splitting_loses_nothing(text in "([一-龥]{0,300}[。\n ]|\\PC{0,200}\n|😀{0,90}){0,40}") {
        let blocks = vec![Block::Plain(text.clone())];
        let pages = telegram_html(&Reply::send(None, blocks));
        let joined: String = pages.iter().map(|page| without_markup(&page.html)).collect();
        let visible: String = text.chars().filter(|c| !c.is_control()).collect();
        prop_assert_eq!(without_blanks(&joined), without_blanks(&visible));
    }
}
