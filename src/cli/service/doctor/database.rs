//! What a store in a database tells.

use crate::cli::service::doctor::finding::Finding;
use crate::cli::service::doctor::waiting;
use crate::store::{DatabaseInspection, DatabaseUrl, PostgresStore, StoreError};

const ABOUT: &str = "store";

/// A transaction older than this holds up the removal of dead rows, in seconds.
const OLD_TRANSACTION_SECONDS: i64 = 60;

/// Whether the database is there and holds a store of this program, and what waits in it.
pub fn finding(url: &DatabaseUrl, now_seconds: i64) -> Finding {
    let found = match inspect(url) {
        Ok(Some(found)) => found,
        Ok(None) => {
            let words = format!("{url}: there, and still empty");
            return Finding::ok(ABOUT, format!("{words}; `wenda run` makes the tables"));
        }
        Err(error) => {
            let fix = error.help().unwrap_or("look at the database's log");
            return Finding::error(ABOUT, format!("{url}: {error}"), fix);
        }
    };
    let what = format!(
        "{url}: PostgreSQL {}, schema {}",
        found.server, found.schema
    );
    let words = waiting::words(&what, found.turns, &found.queues, found.is_in_use);
    if found.oldest_transaction_seconds > OLD_TRANSACTION_SECONDS {
        let seconds = found.oldest_transaction_seconds;
        return Finding::note(
            ABOUT,
            format!("{words}; a transaction has been open for {seconds} s, so dead rows stay"),
            "end it, unless it is a copy being made: `SELECT pid, query FROM pg_stat_activity \
             ORDER BY xact_start`",
        );
    }
    waiting::finding(ABOUT, words, &found.queues, found.is_in_use, now_seconds)
}

/// What is found there; `None` where there are no tables yet.
fn inspect(url: &DatabaseUrl) -> Result<Option<DatabaseInspection>, StoreError> {
    match PostgresStore::schema(url)? {
        Some(_) => PostgresStore::look(url)?.inspect().map(Some),
        None => Ok(None),
    }
}
