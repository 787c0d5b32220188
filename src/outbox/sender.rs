//! The sender: sends the outbox's messages and keeps their outcomes. Sends are retried from here.
//!
//! Laws:
//! - Outcomes are kept before another message starts; those that come together, in one transaction. A
//!   remote store takes its time: then others start meanwhile, but for the same chat's. What waits for it
//!   counts as on its way.
//! - Where outcomes cannot be kept, nothing new is sent.
//! - A message without a known outcome is sent again: **once too many rather than once too few**.
//! - What is on its way when this process dies has its outcome noted by the
//!   [sidecar](crate::outbox::sidecar::client).
//!
//! When a message may start is decided elsewhere: [`crate::outbox::chat_queues`] orders each chat,
//! [`crate::outbox::concurrency`] limits how many go at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::conversation::{Record, group_chat};
use crate::model::card::StaffChatId;
use crate::ops::clock;
use crate::ops::metrics::{Metrics, SendOutcome};
use crate::ops::stop::Stop;
use crate::outbox::backlog::Backlog;
use crate::outbox::backpressure::{Backpressure, Producer};
use crate::outbox::chat_queues::{ChatQueues, QueueKey, QueuedMessage, Step};
use crate::outbox::delivery::{Delivered, deliver};
use crate::outbox::outcomes::{Outcomes, STORE_PAUSE};
use crate::outbox::scheduled_deletion;
use crate::outbox::sidecar::client::SidecarClient;
use crate::outbox::transport::{Next, Transport};
use crate::store::{ChatState, Commit, OutboxId, Outcome, PendingMessage, Store};

/// After a request to stop, messages still start for this long. The others go at the next start.
const LAST_STARTS: Duration = Duration::from_millis(40);
/// How often the store is searched for messages that nobody announced, such as news of the FAQ's
/// files.
const LOOK: Duration = Duration::from_secs(1);
/// How often queues of quiet chats are dropped.
const SWEEP: Duration = Duration::from_secs(60);

/// What the sender works with.
pub struct Sender {
    pub(crate) sidecar: SidecarClient,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) metrics: Arc<Metrics>,
    /// Where answers are made.
    pub(crate) producer: Arc<dyn Producer>,
    /// Messages just queued.
    pub(crate) queued: UnboundedReceiver<Vec<PendingMessage>>,
    /// Changes whenever Telegram answered a poll: it can be reached.
    pub(crate) reached: watch::Receiver<u64>,
    /// Changes whenever Telegram answers again after a failure.
    pub(crate) returns: watch::Receiver<u64>,
    pub(crate) stop: Stop,
    /// The chat whose messages go as fast as Telegram takes them.
    pub(crate) unpaced: Option<StaffChatId>,
    /// What to say and keep where a message about a card did not arrive.
    pub(crate) undelivered: Undelivered,
}

/// What to say and keep where a message was refused for good, for this reason.
pub type Undelivered = Arc<dyn Fn(&PendingMessage, &str) -> Option<Commit> + Send + Sync>;

impl Sender {
    /// Sends until told to stop; then lets what is on its way finish.
    pub async fn run(mut self) {
        let mut work = Work {
            queues: ChatQueues::default(),
            backlog: Backlog::default(),
            outcomes: Outcomes::new(self.store.clone()),
            backpressure: Backpressure::default(),
            store: self.store.clone(),
            metrics: self.metrics.clone(),
            transport: self.sidecar.transport().clone(),
            undelivered: self.undelivered.clone(),
        };
        work.queues.set_unpaced(self.unpaced.clone());
        scheduled_deletion::resume(self.sidecar.transport(), &self.store);
        let mut on_their_way: JoinSet<Delivered> = JoinSet::new();
        let mut sweep = Instant::now() + SWEEP;
        let mut look = Instant::now() + LOOK;
        let mut last_starts: Option<Instant> = None;
        loop {
            let mut now = Instant::now();
            let keeps = work.outcomes.keep(now);
            let kept = work.outcomes.kept_at_once();
            work.finish(kept, now);
            let may_start =
                keeps && last_starts.is_none_or(|until| now < until) && self.store.has_place();
            let mut pause = work.outcomes.again_at();
            if may_start {
                pause = work.fill(now).or(pause);
                let change = work
                    .backpressure
                    .look(work.queues.ready(), self.producer.waiting());
                if let Some(is_paused) = change {
                    self.producer.pause(is_paused);
                }
                let is_behind = work.backpressure.is_high() || work.backlog.is_behind();
                work.queues.set_behind(is_behind, now);
                work.queues.set_has_sidecar(self.sidecar.has_sidecar());
                loop {
                    match work.queues.step(now) {
                        Step::Send(item) => {
                            on_their_way.spawn(deliver(
                                self.sidecar.clone(),
                                self.store.clone(),
                                *item,
                                self.returns.clone(),
                            ));
                            now = Instant::now();
                        }
                        Step::Wait(until) => {
                            pause = pause.into_iter().chain(until).min();
                            break;
                        }
                    }
                }
            }
            if let Some(until) = last_starts {
                let is_quiet = on_their_way.is_empty() && !work.outcomes.is_keeping();
                if is_quiet && (now >= until || work.queues.is_empty()) {
                    break;
                }
                if self.stop.is_over() {
                    log::warn!(messages = on_their_way.len(); "stopping before Telegram answered");
                    break;
                }
                pause = Some(pause.map_or(until, |pause| pause.min(until)).max(now));
                if now >= until {
                    pause = Some(now + Duration::from_millis(100));
                }
            }
            let wake = pause.unwrap_or(look).min(look);
            tokio::select! {
                biased;
                Some(returned) = on_their_way.join_next() => {
                    work.returned(returned);
                    while let Some(returned) = on_their_way.try_join_next() {
                        work.returned(returned);
                    }
                    let now = Instant::now();
                    work.outcomes.keep(now);
                    let kept = work.outcomes.kept_at_once();
                    work.finish(kept, now);
                }
                kept = work.outcomes.kept() => work.finish(kept, Instant::now()),
                Some(messages) = self.queued.recv() => {
                    let now = Instant::now();
                    work.queued(messages, now);
                    while let Ok(messages) = self.queued.try_recv() {
                        work.queued(messages, now);
                    }
                }
                Ok(()) = self.reached.changed() => work.queues.way_is_open(Instant::now()),
                () = self.stop.requested(), if last_starts.is_none() => {
                    last_starts = Some(Instant::now() + LAST_STARTS);
                }
                () = tokio::time::sleep_until(wake.into()) => {
                    let now = Instant::now();
                    if now >= look {
                        work.backlog.look_again(work.queues.len());
                        look = now + LOOK;
                    }
                    if now >= sweep {
                        work.queues.sweep(now);
                        sweep = now + SWEEP;
                    }
                }
            }
        }
        let kept = work.outcomes.keep_the_last().await;
        work.finish(kept, Instant::now());
    }
}

