//! What site generators add to Markdown (front matter, containers, shortcodes, components),
//! turned into Markdown before it is read.
//!
//! Every line stays at its number. Within fenced code nothing is touched.

/// A page as plain Markdown, with what was at its top.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) text: String,
    /// Title that the front matter names, if any, and its question.
    pub(super) title: Option<String>,
    /// Language that the front matter names.
    pub(super) language: Option<String>,
    /// What was left out: line and words.
    pub(super) notes: Vec<(usize, String)>,
}

/// Components and containers whose title is a question and whose content is the answer.
const FOLDING: [&str; 16] = [
    "details",
    "accordion",
    "accordionitem",
    "accordion-item",
    "collapse",
    "collapsible",
    "expand",
    "expandable",
    "expander",
    "spoiler",
    "faq",
    "faqitem",
    "faq-item",
    "question",
    "toggle",
    "disclosure",
];

/// An indented block that a line above opened.
struct Indented {
    /// Columns that its lines are moved left, with those of the blocks around it.
    columns: usize,
    /// Indentation of the line that opened it, as it stands in the page.
    outer: usize,
    folding: bool,
}

/// Makes plain Markdown of a page.
pub(super) fn plain_page(text: &str) -> Page {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut page = Page::default();
    let lines: Vec<&str> = text.split('\n').collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let start = front_matter(&lines, &mut page);
    out.extend((0..start).map(|_| String::new()));
    let mut fence: Option<(char, usize)> = None;
    let mut containers: Vec<bool> = Vec::new();
    let mut indented: Vec<Indented> = Vec::new();
    let mut components: Vec<(String, bool, Option<usize>)> = Vec::new();
    let mut skip_until: Option<&'static str> = None;
    // Brackets of a module's statement that are still open.
    let mut open_brackets = 0;
    for (number, line) in lines.iter().enumerate().skip(start) {
        let number = number + 1;
        let raw = *line;
        if let Some(end) = skip_until {
            if let Some((_, rest)) = line.split_once(end) {
                skip_until = None;
                out.push(if rest.trim().is_empty() {
                    String::new()
                } else {
                    rest.to_owned()
                });
            } else {
                out.push(String::new());
            }
            continue;
        }
        // Leave indented blocks whose lines have ended.
        let mut closing = String::new();
        if fence.is_none() && !line.trim().is_empty() {
            while let Some(last) = indented.last() {
                if indent(line) > last.outer {
                    break;
                }
                if last.folding {
                    closing.push_str("</details>\n");
                }
                indented.pop();
            }
        }
        let mut line = match indented.last() {
            Some(last) => strip_columns(line, last.columns),
            None => line.to_string(),
        };
        if let Some((_, _, columns @ None)) = components.last_mut()
            && !line.trim().is_empty()
        {
            *columns = Some(indent(&line));
        }
        let shift = components
            .iter()
            .filter_map(|(_, _, columns)| *columns)
            .max()
            .unwrap_or(0);
        if shift > 0 {
            line = strip_columns(&line, shift);
        }
        let trimmed = line.trim();
        let mark = trimmed.trim_start_matches(['>', ' ', '-', '*']);
        let ticks = mark
            .chars()
            .next()
            .filter(|c| matches!(c, '`' | '~'))
            .map_or(0, |c| mark.chars().take_while(|x| *x == c).count());
        if ticks >= 3 {
            let sign = mark.chars().next().unwrap_or('`');
            match fence {
                None if !(sign == '`' && mark[ticks..].contains('`')) => {
                    fence = Some((sign, ticks))
                }
                Some((open, count))
                    if open == sign && ticks >= count && mark[ticks..].trim().is_empty() =>
                {
                    fence = None
                }
                _ => {}
            }
            push(&mut out, closing, fence_line(&line));
            continue;
        }
        if fence.is_some() {
            push(&mut out, closing, line);
            continue;
        }
        let line = comments(&line, number, &mut page, &mut skip_until);
        let trimmed = line.trim().to_owned();
        let lower = trimmed.to_lowercase();
        // Whole blocks that are code of the site.
        if let Some((tag, end)) = [("<script", "</script>"), ("<style", "</style>")]
            .into_iter()
            .find(|(tag, _)| lower.starts_with(tag))
        {
            if !lower.contains(end) {
                skip_until = Some(end);
            }
            page.notes.push((number, format!("`{tag}>` is left out")));
            push(&mut out, closing, String::new());
            continue;
        }
        let next = |wanted: usize| lines.get(number - 1 + wanted).copied().unwrap_or("");
        let changed = if open_brackets > 0 || is_module_line(&trimmed) {
            open_brackets = (open_brackets + opened(&trimmed)).max(0);
            String::new()
        } else if is_table_of_contents(&lower) {
            String::new()
        } else if let Some(rest) = trimmed.strip_prefix(":::") {
            container(rest, &mut containers)
        } else if let Some((kind, rest)) = admonition(&trimmed) {
            let outer = indent(raw);
            let below = (1..4)
                .map(next)
                .find(|line| !line.trim().is_empty())
                .unwrap_or("");
            let columns = indent(below).saturating_sub(outer).min(4)
                + indented.last().map_or(0, |block| block.columns);
            let before = " ".repeat(indent(&line));
            let (kind_name, title) = title_of(rest);
            let folding = kind.starts_with('?') && !title.is_empty()
                || FOLDING.contains(&kind_name) && super::super::words::titles::is_question(&title);
            if indent(below) > outer {
                indented.push(Indented {
                    columns,
                    outer,
                    folding,
                });
            }
            match (folding, title.is_empty()) {
                (true, _) => format!("<details><summary>{title}</summary>\n"),
                (false, true) => String::new(),
                (false, false) => format!("{before}**{title}**\n"),
            }
        } else if let Some(title) = tab(&trimmed) {
            let before = " ".repeat(indent(&line));
            indented.push(Indented {
                columns: 4 + indented.last().map_or(0, |block| block.columns),
                outer: indent(raw),
                folding: false,
            });
            format!("{before}**{title}**\n")
        } else if let Some(changed) = component(&trimmed, &mut components, &mut page, number) {
            changed
        } else {
            inline(&shortcodes(&line, &mut page, number))
        };
        push(&mut out, closing, changed);
    }
    let mut end = String::new();
    for block in indented.iter().rev().filter(|block| block.folding) {
        let _ = block;
        end.push_str("\n</details>");
    }
    page.text = out.join("\n") + &end;
    page
}

