//! How findings are printed: one object a line for programs; for people the short form, and on a
//! terminal the line that it is about above it, with the place marked, in colours.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::AnsiColor;

use super::wording;
use crate::faq::Diagnostic;
use crate::text::Language;
use crate::translation;

/// More warnings of one kind than this are counted, and only the first are printed.
const MOST_OF_A_KIND: usize = 5;
/// How many of them are printed then.
const SHOWN_OF_A_KIND: usize = 3;
/// What a tab takes where a line is shown: a place behind it stands below its character all the same.
const TAB: &str = " ";

/// For whom findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reader {
    /// Whether a person looks on: colours, and the lines of the files.
    pub(super) on_terminal: bool,
    pub(super) language: Language,
    /// Whether each of many alike is printed.
    pub(super) wants_all: bool,
}

/// Prints the findings as one JSON object a line.
pub(super) fn json(findings: &[Diagnostic], out: &mut impl Write) -> io::Result<()> {
    for found in findings {
        writeln!(out, "{}", found.to_json())?;
    }
    out.flush()
}

/// Prints the findings for people.
pub(super) fn people(
    findings: &[Diagnostic],
    reader: Reader,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for found in findings.iter().filter(|found| !found.is_error()) {
        *kinds.entry(found.code).or_default() += 1;
    }
    kinds.retain(|_, count| *count > MOST_OF_A_KIND && !reader.wants_all);
    let mut printed: BTreeMap<&str, usize> = BTreeMap::new();
    for found in findings {
        if !found.is_error() && kinds.contains_key(found.code) {
            let count = printed.entry(found.code).or_default();
            *count += 1;
            if *count > SHOWN_OF_A_KIND {
                continue;
            }
        }
        if reader.on_terminal && !found.is_note() {
            out.write_all(marked_line(found).as_bytes())?;
        }
        writeln!(out, "{}", told(found, reader))?;
    }
    for (code, count) in &kinds {
        let more = count - SHOWN_OF_A_KIND;
        writeln!(
            out,
            "{}",
            wording::more_of_a_kind(more, code, reader.language)
        )?;
    }
    out.flush()
}

/// The line a finding is about with its place marked below; empty where it cannot be shown.
fn marked_line(found: &Diagnostic) -> String {
    let text = std::fs::read_to_string(&*found.place.file).unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let line = found
        .place
        .line
        .checked_sub(1)
        .and_then(|index| text.split('\n').nth(index));
    let Some(line) = line else {
        return String::new();
    };
    let shown = |text: &str| {
        let text = text.replace('\t', TAB);
        text.replace(|c: char| c.is_control(), " ")
    };
    let at = found.place.column.saturating_sub(1);
    let start = line.char_indices().nth(at).map_or(line.len(), |(at, _)| at);
    let (before, rest) = line.split_at(start);
    let number = found.place.line.to_string();
    let gutter = " ".repeat(number.len());
    let pad = " ".repeat(crate::render::columns(&shown(before)));
    let marks = "^".repeat(crate::render::columns(&shown(named(found, rest))).max(1));
    let blue = AnsiColor::Blue.on_default();
    let colour = colour_of(found);
    format!(
        "{blue}{number} |{blue:#} {}\n{blue}{gutter} |{blue:#} {pad}{colour}{marks}{colour:#}\n",
        shown(line).trim_end()
    )
}

/// What of `rest`, the line from the place on, the finding names in backticks; empty where that is
/// something else.
fn named<'l>(found: &Diagnostic, rest: &'l str) -> &'l str {
    let named = found.message.split('`').skip(1).step_by(2);
    let longest = named
        .filter(|name| rest.starts_with(name))
        .max_by_key(|name| name.len());
    &rest[..longest.map_or(0, str::len)]
}

/// A finding in its short form, as its reader's language has it.
fn told(found: &Diagnostic, reader: Reader) -> String {
    let told = translation::told(found, reader.language);
    if !reader.on_terminal {
        return told;
    }
    let place = found.place.to_string();
    let severity = translation::severity(found.severity.as_str(), reader.language);
    let colour = colour_of(found).bold();
    told.replacen(
        &format!("{place}: {severity}:"),
        &format!("{place}: {colour}{severity}{colour:#}:"),
        1,
    )
}

fn colour_of(found: &Diagnostic) -> anstyle::Style {
    match found.is_error() {
        true => AnsiColor::Red.on_default(),
        false if found.is_note() => AnsiColor::Cyan.on_default(),
        false => AnsiColor::Yellow.on_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::FilePlace;

    fn printed(findings: &[Diagnostic], reader: Reader) -> String {
        let mut out = Vec::new();
        people(findings, reader, &mut out).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    const PIPE: Reader = Reader {
        on_terminal: false,
        language: Language::En,
        wants_all: false,
    };
    const TERMINAL: Reader = Reader {
        on_terminal: true,
        ..PIPE
    };

    #[test]
    fn a_terminal_shows_the_line_with_what_is_named_marked_in_colours() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("faq.yaml");
        std::fs::write(&file, "entries:\n  - id: a\n    问题: [怎么退款]\n").expect("written");
        let place = FilePlace {
            file: file.display().to_string().into(),
            line: 3,
            column: 5,
        };
        let found = [
            Diagnostic::error("key", place.clone(), "unknown key `问题` in an entry")
                .help("did you mean `questions`?"),
        ];
        let said = printed(&found, TERMINAL);
        assert!(said.contains("\u{1b}[31m"), "red: {said:?}");
        let plain = anstream::adapter::strip_str(&said).to_string();
        assert_eq!(
            plain,
            format!(
                "3 |     问题: [怎么退款]\n  |     ^^^^\n{place}: error: unknown key `问题` in an entry\n  \
                 help: did you mean `questions`?\n"
            )
        );
        let chinese = Reader {
            language: Language::Zh,
            ..TERMINAL
        };
        let said = printed(&found, chinese);
        let plain = anstream::adapter::strip_str(&said).to_string();
        assert!(
            plain.contains("错误: 条目里有不认识的键 `问题`\n  办法: 是不是想写 `questions`？"),
            "{plain}"
        );
        let said = printed(&found, PIPE);
        assert_eq!(
            said,
            format!(
                "{place}: error: unknown key `问题` in an entry\n  help: did you mean `questions`?\n"
            )
        );
    }

    #[test]
    fn what_repeats_is_counted() {
        let place = FilePlace::default();
        let many: Vec<Diagnostic> = (0..9)
            .map(|number| Diagnostic::warning("pull", place.clone(), format!("question {number}")))
            .collect();
        let said = printed(&many, PIPE);
        assert_eq!(said.matches("warning: question").count(), 3, "{said}");
        assert!(said.contains("6 more like these (`pull`)"), "{said}");
        let all = Reader {
            wants_all: true,
            ..PIPE
        };
        assert_eq!(printed(&many, all).matches("question").count(), 9);
    }
}
