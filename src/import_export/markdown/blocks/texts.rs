//! Texts of blocks without what only their place on the page gave them.

/// Indented code between fences: in a chat, and as the start of an answer, indentation is lost.
pub(super) fn fenced(code: &str) -> String {
    let lines: Vec<&str> = code.trim_end().lines().collect();
    let bare = |line: &str| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        line.strip_prefix('\t')
            .map_or_else(|| line[spaces.min(4)..].to_owned(), str::to_owned)
    };
    // The first line begins behind its indentation already.
    let mut text = vec!["```".to_owned()];
    text.extend(
        lines
            .first()
            .map(|line| line.trim_start_matches("    ").to_owned()),
    );
    text.extend(lines.iter().skip(1).map(|line| bare(line)));
    text.push("```".to_owned());
    text.join("\n")
}

/// Whether every item of a list is a link within the page: a table of contents.
pub(super) fn leads_within(list: &str) -> bool {
    let inner = |line: &str| {
        let bare = line
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['-', '*', '+', '.', ')', ' ']);
        bare.starts_with('[') && bare.contains("](#") && bare.trim_end().ends_with(')')
    };
    let mut lines = list.lines().filter(|line| !line.trim().is_empty());
    matches!(list.trim(), "* TOC" | "- TOC" | "1. TOC") || lines.all(inner)
}

pub(super) fn definition_text(text: &str) -> String {
    dedented(text.trim_start().trim_start_matches(':'))
}

/// An item's text without its bullet or number.
pub(super) fn item_text(text: &str) -> String {
    let bare = text.trim_start();
    let rest = match bare.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => {
            let digits = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            bare[digits..].strip_prefix(['.', ')']).unwrap_or(bare)
        }
    };
    dedented(rest)
}

/// A first line and those below it moved left together.
fn dedented(text: &str) -> String {
    let (first, below) = text.split_once('\n').unwrap_or((text, ""));
    let columns = below
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let mut lines = vec![first.trim()];
    lines.extend(
        below
            .lines()
            .map(|line| line.get(columns..).unwrap_or("").trim_end()),
    );
    lines.join("\n").trim().to_owned()
}
