//! One tree for JSON and YAML, its keys in the order of the file.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::import_export::reading::Refused;

/// A value of JSON or YAML.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::import_export) enum Node {
    Null,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key, whatever its case.
    pub(in crate::import_export) fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Map(fields) => fields
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(key))
                .map(|(_, value)| value),
            _ => None,
        }
    }

    pub(in crate::import_export) fn items(&self) -> &[Node] {
        match self {
            Node::List(items) => items,
            _ => &[],
        }
    }

    pub(in crate::import_export) fn fields(&self) -> &[(String, Node)] {
        match self {
            Node::Map(fields) => fields,
            _ => &[],
        }
    }

    /// The text it holds: its own, the parts of a list joined, or what stands under a usual key.
    pub(in crate::import_export) fn text(&self) -> String {
        match self {
            Node::Null => String::new(),
            Node::Text(text) => text.trim().to_owned(),
            Node::List(items) => items.iter().map(Node::text).collect::<Vec<_>>().concat(),
            Node::Map(_) => [
                "text", "rendered", "value", "content", "html", "body", "answer", "title", "name",
            ]
            .iter()
            .find_map(|key| self.get(key))
            .map(Node::text)
            .unwrap_or_default(),
        }
    }
}

/// Reads JSON: one value, or one for each line.
pub(in crate::import_export) fn json(text: &str) -> Result<Vec<Node>, Refused> {
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Node>(text) {
        Ok(node) => Ok(vec![node]),
        Err(error) => {
            let lines: Vec<&str> = text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .collect();
            let nodes: Result<Vec<Node>, _> = lines
                .iter()
                .map(|line| serde_json::from_str::<Node>(line))
                .collect();
            match nodes {
                Ok(nodes) if nodes.len() > 1 => Ok(nodes),
                _ => Err(Refused::new(
                    error.line(),
                    format!("this is no JSON: {error}"),
                    "fix the line, or export the file again",
                )),
            }
        }
    }
}

/// Reads YAML, every document of it.
pub(in crate::import_export) fn yaml(text: &str) -> Result<Vec<Node>, Refused> {
    let documents = serde_yaml::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    let nodes: Result<Vec<Node>, _> = documents.map(Node::deserialize).collect();
    nodes.map_err(|error| {
        let line = error.location().map_or(0, |place| place.line());
        Refused::new(line, format!("this is no YAML: {error}"), "fix the line")
    })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = fields.next_entry::<Node, Node>()? {
            map.push((key.text(), value));
        }
        Ok(Node::Map(map))
    }
}
