//! reStructuredText as Markdown: titles, links, notes, code and pictures; every line stays at its
//! number, and the reader of Markdown pages does the rest.

use crate::import_export::words::titles::is_question;

mod directives;
mod lines;
mod table;
mod targets;

use super::site::LINE_END;
use directives::{Block, directive, lost, whole_marks};
use lines::{bullet, is_item, is_option, is_rule, marks, title};
use targets::{Targets, inline};

/// A page of reStructuredText as Markdown, and what of it is left out. Lines that it needs besides those of the page are told
/// apart by [`LINE_END`], so that every line keeps its number.
pub(super) fn to_markdown(text: &str) -> (String, Vec<(usize, String)>) {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let lines = whole_marks(&text);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut page = Page::new(&lines);
    let mut at = 0;
    while at < lines.len() {
        at += page.line(&lines, at);
    }
    page.end_code();
    (page.out.join("\n"), page.notes_to_tell)
}

/// What is known of a page while it is read.
struct Page {
    out: Vec<String>,
    /// Underlines of titles in the order they come up: their place is their level.
    styles: Vec<(char, bool)>,
    targets: Targets,
    /// Indented blocks that are read as text, the innermost last.
    notes: Vec<Indented>,
    /// The indented block that is code, or is dropped.
    block: Option<(Block, Indented)>,
    /// What is left out: line and words.
    notes_to_tell: Vec<(usize, String)>,
}

/// What stands indented below a line.
struct Indented {
    /// Columns of the text of the line that opened it, behind the bullet or number of a list.
    outer: usize,
    /// Columns of its own first line, once that is read.
    columns: Option<usize>,
    /// Whether options (`:class: x`) may still come.
    fresh: bool,
}

impl Indented {
    fn below(outer: usize) -> Indented {
        Indented {
            outer,
            columns: None,
            fresh: true,
        }
    }
}

impl Page {
    fn new(lines: &[&str]) -> Page {
        Page {
            out: Vec::with_capacity(lines.len()),
            styles: Vec::new(),
            targets: Targets::of(lines),
            notes: Vec::new(),
            block: None,
            notes_to_tell: Vec::new(),
        }
    }

    /// Reads the line at `at`; how many lines that took.
    fn line(&mut self, lines: &[&str], at: usize) -> usize {
        let raw = lines[at];
        if raw.trim().is_empty() {
            self.out.push(String::new());
            return 1;
        }
        let columns = raw.len() - raw.trim_start().len();
        if self.in_block(raw, columns) {
            return 1;
        }
        while self.notes.last().is_some_and(|note| columns <= note.outer) {
            self.notes.pop();
        }
        if let Some(note) = self.notes.last_mut() {
            note.columns.get_or_insert(columns);
            if note.fresh && is_option(raw.trim()) {
                self.out.push(String::new());
                return 1;
            }
            note.fresh = false;
        }
        let shift = self.shift();
        let line = raw.get(shift.min(columns)..).unwrap_or("");
        if self.notes.is_empty()
            && let Some(taken) = self.title(lines, at)
        {
            return taken;
        }
        // One space is a slip of the author's.
        let indent = match columns.saturating_sub(shift) {
            1 => String::new(),
            columns => " ".repeat(columns),
        };
        let bare = line.trim();
        if let Some((table, taken)) = table::drawn(&lines[at..]) {
            self.push_table(&table, taken);
            return taken;
        }
        if bare.starts_with("| ") || bare == "|" {
            return self.line_block(lines, at, &indent);
        }
        if let Some(rest) = bare.strip_prefix(".. ") {
            if let Some(taken) = self.listed_table(rest, lines, at, columns) {
                return taken;
            }
            if let Some(what) = lost(rest) {
                self.notes_to_tell
                    .push((at + 1, format!("{what} is left out")));
            }
            let (shown, kind) = directive(rest, &self.targets);
            self.out
                .push(format!("{indent}{shown}").trim_end().to_owned());
            match kind {
                Block::Note => self.notes.push(Indented::below(columns)),
                kind => self.block = Some((kind, Indented::below(columns))),
            }
        } else if bare == ".." {
            self.out.push(String::new());
            self.block = Some((Block::Dropped, Indented::below(columns)));
        } else if let Some(words) = bare.strip_suffix("::") {
            let words = inline(words.trim_end(), &self.targets);
            let words = match words.is_empty() {
                true => String::new(),
                false => format!("{indent}{words}:"),
            };
            self.out.push(words);
            let code = Block::Code(String::new(), None);
            self.block = Some((code, Indented::below(columns + bullet(bare))));
        } else if is_rule(raw) {
            self.out.push("---".to_owned());
        } else {
            let words = marks(line);
            self.out.push(inline(&words, &self.targets));
            self.term(lines, at, columns);
        }
        1
    }

