//! Syntax errors in words an owner understands, at the place where the mistake was made.
//!
//! A YAML parser notices many mistakes long after they were made (an unclosed quote at the end of
//! the file, a missing bracket at the next key). Here the text around is looked at again to find
//! the place to mend and the cure.

use saphyr_parser::ScanError;

use super::node::{Mark, mark};

/// One syntax error, explained.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) mark: Mark,
    pub(super) message: String,
    pub(super) help: String,
}

impl Finding {
    pub(super) fn new(mark: Mark, message: String, help: String) -> Finding {
        Finding {
            mark,
            message,
            help,
        }
    }

    fn of(line: usize, column: usize, message: &str, help: &str) -> Finding {
        Finding::new(Mark { line, column }, message.to_owned(), help.to_owned())
    }
}

/// Looks for one kind of mistake in the lines, given the line and the words of the parser's error.
type Rule = fn(&[&str], usize, &str) -> Option<Finding>;

/// Explains why `text` is not YAML.
pub(super) fn explain(text: &str, error: &ScanError) -> Finding {
    let at = mark(*error.marker());
    if let Some(found) = unprintable(text) {
        return found;
    }
    let lines: Vec<&str> = text.lines().collect();
    let at_line = at.line.clamp(1, lines.len().max(1));
    let rules: [Rule; 7] = [
        tab,
        wide_space,
        wide_colon,
        unclosed_quote,
        unclosed_bracket,
        text_after_quote,
        forbidden_start,
    ];
    rules
        .iter()
        .find_map(|rule| rule(&lines, at_line, error.info()))
        .or_else(|| line_above(&lines, at, error.info()))
        .or_else(|| colon_in_text(&lines, at, error.info()))
        .unwrap_or_else(|| other(&lines, at, error.info()))
}

/// A character no text file should hold.
pub(super) fn unprintable(text: &str) -> Option<Finding> {
    for (number, line) in text.lines().enumerate() {
        let bad = |c: char| (c.is_control() && c != '\t' && c != '\u{85}') || c == '\u{feff}';
        if let Some(column) = line.chars().position(bad) {
            let message = "an invisible control character stands here";
            return Some(Finding::of(
                number + 1,
                column + 1,
                message,
                "delete it and type the text anew",
            ));
        }
    }
    None
}

/// A tab indents a line at or above the error.
fn tab(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
    let indented = |line: &str| {
        let space = line.len() - line.trim_start().len();
        !line.trim().is_empty() && line[..space].contains('\t')
    };
    let column = |line: &str| line.chars().position(|c| c == '\t').unwrap_or(0) + 1;
    let found = |number: usize| {
        let help = "indent with spaces, two for each step";
        Finding::of(
            number,
            column(lines[number - 1]),
            "a tab indents this line",
            help,
        )
    };
    if indented(lines.get(at - 1)?) {
        return Some(found(at));
    }
    let named = info.contains("tab");
    if named
        && let Some(below) = (at..lines.len().min(at + 3)).find(|&index| indented(lines[index]))
    {
        return Some(found(below + 1));
    }
    let above = (1..at).rev().find(|&number| indented(lines[number - 1]));
    if let Some(above) = above.filter(|above| named || at - above <= 1) {
        return Some(found(above));
    }
    let line = lines.get(at - 1)?;
    let told = named || info.contains("whitespace");
    (told && line.contains('\t')).then(|| {
        let help = "write spaces instead of tabs";
        Finding::of(at, column(line), "a tab stands here", help)
    })
}

/// A space or dash of another width than the keyboard's own, at the beginning of a line.
fn wide_space(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
    let odd = |c: char| matches!(c, '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200b}');
    let first = at.saturating_sub(2).max(1);
    for number in first..=(at + 1).min(lines.len()) {
        let line = lines[number - 1];
        let column = line.len() - line.trim_start_matches(' ').len() + 1;
        let message = match line.trim_start_matches(' ').chars().next() {
            Some(c) if odd(c) => "a full-width or no-break space indents this line",
            Some('－' | '—' | '–' | '−') => {
                "this dash is not the ASCII `-` that begins an item"
            }
            _ => continue,
        };
        let help = "type it anew with the input method switched to English";
        return Some(Finding::of(number, column, message, help));
    }
    None
}

/// A full-width colon where a key's colon should be.
fn wide_colon(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
    let wide = |line: &str| {
        let key = line.trim_start().trim_start_matches("- ").trim_start();
        let name: String = key
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        (!name.is_empty() && key[name.len()..].starts_with('：'))
            .then(|| line.chars().position(|c| c == '：').unwrap_or(0) + 1)
    };
    let number = [at, at.saturating_sub(1), at + 1]
        .into_iter()
        .find(|&number| {
            number > 0
                && lines
                    .get(number - 1)
                    .is_some_and(|line| wide(line).is_some())
        })?;
    let column = wide(lines[number - 1])?;
    let help = "write an ASCII colon and a space: `: `";
    Some(Finding::of(
        number,
        column,
        "a full-width colon `：` follows the key",
        help,
    ))
}

