//! Syntax errors in words the FAQ's author understands, at the place where the mistake was made.
//!
//! A YAML parser notices many mistakes long after they were made (an unclosed quote at the end of
//! the file, a missing bracket at the next key). Here the text around is looked at again to find
//! the place to fix and how.

mod finding;
mod lines;
mod marks;
mod merged;

use saphyr_parser::ScanError;

use crate::faq::yaml::mark_of;

use lines::{broken_key, line_above, missing_dash, other, tab, wide_colon, wide_space};
use marks::{
    colon_in_text, forbidden_start, text_after_bracket, text_after_quote, unclosed_bracket,
    unclosed_quote,
};
use merged::{block_text, merge_conflict};

pub(super) use finding::Finding;
pub(super) use lines::unprintable;

/// Looks for one kind of mistake in the lines, given the line and the words of the parser's error.
type Rule = fn(&[&str], usize, &str) -> Option<Finding>;

/// Explains why `text` is not YAML.
pub(super) fn explain(text: &str, error: &ScanError) -> Finding {
    let at = mark_of(*error.marker());
    if let Some(found) = unprintable(text) {
        return found;
    }
    let lines: Vec<&str> = text.lines().collect();
    let at_line = at.line.clamp(1, lines.len().max(1));
    let rules: [Rule; 12] = [
        merge_conflict,
        tab,
        wide_space,
        block_text,
        broken_key,
        missing_dash,
        wide_colon,
        unclosed_quote,
        unclosed_bracket,
        text_after_quote,
        text_after_bracket,
        forbidden_start,
    ];
    rules
        .iter()
        .find_map(|rule| rule(&lines, at_line, error.info()))
        .or_else(|| line_above(&lines, at, error.info()))
        .or_else(|| colon_in_text(&lines, at, error.info()))
        .unwrap_or_else(|| other(&lines, at, error.info()))
}
