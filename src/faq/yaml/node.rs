//! YAML text -> a tree whose every node knows its line and column.
//!
//! What `serde_yaml` does not carry: the place of each node, duplicate keys, the style of a
//! scalar. Aliases are followed; an alias bomb or nesting without end is an error, not a hang.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};

use super::indented::Indented;
use super::mark::{Mark, mark_of};

/// Deeper nesting is refused; the format itself needs 6 levels.
const DEEPEST: usize = 32;
/// Nodes that aliases may add to a file before it counts as an alias bomb.
const MOST_ALIASED_NODES: usize = 100_000;

/// A YAML node and where it stands.
#[derive(Debug)]
pub(in crate::faq) struct Node<'t> {
    pub(in crate::faq) start: Mark,
    /// Where it ends; a block collection ends where the parser reported it.
    pub(in crate::faq) end: Mark,
    /// Where the node begins and ends, counted in characters from the beginning of the text; a
    /// block collection ends where the parser reported it.
    pub(in crate::faq) span_chars: (usize, usize),
    /// A tag other than those of YAML's own types, as written.
    pub(in crate::faq) tag: Option<String>,
    pub(in crate::faq) value: Value<'t>,
    /// Number of nodes in this tree, itself included.
    size: usize,
}

#[derive(Debug)]
pub(in crate::faq) enum Value<'t> {
    Scalar(Cow<'t, str>, ScalarStyle),
    List(Vec<Rc<Node<'t>>>),
    Map(Fields<'t>),
}

/// Keys with their values, in file order.
pub(in crate::faq) type Fields<'t> = Vec<(Rc<Node<'t>>, Rc<Node<'t>>)>;

impl<'t> Node<'t> {
    /// The node of an empty text.
    pub(in crate::faq) fn nothing() -> Node<'static> {
        Node {
            start: Mark { line: 1, column: 1 },
            end: Mark { line: 1, column: 1 },
            span_chars: (0, 0),
            tag: None,
            value: Value::Scalar("".into(), ScalarStyle::Plain),
            size: 1,
        }
    }

    /// Nothing was written: an empty plain scalar, `~` or `null`.
    pub(in crate::faq) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(text, ScalarStyle::Plain)
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The value of the key `name`, if the node is a map that has it.
    pub(in crate::faq) fn field(&self, name: &str) -> Option<&(Rc<Node<'t>>, Rc<Node<'t>>)> {
        let Value::Map(fields) = &self.value else {
            return None;
        };
        fields
            .iter()
            .find(|(key, _)| matches!(&key.value, Value::Scalar(text, _) if text == name))
    }

    /// Whether a text below `|` or `>` takes up one of these lines (ascending, from 1).
    fn has_block_text_on(&self, lines: &[usize]) -> bool {
        match &self.value {
            Value::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded) => {
                let first = lines.partition_point(|line| *line <= self.start.line);
                lines.get(first).is_some_and(|line| *line < self.end.line)
            }
            Value::Scalar(..) => false,
            Value::List(items) => items.iter().any(|item| item.has_block_text_on(lines)),
            Value::Map(fields) => fields
                .iter()
                .any(|(_, value)| value.has_block_text_on(lines)),
        }
    }

    /// What the node is, in words for a message.
    pub(in crate::faq) fn kind(&self) -> &'static str {
        match &self.value {
            _ if self.is_null() => "nothing",
            Value::Scalar(..) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "keys with values",
        }
    }
}

/// Why a text is no tree.
#[derive(Debug)]
pub(in crate::faq) enum Broken {
    /// Not YAML.
    Syntax(ScanError),
    /// YAML that we refuse, with what and why.
    Refused(Mark, &'static str, &'static str),
}

/// Gives `then` the tree of a text with one document; `None` for a text without any. A text that
/// is broken only in the indentation of brackets and quotes is read all the same.
pub(in crate::faq) fn with_tree<T>(
    text: &str,
    then: impl FnOnce(Result<Option<&Node>, Broken>) -> T,
) -> T {
    let error = match Builder::new(text, None).document() {
        Ok(root) => return then(Ok(root.as_deref())),
        Err(Broken::Syntax(error)) => error,
        Err(refused) => return then(Err(refused)),
    };
    if let Some(indented) = Indented::new(text)
        && let Ok(root) = Builder::new(&indented.text, Some(&indented)).document()
        && !root
            .as_deref()
            .is_some_and(|root| root.has_block_text_on(&indented.lines))
    {
        return then(Ok(root.as_deref()));
    }
    // What is wrong all the same is told of the text as written.
    then(Err(Broken::Syntax(error)))
}

