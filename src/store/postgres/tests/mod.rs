//! What only a store in a database must do: be one process's, and outlive connections.

mod quiet;
mod replicas;

use crate::store::postgres::connection::session::col;
use crate::store::postgres::connection::value::values;
use crate::store::tests::postgres;
use crate::store::{
    Commit, DatabaseUrl, Journal, Outbox as _, PendingMessage, PostgresStore, Received, Settings,
    Store, StoreError,
};

pub(super) fn update(id: u64) -> Received {
    Received {
        id,
        at_seconds: 100,
        raw: "{}".into(),
    }
}

pub(super) fn open(store: &PostgresStore) -> Result<PostgresStore, StoreError> {
    PostgresStore::open(store.pool.url(), Settings::default())
}

/// What happens to a process that was silent for too long.
fn take_place_away(store: &PostgresStore) {
    store
        .read(async |session| session.script("DELETE FROM replica").await)
        .unwrap();
}

#[test]
fn one_that_lost_its_place_writes_no_more() {
    let Some(first) = postgres() else { return };
    assert!(first.is_in_use().unwrap() && first.has_place());
    first.append(&[update(1)]).unwrap();
    take_place_away(&first);
    let second = open(&first).unwrap();
    assert_eq!(first.append(&[update(2)]), Err(StoreError::Fenced));
    let commit = Commit {
        outbox: vec![PendingMessage::default()],
        ..Commit::default()
    };
    assert_eq!(first.commit(&[commit]), Err(StoreError::Fenced));
    second.look_around().unwrap();
    assert_eq!(second.open_updates(None, 9).unwrap(), [update(1)]);
    assert!(second.open_entries(None, 9).unwrap().is_empty());
    // The one without a place takes nobody else's with it.
    drop(first);
    assert_eq!(second.append(&[update(3)]), Ok(vec![true]));
    second.leave().unwrap();
    assert_eq!(second.append(&[update(4)]), Err(StoreError::Fenced));
    assert!(!second.is_in_use().unwrap() && !second.has_place());
}

#[test]
fn many_may_start_at_once_and_one_makes_the_tables() {
    let Some(store) = postgres() else { return };
    let url = store.pool.url();
    store
        .read(async |session| {
            session
                .script("DROP TABLE schema_steps, replica, heartbeat CASCADE")
                .await
        })
        .unwrap();
    let all = "SELECT format('DROP TABLE %I CASCADE', tablename) FROM pg_tables \
               WHERE schemaname = 'public' \
               UNION ALL SELECT format('DROP FUNCTION %s', oid::regprocedure) FROM pg_proc \
               WHERE pronamespace = 'public'::regnamespace";
    let drops = store.list(all, &[], |row| col::<String>(row, 0)).unwrap();
    let drops = drops.join("; ");
    store
        .read(async |session| session.script(&drops).await)
        .unwrap();
    let opened: Vec<_> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| PostgresStore::open(url, Settings::default())))
            .collect();
        starts
            .into_iter()
            .map(|start| start.join().unwrap())
            .collect()
    });
    assert!(opened.iter().all(Result::is_ok), "{opened:?}");
    let steps = "SELECT step FROM schema_steps ORDER BY step";
    let steps = store.list(steps, &[], |row| col::<i64>(row, 0)).unwrap();
    let known = i64::from(super::migrations::KNOWN);
    assert!(steps.iter().copied().eq(1..=known), "{steps:?}");
}

#[test]
fn a_database_that_closes_every_connection_is_found_again() {
    let Some(store) = postgres() else { return };
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let other = PostgresStore::look(store.pool.url()).unwrap();
    for id in 0..5 {
        // One whose connection was closed meanwhile may fail, as whoever asks knows.
        let mut attempts = (0..9).map(|_| store.append(&[update(id)]));
        assert_eq!(attempts.find_map(Result::ok), Some(vec![true]));
        other.list(end, &[], |row| col::<bool>(row, 0)).unwrap();
    }
    assert_eq!(store.open_updates(None, 9).unwrap().len(), 5);
}

#[test]
fn a_database_that_is_not_there_is_away_and_an_empty_one_is_no_store() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let url = format!("postgres://wenda@127.0.0.1:{port}/none?sslmode=disable");
    let url = DatabaseUrl::parse(&url).unwrap();
    let opened = PostgresStore::open(&url, Settings::default());
    assert!(matches!(opened, Err(StoreError::Away(_))), "{opened:?}");

    let Some(store) = postgres() else { return };
    store
        .read(async |session| {
            let delete = "DELETE FROM schema_steps WHERE step >= $1";
            session.rows(delete, &values![1_i64]).await.map(drop)
        })
        .unwrap();
    assert!(PostgresStore::look(store.pool.url()).is_err());
}

#[test]
fn numbers_rise_however_many_commit_at_once() {
    let Some(store) = postgres() else { return };
    let commit = |turn| Commit {
        outbox: vec![PendingMessage {
            turn,
            ..PendingMessage::default()
        }],
        ..Commit::default()
    };
    let mut seen = std::collections::HashSet::new();
    std::thread::scope(|scope| {
        for first in [0, 100, 200] {
            let store = &store;
            scope.spawn(move || {
                for turn in first..first + 40 {
                    store.commit(&[commit(turn)]).unwrap();
                }
            });
        }
        let mut last = 0;
        while seen.len() < 120 {
            for message in store.open_entries(Some(last), 16).unwrap() {
                assert!(message.id > last);
                last = message.id;
                assert!(seen.insert(message.turn), "{} came twice", message.turn);
            }
        }
    });
}

#[test]
fn an_update_whose_keeping_was_never_confirmed_is_new_when_it_comes_again() {
    let Some(store) = postgres() else { return };
    let lost = "INSERT INTO journal (update_id, at_seconds, raw) VALUES (1, 100, '{}')";
    store
        .read(async |session| session.script(lost).await)
        .unwrap();
    assert_eq!(store.append(&[update(1)]), Ok(vec![true]));
    assert_eq!(store.append(&[update(1)]), Ok(vec![false]));
}
