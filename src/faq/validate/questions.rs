//! Which questions stand where: no question may be meant for two places.

use bitcode::{Decode, Encode};

use crate::faq::canonical::{canonical_key, text_hash as hash};
use crate::faq::entry::Entry;
use crate::faq::parse::schema::RawEntry;
use crate::parallel;

/// Entries from which on a second thread is worth starting.
const THREADED: usize = 500;
/// The place of a question that no entry may answer.
const NOWHERE: u64 = 0;

/// A question and the entry that it stands in, hashed. Two of a million questions share a hash with
/// a probability of about 3 in a hundred million; then all files are read, which finds nothing.
type Question = (u64, u64);

/// The questions of a FAQ: phrasings, tests and those out of scope. Sorted.
#[derive(Debug, Clone, Default, PartialEq, Encode, Decode)]
pub(in crate::faq) struct Questions(Vec<Question>);

impl Questions {
    /// All questions of these entries, and those that no entry may answer.
    pub fn of(entries: &[Entry], out_of_scope: &[String]) -> Questions {
        let texts = |entry: &Entry, all: &mut Vec<Question>| {
            let asked = entry.phrasings.iter().map(|phrasing| &*phrasing.text);
            let tests = entry.tests.iter().map(|test| &**test);
            add(all, entry.id.as_str(), asked.chain(tests));
        };
        Questions::read(entries, texts, out_of_scope.iter().map(|text| &**text))
    }

    /// The same of entries as they are read.
    pub fn of_raw<'r>(
        entries: &[&RawEntry],
        out_of_scope: impl Iterator<Item = &'r str>,
    ) -> Questions {
        let texts = |entry: &&RawEntry, all: &mut Vec<Question>| {
            let asked = entry.questions.iter().flat_map(|(_, texts)| &texts.value);
            let asked = asked.chain(&entry.tests).map(|text| &*text.value);
            let id = entry.id.as_ref().map_or("", |id| &id.value);
            add(all, id, asked);
        };
        Questions::read(entries, texts, out_of_scope)
    }

    fn read<'r, T: Sync>(
        entries: &[T],
        texts: impl Fn(&T, &mut Vec<Question>) + Sync,
        out_of_scope: impl Iterator<Item = &'r str>,
    ) -> Questions {
        let read = |part: &[T]| {
            let mut all = Vec::new();
            part.iter().for_each(|entry| texts(entry, &mut all));
            all
        };
        let mut all: Vec<Question> = parallel::parts(entries, THREADED, read).concat();
        all.extend(out_of_scope.map(|text| (key(text), NOWHERE)));
        all.sort_unstable();
        Questions(all)
    }

    /// Whether no question stands in two places.
    pub fn are_apart(&self) -> bool {
        self.0
            .windows(2)
            .all(|two| two[0].0 != two[1].0 || two[0].1 == two[1].1)
    }

    /// The same without those of `old` and with those of `new`.
    pub fn with(&self, old: &Questions, new: &Questions) -> Questions {
        let mut all = Vec::with_capacity(self.0.len() + new.0.len());
        let (mut old, mut new) = (old.0.iter().peekable(), new.0.iter().peekable());
        for one in &self.0 {
            if old.next_if_eq(&one).is_some() {
                continue;
            }
            while let Some(next) = new.next_if(|next| *next <= one) {
                all.push(*next);
            }
            all.push(*one);
        }
        all.extend(new);
        Questions(all)
    }

    /// Whether one of these questions stands in two places here.
    pub fn clash(&self, asked: &Questions) -> bool {
        asked.0.iter().any(|&(key, _)| {
            let first = self.0.partition_point(|one| one.0 < key);
            let alike = self.0[first..].iter().take_while(|one| one.0 == key);
            let mut places = alike.map(|one| one.1);
            let one = places.next();
            places.any(|other| Some(other) != one)
        })
    }
}

fn add<'t>(all: &mut Vec<Question>, id: &str, texts: impl Iterator<Item = &'t str>) {
    let id = hash(id).max(NOWHERE + 1);
    all.extend(texts.map(|text| (key(text), id)));
}

fn key(text: &str) -> u64 {
    hash(&canonical_key(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_two_places_is_seen() {
        let yaml = "entries:\n- {id: a, questions: {en: [How?, When?]}, answer: {en: A}}\n\
                    - {id: b, questions: {en: [Where?]}, answer: {en: B}}\n";
        let faq = crate::faq::read(&[("faq.yaml", yaml)]).faq.unwrap();
        let lines = ["how is the weather".to_owned()];
        let all = Questions::of(&faq.entries, &lines);
        let (old, mut entry) = (
            Questions::of(&faq.entries[1..], &[]),
            faq.entries[1].clone(),
        );
        for (text, clashes) in [
            ("Why?", false),
            ("WHEN", true),
            ("How is the weather?", true),
        ] {
            entry.phrasings[0].text = text.into();
            let new = Questions::of(&[entry.clone()], &[]);
            let with = all.with(&old, &new);
            assert_eq!(with.0.len(), all.0.len());
            assert!(with.0.is_sorted());
            assert_eq!(with.clash(&new), clashes, "{text}");
        }
    }
}
