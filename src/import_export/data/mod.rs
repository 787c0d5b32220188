//! JSON and YAML of other programs: lists of questions and answers under whatever keys, and the
//! forms of chat bots (Rasa, ChatterBot, Botpress, intents with patterns and responses).

mod generic;
mod lines;
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
