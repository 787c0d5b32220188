//! Replacements in a YAML text: which characters go and what comes in their place.
//!
//! As with [`insert`](super::insert), each function names candidates, and the first one after which
//! the text says exactly what is meant is taken.

use saphyr_parser::ScalarStyle;

use super::insert::{
    BYTE_ORDER_MARK, CharOffset, Lines, byte_offset, indentation, indented, styles,
};
use super::result::{EditError, read};
use super::write::{self, Style};
use crate::faq::emit;
use crate::faq::parse::schema::RawFile;
use crate::faq::yaml::{Node, Value, with_tree};

/// One replacement; places count characters from the beginning of the text without its byte-order
/// mark.
#[derive(Debug)]
pub(super) struct Splice {
    from: usize,
    to: usize,
    new: String,
}

/// Candidates, the best first.
pub(super) type Splices = Vec<Splice>;

impl From<(CharOffset, String)> for Splice {
    fn from((place, new): (CharOffset, String)) -> Splice {
        splice(place.chars(), place.chars(), new)
    }
}

fn splice(from: usize, to: usize, new: impl Into<String>) -> Splice {
    Splice {
        from,
        to,
        new: new.into(),
    }
}

/// The text after the first candidate that makes it read as `meant`.
pub(super) fn first_that_holds(
    text: &str,
    meant: &RawFile,
    splices: impl FnOnce(&str, &Node) -> Option<Splices>,
) -> Result<String, EditError> {
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mark = &text[..text.len() - body.len()];
    let splices = with_tree(body, |root| match root {
        Ok(Some(root)) => splices(body, root),
        _ => None,
    });
    for one in splices.unwrap_or_default() {
        let (from, to) = (byte_offset(body, one.from), byte_offset(body, one.to));
        if from > to {
            continue;
        }
        let edited = [mark, &body[..from], &one.new, &body[to..]].concat();
        if read(&edited).is_ok_and(|found| found == *meant) {
            return Ok(edited);
        }
    }
    Err(EditError::Style)
}

/// Another text in the place of item number `place` of a list.
pub(super) fn other_item(list: &Node, place: usize, text: &str) -> Option<Splices> {
    let Value::List(items) = &list.value else {
        return None;
    };
    Some(other_scalar(items.get(place)?, text))
}

/// Another text of one line in the place of a scalar.
pub(super) fn other_scalar(scalar: &Node, text: &str) -> Splices {
    let (from, to) = scalar.span_chars;
    let written = |style| splice(from, to, write::scalar(text, style));
    styles(scalar).into_iter().map(written).collect()
}

/// A list without item number `place`.
pub(super) fn without_item(text: &str, list: &Node, place: usize) -> Option<Splices> {
    let Value::List(items) = &list.value else {
        return None;
    };
    let spans: Vec<(usize, usize)> = items.iter().map(|item| item.span_chars).collect();
    if is_flow(text, list) {
        return out_of_flow(&spans, place);
    }
    let start = items.get(place)?.start.line;
    // Of a list that stands as far left as its key, the parser names another column than that of its marks.
    let lines = Lines::new(text);
    let line = lines.line(start);
    let column = match line.trim_start().starts_with('-') {
        true => indentation(line).chars().count() + 1,
        false => list.start.column,
    };
    Some(without_lines(text, start, column))
}

/// A map without a key and its value.
pub(super) fn without_key(text: &str, map: &Node, name: &str) -> Option<Splices> {
    let Value::Map(fields) = &map.value else {
        return None;
    };
    let key = &map.field(name)?.0;
    if is_flow(text, map) {
        let place = fields.iter().position(|(own, _)| own.start == key.start)?;
        let spans: Vec<(usize, usize)> = fields
            .iter()
            .map(|(key, value)| (key.span_chars.0, value.span_chars.1))
            .collect();
        return out_of_flow(&spans, place);
    }
    Some(without_lines(text, key.start.line, key.start.column))
}