/// What the sender knows.
struct Work {
    queues: ChatQueues,
    backlog: Backlog,
    outcomes: Outcomes,
    backpressure: Backpressure,
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    transport: Arc<dyn Transport>,
    undelivered: Undelivered,
}

impl Work {
    /// Messages just queued: into their queues, or left in the store while too many are held.
    fn queued(&mut self, messages: Vec<PendingMessage>, now: Instant) {
        for message in messages {
            if self.backlog.admits(message.id, self.queues.len()) {
                self.admit(message, now);
            }
        }
    }

    /// Takes messages from the store while there is room. Gives the moment to try again where the
    /// store cannot be read.
    fn fill(&mut self, now: Instant) -> Option<Instant> {
        while let Some((after, limit)) = self.backlog.wants(self.queues.len()) {
            match self.store.open_entries(Some(after), limit) {
                Ok(messages) => {
                    self.backlog.read(
                        messages.len(),
                        messages.last().map(|message| message.id),
                        limit,
                    );
                    for message in messages {
                        self.admit(message, now);
                    }
                }
                Err(error) => {
                    log::error!(error:% = error; "the outbox cannot be read");
                    return Some(now + STORE_PAUSE);
                }
            }
        }
        None
    }

    fn admit(&mut self, mut message: PendingMessage, now: Instant) {
        if let Some(chat) = message.chat {
            let to = self.forwarded(chat);
            if to != chat {
                self.transport.address(&mut message, to);
            }
        }
        let wait = message
            .not_before_seconds
            .map(|at| at - clock::unix_seconds());
        let wait = wait.and_then(|seconds| u64::try_from(seconds).ok());
        let key = message.chat.map(QueueKey::Chat);
        self.queues.admit(
            QueuedMessage {
                message,
                tries: 0,
                moved: false,
                permit: None,
                since: now,
            },
            now,
        );
        if let (Some(key), Some(seconds)) = (key, wait) {
            self.queues
                .hold_back(key, now + Duration::from_secs(seconds));
        }
    }

    /// The number under which a group goes on, if it moved.
    fn forwarded(&self, chat: i64) -> i64 {
        match (chat < 0).then(|| self.store.chat(chat)) {
            Some(Ok(ChatState::Moved(to))) => to,
            _ => chat,
        }
    }

