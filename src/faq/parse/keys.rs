//! The keys a map of the format may have, and what was probably meant by a key that is none.

use crate::faq::diagnostic::shown;

/// The keys one kind of map may have.
pub(in crate::faq) struct Keys {
    /// What such a key is called in a message.
    pub(super) noun: &'static str,
    /// Each key with what people write instead of it.
    pub(super) known: &'static [(&'static str, &'static [&'static str])],
    /// Keys that must be there, with a value.
    pub(in crate::faq) required: &'static [&'static str],
    /// Keys that belong elsewhere, with where.
    pub(super) elsewhere: &'static [(&'static str, &'static str)],
}

/// The keys of a map of languages.
pub(super) const LANGUAGES: Keys = Keys {
    noun: "language",
    known: &[
        (
            "en",
            &["english", "eng", "en-us", "en_us", "en-gb", "英文", "英语"],
        ),
        (
            "zh",
            &[
                "cn", "ch", "zh-cn", "zh_cn", "zh-hans", "zh-tw", "zh-hk", "chinese", "中文",
            ],
        ),
    ],
    required: &[],
    elsewhere: &[],
};

/// A misspelling is a known key when this much alike (Jaro-Winkler, 0 to 1): `awnser` and
/// `question` pass, two different keys of the format do not.
const ALIKE: f64 = 0.85;

impl Keys {
    /// The known key of exactly this name.
    pub(super) fn find(&self, name: &str) -> Option<&'static str> {
        self.names().find(|known| *known == name)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.known.iter().map(|(known, _)| *known)
    }

    /// All keys, for a message.
    pub(super) fn listed(&self) -> String {
        let quoted: Vec<String> = self.names().map(|key| format!("`{key}`")).collect();
        quoted.join(", ")
    }

    /// Message, fix and the key probably meant, for a key that is not known.
    pub(super) fn unknown(&self, name: &str, what: &str) -> (String, String, Option<&'static str>) {
        if name.starts_with(['\u{3000}', '\u{a0}', '\u{2003}', '\u{200b}']) {
            return (
                "a full-width or no-break space indents this line".to_owned(),
                "type it anew with the input method switched to English".to_owned(),
                None,
            );
        }
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
            None if lower.contains(' ') => {
                "if a comma before it belongs to the text, put the whole text in quotes".to_owned()
            }
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known {}s are {}", self.noun, self.listed()),
        };
        (message, help, meant)
    }

    fn meant(&self, lower: &str) -> Option<&'static str> {
        if let Some(known) = self.find(lower) {
            return Some(known);
        }
        let mut known = self.known.iter();
        if let Some((known, _)) = known.find(|(_, others)| others.contains(&lower)) {
            return Some(known);
        }
        let score = |known: &str| strsim::jaro_winkler(known, lower);
        self.names()
            .filter(|known| known.len() > 2 && score(known) >= ALIKE)
            .max_by(|a, b| score(a).total_cmp(&score(b)))
    }
}

/// How a key is written, as a fix.
pub(in crate::faq) fn example(key: &str) -> String {
    match key {
        "questions" => "write `questions: {en: [\"...\"], zh: [\"...\"]}`".to_owned(),
        "more" | "link" => format!("write `{key}: {{url: https://...}}`"),
        _ => format!("write `{key}: {{en: \"...\", zh: \"...\"}}`"),
    }
}
