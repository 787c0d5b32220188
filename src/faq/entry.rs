//! One FAQ item and its parts, as everything after `faq` sees them: valid, plain data.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::Language;

/// A whole FAQ: every file of the folder together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faq {
    /// Entries in file order; ids are unique.
    pub entries: Vec<Entry>,
    /// Groups of words or phrases that mean the same, across languages too.
    pub synonyms: Vec<Vec<String>>,
    /// Questions that no entry may answer.
    pub out_of_scope: Vec<String>,
}

/// One FAQ item (others call it an intent): how people ask, and what is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Unique name, stable over time; buttons and statistics refer to it.
    pub id: EntryId,
    /// The group under which people browse, if the file names one.
    pub topic: Option<Localized>,
    /// Ways to ask, in file order; at least one.
    pub phrasings: Vec<Phrasing>,
    /// Words that speak strongly for this entry.
    pub keywords: Vec<String>,
    /// The answer in Markdown; at least one language.
    pub answer: Localized,
    /// The help article.
    pub link: Option<Link>,
    /// Further reading.
    pub more: Vec<Link>,
    /// Address of a picture shown with the answer.
    pub image: Option<String>,
    /// Entries offered beside the answer; each exists.
    pub related: Vec<EntryId>,
    /// Questions that must reach this entry.
    pub tests: Vec<String>,
    /// Where the entry stands.
    pub place: FilePlace,
}

impl Entry {
    /// The title in `language`: its first phrasing there, else the first of the other language.
    pub fn title(&self, language: Language) -> &str {
        self.phrasings
            .iter()
            .find(|phrasing| phrasing.language == language)
            .or_else(|| self.phrasings.first())
            .map_or(self.id.as_str(), |phrasing| &phrasing.text)
    }
}

/// An entry's name: `[a-z0-9][a-z0-9_-]{0,47}`, so at most 48 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId(Arc<str>);

impl EntryId {
    /// The id, or `None` where `text` does not have the form.
    pub fn new(text: &str) -> Option<EntryId> {
        let mut bytes = text.bytes();
        let first = bytes.next()?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let valid = text.len() <= 48
            && plain(first)
            && bytes.all(|byte| plain(byte) || byte == b'_' || byte == b'-');
        valid.then(|| EntryId(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EntryId {
    type Error = String;

    fn try_from(text: String) -> Result<EntryId, String> {
        EntryId::new(&text).ok_or_else(|| format!("`{text}` is not an entry id"))
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> String {
        id.as_str().to_owned()
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One way to ask for an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrasing {
    /// As its author wrote it.
    pub text: String,
    /// The key it stood under in the file.
    pub language: Language,
}

/// A text in one or both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Localized {
    /// English, if given.
    pub en: Option<String>,
    /// Chinese, if given.
    pub zh: Option<String>,
}

impl Localized {
    /// The text in `language`, if given.
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::En => self.en.as_deref(),
            Language::Zh => self.zh.as_deref(),
        }
    }

    /// The text in `language`, else in the other one.
    pub fn get_or_other(&self, language: Language) -> Option<&str> {
        self.get(language).or_else(|| self.get(language.other()))
    }
}

/// A web address with the words shown for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written in the file; may hold Chinese characters.
    pub url: String,
    /// What the reader sees; empty means a standard wording.
    pub label: Localized,
}

/// A place in a file, for people: line and column count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilePlace {
    /// Path as given on the command line or found in the folder.
    pub file: Arc<str>,
    /// Line, from 1; 0 where the place is the whole file.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for FilePlace {
    /// `file:line:column`; the file alone where the place is the whole file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}:{}", self.file, self.column),
        }
    }
}