/// A quote that opens a text on some line and is not closed there.
fn unclosed_quote(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
    let scalar = info.contains("quoted scalar");
    let trailing = info.contains("trailing content");
    let flow = info.contains("flow") || info.contains("expected");
    if !scalar && !trailing && !flow {
        return None;
    }
    // The first line whose quotes do not pair up is where it began: texts of more than one line
    // in quotes are rare, and a later stray quote only shows because of the first.
    let (number, column, quote) = (1..=at).find_map(|number| {
        let (column, quote) = open_quote(lines[number - 1])?;
        Some((number, column, quote))
    })?;
    if !scalar && !trailing && at.saturating_sub(number) > 3 {
        return None;
    }
    let message = format!("the quote `{quote}` is not closed on this line");
    let help = format!(
        "end the text with `{quote}`; inside the text, write {}",
        match quote {
            '"' => "`\\\"`",
            _ => "`''`",
        }
    );
    Some(Finding::new(
        Mark {
            line: number,
            column,
        },
        message,
        help,
    ))
}

/// Column and character of a quote that a line opens and does not close. Block text and comments
/// are not told apart from YAML: only a quote where a value may begin counts.
fn open_quote(line: &str) -> Option<(usize, char)> {
    let mut before = ' ';
    let mut open: Option<(usize, char)> = None;
    let mut chars = line.chars().enumerate().peekable();
    while let Some((index, c)) = chars.next() {
        match open {
            None if c == '#' && before == ' ' => return None,
            None if (c == '"' || c == '\'') && begins_value(line, index) => {
                open = Some((index + 1, c));
            }
            Some((_, '"')) if c == '\\' => {
                chars.next();
            }
            Some((_, '\'')) if c == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            Some((_, quote)) if c == quote => open = None,
            _ => {}
        }
        before = c;
    }
    open
}

/// Whether a value may begin at character `index`: only indentation, `- `, `: `, `[`, `{` or
/// `, ` stand before it.
fn begins_value(line: &str, index: usize) -> bool {
    let before: String = line.chars().take(index).collect();
    let trimmed = before.trim_end();
    trimmed.is_empty()
        || trimmed.ends_with(['[', '{', ',', '?'])
        || (before.ends_with(' ') && trimmed.ends_with([':', '-']))
}

/// A `[` or `{` without its closing bracket.
fn unclosed_bracket(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
    if !(info.contains("flow")
        || info.contains("eof")
        || info.contains("simple key")
        || info.contains("node content")
        || info.contains("mapping values")
        || info.contains("placement of ':'"))
    {
        return None;
    }
    let (number, column, bracket) = open_bracket(&lines[..at])?;
    let closing = if bracket == '[' { ']' } else { '}' };
    let message = format!("the bracket `{bracket}` is not closed, or a comma is missing in it");
    let help = format!("separate the items with `,` and end the list with `{closing}`");
    let help = match bracket {
        '[' => help,
        _ => help.replace("list", "map").replace("items", "keys"),
    };
    Some(Finding::new(
        Mark {
            line: number,
            column,
        },
        message,
        help,
    ))
}

/// Place and character of the innermost bracket still open at the end of `lines`.
fn open_bracket(lines: &[&str]) -> Option<(usize, usize, char)> {
    let mut open: Vec<(usize, usize, char)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let mut quote = None;
        let mut chars = line.chars().enumerate().peekable();
        while let Some((index, c)) = chars.next() {
            match (quote, c) {
                (Some('"'), '\\') => {
                    chars.next();
                }
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if begins_value(line, index) => quote = Some(c),
                (None, '#') if index == 0 || line.chars().nth(index - 1) == Some(' ') => break,
                (None, '[' | '{') if !open.is_empty() || begins_value(line, index) => {
                    open.push((number + 1, index + 1, c));
                }
                (None, ']' | '}') => {
                    open.pop();
                }
                _ => {}
            }
        }
    }
    open.pop()
}

/// Something stands behind the closing quote of a text.
fn text_after_quote(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
    let line = lines.get(at - 1)?;
    let quoted = line
        .trim_start()
        .trim_start_matches("- ")
        .contains(['"', '\'']);
    let found =
        info.contains("trailing content") || (quoted && info.contains("did not find expected"));
    if !found {
        return None;
    }
    let column = line.chars().position(|c| c == '"' || c == '\'')? + 1;
    let message = "text stands behind a closing quote";
    let help = "put the whole text in quotes, and write `\\\"` for a quote inside it";
    Some(Finding::of(at, column, message, help))
}

/// An unquoted text that begins with a character YAML keeps for itself.
fn forbidden_start(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
    let told = [
        "unexpected character",
        "unknown anchor",
        "anchor or alias",
        "tag",
        "block scalar",
        "node content",
        "plain scalar",
        "did not find expected",
    ];
    if !told.iter().any(|part| info.contains(part)) {
        return None;
    }
    let line = lines.get(at - 1)?;
    let (index, first) = value_start(line)?;
    if !matches!(
        first,
        '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' | ',' | ']' | '}'
    ) {
        return None;
    }
    let message = format!("a text cannot begin with `{first}`");
    let message = if first == '`' {
        "a text cannot begin with a backtick".to_owned()
    } else {
        message
    };
    Some(Finding::new(
        Mark {
            line: at,
            column: index + 1,
        },
        message,
        "put the text in double quotes, or write it below `|`".to_owned(),
    ))
}