struct Builder<'t> {
    parser: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, Rc<Node<'t>>>,
    aliased: usize,
    indented: Option<&'t Indented>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, indented: Option<&'t Indented>) -> Builder<'t> {
        Builder {
            parser: Parser::new_from_str(text),
            anchors: HashMap::new(),
            aliased: 0,
            indented,
        }
    }

    fn document(mut self) -> Result<Option<Rc<Node<'t>>>, Broken> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::DocumentStart(_) if root.is_some() => {
                    return Err(Broken::Refused(
                        self.mark(span.start),
                        "a second YAML document begins here",
                        "remove the line `---`, or move what follows into a file of its own",
                    ));
                }
                Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                    root = Some(self.node(event, span, 0)?);
                }
                _ => {}
            }
        }
    }

    /// The place of a marker in the text as written.
    fn mark(&self, marker: Marker) -> Mark {
        let mark = mark_of(marker);
        self.indented.map_or(mark, |indented| indented.mark(mark))
    }

    /// The offset of a marker, in characters, in the text as written.
    fn offset(&self, marker: Marker) -> usize {
        let chars = marker.index();
        self.indented
            .map_or(chars, |indented| indented.offset(chars, marker.line()))
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Broken> {
        match self.parser.next_event() {
            Some(event) => event.map_err(Broken::Syntax),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Rc<Node<'t>>, Broken> {
        let start = self.mark(span.start);
        let begin = self.offset(span.start);
        if depth > DEEPEST {
            return Err(Broken::Refused(
                start,
                "nested too deeply",
                "check the brackets and the indentation before this place",
            ));
        }
        let (anchor, tag, value, end) = match event {
            Event::Alias(anchor) => return self.alias(anchor, start),
            Event::Scalar(text, style, anchor, tag) => {
                (anchor, tag, Value::Scalar(text, style), span.end)
            }
            Event::SequenceStart(anchor, tag) => {
                let (items, end) = self.list(depth)?;
                (anchor, tag, Value::List(items), end)
            }
            Event::MappingStart(anchor, tag) => {
                let (fields, end) = self.map(depth)?;
                (anchor, tag, Value::Map(fields), end)
            }
            _ => (
                0,
                None,
                Value::Scalar("".into(), ScalarStyle::Plain),
                span.start,
            ),
        };
        let size = 1 + match &value {
            Value::Scalar(..) => 0,
            Value::List(items) => items.iter().map(|item| item.size).sum(),
            Value::Map(fields) => fields.iter().map(|(k, v)| k.size + v.size).sum(),
        };
        let node = Rc::new(Node {
            start,
            end: self.mark(end),
            span_chars: (begin, self.offset(end)),
            tag: tag.and_then(foreign_tag),
            value,
            size,
        });
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn alias(&mut self, anchor: usize, start: Mark) -> Result<Rc<Node<'t>>, Broken> {
        let node = self.anchors.get(&anchor).cloned().ok_or(Broken::Refused(
            start,
            "this alias (`*name`) refers to a node that contains it",
            "write the text out instead",
        ))?;
        self.aliased = self.aliased.saturating_add(node.size);
        if self.aliased > MOST_ALIASED_NODES {
            return Err(Broken::Refused(
                start,
                "aliases (`*name`) make this file too large",
                "write the texts out instead",
            ));
        }
        Ok(node)
    }

    fn list(&mut self, depth: usize) -> Result<(Vec<Rc<Node<'t>>>, Marker), Broken> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                return Ok((items, span.end));
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Result<(Fields<'t>, Marker), Broken> {
        let mut fields = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok((fields, span.end));
            }
            let key = self.node(event, span, depth + 1)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            fields.push((key, value));
        }
    }
}

/// The tag as written, unless it is one of YAML's own (`!!str`), which change nothing for us.
fn foreign_tag(tag: Cow<'_, Tag>) -> Option<String> {
    (!tag.is_yaml_core_schema()).then(|| tag.to_string())
}
