//! Brackets and quotes that run over several lines without being indented.
//!
//! ```yaml
//! en: [
//!   "How do I pay?",
//! ]
//! ```
//!
//! YAML wants the closing bracket indented more than `en`, most readers do not, and most people
//! write it like this. The parser is strict, so it is given the text with such
//! lines indented; [`Indented`] leads its places back to the text as written.

use super::mark::Mark;

/// Spaces put before a line inside brackets: more than any nesting of the format needs.
const EXTRA: usize = 40;

/// A text with every line that begins inside brackets indented more.
pub(super) struct Indented {
    pub(super) text: String,
    /// The lines that were indented, from 1, ascending.
    pub(super) lines: Vec<usize>,
}

impl Indented {
    /// Indents what needs it; `None` where no line begins inside brackets.
    pub(super) fn new(text: &str) -> Option<Indented> {
        let lines = lines_inside(text);
        if lines.is_empty() {
            return None;
        }
        let mut indented = String::with_capacity(text.len() + lines.len() * EXTRA);
        let mut next = lines.iter().peekable();
        for (index, line) in text.split_inclusive('\n').enumerate() {
            if next.next_if(|number| **number == index + 1).is_some() {
                indented.extend(std::iter::repeat_n(' ', EXTRA));
            }
            indented.push_str(line);
        }
        Some(Indented {
            text: indented,
            lines,
        })
    }

    /// The place in the text as written.
    pub(super) fn mark(&self, mark: Mark) -> Mark {
        let extra = match self.lines.binary_search(&mark.line) {
            Ok(_) => EXTRA,
            Err(_) => 0,
        };
        Mark {
            column: mark.column.saturating_sub(extra).max(1),
            ..mark
        }
    }

    /// The offset in characters in the text as written, of an offset on line `line`.
    pub(super) fn offset(&self, chars: usize, line: usize) -> usize {
        let before = self.lines.partition_point(|number| *number <= line);
        chars.saturating_sub(before * EXTRA)
    }
}

/// The lines, from 1, that begin inside brackets or quotes. A guess from the characters alone; a
/// guess that would change a text below `|` is thrown away once the tree shows it.
fn lines_inside(text: &str) -> Vec<usize> {
    let mut inside = Vec::new();
    let mut depth = 0usize;
    let mut quote: Option<char> = None;
    let mut block: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(parent) = block {
            if line.trim().is_empty() || indent > parent {
                continue;
            }
            block = None;
        }
        if (depth > 0 || quote.is_some()) && !line.trim().is_empty() {
            inside.push(index + 1);
        }
        let mut before = ' ';
        // Whether a value may begin here: only then do quotes and brackets open something.
        let mut fresh = true;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match (quote, c) {
                (Some('"'), '\\') => {
                    chars.next();
                }
                (Some('\''), '\'') if chars.peek() == Some(&'\'') => {
                    chars.next();
                }
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '#') if before == ' ' => break,
                (None, '"' | '\'') if fresh => quote = Some(c),
                (None, '[' | '{') if fresh || depth > 0 => depth += 1,
                (None, ']' | '}') if depth > 0 => depth -= 1,
                _ => {}
            }
            fresh = match c {
                ' ' => fresh || matches!(before, ':' | '-' | ','),
                '[' | '{' => true,
                ',' | ':' => depth > 0,
                '-' => fresh,
                _ => false,
            };
            before = c;
        }
        let end = line.trim_end();
        let opens_block = |mark: char| {
            let head = end.trim_end_matches(|c: char| matches!(c, '+' | '-' | '0'..='9'));
            head.ends_with(&format!(" {mark}"))
        };
        if depth == 0 && quote.is_none() && (opens_block('|') || opens_block('>')) {
            // Deeper than the key it belongs to, or than the dash where there is no key.
            let key = line.trim_start().trim_start_matches(['-', ' ']);
            let has_key = !key.starts_with(['|', '>']);
            block = Some(if has_key {
                line.len() - key.len()
            } else {
                indent
            });
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_inside_brackets() {
        let cases: [(&str, &[usize]); 7] = [
            ("a: [\n  x,\n]\nb: c\n", &[2, 3]),
            ("a: {x: [1,\n 2],\n y: 3}\nb: [c]\n", &[2, 3]),
            ("a: \"[\"\nb: '{'\nc: d [e\n", &[]),
            ("a: |\n  [ {\n  x\nb: [c,\n d]\n", &[5]),
            ("a: \"x\ny\"\nb: 'c''\n  d'\ne: f\n", &[2, 4]),
            ("a: [x, # ]\n y]\nb: c", &[2]),
            ("- a: >-\n    [\n  b: [\n  ]\n", &[4]),
        ];
        for (text, lines) in cases {
            assert_eq!(lines_inside(text), lines, "{text}");
        }
    }
}
