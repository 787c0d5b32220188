//! Where a new piece of YAML goes, and with which indentation and line end.
//!
//! Each function names candidates, the one nearest to the file's own style first; the first one
//! after which the file says exactly what is meant is taken.

use saphyr_parser::ScalarStyle;

use crate::faq::parse::schema::RawFile;
use crate::faq::yaml::{Node, Value, with_tree};

use super::result::{Edit, EditError, read};
use super::write::Style;

/// Offset in characters from the beginning of the text without its byte-order mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct CharOffset(usize);

/// Pieces of text with where they could go.
type Candidates = Vec<(CharOffset, String)>;

impl CharOffset {
    /// The offset.
    pub(super) fn chars(self) -> usize {
        self.0
    }
}

pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The first candidate after which the text reads as `meant`.
pub(super) fn first_that_holds(
    text: &str,
    meant: &RawFile,
    candidates: impl FnOnce(&Node) -> Option<Candidates>,
) -> Result<Edit, EditError> {
    let bom = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let body = &text[bom..];
    let candidates = with_tree(body, |root| match root {
        Ok(Some(root)) if !root.is_null() => candidates(root),
        Ok(_) => candidates(&nothing()),
        Err(_) => None,
    });
    for (CharOffset(chars), inserted) in candidates.unwrap_or_default() {
        let at_bytes = bom + byte_offset(body, chars);
        let mut edited = text.to_owned();
        edited.insert_str(at_bytes, &inserted);
        if read(&edited).is_ok_and(|found| found == *meant) {
            return Ok(Edit {
                text: edited,
                inserted,
                at_bytes,
            });
        }
    }
    Err(EditError::Style)
}

/// Candidates for one more item of a list of texts.
pub(super) fn into_list(
    text: &str,
    key: &Node,
    list: &Node,
    item: impl Fn(Style) -> String,
) -> Option<Candidates> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if list.is_null() {
        let written = format!(" [{}]", item(Style::Double));
        return Some(vec![(after_colon(text, key)?, written)]);
    }
    let Value::List(items) = &list.value else {
        return None;
    };
    let Some(last) = items.last() else {
        return Some(vec![(
            CharOffset(list.span_chars.0 + 1),
            item(Style::Double),
        )]);
    };
    let mut candidates = Vec::new();
    let flow = text.chars().nth(list.span_chars.0) == Some('[');
    for style in styles(last) {
        let new = item(style);
        if flow {
            candidates.extend(own_line(text, list, last, &new));
            candidates.push((CharOffset(last.span_chars.1), format!(", {new}")));
        } else {
            candidates.extend(after_block_item(
                text,
                list,
                last,
                &[format!("- {new}")],
                false,
            ));
        }
    }
    Some(candidates)
}

/// In a flow list that runs over several lines with the last item on a line of its own: the new
/// item on the next line.
fn own_line(text: &str, list: &Node, last: &Node, new: &str) -> Option<(CharOffset, String)> {
    let lines = Lines::new(text);
    if list.start.line == last.start.line {
        return None;
    }
    let line = lines.line(last.start.line);
    let indent = indentation(line);
    if indent.chars().count() + 1 != last.start.column {
        return None;
    }
    let end = lines.end;
    let rest: String = text
        .chars()
        .skip(last.span_chars.1)
        .take_while(|c| !matches!(c, '\n' | '\r'))
        .collect();
    match rest.trim_start().strip_prefix(',') {
        Some(after) if after.trim().is_empty() || after.trim_start().starts_with('#') => {
            let place = last.span_chars.1 + rest.chars().count();
            Some((CharOffset(place), format!("{end}{indent}{new},")))
        }
        None if rest.trim().is_empty() => Some((
            CharOffset(last.span_chars.1),
            format!(",{end}{indent}{new}"),
        )),
        _ => None,
    }
}

/// Candidates for one more key, with a list of one text, in a map.
pub(super) fn into_map(
    text: &str,
    map: &Node,
    key: &str,
    item: impl Fn(Style) -> String,
) -> Option<Candidates> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let Value::Map(fields) = &map.value else {
        return None;
    };
    let (first, _) = fields.first()?;
    let (_, last) = fields.last()?;
    let written = format!("{key}: [{}]", item(Style::Double));
    if text.chars().nth(map.span_chars.0) == Some('{') {
        return Some(vec![(
            CharOffset(last.span_chars.1),
            format!(", {written}"),
        )]);
    }
    let lines = Lines::new(text);
    let column = first.start.column;
    let line = lines.last_of_item(last.start.line, column);
    let shallower = lines.last_of_item(last.start.line, column - 1);
    let indent = " ".repeat(column - 1);
    let mut candidates = vec![lines.below(line, &[format!("{indent}{written}")])];
    if shallower != line {
        candidates.push(lines.below(shallower, &[format!("{indent}{written}")]));
    }
    Some(candidates)
}

