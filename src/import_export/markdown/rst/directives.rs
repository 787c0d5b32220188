//! Directives: which become something, which are left out.

use super::targets::{Targets, inline};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Dropped,
    /// Read as text, moved left.
    Note,
    /// With its language, and the line of the output that ends it so far.
    Code(String, Option<usize>),
}

/// What stands for a directive, and how its block is read.
pub(super) fn directive(rest: &str, targets: &Targets) -> (String, Block) {
    let named = rest.starts_with(['|', '_', '[']);
    let Some((name, argument)) = rest.split_once("::").filter(|_| !named) else {
        return (String::new(), Block::Dropped);
    };
    let argument = argument.trim();
    let plain = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-+#".contains(c))
    };
    match name.trim() {
        "image" | "figure" => (format!("![]({argument})"), Block::Note),
        "code" | "code-block" | "sourcecode" | "parsed-literal" | "prompt" | "code-example"
        | "literal" => {
            let language = Some(argument).filter(|language| plain(language));
            (
                String::new(),
                Block::Code(language.unwrap_or_default().to_owned(), None),
            )
        }
        "note" | "tip" | "warning" | "important" | "caution" | "danger" | "attention" | "hint"
        | "seealso" | "error" => (inline(argument, targets), Block::Note),
        "admonition" | "dropdown" | "collapse" | "rubric" | "topic" | "sidebar" | "tab"
        | "group-tab" | "tab-item" => (format!("**{}**", inline(argument, targets)), Block::Note),
        "container" | "only" | "tabs" | "tab-set" | "versionadded" | "versionchanged"
        | "deprecated" | "glossary" | "details" | "epigraph" | "pull-quote" | "compound" => {
            (String::new(), Block::Note)
        }
        name if DROPPED.contains(&name) || lost(rest).is_some() => (String::new(), Block::Dropped),
        // What a directive of somebody's own holds is text mostly.
        _ => (inline(argument, targets), Block::Note),
    }
}

/// Directives that say nothing to a reader.
const DROPPED: [&str; 20] = [
    "contents",
    "toctree",
    "meta",
    "index",
    "role",
    "default-role",
    "highlight",
    "currentmodule",
    "module",
    "py:module",
    "py:currentmodule",
    "sectnum",
    "section-numbering",
    "title",
    "header",
    "footer",
    "raw",
    "tabularcolumns",
    "codeauthor",
    "sectionauthor",
];

/// What a directive would show that its text does not hold.
pub(super) fn lost(rest: &str) -> Option<String> {
    let name = rest.split_once("::")?.0.trim();
    let elsewhere = [
        "include",
        "literalinclude",
        "graphviz",
        "plot",
        "math",
        "video",
        "youtube",
    ];
    let lost = elsewhere.contains(&name) || name.starts_with("auto") || name.contains(":auto");
    lost.then(|| format!("directive `{name}`"))
}

/// Lines in which a mark that goes on in the next line (a link, mostly) stands whole.
pub(super) fn whole_marks(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let open = |line: &str| line.replace("``", "").matches('`').count() % 2 == 1;
    for at in 1..lines.len() {
        if !open(&lines[at - 1]) || !open(&lines[at]) {
            continue;
        }
        let next = lines[at].clone();
        let Some(end) = next.find('`') else { continue };
        let tail = &next[end + 1..];
        let rest = tail.trim_start_matches('_');
        let moved = next.len() - rest.len();
        let indent = next.len() - next.trim_start().len();
        let words = next[..moved].trim_start().to_owned();
        lines[at - 1].push_str(&format!(" {words}"));
        let rest = rest.trim_start();
        lines[at] = match rest.is_empty() {
            true => String::new(),
            false => format!("{}{rest}", " ".repeat(indent)),
        };
    }
    lines
}
