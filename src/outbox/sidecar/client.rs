//! The sidecar: a process of its own that carries messages to Telegram.
//!
//! Between a message's leaving and Telegram's answer nobody can know whether it arrived. Were the
//! program killed then, the message would have to go once more. So another process waits for the
//! answer: this same program, which does nothing else, needs little and can hardly fail. When the
//! program has died ([`server`](super::server)) it waits for the answers that are still to come, notes in the
//! sent log which messages went out, and ends; until then it holds the store's lock, so that the next
//! program begins knowing all that.
//!
//! Law: a message has the same outcome whoever sends it. Where no sidecar can be started, or between
//! two of them, messages go from here, and pictures, which only admins get, always do; then what is
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
use crate::outbox::sidecar::protocol::{Answer, Hello, SendRequest};
use crate::outbox::transport::{Failure, SendResult, Transport};
use crate::store::{LockHandoff, PendingMessage};

pub use crate::outbox::sidecar::server::run;

/// How much longer than Telegram may take the sidecar is waited for.
const GRACE: Duration = Duration::from_secs(5);
/// A sidecar that served for less is no good sign...
const SHORT: Duration = Duration::from_secs(60);
/// ...and after so many of them in a row we do without.
const SHORT_ONES: u32 = 8;
/// Messages are handed over together up to about so many bytes.
const TOGETHER_BYTES: usize = 64 << 10;
/// The wait before another sidecar is tried, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(2));

/// Where sidecars come from.
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

/// Carries messages: hands them to the sidecar where there is one. Clones share it.
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
}

/// Lets go of a message that nobody waits for any more.
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

/// Something for the sidecar to do, with the message's body where it is to send one.
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
    stream: UnixStream,
    commands: mpsc::UnboundedReceiver<Queued>,
    waiting: Arc<Waiting>,
    /// What is said first.
    hello: Vec<u8>,
}

impl SidecarClient {
    /// One that carries everything itself.
    pub fn new(transport: Arc<dyn Transport>) -> SidecarClient {
        SidecarClient {
            transport,
            channel: Arc::default(),
            is_shut_down: Arc::default(),
        }
    }

    /// Takes a sidecar on, and another one whenever one ends. The first is there when this
    /// returns, if one can be had at all. The task ends when the last one has.
    pub fn spawn(&self, config: SidecarConfig) -> JoinHandle<()> {
        let first = self.start(&config);
        tokio::spawn(self.clone().keep_running(config, first))
    }

    /// The sidecar ends as soon as nothing is on its way; no other one comes.
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

    /// Sends this message by the sidecar, where there is one, and gives the number it got, if any.
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
            id: message.id,
            turn: message.turn,
            method: message.method.clone(),
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
        // Waited for twice: where all of us stood still, the answer may have come meanwhile, and is
        // read before the second wait is over.
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
        ours.set_nonblocking(true)?;
        let stream = UnixStream::from_std(ours)?;
        let child = (config.command)()
            // Holding the lock is all that is wanted of this one.
            .stdin(config.lock_handoff.lock()?)
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
            sent_log: config.lock_handoff.sent_log().into(),
        };
        protocol::put(&mut hello, &said, "");
        let (sender, commands) = mpsc::unbounded_channel();
        let waiting = Arc::<Waiting>::default();
        *locked(&self.channel) = Some(Channel {
            commands: sender,
            waiting: waiting.clone(),
        });
        Ok(SidecarProcess {
            child,
            stream,
            commands,
            waiting,
            hello,
        })
    }
}

impl SidecarProcess {
    /// Hands messages over and answers out until the sidecar has gone. One that hangs is ended: it
    /// must not send later what was given up meanwhile.
    async fn serve(self) -> Child {
        let SidecarProcess {
            mut child,
            stream,
            mut commands,
            waiting,
            hello,
        } = self;
        let (from, mut to) = stream.into_split();
        let mut from = BufReader::with_capacity(16 << 10, from);
        let handing_over = tokio::spawn(async move {
            let mut out = hello;
            while to.write_all(&out).await.is_ok() {
                out.clear();
                let Some((command, body)) = commands.recv().await else {
                    return;
                };
                protocol::put(&mut out, &command, &body);
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
