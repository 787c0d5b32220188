//! One FAQ item and its parts, as everything after `faq` sees them: valid, plain data.

pub(in crate::faq) mod conditions;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::model::ids::EntryId;
use crate::text::Language;
use bitcode::{Decode, Encode};
use conditions::Conditions;

/// A whole FAQ: every file of the folder together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faq {
    /// Entries in file order; ids are unique.
    pub entries: Vec<Entry>,
    /// Groups of words or phrases that mean the same, across languages too.
    pub synonyms: Vec<Vec<String>>,
    /// Questions that no entry may answer.
    pub out_of_scope: Vec<String>,
    /// What stands in answers as `{name}`.
    pub vars: BTreeMap<String, Localized>,
}

/// One FAQ item (others call it an intent): how people ask, and what is answered.
///
/// Its content is shared: a clone costs next to nothing, and a FAQ that differs from another one in
/// few entries holds the others once. Who changes a clone gets content of its own.
#[derive(Clone)]
pub struct Entry {
    content: Arc<EntryContent>,
    /// Where the entry stands.
    pub place: FilePlace,
}

/// What an [`Entry`] holds.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
pub struct EntryContent {
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
    /// When and where it may be given.
    pub conditions: Conditions,
    /// The answer as it is written, where variables stand in it.
    pub written: Option<Localized>,
}

impl Entry {
    /// An entry of this content, which stands at `place`.
    pub fn new(content: EntryContent, place: FilePlace) -> Entry {
        Entry::of_shared(Arc::new(content), place)
    }

    /// The same of content that others may share.
    pub(in crate::faq) fn of_shared(content: Arc<EntryContent>, place: FilePlace) -> Entry {
        Entry { content, place }
    }

    /// Its content, shared.
    pub(in crate::faq) fn shared(&self) -> Arc<EntryContent> {
        self.content.clone()
    }

    /// Whether both are one content in memory. Where they are not, they may be equal still.
    pub fn is_shared_with(&self, other: &Entry) -> bool {
        Arc::ptr_eq(&self.content, &other.content)
    }
}

impl Deref for Entry {
    type Target = EntryContent;

    fn deref(&self) -> &EntryContent {
        &self.content
    }
}

impl DerefMut for Entry {
    fn deref_mut(&mut self) -> &mut EntryContent {
        Arc::make_mut(&mut self.content)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        let is_same = self.is_shared_with(other) || self.content == other.content;
        is_same && self.place == other.place
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = f.debug_struct("Entry");
        parts.field("content", &self.content);
        parts.field("place", &self.place).finish()
    }
}

impl EntryContent {
    /// The answer as it is written in the file.
    pub fn written_answer(&self) -> &Localized {
        self.written.as_ref().unwrap_or(&self.answer)
    }

    /// The title in `language`: its first phrasing there, else the first of the other language.
    pub fn title(&self, language: Language) -> &str {
        self.phrasings
            .iter()
            .find(|phrasing| phrasing.language == language)
            .or_else(|| self.phrasings.first())
            .map_or(self.id.as_str(), |phrasing| &phrasing.text)
    }
}

/// One way to ask for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Phrasing {
    /// As its author wrote it.
    pub text: String,
    /// The key it stood under in the file.
    pub language: Language,
}

/// A text in one or both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
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
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
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