    /// How many columns the lines of the open notes are moved left.
    fn shift(&self) -> usize {
        let columns = |note: &Indented| note.columns.unwrap_or(note.outer) - note.outer;
        self.notes.iter().map(columns).sum()
    }

    /// Whether the line belongs to the block of code that is open.
    fn in_block(&mut self, raw: &str, columns: usize) -> bool {
        let shift = self.shift();
        let Some((kind, inner)) = &mut self.block else {
            return false;
        };
        if columns <= inner.outer {
            self.end_code();
            return false;
        }
        let fresh = inner.fresh && is_option(raw.trim());
        let start = *inner.columns.get_or_insert(columns);
        match kind {
            Block::Code(..) if fresh => {
                inner.columns = None;
                self.out.push(String::new());
            }
            Block::Code(language, last) => {
                inner.fresh = false;
                let indent = " ".repeat(inner.outer.saturating_sub(shift));
                let code = raw.get(start.min(columns)..).unwrap_or("");
                let open = match last {
                    None => format!("{indent}{FENCE}{language}{LINE_END}"),
                    Some(_) => String::new(),
                };
                *last = Some(self.out.len());
                self.out.push(format!("{open}{indent}{code}"));
            }
            Block::Dropped | Block::Note => self.out.push(String::new()),
        }
        true
    }

    /// Closes the block of code below its last line.
    fn end_code(&mut self) {
        let shift = self.shift();
        if let Some((Block::Code(_, Some(last)), inner)) = self.block.take()
            && let Some(line) = self.out.get_mut(last)
        {
            let indent = " ".repeat(inner.outer.saturating_sub(shift));
            line.push_str(&format!("{LINE_END}{indent}{FENCE}"));
        }
    }

    /// Puts a table where its first line stands.
    fn push_table(&mut self, table: &str, taken: usize) {
        self.out
            .push(format!("{LINE_END}{}", self.inline_all(table)));
        self.out.extend((1..taken).map(|_| String::new()));
    }

    fn inline_all(&self, table: &str) -> String {
        let lines: Vec<String> = table
            .split(LINE_END)
            .map(|line| inline(line, &self.targets))
            .collect();
        lines.join(LINE_END)
    }

    /// A table below a directive; how many lines it takes.
    fn listed_table(
        &mut self,
        rest: &str,
        lines: &[&str],
        at: usize,
        columns: usize,
    ) -> Option<usize> {
        let name = rest.split_once("::")?.0.trim();
        let inner =
            |line: &&&str| line.trim().is_empty() || line.len() - line.trim_start().len() > columns;
        let block: Vec<&str> = lines[at + 1..].iter().take_while(inner).copied().collect();
        let table = match name {
            "list-table" => table::of_lists(&block),
            "csv-table" => table::of_commas(&block),
            "table" => {
                let start = block
                    .iter()
                    .position(|line| table::drawn(&[line]).is_some());
                let start = start.or_else(|| {
                    block
                        .iter()
                        .position(|line| line.trim_start().starts_with(['+', '=']))
                })?;
                table::drawn(&block[start..]).map(|(table, _)| table)
            }
            _ => None,
        }?;
        self.push_table(&table, 1 + block.len());
        Some(1 + block.len())
    }

