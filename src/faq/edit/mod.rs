//! YAML edited in place: one thing added to a file's text, every other byte left as it is.
//!
//! Pure: text in, text out. Every edit inserts one piece of text; the result is read again and
//! must say exactly what was meant, otherwise the edit is refused. [`Edit::undo`] takes the piece
//! out again, also from a text that has changed elsewhere since.
//!
//! ```
//! use wenda::faq::edit;
//! use wenda::text::Language;
//! let text = "entries:
//!   - id: hours   # asked daily
//!     questions: {en: [When are you open?], zh: [几点开门]}
//!     answer: {en: From nine to five., zh: 九点到五点。}
//! ";
//! let edit = edit::add_phrasing(text, "hours", Language::Zh, "什么时候营业").unwrap();
//! assert!(edit.text.contains("zh: [几点开门, 什么时候营业]"));
//! assert_eq!(edit.undo(&edit.text).as_deref(), Some(text));
//! ```

mod change;
mod entries;
mod fields;
mod insert;
mod result;
mod splice;
#[cfg(test)]
mod tests;
mod write;

use crate::text::Language;

use super::EntryId;
use super::canonical::canonical_key;
use super::parse::raw::At;
use super::parse::schema::{RawEntry, RawLink};

pub use change::change_entry;
pub use entries::{move_entry, remove_entry};
pub use fields::EntryFields;
pub use result::{Edit, EditError};
use result::{at, item, one_line, read};

/// A new entry, as an admin dictates it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Its id.
    pub id: EntryId,
    /// Ways to ask; the first of each language is the title.
    pub questions: Vec<(Language, String)>,
    /// The answer in one or both languages.
    pub answer: Vec<(Language, String)>,
    /// Address of a help article.
    pub link: Option<String>,
}

/// Adds a way to ask to an entry.
///
/// # Errors
/// When the file has errors or no such entry, the entry has the phrasing already, or the place
/// cannot be written to without changing more.
pub fn add_phrasing(
    text: &str,
    entry: &str,
    language: Language,
    phrasing: &str,
) -> Result<Edit, EditError> {
    let phrasing = one_line(phrasing)?;
    let mut meant = read(text)?;
    let named = |raw: &RawEntry| raw.id.as_ref().is_some_and(|id| id.value == entry);
    let number = meant.entries.value.iter().position(named);
    let number = number.ok_or_else(|| EditError::NoEntry(entry.to_owned()))?;
    let raw = &mut meant.entries.value[number];
    refuse_known(
        raw.questions.iter().flat_map(|(_, texts)| &texts.value),
        &phrasing,
    )?;
    let index = raw
        .questions
        .iter()
        .position(|(known, _)| *known == language);
    let index = index.unwrap_or_else(|| {
        raw.questions.push((language, at(Vec::new())));
        raw.questions.len() - 1
    });
    raw.questions[index].1.value.push(at(phrasing.clone()));
    insert::first_that_holds(text, &meant, |root| {
        let questions = &item(root, number)?.field("questions")?.1;
        let item = |style| write::scalar(&phrasing, style);
        match questions.field(language.code()) {
            Some((key, list)) => insert::into_list(text, key, list, item),
            None => insert::into_map(text, questions, language.code(), item),
        }
    })
}

/// Adds an entry behind the last one.
///
/// # Errors
/// As [`add_phrasing`], and when the id is taken in this file or the new entry lacks a question or
/// an answer.
pub fn add_entry(text: &str, entry: &NewEntry) -> Result<Edit, EditError> {
    let mut meant = read(text)?;
    let taken = |raw: &RawEntry| {
        raw.id
            .as_ref()
            .is_some_and(|id| id.value == entry.id.as_str())
    };
    if meant.entries.value.iter().any(taken) {
        return Err(EditError::AlreadyThere(entry.id.to_string()));
    }
    let raw = raw_entry(entry)?;
    let written = write::entry(&raw);
    meant.entries.value.push(raw);
    insert::first_that_holds(text, &meant, |root| {
        Some(match root.field("entries") {
            Some((key, list)) => insert::into_block(text, key, list, &written)?,
            None => insert::at_end(text, "entries:", &written),
        })
    })
}

/// Adds a question that no entry may answer.
///
/// # Errors
/// As [`add_phrasing`].
pub fn add_out_of_scope(text: &str, question: &str) -> Result<Edit, EditError> {
    let question = one_line(question)?;
    let mut meant = read(text)?;
    refuse_known(meant.out_of_scope.iter(), &question)?;
    meant.out_of_scope.push(at(question.clone()));
    insert::first_that_holds(text, &meant, |root| {
        let item = |style| write::scalar(&question, style);
        match root.field("out_of_scope") {
            Some((key, list)) => insert::into_list(text, key, list, item),
            None => {
                let line = format!("- {}", write::scalar(&question, write::Style::Double));
                Some(insert::at_end(text, "out_of_scope:", &[line]))
            }
        }
    })
}

fn refuse_known<'r>(
    mut known: impl Iterator<Item = &'r At<String>>,
    new: &str,
) -> Result<(), EditError> {
    match known.any(|text| canonical_key(&text.value) == canonical_key(new)) {
        true => Err(EditError::AlreadyThere(new.to_owned())),
        false => Ok(()),
    }
}

fn raw_entry(entry: &NewEntry) -> Result<RawEntry, EditError> {
    let mut raw = RawEntry {
        id: Some(at(entry.id.to_string())),
        ..RawEntry::default()
    };
    for (language, question) in &entry.questions {
        let question = at(one_line(question)?);
        match raw
            .questions
            .iter_mut()
            .find(|(known, _)| known == language)
        {
            Some((_, texts)) => texts.value.push(question),
            None => raw.questions.push((*language, at(vec![question]))),
        }
    }
    for (language, answer) in &entry.answer {
        let text = write::without_odd_characters(answer);
        if !text.is_empty() {
            raw.answer.texts.push((*language, at(text)));
        }
    }
    raw.answer.texts.sort_by_key(|(language, _)| *language);
    if raw.questions.is_empty() || raw.answer.texts.is_empty() {
        let message = "a new entry needs a question and an answer";
        return Err(EditError::Unfit(message.to_owned()));
    }
    if let Some(url) = &entry.link {
        raw.link = Some(RawLink {
            url: Some(at(one_line(url)?)),
            ..RawLink::default()
        });
    }
    Ok(raw)
}
