//! One YAML text -> what it says, with the place of every part, and what cannot be read.
//!
//! Knows the *shape* of the format (keys, lists, texts); whether what it says makes sense is
//! `validate`'s business. Reads on after a problem, so that all of them are found at once, and
//! never reports the consequence of a problem as another one.
//!
//! Two readers look at each text: `saphyr-parser` tells where everything stands, `serde_yaml`
//! reads the same text into typed structs. Where they disagree, the text is ambiguous YAML and is
//! refused rather than guessed.

mod keys;
pub(in crate::faq) mod raw;
mod syntax;
mod typed;

pub(in crate::faq) use keys::example;

use std::rc::Rc;
use std::sync::Arc;

use saphyr_parser::ScalarStyle;

use crate::text::Language;

use raw::{At, RawEntry, RawFile, RawLink, RawLocalized};

use super::diagnostic::{Diagnostic, shown};
use super::yaml::{Broken, Mark, Node, Value, with_tree};

/// What one text says and what is wrong with its form.
#[derive(Debug)]
pub struct Parsed {
    /// What could be read; `None` where the text is not YAML at all.
    pub raw: Option<RawFile>,
    /// Problems in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file's text. `name` is what diagnostics call the file.
pub fn parse(name: &Arc<str>, text: &str) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        file: name.clone(),
        diagnostics: Vec::new(),
    };
    let read = with_tree(text, |root| match root {
        Ok(Some(root)) if !root.is_null() => Ok(reader.file(root)),
        Ok(_) => Ok(RawFile::default()),
        Err(broken) => Err(broken),
    });
    let raw = match read {
        Ok(raw) => raw,
        Err(broken) => {
            let found = match broken {
                Broken::Syntax(error) => syntax::explain(text, &error),
                Broken::Refused(mark, message, help) => {
                    syntax::Finding::new(mark, message.to_owned(), help.to_owned())
                }
            };
            reader.error("syntax", found.mark, found.message, found.help);
            return Parsed {
                raw: None,
                diagnostics: reader.diagnostics,
            };
        }
    };
    if reader.diagnostics.is_empty()
        && let Some(found) = typed::second_opinion(text, &raw)
    {
        reader.error("syntax", found.mark, found.message, found.help);
    }
    Parsed {
        raw: Some(raw),
        diagnostics: reader.diagnostics,
    }
}

/// Reads nodes into raw parts and keeps what is wrong.
struct Reader {
    file: Arc<str>,
    diagnostics: Vec<Diagnostic>,
}

