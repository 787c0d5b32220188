//! Rows to entries: languages told apart, ids made, rows of the same entry joined.

use std::collections::HashMap;

use crate::faq::canonical::canonical_key;
use crate::faq::{Entry, EntryId, Faq, FilePlace, Link, Localized, Phrasing, shown};
use crate::text::Language;

use super::{Imported, Skipped};

/// One row of a spreadsheet or one question of a page, before it is an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Line where it begins, from 1.
    pub(super) line: usize,
    pub(super) id: String,
    pub(super) topic: Localized,
    /// Ways to ask, each with the language its column names, if it names one.
    pub(super) questions: Vec<(Option<Language>, String)>,
    /// Answers likewise.
    pub(super) answers: Vec<(Option<Language>, String)>,
    pub(super) keywords: Vec<String>,
    pub(super) link: Option<Link>,
    pub(super) more: Vec<Link>,
    pub(super) image: Option<String>,
    pub(super) related: Vec<String>,
    pub(super) tests: Vec<String>,
}

/// Rows to a FAQ: a row without a question adds nothing, one without an answer must continue an
/// entry before it (same id); rows with one id, or without ids with one answer, make one entry.
#[derive(Default)]
pub(super) struct Collector {
    faq: Faq,
    by_id: HashMap<String, usize>,
    by_answer: HashMap<String, usize>,
    related: Vec<(usize, usize, String)>,
    skipped: Vec<Skipped>,
}

impl Collector {
    pub(super) fn skip(&mut self, line: usize, reason: impl Into<String>) {
        let reason = reason.into();
        self.skipped.push(Skipped { line, reason });
    }

    pub(super) fn synonyms(&mut self, group: Vec<String>) {
        self.faq.synonyms.push(group);
    }

    pub(super) fn out_of_scope(&mut self, questions: Vec<String>) {
        self.faq.out_of_scope.extend(questions);
    }

    pub(super) fn row(&mut self, row: Row) {
        let title = row.questions.first().map(|(_, text)| shown(text));
        let title = title.or_else(|| row.answers.first().map(|(_, text)| shown(text)));
        let title = title.unwrap_or_else(|| row.id.clone());
        let known = match row.id.is_empty() {
            false => self.by_id.get(&row.id).copied(),
            true => row
                .answers
                .first()
                .and_then(|(_, text)| self.by_answer.get(&canonical_key(text)).copied()),
        };
        if row.questions.is_empty() && known.is_none() {
            return self.skip(row.line, format!("no question: {title}"));
        }
        if row.answers.is_empty() && known.is_none() {
            return self.skip(row.line, format!("no answer: {title}"));
        }
        let number = known.unwrap_or_else(|| self.new_entry(&row));
        self.fill(number, row);
    }

    fn new_entry(&mut self, row: &Row) -> usize {
        let number = self.faq.entries.len();
        let id = self.free_id(row);
        self.by_id.insert(id.to_string(), number);
        if !row.id.is_empty() {
            self.by_id.insert(row.id.clone(), number);
        }
        let has_topic = row.topic != Localized::default();
        self.faq.entries.push(Entry {
            id,
            topic: has_topic.then(|| row.topic.clone()),
            phrasings: Vec::new(),
            keywords: Vec::new(),
            answer: Localized::default(),
            link: None,
            more: Vec::new(),
            image: None,
            related: Vec::new(),
            tests: Vec::new(),
            place: FilePlace::default(),
        });
        number
    }

    /// The row's own id where it has the form, else one made of its words, and free.
    fn free_id(&self, row: &Row) -> EntryId {
        let english = row.questions.iter().find_map(|(_, text)| slug(text));
        let base = slug(&row.id)
            .or(english)
            .unwrap_or_else(|| "entry".to_owned());
        let taken = |id: &str| self.by_id.contains_key(id);
        (1usize..)
            .map(|count| match count {
                1 if base != "entry" => base.clone(),
                _ => format!(
                    "{}-{count}",
                    base.chars()
                        .take(40)
                        .collect::<String>()
                        .trim_end_matches('-')
                ),
            })
            .filter(|id| !taken(id))
            .find_map(|id| EntryId::new(&id))
            .unwrap_or_else(|| unreachable!("numbers do not run out"))
    }

    fn fill(&mut self, number: usize, row: Row) {
        let mut problems = Vec::new();
        let entry = &mut self.faq.entries[number];
        for (language, text) in row.questions {
            let language = language.unwrap_or_else(|| language_of(&text));
            let known = |phrasing: &Phrasing| canonical_key(&phrasing.text) == canonical_key(&text);
            match entry.phrasings.iter().any(known) {
                true => problems.push(format!(
                    "the question stands there already: {}",
                    shown(&text)
                )),
                false => entry.phrasings.push(Phrasing { text, language }),
            }
        }
        for (language, text) in row.answers {
            let language = language.unwrap_or_else(|| language_of(&text));
            self.by_answer.entry(canonical_key(&text)).or_insert(number);
            let slot = match language {
                Language::En => &mut entry.answer.en,
                Language::Zh => &mut entry.answer.zh,
            };
            match slot {
                Some(known) if *known != text => problems.push(format!(
                    "entry `{}` has another answer in this language already: {}",
                    entry.id,
                    shown(&text)
                )),
                _ => *slot = Some(text),
            }
        }
        for (what, list, new) in [
            ("keywords", &mut entry.keywords, row.keywords),
            ("tests", &mut entry.tests, row.tests),
        ] {
            let _ = what;
            for text in new {
                if !list.contains(&text) {
                    list.push(text);
                }
            }
        }
        if let Some(link) = row.link {
            match &entry.link {
                Some(known) if *known != link => entry.more.push(link),
                _ => entry.link = Some(link),
            }
        }
        for link in row.more {
            if !entry.more.contains(&link) {
                entry.more.push(link);
            }
        }
        if row.image.is_some() {
            entry.image = row.image;
        }
        let related = row.related.into_iter().map(|id| (number, row.line, id));
        self.related.extend(related);
        for problem in problems {
            self.skip(row.line, problem);
        }
    }

    /// The FAQ, with `related` led to the ids as they are now.
    pub(super) fn finish(mut self) -> Imported {
        for (number, line, id) in std::mem::take(&mut self.related) {
            match self.by_id.get(&id) {
                Some(&other) if other != number => {
                    let other = self.faq.entries[other].id.clone();
                    let related = &mut self.faq.entries[number].related;
                    if !related.contains(&other) {
                        related.push(other);
                    }
                }
                _ => self.skip(line, format!("related entry is not there: {}", shown(&id))),
            }
        }
        self.skipped.sort_by_key(|skipped| skipped.line);
        Imported {
            faq: self.faq,
            skipped: self.skipped,
        }
    }
}

/// Chinese where a Han character stands in it.
pub(super) fn language_of(text: &str) -> Language {
    match text
        .chars()
        .any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'))
    {
        true => Language::Zh,
        false => Language::En,
    }
}

/// An id of the words of a text, at most 48 characters; `None` where it has no Latin letter.
fn slug(text: &str) -> Option<String> {
    if EntryId::new(text).is_some() {
        return Some(text.to_owned());
    }
    let mut id = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' => id.push(c),
            '\'' | '’' => {}
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    const LONGEST: usize = 48;
    if id.len() > LONGEST {
        let cut = id[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        id.truncate(cut);
    }
    let id = id.trim_matches(['-', '_']);
    let has_letter = id.chars().any(|c| c.is_ascii_lowercase());
    (has_letter && EntryId::new(id).is_some()).then(|| id.to_owned())
}
