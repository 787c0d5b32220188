//! The store of one running Wenda: its connections, and its place among the processes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use tokio_postgres::Row;

use crate::conversation::PersonKey;
use crate::store::postgres::connection::address::DatabaseUrl;
use crate::store::postgres::connection::pool::{PATIENCE, Pool};
use crate::store::postgres::connection::session::{Batch, Session, col};
use crate::store::postgres::connection::value::{Value, values};
use crate::store::postgres::migrations;
use crate::store::postgres::place;
use crate::store::postgres::place::Place;
use crate::store::postgres::queues::numbers::{Numbers, QueuedRows};
use crate::store::postgres::queues::quiet::QuietChats;
use crate::store::postgres::queues::seen::Seen;
use crate::store::postgres::queues::together::Together;
use crate::store::{Commit, Look, Queues, Settings, StoreError};

/// How long steps of the schema may take.
const MIGRATION: Duration = Duration::from_secs(600);

/// The store of one running Wenda, in PostgreSQL.
#[derive(Debug)]
pub struct PostgresStore {
    pub(super) pool: Arc<Pool>,
    pub(super) person_key: PersonKey,
    pub(super) settings: Settings,
    pub(super) numbers: Arc<Mutex<Numbers>>,
    /// What was handled and is to be committed together, each with the chat of its update.
    pub(super) committing: Together<(Commit, i64), QueuedRows>,
    /// The updates that this process knows of.
    pub(super) seen: Mutex<Seen>,
    /// The chats in which these are open alone, as far as nothing was said there.
    pub(super) quiet: Mutex<QuietChats>,
    /// `None` where it is only looked at.
    place: Option<Place>,
}

impl PostgresStore {
    /// Opens the store in the database at `url`, with its schema up to date. Other processes may have it
    /// open as well.
    ///
    /// # Errors
    /// [`StoreError::Away`] where the database is not there, [`StoreError::Newer`] where a newer program
    /// made it.
    pub fn open(url: &DatabaseUrl, settings: Settings) -> Result<PostgresStore, StoreError> {
        let pool = Arc::new(Pool::new(url.clone())?);
        pool.with_patience(MIGRATION, async |session| {
            session.spoil();
            migrations::migrate(session).await
        })?;
        let person_key = key(&pool)?;
        let place = Place::enter(&pool)?;
        Ok(PostgresStore {
            pool,
            person_key,
            settings,
            numbers: Arc::default(),
            committing: Together::new(1),
            seen: Mutex::default(),
            quiet: Mutex::default(),
            place: Some(place),
        })
    }

    /// Opens the store to look at it, whoever has it.
    ///
    /// # Errors
    /// Where the database is not there, or does not hold a store of this program's schema.
    pub fn look(url: &DatabaseUrl) -> Result<PostgresStore, StoreError> {
        let pool = Arc::new(Pool::new(url.clone())?);
        pool.with(async |session| migrations::must_be_known(session).await)?;
        Ok(PostgresStore {
            person_key: key(&pool)?,
            pool,
            settings: Settings::default(),
            numbers: Arc::default(),
            committing: Together::new(1),
            seen: Mutex::default(),
            quiet: Mutex::default(),
            place: None,
        })
    }