/// The known keys of a map, each once, in file order.
type Fields<'n, 't> = Vec<(&'static str, &'n Rc<Node<'t>>)>;

/// The fields of a map of languages, in file order.
type ByLanguage<'n, 't> = Vec<(Language, &'n Rc<Node<'t>>)>;

impl Reader {
    fn error(
        &mut self,
        code: &'static str,
        mark: Mark,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = mark.in_file(&self.file);
        self.diagnostics
            .push(Diagnostic::error(code, place, message).help(help));
    }

    fn wrong_type(&mut self, node: &Node, key: &str, wanted: &str, help: &str) {
        self.error(
            "wrong-type",
            node.start,
            format!("{} must be {wanted}, found {}", quoted(key), node.kind()),
            help,
        );
    }

    fn file(&mut self, root: &Node) -> RawFile {
        let mut raw = RawFile::default();
        if let Value::List(_) = root.value {
            let help = "begin the file with the line `entries:`, and indent the list below it";
            self.wrong_type(root, "the file", "keys with values", help);
            return raw;
        }
        if self.lone_entry(root) {
            return raw;
        }
        let Some((fields, _)) = self.map(root, "the file", &keys::FILE) else {
            return raw;
        };
        for (key, node) in fields {
            match key {
                "topic" if !node.is_null() => raw.topic = Some(self.localized(node, "topic")),
                "entries" => {
                    raw.entries_at = Some(node.start);
                    let help = "write each entry as a list item: `- id: ...`";
                    for item in self.list(node, "entries", help) {
                        if let Some(entry) = self.entry(item) {
                            raw.entries.push(entry);
                        }
                    }
                }
                "synonyms" => {
                    let help = "write groups: `- [word, another word]`";
                    for item in self.list(node, "synonyms", help) {
                        let mark = item.start;
                        let value = self.texts(item, "a synonym group");
                        raw.synonyms.push(At { value, mark });
                    }
                }
                "out_of_scope" => raw.out_of_scope = self.texts(node, "out_of_scope"),
                _ => {}
            }
        }
        raw
    }

    /// Whether the file is one entry without `entries:` around it, which is one problem, not many.
    fn lone_entry(&mut self, root: &Node) -> bool {
        let has = |name| root.field(name).is_some();
        let lone = has("answer") && has("questions") && !has("entries");
        if lone {
            let help = "begin the file with the line `entries:`; below it the entry, indented, its first line beginning with `- `";
            self.error(
                "missing",
                root.start,
                "an entry stands outside of `entries`",
                help,
            );
        }
        lone
    }

    fn entry(&mut self, node: &Node) -> Option<RawEntry> {
        if !matches!(node.value, Value::Map(_)) {
            let help = "an entry has keys: `id`, `questions`, `answer`; see that they stand below each other";
            self.wrong_type(node, "an entry", "keys with values", help);
            return None;
        }
        let (fields, seen) = self.map(node, "an entry", &keys::ENTRY)?;
        let mut raw = RawEntry {
            mark: node.start,
            seen,
            ..RawEntry::default()
        };
        for (key, node) in fields {
            match key {
                "id" => raw.id = self.text(node, "id"),
                _ if node.is_null() => {
                    if matches!(key, "questions" | "answer") {
                        let message = format!("`{key}` is empty");
                        self.error("empty", node.start, message, keys::example(key));
                    }
                }
                "questions" => raw.questions = self.questions(node),
                "keywords" => raw.keywords = self.texts(node, key),
                "answer" => raw.answer = self.localized(node, key),
                "link" => raw.link = self.link(node, key),
                "more" => {
                    let help = "write a list: `- url: https://...`";
                    let items = self.list(node, key, help);
                    raw.more = items
                        .iter()
                        .filter_map(|item| self.link(item, "more"))
                        .collect();
                }
                "image" => raw.image = self.text(node, key),
                "related" => raw.related = self.texts(node, key),
                "tests" => raw.tests = self.texts(node, key),
                _ => {}
            }
        }
        Some(raw)
    }

    fn questions(&mut self, node: &Node) -> Vec<(Language, At<Vec<At<String>>>)> {
        let Some((fields, _)) = self.languages(node, "questions") else {
            return Vec::new();
        };
        let mut questions = Vec::new();
        for (language, node) in fields {
            let mark = node.start;
            let known = self.diagnostics.len();
            let value = self.texts(node, language.code());
            // A language whose only questions could not be read is told already.
            if !value.is_empty() || self.diagnostics.len() == known {
                questions.push((language, At { value, mark }));
            }
        }
        questions
    }

    fn localized(&mut self, node: &Node, key: &str) -> RawLocalized {
        let mut raw = RawLocalized {
            mark: node.start,
            texts: Vec::new(),
        };
        let Some((fields, _)) = self.languages(node, key) else {
            return raw;
        };
        for (language, node) in fields {
            if let Some(text) = self.text(node, language.code()) {
                raw.texts.push((language, text));
            }
        }
        raw
    }

    fn link(&mut self, node: &Node, key: &str) -> Option<RawLink> {
        if !matches!(node.value, Value::Map(_)) {
            let help = "write `{url: https://...}`";
            self.wrong_type(node, key, "a map with the key `url`", help);
            return None;
        }
        let (fields, seen) = self.map(node, key, &keys::LINK)?;
        let mut raw = RawLink::default();
        for (key, node) in fields {
            match key {
                "url" => raw.url = self.text(node, key),
                _ if node.is_null() => {}
                _ => raw.label = self.localized(node, key),
            }
        }
        if !seen.contains(&"url") {
            let message = format!("`{key}` has no `url`");
            self.error("missing", node.start, message, "add `url: https://...`");
        }
        Some(raw)
    }

    /// The fields of a map of languages; a key that is no language is reported.
    fn languages<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        key: &str,
    ) -> Option<(ByLanguage<'n, 't>, Vec<&'static str>)> {
        if !matches!(node.value, Value::Map(_)) {
            let wanted = "a map of languages (`en`, `zh`)";
            self.wrong_type(node, key, wanted, &keys::example(key));
            return None;
        }
        if matches!(&node.value, Value::Map(pairs) if pairs.is_empty()) {
            let message = format!("`{key}` is empty");
            self.error("empty", node.start, message, keys::example(key));
        }
        let (fields, seen) = self.map(node, key, &keys::LANGUAGES)?;
        let known = |code| Language::ALL.into_iter().find(|known| known.code() == code);
        let fields = fields
            .into_iter()
            .filter_map(|(code, node)| Some((known(code)?, node)))
            .collect();
        Some((fields, seen))
    }

    /// The known fields of a map, and the keys seen or probably meant. Reports unknown and
    /// repeated keys; the first of repeated ones counts.
    fn map<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: &str,
        known: &keys::Keys,
    ) -> Option<(Fields<'n, 't>, Vec<&'static str>)> {
        let Value::Map(pairs) = &node.value else {
            let help = format!("write `key: value` lines; keys are {}", known.listed());
            self.wrong_type(node, what, "keys with values", &help);
            return None;
        };
        self.refuse_tag(node);
        let mut fields: Fields = Vec::new();
        let mut seen = Vec::new();
        let mut marks: Vec<(&str, Mark)> = Vec::new();
        for (key, value) in pairs {
            let Value::Scalar(name, _) = &key.value else {
                let help = "a key is one word; a text with brackets needs quotes around it";
                self.error(
                    "wrong-type",
                    key.start,
                    format!("a key of {what} must be text, found {}", key.kind()),
                    help,
                );
                continue;
            };
            if let Some((_, first)) = marks.iter().find(|(other, _)| *other == &**name) {
                let message = format!(
                    "key `{}` is already used at line {}",
                    shown(name),
                    first.line
                );
                self.error("duplicate-key", key.start, message, "keep one of the two");
                continue;
            }
            marks.push((name, key.start));
            match known.find(name) {
                Some(key) => {
                    fields.push((key, value));
                    seen.push(key);
                }
                None => {
                    let (message, help, meant) = known.unknown(name, what);
                    seen.extend(meant);
                    self.error("unknown-key", key.start, message, help);
                }
            }
        }
        Some((fields, seen))
    }

    /// The items of a list; nothing at all is an empty list.
    fn list<'n, 't>(&mut self, node: &'n Node<'t>, key: &str, help: &str) -> &'n [Rc<Node<'t>>] {
        match &node.value {
            Value::List(items) => {
                self.refuse_tag(node);
                items
            }
            _ if node.is_null() => &[],
            _ => {
                self.wrong_type(node, key, "a list", help);
                &[]
            }
        }
    }

    fn texts(&mut self, node: &Node, key: &str) -> Vec<At<String>> {
        let help = match &node.value {
            Value::Scalar(text, _) => {
                let name = if key.contains(' ') { "- " } else { "" };
                let colon = if name.is_empty() {
                    format!("{key}: ")
                } else {
                    name.to_owned()
                };
                format!("put it in brackets: `{colon}[\"{}\"]`", shown(text))
            }
            _ => "write one text per line, each after `- `".to_owned(),
        };
        let items = self.list(node, key, &help);
        let texts = items.iter().filter_map(|item| self.text(item, key));
        texts.collect()
    }

    /// The text of a scalar; anything else, and nothing at all, is reported.
    fn text(&mut self, node: &Node, key: &str) -> Option<At<String>> {
        match &node.value {
            Value::Scalar(text, style) => {
                if let Some(tag) = &node.tag {
                    let message = format!("`{tag}` at the beginning is read as a YAML tag");
                    self.error("wrong-type", node.start, message, "put the text in quotes");
                    return None;
                }
                let empty =
                    text.trim().is_empty() || (*style == ScalarStyle::Plain && node.is_null());
                if empty {
                    let message = match key {
                        "id" | "url" | "image" | "en" | "zh" => format!("`{key}` is empty"),
                        _ => format!("an item of {} is empty", quoted(key)),
                    };
                    self.error("empty", node.start, message, "write the text, or remove it");
                    return None;
                }
                if *style == ScalarStyle::Plain && lost_opening_quote(text) {
                    let message = "a closing quote stands here without an opening one";
                    let help = "put quotes around the whole text, or remove this one";
                    self.error("stray-quote", node.start, message, help);
                    return None;
                }
                Some(At {
                    value: text.trim().to_owned(),
                    mark: node.start,
                })
            }
            Value::Map(pairs) => {
                let colon = pairs.iter().find_map(|(key, _)| match &key.value {
                    Value::Scalar(text, ScalarStyle::Plain) => Some(text),
                    _ => None,
                });
                let help = match colon {
                    Some(_) => "a text that holds `: ` or `{` needs quotes around it",
                    None => "write a text here",
                };
                self.wrong_type(node, key, "text", help);
                None
            }
            Value::List(_) => {
                let help =
                    "write one text here; a text that begins with `[` needs quotes around it";
                self.wrong_type(node, key, "text", help);
                None
            }
        }
    }

    fn refuse_tag(&mut self, node: &Node) {
        if let Some(tag) = &node.tag {
            let message = format!("`{tag}` is a YAML tag, which has no meaning here");
            self.error("wrong-type", node.start, message, "remove it");
        }
    }
}

/// Whether an unquoted text ends in a quote that nothing opens.
fn lost_opening_quote(text: &str) -> bool {
    text.ends_with('"') && text.matches('"').count() == 1
}

/// Keys stand in backticks in a message, descriptions do not.
fn quoted(key: &str) -> String {
    match key.contains(' ') {
        true => key.to_owned(),
        false => format!("`{key}`"),
    }
}
