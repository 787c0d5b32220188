//! Lists of questions and answers under any common keys, however deep they stand.

use std::collections::HashMap;

use crate::faq::{Link, Localized, shown};
use crate::import_export::html;
use crate::import_export::reading::{Reading, Record, Refused};
use crate::import_export::words::language::{named, split_answer, split_title};
use crate::import_export::words::titles::{clean, is_question};
use crate::text::Language;

use super::lines::Lines;
use super::node::Node;

/// Keys of a question, the surest first.
const QUESTIONS: [&str; 37] = [
    "questions",
    "question",
    "q",
    "query",
    "queries",
    "patterns",
    "pattern",
    "utterances",
    "utterance",
    "triggers",
    "trigger",
    "phrases",
    "phrase",
    "examples",
    "prompt",
    "instruction",
    "ask",
    "标准问题",
    "标准问",
    "问题",
    "問題",
    "问",
    "提问",
    "user",
    "input",
    "keywords",
    "keyword",
    "short_code",
    "shortcode",
    "shortcut",
    "title",
    "标题",
    "標題",
    "name",
    "subject",
    "term",
    "tag",
];
/// Keys of further questions.
const SIMILAR: [&str; 10] = [
    "similar_questions",
    "similarquestions",
    "alternatives",
    "variants",
    "相似问题",
    "相似问",
    "相似问法",
    "扩展问",
    "indexes",
    "aliases",
];
/// Keys of an answer, the surest first.
const ANSWERS: [&str; 32] = [
    "acceptedanswer",
    "answers",
    "answer",
    "a",
    "responses",
    "response",
    "replies",
    "reply",
    "答案",
    "回答",
    "答",
    "回复",
    "回覆",
    "solution",
    "completion",
    "output",
    "assistant",
    "bot",
    "content",
    "内容",
    "內容",
    "text",
    "message",
    "body",
    "description",
    "definition",
    "value",
    "html",
    "explanation",
    "ans",
    "正文",
    "action",
];
const TOPICS: [&str; 12] = [
    "topic",
    "category",
    "section",
    "group",
    "分类",
    "分類",
    "类别",
    "主题",
    "folder",
    "collection",
    "category_name",
    "department",
];

/// Keys of lists that name no topic.
const NO_TOPICS: [&str; 12] = [
    "messages",
    "conversations",
    "data",
    "entries",
    "faq",
    "faqs",
    "intents",
    "items",
    "list",
    "questions",
    "records",
    "results",
];

struct Finder<'t> {
    lines: Lines<'t>,
    reading: Reading,
    keys: Vec<String>,
}

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
    fn key(&mut self, name: &str) {
        let name = format!("`{name}`");
        if !self.keys.contains(&name) {
            self.keys.push(name);
        }
    }

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

    /// A training dialogue: what the user says, and the answer to it.
    fn dialogue(&mut self, messages: &[Node]) -> bool {
        let role = |message: &Node| message.get("role").map(Node::text).unwrap_or_default();
        let mut found = false;
        for pair in messages.windows(2) {
            if role(&pair[0]) == "user" && role(&pair[1]) == "assistant" {
                let text =
                    |message: &Node| message.get("content").map(Node::text).unwrap_or_default();
                let line = self.lines.of(&text(&pair[0]));
                self.push(
                    Some(line),
                    vec![(None, text(&pair[0]))],
                    vec![(None, text(&pair[1]))],
                    &Localized::default(),
                    None,
                );
                self.key("messages");
                found = true;
            }
        }
        found
    }

    /// A chat's history: questions that somebody replied to.
    fn chat(&mut self, messages: &[Node]) {
        self.key("reply_to_message_id");
        let mut by_id: HashMap<String, &Node> = HashMap::new();
        for message in messages {
            if let Some(id) = message.get("id").map(Node::text) {
                by_id.entry(id).or_insert(message);
            }
        }
        for message in messages {
            let text = message
                .get("text")
                .or_else(|| message.get("content"))
                .map(chat_text)
                .unwrap_or_default();
            let reply = message
                .get("reply_to_message_id")
                .map(Node::text)
                .or_else(|| {
                    message
                        .get("reference")
                        .and_then(|reference| reference.get("messageId"))
                        .map(Node::text)
                });
            let Some(reply) = reply else { continue };
            let question = by_id
                .get(&reply)
                .and_then(|other| other.get("text").or_else(|| other.get("content")))
                .map(chat_text)
                .unwrap_or_default();
            if is_question(&question) && !is_question(&text) && !text.is_empty() {
                let line = self.lines.of(&question);
                self.push(
                    Some(line),
                    vec![(None, question)],
                    vec![(None, text)],
                    &Localized::default(),
                    None,
                );
            }
        }
    }

    fn push(
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

fn question_key(node: &Node) -> Option<&'static str> {
    QUESTIONS
        .iter()
        .find(|key| node.get(key).is_some_and(holds_text))
        .copied()
}

/// The first text within a value.
fn first_words(node: &Node) -> String {
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
fn holds_text(node: &Node) -> bool {
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
fn texts(node: &Node) -> Vec<(Option<Language>, String)> {
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

/// The messages of a chat's history, as Telegram and Discord export it.
fn chat_messages(root: &Node) -> Option<&[Node]> {
    let messages = root.get("messages")?.items();
    let chat = messages.iter().any(|message| {
        message.get("reply_to_message_id").is_some() || message.get("reference").is_some()
    });
    chat.then_some(messages)
}

/// A message's text: plain, or in pieces of which some are formatted.
fn chat_text(node: &Node) -> String {
    match node {
        Node::List(parts) => {
            let part = |part: &Node| match part {
                Node::Text(text) => text.clone(),
                part => {
                    let text = part.get("text").map(Node::text).unwrap_or_default();
                    match part.get("type").map(Node::text).as_deref() {
                        Some("bold") => format!("**{text}**"),
                        Some("italic") => format!("*{text}*"),
                        Some("code") => format!("`{text}`"),
                        Some("text_link") => format!(
                            "[{text}]({})",
                            part.get("href").map(Node::text).unwrap_or_default()
                        ),
                        _ => text,
                    }
                }
            };
            parts.iter().map(part).collect::<String>().trim().to_owned()
        }
        node => node.text(),
    }
}
