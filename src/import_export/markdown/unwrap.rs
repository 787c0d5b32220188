//! Line ends that an editor set to keep lines short. A page shows them as spaces, a chat as line
//! ends, so they are taken out; those that a reader is meant to see stay.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::blocks::options;

/// A paragraph with a line of so many columns is wrapped by an editor; shorter lines are meant.
/// Editors wrap at 66 to 120 columns and Chinese ones at 35 to 60 characters of two columns; lines
/// of addresses and verses are shorter.
const WRAPPED_COLUMNS: usize = 50;

/// A text whose paragraphs stand in one line each.
pub(super) fn unwrapped(markdown: &str) -> String {
    if !markdown.contains('\n') {
        return markdown.to_owned();
    }
    let mut paragraphs: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::SoftBreak => {
                if let Some(breaks) = paragraphs.last_mut() {
                    breaks.push(line_end(markdown, range.start));
                }
            }
            Event::HardBreak
            | Event::Start(Tag::Paragraph | Tag::Item | Tag::List(_))
            | Event::End(TagEnd::Paragraph | TagEnd::Item) => paragraphs.push(Vec::new()),
            _ => {}
        }
    }
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    for breaks in paragraphs {
        let wrapped = breaks.iter().any(|range| {
            let before = markdown[..range.start].rsplit('\n').next().unwrap_or("");
            columns(before.trim_start()) >= WRAPPED_COLUMNS
        });
        for range in breaks.into_iter().filter(|_| wrapped) {
            if range.start < at || begins_anew(&markdown[range.end..]) {
                continue;
            }
            let (before, after) = (&markdown[at..range.start], &markdown[range.end..]);
            out.push_str(before);
            let (last, next) = (before.chars().next_back(), after.chars().next());
            if !(last.is_some_and(is_wide) && next.is_some_and(is_wide)) {
                out.push(' ');
            }
            at = range.end;
        }
    }
    out.push_str(&markdown[at..]);
    out
}

/// The blanks before a line end, the line end, and the indentation and signs of quotations of the
/// next line.
fn line_end(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].trim_end_matches([' ', '\t']).len();
    let rest = &text[start..];
    let next = rest.trim_start_matches([' ', '\t', '\r', '\n', '>']);
    start..start + (rest.len() - next.len())
}

/// Whether a line begins something of its own, as lists do that are no Markdown.
fn begins_anew(line: &str) -> bool {
    let Some(first) = line.chars().next() else {
        return false;
    };
    let signs = matches!(first, '•' | '·' | '※' | '\u{2190}'..='\u{21ff}' | '\u{2460}'..='\u{27bf}')
        || ('\u{1f000}'..'\u{20000}').contains(&first);
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let numbered =
        (1..3).contains(&digits) && line[digits..].starts_with(['、', '.', ')', '）', '．', '：']);
    let step = line.strip_prefix('第');
    let step = step.is_some_and(|rest| rest.chars().take(3).any(|c| c == '步'));
    signs || numbered || step
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '—' | '…')
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_an_editor_wrapped_are_joined_and_meant_ones_stay() {
        let long = "The parcel leaves our house on the day after you paid for";
        let cases = [
            (
                format!("{long}\nit, and not before."),
                format!("{long} it, and not before."),
            ),
            (
                format!("- {long}\n  it.\n- Two"),
                format!("- {long} it.\n- Two"),
            ),
            (format!("> {long}\n> it."), format!("> {long} it.")),
            (format!("{long}  \nit."), format!("{long}  \nit.")),
            (format!("{long}\n1、it."), format!("{long}\n1、it.")),
            (format!("{long}\n👉 it."), format!("{long}\n👉 it.")),
            (
                format!("```\n{long}\nit.\n```"),
                format!("```\n{long}\nit.\n```"),
            ),
            (
                "Wenda Ltd\n1 High Street\nLeeds".to_owned(),
                "Wenda Ltd\n1 High Street\nLeeds".to_owned(),
            ),
            (
                "付款之后的第二天我们会把包裹从仓库里寄出去，一般三天左右就能\n收到。".to_owned(),
                "付款之后的第二天我们会把包裹从仓库里寄出去，一般三天左右就能收到。".to_owned(),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(unwrapped(&text), expected, "{text}");
        }
    }
}
