//! Connections to the database, and waiting for what it answers.
//!
//! One thread drives all connections; whoever asks something waits on a thread of its own. Each wait
//! has an end: a database that was cut off answers nothing at all.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio_postgres::{Client, NoTls};

use crate::store::StoreError;
use crate::store::postgres::connection::address::DatabaseUrl;
use crate::store::postgres::connection::session::Session;
use crate::store::postgres::connection::wait::wait_for;

/// Connections at most. Workers, sender and admins ask side by side; more would only wait inside the
/// database. Ten replicas stay below the hundred that PostgreSQL allows by itself.
const MOST: usize = 8;
/// An answer is waited for this long; only reports over the whole history come near it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// After a failure to connect nobody else tries for this long: the one that tries is enough.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// The connections of one process.
pub(crate) struct Pool {
    url: DatabaseUrl,
    state: Mutex<State>,
    returned: Condvar,
    runtime: Handle,
    /// Dropped with the pool, which ends the thread.
    _alive: tokio::sync::oneshot::Sender<()>,
}

#[derive(Default)]
struct State {
    idle: Vec<Client>,
    open: usize,
    /// Failures to connect in a row, the last words, and until when nobody tries.
    failures: u32,
    failed: Option<(Instant, String)>,
}

impl Pool {
    /// Starts the thread; connects to nothing yet.
    ///
    /// # Errors
    /// When the system gives no thread or no sockets.
    pub(crate) fn new(url: DatabaseUrl) -> Result<Pool, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        let (alive, ended) = tokio::sync::oneshot::channel();
        std::thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || {
                let _ = runtime.block_on(ended);
                runtime.shutdown_background();
            })?;
        Ok(Pool {
            url,
            state: Mutex::default(),
            returned: Condvar::new(),
            runtime: handle,
            _alive: alive,
        })
    }

    /// The thread's runtime, for what shall go on by itself.
    pub(crate) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Where the database is.
    pub(crate) fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Runs `work` on a connection that nobody else has meanwhile. Where a connection turns out to be
    /// closed before anything came back from it, a new one is tried once; so `work` must leave
    /// nothing behind until its last word.
    pub(crate) fn with<T>(
        &self,
        work: impl AsyncFn(&Session<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.with_patience(PATIENCE, work)
    }

    /// The same, waiting for `patience` at most.
    pub(crate) fn with_patience<T>(
        &self,
        patience: Duration,
        work: impl AsyncFn(&Session<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let until = Instant::now() + patience;
        loop {
            let (client, is_new) = self.take(until)?;
            let session = Session::new(&client);
            let worked = wait_for(work(&session), until);
            let is_spoilt = session.is_spoilt();
            match worked {
                Some(Ok(value)) => {
                    self.give_back(client);
                    return Ok(value);
                }
                Some(Err(error)) => {
                    if client.is_closed() || matches!(error, StoreError::Away(_)) {
                        self.drop_all(client);
                        if !is_new && !is_spoilt {
                            continue;
                        }
                    } else {
                        // It may be in the middle of a transaction.
                        self.drop_one(client);
                    }
                    return Err(error);
                }
                None => {
                    self.drop_all(client);
                    let seconds = patience.as_secs();
                    return Err(StoreError::Away(format!("no answer within {seconds} s")));
                }
            }
        }
    }

    /// An idle connection, or a new one; says whether it is new.
    fn take(&self, until: Instant) -> Result<(Client, bool), StoreError> {
        let mut state = self.state();
        loop {
            while let Some(client) = state.idle.pop() {
                if !client.is_closed() {
                    return Ok((client, false));
                }
                state.open -= 1;
            }
            let now = Instant::now();
            if let Some((until, words)) = &state.failed
                && *until > now
            {
                return Err(StoreError::Away(words.clone()));
            }
            if state.open < MOST {
                state.open += 1;
                drop(state);
                return match self.connect(until) {
                    Ok(client) => {
                        let mut state = self.state();
                        (state.failures, state.failed) = (0, None);
                        Ok((client, true))
                    }
                    Err(error) => {
                        let mut state = self.state();
                        state.open -= 1;
                        state.failures += 1;
                        let pause = BACKOFF.0 * 2_u32.pow(state.failures.min(10));
                        if let StoreError::Away(words) = &error {
                            let until = Instant::now() + pause.min(BACKOFF.1);
                            state.failed = Some((until, words.clone()));
                        }
                        self.returned.notify_one();
                        Err(error)
                    }
                };
            }
            if now >= until {
                return Err(StoreError::Away("every connection is busy".to_owned()));
            }
            let waited = self.returned.wait_timeout(state, until - now);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Makes a connection, which the thread drives from then on.
    fn connect(&self, until: Instant) -> Result<Client, StoreError> {
        let config = self.url.config().clone();
        let tls = self.url.tls()?;
        let task = self.runtime.spawn(async move {
            match tls {
                Some(tls) => {
                    let (client, connection) = config.connect(tls).await?;
                    tokio::spawn(connection);
                    Ok::<_, tokio_postgres::Error>(client)
                }
                None => {
                    let (client, connection) = config.connect(NoTls).await?;
                    tokio::spawn(connection);
                    Ok(client)
                }
            }
        });
        match wait_for(task, until) {
            Some(Ok(connected)) => Ok(connected?),
            Some(Err(error)) => Err(StoreError::Away(error.to_string())),
            None => Err(StoreError::Away("no connection within its time".to_owned())),
        }
    }

    fn give_back(&self, client: Client) {
        self.state().idle.push(client);
        self.returned.notify_one();
    }

    fn drop_one(&self, client: Client) {
        drop(client);
        self.state().open -= 1;
        self.returned.notify_one();
    }

    /// The database went away: the idle connections will be of no use either.
    fn drop_all(&self, client: Client) {
        let mut state = self.state();
        state.open -= 1 + state.idle.len();
        let idle = std::mem::take(&mut state.idle);
        drop(state);
        drop((idle, client));
        self.returned.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("url", &self.url).finish()
    }
}
