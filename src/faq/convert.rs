//! Checked raw files -> the FAQ, with the places of its parts.

use std::sync::Arc;

use crate::text::Language;

use jiff::civil::Date;

use super::EntryId;
use super::entry::conditions::Conditions;
use super::entry::{Entry, EntryContent, Faq, FilePlace, Link, Localized, Phrasing};
use super::parse::raw::{At, RawLocalized};
use super::parse::schema::{RawEntry, RawLink, ReadFile};
use super::places::{EntryPlaces, Places};
use super::vars::Vars;

/// The FAQ of files that passed every rule; a part that did not is left out.
pub(super) fn faq(files: &[ReadFile]) -> (Faq, Places) {
    let mut faq = Faq::default();
    let mut places = Places::default();
    let declared = files.iter().filter_map(|(_, raw)| raw.as_ref());
    let declared = declared.flat_map(|raw| &raw.vars.0);
    let vars = declared.map(|var| (var.name.value.clone(), localized(&var.value)));
    let vars = Vars(vars.collect());
    for (file, raw) in files {
        let Some(raw) = raw else { continue };
        let topic = raw.topic.as_ref().map(localized);
        for raw in &raw.entries.value {
            if let Some((entry, parts)) = entry(file, raw, topic.clone(), &vars) {
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
    faq.vars = vars.0;
    (faq, places)
}

pub(super) fn entry(
    file: &Arc<str>,
    raw: &RawEntry,
    topic: Option<Localized>,
    vars: &Vars,
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
    let written = localized(&raw.answer);
    let answer = filled(&written, vars);
    let entry = EntryContent {
        id: EntryId::new(&raw.id.as_ref()?.value)?,
        topic,
        phrasings,
        keywords: texts(&raw.keywords),
        written: (answer != written).then_some(written),
        answer,
        link: raw.link.as_ref().and_then(link),
        more: raw.more.iter().filter_map(link).collect(),
        image: raw.image.as_ref().map(|text| text.value.clone()),
        related: raw
            .related
            .iter()
            .filter_map(|id| EntryId::new(&id.value))
            .collect(),
        tests: texts(&raw.tests),
        conditions: conditions(raw),
    };
    Some((Entry::new(entry, raw.mark.in_file(file)), parts))
}

/// When and where an entry may be given; what cannot be read is left out.
pub(super) fn conditions(raw: &RawEntry) -> Conditions {
    let day = |text: &Option<At<String>>| date(&text.as_ref()?.value);
    Conditions {
        valid_from: day(&raw.valid_from),
        valid_until: day(&raw.valid_until),
        review_by: day(&raw.review_by),
        only_in: texts(&raw.only_in),
        not_in: texts(&raw.not_in),
    }
}

/// A day as it is written: `2026-12-31`.
pub(super) fn date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    text.parse().ok().filter(|_| is_plain)
}

/// The texts with the variables' values in them.
fn filled(written: &Localized, vars: &Vars) -> Localized {
    let fill = |language| Some(vars.fill(written.get(language)?, language));
    Localized {
        en: fill(Language::En),
        zh: fill(Language::Zh),
    }
}

pub(super) fn texts(raw: &[At<String>]) -> Vec<String> {
    raw.iter().map(|text| text.value.clone()).collect()
}

fn marks(file: &Arc<str>, raw: &[At<String>]) -> Vec<FilePlace> {
    raw.iter().map(|text| text.mark.in_file(file)).collect()
}

pub(super) fn localized(raw: &RawLocalized) -> Localized {
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
