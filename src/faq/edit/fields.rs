//! The fields of an entry that a form shows.

use sha2::{Digest, Sha256};

use super::result::one_line;
use super::write;
use crate::faq::{Entry, EntryId};
use crate::text::Language;

/// What a form shows of an entry, and what it is to say. The rest (`more`, `image`, labels) stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryFields {
    /// Ways to ask in English and in Chinese; the first of each is the title.
    pub questions: [Vec<String>; 2],
    /// Words that speak strongly for the entry.
    pub keywords: Vec<String>,
    /// The answer in English and in Chinese; empty for none.
    pub answer: [String; 2],
    /// Address of the help article; empty for none.
    pub link: String,
    /// Ids of related entries.
    pub related: Vec<String>,
    /// Questions that must reach the entry.
    pub tests: Vec<String>,
}

impl EntryFields {
    /// What `entry` says.
    pub fn of(entry: &Entry) -> EntryFields {
        let questions = |language| {
            let own = entry
                .phrasings
                .iter()
                .filter(|one| one.language == language);
            own.map(|one| one.text.clone()).collect()
        };
        let answer = |language| {
            let written = entry.written_answer().get(language);
            written.unwrap_or_default().to_owned()
        };
        EntryFields {
            questions: Language::ALL.map(questions),
            keywords: entry.keywords.clone(),
            answer: Language::ALL.map(answer),
            link: entry
                .link
                .as_ref()
                .map_or(String::new(), |link| link.url.clone()),
            related: entry.related.iter().map(EntryId::to_string).collect(),
            tests: entry.tests.clone(),
        }
    }

    /// What tells these fields from others: 16 hexadecimal digits.
    pub fn mark(&self) -> String {
        let EntryFields {
            questions: [en, zh],
            keywords,
            answer: [answer_en, answer_zh],
            link,
            related,
            tests,
        } = self;
        let one = std::slice::from_ref;
        let lists: [&[String]; 8] = [
            en,
            zh,
            keywords,
            one(answer_en),
            one(answer_zh),
            one(link),
            related,
            tests,
        ];
        let mut digest = Sha256::new();
        for list in lists {
            // The lengths keep a list from running into the next one, and a text into its neighbour.
            digest.update(list.len().to_be_bytes());
            for text in list {
                digest.update(text.len().to_be_bytes());
                digest.update(text);
            }
        }
        hex::encode(&digest.finalize()[..8])
    }

    /// The same as it can stand in a file: lists without empty lines, answers without what YAML
    /// cannot hold.
    pub fn tidied(&self) -> EntryFields {
        let list = |list: &Vec<String>| -> Vec<String> {
            list.iter().filter_map(|text| one_line(text).ok()).collect()
        };
        EntryFields {
            questions: self.questions.each_ref().map(list),
            keywords: list(&self.keywords),
            answer: self
                .answer
                .each_ref()
                .map(|text| write::without_odd_characters(text)),
            link: one_line(&self.link).unwrap_or_default(),
            related: list(&self.related),
            tests: list(&self.tests),
        }
    }
}
