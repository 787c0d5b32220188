//! Texts within values.

use super::keys::QUESTIONS;
use crate::import_export::data::node::Node;
use crate::import_export::words::language::named;
use crate::text::Language;

pub(super) fn question_key(node: &Node) -> Option<&'static str> {
    QUESTIONS
        .iter()
        .find(|key| node.get(key).is_some_and(holds_text))
        .copied()
}

/// The first text within a value.
pub(super) fn first_words(node: &Node) -> String {
    match node {
        Node::Null => None,
        Node::Text(text) => Some(text.clone()),
        Node::List(items) => items.iter().map(first_words).find(|text| !text.is_empty()),
        Node::Map(fields) => {
            let long = |text: &String| text.contains(' ') || !text.is_ascii();
            let all: Vec<String> = fields.iter().map(|(_, value)| first_words(value)).collect();
            let first = all.iter().find(|text| long(text));
            first
                .or_else(|| all.iter().find(|text| !text.is_empty()))
                .cloned()
        }
    }
    .unwrap_or_default()
}

/// Whether a value is text, a list of texts, or texts by language.
pub(super) fn holds_text(node: &Node) -> bool {
    match node {
        Node::Null => false,
        Node::Text(text) => !text.trim().is_empty(),
        Node::List(items) => {
            !items.is_empty()
                && items.iter().all(|item| {
                    matches!(item, Node::Text(_)) || item.get("text").is_some_and(holds_text)
                })
        }
        Node::Map(fields) => {
            let languages = fields
                .iter()
                .all(|(key, value)| key.len() <= 7 && looks_like_code(key) && holds_text(value));
            (languages && !fields.is_empty())
                || ["text", "rendered"]
                    .iter()
                    .any(|key| node.get(key).is_some_and(holds_text))
        }
    }
}

fn looks_like_code(key: &str) -> bool {
    let bytes = key.as_bytes();
    (bytes.len() == 2 || (bytes.len() > 2 && matches!(bytes[2], b'-' | b'_')))
        && bytes[..2].iter().all(u8::is_ascii_lowercase)
}

/// The texts of a value, with their language where keys name it.
pub(super) fn texts(node: &Node) -> Vec<(Option<Language>, String)> {
    match node {
        Node::Null => Vec::new(),
        Node::Text(text) => vec![(None, text.trim().to_owned())],
        Node::List(items) => items.iter().flat_map(texts).collect(),
        Node::Map(fields) if fields.iter().all(|(key, _)| looks_like_code(key)) => {
            let ours = fields.iter().any(|(key, _)| named(key).is_some());
            let fields = fields
                .iter()
                .filter(|(key, _)| named(key).is_some() || !ours);
            fields
                .flat_map(|(key, value)| {
                    texts(value)
                        .into_iter()
                        .map(move |(own, text)| (own.or(named(key)), text))
                })
                .collect()
        }
        Node::Map(_) => vec![(None, node.text())],
    }
}
