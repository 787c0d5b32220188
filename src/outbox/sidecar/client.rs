//! The postman: a process of its own that carries letters to Telegram.
//!
//! Between a letter's leaving and Telegram's answer nobody can know whether it arrived. Were the
//! program killed then, the letter would have to go once more. So another process waits for the
//! answer: this same program, which does nothing else, needs little and can hardly fail. When the
//! program has died ([`rounds`]) it waits for the answers that are still to come, notes in the
//! ledger which letters went out, and ends; until then it holds the store's lock, so that the next
//! program begins knowing all that.
//!
//! Law: a letter has the same outcome whoever carries it. Where no postman can be had, or between
//! two of them, letters go from here, and pictures, which only admins get, always do; then what is
//! on its way when the program dies goes again. So it does when a whole machine, container or
//! service group is killed at once.

use std::collections::HashMap;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::outbox::backoff;
use crate::outbox::sidecar::protocol;
use crate::outbox::sidecar::protocol::{Answer, Errand, Fate, Hello, Order};
use crate::store::{Heir, Open};
use crate::telegram::client::api::{Api, Failure};

pub use crate::outbox::sidecar::server::work;

/// How much longer than Telegram may take the postman is waited for.
const GRACE: Duration = Duration::from_secs(5);
/// A postman that served for less is no good sign...
const SHORT: Duration = Duration::from_secs(60);
/// ...and after so many of them in a row we do without.
const SHORT_ONES: u32 = 8;
/// Letters are handed over together up to about so many bytes.
const TOGETHER_BYTES: usize = 64 << 10;
/// The wait before another postman is tried, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(2));

/// Where postmen come from.
pub struct Agency {
    /// The command that begins [`work`] with its standard output as the line.
    pub command: Box<dyn Fn() -> Command + Send + Sync>,
    /// What the postman holds and writes when we have died.
    pub heir: Heir,
    /// The bot's token.
    pub token: SecretString,
    /// The Bot API server.
    pub server: String,
}

/// Carries letters: hands them to the postman where there is one. Clones share it.
#[derive(Clone)]
pub struct Courier {
    api: Api,
    /// `None` while there is no postman.
    line: Arc<Mutex<Option<Line>>>,
    is_dismissed: Arc<AtomicBool>,
}

/// The way to a postman.
#[derive(Clone)]
struct Line {
    orders: mpsc::UnboundedSender<Told>,
    waiting: Arc<Waiting>,
}

/// Lets go of a letter that nobody waits for any more.
struct Wait<'a> {
    line: &'a Line,
    number: u64,
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        if self.line.waiting.leave(self.number).is_some() {
            let order = Order::Drop(self.number);
            // A postman that has gone has let go of it.
            let _ = self.line.orders.send((order, String::new()));
        }
    }
}

/// Something for the postman to do, with the letter's body where it is to carry one.
type Told = (Order, String);

/// Who waits for what became of a letter.
#[derive(Default)]
struct Waiting {
    last: AtomicU64,
    callers: Mutex<HashMap<u64, oneshot::Sender<Fate>>>,
    /// The postman does not do its work.
    hangs: Notify,
}

/// A postman at work.
struct Post {
    child: Child,
    stream: UnixStream,
    orders: mpsc::UnboundedReceiver<Told>,
    waiting: Arc<Waiting>,
    /// What is said first.
    hello: Vec<u8>,
}

impl Courier {
    /// One that carries everything itself.
    pub fn new(api: Api) -> Courier {
        Courier {
            api,
            line: Arc::default(),
            is_dismissed: Arc::default(),
        }
    }

    /// Takes a postman on, and another one whenever one ends. The first is there when this
    /// returns, if one can be had at all. The task ends when the last one has.
    pub fn employ(&self, agency: Agency) -> JoinHandle<()> {
        let first = self.begin(&agency);
        tokio::spawn(self.clone().keep_employing(agency, first))
    }

    /// The postman ends as soon as nothing is on its way; no other one comes.
    pub fn dismiss(&self) {
        self.is_dismissed.store(true, Ordering::Relaxed);
        *locked(&self.line) = None;
    }

    /// For calls that are no letters, or need no postman.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// Whether a postman carries the letters.
    pub fn is_apart(&self) -> bool {
        locked(&self.line).is_some()
    }

