//! Text with separators (CSV, TSV) to rows of cells.
//!
//! The reader is that of the `csv` crate. Before it, [`checked_quotes`] looks at every quote: one
//! that stands within a text is doubled, one that never closes is refused with its row, because
//! it would swallow all rows below.

use crate::import_export::reading::Refused;

use super::columns::column;

/// Stands for a full-width comma between cells, which the reader does not know.
const WIDE_COMMA_STAND_IN: char = '\u{1f}';
/// How many lines tell the separator.
const SAMPLE_LINES: usize = 20;

/// One row: its line and its cells.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// The rows of a text, and the separator that was found.
pub(super) fn rows(text: &str, tabs: bool) -> Result<(Vec<Row>, char), Refused> {
    let text = text.trim_start_matches('\u{feff}');
    let (directive, named, body, skipped_lines) = directives(text);
    let separator = directive.unwrap_or_else(|| match tabs && body.contains('\t') {
        true => '\t',
        false => likely_separator(body),
    });
    let delimiter = if separator == '，' {
        WIDE_COMMA_STAND_IN
    } else {
        separator
    };
    let (body, quoting) = match checked_quotes(body, separator, skipped_lines) {
        Ok(body) => (body, true),
        Err(refused) if separator == '\t' => match unquoted_fits(body) {
            // Tab-separated exports of many programs know no quotes.
            true => (body.to_owned(), false),
            false => return Err(refused),
        },
        Err(refused) => return Err(refused),
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .quoting(quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, |place| place.line() as usize);
            Refused::new(
                line + skipped_lines,
                format!("cannot be read: {error}"),
                "fix the row",
            )
        })?;
        let line = record.position().map_or(0, |place| place.line() as usize);
        let cells = record
            .iter()
            .map(|cell| cell.replace("\r\n", "\n"))
            .collect();
        rows.push(Row {
            line: line + skipped_lines,
            cells,
        });
    }
    if separator == '\t' {
        // What separates rows and cells is written as letters within them.
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            if cell.contains("\\n") && !cell.contains('\n') {
                *cell = cell.replace("\\r", "").replace("\\n", "\n");
            }
        }
    }
    if !named.is_empty() && !rows.is_empty() {
        rows.insert(0, heading(&named, &rows[0]));
    }
    Ok((rows, separator))
}