    /// A title with its lines above and below.
    fn title(&mut self, lines: &[&str], at: usize) -> Option<usize> {
        let (mark, over) = title(lines, at)?;
        let style = (mark, over);
        let known = self.styles.iter().position(|known| *known == style);
        let level = known.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        }) + 1;
        let words = inline(lines[at + usize::from(over)].trim(), &self.targets);
        self.out
            .push(format!("{} {words}", "#".repeat(level.min(6))));
        let below = 1 + usize::from(over);
        self.out.extend((0..below).map(|_| String::new()));
        Some(1 + below)
    }

    /// Lines that begin with a bar keep their ends; indented ones are code.
    fn line_block(&mut self, lines: &[&str], at: usize, indent: &str) -> usize {
        let bar = |line: &&&str| line.trim_start().starts_with('|');
        let run: Vec<&str> = lines[at..].iter().take_while(bar).copied().collect();
        let texts: Vec<&str> = run
            .iter()
            .map(|line| line.trim_start().trim_start_matches('|'))
            .map(|text| text.strip_prefix(' ').unwrap_or(text).trim_end())
            .collect();
        let code = texts.iter().any(|text| text.starts_with(' '));
        for (number, text) in texts.iter().enumerate() {
            let line = match code {
                true => format!("{indent}{text}"),
                false => format!("{indent}{}  ", inline(text, &self.targets)),
            };
            let open = match code && number == 0 {
                true => format!("{indent}{FENCE}{LINE_END}"),
                false => String::new(),
            };
            let close = match code && number + 1 == texts.len() {
                true => format!("{LINE_END}{indent}{FENCE}"),
                false => String::new(),
            };
            self.out.push(format!("{open}{line}{close}"));
        }
        run.len()
    }

    /// A term that asks, with its answer indented below it.
    fn term(&mut self, lines: &[&str], at: usize, columns: usize) {
        let next = lines.get(at + 1).copied().unwrap_or("");
        let deeper = next.len() - next.trim_start().len();
        let first = at == 0 || lines[at - 1].trim().is_empty();
        let words = lines[at].trim();
        if columns > 0 || !first || deeper < 2 || next.trim().is_empty() || is_item(words) {
            return;
        }
        if is_question(words)
            && let Some(line) = self.out.last_mut()
        {
            line.insert_str(0, "Q: ");
            self.notes.push(Indented::below(columns));
        }
    }
}

/// Opens and closes code.
const FENCE: &str = "```";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_links_and_blocks() {
        let rst = "Shop FAQ\n========\n\n.. contents::\n   :local:\n\nHow do I pay?\n-------------\n\nBy ``card``, see `the list <https://a.b/c>`_.\n\n.. note:: Keep it.\n\n.. code-block:: sh\n\n   pay --now\n\n.. secret\n";
        let (markdown, _) = to_markdown(rst);
        assert_eq!(markdown.lines().count(), rst.lines().count());
        let markdown = markdown.replace(LINE_END, "\n");
        for part in [
            "# Shop FAQ",
            "## How do I pay?",
            "By `card`, see [the list](https://a.b/c).",
            "Keep it.",
            "```sh",
            "pay --now",
        ] {
            assert!(
                markdown.lines().any(|line| line == part),
                "{part} in {markdown}"
            );
        }
        assert!(!markdown.contains("secret") && !markdown.contains("local"));
    }

    #[test]
    fn texts_within_texts() {
        let cases = [
            // A question as a term, its answer below it.
            (
                "Can I pay later?\n   Yes.\n\n   No fee.\n",
                "Q: Can I pay later?\nYes.\n\nNo fee.\n",
            ),
            // Lines that begin with a bar keep their ends; indented ones are code.
            ("| One\n| two\n", "One  \ntwo  \n"),
            ("| if a {\n|   b\n| }\n", "```\nif a {\n  b\n}\n```\n"),
            // A link that goes on in the next line, and a word that is one.
            (
                "See `the\nlist <https://a.b/c>`_ now.\n",
                "See [the list](https://a.b/c)\nnow.\n",
            ),
            (
                ".. _Wiki: https://a.b/w\n\nSee the Wiki_.\n",
                "\n\nSee the [Wiki](https://a.b/w).\n",
            ),
            // Code within a list item and within a note stays there.
            (
                "1. Run::\n\n      a --b\n\n   Done.\n",
                "1. Run:\n\n   ```\n   a --b\n   ```\n\n   Done.\n",
            ),
            (
                ".. note::\n\n   So:\n\n   .. code-block:: sh\n      :linenos:\n\n      x\n",
                "\n\nSo:\n\n\n\n\n```sh\nx\n```\n",
            ),
            (
                ".. |app| replace:: Wenda\n\nStart |app|.\n",
                "\n\nStart Wenda.\n",
            ),
            // Tables, drawn and listed.
            (
                "=== ===\nA   B\n=== ===\n1   2\n=== ===\n",
                "\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n\n\n\n",
            ),
            (
                "+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+\n",
                "\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n\n\n\n",
            ),
            (
                ".. list-table::\n\n   * - A\n     - B\n   * - 1\n     - 2\n",
                "\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n\n\n\n\n",
            ),
            // A directive that nobody knows holds text.
            (".. faq::\n\n   So.\n", "\n\nSo.\n"),
            ("``a`` and ```b```, c``d`\n", "`a` and `b`, c``d`\n"),
        ];
        for (rst, markdown) in cases {
            let (read, _) = to_markdown(rst);
            assert_eq!(read.replace(LINE_END, "\n"), markdown, "{rst}");
        }
    }
}
