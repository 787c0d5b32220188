//! JSON and YAML of other programs: lists of questions and answers under whatever keys, and the
//! forms of chat bots (Rasa, ChatterBot, Botpress, intents with patterns and responses).

mod generic;
mod node;
mod rasa;

pub(super) use node::{Node, json, yaml};

use super::reading::{Reading, Refused};

/// Reads one file's data. Rasa's parts, which stand in several files, are gathered in `rasa`.
pub(super) fn read(
    nodes: &[Node],
    text: &str,
    gathered: &mut Rasa,
) -> Result<Option<Reading>, Refused> {
    if nodes.iter().any(rasa::is_rasa) {
        for node in nodes {
            gathered.take(node, text);
        }
        return Ok(None);
    }
    if nodes.iter().any(is_wenda) {
        return Err(Refused::new(
            0,
            "this is a FAQ of Wenda already",
            "put the file into the FAQ's folder; no import is needed",
        ));
    }
    generic::read(nodes, text).map(Some)
}

fn is_wenda(node: &Node) -> bool {
    let entries = node.get("entries").map(Node::items).unwrap_or_default();
    entries.iter().any(|entry| {
        entry.get("id").is_some()
            && entry.get("questions").is_some()
            && entry.get("answer").is_some()
    })
}

pub(super) use rasa::Rasa;

/// The line of a text where some words stand, from 1.
fn line_of(text: &str, words: &str) -> usize {
    let first = words.lines().next().unwrap_or("");
    let start: String = first.chars().take(40).collect();
    let escaped = start.replace('"', "\\\"");
    let at = text.find(&start).or_else(|| text.find(&escaped));
    at.map_or(1, |at| text[..at].matches('\n').count() + 1)
}