/// The heading that a text of cards does not have: what its lines at the top name, and front and
/// back in the places that are left.
fn heading(named: &[(usize, &'static str)], first: &Row) -> Row {
    let mut sides = ["Front", "Back"].into_iter();
    let cells = (1..=first.cells.len()).map(|place| {
        let known = named.iter().find(|(at, _)| *at == place);
        let name = known.map(|(_, name)| *name).or_else(|| sides.next());
        name.unwrap_or("").to_owned()
    });
    Row {
        line: first.line.saturating_sub(1).max(1),
        cells: cells.collect(),
    }
}

/// What lines at the top say of the separator (`sep=;`, Anki's `#separator:tab`) and of the places
/// of columns, the text below them, and how many lines they are.
fn directives(text: &str) -> (Option<char>, Vec<(usize, &'static str)>, &str, usize) {
    let mut separator = None;
    let mut named = Vec::new();
    let mut rest = text;
    let mut lines = 0;
    loop {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let bare = line.trim().trim_matches('"').to_lowercase();
        if let Some(sign) = bare.strip_prefix("sep=") {
            separator = line
                .split_once('=')
                .and_then(|(_, rest)| rest.chars().next())
                .filter(|c| *c != '\r')
                .or(sign.chars().next());
        } else if let Some(name) = bare.strip_prefix("#separator:") {
            separator = match name.trim() {
                "tab" => Some('\t'),
                "comma" => Some(','),
                "space" => Some(' '),
                "semicolon" => Some(';'),
                "pipe" => Some('|'),
                other => other.chars().next(),
            };
        } else if [
            "#html:",
            "#notetype",
            "#deck",
            "#tags",
            "#guid",
            "#columns:",
        ]
        .iter()
        .any(|start| bare.starts_with(start))
        {
            if bare.starts_with("#columns:") {
                // The names of the columns are the heading of the rows below.
                let start = line.find(':').map_or(0, |at| at + 1);
                return (separator, Vec::new(), &rest[start..], lines);
            }
            let place = bare.split_once(" column:");
            let name = place.and_then(|(name, _)| match name {
                "#tags" => Some("Tags"),
                "#deck" => Some("Deck"),
                "#notetype" => Some("Notetype"),
                "#guid" => Some("Type"),
                _ => None,
            });
            let place = place.and_then(|(_, place)| place.trim().parse().ok());
            named.extend(place.zip(name));
        } else {
            return (separator, named, rest, lines);
        }
        rest = below;
        lines += 1;
        if rest.is_empty() {
            return (separator, named, rest, lines);
        }
    }
}

/// Whether every line of a tab-separated text has as many cells as the first.
fn unquoted_fits(text: &str) -> bool {
    let mut counts = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.matches('\t').count());
    counts
        .next()
        .is_some_and(|first| first > 0 && counts.all(|count| count <= first))
}

/// The sign that parts most lines alike: one that makes known headings of a line, else the one
/// that stands equally often in most lines.
pub(super) fn likely_separator(text: &str) -> char {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(SAMPLE_LINES)
        .collect();
    let candidates = ['\t', ';', ',', '|', '，'];
    let known = |separator: char| {
        let count = |line: &&str| {
            let cells = line
                .split(separator)
                .map(|cell| cell.trim().trim_matches('"'));
            let known = cells.filter(|cell| column(cell).is_some()).count();
            known * usize::from(line.contains(separator))
        };
        lines.iter().take(6).map(count).max().unwrap_or(0)
    };
    let by_name = candidates
        .iter()
        .map(|sign| (known(*sign), *sign))
        .filter(|(count, _)| *count >= 2);
    // Of two that name equally many the first of the list wins.
    if let Some((_, sign)) = by_name.rev().max_by_key(|(count, _)| *count) {
        return sign;
    }
    let alike = |separator: char| {
        let count = |line: &&str| outside_quotes(line, separator);
        let first = lines.first().map_or(0, &count);
        match first {
            0 => 0,
            _ => lines.iter().filter(|line| count(line) == first).count(),
        }
    };
    let by_count = candidates[..4].iter().map(|sign| (alike(*sign), *sign));
    match by_count.rev().max_by_key(|(count, _)| *count) {
        Some((count, sign)) if count > 0 => sign,
        _ => ',',
    }
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut inside = false;
    let mut count = 0;
    for c in line.chars() {
        match c {
            '"' => inside = !inside,
            c if c == separator && !inside => count += 1,
            _ => {}
        }
    }
    count
}

/// The text with every quote as the reader expects it. A quote closes a cell only before a
/// separator or the end of the line; others within a cell of one line are part of the text.
///
/// # Errors
/// When a quote opens a cell and nothing closes it, or only a quote of a later row does.
fn checked_quotes(text: &str, separator: char, skipped_lines: usize) -> Result<String, Refused> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut line = 1 + skipped_lines;
    let mut chars = text.char_indices().peekable();
    let mut at_start = true;
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if at_start => {
                let cell = quoted_cell(&text[at..], separator, line)?;
                out.push('"');
                out.push_str(&cell.text);
                out.push('"');
                line += cell.lines;
                while chars
                    .peek()
                    .is_some_and(|(next, _)| *next < at + cell.length)
                {
                    chars.next();
                }
                at_start = false;
            }
            '\n' => {
                line += 1;
                out.push(c);
                at_start = true;
            }
            c if c == separator => {
                out.push(if c == '，' { WIDE_COMMA_STAND_IN } else { c });
                at_start = true;
            }
            ' ' if at_start
                && separator != '\t'
                && text[at..].trim_start_matches(' ').starts_with('"') => {}
            c => {
                out.push(c);
                at_start = false;
            }
        }
    }
    Ok(out)
}

