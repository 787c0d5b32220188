//! What a key's value may be: how each shape is read from a node.

use crate::faq::yaml::{Mark, Node, Value};
use crate::text::Language;

use super::findings::Reader;
use super::markup;
use super::raw::{At, RawLocalized, RawQuestions, RawVar, RawVars};

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

impl Shape for RawVars {
    fn read(reader: &mut Reader, node: &Node, key: &'static str) -> Self {
        let Value::Map(pairs) = &node.value else {
            let help = "write `name: value` lines, such as `price: $20`";
            reader.wrong_type(node, key, "names with values", help);
            return RawVars::default();
        };
        let mut vars = Vec::new();
        for (name, value) in pairs {
            let Some(name) = reader.text(name, "the name of a variable") else {
                continue;
            };
            let value = match &value.value {
                Value::Map(_) => RawLocalized::read(reader, value, "vars"),
                _ => match reader.text(value, "vars") {
                    Some(text) => RawLocalized {
                        mark: value.start,
                        texts: Language::ALL.map(|one| (one, text.clone())).into(),
                    },
                    None => continue,
                },
            };
            vars.push(RawVar { name, value });
        }
        RawVars(vars)
    }

    fn forget_places(&mut self) {
        for var in &mut self.0 {
            var.name.mark = Mark::default();
            var.value.forget_places();
        }
    }
}
