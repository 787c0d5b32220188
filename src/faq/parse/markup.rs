//! What an answer's Markdown holds that a chat does not show as its author thinks.

use crate::faq::diagnostic::shown;
use crate::faq::yaml::{Mark, Node};

use super::findings::Reader;

/// Tags that are written in answers and have a form in Markdown.
const TAGS: [&str; 26] = [
    "b", "strong", "i", "em", "u", "s", "del", "a", "img", "p", "div", "span", "ul", "ol", "li",
    "table", "tr", "td", "th", "h1", "h2", "h3", "font", "center", "iframe", "video",
];

/// Marks of site generators at the beginning of a line.
const SITE: [&str; 8] = [
    ":::", "!!! ", "??? ", "=== \"", "{:", "{%", "{{<", "[[toc]]",
];

/// Everything worth a warning in one answer.
pub(super) fn answer(reader: &mut Reader, node: &Node, text: &str) {
    let text = without_code(text);
    line_ends(reader, node, &text);
    html(reader, node, &text);
    let site = text.lines().map(str::trim_start).find_map(|line| {
        let lower = line.to_ascii_lowercase();
        SITE.into_iter()
            .find(|mark| lower.starts_with(mark))
            .map(|_| line)
    });
    if let Some(line) = site {
        let message = format!(
            "`{}` is markup of a site generator, not Markdown",
            shown(line)
        );
        let help = "write it as a quotation (`> **Tip** ...`) or as plain text";
        reader.warning("site-markup", place(reader, node, line), message, help);
    }
    links(reader, node, &text);
    unclosed(reader, node, &text);
}

/// Where `snippet` stands in the lines of the node, else where the node begins.
fn place(reader: &Reader, node: &Node, snippet: &str) -> Mark {
    let found = (node.start.line..=node.end.line).find_map(|number| {
        let line = reader.line(number);
        let at = line.find(snippet)?;
        let column = line[..at].chars().count() + 1;
        Some(Mark {
            line: number,
            column,
        })
    });
    found.unwrap_or(node.start)
}

/// The text with everything in code as blanks.
fn without_code(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        fenced ^= fence;
        if !fenced && !fence {
            let parts: Vec<&str> = line.split('`').collect();
            for (number, part) in parts.iter().enumerate() {
                match number % 2 == 1 && number + 1 < parts.len() {
                    true => kept.push(' '),
                    false if number > 0 && number + 1 == parts.len() && number % 2 == 1 => {
                        kept.push('`');
                        kept.push_str(part);
                    }
                    false => kept.push_str(part),
                }
            }
        }
        kept.push('\n');
    }
    kept
}

/// A `\n` written as two letters. `C:\new` is none.
fn line_ends(reader: &mut Reader, node: &Node, text: &str) {
    let written = text.split_whitespace().any(|word| {
        word.match_indices("\\n").any(|(at, _)| {
            let next = word[at + 2..].chars().next();
            // A path of Windows, or a name that begins with a backslash.
            let path = word.contains(":\\") || at == 0 || word.starts_with("\\\\");
            next.is_none_or(|c| !c.is_ascii_lowercase()) || !path
        })
    });
    if written {
        let message = "`\\n` stands here as two letters, not as the end of a line";
        let help = "write the text below `|` with real line ends";
        reader.warning("literal-newline", place(reader, node, "\\n"), message, help);
    }
}

fn html(reader: &mut Reader, node: &Node, text: &str) {
    let mut found: Vec<&str> = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let name: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let behind = rest[name.len()..].chars().next();
        let known = TAGS.contains(&name.to_ascii_lowercase().as_str());
        let Some(end) = rest
            .find('>')
            .filter(|_| known && matches!(behind, Some(' ' | '>' | '/')))
        else {
            continue;
        };
        let tag = &text[at..at + end + 2];
        if !found.contains(&tag) {
            found.push(tag);
        }
    }
    if let Some(first) = found.first() {
        let named: Vec<String> = found
            .iter()
            .take(3)
            .map(|tag| format!("`{}`", shown(tag)))
            .collect();
        let message = format!("HTML stands in the answer: {}", named.join(", "));
        let help = "answers are Markdown: `**bold**`, `*italic*`, `[words](https://...)`, `- item`";
        reader.warning("html", place(reader, node, first), message, help);
    }
}

/// Links and pictures to what nobody can reach from a chat.
fn links(reader: &mut Reader, node: &Node, text: &str) {
    for (at, _) in text.match_indices("](") {
        let line = text[at + 2..].lines().next().unwrap_or("");
        let open = text[..at].rfind('[').unwrap_or(at);
        let picture = text[..open].ends_with('!');
        let Some(end) = closing(line) else {
            let snippet = &text[at..at + 2 + line.len()];
            let message = format!(
                "the link `{}` is not closed",
                shown(&text[open..at + 2 + line.len()])
            );
            reader.warning(
                "broken-link",
                place(reader, node, snippet),
                message,
                "end it with `)`",
            );
            continue;
        };
        let target = line[..end].trim();
        let address = target.trim_matches(['<', '>']);
        let address = address.split(" \"").next().unwrap_or(address).trim();
        let Some((code, what, help)) = unreachable(address, picture) else {
            continue;
        };
        let snippet = format!("]({})", &line[..end]);
        let message = format!(
            "`{}` {what}",
            shown(if address.is_empty() {
                &text[open..at + 3]
            } else {
                address
            })
        );
        reader.warning(code, place(reader, node, &snippet), message, help);
    }
    for (at, _) in text.match_indices("] (http") {
        let snippet = text[at..]
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ");
        let message = "a blank between `]` and `(` makes this no link";
        reader.warning(
            "broken-link",
            place(reader, node, &snippet),
            message,
            "remove the blank",
        );
    }
}

