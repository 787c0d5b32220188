//! The delivery sidecar, as the bot uses it: a second process that sends the messages.
//!
//! Until Telegram answers, nobody knows whether a message arrived. A bot that is killed at that
//! moment would have to send it again. So a second process sends it and waits for the answer. It is
//! the same program, does nothing else and needs little, so it hardly fails.
//!
//! When the bot dies, the sidecar waits for the answers that are still to come, notes in the sent
//! log what went out, and ends ([`server`](super::server)). Until then it holds the store's lock. So
//! the next bot knows what was sent. Where the store is a database it notes that there, and gives the
//! bot's place to the other replicas at once; it notes it as well where the bot stands still, since
//! others take its place then.
//!
//! Law: a message has the same outcome whichever process sends it.
//!
//! The bot sends a message itself where no sidecar can be started, between two sidecars, and where
//! the message is a picture (only admins get any). Such a message goes again when the bot is killed.
//! So does every message when bot and sidecar die together: a container, a machine, a whole service
//! group.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use tokio::io::BufReader;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::outbox::backoff;
use crate::outbox::sidecar::protocol;
use crate::outbox::sidecar::protocol::{Answer, Hello, SendRequest};
use crate::outbox::sidecar::socket::{self, ReadHalf, WriteHalf};
use crate::outbox::transport::{Failure, SendResult, Transport};
use crate::store::{LockHandoff, OutboxId, PendingMessage};

pub use crate::outbox::sidecar::server::run;

/// How long the sidecar may take beyond Telegram's own time before it counts as hanging.
const GRACE: Duration = Duration::from_secs(5);
/// A sidecar that ends sooner than this counts as failed.
const SHORT: Duration = Duration::from_secs(60);
/// After so many failed ones in a row the bot does without: a ninth would fail, too.
const SHORT_ONES: u32 = 8;
/// Bytes after which messages handed over together are written. As much as a socket takes at once.
const TOGETHER_BYTES: usize = 64 << 10;
/// A sidecar hears from us at least this often, where others may take over from a bot that stands still.
const ALIVE: Duration = Duration::from_millis(250);
/// The wait before the next sidecar is started: after the first failure, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(2));

/// What starting a sidecar takes.
pub struct SidecarConfig {
    /// The command that starts a sidecar, with its standard output as the channel.
    pub command: Box<dyn Fn() -> Command + Send + Sync>,
    /// What the sidecar holds and writes when we have died.
    pub lock_handoff: LockHandoff,
    /// The bot's token.
    pub token: SecretString,
    /// The Bot API server.
    pub server: String,
}

/// Sends messages, through the sidecar where there is one. Clones share it.
#[derive(Clone)]
pub struct SidecarClient {
    transport: Arc<dyn Transport>,
    /// `None` while there is no sidecar.
    channel: Arc<Mutex<Option<Channel>>>,
    is_shut_down: Arc<AtomicBool>,
}

/// The way to a sidecar.
#[derive(Clone)]
struct Channel {
    commands: mpsc::UnboundedSender<Queued>,
    waiting: Arc<Waiting>,
    /// See [`LockHandoff`].
    row: Arc<dyn Fn(OutboxId) -> OutboxId + Send + Sync>,
}

/// One caller's wait. Dropped early, it tells the sidecar to give the message up.
struct Wait<'a> {
    channel: &'a Channel,
    number: u64,
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        if self.channel.waiting.remove(self.number).is_some() {
            let command = protocol::Command::Cancel(self.number);
            // A sidecar that has gone has let go of it.
            let _ = self.channel.commands.send((command, String::new()));
        }
    }
}

/// A command to the sidecar, with the message's body where it sends one.
type Queued = (protocol::Command, String);

/// Who waits for what became of a message.
#[derive(Default)]
struct Waiting {
    last: AtomicU64,
    callers: Mutex<HashMap<u64, oneshot::Sender<SendResult>>>,
    /// The sidecar does not do its work.
    hangs: Notify,
}

/// A sidecar at work.
struct SidecarProcess {
    child: Child,
    from: ReadHalf,
    to: WriteHalf,
    commands: mpsc::UnboundedReceiver<Queued>,
    waiting: Arc<Waiting>,
    /// What is said first.
    hello: Vec<u8>,
    /// It is told that we live.
    hears_alive: bool,
}

impl SidecarClient {
    /// A client without a sidecar: this process sends.
    pub fn new(transport: Arc<dyn Transport>) -> SidecarClient {
        SidecarClient {
            transport,
            channel: Arc::default(),
            is_shut_down: Arc::default(),
        }
    }

    /// Starts a sidecar, and another one whenever one ends. The first is there when this returns,
    /// unless it cannot be started. The task ends with the last one.
    pub fn spawn(&self, config: SidecarConfig) -> JoinHandle<()> {
        let first = self.start(&config);
        tokio::spawn(self.clone().keep_running(config, first))
    }

    /// Ends the sidecar as soon as nothing is on its way; no other one is started.
    pub fn shutdown(&self) {
        self.is_shut_down.store(true, Ordering::Relaxed);
        *locked(&self.channel) = None;
    }

