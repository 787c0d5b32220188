//! The postman's side: carries what it is given, says what became of it, and when the program has
//! died notes that instead.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::{AbortHandle, JoinSet};

use crate::model::incoming::TurnId;
use crate::outbox::concurrency;
use crate::outbox::sidecar::protocol;
use crate::outbox::sidecar::protocol::{Answer, Errand, Fate, Hello, Order};
use crate::store::{OutboxId, Outcome, Settled, note_after_death};
use crate::telegram::client::api::{Api, Failure};

/// Once the program has died, Telegram's answers are waited for this long. Shorter than the next
/// program waits for the store.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// What became of so many letters is remembered: more than may be on their way, acknowledgements
/// included, since a letter is on its way until the program has noted what we said of it.
const REMEMBERED: usize = 2 * concurrency::MOST;

/// What came of one errand.
struct Returned {
    number: u64,
    id: OutboxId,
    turn: TurnId,
    fate: Fate,
}

/// Works for the program at the other end of `line` until that closes.
///
/// # Errors
/// When the system gives no timers or sockets, or what became of the last letters cannot be noted.
pub fn work(line: UnixStream) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(serve(line));
    // A name that is being looked up would be waited for, and the store is locked until we end.
    runtime.shutdown_background();
    served
}

async fn serve(line: UnixStream) -> io::Result<()> {
    // Whoever stops the program may mean all its processes. We end when it has ended.
    let _deaf = [
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
        signal(SignalKind::hangup())?,
    ];
    line.set_nonblocking(true)?;
    let (from, mut to) = tokio::net::UnixStream::from_std(line)?.into_split();
    let mut from = BufReader::with_capacity(64 << 10, from);
    let Some((hello, _)) = protocol::next::<Hello>(&mut from).await else {
        return Ok(());
    };
    let api = Api::new(&hello.token, &hello.server).map_err(io::Error::other)?;
    let ledger = hello.ledger.into_owned();
    // Reading a frame must not be broken off in its middle, so it has a task of its own.
    let (found, mut orders) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(order) = protocol::next::<Order>(&mut from).await {
            if found.send(order).is_err() {
                return;
            }
        }
    });
    let mut on_their_way = JoinSet::new();
    let mut numbers: HashMap<u64, AbortHandle> = HashMap::new();
    let mut sent = Sent::default();
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some((Order::Carry(errand), body)) => {
                    let number = errand.number;
                    let task = on_their_way.spawn(carry(api.clone(), errand, body));
                    numbers.insert(number, task);
                }
                Some((Order::Drop(number), _)) => {
                    if let Some(task) = numbers.remove(&number) {
                        task.abort();
                    }
                }
                None => break,
            },
            Some(returned) = on_their_way.join_next() => {
                let mut out = Vec::new();
                let mut next = Some(returned);
                while let Some(returned) = next {
                    // What was let go of is waited for by nobody.
                    if let Ok(returned) = returned {
                        sent.remember(&returned);
                        let Returned { number, fate, .. } = returned;
                        numbers.remove(&number);
                        protocol::put(&mut out, &Answer { number, fate }, "");
                    }
                    next = on_their_way.try_join_next();
                }
                // Nobody listens any more: then reading ends as well.
                let _ = to.write_all(&out).await;
            }
        }
    }
    let last = async {
        while let Some(returned) = on_their_way.join_next().await {
            if let Ok(returned) = returned {
                sent.remember(&returned);
            }
        }
    };
    let _ = tokio::time::timeout(LAST_ANSWERS, last).await;
    sent.note(&ledger)
}

async fn carry(api: Api, errand: Errand, body: String) -> Returned {
    let timeout = Duration::from_millis(errand.timeout_ms);
    Returned {
        number: errand.number,
        id: errand.id,
        turn: errand.turn,
        fate: api.send(&errand.method, body, timeout).await,
    }
}

/// The letters that went out lately.
#[derive(Default)]
struct Sent(VecDeque<Settled>);

impl Sent {
    fn remember(&mut self, returned: &Returned) {
        let message = match &returned.fate {
            Ok(message) => *message,
            // It had its effect.
            Err(Failure::Unreadable) => None,
            Err(_) => return,
        };
        if self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(Settled {
            id: returned.id,
            turn: returned.turn,
            outcome: Outcome::Sent(message),
        });
    }

    /// Notes all of it; what the program had noted itself is noted once more, which changes
    /// nothing.
    fn note(self, ledger: &str) -> io::Result<()> {
        note_after_death(Path::new(ledger), &Vec::from(self.0)).map_err(io::Error::other)
    }
}
