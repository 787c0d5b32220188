//! The keys of the format, each spelled once: its name, the shape of its value, what people write
//! instead of it.
//!
//! A new key of an entry is one line in [`RawEntry`] here, a field of
//! [`Entry`](crate::faq::Entry), a line in `convert` and one in `emit`.

use std::sync::Arc;

use crate::faq::yaml::{Mark, Node, Value};

use super::findings::Reader;
use super::keys::{Keys, LANGUAGES};
use super::raw::{At, RawLocalized, RawQuestions, RawVars};
use super::shape::Shape;

/// Declares what one kind of map holds: a struct with a field for each key, the list of its keys,
/// and how both are read.
macro_rules! map_of_keys {
    (
        $(#[$doc:meta])* $name:ident, $keys:ident;
        required $required:expr;
        elsewhere $elsewhere:expr;
        $( $(#[$key_doc:meta])* $key:ident: $shape:ty, also $also:expr; )*
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $name {
            /// Where the map begins.
            pub mark: Mark,
            /// Keys that are there, or that a misspelt key was probably meant to be: their absence
            /// is no second problem.
            pub seen: Vec<&'static str>,
            $( $(#[$key_doc])* pub $key: $shape, )*
        }

        /// The keys of the map.
        pub(in crate::faq) const $keys: Keys = Keys {
            noun: "key",
            known: &[$( (stringify!($key), &$also), )*],
            required: &$required,
            elsewhere: &$elsewhere,
        };

        impl $name {
            /// Reads the map's keys; `what` is what messages call it. A key without a value is
            /// as good as absent, unless it must be there.
            pub(super) fn read(reader: &mut Reader, node: &Node, what: &str) -> Option<$name> {
                let (fields, seen) = reader.map(node, what, &$keys)?;
                let mut raw = $name { mark: node.start, seen, ..$name::default() };
                for (key, node) in fields {
                    if node.is_null() && !$keys.required.contains(&key) {
                        continue;
                    }
                    match key {
                        $( stringify!($key) => raw.$key = Shape::read(reader, node, key), )*
                        _ => {}
                    }
                }
                Some(raw)
            }

            /// The same content without places.
            pub(super) fn forget_places(&mut self) {
                self.mark = Mark::default();
                self.seen.clear();
                $( self.$key.forget_places(); )*
            }
        }
    };
}

/// A file's name and what it says; `None` where its text is not YAML.
pub type ReadFile = (Arc<str>, Option<RawFile>);

const IN_ENTRY: &str = "in an entry: indent it below `entries:`";
const AT_TOP: &str = "at the top level of the file: do not indent it";
const IN_LANGUAGES: &str = "in `questions` or `answer`: indent it one step more";

map_of_keys! {
    /// One file as read.
    RawFile, FILE;
    required ["entries"];
    elsewhere [
        ("id", "in an entry: indent it below `entries:`, beginning with `- `"),
        ("questions", IN_ENTRY),
        ("answer", IN_ENTRY),
        ("keywords", IN_ENTRY),
        ("related", IN_ENTRY),
        ("link", IN_ENTRY),
        ("tests", IN_ENTRY),
    ];
    /// The topic of the file's entries.
    topic: Option<RawLocalized>, also ["category", "主题"];
    /// The entries, in file order.
    entries: At<Vec<RawEntry>>, also ["faq", "items", "条目"];
    /// Groups of words that mean the same.
    synonyms: Vec<At<Vec<At<String>>>>, also ["同义词"];
    /// Questions that no entry may answer.
    out_of_scope: Vec<At<String>>, also ["out-of-scope", "oos"];
    /// Values that answers name.
    vars: RawVars, also ["variables", "变量"];
}

map_of_keys! {
    /// One entry as read.
    RawEntry, ENTRY;
    required ["id", "questions", "answer"];
    elsewhere [
        ("topic", "at the top of the file: it holds for all its entries"),
        ("synonyms", AT_TOP),
        ("out_of_scope", AT_TOP),
        ("vars", AT_TOP),
        ("en", IN_LANGUAGES),
        ("zh", IN_LANGUAGES),
    ];
    /// The id, of whatever form.
    id: Option<At<String>>, also ["name", "key"];
    /// Ways to ask.
    questions: RawQuestions, also ["q", "ask", "phrasings", "问题"];
    /// Words that speak strongly for the entry.
    keywords: Vec<At<String>>, also ["tags", "关键词"];
    /// The answer.
    answer: RawLocalized, also ["a", "reply", "response", "答案", "回答"];
    /// The help article.
    link: Option<RawLink>, also ["url", "href", "链接"];
    /// Further reading.
    more: Vec<RawLink>, also ["links"];
    /// Address of a picture.
    image: Option<At<String>>, also ["picture", "photo", "图片"];
    /// Ids of related entries.
    related: Vec<At<String>>, also ["see_also", "see"];
    /// Questions that must reach the entry.
    tests: Vec<At<String>>, also [];
    /// The first day on which it holds, of whatever form.
    valid_from: Option<At<String>>, also ["from", "valid-from", "生效日期"];
    /// The last day on which it holds.
    valid_until: Option<At<String>>, also ["until", "valid-until", "expires", "失效日期"];
    /// The day by which somebody should look at it.
    review_by: Option<At<String>>, also ["review", "review-by", "复查日期"];
    /// The places where alone it is given.
    only_in: Vec<At<String>>, also ["only-in", "only"];
    /// The places where it is not given.
    not_in: Vec<At<String>>, also ["not-in", "except"];
}

map_of_keys! {
    /// A link as read.
    RawLink, LINK;
    required ["url"];
    elsewhere [
        ("en", "in `label`: write `label: {en: ...}`"),
        ("zh", "in `label`: write `label: {zh: ...}`"),
    ];
    /// The address, of whatever form.
    url: Option<At<String>>, also ["href", "link", "address", "链接"];
    /// The words shown for it.
    label: RawLocalized, also ["text", "title", "name"];
}

impl RawFile {
    /// The same content without places: two files that say the same are equal then.
    pub(in crate::faq) fn without_places(mut self) -> RawFile {
        self.forget_places();
        self
    }

    /// Where the list of entries stands, if the file has the key.
    pub(in crate::faq) fn entries_at(&self) -> Option<Mark> {
        let has = self.seen.contains(&"entries");
        has.then_some(self.entries.mark)
    }
}

/// Whether any map of the format has a key of this name.
pub(super) fn is_key(name: &str) -> bool {
    let all = [&FILE, &ENTRY, &LINK, &LANGUAGES];
    all.iter().any(|keys| keys.find(name).is_some())
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

/// What a whole file says.
pub(super) fn file(reader: &mut Reader, root: &Node) -> RawFile {
    if let Value::List(_) = root.value {
        let help = "begin the file with the line `entries:`, and indent the list below it";
        reader.wrong_type(root, "the file", "keys with values", help);
        return RawFile::default();
    }
    if lone_entry(reader, root) {
        return RawFile::default();
    }
    RawFile::read(reader, root, "the file").unwrap_or_default()
}

/// Whether the file is one entry without `entries:` around it, which is one problem, not many.
fn lone_entry(reader: &mut Reader, root: &Node) -> bool {
    let has = |name| root.field(name).is_some();
    let lone = has("answer") && has("questions") && !has("entries");
    if lone {
        let help = "begin the file with the line `entries:`; below it the entry, indented, its first line beginning with `- `";
        reader.error(
            "missing",
            root.start,
            "an entry stands outside of `entries`",
            help,
        );
    }
    lone
}
