//! What site generators add to Markdown (front matter, containers, shortcodes, components),
//! turned into Markdown before it is read.
//!
//! Every line stays at its number. Within fenced code nothing is touched.

mod components;
mod head;
mod page;
mod shortcodes;

use components::{admonition, component, container, tab, title_of};
use head::{comments, front_matter, is_module_line, is_table_of_contents, opened};
use page::FOLDING;
pub(super) use page::Page;
use shortcodes::{inline, shortcodes};

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
                || FOLDING.contains(&kind_name)
                    && crate::import_export::words::titles::is_question(&title);
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
