//! Mistakes with whole lines: indentation, keys without a colon, items without a dash.

use super::finding::Finding;
use crate::faq::diagnostic::shown;
use crate::faq::parse::schema::is_key;
use crate::faq::yaml::Mark;

/// A character no text file should hold.
pub(in crate::faq) fn unprintable(text: &str) -> Option<Finding> {
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
pub(super) fn tab(lines: &[&str], at: usize, info: &str) -> Option<Finding> {
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
pub(super) fn wide_space(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
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

/// How far above the place where a parser stumbles a broken key is looked for.
const KEY_AT_MOST_ABOVE: usize = 80;

/// A key of the format without its colon, or without the space after it, at or above the error:
/// YAML takes it and what follows for one long text.
pub(super) fn broken_key(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
    let first = at.saturating_sub(KEY_AT_MOST_ABOVE).max(1);
    (first..=at).rev().find_map(|number| {
        let line = lines[number - 1];
        let text = line.trim_start().trim_start_matches("- ").trim();
        let name: String = text
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        if !is_key(&name) {
            return None;
        }
        let column = line.len() - line.trim_start().trim_start_matches("- ").len() + 1;
        let rest = &text[name.len()..];
        let bare = rest.trim();
        let mark = Mark {
            line: number,
            column,
        };
        match rest.chars().next() {
            None | Some(' ')
                if bare.is_empty()
                    || matches!(bare, "|" | ">" | "|-" | ">-")
                    || bare.starts_with(['[', '{', '"']) =>
            {
                let message = format!("the colon after `{name}` is missing");
                let written = format!("{name}: {bare}");
                Some(Finding::new(
                    mark,
                    message,
                    format!("write `{}`", shown(written.trim_end())),
                ))
            }
            Some(':') if !rest[1..].is_empty() && !rest[1..].starts_with([' ', '\t']) => {
                let message = format!("a space is missing after `{name}:`");
                let written = format!("{name}: {}", &rest[1..]);
                Some(Finding::new(
                    mark,
                    message,
                    format!("write `{}`", shown(&written)),
                ))
            }
            Some('：') => {
                let column = column + name.len();
                let help = "write an ASCII colon and a space: `: `";
                Some(Finding::of(
                    number,
                    column,
                    "a full-width colon `：` follows the key",
                    help,
                ))
            }
            _ => None,
        }
    })
}

/// A line among items of a list that lacks the dash, or the space after it.
pub(super) fn missing_dash(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let first = at.saturating_sub(2).max(1);
    (first..=at).find_map(|number| {
        let line = lines[number - 1];
        let text = line.trim();
        let above = (number >= 2).then(|| lines[number - 2]);
        let below = lines.get(number).copied();
        let mut neighbours = above.into_iter().chain(below);
        let column = indent(line) + 1;
        let quoted =
            text.starts_with(['"', '\'']) && !text.ends_with(':') && !text.contains("\": ");
        if text.starts_with('-')
            && !is_item(line)
            && text != "-"
            && !text.starts_with("---")
            && (neighbours.clone().any(is_item) || names_a_key(&text[1..]))
        {
            let help = "write `- ` before the text";
            return Some(Finding::of(
                number,
                column,
                "a space is missing after `-`",
                help,
            ));
        }
        let beside = |other: &str| is_item(other) && indent(other) == indent(line);
        (quoted && neighbours.any(beside)).then(|| {
            let help = "write `- ` before the text, in the column of its neighbours";
            Finding::of(number, column, "the `- ` before this item is missing", help)
        })
    })
}

/// Whether a text begins with a key of the format and its colon.
fn names_a_key(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, _)| is_key(name))
}

/// A full-width colon where a key's colon should be.
pub(super) fn wide_colon(lines: &[&str], at: usize, _: &str) -> Option<Finding> {
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

/// A sound key that follows a line it cannot follow: the mistake is in the line above.
pub(super) fn line_above(lines: &[&str], at: Mark, info: &str) -> Option<Finding> {
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

/// Whatever else: the parser's place, with what usually causes it.
pub(super) fn other(lines: &[&str], at: Mark, info: &str) -> Finding {
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
