//! reStructuredText as Markdown: titles, links, notes, code and pictures; every line stays at its
//! number, and the reader of Markdown pages does the rest.

use std::collections::HashMap;

/// A page of reStructuredText as Markdown with as many lines.
pub(in crate::import_export) fn to_markdown(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let targets = targets(&lines);
    let mut out: Vec<String> = Vec::new();
    let mut styles: Vec<(char, bool)> = Vec::new();
    // An indented block below a directive: its kind and the indentation of its mark.
    let mut block: Option<(Block, usize, Option<usize>)> = None;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let indent = line.len() - line.trim_start().len();
        if let Some((kind, outer, columns)) = &mut block {
            if line.trim().is_empty() {
                out.push(String::new());
                at += 1;
                continue;
            }
            if indent > *outer {
                let columns = *columns.get_or_insert(indent);
                let inner = line.get(columns.min(indent)..).unwrap_or("");
                let option =
                    inner.starts_with(':') && inner[1..].contains(':') && *kind != Block::Literal;
                out.push(match kind {
                    Block::Dropped => String::new(),
                    _ if option => String::new(),
                    Block::Note => inline(inner, &targets),
                    Block::Code | Block::Literal => format!("    {inner}"),
                });
                at += 1;
                continue;
            }
            block = None;
        }
        if let Some((mark, over)) = title(&lines, at) {
            let style = (mark, over);
            let level = styles
                .iter()
                .position(|known| *known == style)
                .unwrap_or_else(|| {
                    styles.push(style);
                    styles.len() - 1
                })
                + 1;
            let words = inline(lines[at + usize::from(over)].trim(), &targets);
            out.push(format!("{} {words}", "#".repeat(level.min(6))));
            out.push(String::new());
            if over {
                out.push(String::new());
            }
            at += 2 + usize::from(over);
            continue;
        }
        if let Some(rest) = line.trim_start().strip_prefix(".. ") {
            let (shown, kind) = directive(rest, &targets);
            out.push(shown);
            block = Some((kind, indent, None));
        } else if line.trim() == ".." {
            out.push(String::new());
            block = Some((Block::Dropped, indent, None));
        } else if line.trim_end().ends_with("::") {
            let words = line.trim_end().trim_end_matches(':').trim_end();
            out.push(if words.is_empty() {
                String::new()
            } else {
                inline(words, &targets) + ":"
            });
            block = Some((Block::Literal, indent, None));
        } else if is_rule(line) {
            out.push("---".to_owned());
        } else {
            out.push(inline(line, &targets));
        }
        at += 1;
    }
    out.join("\n")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Dropped,
    Note,
    Code,
    Literal,
}

fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    let first = line.chars().next().unwrap_or(' ');
    line.len() >= 4 && "=-~^\"'`*+#<>_:.".contains(first) && line.chars().all(|c| c == first)
}

/// The mark of a title at a line, and whether a line of it stands above, too.
fn title(lines: &[&str], at: usize) -> Option<(char, bool)> {
    let text = |at: usize| lines.get(at).copied().unwrap_or("");
    let line = |text: &str| {
        let text = text.trim_end();
        let first = text.chars().next().unwrap_or(' ');
        (text.len() >= 2 && "=-~^\"'`*+#<>_:.".contains(first) && text.chars().all(|c| c == first))
            .then_some(first)
    };
    if let Some(mark) = line(text(at)) {
        let same = line(text(at + 2)) == Some(mark) && !text(at + 1).trim().is_empty();
        return same.then_some((mark, true));
    }
    let words = text(at);
    let own = !words.trim().is_empty()
        && !words.starts_with(' ')
        && (at == 0
            || text(at - 1).trim().is_empty()
            || line(text(at - 1)).is_some()
            || text(at - 1).starts_with(".. "));
    let mark = line(text(at + 1)).filter(|_| own)?;
    // Wide characters count two columns.
    let long = text(at + 1).trim_end().len() >= words.trim().chars().count().min(4);
    long.then_some((mark, false))
}

