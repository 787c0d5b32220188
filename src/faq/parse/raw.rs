//! What a file says, before any rule is applied: every part with its place, anything may be absent.

use crate::text::Language;

use std::sync::Arc;

use crate::faq::yaml::Mark;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place in the file.
    pub mark: Mark,
}

/// A file's name and what it says; `None` where its text is not YAML.
pub type ReadFile = (Arc<str>, Option<RawFile>);

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

impl RawFile {
    /// The same content without places: two files that say the same are equal then.
    pub(in crate::faq) fn without_places(mut self) -> RawFile {
        let texts = |texts: &mut Vec<At<String>>| {
            texts
                .iter_mut()
                .for_each(|text| text.mark = Mark::default());
        };
        let localized = |raw: &mut RawLocalized| {
            raw.mark = Mark::default();
            for (_, text) in &mut raw.texts {
                text.mark = Mark::default();
            }
            raw.texts.sort_by_key(|(language, _)| *language);
        };
        let link = |raw: &mut RawLink| {
            raw.url
                .iter_mut()
                .for_each(|url| url.mark = Mark::default());
            localized(&mut raw.label);
        };
        self.topic.iter_mut().for_each(localized);
        self.entries_at = None;
        for entry in &mut self.entries {
            entry.mark = Mark::default();
            entry.seen.clear();
            let id = entry.id.iter_mut().chain(&mut entry.image);
            id.for_each(|text| text.mark = Mark::default());
            for (_, questions) in &mut entry.questions {
                questions.mark = Mark::default();
                texts(&mut questions.value);
            }
            texts(&mut entry.keywords);
            localized(&mut entry.answer);
            entry.link.iter_mut().chain(&mut entry.more).for_each(link);
            texts(&mut entry.related);
            texts(&mut entry.tests);
        }
        for group in &mut self.synonyms {
            group.mark = Mark::default();
            texts(&mut group.value);
        }
        texts(&mut self.out_of_scope);
        self
    }
}