/// Candidates for one more item, given as lines, of a block list.
pub(super) fn into_block(
    text: &str,
    key: &Node,
    list: &Node,
    item: &[String],
) -> Option<Candidates> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let lines = Lines::new(text);
    if list.is_null() {
        return Some(vec![lines.below(key.start.line, &indented("  ", item))]);
    }
    let Value::List(items) = &list.value else {
        return None;
    };
    let last = items.last()?;
    let spaced = match items.len() {
        1 => true,
        _ => last.start.line > 1 && lines.line(last.start.line - 1).trim().is_empty(),
    };
    Some(after_block_item(text, list, last, item, spaced))
}

/// A new top-level key with its first item at the end of the text.
pub(super) fn at_end(text: &str, key: &str, item: &[String]) -> Candidates {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let lines = Lines::new(text);
    let mut new = Vec::new();
    if !text.trim().is_empty() {
        new.push(String::new());
    }
    new.push(key.to_owned());
    new.extend(indented("  ", item));
    vec![lines.below(lines.count(), &new)]
}

/// Candidates for lines behind the last item of a block list.
fn after_block_item(
    text: &str,
    list: &Node,
    last: &Node,
    item: &[String],
    spaced: bool,
) -> Candidates {
    let lines = Lines::new(text);
    let column = list.start.column;
    let own = lines.line(last.start.line);
    let indent = match own.trim_start().starts_with('-') {
        true => indentation(own).to_owned(),
        false => " ".repeat(column - 1),
    };
    let mut new = indented(&indent, item);
    if spaced {
        new.insert(0, String::new());
    }
    let line = lines.last_of_item(last.start.line, column);
    // Where the item ends in lines that look like comments but are its text, the parser's own
    // idea of its end is the second choice.
    let end_chars = last.span_chars.1;
    let reported = text.chars().take(end_chars).filter(|c| *c == '\n').count();
    vec![
        lines.below(line, &new),
        lines.below(reported.max(line), &new),
        lines.below(reported + 1, &new),
    ]
}

pub(super) fn indented(indent: &str, lines: &[String]) -> Vec<String> {
    let line = |line: &String| match line.is_empty() {
        true => String::new(),
        false => format!("{indent}{line}"),
    };
    lines.iter().map(line).collect()
}

/// Quoting like the neighbour's first, then the safe one.
pub(super) fn styles(neighbour: &Node) -> Vec<Style> {
    let own = match &neighbour.value {
        Value::Scalar(_, ScalarStyle::Plain) => Style::Plain,
        Value::Scalar(_, ScalarStyle::SingleQuoted) => Style::Single,
        _ => Style::Double,
    };
    vec![own, Style::Double]
}

/// Just behind the colon of a key that has no value.
fn after_colon(text: &str, key: &Node) -> Option<CharOffset> {
    let end = key.span_chars.1;
    let colon = text.chars().skip(end).position(|c| c == ':')?;
    Some(CharOffset(end + colon + 1))
}

pub(super) fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

fn nothing() -> Node<'static> {
    Node::nothing()
}

pub(super) fn byte_offset(text: &str, chars: usize) -> usize {
    text.char_indices()
        .nth(chars)
        .map_or(text.len(), |(at, _)| at)
}

/// The lines of a text, counted from 1, with the line end that the file uses.
pub(super) struct Lines<'t> {
    lines: Vec<&'t str>,
    end: &'static str,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Lines<'t> {
        Lines {
            lines: text.split_inclusive('\n').collect(),
            end: if text.contains("\r\n") { "\r\n" } else { "\n" },
        }
    }

    /// The line end that the file uses.
    pub(super) fn end(&self) -> &'static str {
        self.end
    }

    /// Where line `number` begins, in characters; the text's end where there is no such line.
    pub(super) fn start_chars(&self, number: usize) -> usize {
        let before = self.lines.iter().take(number.saturating_sub(1));
        before.map(|line| line.chars().count()).sum()
    }

    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn line(&self, number: usize) -> &'t str {
        self.lines.get(number - 1).copied().unwrap_or("")
    }

    /// The last line of the item that begins on line `number` in a list or map whose marks stand
    /// in `column`: what follows belongs to it while it is indented more. Comments and empty lines
    /// behind it do not.
    pub(super) fn last_of_item(&self, number: usize, column: usize) -> usize {
        let mut last = number;
        for (index, line) in self.lines.iter().enumerate().skip(number) {
            let content = line.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if indentation(line).chars().count() < column {
                break;
            }
            last = index + 1;
        }
        last
    }

    /// The edit that puts `new` below line `number`.
    pub(super) fn below(&self, number: usize, new: &[String]) -> (CharOffset, String) {
        let number = number.min(self.count());
        let before: String = self.lines[..number].concat();
        let mut inserted = new.join(self.end);
        match before.is_empty() || before.ends_with('\n') {
            true => inserted.push_str(self.end),
            false => inserted.insert_str(0, self.end),
        }
        (CharOffset(before.chars().count()), inserted)
    }
}