/// What stands for a directive, and how its block is read.
fn directive(rest: &str, targets: &HashMap<String, String>) -> (String, Block) {
    let Some((name, argument)) = rest.split_once("::") else {
        return (String::new(), Block::Dropped);
    };
    let argument = argument.trim();
    match name.trim() {
        "image" | "figure" => (format!("![]({argument})"), Block::Note),
        "code" | "code-block" | "sourcecode" | "parsed-literal" | "highlight" | "prompt" => {
            (String::new(), Block::Code)
        }
        "note" | "tip" | "warning" | "important" | "caution" | "danger" | "attention" | "hint"
        | "seealso" | "error" => (inline(argument, targets), Block::Note),
        "admonition" | "dropdown" | "collapse" | "rubric" | "topic" | "sidebar" | "tab"
        | "group-tab" => (format!("**{}**", inline(argument, targets)), Block::Note),
        "container" | "only" | "tabs" | "versionadded" | "versionchanged" | "deprecated"
        | "glossary" | "details" => (String::new(), Block::Note),
        _ => (String::new(), Block::Dropped),
    }
}

/// Addresses of `.. _name: address`.
fn targets(lines: &[&str]) -> HashMap<String, String> {
    let mut targets = HashMap::new();
    for line in lines {
        if let Some((name, address)) = line
            .trim()
            .strip_prefix(".. _")
            .and_then(|rest| rest.split_once(':'))
            && address.trim().contains("://")
        {
            targets.insert(
                name.trim_matches('`').to_lowercase(),
                address.trim().to_owned(),
            );
        }
    }
    targets
}

/// Inline marks: double backticks, links, roles.
fn inline(line: &str, targets: &HashMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let (before, tail) = rest.split_at(start);
        if let Some(code) = tail.strip_prefix("``") {
            let Some((code, after)) = code.split_once("``") else {
                break;
            };
            out.push_str(before);
            out.push_str(&format!("`{code}`"));
            rest = after;
            continue;
        }
        let Some((inner, after)) = tail[1..].split_once('`') else {
            break;
        };
        // A role stands before: `:ref:` and the like.
        let role = before
            .strip_suffix(':')
            .and_then(|text| text.rfind(':').map(|at| (at, text[at + 1..].to_owned())));
        let words = inner.split('<').next().unwrap_or(inner).trim();
        match role {
            Some((at, role))
                if role
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
                    && !role.is_empty() =>
            {
                out.push_str(&before[..at]);
                let words = if words.is_empty() { inner } else { words };
                match matches!(
                    role.as_str(),
                    "code"
                        | "command"
                        | "file"
                        | "kbd"
                        | "option"
                        | "envvar"
                        | "program"
                        | "guilabel"
                        | "literal"
                ) {
                    true => out.push_str(&format!("`{words}`")),
                    false => out.push_str(words.trim_start_matches(['~', '!'])),
                }
                rest = after;
            }
            _ => {
                out.push_str(before);
                let tail = after.trim_start_matches('_');
                let address = inner
                    .split_once('<')
                    .and_then(|(_, url)| url.strip_suffix('>'))
                    .map(str::to_owned);
                let address = address.or_else(|| targets.get(&inner.to_lowercase()).cloned());
                match (address, after.starts_with('_')) {
                    (Some(url), true) if words.is_empty() => out.push_str(&url),
                    (Some(url), true) => out.push_str(&format!("[{words}]({url})")),
                    (None, true) => out.push_str(inner),
                    _ => out.push_str(&format!("*{inner}*")),
                }
                rest = tail;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_links_and_blocks() {
        let rst = "Shop FAQ\n========\n\n.. contents::\n   :local:\n\nHow do I pay?\n-------------\n\nBy ``card``, see `the list <https://a.b/c>`_.\n\n.. note:: Keep it.\n\n.. code-block:: sh\n\n   pay --now\n\n.. secret\n";
        let markdown = to_markdown(rst);
        assert_eq!(markdown.lines().count(), rst.lines().count());
        for part in [
            "# Shop FAQ",
            "## How do I pay?",
            "By `card`, see [the list](https://a.b/c).",
            "Keep it.",
            "    pay --now",
        ] {
            assert!(
                markdown.lines().any(|line| line == part),
                "{part} in {markdown}"
            );
        }
        assert!(!markdown.contains("secret") && !markdown.contains("local"));
    }
}
