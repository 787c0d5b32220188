//! One file, one writer, its readers, and what does not lie on in it.

use std::path::Path;

use rusqlite::Connection;

use crate::conversation::Record;
use crate::store::sqlite::file::beside;
use crate::store::sqlite::traits::LOG_BYTES;
use crate::store::{
    Commit, ConversationHistory as _, Done, Journal as _, Outbox as _, Outcome, PendingMessage,
    Receipt, Received, Settings, SqliteStore, Store as _, StoreError,
};

#[test]
fn the_file_is_its_owners_alone_and_has_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/wenda.sqlite3");
    let store = SqliteStore::open(&path, Settings::default()).unwrap();
    #[cfg(unix)]
    for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
    let second = SqliteStore::open(&path, Settings::default());
    assert!(matches!(second, Err(StoreError::InUse(_))), "{second:?}");
    drop(store);
    SqliteStore::open(&path, Settings::default()).unwrap();
}

#[test]
fn people_are_the_same_in_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wenda.sqlite3");
    let first = SqliteStore::open(&path, Settings::default())
        .unwrap()
        .person_key()
        .person(1);
    let again = SqliteStore::open(&path, Settings::default())
        .unwrap()
        .person_key()
        .person(1);
    assert_eq!(first, again);
}

#[test]
fn what_was_forgotten_does_not_lie_on_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wenda.sqlite3");
    let store = SqliteStore::open(&path, Settings::default()).unwrap();
    let update = Received {
        id: 1,
        at_seconds: 0,
        raw: r#"{"text":"purple llama"}"#.into(),
    };
    store.append(&[update]).unwrap();
    let holds_words = |file: &Path| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(12).any(|window| window == b"purple llama")
    };
    let log = beside(&path, "-wal");
    assert!(holds_words(&log));
    let commit = Commit {
        done: Some((1, Done::Handled)),
        at_seconds: 0,
        outbox: Vec::new(),
        records: vec![Record::Forget {
            person: store.person_key().person(1),
            chat: None,
        }],
    };
    store.commit(&[commit]).unwrap();
    assert!(!holds_words(&log) && !holds_words(&path));
}

#[test]
fn the_log_stays_short_however_much_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wenda.sqlite3");
    let store = SqliteStore::open(&path, Settings::default()).unwrap();
    let len = || std::fs::metadata(beside(&path, "-wal")).map_or(0, |log| log.len());
    // Somebody reads what the store was like at the beginning, for some rounds.
    let reader = Connection::open(&path).unwrap();
    let looks = |sql| reader.execute_batch(sql).unwrap();
    looks("BEGIN; SELECT count(*) FROM journal");
    const ROUNDS: u64 = 30;
    const BYTES: usize = 6 << 20;
    const READS: u64 = 12;
    let mut emptied = 0;
    for round in 0..ROUNDS {
        let update = Received {
            id: round,
            at_seconds: 0,
            raw: "x".repeat(BYTES),
        };
        store.append(&[update]).unwrap();
        store.maintain().unwrap();
        if round == READS {
            looks("COMMIT");
        }
        emptied += usize::from(len() == 0);
        assert!(
            len() <= LOG_BYTES + (READS + 2) * BYTES as u64,
            "{} bytes in round {round}",
            len()
        );
    }
    assert!((1..=3).contains(&emptied), "{emptied} times: now and then");
    store.maintain().unwrap();
    store.maintain().unwrap();
    assert_eq!(len(), 0, "nothing lies on in it");
    assert_eq!(
        store.open_updates(None, 100).unwrap().len(),
        ROUNDS as usize
    );
}

#[test]
fn a_file_that_is_no_store_is_named_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wenda.sqlite3");
    std::fs::write(
        &path,
        "this is not a database, it only sits in its place ".repeat(100),
    )
    .unwrap();
    let opened = SqliteStore::open(&path, Settings::default());
    assert!(matches!(opened, Err(StoreError::Damaged(_))), "{opened:?}");
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing_half_written() {
    use crate::store::{Journal, Outbox, PendingMessage, Received};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wenda.sqlite3");
    let store = SqliteStore::open(&path, Settings::default()).unwrap();
    // The first of each batch fits into pages that are there, the second does not.
    let updates = [10, 100_000].map(|len| Received {
        id: len as u64,
        at_seconds: 1,
        raw: "x".repeat(len),
    });
    let commit = Commit {
        outbox: vec![PendingMessage {
            turn: 1,
            part: 0,
            chat: Some(5),
            carries: true,
            payload: "x".repeat(100_000),
            ..PendingMessage::default()
        }],
        ..Commit::default()
    };
    store.set_full(true);
    assert_eq!(store.append(&updates), Err(StoreError::Full));
    assert_eq!(
        store.commit(std::slice::from_ref(&commit)),
        Err(StoreError::Full)
    );
    assert_eq!(store.open_updates(None, 10).unwrap(), []);
    assert!(store.open_entries(None, 10).unwrap().is_empty());
    store.set_full(false);
    assert_eq!(store.append(&updates), Ok(vec![true, true]));
    store.commit(&[commit]).unwrap();
    assert_eq!(store.open_entries(None, 10).unwrap().len(), 1);
}

#[test]
fn what_was_sent_is_not_offered_again_while_others_write() {
    const ENTRIES: u64 = 4000;
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("wenda.sqlite3"), Settings::default());
    let store = store.unwrap();
    let mut sent = std::collections::HashSet::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 1..=ENTRIES {
                let entry = PendingMessage {
                    turn,
                    part: 0,
                    chat: Some(5),
                    carries: true,
                    ..PendingMessage::default()
                };
                let commit = Commit {
                    outbox: vec![entry],
                    ..Commit::default()
                };
                store.commit(&[commit]).unwrap();
            }
        });
        while sent.len() < ENTRIES as usize {
            // Time for the other to be in the middle of a write.
            std::thread::sleep(std::time::Duration::from_micros(100));
            for open in store.open_entries(None, 64).unwrap() {
                assert!(sent.insert(open.id), "{} was sent before", open.id);
                let settled = Receipt {
                    id: open.id,
                    turn: open.turn,
                    outcome: Outcome::Sent(Some(open.id)),
                };
                store.settle(&[settled]).unwrap();
            }
        }
    });
}

#[test]
fn the_writer_remembers_more_pages_in_a_rush_and_fewer_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("x.sqlite3"), Settings::default()).unwrap();
    let cache = || store.write(|db| Ok(db.query_row("PRAGMA cache_size", [], |row| row.get(0))?));
    let quiet: i64 = cache().unwrap();
    let commits = vec![Commit::default(); 64];
    store.commit(&commits).unwrap();
    assert!(cache().unwrap() < quiet, "negative: in KiB");
    store.maintain().unwrap();
    assert!(cache().unwrap() < quiet, "it may go on");
    store.commit(&commits[..1]).unwrap();
    store.maintain().unwrap();
    assert_eq!(cache().unwrap(), quiet);
}