    /// Whether some process has the store now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_in_use(&self) -> Result<bool, StoreError> {
        self.read(async |session| {
            let alive = "SELECT 1 FROM heartbeat WHERE at > clock_timestamp() - \
                         make_interval(secs => $1::bigint / 1000.0)";
            session.exists(alive, &values![place::lease_ms()]).await
        })
    }

    /// Asks something of the database. The statements see everything committed so far.
    pub(super) fn read<T>(
        &self,
        work: impl AsyncFn(&Session<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.pool.with(work)
    }

    /// Asks for the rows of one statement, each read by `one`.
    pub(super) fn list<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        one: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.read(async |session| session.rows(sql, values).await)?;
        rows.iter().map(one).collect()
    }

    /// Asks for the first row of one statement.
    pub(super) fn first<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        one: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.list(sql, values, one)?.into_iter().next())
    }

    /// Whether the statement has a row.
    pub(super) fn has(&self, sql: &str, values: &[Value<'_>]) -> Result<bool, StoreError> {
        self.read(async |session| session.exists(sql, values).await)
    }

    /// Runs the statements as one transaction, sent at once; the rows of each.
    pub(super) fn write(&self, batch: Batch<'_>) -> Result<Vec<Vec<Row>>, StoreError> {
        self.write_within(PATIENCE, batch)
    }

    /// The same where it may take this long.
    pub(super) fn write_within(
        &self,
        patience: Duration,
        batch: Batch<'_>,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        self.transact(patience, Batch::default(), |_, then| {
            then.append(batch.copy());
            Ok(())
        })
    }

    /// Runs one statement that is a whole transaction and holds our place itself, and that may be said twice;
    /// its rows.
    pub(super) fn write_alone(&self, statement: Batch<'_>) -> Result<Vec<Vec<Row>>, StoreError> {
        if self.place()?.is_lost() {
            return Err(StoreError::Fenced);
        }
        self.pool
            .with(async |session| session.batch(&statement).await)
    }

    /// Runs statements that are a whole transaction and hold our place themselves; the rows of each.
    pub(super) fn write_whole(&self, batch: &Batch<'_>) -> Result<Vec<Vec<Row>>, StoreError> {
        if self.place()?.is_lost() {
            return Err(StoreError::Fenced);
        }
        self.pool
            .with(async |session| session.last_batch(batch).await)
    }

    /// Runs `first`, then what `next` makes of its rows, as one transaction; the rows of the latter.
    pub(super) fn write_after<'v>(
        &self,
        first: Batch<'v>,
        next: impl Fn(&[Vec<Row>], &mut Batch<'v>) -> Result<(), StoreError>,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        self.transact(PATIENCE, first, next)
    }

    fn transact<'v>(
        &self,
        patience: Duration,
        first: Batch<'v>,
        next: impl Fn(&[Vec<Row>], &mut Batch<'v>) -> Result<(), StoreError>,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        let place = self.place()?;
        if place.is_lost() {
            return Err(StoreError::Fenced);
        }
        self.pool.with_patience(patience, async |session| {
            let mut begin = Batch::default();
            place::begin(&mut begin, place.fence);
            let has_first = !first.is_empty();
            let mut rows = Vec::new();
            if has_first {
                begin.append(first.copy());
                rows = session.batch(&begin).await?.split_off(2);
                begin = Batch::default();
            }
            let skipped = begin.len();
            next(&rows, &mut begin)?;
            begin.add("COMMIT", []);
            let mut rows = session.last_batch(&begin).await?.split_off(skipped);
            rows.pop();
            Ok(rows)
        })
    }

    /// What waits now.
    pub(super) fn count_queues(&self) -> Result<Queues, StoreError> {
        let sql = "SELECT count(*), min(at_seconds), \
                   (SELECT count(*) FROM outbox WHERE outcome IS NULL), \
                   (SELECT min(at_seconds) FROM outbox WHERE outcome IS NULL), \
                   (SELECT count(*) FROM replica) FROM journal WHERE outcome IS NULL";
        let found = self.first(sql, &[], |row| {
            Ok(Queues {
                updates: col::<i64>(row, 0)?.unsigned_abs(),
                oldest_update_at: col(row, 1)?,
                messages: col::<i64>(row, 2)?.unsigned_abs(),
                oldest_message_at: col(row, 3)?,
                replicas: col::<i64>(row, 4)?.unsigned_abs(),
            })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// The secret of this name, made where there is none.
    pub(super) fn make_secret(&self, name: &str) -> Result<String, StoreError> {
        made(&self.pool, name)?;
        let found = self.known_secret(name)?;
        found.ok_or_else(|| StoreError::Failed("a secret was not kept".to_owned()))
    }

    /// The number of this process's place.
    pub(super) fn fence(&self) -> Result<i64, StoreError> {
        self.place().map(|place| place.fence)
    }

    fn place(&self) -> Result<&Place, StoreError> {
        let place = self.place.as_ref();
        place.ok_or_else(|| StoreError::Failed("it is only looked at".to_owned()))
    }

    /// Whether this process was heard a moment ago.
    pub(super) fn is_sure_of_place(&self) -> bool {
        self.place.as_ref().is_some_and(Place::is_sure)
    }

    /// Whether this process may write, and could a moment ago.
    pub(super) fn must_have_place(&self) -> Result<(), StoreError> {
        let Some(place) = &self.place else {
            return Ok(());
        };
        if place.is_lost() {
            return Err(StoreError::Fenced);
        }
        place.failure().map_or(Ok(()), Err)
    }

    /// Gives the place back, so that the next process need not wait for the end of the lease.
    pub(super) fn give_place_back(&self) -> Result<(), StoreError> {
        let place = self.place.as_ref();
        place.map_or(Ok(()), |place| place.give_back(&self.pool))
    }
}

impl Look for PostgresStore {
    fn known_secret(&self, name: &str) -> Result<Option<String>, StoreError> {
        let select = "SELECT encode(value, 'hex') FROM meta WHERE name = $1";
        self.first(select, &values![name], |row| col(row, 0))
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        let is_ours = |place: &Place| !place.is_lost();
        if self.place.as_ref().is_some_and(is_ours) {
            // The lease ends by itself where the database is away.
            let _ = self.give_place_back();
        }
    }
}

/// Keeps a random value under this name where there is none.
fn made(pool: &Pool, name: &str) -> Result<(), StoreError> {
    let mut random = [0; 32];
    SystemRandom::new()
        .fill(&mut random)
        .map_err(|_| StoreError::Failed("the system gives no random numbers".to_owned()))?;
    let insert = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    pool.with(async |session| session.rows(insert, &values![name, &random[..]]).await)?;
    Ok(())
}

/// The key under which people are hashed.
fn key(pool: &Pool) -> Result<PersonKey, StoreError> {
    const NAME: &str = "person key";
    let select = "SELECT value FROM meta WHERE name = $1";
    let found = |pool: &Pool| pool.with(async |session| session.row(select, &values![NAME]).await);
    let row = match found(pool)? {
        Some(row) => Some(row),
        None => {
            made(pool, NAME)?;
            found(pool)?
        }
    };
    let value: Option<Vec<u8>> = row.map(|row| col(&row, 0)).transpose()?;
    let value = value.and_then(|value| <[u8; 32]>::try_from(value).ok());
    value
        .map(PersonKey::new)
        .ok_or_else(|| StoreError::Damaged("its key for people is missing".to_owned()))
}
