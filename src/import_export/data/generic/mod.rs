//! Lists of questions and answers under any common keys, however deep they stand.

use crate::faq::{Localized, shown};
use crate::import_export::html;
use crate::import_export::reading::{Reading, Refused};
use crate::import_export::words::language::split_title;
use crate::import_export::words::titles::is_question;
use crate::text::Language;

mod chats;
mod finder;
mod keys;
mod texts;

use super::lines::Lines;
use super::node::Node;
use chats::chat_messages;
use finder::Finder;
use keys::{ANSWERS, NO_TOPICS, SIMILAR, TOPICS};
use texts::{first_words, holds_text, question_key, texts};

/// Reads any data that holds questions and answers.
pub(super) fn read(nodes: &[Node], text: &str) -> Result<Reading, Refused> {
    let mut finder = Finder {
        lines: Lines::new(text),
        reading: Reading::default(),
        keys: Vec::new(),
    };
    // One object a line is a list of them.
    let list = Node::List(nodes.to_vec());
    let root = if nodes.len() == 1 { &nodes[0] } else { &list };
    let mut linked = Vec::new();
    html::in_json_ld(root, &mut linked);
    if linked.is_empty() {
        finder.search(root, &Localized::default(), 0);
    }
    for (question, answer) in linked {
        finder.push(
            None,
            vec![(None, question)],
            vec![(None, answer)],
            &Localized::default(),
            None,
        );
        finder.key("FAQPage");
    }
    if finder.reading.records.is_empty() {
        return Err(Refused::new(
            1,
            "no questions with answers can be told in this data",
            "give a list of objects with `question` and `answer`",
        ));
    }
    finder.reading.used = format!("keys {}", finder.keys.join(", "));
    finder.reading.rows = finder.reading.rows.max(finder.reading.records.len());
    Ok(finder.reading)
}