    /// Calls `method` for this letter with a body of JSON, and gives the message number in the
    /// answer, if there is one.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn carry(
        &self,
        letter: &Open,
        method: &str,
        body: String,
        timeout: Duration,
    ) -> Fate {
        let line = locked(&self.line).clone();
        let Some(line) = line else {
            return self.api.send(method, body, timeout).await;
        };
        let (answer, mut answered) = oneshot::channel();
        let number = line.waiting.enter(answer);
        let errand = Errand {
            number,
            id: letter.id,
            turn: letter.entry.turn,
            method: method.to_owned(),
            timeout_ms: u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX),
        };
        if let Err(unsent) = line.orders.send((Order::Carry(errand), body)) {
            line.waiting.leave(number);
            return self.api.send(method, unsent.0.1, timeout).await;
        }
        let line = &line;
        let _wait = Wait { line, number };
        // Waited for twice: where all of us stood still, the answer may have come meanwhile, and is
        // read before the second wait is over.
        let mut fate = tokio::time::timeout(timeout, &mut answered).await;
        if fate.is_err() {
            fate = tokio::time::timeout(GRACE, answered).await;
        }
        match fate {
            Ok(Ok(fate)) => fate,
            Ok(Err(_)) => Err(Failure::NoPostman),
            Err(_) => {
                line.waiting.hangs.notify_one();
                Err(Failure::NoAnswer("the postman hangs".into()))
            }
        }
    }

    async fn keep_employing(self, agency: Agency, first: io::Result<Post>) {
        let mut post = first;
        let mut short_ones = 0;
        loop {
            let began = Instant::now();
            match post {
                Ok(post) => {
                    let mut child = post.serve().await;
                    *locked(&self.line) = None;
                    // It has closed the line, so it is ending.
                    let _ = tokio::task::spawn_blocking(move || child.wait()).await;
                    if self.is_dismissed.load(Ordering::Relaxed) {
                        return;
                    }
                    log::warn!("the postman ended; another one takes over");
                }
                Err(error) => log::warn!(error:% = error; "no postman can be had"),
            }
            short_ones = if began.elapsed() < SHORT {
                short_ones + 1
            } else {
                1
            };
            if short_ones >= SHORT_ONES {
                log::error!("doing without a postman: what is on its way in a kill goes again");
                return;
            }
            tokio::time::sleep(backoff::wait(short_ones, PAUSES.0, PAUSES.1)).await;
            if self.is_dismissed.load(Ordering::Relaxed) {
                return;
            }
            post = self.begin(&agency);
        }
    }

    /// Begins a postman; from now on letters are handed to it.
    fn begin(&self, agency: &Agency) -> io::Result<Post> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let stream = UnixStream::from_std(ours)?;
        let child = (agency.command)()
            // Holding the lock is all that is wanted of this one.
            .stdin(agency.heir.lock()?)
            .stdout(OwnedFd::from(theirs))
            .stderr(Stdio::null())
            .arg0("wenda-postman")
            // What a terminal or a shell sends to a whole group of processes is meant for us.
            .process_group(0)
            .spawn()?;
        let mut hello = Vec::new();
        let said = Hello {
            token: agency.token.expose_secret().into(),
            server: agency.server.as_str().into(),
            ledger: agency.heir.ledger().into(),
        };
        protocol::put(&mut hello, &said, "");
        let (sender, orders) = mpsc::unbounded_channel();
        let waiting = Arc::<Waiting>::default();
        *locked(&self.line) = Some(Line {
            orders: sender,
            waiting: waiting.clone(),
        });
        Ok(Post {
            child,
            stream,
            orders,
            waiting,
            hello,
        })
    }
}

impl Post {
    /// Hands letters over and answers out until the postman has gone. One that hangs is ended: it
    /// must not carry later what was given up meanwhile.
    async fn serve(self) -> Child {
        let Post {
            mut child,
            stream,
            mut orders,
            waiting,
            hello,
        } = self;
        let (from, mut to) = stream.into_split();
        let mut from = BufReader::with_capacity(16 << 10, from);
        let handing_over = tokio::spawn(async move {
            let mut out = hello;
            while to.write_all(&out).await.is_ok() {
                out.clear();
                let Some((order, body)) = orders.recv().await else {
                    return;
                };
                protocol::put(&mut out, &order, &body);
                while out.len() < TOGETHER_BYTES
                    && let Ok((order, body)) = orders.try_recv()
                {
                    protocol::put(&mut out, &order, &body);
                }
            }
        });
        let handing_out = async {
            while let Some((Answer { number, fate }, _)) = protocol::next::<Answer>(&mut from).await
            {
                if let Some(caller) = waiting.leave(number) {
                    // Whoever does not wait any more has given up on it.
                    let _ = caller.send(fate);
                }
            }
        };
        tokio::select! {
            () = handing_out => {}
            () = waiting.hangs.notified() => {
                log::error!("the postman hangs and is ended");
                // It may be gone by now.
                let _ = child.kill();
            }
        }
        handing_over.abort();
        // Whoever still waits learns that no answer comes.
        locked(&waiting.callers).clear();
        child
    }
}

impl Waiting {
    /// The number under which this caller waits.
    fn enter(&self, caller: oneshot::Sender<Fate>) -> u64 {
        let number = self.last.fetch_add(1, Ordering::Relaxed);
        locked(&self.callers).insert(number, caller);
        number
    }

    fn leave(&self, number: u64) -> Option<oneshot::Sender<Fate>> {
        locked(&self.callers).remove(&number)
    }
}

/// What the lock guards is changed in single steps, so a panic leaves it whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
