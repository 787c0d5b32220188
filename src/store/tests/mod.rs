//! What every store does alike, asked of SQLite and of PostgreSQL: what is kept comes back as it was,
//! is found by those who may find it, and goes when asked to.

use std::sync::Arc;

use crate::conversation::Record;
use crate::store::{Commit, DatabaseUrl, PostgresStore, Settings, SqliteStore, Store};

pub(crate) mod admin;
mod business;
mod cards;
pub(crate) mod history;
mod queues;

#[path = "../../../tests/it/postgres_cluster.rs"]
mod postgres_cluster;

/// Asks `look` of each kind of store, new and empty.
fn each(look: impl Fn(&dyn Store)) {
    look(&SqliteStore::in_memory().unwrap());
    if let Some(store) = postgres() {
        look(&*store);
    }
}

/// A store in a database of its own; `None` where there is no PostgreSQL.
pub(crate) fn postgres() -> Option<Arc<PostgresStore>> {
    let url = DatabaseUrl::parse(&postgres_cluster::new_database()?).unwrap();
    Some(Arc::new(
        PostgresStore::open(&url, Settings::default()).unwrap(),
    ))
}

fn keep(store: &dyn Store, records: Vec<Record>) {
    let commit = Commit {
        records,
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap();
}
