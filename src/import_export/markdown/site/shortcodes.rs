//! Short codes, variables and marks within a line.

use super::components::{WRAPPERS, attribute, inline_components};
use super::page::{FOLDING, Page};

/// A line without the shortcodes of Hugo and the tags of Jekyll.
pub(super) fn shortcodes(line: &str, page: &mut Page, number: usize) -> String {
    let mut line = line.to_owned();
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")] {
        let mut from = 0;
        while let Some(start) = line[from..].find(open).map(|at| at + from) {
            let Some(end) = line[start..].find(close).map(|at| at + start) else {
                break;
            };
            if line[..start].matches('`').count() % 2 == 1 {
                from = end;
                continue;
            }
            let inside = line[start + open.len()..end]
                .trim()
                .trim_matches('-')
                .trim()
                .to_owned();
            let name = inside
                .trim_start_matches('/')
                .trim()
                .split([' ', '\t'])
                .next()
                .unwrap_or("")
                .to_lowercase();
            let quoted = inside.split('"').nth(1).map(str::to_owned);
            let folding = FOLDING.contains(&name.as_str());
            let ends = inside.starts_with('/') || name.starts_with("end");
            let with = match (&quoted, folding, ends) {
                (Some(title), true, false) => format!("\n<details><summary>{title}</summary>\n\n"),
                (_, true, true) => "\n\n</details>\n".to_owned(),
                (Some(target), false, false)
                    if matches!(name.as_str(), "ref" | "relref" | "link") =>
                {
                    target.clone()
                }
                (Some(title), false, false) if name == "tab" => format!("**{title}**\n\n"),
                (Some(source), false, false)
                    if matches!(name.as_str(), "figure" | "img" | "image" | "picture") =>
                {
                    let source = attribute(&inside, "src").unwrap_or_else(|| source.clone());
                    let words = ["alt", "caption", "title"];
                    let words = words.iter().find_map(|key| attribute(&inside, key));
                    format!("![{}]({source})", words.unwrap_or_default())
                }
                (None, false, false) if matches!(name.as_str(), "link" | "post_url") => {
                    inside.split_whitespace().nth(1).unwrap_or("").to_owned()
                }
                (_, false, _) if name == "highlight" => {
                    let language = inside.split_whitespace().nth(1).unwrap_or("");
                    let end = line.len() - line[end + close.len()..].trim_start().len();
                    let below = if end < line.len() { "\n" } else { "" };
                    format!("```{language}{below}")
                }
                (_, false, true) if name == "endhighlight" || name == "highlight" => {
                    let above = line[..start].trim().is_empty();
                    if above { "```" } else { "\n```" }.to_owned()
                }
                _ => {
                    if !ends && !WRAPPERS.contains(&name.as_str()) {
                        page.notes
                            .push((number, format!("shortcode `{name}` is left out")));
                    }
                    String::new()
                }
            };
            line.replace_range(start..end + close.len(), &with);
            from = start + with.len();
        }
    }
    variables(line, page, number)
}

/// A line without the variables of a site (`{{ site.url }}`, `{{ page.title }}`), which are named.
fn variables(line: String, page: &mut Page, number: usize) -> String {
    let mut line = line;
    let mut from = 0;
    while let Some(start) = line[from..].find("{{").map(|at| at + from) {
        let Some(end) = line[start..].find("}}").map(|at| at + start) else {
            break;
        };
        let inside = line[start + 2..end].trim().trim_start_matches('-').trim();
        let of_site = [
            "site.",
            "page.",
            "config.",
            ".Site.",
            "$frontmatter",
            "include.",
        ]
        .iter()
        .any(|name| inside.starts_with(name));
        if !of_site || line[..start].matches('`').count() % 2 == 1 {
            from = end;
            continue;
        }
        let message = format!("variable `{inside}` is left out");
        page.notes.push((number, message));
        line.replace_range(start..end + 2, "");
        from = start;
    }
    inline_components(line, page, number)
}

/// A line without attribute lists (`{:target="_blank"}`, `{: .note }`).
pub(super) fn inline(line: &str) -> String {
    if !line.contains('{') || line.trim_start().starts_with('#') {
        return line.to_owned();
    }
    let mut line = line.to_owned();
    let mut from = 0;
    while let Some(start) = line[from..].find('{').map(|at| at + from) {
        let Some(end) = line[start..].find('}').map(|at| at + start) else {
            break;
        };
        let inside = line[start + 1..end].trim().to_owned();
        let behind = line[..start].ends_with([')', ']', '*', '`'])
            || line[..start].trim().is_empty()
            || line[end + 1..].trim().is_empty();
        let kramdown = inside
            .strip_prefix(':')
            .is_some_and(|list| list.contains('=') || list.trim_start().starts_with(['.', '#']));
        let list = inside.starts_with(':')
            || (inside.starts_with(['#', '.']) && inside.len() > 1 && !inside.contains(' '))
            || inside.starts_with("target=");
        if (kramdown || behind && list) && line[..start].matches('`').count().is_multiple_of(2) {
            line.replace_range(start..=end, "");
            from = start;
        } else {
            from = end;
        }
    }
    line.trim_end_matches(' ').to_owned() + if line.ends_with("  ") { "  " } else { "" }
}
