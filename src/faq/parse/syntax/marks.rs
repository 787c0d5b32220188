//! Mistakes with quotes, brackets and characters that YAML keeps for itself.

use super::finding::Finding;
use crate::faq::yaml::Mark;

/// A quote that opens a text on some line and is not closed there.
pub(super) fn unclosed_quote(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
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
    if let Some(wide) = wide_comma(lines[number - 1], number) {
        return Some(wide);
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

/// A full-width comma between two quoted texts of a line.
fn wide_comma(line: &str, number: usize) -> Option<Finding> {
    let at = ["\"，", "'，", "\"、", "'、"]
        .iter()
        .find_map(|sign| Some(line.find(sign)? + 1))?;
    let sign = line[at..].chars().next()?;
    Some(Finding::new(
        Mark {
            line: number,
            column: line[..at].chars().count() + 1,
        },
        format!("a full-width `{sign}` stands between two texts"),
        "write an ASCII comma and a space: `, `".to_owned(),
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
pub(super) fn unclosed_bracket(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
    if !(info.contains("flow")
        || info.contains("eof")
        || info.contains("simple key")
        || info.contains("node content")
        || info.contains("mapping values")
        || info.contains("placement of ':'"))
        && open_bracket(&lines[..at]).is_none_or(|(number, _, _)| at - number > 2)
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
pub(super) fn text_after_quote(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
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
    let open = line.find(['"', '\''])?;
    let quote = &line[open..=open];
    let behind = line[open + 1..]
        .split_once(quote)
        .map_or("", |(_, behind)| behind);
    if behind.trim().is_empty() {
        return None;
    }
    let column = line[..open].chars().count() + 1;
    let message = "text stands behind a closing quote";
    let help = "put the whole text in quotes, and write `\\\"` for a quote inside it";
    Some(Finding::of(at, column, message, help))
}

/// A text that begins with a bracket: YAML takes `{name} ...` for a map with something behind it.
pub(super) fn text_after_bracket(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
    let line = lines.get(at - 1)?;
    let (index, first) = value_start(line)?;
    let closing = match first {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let rest: Vec<char> = line.chars().skip(index).collect();
    let end = rest.iter().position(|c| *c == closing)?;
    let nested = rest[1..end]
        .iter()
        .any(|c| matches!(c, '[' | '{' | '"' | '\''));
    let behind: String = rest[end + 1..].iter().collect();
    let behind = behind.trim();
    if nested || behind.is_empty() || behind.starts_with(['#', ',', ':']) {
        return None;
    }
    let message = format!("text stands behind the closing bracket `{closing}`");
    let help = "put the whole text in double quotes, or remove what stands behind the bracket";
    Some(Finding::new(
        Mark {
            line: at,
            column: index + 1,
        },
        message,
        help.to_owned(),
    ))
}

/// An unquoted text that begins with a character YAML keeps for itself.
pub(super) fn forbidden_start(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
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
    let (index, first) = item_start(line, index).unwrap_or((index, first));
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

/// The first item of a list in brackets, from `index` on, that begins with `@` or a backtick.
fn item_start(line: &str, index: usize) -> Option<(usize, char)> {
    let chars: Vec<char> = line.chars().collect();
    if *chars.get(index)? != '[' {
        return None;
    }
    let mut is_start = true;
    for (at, &c) in chars.iter().enumerate().skip(index + 1) {
        if is_start && matches!(c, '@' | '`') {
            return Some((at, c));
        }
        is_start = c == ',' || (is_start && c == ' ');
    }
    None
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

/// A `: ` inside an unquoted text, which makes YAML see a second key.
pub(super) fn colon_in_text(lines: &[&str], at: Mark, info: &str) -> Option<Finding> {
    if !info.contains("mapping values") && !info.contains("placement of ':'") {
        return None;
    }
    let (index, _) = value_start(lines.get(at.line - 1)?)?;
    let message = "an unquoted text holds `: `, which YAML reads as a key";
    let help = "put the whole text in double quotes";
    Some(Finding::of(at.line, index + 1, message, help))
}
