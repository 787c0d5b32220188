//! Checked raw files -> the FAQ, with the places of its parts.

use std::sync::Arc;

use crate::text::Language;

use super::EntryId;
use super::entry::{Entry, Faq, FilePlace, Link, Localized, Phrasing};
use super::parse::raw::{At, RawLocalized};
use super::parse::schema::{RawEntry, RawLink, ReadFile};
use super::places::{EntryPlaces, Places};

/// The FAQ of files that passed every rule; a part that did not is left out.
pub(super) fn faq(files: &[ReadFile]) -> (Faq, Places) {
    let mut faq = Faq::default();
    let mut places = Places::default();
    for (file, raw) in files {
        let Some(raw) = raw else { continue };
        let topic = raw.topic.as_ref().map(localized);
        for raw in &raw.entries.value {
            if let Some((entry, parts)) = entry(file, raw, topic.clone()) {
                faq.entries.push(entry);
                places.entries.push(parts);
            }
        }
        for group in &raw.synonyms {
            faq.synonyms.push(texts(&group.value));
            places.synonyms.push(group.mark.in_file(file));
        }
        faq.out_of_scope.extend(texts(&raw.out_of_scope));
        places.out_of_scope.extend(marks(file, &raw.out_of_scope));
    }
    (faq, places)
}

fn entry(
    file: &Arc<str>,
    raw: &RawEntry,
    topic: Option<Localized>,
) -> Option<(Entry, EntryPlaces)> {
    let mut parts = EntryPlaces {
        phrasings: Vec::new(),
        keywords: marks(file, &raw.keywords),
        tests: marks(file, &raw.tests),
        answer: Language::ALL.map(|language| Some(raw.answer.get(language)?.mark.in_file(file))),
    };
    let mut phrasings = Vec::new();
    for (language, questions) in &raw.questions {
        parts.phrasings.extend(marks(file, &questions.value));
        phrasings.extend(questions.value.iter().map(|text| Phrasing {
            text: text.value.clone(),
            language: *language,
        }));
    }
    let entry = Entry {
        id: EntryId::new(&raw.id.as_ref()?.value)?,
        topic,
        phrasings,
        keywords: texts(&raw.keywords),
        answer: localized(&raw.answer),
        link: raw.link.as_ref().and_then(link),
        more: raw.more.iter().filter_map(link).collect(),
        image: raw.image.as_ref().map(|text| text.value.clone()),
        related: raw
            .related
            .iter()
            .filter_map(|id| EntryId::new(&id.value))
            .collect(),
        tests: texts(&raw.tests),
        place: raw.mark.in_file(file),
    };
    Some((entry, parts))
}

fn texts(raw: &[At<String>]) -> Vec<String> {
    raw.iter().map(|text| text.value.clone()).collect()
}

fn marks(file: &Arc<str>, raw: &[At<String>]) -> Vec<FilePlace> {
    raw.iter().map(|text| text.mark.in_file(file)).collect()
}

fn localized(raw: &RawLocalized) -> Localized {
    let text = |language| raw.get(language).map(|text| text.value.clone());
    Localized {
        en: text(Language::En),
        zh: text(Language::Zh),
    }
}

fn link(raw: &RawLink) -> Option<Link> {
    Some(Link {
        url: raw.url.as_ref()?.value.clone(),
        label: localized(&raw.label),
    })
}
