//! What a file says, before any rule is applied: every part with its place, anything may be absent.

use crate::text::Language;

use super::node::Mark;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place in the file.
    pub mark: Mark,
}

/// One file as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawFile {
    /// The topic of the file's entries.
    pub topic: Option<RawLocalized>,
    /// Where the list of entries stands, if the file has the key.
    pub entries_at: Option<Mark>,
    /// The entries, in file order.
    pub entries: Vec<RawEntry>,
    /// Groups of words that mean the same.
    pub synonyms: Vec<At<Vec<At<String>>>>,
    /// Questions that no entry may answer.
    pub out_of_scope: Vec<At<String>>,
}

/// One entry as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawEntry {
    /// Where the entry begins.
    pub mark: Mark,
    /// Keys that are there, or that a misspelt key was probably meant to be: their absence is no
    /// second problem.
    pub seen: Vec<&'static str>,
    /// The id, of whatever form.
    pub id: Option<At<String>>,
    /// The languages of `questions` in file order, each with its place and its phrasings.
    pub questions: Vec<(Language, At<Vec<At<String>>>)>,
    /// Words that speak strongly for the entry.
    pub keywords: Vec<At<String>>,
    /// The answer.
    pub answer: RawLocalized,
    /// The help article.
    pub link: Option<RawLink>,
    /// Further reading.
    pub more: Vec<RawLink>,
    /// Address of a picture.
    pub image: Option<At<String>>,
    /// Ids of related entries.
    pub related: Vec<At<String>>,
    /// Questions that must reach the entry.
    pub tests: Vec<At<String>>,
}

/// A text per language as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawLocalized {
    /// Where the map of languages stands.
    pub mark: Mark,
    /// The texts in file order.
    pub texts: Vec<(Language, At<String>)>,
}

impl RawLocalized {
    /// The text in `language`.
    pub fn get(&self, language: Language) -> Option<&At<String>> {
        self.texts
            .iter()
            .find(|(known, _)| *known == language)
            .map(|(_, text)| text)
    }
}

/// A link as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawLink {
    /// The address, of whatever form.
    pub url: Option<At<String>>,
    /// The words shown for it.
    pub label: RawLocalized,
}
