//! What a store in a database tells.

use crate::cli::common::output::count;
use crate::cli::service::doctor::finding::{Finding, LONG_WAIT_SECONDS};
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
    let waits = found
        .queues
        .oldest_update_at
        .map_or(0, |since| now_seconds - since);
    let words = format!(
        "{url}: PostgreSQL {}, schema {}, {}, {} and {} waiting{}",
        found.server,
        found.schema,
        count(found.turns, "turn"),
        count(found.queues.updates, "update"),
        count(found.queues.messages, "message"),
        if found.is_in_use {
            ", in use by a running Wenda"
        } else {
            ""
        }
    );
    if found.oldest_transaction_seconds > OLD_TRANSACTION_SECONDS {
        let seconds = found.oldest_transaction_seconds;
        return Finding::note(
            ABOUT,
            format!("{words}; a transaction has been open for {seconds} s, so dead rows stay"),
            "end it, unless it is a copy being made: `SELECT pid, query FROM pg_stat_activity \
             ORDER BY xact_start`",
        );
    }
    if waits > LONG_WAIT_SECONDS && !found.is_in_use {
        let fix = format!("start `wenda run`: somebody has waited for {waits} s");
        return Finding::note(ABOUT, words, fix);
    }
    Finding::ok(ABOUT, words)
}

/// What is found there; `None` where there are no tables yet.
fn inspect(url: &DatabaseUrl) -> Result<Option<DatabaseInspection>, StoreError> {
    match PostgresStore::schema(url)? {
        Some(_) => PostgresStore::look(url)?.inspect().map(Some),
        None => Ok(None),
    }
}