/// Adds a line. What needs lines of its own around it is told apart by [`LINE_END`], so that the
/// lines below keep their numbers.
fn push(out: &mut Vec<String>, closing: String, line: String) {
    let text = format!("{closing}{line}");
    out.push(text.replace('\n', LINE_END));
}

/// Stands for a line end that the page does not have.
pub(super) const LINE_END: &str = "\u{e000}";

/// A fence with its language and without what a site writes behind it (`js{2}`, `sh:no-line-numbers`,
/// `title="x"`).
fn fence_line(line: &str) -> String {
    let bare = line.trim_start();
    let sign = bare.trim_start_matches(['`', '~']);
    let ticks = bare.len() - sign.len();
    if ticks < 3 {
        return line.to_owned();
    }
    let language = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    let end = sign.find(|c| !language(c)).unwrap_or(sign.len());
    let start = line.len() - sign.len();
    line[..start + end].to_owned()
}

fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

fn strip_columns(line: &str, columns: usize) -> String {
    let mut rest = line;
    let mut left = columns;
    while left > 0 {
        rest = match rest.chars().next() {
            Some(' ') => {
                left -= 1;
                &rest[1..]
            }
            Some('\t') => {
                left = left.saturating_sub(4);
                &rest[1..]
            }
            _ => break,
        };
    }
    rest.to_owned()
}

/// Reads front matter; how many lines it takes.
fn front_matter(lines: &[&str], page: &mut Page) -> usize {
    let first = lines
        .iter()
        .position(|line| !line.trim().is_empty())
        .unwrap_or(0);
    let mark = lines.get(first).map_or("", |line| line.trim_end());
    if mark != "---" && mark != "+++" {
        return 0;
    }
    let end = lines
        .iter()
        .skip(first + 1)
        .position(|line| line.trim_end() == mark || (mark == "---" && line.trim_end() == "..."));
    let Some(end) = end.map(|end| end + first + 1) else {
        return 0;
    };
    // A rule at the top and another one further down are no front matter.
    let key = |line: &&str| {
        let line = line.trim_end();
        line.is_empty()
            || line.starts_with(['#', ' ', '-', '\t', '}', ']'])
            || line.contains([':', '='])
    };
    if !lines[first + 1..end].iter().all(key) {
        return 0;
    }
    let separator = if mark == "---" { ':' } else { '=' };
    for line in &lines[first + 1..end] {
        let Some((key, value)) = line
            .split_once(separator)
            .filter(|(key, _)| !key.starts_with([' ', '#']))
        else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().as_str() {
            "question" | "q" => page.title = Some(value.to_owned()),
            "title" if page.title.is_none() => page.title = Some(value.to_owned()),
            "lang" | "language" | "locale" => page.language = Some(value.to_owned()),
            _ => {}
        }
    }
    page.notes
        .push((first + 1, "front matter is not published".to_owned()));
    end + 1
}