/// Character index and first character of the value a line gives.
fn value_start(line: &str) -> Option<(usize, char)> {
    let chars: Vec<char> = line.chars().collect();
    let mut index = chars.iter().position(|c| *c != ' ')?;
    while chars[index..].starts_with(&['-', ' ']) {
        index += 1 + chars[index + 1..].iter().position(|c| *c != ' ')?;
    }
    let key: usize = chars[index..]
        .iter()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        .count();
    if key > 0 && chars[index + key..].starts_with(&[':', ' ']) {
        index += key + 1;
        index += chars[index..].iter().position(|c| *c != ' ')?;
    }
    chars.get(index).map(|c| (index, *c))
}

/// A sound key that follows a line it cannot follow: the mistake is in the line above.
fn line_above(lines: &[&str], at: Mark, info: &str) -> Option<Finding> {
    if !info.contains("mapping values") && !info.contains("placement of ':'") {
        return None;
    }
    let line = lines.get(at.line - 1)?;
    let key = line.trim_start().trim_start_matches("- ");
    let own_colon = line.find(key)? + key.find(':')?;
    if line.get(..own_colon)?.chars().count() + 1 < at.column {
        return None;
    }
    let above = (1..at.line)
        .rev()
        .find(|&number| !lines[number - 1].trim().is_empty())?;
    let text = lines[above - 1].trim_start().trim_start_matches("- ");
    let column = lines[above - 1].find(text).unwrap_or(0) + 1;
    let Some((name, rest)) = text.split_once(':') else {
        return Some(Finding::of(above, column, NO_COLON, NO_COLON_CURE));
    };
    if !rest.is_empty() && !rest.starts_with(' ') {
        let message = format!("a space is missing after `{}:`", name.trim());
        let help = format!("write `{}: {}`", name.trim(), rest.trim());
        return Some(Finding::new(
            Mark {
                line: above,
                column,
            },
            message,
            help,
        ));
    }
    let column = line.len() - line.trim_start().len() + 1;
    Some(Finding::of(at.line, column, INDENTATION, INDENTATION_CURE))
}

const NO_COLON: &str = "this line is neither `key: value` nor an item `- text`";
const NO_COLON_CURE: &str = "add the colon and a space after the key, or `- ` before the item";
const INDENTATION: &str = "the indentation of this line fits nothing above it";
const INDENTATION_CURE: &str =
    "begin it in the same column as its neighbours; indent with two spaces for each step";

/// A `: ` inside an unquoted text, which makes YAML see a second key.
fn colon_in_text(lines: &[&str], at: Mark, info: &str) -> Option<Finding> {
    if !info.contains("mapping values") && !info.contains("placement of ':'") {
        return None;
    }
    let (index, _) = value_start(lines.get(at.line - 1)?)?;
    let message = "an unquoted text holds `: `, which YAML reads as a key";
    let help = "put the whole text in double quotes";
    Some(Finding::of(at.line, index + 1, message, help))
}

/// Whatever else: the parser's place, with what usually causes it.
fn other(lines: &[&str], at: Mark, info: &str) -> Finding {
    let blank = |number: usize| {
        lines
            .get(number - 1)
            .is_none_or(|line| line.trim().is_empty())
    };
    let mut line = at.line.max(1);
    let mut column = at.column;
    while line > 1 && blank(line) {
        line -= 1;
        column = 1;
    }
    let info = info
        .trim_start_matches("while parsing ")
        .trim_start_matches("while scanning ");
    let (message, help) = match info {
        _ if info.contains("simple key") || info.contains("expect ':'") => {
            line = key_line(lines, line);
            column = lines
                .get(line - 1)
                .map_or(1, |text| text.len() - text.trim_start().len() + 1);
            (NO_COLON.to_owned(), NO_COLON_CURE)
        }
        _ if info.contains("expected key")
            || info.contains("'-' indicator")
            || info.contains("block sequence")
            || info.contains("indentation")
            || info.contains("document start") =>
        {
            (INDENTATION.to_owned(), INDENTATION_CURE)
        }
        _ => (
            format!("not valid YAML: {info}"),
            "check the quotes, the colons and the indentation of this line and the line above",
        ),
    };
    Finding::new(Mark { line, column }, message, help.to_owned())
}

/// The last line at or above `number` that has neither a key nor a list mark.
fn key_line(lines: &[&str], number: usize) -> usize {
    let lone = |line: &str| {
        let line = line.trim();
        !line.is_empty()
            && !line.starts_with(['-', '#', '[', '{', ']', '}', '"', '\''])
            && !line.contains(": ")
            && !line.ends_with(':')
    };
    (number.saturating_sub(2)..=number)
        .rev()
        .find(|&number| number > 0 && lines.get(number - 1).is_some_and(|line| lone(line)))
        .unwrap_or(number)
}