impl Finder<'_> {
    fn search(&mut self, node: &Node, topic: &Localized, depth: usize) {
        if depth > 32 {
            return;
        }
        match node {
            Node::List(items) => {
                if self.pairs(items, topic) {
                    return;
                }
                let mut others = Vec::new();
                let mut objects = 0;
                for item in items {
                    let before = self.reading.rows;
                    match self.object(item, topic) {
                        true => objects += 1,
                        false => self.search(item, topic, depth + 1),
                    }
                    if self.reading.rows == before && matches!(item, Node::Map(_)) {
                        others.push(item);
                    }
                }
                // Beside questions with answers nothing goes by in silence.
                for item in others.into_iter().filter(|_| objects > 0) {
                    let words = first_words(item);
                    let line = self.lines.of(&words);
                    self.reading.rows += 1;
                    let message = format!("no question with an answer: {}", shown(&words));
                    self.reading.left_out(line, message);
                }
            }
            Node::Map(fields) => {
                if let Some(messages) = chat_messages(node) {
                    return self.chat(messages);
                }
                if self.keyed(fields, topic)
                    || self.object(node, topic)
                    || self.plain_map(fields, topic)
                {
                    return;
                }
                let own = TOPICS
                    .iter()
                    .chain(&["title", "name", "label", "categories"])
                    .find_map(|key| node.get(key))
                    .map(|name| match name {
                        // A file of several categories names none for its talks.
                        Node::List(names) if names.len() != 1 => String::new(),
                        name => name.text(),
                    });
                let own = own.filter(|name| {
                    !name.is_empty() && !crate::import_export::words::titles::is_faq_name(name)
                });
                let below = own
                    .map(|name| split_title(&name))
                    .unwrap_or_else(|| topic.clone());
                for (key, value) in fields {
                    if let Node::List(_) | Node::Map(_) = value {
                        // A map of topics to lists names its topics by keys.
                        let lists = fields.len() > 1
                            && fields
                                .iter()
                                .all(|(_, value)| matches!(value, Node::List(_)));
                        let topic = if lists {
                            split_title(key)
                        } else {
                            below.clone()
                        };
                        let empty = NO_TOPICS.contains(&key.to_lowercase().as_str());
                        self.search(value, if empty { &below } else { &topic }, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    /// `[["How?", "So."], ...]`, as ChatterBot has it: a question, its answer, and what follows.
    fn pairs(&mut self, items: &[Node], topic: &Localized) -> bool {
        let talk = |item: &Node| {
            item.items().len() >= 2
                && item
                    .items()
                    .iter()
                    .all(|part| matches!(part, Node::Text(_)))
        };
        if items.is_empty() || !items.iter().all(talk) {
            return false;
        }
        for item in items {
            let parts = item.items();
            let line = self.lines.of(&parts[0].text());
            self.push(
                Some(line),
                vec![(None, parts[0].text())],
                vec![(None, parts[1].text())],
                topic,
                None,
            );
            if parts.len() > 2 {
                let message = format!(
                    "{} more lines of the talk are left out: {}",
                    parts.len() - 2,
                    shown(&parts[2].text())
                );
                self.reading.left_out(line, message);
            }
        }
        self.key("lists of question and answer");
        true
    }

    /// `{"How?": {"answer": "So.", "triggers": ["how"]}, ...}`: keys ask, values answer.
    fn keyed(&mut self, fields: &[(String, Node)], topic: &Localized) -> bool {
        let answers = |value: &Node| {
            let answer = ["answer", "response", "reply", "答案", "回答", "回复"];
            answer
                .iter()
                .any(|key| value.get(key).is_some_and(holds_text))
        };
        let bare = |value: &Node| question_key(value).is_none();
        if fields.is_empty()
            || !fields.iter().all(|(_, value)| answers(value))
            || !fields.iter().any(|(_, value)| bare(value))
        {
            return false;
        }
        for (key, value) in fields {
            let key = Node::Text(key.clone());
            let Node::Map(inner) = value else { continue };
            let asked = match question_key(value).and_then(|name| value.get(name)) {
                Some(more) => {
                    let mut all = vec![key];
                    all.extend(texts(more).into_iter().map(|(_, text)| Node::Text(text)));
                    Node::List(all)
                }
                None => key,
            };
            let mut object = vec![("questions".to_owned(), asked)];
            let other = |(name, _): &&(String, Node)| !name.eq_ignore_ascii_case("questions");
            object.extend(inner.iter().filter(other).cloned());
            self.object(&Node::Map(object), topic);
        }
        true
    }

    /// `{"How?": "So.", ...}`.
    fn plain_map(&mut self, fields: &[(String, Node)], topic: &Localized) -> bool {
        let texts = fields
            .iter()
            .filter(|(_, value)| matches!(value, Node::Text(_)))
            .count();
        let asks = fields.iter().filter(|(key, _)| is_question(key)).count();
        if fields.is_empty() || texts < fields.len() || asks * 2 < fields.len() {
            return false;
        }
        for (key, value) in fields {
            let line = self.lines.of(key);
            self.push(
                Some(line),
                vec![(None, key.clone())],
                vec![(None, value.text())],
                topic,
                None,
            );
        }
        self.key("question: answer");
        true
    }

    /// One object with a question and an answer.
    fn object(&mut self, node: &Node, topic: &Localized) -> bool {
        // Botpress keeps both in `data`; others in `node`, `attributes` or `fields`.
        for wrapper in ["data", "attributes", "fields", "node"] {
            if let Some(inner @ Node::Map(_)) = node.get(wrapper)
                && question_key(inner).is_some()
            {
                return self.object(inner, topic);
            }
        }
        if let Some(messages) = node.get("messages").filter(|messages| {
            messages
                .items()
                .iter()
                .any(|item| item.get("role").is_some())
        }) {
            return self.dialogue(messages.items());
        }
        let Some(question) = question_key(node) else {
            return self.by_language(node, topic);
        };
        let Some(answer) = ANSWERS
            .iter()
            .find(|key| **key != question && node.get(key).is_some_and(holds_text))
        else {
            return false;
        };
        let (asked, said) = match (node.get(question), node.get(answer)) {
            (Some(asked), Some(said)) => (asked, said),
            _ => return false,
        };
        let says = |key: &str, value: &str| node.get(key).map(Node::text).as_deref() == Some(value);
        if says("enabled", "false") || says("draft", "true") {
            let line = self.lines.of(&texts(asked)
                .first()
                .map(|(_, text)| text.clone())
                .unwrap_or_default());
            self.reading.rows += 1;
            self.reading.left_out(line, "switched off in the source");
            return true;
        }
        let mut questions = texts(asked);
        for key in SIMILAR {
            if let Some(more) = node.get(key) {
                questions.extend(texts(more));
                self.key(key);
            }
        }
        let mut answers = texts(said);
        let line = questions.first().map(|(_, text)| self.lines.of(text));
        // A bot picks one of several answers; the first of each language is taken.
        let mut seen = Vec::new();
        let mut others = Vec::new();
        answers.retain(|(language, text)| {
            let first = !seen.contains(language);
            seen.push(*language);
            if !first {
                others.push(text.clone());
            }
            first
        });
        let own = TOPICS
            .iter()
            .find_map(|key| node.get(key))
            .map(Node::text)
            .filter(|name| !name.is_empty());
        let topic = own
            .map(|name| split_title(&name))
            .unwrap_or_else(|| topic.clone());
        self.push(line, questions, answers, &topic, Some(node));
        for text in others {
            self.reading.left_out(
                line.unwrap_or(1),
                format!("one more answer to the same question: {}", shown(&text)),
            );
        }
        self.key(question);
        self.key(answer);
        true
    }

    /// `{"question_en": ..., "question_zh": ..., "answer_en": ...}`.
    fn by_language(&mut self, node: &Node, topic: &Localized) -> bool {
        use crate::import_export::spreadsheet::columns::{Column, column};
        let (mut questions, mut answers) = (Vec::new(), Vec::new());
        for (key, value) in node.fields() {
            let language_of = |own: Option<Language>, value: &Node| {
                texts(value)
                    .into_iter()
                    .map(move |(known, text)| (known.or(own), text))
            };
            match column(key).map(|(column, _)| column) {
                Some(Column::Question(language)) => questions.extend(language_of(language, value)),
                Some(Column::Answer(language)) => answers.extend(language_of(language, value)),
                _ => {}
            }
        }
        if questions.is_empty() || answers.is_empty() {
            return false;
        }
        let line = self.lines.of(&questions[0].1);
        self.key("question and answer by language");
        self.push(Some(line), questions, answers, topic, Some(node));
        true
    }
}
