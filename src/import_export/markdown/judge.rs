//! What each title of a page is: an entry, a topic, or neither.

use std::collections::HashMap;

use super::blocks::{self, Block, Kind};
use super::outline::{Node, Part, is_way_back, says_something, without_answer_mark};
use crate::faq::{Link, Localized, shown};
use crate::import_export::reading::{Reading, Record};
use crate::import_export::words;
use crate::import_export::words::language::{split_answer, split_title};
use crate::import_export::words::titles::is_faq_name;
use crate::text::Language;

/// Decides what the titles of a page are.
pub(super) struct Judge<'r> {
    reading: &'r mut Reading,
    /// The page's own title, where the page has no heading for it.
    title: Option<String>,
    /// How many titles of a level ask, and how many there are.
    levels: HashMap<usize, (usize, usize)>,
    /// Levels on which a title with others below it has no text of its own.
    bare: HashMap<usize, bool>,
    asks: bool,
    counts: HashMap<&'static str, usize>,
}

impl<'r> Judge<'r> {
    pub(super) fn new(root: &Node, title: Option<String>, reading: &'r mut Reading) -> Judge<'r> {
        let mut levels: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut bare = HashMap::new();
        root.each(&mut |node| {
            let level = levels.entry(node.level).or_default();
            level.0 += usize::from(node.asks());
            level.1 += 1;
            if node.nodes().next().is_some() && !node.has_text() {
                bare.insert(node.level, true);
            }
        });
        let asks = root.nodes().any(Node::any_asks);
        Judge {
            reading,
            title,
            levels,
            bare,
            asks,
            counts: HashMap::new(),
        }
    }

    pub(super) fn judge(mut self, root: &Node) {
        self.all_of(root);
        let taken = self.reading.rows;
        if taken > 0 && !self.asks {
            let message = "no title asks a question; each with text below it is taken as one";
            self.reading.changed(1, message);
        }
    }

    fn all_of(&mut self, root: &Node) {
        let only_child = root.nodes().count() == 1;
        let whole_page = self
            .title
            .clone()
            .filter(|title| words::titles::is_question(title) && !is_faq_name(title));
        if let Some(title) = whole_page.filter(|_| {
            !self.asks
                && root
                    .parts
                    .iter()
                    .any(|part| !matches!(part, Part::Block(block) if !says_something(block)))
        }) {
            // One question for the whole page, in its front matter.
            let node = Node {
                line: 1,
                title,
                ..Node::default()
            };
            self.entry_of(&node, &root.parts, &Localized::default(), "page title");
        } else {
            let topic = self
                .title
                .clone()
                .filter(|title| !is_faq_name(title))
                .map(|title| split_title(&title))
                .unwrap_or_default();
            let scope = faq_section(root);
            match scope {
                Some(section) => {
                    let mut left = Vec::new();
                    root.each(&mut |node| {
                        if node.level <= section.level
                            && !std::ptr::eq(node, section)
                            && node.has_text()
                        {
                            left.push((node.line, node.title.clone()));
                        }
                    });
                    for (line, title) in left {
                        self.reading.left_out(
                            line,
                            format!("not in the section `{}`: {}", section.title, shown(&title)),
                        );
                    }
                    self.below(section, &topic);
                }
                None => {
                    self.lead(root);
                    for node in root.nodes() {
                        self.node(node, &topic, only_child);
                    }
                }
            }
        }
        let mut used: Vec<String> = self
            .counts
            .iter()
            .map(|(what, count)| format!("{count} from {what}"))
            .collect();
        used.sort();
        self.reading.used = match used.is_empty() {
            true => "no questions".to_owned(),
            false => used.join(", "),
        };
    }

    /// Text before the first title.
    fn lead(&mut self, node: &Node) {
        let blocks = node.parts.iter().filter_map(|part| match part {
            Part::Block(block) if says_something(block) => Some(block),
            _ => None,
        });
        let blocks: Vec<&Block> = blocks.collect();
        if let Some(first) = blocks.first() {
            let what = match node.title.is_empty() {
                true => "text before the first question".to_owned(),
                false => format!("text below the topic “{}”", node.title),
            };
            let words = shown(&blocks::plain(&first.text));
            let more = match blocks.len() {
                1 => String::new(),
                count => format!(" (and {} more paragraphs)", count - 1),
            };
            self.reading
                .left_out(first.line, format!("{what}: {words}{more}"));
        }
    }

    /// What stands below a topic.
    fn below(&mut self, node: &Node, topic: &Localized) {
        self.lead(node);
        for inner in node.nodes() {
            self.node(inner, topic, false);
        }
    }

    fn node(&mut self, node: &Node, topic: &Localized, alone: bool) {
        let own = match is_faq_name(&node.title) || is_contents(&node.title) {
            true => topic.clone(),
            false => split_title(&node.title),
        };
        let leaf = node.nodes().next().is_none();
        let below = node.nodes().any(Node::any_asks);
        let (asking, all) = self.levels.get(&node.level).copied().unwrap_or_default();
        if leaf {
            return match (node.asks(), self.asks && asking == 0) {
                (false, true) => {
                    self.reading
                        .left_out(node.line, format!("not a question: {}", shown(&node.title)));
                }
                (false, false) if is_contents(&node.title) => {
                    self.reading
                        .left_out(node.line, format!("not a question: {}", shown(&node.title)));
                }
                _ => self.entry(node, topic),
            };
        }
        if node.asks() {
            let level_asks = asking * 2 >= all;
            let topic_of_questions = below && (!node.has_text() || alone);
            return match (below, topic_of_questions || !level_asks) {
                (true, true) => {
                    if node.has_text() {
                        self.own_text(node, topic);
                    }
                    for inner in node.nodes() {
                        self.node(inner, &own, false);
                    }
                }
                _ => self.entry(node, topic),
            };
        }
        if below {
            return self.below(node, &own);
        }
        let entry = match (self.asks, alone) {
            (true, _) => asking > 0 && (!alone || node.has_text()),
            (false, true) => false,
            (false, false) => node.has_text() && !self.bare.contains_key(&node.level),
        };
        match (entry, self.asks) {
            (true, _) => self.entry(node, topic),
            (false, true) => self
                .reading
                .left_out(node.line, format!("not a question: {}", shown(&node.title))),
            (false, false) => self.below(node, &own),
        }
    }

    /// An entry of the text right below a title, without the titles below it.
    fn own_text(&mut self, node: &Node, topic: &Localized) {
        let parts: Vec<&Part> = node
            .parts
            .iter()
            .take_while(|part| matches!(part, Part::Block(_)))
            .collect();
        let text = joined(parts.into_iter());
        self.push(node, text, topic, kind_of(node));
    }

    fn entry(&mut self, node: &Node, topic: &Localized) {
        self.entry_of(node, &node.parts, topic, kind_of(node));
    }

    fn entry_of(&mut self, node: &Node, parts: &[Part], topic: &Localized, kind: &'static str) {
        // A folded question below a question is one of its own.
        let own = |part: &&Part| match part {
            Part::Node(inner) => inner.folding && inner.asks() && inner.has_text(),
            Part::Block(_) => false,
        };
        let text = joined(parts.iter().filter(|part| !own(part)));
        if text.trim().is_empty() {
            return self.push(node, joined(parts.iter()), topic, kind);
        }
        self.push(node, text, topic, kind);
        for part in parts.iter().filter(own) {
            if let Part::Node(inner) = part {
                self.entry(inner, topic);
            }
        }
    }

    fn push(&mut self, node: &Node, text: String, topic: &Localized, kind: &'static str) {
        let mut record = Record {
            line: node.line,
            topic: topic.clone(),
            anchor: node.anchor.clone(),
            ..Record::default()
        };
        let title = split_title(&node.title);
        for language in Language::ALL {
            if let Some(text) = title.get(language) {
                record.questions.push((Some(language), text.to_owned()));
            }
        }
        if let Some(url) = &node.link {
            record.link = Some(Link {
                url: url.clone(),
                label: Localized::default(),
            });
        }
        let bilingual = title.en.is_some() && title.zh.is_some();
        let text = without_answer_mark(text.trim()).trim().to_owned();
        if !text.is_empty() {
            record.answers = split_answer(&text, bilingual);
            for (_, answer) in &mut record.answers {
                *answer = super::unwrap::unwrapped(answer);
            }
        }
        self.reading.rows += 1;
        *self.counts.entry(kind).or_default() += 1;
        self.reading.records.push(record);
    }
}

fn kind_of(node: &Node) -> &'static str {
    match (node.folding, node.marked) {
        (true, _) => "foldings",
        (_, true) => "marks in the text",
        _ => "headings",
    }
}

