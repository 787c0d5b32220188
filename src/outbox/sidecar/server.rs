//! The sidecar's side: carries what it is given, says what became of it, and when the program has
//! died notes that instead.
//!
//! Where other processes share the store they take over from a program that stands still, too. So what it
//! was told and may not have noted is noted for it, and nothing is sent that was handed over long ago.

use std::collections::HashMap;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::BufReader;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, JoinSet};

use crate::model::incoming::TurnId;
use crate::outbox::sidecar::noted::Noted;
use crate::outbox::sidecar::protocol;
use crate::outbox::sidecar::protocol::{Answer, Command, Hello, SendRequest};
use crate::outbox::sidecar::socket::{self, WriteHalf};
use crate::outbox::transport::{Failure, SendResult, Transport};
use crate::store::{OutboxId, Outcome, PendingMessage, Receipt, RemoteSentLog};

/// Once the program has died, Telegram's answers are waited for this long. Shorter than the next
/// program waits for the store.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// How often we look whether the program is still there.
const LOOK: Duration = Duration::from_millis(250);
/// A program that said nothing for so long stands still. It says something each quarter of a second, and
/// others take its place after three.
const SILENT: Duration = Duration::from_secs(1);
/// What was handed over this long ago is not sent any more: we stood still meanwhile, and others may have
/// sent it.
const STALE_MS: u64 = 2000;

/// What came of one request.
struct Returned {
    number: u64,
    id: OutboxId,
    turn: TurnId,
    result: SendResult,
}

impl Returned {
    /// What is to be noted of it; `None` where it did not go out.
    fn receipt(&self) -> Option<Receipt> {
        let message = match &self.result {
            Ok(message) => *message,
            // It had its effect.
            Err(Failure::Unreadable) => None,
            Err(_) => return None,
        };
        Some(Receipt {
            id: self.id,
            turn: self.turn,
            outcome: Outcome::Sent(message),
        })
    }
}

/// Makes the transport for this token and this server.
pub type Connect = fn(&str, &str) -> Result<Arc<dyn Transport>, String>;

/// Works for the program at the other end of `channel` until that closes.
///
/// # Errors
/// When the system gives no timers or sockets, or what became of the last messages cannot be noted.
pub fn run(channel: UnixStream, connect: Connect) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // As a task it is turned to at once when it is woken; what the runtime itself runs waits for a look at
    // sockets and timers first.
    let served = runtime.block_on(async { tokio::spawn(serve(channel, connect)).await });
    // A name that is being looked up would be waited for, and the store is locked until we end.
    runtime.shutdown_background();
    served?
}

async fn serve(channel: UnixStream, connect: Connect) -> io::Result<()> {
    // Whoever stops the program may mean all its processes. We end when it has ended.
    let _deaf = [
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
        signal(SignalKind::hangup())?,
    ];
    let (from, to) = socket::split(channel)?;
    let mut from = BufReader::with_capacity(64 << 10, from);
    let Some((hello, _)) = protocol::next::<Hello>(&mut from).await else {
        return Ok(());
    };
    let transport = connect(&hello.token, &hello.server).map_err(io::Error::other)?;
    let sent_log = RemoteSentLog::open(&hello.sent_log).map_err(io::Error::other)?;
    let noted = Noted::new(sent_log);
    // Reading a frame must not be broken off in its middle, so it has a task of its own.
    let (found, commands) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(command) = protocol::next::<Command>(&mut from).await {
            if found.send(command).is_err() {
                return;
            }
        }
    });
    let mut work = Work {
        transport,
        on_their_way: JoinSet::new(),
        numbers: HashMap::new(),
        noted,
    };
    work.carry(commands, &to).await;
    work.end().await
}

/// What is being carried.
struct Work {
    transport: Arc<dyn Transport>,
    on_their_way: JoinSet<Returned>,
    numbers: HashMap<u64, AbortHandle>,
    noted: Noted,
}

impl Work {
    /// Carries what it is told to until the program has died.
    async fn carry(&mut self, mut commands: UnboundedReceiver<(Command, String)>, to: &WriteHalf) {
        let mut looks = tokio::time::interval(LOOK);
        let mut heard = Instant::now();
        let mut out = Vec::new();
        loop {
            tokio::select! {
                command = commands.recv() => {
                    heard = Instant::now();
                    self.noted.heard();
                    match command {
                        Some((Command::Send(request), body)) => self.send(request, body, &mut out),
                        Some((Command::Cancel(number), _)) => {
                            if let Some(task) = self.numbers.remove(&number) {
                                task.abort();
                            }
                        }
                        Some((Command::Alive, _)) => {}
                        None => return,
                    }
                }
                Some(returned) = self.on_their_way.join_next() => {
                    let mut next = Some(returned);
                    while let Some(returned) = next {
                        // What was let go of is waited for by nobody.
                        if let Ok(returned) = returned {
                            self.noted.remember(returned.receipt());
                            let Returned { number, result, .. } = returned;
                            self.numbers.remove(&number);
                            protocol::put(&mut out, &Answer { number, result }, "");
                        }
                        next = self.on_their_way.try_join_next();
                    }
                }
                // Also where nobody shares the store: a message's timeout that comes before all other timers
                // would wake the runtime to hear of it.
                _ = looks.tick() => {
                    if heard.elapsed() >= SILENT {
                        self.noted.note_for_the_silent();
                    }
                }
            }
            if !out.is_empty() {
                // Nobody listens any more: then reading ends as well.
                let _ = to.write_all(&out).await;
                out.clear();
            }
        }
    }

    fn send(&mut self, request: SendRequest, body: String, out: &mut Vec<u8>) {
        let number = request.number;
        if protocol::now_ms().saturating_sub(request.at_ms) > STALE_MS {
            let result = Err(Failure::SidecarEnded);
            protocol::put(out, &Answer { number, result }, "");
            return;
        }
        let task = self
            .on_their_way
            .spawn(send(self.transport.clone(), request, body));
        self.numbers.insert(number, task);
    }

    /// The program has died: waits for the last answers and notes them.
    async fn end(mut self) -> io::Result<()> {
        let last = async {
            let mut holds = tokio::time::interval(LOOK);
            loop {
                tokio::select! {
                    biased;
                    returned = self.on_their_way.join_next() => match returned {
                        Some(Ok(returned)) => self.noted.remember(returned.receipt()),
                        Some(Err(_)) => {}
                        None => return,
                    },
                    _ = holds.tick() => self.noted.hold(),
                }
            }
        };
        let _ = tokio::time::timeout(LAST_ANSWERS, last).await;
        self.noted.finish().await
    }
}

async fn send(transport: Arc<dyn Transport>, request: SendRequest, body: String) -> Returned {
    let timeout = Duration::from_millis(request.timeout_ms);
    let message = PendingMessage {
        id: request.id,
        turn: request.turn,
        method: request.method,
        payload: body,
        ..PendingMessage::default()
    };
    Returned {
        number: request.number,
        id: message.id,
        turn: message.turn,
        result: transport.send(&message, timeout).await,
    }
}
