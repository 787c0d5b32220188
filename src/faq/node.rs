//! YAML text -> a tree whose every node knows its line and column.
//!
//! What `serde_yaml` does not carry: the place of each node, duplicate keys, the style of a
//! scalar. Aliases are followed; an alias bomb or nesting without end is an error, not a hang.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};

/// Deeper nesting is refused; the format itself needs 6 levels.
const DEEPEST: usize = 32;
/// Nodes that aliases may add to a file before it counts as an alias bomb.
const MOST_ALIASED_NODES: usize = 100_000;

/// A place in one text: line and column in characters, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mark {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A YAML node and where it stands.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) start: Mark,
    /// Just behind the node; for a block collection, where the parser noticed its end.
    #[allow(dead_code)] // for editing in place
    pub(super) end: Mark,
    /// A tag other than those of YAML's own types, as written.
    pub(super) tag: Option<String>,
    pub(super) value: Value<'t>,
    /// Number of nodes in this tree, itself included.
    size: usize,
}

#[derive(Debug)]
pub(super) enum Value<'t> {
    Scalar(Cow<'t, str>, ScalarStyle),
    List(Vec<Rc<Node<'t>>>),
    Map(Vec<(Rc<Node<'t>>, Rc<Node<'t>>)>),
}

impl<'t> Node<'t> {
    /// Nothing was written: an empty plain scalar, `~` or `null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(text, ScalarStyle::Plain)
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// What the node is, in words for a message.
    pub(super) fn kind(&self) -> &'static str {
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
pub(super) enum Broken {
    /// Not YAML.
    Syntax(ScanError),
    /// YAML that we refuse, with what and why.
    Refused(Mark, &'static str, &'static str),
}

/// The tree of a text with one document; `None` for a text without any.
pub(super) fn tree(text: &str) -> Result<Option<Rc<Node<'_>>>, Broken> {
    let mut builder = Builder {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        aliased: 0,
    };
    let mut root = None;
    loop {
        let (event, span) = builder.next()?;
        match event {
            Event::StreamEnd => return Ok(root),
            Event::DocumentStart(_) if root.is_some() => {
                return Err(Broken::Refused(
                    mark(span.start),
                    "a second YAML document begins here",
                    "remove the line `---`, or move what follows into a file of its own",
                ));
            }
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                root = Some(builder.node(event, span, 0)?);
            }
            _ => {}
        }
    }
}

struct Builder<'t> {
    parser: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, Rc<Node<'t>>>,
    aliased: usize,
}

impl<'t> Builder<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Broken> {
        match self.parser.next_event() {
            Some(event) => event.map_err(Broken::Syntax),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Rc<Node<'t>>, Broken> {
        let start = mark(span.start);
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
                (anchor, tag, Value::Scalar(text, style), mark(span.end))
            }
            Event::SequenceStart(anchor, tag) => {
                let (items, end) = self.list(depth)?;
                (anchor, tag, Value::List(items), end)
            }
            Event::MappingStart(anchor, tag) => {
                let (fields, end) = self.map(depth)?;
                (anchor, tag, Value::Map(fields), end)
            }
            _ => (0, None, Value::Scalar("".into(), ScalarStyle::Plain), start),
        };
        let size = 1 + match &value {
            Value::Scalar(..) => 0,
            Value::List(items) => items.iter().map(|item| item.size).sum(),
            Value::Map(fields) => fields.iter().map(|(k, v)| k.size + v.size).sum(),
        };
        let node = Rc::new(Node {
            start,
            end,
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

    fn list(&mut self, depth: usize) -> Result<(Vec<Rc<Node<'t>>>, Mark), Broken> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                return Ok((items, mark(span.end)));
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    #[allow(clippy::type_complexity)]
    fn map(&mut self, depth: usize) -> Result<(Vec<(Rc<Node<'t>>, Rc<Node<'t>>)>, Mark), Broken> {
        let mut fields = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok((fields, mark(span.end)));
            }
            let key = self.node(event, span, depth + 1)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            fields.push((key, value));
        }
    }
}

/// saphyr counts columns from 0.
pub(super) fn mark(marker: saphyr_parser::Marker) -> Mark {
    Mark {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

/// The tag as written, unless it is one of YAML's own (`!!str`), which change nothing for us.
fn foreign_tag(tag: Cow<'_, Tag>) -> Option<String> {
    (!tag.is_yaml_core_schema()).then(|| tag.to_string())
}