    /// Sends without the sidecar; for what is no message of the outbox.
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }

    /// Whether a sidecar carries the messages.
    pub fn has_sidecar(&self) -> bool {
        locked(&self.channel).is_some()
    }

    /// Sends this message, through the sidecar where there is one. Gives its number in the chat, if
    /// it has any.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn send(&self, message: &PendingMessage, timeout: Duration) -> SendResult {
        let channel = locked(&self.channel).clone();
        // The protocol has no room for files, which only admins get.
        let Some(channel) = channel.filter(|_| message.attachment.is_none()) else {
            return self.transport.send(message, timeout).await;
        };
        let (answer, mut answered) = oneshot::channel();
        let number = channel.waiting.add(answer);
        let request = SendRequest {
            number,
            id: (channel.row)(message.id),
            turn: message.turn,
            method: message.method.clone(),
            at_ms: protocol::now_ms(),
            timeout_ms: u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX),
        };
        let command = (
            protocol::Command::Send(request),
            message.body().into_owned(),
        );
        if channel.commands.send(command).is_err() {
            channel.waiting.remove(number);
            return self.transport.send(message, timeout).await;
        }
        let channel = &channel;
        let _wait = Wait { channel, number };
        // Two waits: if this whole process stood still, the answer is there already, and the second
        // wait reads it.
        let mut result = tokio::time::timeout(timeout, &mut answered).await;
        if result.is_err() {
            result = tokio::time::timeout(GRACE, answered).await;
        }
        match result {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Failure::SidecarEnded),
            Err(_) => {
                channel.waiting.hangs.notify_one();
                Err(Failure::NoAnswer("the delivery sidecar hangs".into()))
            }
        }
    }

    async fn keep_running(self, config: SidecarConfig, first: io::Result<SidecarProcess>) {
        let mut sidecar = first;
        let mut short_ones = 0;
        loop {
            let began = Instant::now();
            match sidecar {
                Ok(sidecar) => {
                    let mut child = sidecar.serve().await;
                    *locked(&self.channel) = None;
                    // It has closed the channel, so it is ending.
                    let _ = tokio::task::spawn_blocking(move || child.wait()).await;
                    if self.is_shut_down.load(Ordering::Relaxed) {
                        return;
                    }
                    log::warn!("the delivery sidecar ended; starting another one");
                }
                Err(error) => log::warn!(error:% = error; "the delivery sidecar cannot be started"),
            }
            short_ones = if began.elapsed() < SHORT {
                short_ones + 1
            } else {
                1
            };
            if short_ones >= SHORT_ONES {
                log::error!(
                    "no delivery sidecar stays up: what is on its way in a kill is sent again"
                );
                return;
            }
            tokio::time::sleep(backoff::wait(short_ones, PAUSES.0, PAUSES.1)).await;
            if self.is_shut_down.load(Ordering::Relaxed) {
                return;
            }
            sidecar = self.start(&config);
        }
    }

    /// Begins a sidecar; from now on messages are handed to it.
    fn start(&self, config: &SidecarConfig) -> io::Result<SidecarProcess> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        let (from, to) = socket::split(ours)?;
        let child = (config.command)()
            // Holding the lock is all that is wanted of this one.
            .stdin(
                config
                    .lock_handoff
                    .lock()?
                    .map_or_else(Stdio::null, Stdio::from),
            )
            .stdout(OwnedFd::from(theirs))
            .stderr(Stdio::null())
            .arg0("wenda-sidecar")
            // What a terminal or a shell sends to a whole group of processes is meant for us.
            .process_group(0)
            .spawn()?;
        let mut hello = Vec::new();
        let said = Hello {
            token: config.token.expose_secret().into(),
            server: config.server.as_str().into(),
            sent_log: Cow::Borrowed(config.lock_handoff.sent_log()),
        };
        protocol::put(&mut hello, &said, "");
        let (sender, commands) = mpsc::unbounded_channel();
        let waiting = Arc::<Waiting>::default();
        *locked(&self.channel) = Some(Channel {
            commands: sender,
            waiting: waiting.clone(),
            row: config.lock_handoff.row.clone(),
        });
        Ok(SidecarProcess {
            child,
            from,
            to,
            commands,
            waiting,
            hello,
            hears_alive: config.lock_handoff.sent_log().is_shared(),
        })
    }
}

impl SidecarProcess {
    /// Hands messages over and answers out until the sidecar has gone. One that hangs is ended: it
    /// must not send later what was given up meanwhile.
    async fn serve(self) -> Child {
        let SidecarProcess {
            mut child,
            from,
            to,
            mut commands,
            waiting,
            hello,
            hears_alive,
        } = self;
        let mut from = BufReader::with_capacity(16 << 10, from);
        let handing_over = tokio::spawn(async move {
            let mut out = hello;
            while to.write_all(&out).await.is_ok() {
                out.clear();
                let command = match hears_alive {
                    true => tokio::time::timeout(ALIVE, commands.recv()).await,
                    false => Ok(commands.recv().await),
                };
                match command {
                    Ok(Some((command, body))) => protocol::put(&mut out, &command, &body),
                    Ok(None) => return,
                    Err(_) => protocol::put(&mut out, &protocol::Command::Alive, ""),
                }
                while out.len() < TOGETHER_BYTES
                    && let Ok((command, body)) = commands.try_recv()
                {
                    protocol::put(&mut out, &command, &body);
                }
            }
        });
        let handing_out = async {
            while let Some((Answer { number, result }, _)) =
                protocol::next::<Answer>(&mut from).await
            {
                if let Some(caller) = waiting.remove(number) {
                    // Whoever does not wait any more has given up on it.
                    let _ = caller.send(result);
                }
            }
        };
        tokio::select! {
            () = handing_out => {}
            () = waiting.hangs.notified() => {
                log::error!("the delivery sidecar hangs and is killed");
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
    fn add(&self, caller: oneshot::Sender<SendResult>) -> u64 {
        let number = self.last.fetch_add(1, Ordering::Relaxed);
        locked(&self.callers).insert(number, caller);
        number
    }

    fn remove(&self, number: u64) -> Option<oneshot::Sender<SendResult>> {
        locked(&self.callers).remove(&number)
    }
}

/// What the lock guards is changed in single steps, so a panic leaves it whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
