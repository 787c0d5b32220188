//! Nodes into raw parts: what every shape needs, and what is wrong with them.

use std::rc::Rc;

use saphyr_parser::ScalarStyle;

use crate::faq::diagnostic::shown;
use crate::faq::yaml::{Mark, Node, Value};
use crate::text::Language;

use super::findings::{Reader, quoted};
use super::keys::{Keys, LANGUAGES, example};
use super::raw::At;
use super::slips;

/// The known keys of a map, each once, in file order.
pub(super) type Fields<'n, 't> = Vec<(&'static str, &'n Rc<Node<'t>>)>;

/// The fields of a map of languages, in file order.
pub(super) type ByLanguage<'n, 't> = Vec<(Language, &'n Rc<Node<'t>>)>;

impl Reader<'_> {
    /// The fields of a map of languages; a key that is no language is reported.
    pub(super) fn languages<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        key: &str,
    ) -> Option<ByLanguage<'n, 't>> {
        let nothing = matches!(&node.value, Value::Map(pairs) if pairs.is_empty());
        if node.is_null() || nothing {
            let message = format!("`{key}` is empty");
            self.error("empty", node.start, message, example(key));
            return None;
        }
        if !matches!(node.value, Value::Map(_)) {
            let wanted = "a map of languages (`en`, `zh`)";
            self.wrong_type(node, key, wanted, &example(key));
            return None;
        }
        let (fields, _) = self.map(node, key, &LANGUAGES)?;
        let known = |code| Language::ALL.into_iter().find(|known| known.code() == code);
        let fields = fields
            .into_iter()
            .filter_map(|(code, node)| Some((known(code)?, node)))
            .collect();
        Some(fields)
    }

    /// The known fields of a map, and the keys seen or probably meant. Reports unknown and
    /// repeated keys; the first of repeated ones counts.
    pub(super) fn map<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: &str,
        known: &Keys,
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
    pub(super) fn list<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        key: &str,
        help: &str,
    ) -> &'n [Rc<Node<'t>>] {
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

    pub(super) fn texts(&mut self, node: &Node, key: &str) -> Vec<At<String>> {
        let help = match &node.value {
            Value::Scalar(text, _) if text.starts_with(['【', '［', '「']) => {
                "write the brackets `[` and `]`, with the input method switched to English"
                    .to_owned()
            }
            Value::Scalar(text, _) => {
                let name = if key.contains(' ') { "- " } else { "" };
                let colon = if name.is_empty() {
                    format!("{key}: ")
                } else {
                    name.to_owned()
                };
                let parts: Vec<&str> = match key {
                    "keywords" | "related" => text.split(['，', '、', ',', '；']).collect(),
                    _ => vec![text],
                };
                let parts = parts.iter().map(|part| part.trim());
                let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
                format!(
                    "put it in brackets: `{colon}[\"{}\"]`",
                    shown(&parts.join("\", \""))
                )
            }
            _ => "write one text per line, each after `- `".to_owned(),
        };
        let items = self.list(node, key, &help);
        let texts = items.iter().filter_map(|item| self.text(item, key));
        let texts = texts.collect();
        slips::commas(self, node, key);
        texts
    }

    /// The text of a scalar; anything else, and nothing at all, is reported.
    pub(super) fn text(&mut self, node: &Node, key: &str) -> Option<At<String>> {
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
                if *style == ScalarStyle::Plain {
                    slips::cut_by_comment(self, node, text);
                    slips::cut_by_anchor(self, node, text);
                }
                slips::list_in_folded_text(self, node, text);
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
