//! The keys of the format, and what was probably meant by a key that is none of them.

use crate::faq::diagnostic::shown;

/// The keys one kind of map may have.
pub(in crate::faq) struct Keys {
    /// What such a key is called in a message.
    noun: &'static str,
    known: &'static [&'static str],
    /// What people write instead, with what they mean.
    other_names: &'static [(&'static str, &'static str)],
    /// Keys that belong elsewhere, with where.
    elsewhere: &'static [(&'static str, &'static str)],
}

pub(in crate::faq) const FILE: Keys = Keys {
    noun: "key",
    known: &["topic", "entries", "synonyms", "out_of_scope"],
    other_names: &[
        ("faq", "entries"),
        ("items", "entries"),
        ("category", "topic"),
        ("out-of-scope", "out_of_scope"),
        ("oos", "out_of_scope"),
        ("条目", "entries"),
        ("主题", "topic"),
        ("同义词", "synonyms"),
    ],
    elsewhere: &[
        (
            "id",
            "in an entry: indent it below `entries:`, beginning with `- `",
        ),
        ("questions", "in an entry: indent it below `entries:`"),
        ("answer", "in an entry: indent it below `entries:`"),
        ("keywords", "in an entry: indent it below `entries:`"),
        ("related", "in an entry: indent it below `entries:`"),
        ("link", "in an entry: indent it below `entries:`"),
        ("tests", "in an entry: indent it below `entries:`"),
    ],
};

pub(in crate::faq) const ENTRY: Keys = Keys {
    noun: "key",
    known: &[
        "id",
        "questions",
        "keywords",
        "answer",
        "link",
        "more",
        "image",
        "related",
        "tests",
    ],
    other_names: &[
        ("name", "id"),
        ("key", "id"),
        ("q", "questions"),
        ("ask", "questions"),
        ("phrasings", "questions"),
        ("a", "answer"),
        ("reply", "answer"),
        ("response", "answer"),
        ("tags", "keywords"),
        ("url", "link"),
        ("href", "link"),
        ("picture", "image"),
        ("photo", "image"),
        ("see_also", "related"),
        ("see", "related"),
        ("links", "more"),
        ("问题", "questions"),
        ("答案", "answer"),
        ("回答", "answer"),
        ("关键词", "keywords"),
        ("链接", "link"),
        ("图片", "image"),
    ],
    elsewhere: &[
        (
            "topic",
            "at the top of the file: it holds for all its entries",
        ),
        ("synonyms", "at the top level of the file: do not indent it"),
        (
            "out_of_scope",
            "at the top level of the file: do not indent it",
        ),
        ("en", "in `questions` or `answer`: indent it one step more"),
        ("zh", "in `questions` or `answer`: indent it one step more"),
    ],
};

pub(in crate::faq) const LINK: Keys = Keys {
    noun: "key",
    known: &["url", "label"],
    other_names: &[
        ("href", "url"),
        ("link", "url"),
        ("address", "url"),
        ("text", "label"),
        ("title", "label"),
        ("name", "label"),
        ("链接", "url"),
    ],
    elsewhere: &[
        ("en", "in `label`: write `label: {en: ...}`"),
        ("zh", "in `label`: write `label: {zh: ...}`"),
    ],
};

pub(in crate::faq) const LANGUAGES: Keys = Keys {
    noun: "language",
    known: &["en", "zh"],
    other_names: &[
        ("cn", "zh"),
        ("ch", "zh"),
        ("zh-cn", "zh"),
        ("zh_cn", "zh"),
        ("zh-hans", "zh"),
        ("zh-tw", "zh"),
        ("zh-hk", "zh"),
        ("chinese", "zh"),
        ("中文", "zh"),
        ("english", "en"),
        ("eng", "en"),
        ("en-us", "en"),
        ("en_us", "en"),
        ("英文", "en"),
    ],
    elsewhere: &[],
};

/// A misspelling is a known key when this much alike (Jaro-Winkler, 0 to 1): `awnser` and
/// `question` pass, two different keys of the format do not.
const ALIKE: f64 = 0.85;

impl Keys {
    /// The known key of exactly this name.
    pub(in crate::faq) fn find(&self, name: &str) -> Option<&'static str> {
        self.known.iter().copied().find(|known| *known == name)
    }

    /// All keys, for a message.
    pub(in crate::faq) fn listed(&self) -> String {
        let quoted: Vec<String> = self.known.iter().map(|key| format!("`{key}`")).collect();
        quoted.join(", ")
    }

    /// Message, cure and the key probably meant, for a key that is not known.
    pub(in crate::faq) fn unknown(
        &self,
        name: &str,
        what: &str,
    ) -> (String, String, Option<&'static str>) {
        let message = format!("unknown {} `{}` in {what}", self.noun, shown(name));
        let lower = name.trim().to_lowercase();
        if let Some((_, place)) = self.elsewhere.iter().find(|(key, _)| *key == lower) {
            return (message, format!("it belongs {place}"), None);
        }
        if name == "<<" {
            let help = "merging (`<<`) is not part of the format; write the keys out";
            return (message, help.to_owned(), None);
        }
        let meant = self.meant(&lower);
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known {}s are {}", self.noun, self.listed()),
        };
        (message, help, meant)
    }

    fn meant(&self, lower: &str) -> Option<&'static str> {
        if let Some(known) = self.find(lower) {
            return Some(known);
        }
        if let Some((_, known)) = self.other_names.iter().find(|(other, _)| *other == lower) {
            return Some(known);
        }
        let score = |known: &str| strsim::jaro_winkler(known, lower);
        self.known
            .iter()
            .copied()
            .filter(|known| known.len() > 2 && score(known) >= ALIKE)
            .max_by(|a, b| score(a).total_cmp(&score(b)))
    }
}

/// Whether any map of the format has a key of this name.
pub(in crate::faq) fn is_key(name: &str) -> bool {
    let all = [&FILE, &ENTRY, &LINK, &LANGUAGES];
    all.iter().any(|keys| keys.find(name).is_some())
}

/// How a key is written, as a cure.
pub(in crate::faq) fn example(key: &str) -> String {
    match key {
        "questions" => "write `questions: {en: [\"...\"], zh: [\"...\"]}`".to_owned(),
        "more" | "link" => format!("write `{key}: {{url: https://...}}`"),
        _ => format!("write `{key}: {{en: \"...\", zh: \"...\"}}`"),
    }
}
