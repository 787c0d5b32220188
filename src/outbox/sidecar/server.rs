//! The sidecar's side: carries what it is given, says what became of it, and when the program has
//! died notes that instead.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::{AbortHandle, JoinSet};

use crate::model::incoming::TurnId;
use crate::outbox::concurrency;
use crate::outbox::sidecar::protocol;
use crate::outbox::sidecar::protocol::{Answer, Command, Hello, SendRequest};
use crate::outbox::transport::{Failure, SendResult, Transport};
use crate::store::{OutboxId, Outcome, PendingMessage, Receipt, note_after_death};

/// Once the program has died, Telegram's answers are waited for this long. Shorter than the next
/// program waits for the store.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// What became of so many messages is remembered: more than may be on their way, acknowledgements
/// included, since a message is on its way until the program has noted what we said of it.
const REMEMBERED: usize = 2 * concurrency::MOST;

/// What came of one request.
struct Returned {
    number: u64,
    id: OutboxId,
    turn: TurnId,
    result: SendResult,
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
    let served = runtime.block_on(serve(channel, connect));
    // A name that is being looked up would be waited for, and the store is locked until we end.
    runtime.shutdown_background();
    served
}

async fn serve(channel: UnixStream, connect: Connect) -> io::Result<()> {
    // Whoever stops the program may mean all its processes. We end when it has ended.
    let _deaf = [
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
        signal(SignalKind::hangup())?,
    ];
    channel.set_nonblocking(true)?;
    let (from, mut to) = tokio::net::UnixStream::from_std(channel)?.into_split();
    let mut from = BufReader::with_capacity(64 << 10, from);
    let Some((hello, _)) = protocol::next::<Hello>(&mut from).await else {
        return Ok(());
    };
    let transport = connect(&hello.token, &hello.server).map_err(io::Error::other)?;
    let sent_log = hello.sent_log.into_owned();
    // Reading a frame must not be broken off in its middle, so it has a task of its own.
    let (found, mut commands) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(command) = protocol::next::<Command>(&mut from).await {
            if found.send(command).is_err() {
                return;
            }
        }
    });
    let mut on_their_way = JoinSet::new();
    let mut numbers: HashMap<u64, AbortHandle> = HashMap::new();
    let mut sent = Sent::default();
    loop {
        tokio::select! {
            command = commands.recv() => match command {
                Some((Command::Send(request), body)) => {
                    let number = request.number;
                    let task = on_their_way.spawn(send(transport.clone(), request, body));
                    numbers.insert(number, task);
                }
                Some((Command::Cancel(number), _)) => {
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
                        let Returned { number, result, .. } = returned;
                        numbers.remove(&number);
                        protocol::put(&mut out, &Answer { number, result }, "");
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
    sent.note(&sent_log)
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

/// The messages that went out lately.
#[derive(Default)]
struct Sent(VecDeque<Receipt>);

impl Sent {
    fn remember(&mut self, returned: &Returned) {
        let message = match &returned.result {
            Ok(message) => *message,
            // It had its effect.
            Err(Failure::Unreadable) => None,
            Err(_) => return,
        };
        if self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(Receipt {
            id: returned.id,
            turn: returned.turn,
            outcome: Outcome::Sent(message),
        });
    }

    /// Notes all of it; what the program had noted itself is noted once more, which changes
    /// nothing.
    fn note(self, sent_log: &str) -> io::Result<()> {
        note_after_death(Path::new(sent_log), &Vec::from(self.0)).map_err(io::Error::other)
    }
}
