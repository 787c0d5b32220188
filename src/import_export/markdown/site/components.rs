//! Containers, admonitions, tabs and components.

use super::page::{FOLDING, Page};

/// `::: tip Title`, `::: details Question`, `:::`.
pub(super) fn container(rest: &str, open: &mut Vec<bool>) -> String {
    let rest = rest.trim_start_matches(':').trim();
    if rest.is_empty() {
        return match open.pop() {
            Some(true) => "\n</details>\n".to_owned(),
            _ => String::new(),
        };
    }
    let (kind, title) = match rest.split_once([' ', '[']) {
        Some((kind, title)) => (kind, title.trim_end_matches(']').trim()),
        None => (rest, ""),
    };
    let title = title.split('{').next().unwrap_or("").trim();
    let folding = FOLDING.contains(&kind.to_lowercase().as_str()) && !title.is_empty();
    open.push(folding);
    match (folding, title.is_empty()) {
        (true, _) => format!("<details><summary>{title}</summary>\n"),
        (false, true) => String::new(),
        (false, false) => format!("**{title}**\n"),
    }
}

/// `!!! note "Title"`, `??? question "Title"`, `???+ note`.
pub(super) fn admonition(line: &str) -> Option<(&str, &str)> {
    ["!!!", "???+", "???", "!!!+"].into_iter().find_map(|mark| {
        let rest = line.strip_prefix(mark)?;
        (rest.starts_with(' ')
            && rest
                .trim()
                .starts_with(|c: char| c == '"' || c.is_ascii_alphabetic()))
        .then_some((mark, rest.trim()))
    })
}

/// The kind and the title of an admonition.
pub(super) fn title_of(rest: &str) -> (&str, String) {
    let kind = rest.split(' ').next().unwrap_or("");
    let title = rest
        .split_once('"')
        .and_then(|(_, rest)| rest.rsplit_once('"'))
        .map_or("", |(title, _)| title);
    (kind, title.replace("\\\"", "\""))
}

pub(super) fn tab(line: &str) -> Option<String> {
    let rest = line.strip_prefix("===")?;
    let title = rest
        .trim_start_matches(['+', '!'])
        .trim()
        .strip_prefix('"')?
        .strip_suffix('"')?;
    Some(title.to_owned())
}

/// A line that is one tag of a component (`<TabItem label="Mac">`, `</Tabs>`).
pub(super) fn component(
    line: &str,
    open: &mut Vec<(String, bool, Option<usize>)>,
    page: &mut Page,
    number: usize,
) -> Option<String> {
    let inner = line.strip_prefix('<')?;
    if let Some(name) = inner.strip_prefix('/') {
        let name = name.strip_suffix('>')?.trim();
        if !name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('<') {
            return None;
        }
        let at = open.iter().rposition(|(known, _, _)| known == name)?;
        let folding = open[at].1;
        open.truncate(at);
        return Some(if folding {
            "\n</details>\n".to_owned()
        } else {
            String::new()
        });
    }
    if !inner.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let end = inner.find('>')?;
    let (tag, rest) = (&inner[..end], &inner[end + 1..]);
    let closed = tag.ends_with('/');
    let name = tag.split([' ', '/']).next().unwrap_or("").to_owned();
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') {
        return None;
    }
    let title = [
        "question", "title", "summary", "header", "label", "q", "name",
    ]
    .iter()
    .find_map(|key| attribute(tag, key));
    let same_line = rest.trim().strip_suffix(&format!("</{name}>"));
    if !rest.trim().is_empty() && same_line.is_none() {
        return None;
    }
    let folding = FOLDING.contains(&name.to_lowercase().as_str()) && title.is_some();
    let title = title.unwrap_or_default();
    if closed {
        let answer = attribute(tag, "answer").or_else(|| attribute(tag, "a"));
        return Some(match (folding, answer) {
            (true, Some(answer)) => {
                format!("<details><summary>{title}</summary>\n\n{answer}\n\n</details>\n")
            }
            _ => {
                page.notes
                    .push((number, format!("component `<{name}>` is left out")));
                String::new()
            }
        });
    }
    let content = same_line.map(str::trim).unwrap_or("");
    if same_line.is_none() {
        open.push((name, folding, None));
    }
    let close = if folding && same_line.is_some() {
        "\n\n</details>\n"
    } else {
        ""
    };
    Some(match (folding, title.is_empty()) {
        (true, _) => format!("<details><summary>{title}</summary>\n\n{content}{close}"),
        (false, true) => content.to_owned(),
        (false, false) => format!("**{title}**\n\n{content}"),
    })
}

pub(super) fn attribute(tag: &str, key: &str) -> Option<String> {
    for (open, close) in [("=\"", '"'), ("='", '\''), ("={\"", '"'), ("={`", '`')] {
        let pattern = format!(" {key}{open}");
        if let Some(at) = tag.find(&pattern) {
            let rest = &tag[at + pattern.len()..];
            return rest.split(close).next().map(str::to_owned);
        }
    }
    None
}

/// Shortcodes around a text, which stays.
pub(super) const WRAPPERS: [&str; 22] = [
    "raw",
    "tabs",
    "tabpane",
    "steps",
    "hint",
    "alert",
    "callout",
    "notice",
    "admonition",
    "note",
    "tip",
    "warning",
    "info",
    "columns",
    "column",
    "card",
    "cards",
    "cardpane",
    "center",
    "comment",
    "rawhtml",
    "highlight",
];

/// A line without components that close themselves (`<Badge text="new"/>`), which are named.
pub(super) fn inline_components(line: String, page: &mut Page, number: usize) -> String {
    let mut line = line;
    let mut from = 0;
    while let Some(start) = line[from..].find('<').map(|at| at + from) {
        from = start + 1;
        let rest = &line[from..];
        let Some(end) = rest.find("/>") else { break };
        let name = rest
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or("");
        let component = rest.starts_with(|c: char| c.is_ascii_uppercase())
            && !rest[..end].contains(['<', '>'])
            && line[..start].matches('`').count().is_multiple_of(2);
        if component {
            let message = format!("component `<{name}>` is left out");
            page.notes.push((number, message));
            line.replace_range(start..from + end + 2, "");
            from = start;
        }
    }
    line
}
