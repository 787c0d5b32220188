//! Looking at a store in a database without changing it.

use crate::store::postgres::connection::address::DatabaseUrl;
use crate::store::postgres::connection::pool::Pool;
use crate::store::postgres::connection::session::col;
use crate::store::postgres::migrations;
use crate::store::postgres::store::PostgresStore;
use crate::store::{Queues, Store as _, StoreError};

/// What was found in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseInspection {
    /// The server's version, in its own words.
    pub server: String,
    /// Number of schema steps taken.
    pub schema: u32,
    /// What waits.
    pub queues: Queues,
    /// Turns remembered: questions, and commands with buttons.
    pub turns: u64,
    /// Whether a running Wenda has it.
    pub is_in_use: bool,
    /// For how long the oldest transaction that we may see has been open.
    pub oldest_transaction_seconds: i64,
}

impl PostgresStore {
    /// Number of schema steps taken in the database at `url`; `None` where it holds no store.
    ///
    /// # Errors
    /// Where the database is not there, or a newer program made the schema.
    pub fn schema(url: &DatabaseUrl) -> Result<Option<u32>, StoreError> {
        let pool = Pool::new(url.clone())?;
        pool.with(async |session| migrations::taken(session).await)
    }

    /// What is found in the database. Counts all turns.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn inspect(&self) -> Result<DatabaseInspection, StoreError> {
        let schema = self.read(async |session| migrations::taken(session).await)?;
        let sql = "SELECT current_setting('server_version'), (SELECT count(*) FROM turns), \
             (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::bigint \
              FROM pg_stat_activity \
              WHERE datname = current_database() AND pid <> pg_backend_pid())";
        let found = self.first(sql, &[], |row| {
            Ok((col(row, 0)?, col::<i64>(row, 1)?, col(row, 2)?))
        })?;
        let (server, turns, oldest_transaction_seconds) = found.unwrap_or_default();
        Ok(DatabaseInspection {
            server,
            schema: schema.unwrap_or(0),
            queues: self.queues()?,
            turns: turns.unsigned_abs(),
            is_in_use: self.is_in_use()?,
            oldest_transaction_seconds,
        })
    }
}
