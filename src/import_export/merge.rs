//! An import into a folder that has a FAQ already: known entries are updated in their files, new
//! ones get files by topic. Files in which nothing changes are not touched.

use std::collections::{BTreeMap, HashSet};

use crate::faq::canonical::canonical_key;
use crate::faq::edit::{self, EntryFields, NewEntry};
use crate::faq::{Entry, EntryId, Faq, Loaded, Localized, to_yaml};
use crate::text::Language;

use super::words::ids::slug;

/// A file to write, by its path below the folder.
#[derive(Debug, Clone, PartialEq)]
pub struct FileText {
    /// Path as the FAQ names it, or a new name.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Whether the folder has it already.
    pub known: bool,
    /// Entries that change in it, as they were and as they are.
    pub changed: Vec<(Entry, Entry)>,
    /// Entries that it gets.
    pub added: Vec<Entry>,
    /// Whether it also gets synonyms or questions out of scope.
    pub words: bool,
    /// Whether `text` is the old text with only what changes changed.
    pub kept: bool,
}

impl FileText {
    /// The file's text `old` with only what changes changed: comments and order stay. `None` where
    /// it is written in a way that cannot be changed in place.
    pub fn in_place(&self, old: &str) -> Option<String> {
        if self.words {
            return None;
        }
        let mut text = old.to_owned();
        for (before, after) in &self.changed {
            let label = |entry: &Entry| entry.link.as_ref().map(|link| link.label.clone());
            let same = before.image == after.image
                && before.more == after.more
                && (before.link.is_some() && label(before) == label(after)
                    || label(after).unwrap_or_default() == Localized::default());
            if !same {
                return None;
            }
            text = edit::change_entry(&text, after.id.as_str(), &EntryFields::of(after)).ok()?;
        }
        for entry in &self.added {
            let label = entry.link.as_ref().map(|link| link.label.clone());
            let plain = entry.image.is_none()
                && entry.more.is_empty()
                && label.unwrap_or_default() == Localized::default();
            if !plain {
                return None;
            }
            let answers = Language::ALL.into_iter().filter_map(|language| {
                let text = entry.answer.get(language)?;
                Some((language, text.to_owned()))
            });
            let new = NewEntry {
                id: entry.id.clone(),
                questions: entry
                    .phrasings
                    .iter()
                    .map(|one| (one.language, one.text.clone()))
                    .collect(),
                answer: answers.collect(),
                link: entry.link.as_ref().map(|link| link.url.clone()),
            };
            text = edit::add_entry(&text, &new).ok()?.text;
            text = edit::change_entry(&text, entry.id.as_str(), &EntryFields::of(entry)).ok()?;
        }
        Some(text)
    }
}

/// What a merge makes of an import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// Files to write.
    pub files: Vec<FileText>,
    /// Entries that are new, changed, and as they were.
    pub counts: (usize, usize, usize),
    /// Entries that the source does not have, in files that hold some it has: file and id.
    pub not_in_source: Vec<(String, EntryId)>,
}

