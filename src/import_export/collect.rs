//! Records to entries: languages told apart, ids made, records of the same entry joined.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use url::Url;

use crate::faq::canonical::canonical_key;
use crate::faq::{
    Conditions, Entry, EntryContent, EntryId, Faq, FilePlace, Link, Localized, Phrasing, shown,
};
use crate::text::Language;

use super::reading::{Reading, Record};
use super::types::ImportNote;
use super::words::ids::{numbered, says_nothing, slug};
use super::words::language::language_of;

/// Answers of at least so many letters, a Han character counting two, make one entry of several
/// questions. Shorter ones ("Yes.", "Ask us.") are the same by chance.
const LONG_ANSWER: usize = 60;

/// Records of all sources to one FAQ.
#[derive(Default)]
pub(super) struct Collector {
    faq: Faq,
    /// Entries of this import by the id of their source (with its file) and by their own id.
    by_source_id: HashMap<(Arc<str>, String), usize>,
    by_id: HashMap<String, usize>,
    by_answer: HashMap<String, usize>,
    /// Which entry a question belongs to already, with its place.
    by_question: HashMap<String, (usize, Arc<str>, usize)>,
    related: Vec<(usize, Arc<str>, usize, String)>,
    /// Ids of the FAQ that the import goes into: by question, and all of them.
    known_ids: HashMap<String, EntryId>,
    taken: HashSet<String>,
    notes: Vec<ImportNote>,
}

impl Collector {
    /// A collector whose entries take over the ids of `existing` where they ask the same.
    pub(super) fn beside(existing: Option<&Faq>) -> Collector {
        let mut collector = Collector::default();
        for entry in existing.iter().flat_map(|faq| &faq.entries) {
            collector.taken.insert(entry.id.to_string());
            for phrasing in &entry.phrasings {
                let key = canonical_key(&phrasing.text);
                let known = collector.known_ids.entry(key);
                known.or_insert_with(|| entry.id.clone());
            }
        }
        collector
    }

    fn note(&mut self, file: &Arc<str>, line: usize, left_out: bool, message: String) {
        self.notes.push(ImportNote {
            file: file.clone(),
            line,
            left_out,
            message,
        });
    }

    /// Takes over what one source holds.
    pub(super) fn take(&mut self, file: &Arc<str>, reading: Reading) {
        for note in reading.notes {
            self.note(file, note.line, note.left_out, note.message);
        }
        self.faq.synonyms.extend(reading.synonyms);
        self.faq.out_of_scope.extend(reading.out_of_scope);
        for record in reading.records {
            self.record(file, record);
        }
    }

    fn record(&mut self, file: &Arc<str>, mut record: Record) {
        record.questions.retain(|(_, text)| !text.trim().is_empty());
        record.answers.retain(|(_, text)| !text.trim().is_empty());
        let line = record.line;
        let title = record.questions.first().map(|(_, text)| shown(text));
        let title = title.or_else(|| record.answers.first().map(|(_, text)| shown(text)));
        let title = title.unwrap_or_else(|| record.id.clone());
        let same_id = self.by_source_id.get(&(file.clone(), record.id.clone()));
        let same_id = same_id.copied().filter(|_| !record.id.is_empty());
        let known = same_id.or_else(|| self.same_answer(&record));
        if record.questions.is_empty() && known.is_none() {
            return self.note(file, line, true, format!("no question: {title}"));
        }
        if record.answers.is_empty() && known.is_none() {
            return self.note(file, line, true, format!("no answer: {title}"));
        }
        if !self.drop_known_questions(file, &mut record, known) && known.is_none() {
            return;
        }
        if same_id.is_none() && known.is_some() && !record.questions.is_empty() {
            let number = known.unwrap_or_default();
            let id = self.faq.entries[number].id.clone();
            let message = format!("the same long answer as entry `{id}`, joined to it: {title}");
            self.note(file, line, false, message);
        }
        let number = known.unwrap_or_else(|| self.new_entry(file, &record));
        self.fill(number, file, record);
    }