/// A line without comments, which are named.
fn comments(
    line: &str,
    number: usize,
    page: &mut Page,
    skip_until: &mut Option<&'static str>,
) -> String {
    let mut line = line.to_owned();
    for (open, close) in [
        ("<!--", "-->"),
        ("{/*", "*/}"),
        ("{% comment %}", "{% endcomment %}"),
        ("{#-", "-#}"),
    ] {
        while let Some(start) = line.find(open) {
            // Between backticks it is a sample.
            if line[..start].matches('`').count() % 2 == 1 {
                break;
            }
            let inside = &line[start + open.len()..];
            let words = inside.split(close).next().unwrap_or("").trim().to_owned();
            if !words.is_empty() && !is_table_of_contents(&words.to_lowercase()) && words.len() > 3
            {
                page.notes.push((
                    number,
                    format!("a comment is left out: {}", crate::faq::shown(&words)),
                ));
            } else if words.is_empty() && !inside.contains(close) {
                page.notes
                    .push((number, "a comment of several lines is left out".to_owned()));
            }
            match inside.find(close) {
                Some(end) => line.replace_range(start..start + open.len() + end + close.len(), ""),
                None => {
                    *skip_until = Some(close);
                    line.truncate(start);
                }
            }
        }
    }
    line
}

/// How many brackets a line of a module opens more than it closes.
fn opened(line: &str) -> i32 {
    let count = |signs: [char; 3]| line.matches(signs).count() as i32;
    count(['(', '[', '{']) - count([')', ']', '}'])
}

fn is_module_line(line: &str) -> bool {
    let quoted = line.contains(" from '") || line.contains(" from \"");
    (line.starts_with("import ")
        && (quoted || line.starts_with("import '") || line.starts_with("import \"")))
        || ["export const ", "export function ", "export default "]
            .iter()
            .any(|start| line.starts_with(start))
}

fn is_table_of_contents(lower: &str) -> bool {
    let bare = lower.trim_matches([
        '[', ']', '{', '}', ':', '*', ' ', '%', '_', '-', '.', '$', '<', '>', '/',
    ]);
    matches!(
        bare,
        "toc" | "toc start" | "toc end" | "tocstop" | "doctoc" | "tableofcontents" | "toc /"
    ) && (lower.contains(['[', '{', '$', '<']) || lower == "toc")
}

/// `::: tip Title`, `::: details Question`, `:::`.
fn container(rest: &str, open: &mut Vec<bool>) -> String {
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
fn admonition(line: &str) -> Option<(&str, &str)> {
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
fn title_of(rest: &str) -> (&str, String) {
    let kind = rest.split(' ').next().unwrap_or("");
    let title = rest
        .split_once('"')
        .and_then(|(_, rest)| rest.rsplit_once('"'))
        .map_or("", |(title, _)| title);
    (kind, title.replace("\\\"", "\""))
}

fn tab(line: &str) -> Option<String> {
    let rest = line.strip_prefix("===")?;
    let title = rest
        .trim_start_matches(['+', '!'])
        .trim()
        .strip_prefix('"')?
        .strip_suffix('"')?;
    Some(title.to_owned())
}

/// A line that is one tag of a component (`<TabItem label="Mac">`, `</Tabs>`).
fn component(
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

fn attribute(tag: &str, key: &str) -> Option<String> {
    for (open, close) in [("=\"", '"'), ("='", '\''), ("={\"", '"'), ("={`", '`')] {
        let pattern = format!(" {key}{open}");
        if let Some(at) = tag.find(&pattern) {
            let rest = &tag[at + pattern.len()..];
            return rest.split(close).next().map(str::to_owned);
        }
    }
    None
}

/// A line without the shortcodes of Hugo and the tags of Jekyll.
fn shortcodes(line: &str, page: &mut Page, number: usize) -> String {
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

/// Shortcodes around a text, which stays.
const WRAPPERS: [&str; 22] = [
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

/// A line without components that close themselves (`<Badge text="new"/>`), which are named.
fn inline_components(line: String, page: &mut Page, number: usize) -> String {
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

/// A line without attribute lists (`{:target="_blank"}`, `{: .note }`).
fn inline(line: &str) -> String {
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