struct QuotedCell {
    /// What stands between the quotes, quotes doubled.
    text: String,
    /// Bytes from the opening quote to behind the closing one.
    length: usize,
    /// How many line ends it holds.
    lines: usize,
}

fn quoted_cell(text: &str, separator: char, line: usize) -> Result<QuotedCell, Refused> {
    let refused = || {
        let words = crate::faq::shown(text.lines().next().unwrap_or(""));
        Refused::new(
            line,
            format!("a quote opens here and is not closed in its row: {words}"),
            "close it with `\"` at the end of its cell, or write it twice (`\"\"`) where it belongs to the text",
        )
    };
    let mut cell = QuotedCell {
        text: String::new(),
        length: 1,
        lines: 0,
    };
    // Quotes within the text that are not doubled: fine within one line, a sign of a lost
    // closing quote over several.
    let mut single = false;
    let mut rest = &text[1..];
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        cell.length += c.len_utf8();
        match c {
            '"' if rest.starts_with('"') => {
                rest = &rest[1..];
                cell.length += 1;
                cell.text.push_str("\"\"");
            }
            '"' => {
                let after = rest.trim_start_matches(' ');
                let closes = after.is_empty()
                    || after.starts_with(['\n', '\r'])
                    || after.starts_with(separator);
                if closes {
                    cell.length += rest.len() - after.len();
                    return Ok(cell);
                }
                if cell.lines > 0 {
                    return Err(refused());
                }
                single = true;
                cell.text.push_str("\"\"");
            }
            '\n' if single => return Err(refused()),
            '\n' => {
                cell.lines += 1;
                cell.text.push('\n');
            }
            c => cell.text.push(c),
        }
    }
    Err(refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let (rows, _) = rows(text, false).expect("readable");
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn quotes_within_a_cell_are_text() {
        assert_eq!(
            cells(
                "Q,A\n\"7\" tablet?\",99\n\"a \"b\" c, d\",\"13\"\" or 15\"\"\"\n\"\",x\nit's 7\" wide,y\n"
            ),
            [
                ["Q", "A"],
                ["7\" tablet?", "99"],
                ["a \"b\" c, d", "13\" or 15\""],
                ["", "x"],
                ["it's 7\" wide", "y"]
            ]
        );
    }

    #[test]
    fn an_open_quote_is_refused_with_its_row() {
        for (text, line) in [
            ("Q,A\nx,\"y\nz,w\n", 2),
            ("Q,A\na,b\n\"x,y\n\"z\",w\n", 3),
            ("Q,A\n\"multi\nline\",b\n\"x,y\nz,\"w\"\n", 4),
            ("Q,A\n\"He said \"hi\",b\nc,d\n\"open, e\n", 4),
        ] {
            assert_eq!(
                rows(text, false).err().map(|refused| refused.line),
                Some(line),
                "{text}"
            );
        }
    }

    #[test]
    fn separators() {
        assert_eq!(cells("sep=;\nQuestion;Answer\na;b, c\n")[1], ["a", "b, c"]);
        assert_eq!(cells("问题，答案\n甲，乙\n")[1], ["甲", "乙"]);
        assert_eq!(cells("Question|Answer\na|b, c\n")[1], ["a", "b, c"]);
        assert_eq!(cells("#separator:tab\n#html:true\na\tb\n")[0], ["a", "b"]);
        let (lines, _) = rows("sep=,\nQuestion,Answer\na,b\n", false).expect("readable");
        assert_eq!(lines[1].line, 3);
    }

    #[test]
    fn tabs_without_quotes() {
        let (read, _) = rows("Question\tAnswer\n\"Q\tA\n7\" x\tb\n", true).expect("readable");
        assert_eq!(read[1].cells, ["\"Q", "A"]);
    }
}
