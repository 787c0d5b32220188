//! The place of a process among those that may write: it says again and again that it lives, and whoever
//! is silent for too long loses his place to the others.

pub(crate) mod foreign;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::StoreError;
use crate::store::postgres::connection::pool::Pool;
use crate::store::postgres::connection::session::{Batch, col};
use crate::store::postgres::connection::value::values;

/// How often a process says that it lives.
const BEAT: Duration = Duration::from_millis(500);
/// A process that has not said so for this long loses its place. Longer than a pause that a busy machine
/// makes; with one more [`BEAT`] and a look of the standby less than the five seconds in which others
/// take over.
pub(crate) const LEASE: Duration = Duration::from_millis(3500);
/// Whoever has not said so himself for this long sends nothing: another may soon take his place, and what
/// he has begun needs a moment to arrive.
const SURE: Duration = Duration::from_millis(2500);
/// How long the database may take to hear that a process lives.
const BEAT_PATIENCE: Duration = Duration::from_secs(2);

/// The place of this process.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) fence: i64,
    state: Arc<PlaceState>,
    beat: tokio::task::AbortHandle,
}

/// What the last heartbeat came to.
#[derive(Debug, Default)]
struct PlaceState {
    is_lost: AtomicBool,
    /// When the last heartbeat began that was heard, and since when none failed.
    beaten: Mutex<Option<(Instant, Instant)>>,
    failure: Mutex<Option<StoreError>>,
}

impl PlaceState {
    fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }

    fn lose(&self) {
        self.is_lost.store(true, Ordering::Relaxed);
    }

    /// A heartbeat that began then was heard, or not.
    fn note(&self, began: Instant, beaten: Result<(), StoreError>) {
        let mut last = self.beaten();
        let since = last.map_or(began, |(_, since)| since);
        *self.failure() = beaten.clone().err();
        match beaten {
            Ok(()) => *last = Some((began, since)),
            // How long it has gone well is counted anew.
            Err(_) => *last = last.map(|(at, _)| (at, Instant::now())),
        }
    }

    fn beaten(&self) -> MutexGuard<'_, Option<(Instant, Instant)>> {
        self.beaten.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failure(&self) -> MutexGuard<'_, Option<StoreError>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Takes a place, and says from now on that this process lives.
    ///
    /// # Errors
    /// When the database is away.
    pub(crate) fn enter(pool: &Arc<Pool>) -> Result<Place, StoreError> {
        let entered = Instant::now();
        let fence = enter(pool)?;
        let state = Arc::new(PlaceState::default());
        state.note(entered, Ok(()));
        let beat = pool
            .runtime()
            .spawn(keep_beating(Arc::downgrade(pool), fence, state.clone()))
            .abort_handle();
        Ok(Place { fence, state, beat })
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.state.is_lost()
    }

    /// Whether this process was heard a moment ago.
    pub(crate) fn is_sure(&self) -> bool {
        let beaten = *self.state.beaten();
        !self.is_lost() && beaten.is_some_and(|(at, _)| at.elapsed() < SURE)
    }

    /// Why the last heartbeat was not heard, if it was not.
    pub(crate) fn failure(&self) -> Option<StoreError> {
        self.state.failure().clone()
    }

    /// Gives the place back, so that the next process need not wait for the end of the lease.
    ///
    /// # Errors
    /// When the database is away.
    pub(crate) fn give_back(&self, pool: &Pool) -> Result<(), StoreError> {
        self.beat.abort();
        self.state.lose();
        leave(pool, self.fence)
    }
}

async fn keep_beating(pool: std::sync::Weak<Pool>, fence: i64, state: Arc<PlaceState>) {
    loop {
        tokio::time::sleep(BEAT).await;
        let Some(pool) = pool.upgrade() else { return };
        let began = Instant::now();
        let well = state.beaten().map(|(_, since)| began - since);
        let may_bury = well.is_some_and(|well| well >= LEASE);
        let beating = tokio::task::spawn_blocking(move || beat(&pool, fence, may_bury));
        match beating.await {
            Ok(Ok(false)) => {
                state.lose();
                return;
            }
            Ok(Ok(true)) => state.note(began, Ok(())),
            Ok(Err(error)) => state.note(began, Err(error)),
            Err(_) => {}
        }
    }
}

/// Takes a place; gives its number.
fn enter(pool: &Pool) -> Result<i64, StoreError> {
    let name = format!("process {}", std::process::id());
    pool.with(async |session| {
        session.spoil();
        let mut batch = Batch::default();
        let insert = "WITH new AS (INSERT INTO replica (name) VALUES ($1) RETURNING fence) \
                      INSERT INTO heartbeat (fence) SELECT fence FROM new RETURNING fence";
        batch.add(insert, values![name.clone()]);
        let rows = session.batch(&batch).await?;
        let row = rows.first().and_then(|rows| rows.first());
        row.map_or(
            Err(StoreError::Failed("no place was given".to_owned())),
            |row| col(row, 0),
        )
    })
}

/// Says that the process in this place lives; `false` where it has lost the place. Where it `may_bury`, those
/// that have been silent for too long lose theirs. One in the middle of a transaction is waited for next
/// time.
pub(crate) fn beat(pool: &Pool, fence: i64, may_bury: bool) -> Result<bool, StoreError> {
    const BURY: &str = "WITH dead AS ( \
             DELETE FROM replica WHERE fence IN ( \
                 SELECT replica.fence FROM replica JOIN heartbeat USING (fence) \
                 WHERE heartbeat.at < clock_timestamp() - make_interval(secs => $1::bigint / 1000.0) \
                 FOR UPDATE OF replica SKIP LOCKED) RETURNING fence, name, noted), \
             silent AS (INSERT INTO buried (fence) SELECT fence FROM dead WHERE NOT noted \
                 ON CONFLICT DO NOTHING), \
             forgotten AS (DELETE FROM buried WHERE at < clock_timestamp() - interval '1 hour') \
         SELECT name FROM dead";
    // Nobody needs to find it on the disk.
    let update = "WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)), \
                  awake AS (UPDATE replica SET noted = false WHERE fence = $1 AND noted) \
                  UPDATE heartbeat SET at = clock_timestamp() FROM quick WHERE fence = $1 RETURNING 1";
    pool.with_patience(BEAT_PATIENCE, async |session| {
        let lives = session.exists(update, &values![fence]).await?;
        if lives && may_bury {
            for row in session.rows(BURY, &values![lease_ms()]).await? {
                let name: String = col(&row, 0)?;
                log::warn!(name = name.as_str(); "a replica fell silent: others take its chats over");
            }
        }
        Ok(lives)
    })
}

/// [`LEASE`] as the database takes it.
pub(crate) fn lease_ms() -> i64 {
    i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX)
}

/// How a transaction in this place begins.
pub(crate) fn begin(batch: &mut Batch<'_>, fence: i64) {
    batch.add("BEGIN", []);
    batch.add("SELECT hold($1)", values![fence]);
}

/// Gives the place up, and what is done in it to whoever takes it first.
pub(crate) fn leave(pool: &Pool, fence: i64) -> Result<(), StoreError> {
    pool.with(async |session| {
        let mut batch = Batch::default();
        for table in ["replica", "claim", "role", "buried"] {
            let delete = format!("DELETE FROM {table} WHERE fence = $1");
            batch.add(delete, values![fence]);
        }
        session.batch(&batch).await.map(drop)
    })
}