    /// One message came back.
    fn returned(&mut self, returned: Result<Delivered, tokio::task::JoinError>) {
        // The task does not panic and nobody aborts it; if it did, the message goes at the next
        // start.
        let Ok(Delivered { item, next }) = returned else {
            self.metrics.panicked();
            return;
        };
        let now = Instant::now();
        let id = item.message.id;
        match next {
            Next::Done(message) => {
                let took = now.saturating_duration_since(item.since);
                self.metrics.send(SendOutcome::Sent);
                self.metrics.sent(took);
                log::debug!(message = id, turn = item.message.turn, took_ms = clock::millis(took); "sent");
                self.done(item, Outcome::Sent(message));
            }
            Next::GiveUp(why) => {
                log::warn!(message = id, turn = item.message.turn, why = why.as_str(); "refused");
                self.metrics.send(SendOutcome::Refused);
                self.not_delivered(&item.message, &why);
                self.done(item, Outcome::Refused(why));
            }
            Next::Gone(why) => self.gone(item, why),
            Next::Wait(seconds) => {
                log::info!(message = id, seconds = seconds; "Telegram asks this chat's messages to wait");
                self.metrics.send(SendOutcome::Waits);
                self.postpone(id, seconds);
                self.queues
                    .retry(item, now + Duration::from_secs(seconds), now);
            }
            Next::Moved(to) => self.moved(item, to, now),
            Next::StoreFailed => self.queues.retry(item, now + STORE_PAUSE, now),
            Next::SidecarEnded => self.queues.retry(item, now, now),
            Next::Later => {
                self.metrics.send(SendOutcome::Unreachable);
                let was_down = self.queues.is_down();
                if let Some(item) = self.queues.way_failed(item, now) {
                    log::warn!(message = id, turn = item.message.turn, tries = item.tries; "given up");
                    self.metrics.send(SendOutcome::Uncertain);
                    self.outcomes
                        .note(&item, Outcome::Unknown("no answer".to_owned()));
                } else if self.queues.is_down() && !was_down {
                    log::warn!("Telegram cannot be reached; messages wait");
                }
            }
        }
    }

    /// Has other processes know for how long the message waits.
    fn postpone(&self, id: OutboxId, seconds: u64) {
        if !self.store.is_remote() {
            return;
        }
        let store = self.store.clone();
        let wait = i64::try_from(seconds).unwrap_or(i64::MAX);
        let not_before_seconds = clock::unix_seconds().saturating_add(wait);
        tokio::task::spawn_blocking(move || {
            if let Err(error) = store.postpone(id, not_before_seconds) {
                log::debug!(error:% = error; "another process would not know that a chat waits");
            }
        });
    }

    fn done(&mut self, item: QueuedMessage, outcome: Outcome) {
        self.outcomes.note(&item, outcome);
        self.outcomes.finish(item);
    }

    /// The outcomes of these are kept. Only now do their chats' next messages go.
    fn finish(&mut self, kept: Vec<QueuedMessage>, now: Instant) {
        for item in kept {
            self.queues.finish(&item, true, now);
        }
    }

    /// Tells those whom it concerns that a message about a card did not arrive.
    fn not_delivered(&mut self, message: &PendingMessage, why: &str) {
        let Some(commit) = message.link.and_then(|_| (self.undelivered)(message, why)) else {
            return;
        };
        match self.store.commit(std::slice::from_ref(&commit)) {
            Ok(ids) => {
                let ids = ids.into_iter().flatten();
                let messages = commit.outbox.into_iter().zip(ids);
                let messages = messages
                    .filter_map(|(message, id)| Some(PendingMessage { id: id?, ..message }))
                    .collect();
                self.queued(messages, Instant::now());
            }
            Err(error) => {
                log::error!(error:% = error; "nobody is told that a message did not arrive");
            }
        }
    }

    /// Nothing reaches the chat any more: what was queued for it until now is dropped.
    fn gone(&mut self, item: QueuedMessage, why: &str) {
        self.metrics.send(SendOutcome::Gone);
        let mut dropped = 1;
        if let Some(chat) = item.message.chat {
            for item in self.queues.empty(chat) {
                self.not_delivered(&item.message, why);
                self.outcomes.note(&item, Outcome::Refused(why.to_owned()));
                dropped += 1;
            }
            self.remember(chat, &ChatState::Gone(why.to_owned()));
        }
        log::info!(message = item.message.id, dropped = dropped, why = why; "the chat is gone");
        self.not_delivered(&item.message, why);
        self.done(item, Outcome::Refused(why.to_owned()));
    }

    /// The chat goes on under another number: its messages follow, once.
    fn moved(&mut self, item: QueuedMessage, to: i64, now: Instant) {
        let id = item.message.id;
        let Some(from) = item.message.chat.filter(|from| *from != to && !item.moved) else {
            self.metrics.send(SendOutcome::Refused);
            self.done(item, Outcome::Refused("moved more than once".to_owned()));
            return;
        };
        log::info!(message = id, chat = from, to = to; "the group goes on under another number");
        self.remember(from, &ChatState::Moved(to));
        let record = Record::Moved {
            from: group_chat(from),
            to: group_chat(to),
        };
        let commit = Commit {
            records: vec![record],
            ..Commit::default()
        };
        if let Err(error) = self.store.commit(&[commit]) {
            log::error!(error:% = error; "a group's settings did not move with it");
        }
        let mut items = vec![item.clone()];
        items.extend(self.queues.empty(from));
        self.queues.finish(&item, true, now);
        for mut item in items {
            self.transport.address(&mut item.message, to);
            item.moved = true;
            self.queues.admit(item, now);
        }
    }

    fn remember(&self, chat: i64, state: &ChatState) {
        let now_seconds = crate::ops::clock::unix_seconds();
        if let Err(error) = self.store.set_chat(chat, state, now_seconds) {
            log::error!(error:% = error; "the state of a chat cannot be kept");
        }
    }
}
