//! The second reader: the same text through `serde_yaml` into typed structs.
//!
//! YAML has corners where two parsers read two things. A text on which both agree, to the last
//! character, means what it seems to mean; any other is refused.

use serde::Deserialize;

use crate::faq::yaml::Mark;
use crate::text::Language;

use super::raw::{At, RawFile, RawLink, RawLocalized};
use super::syntax::{self, Finding};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    topic: Option<Texts>,
    entries: Option<Vec<Entry>>,
    synonyms: Option<Vec<Option<Vec<String>>>>,
    out_of_scope: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    id: Option<String>,
    questions: Option<Questions>,
    keywords: Option<Vec<String>>,
    answer: Option<Texts>,
    link: Option<Link>,
    more: Option<Vec<Link>>,
    image: Option<String>,
    related: Option<Vec<String>>,
    tests: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Questions {
    en: Option<Vec<String>>,
    zh: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Texts {
    en: Option<String>,
    zh: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Link {
    url: Option<String>,
    label: Option<Texts>,
}

/// What `serde_yaml` finds wrong with a text that was read as `raw` without a problem.
pub(super) fn second_opinion(text: &str, raw: &RawFile) -> Option<Finding> {
    let file = match serde_yaml::from_str::<Option<File>>(text) {
        Ok(file) => file.unwrap_or_default(),
        Err(error) => {
            let location = error.location();
            let mark = location.map_or(Mark { line: 1, column: 1 }, |found| Mark {
                line: found.line(),
                column: found.column(),
            });
            if let Some(found) = syntax::unprintable(text) {
                return Some(found);
            }
            let message = format!("cannot be read as YAML: {}", first_line(&error.to_string()));
            return Some(Finding::new(mark, message, QUOTE.to_owned()));
        }
    };
    let mut ours = Vec::new();
    list_raw(raw, &mut ours);
    let mut theirs = Vec::new();
    list_typed(&file, &mut theirs);
    let last = ours
        .last()
        .map_or(Mark { line: 1, column: 1 }, |(_, mark)| *mark);
    let differing = ours
        .iter()
        .zip(&theirs)
        .find(|((ours, _), theirs)| ours != *theirs)
        .map(|((_, mark), _)| *mark)
        .or((ours.len() != theirs.len()).then_some(last))?;
    let message = "this can be read in two ways as YAML".to_owned();
    Some(Finding::new(differing, message, QUOTE.to_owned()))
}

const QUOTE: &str = "put the text in double quotes";

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}

/// Every text of a file in one fixed order, with its place.
fn list_raw<'r>(raw: &'r RawFile, out: &mut Vec<(&'r str, Mark)>) {
    if let Some(topic) = &raw.topic {
        list_localized(topic, out);
    }
    for entry in &raw.entries {
        list_texts(entry.id.as_slice(), out);
        for language in Language::ALL {
            for (_, texts) in entry
                .questions
                .iter()
                .filter(|(known, _)| *known == language)
            {
                list_texts(&texts.value, out);
            }
        }
        list_texts(&entry.keywords, out);
        list_localized(&entry.answer, out);
        for link in entry.link.iter().chain(&entry.more) {
            list_link(link, out);
        }
        list_texts(entry.image.as_slice(), out);
        list_texts(&entry.related, out);
        list_texts(&entry.tests, out);
    }
    for group in &raw.synonyms {
        list_texts(&group.value, out);
    }
    list_texts(&raw.out_of_scope, out);
}

fn list_texts<'r>(texts: &'r [At<String>], out: &mut Vec<(&'r str, Mark)>) {
    out.extend(texts.iter().map(|text| (text.value.as_str(), text.mark)));
}

fn list_localized<'r>(raw: &'r RawLocalized, out: &mut Vec<(&'r str, Mark)>) {
    for language in Language::ALL {
        list_texts(
            raw.get(language)
                .map(std::slice::from_ref)
                .unwrap_or_default(),
            out,
        );
    }
}

fn list_link<'r>(link: &'r RawLink, out: &mut Vec<(&'r str, Mark)>) {
    list_texts(link.url.as_slice(), out);
    list_localized(&link.label, out);
}

/// The same order as [`list_raw`].
fn list_typed<'f>(file: &'f File, out: &mut Vec<&'f str>) {
    list_typed_texts(&file.topic, out);
    for entry in file.entries.iter().flatten() {
        out.extend(entry.id.as_deref().map(str::trim));
        let questions = entry.questions.iter();
        for texts in questions.flat_map(|questions| [&questions.en, &questions.zh]) {
            list_strings(texts, out);
        }
        list_strings(&entry.keywords, out);
        list_typed_texts(&entry.answer, out);
        for link in entry.link.iter().chain(entry.more.iter().flatten()) {
            out.extend(link.url.as_deref().map(str::trim));
            list_typed_texts(&link.label, out);
        }
        out.extend(entry.image.as_deref().map(str::trim));
        list_strings(&entry.related, out);
        list_strings(&entry.tests, out);
    }
    for group in file.synonyms.iter().flatten() {
        list_strings(group, out);
    }
    list_strings(&file.out_of_scope, out);
}

fn list_strings<'f>(texts: &'f Option<Vec<String>>, out: &mut Vec<&'f str>) {
    out.extend(texts.iter().flatten().map(|text| text.trim()));
}

fn list_typed_texts<'f>(texts: &'f Option<Texts>, out: &mut Vec<&'f str>) {
    if let Some(texts) = texts {
        out.extend(
            [&texts.en, &texts.zh]
                .into_iter()
                .flatten()
                .map(|text| text.trim()),
        );
    }
}