    /// The entry that has the record's long answer already, in the same topic.
    fn same_answer(&self, record: &Record) -> Option<usize> {
        if !record.id.is_empty() && !says_nothing(&record.id) || record.ditto {
            return None;
        }
        let (_, text) = record.answers.first()?;
        let weight = |c: char| match c.is_alphanumeric() {
            true => 1 + usize::from(language_of(c.encode_utf8(&mut [0; 4])) == Language::Zh),
            false => 0,
        };
        let long = text.chars().map(weight).sum::<usize>() >= LONG_ANSWER;
        let number = long.then(|| self.by_answer.get(&canonical_key(text)).copied())??;
        let topic = self.faq.entries[number].topic.clone().unwrap_or_default();
        (topic == record.topic).then_some(number)
    }

    /// Takes questions out that an entry has already; whether one is left.
    fn drop_known_questions(
        &mut self,
        file: &Arc<str>,
        record: &mut Record,
        into: Option<usize>,
    ) -> bool {
        let questions = std::mem::take(&mut record.questions);
        let mut own = HashSet::new();
        for (language, text) in questions {
            let key = canonical_key(&text);
            match self.by_question.get(&key) {
                Some((number, other, line)) => {
                    let place = match other == file {
                        true => format!("line {line}"),
                        false => format!("{other}:{line}"),
                    };
                    let same = Some(*number) == into;
                    let message = match same {
                        true => format!("the question stands there already: {}", shown(&text)),
                        false => {
                            format!("the question stands at {place} already: {}", shown(&text))
                        }
                    };
                    self.note(file, record.line, true, message);
                }
                None if !own.insert(key) => {}
                None => record.questions.push((language, text)),
            }
        }
        !record.questions.is_empty()
    }

    fn new_entry(&mut self, file: &Arc<str>, record: &Record) -> usize {
        let number = self.faq.entries.len();
        let id = self.free_id(record);
        self.by_id.insert(id.to_string(), number);
        self.taken.insert(id.to_string());
        let names = [&record.topic.en, &record.topic.zh];
        let has_topic = names.into_iter().flatten().any(|name| !is_no_topic(name));
        let entry = EntryContent {
            id,
            topic: has_topic.then(|| record.topic.clone()),
            phrasings: Vec::new(),
            keywords: Vec::new(),
            answer: Localized::default(),
            link: None,
            more: Vec::new(),
            image: None,
            related: Vec::new(),
            tests: Vec::new(),
            conditions: Conditions::default(),
            written: None,
        };
        let place = FilePlace {
            file: file.clone(),
            line: record.line,
            column: 1,
        };
        self.faq.entries.push(Entry::new(entry, place));
        number
    }

    /// The id that the FAQ has for one of the questions; else the record's own where it says
    /// something; else one made of the words of a question.
    fn free_id(&self, record: &Record) -> EntryId {
        let known =
            |(_, text): &(Option<Language>, String)| self.known_ids.get(&canonical_key(text));
        let known = record.questions.iter().filter_map(known);
        if let Some(id) = known
            .into_iter()
            .find(|id| !self.by_id.contains_key(id.as_str()))
        {
            return id.clone();
        }
        if record.own_id
            && let Some(id) = EntryId::new(&record.id)
            && !self.by_id.contains_key(id.as_str())
        {
            return id;
        }
        let own = Some(record.id.as_str()).filter(|id| !says_nothing(id));
        let english = |(_, text): &&(Option<Language>, String)| language_of(text) == Language::En;
        let questions = record.questions.iter();
        let words = questions.clone().filter(english).chain(questions);
        let base = own
            .and_then(slug)
            .or_else(|| {
                record
                    .anchor
                    .as_deref()
                    .filter(|a| !says_nothing(a))
                    .and_then(slug)
            })
            .or_else(|| words.into_iter().find_map(|(_, text)| slug(text)))
            .unwrap_or_else(|| "entry".to_owned());
        let free = |id: &EntryId| {
            !self.taken.contains(id.as_str()) && !self.by_id.contains_key(id.as_str())
        };
        (1usize..)
            .filter_map(|count| numbered(&base, count))
            .find(free)
            .unwrap_or_else(|| unreachable!("numbers do not run out"))
    }

