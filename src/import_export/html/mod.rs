//! Web pages: what they say of themselves (FAQPage), else their foldings, terms and headings.
//!
//! The page is read as browsers read it and written as Markdown, which the reader of Markdown
//! pages then judges.

mod accordion;
mod dom;
mod elements;
mod json_ld;
mod to_markdown;
mod write;

pub use write::to_html;

use super::markdown;
use super::reading::{Reading, Record};
use super::types::Options;

pub(super) use dom::{attribute, looks_like_html, tag_name};
pub(super) use json_ld::in_node as in_json_ld;
pub(super) use to_markdown::to_markdown;

/// The words of a line stand within so many bytes behind those of the line before, or are written
/// another way there; searching all of a long page for each would take minutes.
const SEARCHED_BYTES: usize = 64 * 1024;

/// Reads a web page.
pub(super) fn read(text: &str, name: &str, options: &Options) -> Reading {
    let document = dom::parse(text);
    let mut reading = Reading::default();
    let pairs = json_ld::questions(&document);
    let line_of = |question: &str| {
        let start: String = question.chars().take(30).collect();
        text.find(&start)
            .map_or(1, |at| text[..at].matches('\n').count() + 1)
    };
    let mut links = markdown::links::Links::new(options.base_url.as_ref(), options.below(name));
    if !pairs.is_empty() {
        reading.used = format!("{} from the page's FAQPage data", pairs.len());
        reading.rows = pairs.len();
        for (question, answer) in pairs {
            let line = line_of(&question);
            let answer = match looks_like_html(&answer) {
                true => to_markdown(&answer),
                false => answer,
            };
            reading.records.push(record(
                line,
                &question,
                &chat_text(&answer, line, &mut links),
            ));
        }
    } else {
        let page = to_markdown::page(&document);
        let numbers: Vec<usize> = {
            let mut last = 1;
            let mut from = 0;
            page.lines()
                .map(|line| {
                    let words: String = line
                        .trim_start_matches(['#', ' ', '*', '-', '>'])
                        .chars()
                        .take(24)
                        .collect();
                    let words = words.trim_start_matches("<details><summary>").trim();
                    let rest = &text[from..];
                    let mut end = rest.len().min(SEARCHED_BYTES);
                    while !rest.is_char_boundary(end) {
                        end += 1;
                    }
                    if words.len() > 3
                        && let Some(at) = rest[..end].find(words)
                    {
                        last += rest[..at].matches('\n').count();
                        from += at;
                    }
                    last
                })
                .collect()
        };
        let title = dom::title(&document);
        markdown::read_plain(
            &page,
            &numbers,
            title.filter(|title| super::words::titles::is_question(title)),
            name,
            options,
            &mut reading,
        );
    }
    for (line, address) in links.lost {
        reading.changed(line, format!("`{address}` leads nowhere from a chat and stays as words; `--base-url` makes it a link"));
    }
    reading
}

/// Markdown with links that work from a chat.
fn chat_text(text: &str, line: usize, links: &mut markdown::links::Links) -> String {
    let numbers: Vec<usize> = text.lines().map(|_| line).collect();
    let blocks = markdown::blocks::blocks(text, &numbers, links);
    let texts: Vec<String> = blocks.into_iter().map(|block| block.text).collect();
    texts.join("\n\n")
}

fn record(line: usize, question: &str, answer: &str) -> Record {
    let (title, _) = super::words::titles::clean(question);
    let texts = super::words::language::split_title(&title);
    let both = texts.en.is_some() && texts.zh.is_some();
    let questions = [texts.en, texts.zh]
        .into_iter()
        .flatten()
        .map(|text| (None, text));
    Record {
        line,
        questions: questions.collect(),
        answers: super::words::language::split_answer(answer, both),
        ..Record::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_html_become_markdown() {
        let cases = [
            (
                "<p>By <b>card</b>.</p><p>Or <a href=\"https://a.b/c\">so</a>.</p>",
                "By **card**.\n\nOr [so](https://a.b/c).",
            ),
            ("One<br>two", "One  \ntwo"),
            (
                "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
                "- a\n- b\n  1. c",
            ),
            (
                "<ul><li><ol><li>a</li><li>b</li></ol></li><li>c<ul><li><ul><li>d</li></ul></li></ul></li></ul>",
                "1. a\n2. b\n- c\n  - d",
            ),
            ("<pre><code>x = 1\ny</code></pre>", "```\nx = 1\ny\n```"),
            ("a &amp; b &lt;c&gt;", "a & b \\<c>"),
            (
                "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
                "| A | B |\n| --- | --- |\n| 1 | 2 |",
            ),
            ("<script>x()</script>text", "text"),
            (
                "<img src=\"https://a.b/c.png\" alt=\"map\">",
                "![map](https://a.b/c.png)",
            ),
        ];
        for (html, markdown) in cases {
            assert_eq!(to_markdown(html), markdown, "{html}");
        }
    }
}