/// Another text, of one line or many, in the place of a value of a map.
pub(super) fn other_text(
    text: &str,
    map: &Node,
    key: &Node,
    value: &Node,
    wanted: &str,
) -> Option<Splices> {
    let Value::Scalar(_, style) = &value.value else {
        return None;
    };
    let mut splices = Vec::new();
    let lines = Lines::new(text);
    let (from, to) = value.span_chars;
    if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        let head = key.start.line;
        let first = (head + 1..=lines.count()).find(|&line| !lines.line(line).trim().is_empty());
        let indent = first.map_or("", |line| indentation(lines.line(line)));
        let body = block(&lines, indent, wanted);
        let begins = lines.start_chars(head + 1);
        // The head stays with what stands behind it, unless it says how to indent.
        let reported = text.chars().take(to).filter(|c| *c == '\n').count();
        let last = lines.last_of_item(head, key.start.column);
        for last in [reported, reported + 1, last] {
            let end = lines.start_chars(last.max(head) + 1);
            splices.push(splice(begins, end, body.clone()));
            let written = format!("|{}{body}", lines.end());
            splices.push(splice(value_start(text, key)?, end, written));
        }
        return Some(splices);
    }
    if wanted.contains('\n') {
        if !is_flow(text, map) {
            let indent = " ".repeat(key.start.column + 1);
            let body = block(&lines, &indent, wanted);
            let body = body.strip_suffix(lines.end()).unwrap_or(&body);
            splices.push(splice(from, to, format!("|{}{body}", lines.end())));
        }
        splices.push(splice(from, to, emit::quoted(wanted)));
    } else {
        splices.extend(other_scalar(value, wanted));
    }
    Some(splices)
}

/// One more key with a text, of one line or many, in a map.
pub(super) fn new_text(text: &str, map: &Node, key: &str, wanted: &str) -> Option<Splices> {
    if is_flow(text, map) {
        return into_flow(map, &format!("{key}: {}", emit::quoted(wanted)));
    }
    let mut lines = vec![format!("{key}: |")];
    lines.extend(wanted.lines().map(|line| match line.is_empty() {
        true => String::new(),
        false => format!("  {line}"),
    }));
    into_block(text, map, &lines)
}

/// One more key with a map of one text in a map.
pub(super) fn new_map(
    text: &str,
    map: &Node,
    key: &str,
    inner: &str,
    wanted: &str,
) -> Option<Splices> {
    let written = write::scalar(wanted, Style::Double);
    if is_flow(text, map) {
        return into_flow(map, &format!("{key}: {{{inner}: {written}}}"));
    }
    let lines = [format!("{key}:"), format!("  {inner}: {written}")];
    into_block(text, map, &lines)
}

fn into_flow(map: &Node, written: &str) -> Option<Splices> {
    let Value::Map(fields) = &map.value else {
        return None;
    };
    let end = fields.last()?.1.span_chars.1;
    Some(vec![splice(end, end, format!(", {written}"))])
}

fn into_block(text: &str, map: &Node, new: &[String]) -> Option<Splices> {
    let Value::Map(fields) = &map.value else {
        return None;
    };
    let column = fields.first()?.0.start.column;
    let lines = Lines::new(text);
    let new = indented(&" ".repeat(column - 1), new);
    let (last_key, last) = fields.last()?;
    let reported = text
        .chars()
        .take(last.span_chars.1)
        .filter(|c| *c == '\n')
        .count();
    let own = lines.last_of_item(last_key.start.line, column);
    let below = |line: usize| Splice::from(lines.below(line, &new));
    Some(vec![
        below(own),
        below(reported.max(own)),
        below(reported + 1),
    ])
}

fn out_of_flow(spans: &[(usize, usize)], place: usize) -> Option<Splices> {
    let (from, to) = *spans.get(place)?;
    let one = match (place.checked_sub(1), spans.get(place + 1)) {
        (_, Some((next, _))) => splice(from, *next, ""),
        (Some(before), None) => splice(spans[before].1, to, ""),
        (None, None) => splice(from, to, ""),
    };
    Some(vec![one])
}

/// The text without the lines of what begins on line `start` with its mark in `column`.
fn without_lines(text: &str, start: usize, column: usize) -> Splices {
    let lines = Lines::new(text);
    let last = lines.last_of_item(start, column);
    // Text that looks like a comment belongs to it as well.
    let mut further = last;
    while further < lines.count() {
        let line = lines.line(further + 1);
        if line.trim().is_empty() || indentation(line).chars().count() < column {
            break;
        }
        further += 1;
    }
    [last, further]
        .into_iter()
        .map(|last| splice(lines.start_chars(start), lines.start_chars(last + 1), ""))
        .collect()
}

/// The lines of a block text, indented, each with its end.
fn block(lines: &Lines, indent: &str, wanted: &str) -> String {
    wanted
        .lines()
        .map(|line| match line.is_empty() {
            true => lines.end().to_owned(),
            false => format!("{indent}{line}{}", lines.end()),
        })
        .collect()
}

/// Where the value of a key begins, on the key's line.
fn value_start(text: &str, key: &Node) -> Option<usize> {
    let end = key.span_chars.1;
    let colon = text.chars().skip(end).position(|c| c == ':')?;
    let spaces = text.chars().skip(end + colon + 1);
    Some(end + colon + 1 + spaces.take_while(|c| *c == ' ').count())
}

fn is_flow(text: &str, node: &Node) -> bool {
    matches!(text.chars().nth(node.span_chars.0), Some('[' | '{'))
}