/// The files to write for `imported` into `folder`, where `existing` stands already. `stem` names
/// the file of entries without a topic.
pub fn merge(existing: Option<&Loaded>, imported: &Faq, folder: &str, stem: &str) -> Merged {
    let mut merged = Merged::default();
    let old = existing.and_then(|loaded| loaded.faq.as_ref());
    let mut files: BTreeMap<String, Faq> = BTreeMap::new();
    for entry in old.iter().flat_map(|faq| &faq.entries) {
        files
            .entry(entry.place.file.to_string())
            .or_default()
            .entries
            .push(entry.clone());
    }
    if let Some((faq, places)) = old.zip(existing.map(|loaded| &loaded.places)) {
        for (group, place) in faq.synonyms.iter().zip(&places.synonyms) {
            files
                .entry(place.file.to_string())
                .or_default()
                .synonyms
                .push(group.clone());
        }
        for (question, place) in faq.out_of_scope.iter().zip(&places.out_of_scope) {
            files
                .entry(place.file.to_string())
                .or_default()
                .out_of_scope
                .push(question.clone());
        }
    }
    let known: Vec<String> = files.keys().cloned().collect();
    let mut touched: Vec<String> = Vec::new();
    let touch = |name: &str, touched: &mut Vec<String>| {
        if !touched.iter().any(|known| known == name) {
            touched.push(name.to_owned());
        }
    };
    let mut at: std::collections::HashMap<String, (String, usize)> =
        std::collections::HashMap::new();
    for (name, faq) in &files {
        for (number, entry) in faq.entries.iter().enumerate() {
            at.insert(entry.id.to_string(), (name.clone(), number));
        }
    }
    let mut changed: BTreeMap<String, Vec<(Entry, Entry)>> = BTreeMap::new();
    let mut added: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let in_source: HashSet<&str> = imported
        .entries
        .iter()
        .map(|entry| entry.id.as_str())
        .collect();
    for faq in files.values() {
        let (have, lack): (Vec<&Entry>, Vec<&Entry>) = faq
            .entries
            .iter()
            .partition(|entry| in_source.contains(entry.id.as_str()));
        let lack = lack.into_iter().filter(|_| !have.is_empty());
        merged
            .not_in_source
            .extend(lack.map(|entry| (entry.place.file.to_string(), entry.id.clone())));
    }
    for entry in &imported.entries {
        if let Some((name, number)) = at.get(entry.id.as_str()) {
            let Some(old) = files
                .get_mut(name)
                .and_then(|faq| faq.entries.get_mut(*number))
            else {
                continue;
            };
            let new = updated(old, entry);
            match new == *old {
                true => merged.counts.2 += 1,
                false => {
                    let pair = (old.clone(), new.clone());
                    changed.entry(name.clone()).or_default().push(pair);
                    *old = new;
                    touch(name, &mut touched);
                    merged.counts.1 += 1;
                }
            }
            continue;
        }
        merged.counts.0 += 1;
        let name = file_for(entry, &files, folder, stem);
        files
            .entry(name.clone())
            .or_default()
            .entries
            .push(entry.clone());
        added.entry(name.clone()).or_default().push(entry.clone());
        touch(&name, &mut touched);
    }
    // Words and foreign questions of the import stand in its first file.
    let has = |group: &Vec<String>| files.values().any(|faq| faq.synonyms.contains(group));
    let synonyms: Vec<Vec<String>> = imported
        .synonyms
        .iter()
        .filter(|group| !has(group))
        .cloned()
        .collect();
    let foreign: Vec<String> = imported
        .out_of_scope
        .iter()
        .filter(|text| !files.values().any(|faq| faq.out_of_scope.contains(text)))
        .cloned()
        .collect();
    let words = !(synonyms.is_empty() && foreign.is_empty());
    if let Some(faq) = touched.first().and_then(|first| files.get_mut(first)) {
        faq.synonyms.extend(synonyms);
        faq.out_of_scope.extend(foreign);
    }
    for (number, name) in touched.into_iter().enumerate() {
        let Some(faq) = files.get(&name) else {
            continue;
        };
        let text: String = to_yaml(faq).into_iter().map(|(_, text)| text).collect();
        merged.files.push(FileText {
            known: known.contains(&name),
            changed: changed.remove(&name).unwrap_or_default(),
            added: added.remove(&name).unwrap_or_default(),
            words: words && number == 0,
            kept: false,
            name,
            text,
        });
    }
    merged
}

/// A known entry with what the source says now; what only the FAQ has stays.
fn updated(old: &Entry, new: &Entry) -> Entry {
    let mut entry = old.clone();
    for phrasing in &new.phrasings {
        if !entry
            .phrasings
            .iter()
            .any(|known| canonical_key(&known.text) == canonical_key(&phrasing.text))
        {
            entry.phrasings.push(phrasing.clone());
        }
    }
    // An answer's last line end is a matter of the file.
    let same = |a: &Option<String>, b: &str| a.as_deref().map(str::trim) == Some(b.trim());
    let content = &mut *entry;
    for (slot, text) in [
        (&mut content.answer.en, &new.answer.en),
        (&mut content.answer.zh, &new.answer.zh),
    ] {
        if let Some(text) = text.as_ref().filter(|text| !same(slot, text)) {
            *slot = Some(text.clone());
            // What the source says has no variables.
            content.written = None;
        }
    }
    if new.link.is_some() {
        content.link.clone_from(&new.link);
    }
    if new.image.is_some() {
        content.image.clone_from(&new.image);
    }
    for word in &new.keywords {
        if !entry.keywords.contains(word) {
            entry.keywords.push(word.clone());
        }
    }
    entry
}

/// The file that holds the entry's topic already, else one named after the topic.
fn file_for(entry: &Entry, files: &BTreeMap<String, Faq>, folder: &str, stem: &str) -> String {
    let same = |faq: &Faq| {
        faq.entries
            .first()
            .is_some_and(|first| first.topic == entry.topic)
    };
    if let Some((name, _)) = files.iter().find(|(_, faq)| same(faq)) {
        return name.clone();
    }
    let topic = entry
        .topic
        .as_ref()
        .and_then(|topic| topic.en.as_deref().or(topic.zh.as_deref()));
    let base = topic
        .and_then(slug)
        .or_else(|| slug(stem))
        .unwrap_or_else(|| "faq".to_owned());
    (1usize..)
        .map(|count| match count {
            1 => format!("{folder}/{base}.yaml"),
            count => format!("{folder}/{base}-{count}.yaml"),
        })
        .find(|name| !files.contains_key(name))
        .unwrap_or_else(|| unreachable!("numbers do not run out"))
}
