//! Who may have chosen languages: nearly nobody has, and looking into the tables for each question
//! costs more than all else that is read for it.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;

use rusqlite::Connection;

use crate::conversation::{Person, Record};
use crate::store::sqlite::connection::unpoisoned;

/// With more people than this, eight bytes each, everybody may have chosen.
const MOST: usize = 100_000;

/// The people who chose, as hashes; two may share one, and who was forgotten stays.
#[derive(Debug, Default)]
pub(crate) struct LanguageIndex {
    people: Mutex<HashSet<u64>>,
    hasher: RandomState,
}

impl LanguageIndex {
    /// Those in the tables.
    pub(crate) fn read(db: &Connection) -> rusqlite::Result<LanguageIndex> {
        let chosen = LanguageIndex::default();
        let mut select = db.prepare("SELECT person FROM people LIMIT ?1")?;
        let people = select.query_map([MOST as i64 + 1], |row| row.get::<_, String>(0))?;
        for person in people {
            chosen.add(&person?);
        }
        Ok(chosen)
    }

    /// Adds whoever chooses in these records; to be called before they can be read.
    pub(crate) fn note(&self, records: &[Record]) {
        for record in records {
            if let Record::Languages { person, .. } = record {
                self.add(person.as_str());
            }
        }
    }

    /// `false` where the person certainly has not chosen.
    pub(crate) fn may_hold(&self, person: &Person) -> bool {
        let people = unpoisoned(&self.people);
        people.len() > MOST || people.contains(&self.hasher.hash_one(person.as_str()))
    }

    fn add(&self, person: &str) {
        let mut people = unpoisoned(&self.people);
        if people.len() <= MOST {
            people.insert(self.hasher.hash_one(person));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reply::Languages;
    use crate::store::{Commit, ConversationHistory, Settings, SqliteStore, Store};

    #[test]
    fn whoever_chose_is_found_in_this_process_and_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wenda.sqlite3");
        let store = SqliteStore::open(&path, Settings::default()).unwrap();
        let key = store.person_key();
        let (chose, did_not) = (key.person(1), key.person(2));
        assert_eq!(store.languages(&chose).unwrap(), None);
        let record = Record::Languages {
            person: chose.clone(),
            languages: Languages::En,
        };
        let commit = Commit {
            records: vec![record],
            ..Commit::default()
        };
        store.commit(&[commit]).unwrap();
        let check = |store: &SqliteStore| {
            assert_eq!(store.languages(&chose).unwrap(), Some(Languages::En));
            assert!(!store.language_index.may_hold(&did_not));
        };
        check(&store);
        drop(store);
        check(&SqliteStore::open(&path, Settings::default()).unwrap());
    }

    #[test]
    fn among_very_many_everybody_may_have_chosen() {
        let chosen = LanguageIndex::default();
        let key = SqliteStore::in_memory().unwrap().person_key().clone();
        for person in 0..=MOST {
            chosen.add(&person.to_string());
        }
        assert!(chosen.may_hold(&key.person(1)));
        assert!(unpoisoned(&chosen.people).len() <= MOST + 1);
    }
}
