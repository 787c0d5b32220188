//! What was found so far, and the one way to add to it.

use super::texts::{question_key, texts};
use crate::faq::{Link, Localized};
use crate::import_export::data::lines::Lines;
use crate::import_export::data::node::Node;
use crate::import_export::html;
use crate::import_export::reading::{Reading, Record};
use crate::import_export::words::language::{split_answer, split_title};
use crate::import_export::words::titles::clean;
use crate::text::Language;

/// The records found, and the keys they stood under.
pub(super) struct Finder<'t> {
    pub(super) lines: Lines<'t>,
    pub(super) reading: Reading,
    pub(super) keys: Vec<String>,
}

impl Finder<'_> {
    pub(super) fn key(&mut self, name: &str) {
        let name = format!("`{name}`");
        if !self.keys.contains(&name) {
            self.keys.push(name);
        }
    }

    pub(super) fn push(
        &mut self,
        line: Option<usize>,
        questions: Vec<(Option<Language>, String)>,
        answers: Vec<(Option<Language>, String)>,
        topic: &Localized,
        node: Option<&Node>,
    ) {
        let mut record = Record {
            line: line.unwrap_or(1),
            topic: topic.clone(),
            ..Record::default()
        };
        let mut both = false;
        for (language, text) in questions {
            let text = if html::looks_like_html(&text) {
                html::to_markdown(&text)
            } else {
                text
            };
            let title = split_title(&clean(&text).0);
            match (language, title.en, title.zh) {
                (None, Some(en), Some(zh)) => {
                    both = true;
                    record.questions.push((Some(Language::En), en));
                    record.questions.push((Some(Language::Zh), zh));
                }
                (_, en, zh) => record
                    .questions
                    .extend(en.into_iter().chain(zh).map(|text| (language, text))),
            }
        }
        for (language, text) in answers {
            let text = if html::looks_like_html(&text) {
                html::to_markdown(&text)
            } else {
                text
            };
            match language {
                None => record.answers.extend(split_answer(&text, both)),
                Some(_) => record.answers.push((language, text)),
            }
        }
        if let Some(node) = node {
            let text = |keys: &[&str]| {
                keys.iter()
                    .find_map(|key| node.get(key))
                    .map(Node::text)
                    .filter(|text| !text.is_empty())
            };
            if let Some(url) =
                text(&["html_url", "url", "link", "链接"]).filter(|url| url.starts_with("http"))
            {
                record.link = Some(Link {
                    url,
                    label: Localized::default(),
                });
            }
            record.id = text(&["id", "key", "slug"]).unwrap_or_default();
            if crate::import_export::words::ids::says_nothing(&record.id) {
                record.id.clear();
            }
            if question_key(node).is_some_and(|key| !["keywords", "tags"].contains(&key)) {
                let keywords = [
                    "keywords",
                    "tags",
                    "labels",
                    "label_names",
                    "关键词",
                    "标签",
                ]
                .iter()
                .find_map(|key| node.get(key));
                record.keywords = keywords
                    .map(texts)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(_, text)| text)
                    .collect();
            }
        }
        self.reading.rows += 1;
        self.reading.records.push(record);
    }
}
