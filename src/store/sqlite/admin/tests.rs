//! Versions, lists, drafts and edits come back as they were, and go in time.

use crate::admin::{Origin, Patch, Version};
use crate::conversation::Record;
use crate::store::sqlite::SqliteStore;
use crate::store::sqlite::admin::versions::VERSIONS;
use crate::store::sqlite::admin::*;
use crate::store::{Commit, ConversationHistory, Store};

fn keep(store: &SqliteStore, record: AdminRecord) {
    let records = vec![Record::Admin(record)];
    let commit = Commit {
        records,
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap();
}

fn version(number: i64) -> AdminRecord {
    AdminRecord::Version(Version {
        at_seconds: number,
        fingerprint: format!("f{number}"),
        origin: Origin::Reload,
        turn: Some(number.unsigned_abs()),
        by: None,
        files: vec![
            Source {
                name: "same.yaml".into(),
                text: "always the same".into(),
            },
            Source {
                name: "a.yaml".into(),
                text: format!("text {number}"),
            },
        ],
    })
}

#[test]
fn versions_know_what_answered_before_them_also_after_a_rollback() {
    let store = SqliteStore::in_memory().unwrap();
    for number in 1..=3 {
        keep(&store, version(number));
    }
    assert_eq!(store.current_version().unwrap().unwrap().number, 3);
    assert_eq!(store.version_before(3).unwrap().unwrap().number, 2);
    let pinned_now = Some("f3".to_owned());
    keep(
        &store,
        AdminRecord::Current {
            number: 2,
            pinned: pinned_now.clone(),
            turn: 9,
        },
    );
    assert_eq!(store.current_version().unwrap().unwrap().fingerprint, "f2");
    assert_eq!(store.pinned_files().unwrap(), pinned_now);
    assert!(store.rolled_back(9).unwrap() && !store.rolled_back(8).unwrap());
    keep(&store, version(4));
    assert_eq!(
        store.version_before(4).unwrap().unwrap().number,
        2,
        "not the one taken back"
    );
    assert_eq!(store.pinned_files().unwrap(), None);
    assert_eq!(store.version_of(3).unwrap().unwrap().number, 3);
    let names: Vec<String> = store
        .files_of_version(2)
        .unwrap()
        .into_iter()
        .map(|f| f.text)
        .collect();
    assert_eq!(names, ["text 2", "always the same"]);
}

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

#[test]
fn drafts_and_edits_come_back_as_they_were() {
    let store = SqliteStore::in_memory().unwrap();
    let draft = Draft {
        id: Some("new".into()),
        ..Draft::default()
    };
    let record = |draft| AdminRecord::Draft {
        chat: "p1".into(),
        at_seconds: 50,
        draft,
    };
    keep(&store, record(Some(draft.clone())));
    assert_eq!(store.draft("p1", 50).unwrap(), Some(draft));
    assert_eq!(store.draft("p1", 51).unwrap(), None, "too old");
    keep(&store, record(None));
    assert_eq!(store.draft("p1", 0).unwrap(), None);

    let patch = Patch::between("a.yaml", "1\n", "1\n2\n").unwrap();
    let made = Edit {
        turn: 7,
        at_seconds: 1,
        patch,
        inserted: "2\n".into(),
        at_bytes: 2,
        undone: false,
        by: Some(ConversationHistory::person_key(&store).person(5)),
        entry: EntryId::new("refund"),
    };
    keep(&store, AdminRecord::Edit(made.clone()));
    assert_eq!(store.edit(7).unwrap(), Some(made.clone()));
    let of = |id: &str| store.edits_of(&EntryId::new(id).unwrap(), 5).unwrap();
    assert_eq!((of("refund"), of("other")), (vec![made], vec![]));
    keep(&store, AdminRecord::Undone { turn: 7 });
    assert!(store.edit(7).unwrap().unwrap().undone);
}
