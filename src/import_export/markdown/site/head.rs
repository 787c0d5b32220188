//! What stands above a page and around it: front matter, comments, modules, contents.

use super::page::Page;

/// Reads front matter; how many lines it takes.
pub(super) fn front_matter(lines: &[&str], page: &mut Page) -> usize {
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
pub(super) fn comments(
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
pub(super) fn opened(line: &str) -> i32 {
    let count = |signs: [char; 3]| line.matches(signs).count() as i32;
    count(['(', '[', '{']) - count([')', ']', '}'])
}

pub(super) fn is_module_line(line: &str) -> bool {
    let quoted = line.contains(" from '") || line.contains(" from \"");
    (line.starts_with("import ")
        && (quoted || line.starts_with("import '") || line.starts_with("import \"")))
        || ["export const ", "export function ", "export default "]
            .iter()
            .any(|start| line.starts_with(start))
}

pub(super) fn is_table_of_contents(lower: &str) -> bool {
    let bare = lower.trim_matches([
        '[', ']', '{', '}', ':', '*', ' ', '%', '_', '-', '.', '$', '<', '>', '/',
    ]);
    matches!(
        bare,
        "toc" | "toc start" | "toc end" | "tocstop" | "doctoc" | "tableofcontents" | "toc /"
    ) && (lower.contains(['[', '{', '$', '<']) || lower == "toc")
}