    fn fill(&mut self, number: usize, file: &Arc<str>, record: Record) {
        let mut problems = Vec::new();
        if !record.id.is_empty() {
            let key = (file.clone(), record.id.clone());
            self.by_source_id.entry(key).or_insert(number);
        }
        let line = record.line;
        let entry = &mut self.faq.entries[number];
        for (language, text) in record.questions {
            let language = language.unwrap_or_else(|| language_of(&text));
            let place = (number, file.clone(), line);
            self.by_question.insert(canonical_key(&text), place);
            entry.phrasings.push(Phrasing { text, language });
        }
        for (language, text) in record.answers {
            let language = language.unwrap_or_else(|| language_of(&text));
            self.by_answer.entry(canonical_key(&text)).or_insert(number);
            let slot = match language {
                Language::En => &mut entry.answer.en,
                Language::Zh => &mut entry.answer.zh,
            };
            match slot {
                Some(known) if canonical_key(known) != canonical_key(&text) => {
                    problems.push(format!(
                        "entry `{}` has another answer in this language already: {}",
                        entry.id,
                        shown(&text)
                    ))
                }
                Some(_) => {}
                None => *slot = Some(text),
            }
        }
        add_new(&mut entry.keywords, record.keywords);
        add_new(&mut entry.tests, record.tests);
        let links = record.link.into_iter().chain(record.more);
        for link in links {
            match web_address(&link.url) {
                None => problems.push(format!("not a web address: {}", shown(&link.url))),
                Some(url) => {
                    let link = Link { url, ..link };
                    let known = entry.link.as_ref() == Some(&link) || entry.more.contains(&link);
                    match &entry.link {
                        None => entry.link = Some(link),
                        Some(_) if known => {}
                        Some(_) => entry.more.push(link),
                    }
                }
            }
        }
        match record
            .image
            .as_deref()
            .map(|image| (image, web_address(image)))
        {
            Some((_, Some(url))) => entry.image = Some(url),
            Some((image, None)) => {
                problems.push(format!("not a picture's web address: {}", shown(image)))
            }
            None => {}
        }
        let related = record.related.into_iter();
        let related = related.map(|id| (number, file.clone(), line, id));
        self.related.extend(related);
        for problem in problems {
            self.note(file, line, true, problem);
        }
    }

    /// The FAQ, with `related` led to the ids as they are now, and what there is to tell.
    pub(super) fn finish(mut self) -> (Faq, Vec<ImportNote>) {
        for (number, file, line, id) in std::mem::take(&mut self.related) {
            let by_source = self.by_source_id.get(&(file.clone(), id.clone()));
            match by_source.or_else(|| self.by_id.get(&id)) {
                Some(&other) if other != number => {
                    let other = self.faq.entries[other].id.clone();
                    let related = &mut self.faq.entries[number].related;
                    if !related.contains(&other) {
                        related.push(other);
                    }
                }
                _ => {
                    let message = format!("related entry is not there: {}", shown(&id));
                    self.note(&file, line, true, message);
                }
            }
        }
        let asked = std::mem::take(&mut self.faq.out_of_scope);
        self.faq.out_of_scope = asked
            .into_iter()
            .filter(|text| !self.by_question.contains_key(&canonical_key(text)))
            .collect();
        (self.faq, self.notes)
    }
}

/// Whether a topic is the one that programs give to what has none.
fn is_no_topic(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "global",
        "default",
        "none",
        "n/a",
        "-",
        "uncategorized",
        "uncategorised",
        "unassigned",
        "无",
        "默认",
        "未分类",
        "默认分类",
    ];
    NAMES.contains(&name.trim().to_lowercase().as_str())
}

fn add_new(list: &mut Vec<String>, new: Vec<String>) {
    for text in new {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}

/// A whole web address as a FAQ may hold it: `www.` completed, spaces written as `%20`.
fn web_address(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let text = match text {
        _ if text.starts_with("www.") => format!("https://{text}"),
        _ if text.starts_with("//") => format!("https:{text}"),
        _ => text.to_owned(),
    };
    let text = text.replace(' ', "%20");
    let web = text.to_lowercase();
    let web = web.starts_with("http://") || web.starts_with("https://");
    (web && !text.contains(char::is_whitespace) && Url::parse(&text).is_ok()).then_some(text)
}
