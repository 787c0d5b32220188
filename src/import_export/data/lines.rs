//! Where words of a text stand. What is asked for stands in the order of the text mostly, so the
//! search goes on from where the last one ended; asking for all of them costs one reading.

use std::cell::Cell;

/// After so many searches of the whole text that found nothing (its words are written with
/// escapes of another kind, say), no more is searched: the line of the last find is told.
const MOST_MISSES: usize = 64;
/// How many characters of a text are searched for.
const START_CHARS: usize = 40;

/// Finds lines in one text.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Where the last find ends, and its line.
    last: Cell<(usize, usize)>,
    misses: Cell<usize>,
    /// How the words of the last find are escaped.
    form: Cell<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Lines<'t> {
        Lines {
            text,
            last: Cell::new((0, 1)),
            misses: Cell::new(0),
            form: Cell::new(0),
        }
    }

    /// The line where some words stand, from 1; that of the last find where they are not found.
    pub(super) fn of(&self, words: &str) -> usize {
        let first = words.trim().lines().next().unwrap_or("");
        let start: String = first.chars().take(START_CHARS).collect();
        let (from, line) = self.last.get();
        if start.is_empty() || self.misses.get() >= MOST_MISSES {
            return line;
        }
        let escaped = start.replace('\\', "\\\\").replace('"', "\\\"");
        let ascii: String = start.chars().map(as_in_json).collect();
        let forms = [&start, &escaped, &ascii];
        // The form of the last find first: the others may stand nowhere in a long text.
        let find = |text: &str| {
            let order = [self.form.get(), 0, 1, 2];
            order.into_iter().find_map(|number| {
                let at = text.find(forms[number].as_str())?;
                self.form.set(number);
                Some((at, at + forms[number].len()))
            })
        };
        if let Some((at, end)) = find(&self.text[from..]) {
            let line = line + count(&self.text[from..from + at]);
            self.last.set((from + end, line));
            return line;
        }
        match find(self.text) {
            Some((at, end)) => {
                let line = 1 + count(&self.text[..at]);
                self.last.set((end, line));
                line
            }
            None => {
                self.misses.set(self.misses.get() + 1);
                line
            }
        }
    }
}

fn count(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// A character as programs write it that keep JSON in ASCII.
fn as_in_json(c: char) -> String {
    match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        c if c.is_ascii() => c.to_string(),
        c => {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            units.map(|unit| format!("\\u{unit:04x}")).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_order_and_however_they_are_escaped() {
        let text = "a\nHow?\nHow?\nsay \\\"yes\\\"\n\\u95ee\\u9898\nlast";
        let lines = Lines::new(text);
        assert_eq!(lines.of("How?"), 2);
        assert_eq!(lines.of("How?"), 3);
        assert_eq!(lines.of("say \"yes\""), 4);
        assert_eq!(lines.of("问题"), 5);
        assert_eq!(lines.of("not there"), 5);
        assert_eq!(lines.of("How?"), 2, "from the start again");
    }
}