/// The section of a page that is a FAQ, where the page is about other things as well.
fn faq_section(root: &Node) -> Option<&Node> {
    let mut found = None;
    let mut others = 0;
    fn search<'n>(node: &'n Node, depth: usize, found: &mut Option<&'n Node>, others: &mut usize) {
        for inner in node.nodes() {
            if is_faq_name(&inner.title)
                && (depth > 0 || node.nodes().count() > 1)
                && inner.nodes().next().is_some()
            {
                found.get_or_insert(inner);
                continue;
            }
            *others += usize::from(inner.asks());
            search(inner, depth + 1, found, others);
        }
    }
    search(root, 0, &mut found, &mut others);
    found.filter(|_| others == 0)
}

fn is_contents(title: &str) -> bool {
    let lower = title.to_lowercase();
    matches!(
        lower.trim_matches(|c: char| !c.is_alphanumeric()),
        "table of contents"
            | "contents"
            | "toc"
            | "index"
            | "目录"
            | "目錄"
            | "on this page"
            | "see also"
            | "license"
            | "licence"
    )
}

/// Parts as one Markdown text, titles as headings.
fn joined<'p>(parts: impl Iterator<Item = &'p Part>) -> String {
    let mut texts: Vec<String> = Vec::new();
    for part in parts {
        part_text(part, &mut texts);
    }
    while texts.last().is_some_and(|text| {
        matches!(text.trim(), "---" | "***" | "___" | "* * *" | "- - -") || is_way_back(text)
    }) {
        texts.pop();
    }
    texts.join("\n\n")
}

fn part_text(part: &Part, texts: &mut Vec<String>) {
    match part {
        Part::Block(block) if matches!(block.kind, Kind::Rule) => texts.push("---".to_owned()),
        Part::Block(block) if is_way_back(&block.text) && texts.is_empty() => {}
        Part::Block(block) => texts.push(block.text.clone()),
        Part::Node(node) => {
            let title = match node.folding || node.level > 6 {
                true => format!("**{}**", node.title),
                false => format!("{} {}", "#".repeat(node.level.clamp(1, 6)), node.title),
            };
            texts.push(title);
            for inner in &node.parts {
                part_text(inner, texts);
            }
        }
    }
}
