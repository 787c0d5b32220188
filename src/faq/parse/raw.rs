//! The shapes of values as a file gives them, before any rule is applied: each with its place,
//! anything may be absent.

use crate::faq::yaml::Mark;
use crate::text::Language;

/// A value and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place in the file.
    pub mark: Mark,
}

/// The languages of `questions` in file order, each with its place and its phrasings.
pub type RawQuestions = Vec<(Language, At<Vec<At<String>>>)>;

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

/// The variables of a file, in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawVars(pub Vec<RawVar>);

/// A variable as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawVar {
    /// Its name, of whatever form.
    pub name: At<String>,
    /// Its value in each language; one value for all stands in each.
    pub value: RawLocalized,
}