/// Where the bracket that closes an address stands.
fn closing(line: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in line.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Why an address cannot be followed from a chat, and the fix.
fn unreachable(address: &str, picture: bool) -> Option<(&'static str, &'static str, &'static str)> {
    let lower = address.to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    if address.is_empty() {
        return Some(match picture {
            true => (
                "dead-link",
                "is a picture without an address",
                "write its address: `![words](https://...)`",
            ),
            false => (
                "dead-link",
                "is a link without an address",
                "write its address: `[words](https://...)`",
            ),
        });
    }
    if web && address.contains(char::is_whitespace) {
        return Some((
            "broken-link",
            "has a blank in it",
            "write `%20` for the blank, or remove it",
        ));
    }
    if web || lower.starts_with("tg://") {
        return match url::Url::parse(address) {
            Ok(_) => None,
            Err(_) => Some((
                "broken-link",
                "is not a web address",
                "copy it again from the browser",
            )),
        };
    }
    let call = ["tel:", "mailto:", "sms:", "callto:"];
    if call.iter().any(|scheme| lower.starts_with(scheme)) {
        let what = "is no link in Telegram: it is shown behind the words as text";
        return Some((
            "dead-link",
            what,
            "write the number or address itself; Telegram makes it one to tap",
        ));
    }
    let host = address.split('/').next().unwrap_or("");
    let country = host.rsplit('.').next().unwrap_or("");
    let file = [
        "md", "mdx", "html", "htm", "php", "txt", "pdf", "png", "jpg", "py", "sh",
    ];
    let bare = host.contains('.')
        && !host.starts_with('.')
        && !file.contains(&country)
        && !lower.contains(':');
    if bare {
        return Some((
            "dead-link",
            "has no `https://`",
            "write the whole address, with `https://`",
        ));
    }
    Some(match picture {
        true => (
            "dead-link",
            "is no address that a chat can show a picture from",
            "write the whole address: `https://...`",
        ),
        false => (
            "dead-link",
            "leads nowhere from a chat",
            "write the whole address: `https://...`",
        ),
    })
}

/// Marks of emphasis or code that nothing closes within their paragraph.
fn unclosed(reader: &mut Reader, node: &Node, text: &str) {
    for paragraph in text.split("\n\n") {
        for mark in ["**", "~~", "`"] {
            let tight = |at: usize| {
                let before = paragraph[..at].chars().next_back().unwrap_or(' ');
                let after = paragraph[at + mark.len()..].chars().next().unwrap_or(' ');
                // `so' is a quotation of the typewriter's.
                let quotation = mark == "`"
                    && paragraph[at + 1..]
                        .split(['`', '\n'])
                        .next()
                        .and_then(|rest| rest.split_once('\''))
                        .is_some_and(|(_, rest)| !rest.starts_with(char::is_alphanumeric));
                // `**21*` is a code to dial.
                let dialled = mark == "**"
                    && paragraph[at + 2..]
                        .trim_start_matches(|c: char| c.is_ascii_digit())
                        .starts_with(['*', '#']);
                let stands_alone = before.is_whitespace() && after.is_whitespace();
                let is_dialled = dialled && after.is_ascii_digit();
                !(before == '\\' || stands_alone || quotation || is_dialled)
            };
            let at: Vec<usize> = paragraph
                .match_indices(mark)
                .map(|(at, _)| at)
                .filter(|at| tight(*at))
                .collect();
            let Some(&last) = at.last().filter(|_| at.len() % 2 == 1) else {
                continue;
            };
            let snippet: String = paragraph[last..]
                .lines()
                .next()
                .unwrap_or("")
                .chars()
                .take(12)
                .collect();
            let shown_mark = if mark == "`" {
                "a backtick".to_owned()
            } else {
                format!("`{mark}`")
            };
            let message = format!("{shown_mark} is not closed: it is shown as it stands");
            reader.warning(
                "unclosed-mark",
                place(reader, node, &snippet),
                message,
                "close it, or remove it",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lead_nowhere() {
        for good in ["https://a.cn/路", "http://a.b/x?y=1", "tg://user?id=1"] {
            assert_eq!(unreachable(good, false), None, "{good}");
        }
        for bad in [
            "",
            "tel:+1",
            "mailto:a@b.c",
            "./a.md",
            "a.md",
            "#x",
            "example",
            "example.com",
            "https://a b.c",
        ] {
            assert!(unreachable(bad, false).is_some(), "{bad}");
        }
    }

    #[test]
    fn code_is_passed_over() {
        assert_eq!(
            without_code("a `**` b\n```\n**\n```\nc"),
            "a   b\n\n\n\nc\n"
        );
    }

    #[test]
    fn marks_that_nothing_closes() {
        let count = |answer: &str| {
            let yaml = format!(
                "entries:\n  - id: a\n    questions: {{en: [How?], zh: [怎么？]}}\n    answer:\n      zh: 好。\n      en: |\n        {answer}\n"
            );
            let loaded = crate::faq::read(&[("a.yaml".to_owned(), yaml)]);
            let found = loaded.diagnostics.iter();
            found.filter(|found| found.code == "unclosed-mark").count()
        };
        for fine in [
            "Dial **21*number# and call.",
            "The `so-called' way.",
            "A **bold** word.",
        ] {
            assert_eq!(count(fine), 0, "{fine}");
        }
        for open in ["A **bold word.", "A `code word.", "**21 days are left."] {
            assert_eq!(count(open), 1, "{open}");
        }
    }
}
