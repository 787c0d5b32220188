//! Versions, lists, drafts and edits come back as they were, and go in time.

use crate::conversation::Record;
use crate::store::sqlite::SqliteStore;
use crate::store::sqlite::admin::versions::VERSIONS;
use crate::store::sqlite::admin::*;
use crate::store::tests::admin::{keep, version};
use crate::store::{Commit, Store};

#[test]
fn only_the_last_versions_are_kept_and_each_text_once() {
    let store = SqliteStore::in_memory().unwrap();
    for number in 1..=30 {
        keep(&store, version(number));
    }
    let count = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        get(&store, |c| c.query_row(&sql, [], |row| row.get(0))).unwrap()
    };
    assert_eq!(count("versions"), VERSIONS);
    assert_eq!(count("version_texts"), VERSIONS + 1);
    assert_eq!(store.files_of_version(30).unwrap().len(), 2);
    assert!(store.files_of_version(1).unwrap().is_empty());
}

#[test]
fn what_shows_words_goes_in_time_and_with_whoever_asked_for_it() {
    let store = SqliteStore::in_memory().unwrap();
    let list = |turn| AdminRecord::List {
        turn,
        at_seconds: 100 * i64::try_from(turn).unwrap(),
        items: Vec::new(),
    };
    keep(&store, list(1));
    keep(&store, list(2));
    get(&store, |c| forget_before(c, 150)).unwrap();
    let is_known = |turn| store.list(turn).unwrap().is_some();
    assert!(!is_known(1) && is_known(2));
    let forget = Record::Forget {
        person: crate::conversation::Person::from_stored("someone".into()),
        chat: None,
    };
    let records = vec![forget];
    let commit = Commit {
        records,
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap();
    assert!(!is_known(2));
}
