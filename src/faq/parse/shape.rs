//! What a key's value may be: how each shape is read from a node.

use crate::faq::yaml::{Mark, Node, Value};

use super::markup;
use super::raw::{At, RawLocalized, RawQuestions};
use super::reader::Reader;
use super::schema::{RawEntry, RawLink};

/// The value of a key.
pub(super) trait Shape {
    /// Reads the value of `key`; what is wrong with it goes to the reader.
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self;

    /// Drops where it stands, so that equal content is equal.
    fn forget_places(&mut self);
}

impl Shape for Option<At<String>> {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        reader.text(node, key)
    }

    fn forget_places(&mut self) {
        if let Some(text) = self {
            text.mark = Mark::default();
        }
    }
}

impl Shape for Vec<At<String>> {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        reader.texts(node, key)
    }

    fn forget_places(&mut self) {
        for text in self {
            text.mark = Mark::default();
        }
    }
}

impl Shape for Vec<At<Vec<At<String>>>> {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        let help = "write groups: `- [word, another word]`";
        let items = reader.list(node, key, help).iter();
        let group = |item: &std::rc::Rc<Node>| At {
            value: reader.texts(item, "a synonym group"),
            mark: item.start,
        };
        items.map(group).collect()
    }

    fn forget_places(&mut self) {
        for group in self {
            group.mark = Mark::default();
            group.value.forget_places();
        }
    }
}

impl Shape for RawLocalized {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        let mut raw = RawLocalized {
            mark: node.start,
            texts: Vec::new(),
        };
        for (language, node) in reader.languages(node, key).unwrap_or_default() {
            if let Some(text) = reader.text(node, language.code()) {
                if key == "answer" {
                    markup::answer(reader, node, &text.value);
                }
                raw.texts.push((language, text));
            }
        }
        raw
    }

    fn forget_places(&mut self) {
        self.mark = Mark::default();
        for (_, text) in &mut self.texts {
            text.mark = Mark::default();
        }
        self.texts.sort_by_key(|(language, _)| *language);
    }
}

impl Shape for Option<RawLocalized> {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        Some(RawLocalized::read(reader, node, key))
    }

    fn forget_places(&mut self) {
        self.iter_mut().for_each(Shape::forget_places);
    }
}

impl Shape for RawQuestions {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        let mut questions = Vec::new();
        for (language, node) in reader.languages(node, key).unwrap_or_default() {
            let mark = node.start;
            let errors = reader.errors();
            let value = reader.texts(node, language.code());
            // A language whose only questions could not be read is told already.
            if !value.is_empty() || reader.errors() == errors {
                questions.push((language, At { value, mark }));
            }
        }
        questions
    }

    fn forget_places(&mut self) {
        for (_, questions) in self {
            questions.mark = Mark::default();
            questions.value.forget_places();
        }
    }
}

impl Shape for Option<RawLink> {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        if !matches!(node.value, Value::Map(_)) {
            let help = "write `{url: https://...}`";
            reader.wrong_type(node, key, "a map with the key `url`", help);
            return None;
        }
        let raw = RawLink::read(reader, node, key)?;
        if !raw.seen.contains(&"url") {
            let message = format!("`{key}` has no `url`");
            reader.error("missing", node.start, message, "add `url: https://...`");
        }
        Some(raw)
    }

    fn forget_places(&mut self) {
        self.iter_mut().for_each(RawLink::forget_places);
    }
}

impl Shape for Vec<RawLink> {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        let items = reader.list(node, key, "write a list: `- url: https://...`");
        items
            .iter()
            .filter_map(|item| Shape::read(reader, item, key))
            .collect()
    }

    fn forget_places(&mut self) {
        self.iter_mut().for_each(RawLink::forget_places);
    }
}

impl Shape for At<Vec<RawEntry>> {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        let items = reader.list(node, key, "write each entry as a list item: `- id: ...`");
        let mut value = Vec::new();
        for item in items {
            if !matches!(item.value, Value::Map(_)) {
                let help = "an entry has keys: `id`, `questions`, `answer`; see that they stand below each other";
                reader.wrong_type(item, "an entry", "keys with values", help);
                continue;
            }
            value.extend(RawEntry::read(reader, item, "an entry"));
        }
        At {
            value,
            mark: node.start,
        }
    }

    fn forget_places(&mut self) {
        self.mark = Mark::default();
        self.value.iter_mut().for_each(RawEntry::forget_places);
    }
}
