//! Mistakes of a few lines together: marks of a merge, and a text that does not stand below its `|`.

use super::finding::Finding;
use crate::faq::yaml::Mark;

/// Marks that a version control system leaves where two versions of a file differ.
pub(super) fn merge_conflict(lines: &[&str], _: usize, _: &str) -> Option<Finding> {
    let starts = |mark: &str| lines.iter().position(|line| line.starts_with(mark));
    let (first, _) = (starts("<<<<<<<")?, starts(">>>>>>>")?);
    let help =
        "keep one of the two versions, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`";
    let message = "two versions of the file are merged here, and neither is chosen";
    Some(Finding::of(first + 1, 1, message, help))
}

/// A text below `|` or `>` that is not indented further than the line with the mark.
pub(super) fn block_text(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
    const AT_MOST_ABOVE: usize = 4;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let opens = |line: &str| {
        let mark = line.split_whitespace().next_back().unwrap_or("");
        line.trim_end().contains(": ") && matches!(mark, "|" | ">" | "|-" | ">-" | "|+" | ">+")
    };
    let first = at.saturating_sub(AT_MOST_ABOVE).max(1);
    (first..at).rev().find_map(|number| {
        let line = lines[number - 1];
        let below = (number + 1..=at).find(|below| !lines[below - 1].trim().is_empty())?;
        let text = lines[below - 1];
        let is_key = text.trim_end().ends_with(':') || text.contains(": ");
        if !opens(line) || indent(text) > indent(line) || is_key || text.trim().starts_with("- ") {
            return None;
        }
        let mark = line.split_whitespace().next_back().unwrap_or("|");
        let message = format!("the text below `{mark}` is not indented");
        let help = "indent every line of it two spaces further than its key";
        let mark = Mark {
            line: below,
            column: indent(text) + 1,
        };
        Some(Finding::new(mark, message, help.to_owned()))
    })
}
