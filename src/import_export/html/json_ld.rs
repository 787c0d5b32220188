//! What a page says of itself: FAQPage as JSON-LD or as microdata.

use markup5ever_rcdom::Handle;

use crate::import_export::data::{Node, json};

use super::dom::{all, attr, find, is, text_of};
use super::to_markdown::inner_markdown;

/// Questions and answers, the answers as HTML or text.
pub(super) fn questions(document: &Handle) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for script in all(document, &|node| {
        is(node, "script") && attr(node, "type").is_some_and(|kind| kind.contains("ld+json"))
    }) {
        for node in json(&text_of(&script)).unwrap_or_default() {
            in_node(&node, &mut found);
        }
    }
    if found.is_empty() {
        let kind = |node: &Handle| {
            attr(node, "itemtype").is_some_and(|kind| kind.ends_with("schema.org/Question"))
        };
        for question in all(document, &kind) {
            let property = |name: &str| {
                find(
                    &question,
                    &|node| attr(node, "itemprop").as_deref() == Some(name),
                    0,
                )
            };
            let answer = property("text").or_else(|| property("acceptedAnswer"));
            if let (Some(name), Some(answer)) = (property("name"), answer) {
                found.push((text_of(&name).trim().to_owned(), inner_markdown(&answer)));
            }
        }
    }
    found
}

/// Collects the questions of JSON-LD data, however deep they stand.
pub(in crate::import_export) fn in_node(node: &Node, found: &mut Vec<(String, String)>) {
    match node {
        Node::List(items) => items.iter().for_each(|item| in_node(item, found)),
        Node::Map(_) => {
            let kind = node.get("@type").map(Node::text).unwrap_or_default();
            if kind == "Question" {
                let question = node
                    .get("name")
                    .or_else(|| node.get("text"))
                    .map(Node::text)
                    .unwrap_or_default();
                let answer = node
                    .get("acceptedAnswer")
                    .or_else(|| node.get("suggestedAnswer"));
                let answer = match answer {
                    Some(Node::List(answers)) => answers.first(),
                    other => other,
                };
                let answer = answer
                    .and_then(|answer| answer.get("text"))
                    .map(Node::text)
                    .unwrap_or_default();
                found.push((super::to_markdown(&question), answer));
                return;
            }
            for key in [
                "@graph",
                "mainEntity",
                "hasPart",
                "itemListElement",
                "mainEntityOfPage",
            ] {
                if let Some(inner) = node.get(key) {
                    in_node(inner, found);
                }
            }
        }
        _ => {}
    }
}
