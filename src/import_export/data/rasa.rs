//! Rasa: what people say stands under intents (`nlu`), what the bot says under responses, and
//! rules or stories lead from one to the other. The parts may stand in several files.

use std::collections::HashMap;

use crate::faq::{Localized, shown};
use crate::import_export::reading::{Reading, Record};

use super::lines::Lines;
use super::node::Node;

/// The parts of a Rasa bot, gathered over its files.
#[derive(Debug, Default)]
pub(in crate::import_export) struct Rasa {
    intents: Vec<(String, Vec<String>, usize)>,
    responses: Vec<(String, Vec<String>)>,
    /// The first thing that rules and stories do after an intent.
    actions: HashMap<String, String>,
    synonyms: Vec<Vec<String>>,
}

/// Whether a document is a part of a Rasa bot.
pub(super) fn is_rasa(node: &Node) -> bool {
    let key = |key: &str| node.get(key).is_some();
    key("nlu")
        || (key("responses")
            && node.get("responses").is_some_and(|inner| {
                inner
                    .fields()
                    .iter()
                    .any(|(name, _)| name.starts_with("utter_"))
            }))
        || (key("rules") && steps_of(node, "rules"))
        || (key("stories") && steps_of(node, "stories"))
        || node.get("rasa_nlu_data").is_some()
        || (key("intents") && key("actions") && !key("entries"))
}

fn steps_of(node: &Node, key: &str) -> bool {
    node.get(key)
        .is_some_and(|list| list.items().iter().any(|item| item.get("steps").is_some()))
}

impl Rasa {
    pub(super) fn take(&mut self, node: &Node, text: &str) {
        let places = Lines::new(text);
        for item in node.get("nlu").map(Node::items).unwrap_or_default() {
            let lines = examples(item);
            if let Some(intent) = item.get("intent").map(Node::text) {
                let line = lines.first().map_or(1, |first| places.of(first));
                self.intents.push((intent, lines, line));
            } else if let Some(word) = item.get("synonym").map(Node::text) {
                let mut group = vec![word];
                group.extend(lines);
                self.synonyms.push(group);
            }
        }
        let mut known: HashMap<String, usize> = HashMap::new();
        for (at, (name, ..)) in self.intents.iter().enumerate() {
            known.entry(name.clone()).or_insert(at);
        }
        let old = node
            .get("rasa_nlu_data")
            .and_then(|data| data.get("common_examples"));
        for item in old.map(Node::items).unwrap_or_default() {
            let (Some(intent), Some(said)) = (item.get("intent"), item.get("text")) else {
                continue;
            };
            let (intent, said) = (intent.text(), said.text());
            match known.get(&intent) {
                Some(at) => self.intents[*at].1.push(said),
                None => {
                    let line = places.of(&said);
                    known.insert(intent.clone(), self.intents.len());
                    self.intents.push((intent, vec![said], line));
                }
            }
        }
        for (name, said) in node.get("responses").map(Node::fields).unwrap_or_default() {
            let said: Vec<String> = said
                .items()
                .iter()
                .map(response)
                .filter(|text| !text.is_empty())
                .collect();
            self.responses.push((name.clone(), said));
        }
        for key in ["rules", "stories"] {
            for item in node.get(key).map(Node::items).unwrap_or_default() {
                let mut intent: Option<String> = None;
                for step in item.get("steps").map(Node::items).unwrap_or_default() {
                    if let Some(name) = step.get("intent") {
                        intent = Some(name.text());
                    } else if let (Some(name), Some(action)) = (intent.take(), step.get("action")) {
                        self.actions.entry(name).or_insert_with(|| action.text());
                    }
                }
            }
        }
    }

    pub(in crate::import_export) fn is_empty(&self) -> bool {
        self.intents.is_empty() && self.responses.is_empty()
    }

    /// Intents that have a response, as records.
    pub(in crate::import_export) fn finish(self) -> Reading {
        let mut reading = Reading {
            synonyms: self.synonyms,
            ..Reading::default()
        };
        reading.synonyms.retain(|group| group.len() > 1);
        let mut responses: HashMap<&str, &Vec<String>> = HashMap::new();
        for (name, said) in &self.responses {
            responses.entry(name).or_insert(said);
        }
        let find = |name: &str| responses.get(name).copied();
        for (intent, lines, line) in &self.intents {
            reading.rows += 1;
            let action = self
                .actions
                .get(intent)
                .cloned()
                .unwrap_or_else(|| format!("utter_{intent}"));
            let bare = intent.rsplit('/').next().unwrap_or(intent);
            let tries = [
                action,
                format!("utter_{intent}"),
                format!("utter_{bare}"),
                format!("utter_{}", bare.trim_start_matches("ask_")),
                format!("utter_faq_{bare}"),
            ];
            let Some(said) = tries
                .iter()
                .find_map(|name| find(name))
                .filter(|said| !said.is_empty())
            else {
                reading.left_out(
                    *line,
                    format!(
                        "intent `{intent}` has no response: {}",
                        shown(lines.first().map_or("", String::as_str))
                    ),
                );
                continue;
            };
            let topic = intent
                .split_once('/')
                .map(|(topic, _)| topic.to_owned())
                .filter(|topic| topic != "faq");
            reading.records.push(Record {
                line: *line,
                id: bare.replace(' ', "-"),
                topic: Localized {
                    en: topic,
                    zh: None,
                },
                questions: lines.iter().map(|text| (None, text.clone())).collect(),
                answers: vec![(None, said[0].clone())],
                ..Record::default()
            });
            for text in &said[1..] {
                reading.left_out(
                    *line,
                    format!("one more response to `{intent}`: {}", shown(text)),
                );
            }
        }
        reading.used = format!(
            "{} intents of `nlu` and {} responses",
            self.intents.len(),
            self.responses.len()
        );
        reading
    }
}

/// The examples of an intent: a block of lines, or a list.
fn examples(item: &Node) -> Vec<String> {
    let Some(examples) = item.get("examples") else {
        return Vec::new();
    };
    let lines: Vec<String> = match examples {
        Node::Text(text) => text.lines().map(str::to_owned).collect(),
        node => node.items().iter().map(Node::text).collect(),
    };
    let lines = lines
        .iter()
        .map(|line| without_entities(line.trim().trim_start_matches(['-', '*']).trim()));
    lines.filter(|line| !line.is_empty()).collect()
}

/// `[three days](time)` and `[three days]{"entity": "time"}` without their marks.
fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((words, tail)) = after.split_once(']') else {
            break;
        };
        out.push_str(before);
        out.push_str(words);
        rest = match (tail.strip_prefix('('), tail.strip_prefix('{')) {
            (Some(inner), _) => inner.split_once(')').map_or("", |(_, rest)| rest),
            (_, Some(inner)) => inner.split_once('}').map_or("", |(_, rest)| rest),
            _ => tail,
        };
    }
    out + rest
}

/// A response's text, with its picture and its buttons that lead somewhere.
fn response(node: &Node) -> String {
    let mut text = match node {
        Node::Text(text) => text.trim().to_owned(),
        node => node.get("text").map(Node::text).unwrap_or_default(),
    };
    if let Some(image) = node
        .get("image")
        .map(Node::text)
        .filter(|url| url.starts_with("http"))
    {
        text.push_str(&format!("\n\n![picture]({image})"));
    }
    text.trim().to_owned()
}
