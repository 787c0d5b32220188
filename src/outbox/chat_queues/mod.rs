//! The order in which messages go out: a queue for each chat, side by side.
//!
//! Plain state, moments come in. Laws: one message of a chat at a time, in the order in which they
//! were queued; a chat that must wait makes nobody else wait; acknowledgements have queues of their
//! own and go first, past the limiter. While Telegram is down one message at a time tries the way, and
//! the first that gets through frees the others.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use crate::model::card::StaffChatId;
use crate::outbox::backoff;
use crate::outbox::concurrency::{ConcurrencyLimiter, Permit};
use crate::outbox::rate_limit::{Allowance, RateLimiter};
use crate::store::{OutboxId, PendingMessage};

/// So many failures of the way in a row, and Telegram is down.
const DOWN_AFTER: u32 = 3;
/// While it is down, the way is tried at least this often, at most this often.
const TRIAL_WAITS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_millis(1200));
/// The wait of one message after its first failure, and the longest.
const RETRIES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(60));
/// Tries of one message while others get through: about three minutes.
const MOST_TRIES: u32 = 11;
/// Chats remembered before those of which nothing matters any more are looked for.
const CHATS: usize = 1024;

/// Whose queue it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QueueKey {
    /// What goes to no chat and waits for nobody.
    Alone(OutboxId),
    /// A chat.
    Chat(i64),
}

/// A message on its way through the queues.
#[derive(Debug, Clone)]
pub struct QueuedMessage {
    /// The message.
    pub message: PendingMessage,
    /// How often the way failed it.
    pub tries: u32,
    /// Whether it has followed its chat to a new number.
    pub moved: bool,
    /// The permit under which it was sent.
    pub permit: Option<Permit>,
    /// When we began to try.
    pub since: Instant,
}

impl QueuedMessage {
    /// Its queue.
    pub fn key(&self) -> QueueKey {
        self.message
            .chat
            .map_or(QueueKey::Alone(self.message.id), QueueKey::Chat)
    }
}

/// What to do now.
#[derive(Debug)]
pub enum Step {
    /// Send this.
    Send(Box<QueuedMessage>),
    /// Nothing before this moment; `None`: nothing before an answer or a new message comes.
    Wait(Option<Instant>),
}

/// One queue.
#[derive(Debug)]
struct ChatQueue {
    items: VecDeque<QueuedMessage>,
    /// One of its messages is on its way.
    is_busy: bool,
    /// It stands in `ready` or `later`.
    is_listed: bool,
    not_before: Option<Instant>,
    /// It waits because the way to Telegram failed.
    waits_for_way: bool,
    rate: RateLimiter,
}

/// All queues.
#[derive(Debug, Default)]
pub struct ChatQueues {
    queues: HashMap<QueueKey, ChatQueue>,
    /// May go now: since when, and who; acknowledgements apart.
    ready: VecDeque<(Instant, QueueKey)>,
    ready_alone: VecDeque<QueueKey>,
    /// May go later.
    later: BTreeSet<(Instant, QueueKey)>,
    held: HashSet<OutboxId>,
    /// Since when more messages wait in the store than are held here.
    behind: Option<Instant>,
    /// With so many chats, those that do not matter any more are forgotten.
    sweep_at: usize,
    limiter: ConcurrencyLimiter,
    /// Failures of the way in a row.
    failures: u32,
    /// While down: when to try again.
    trial_at: Option<Instant>,
    /// The chat whose messages are not paced.
    unpaced: Option<StaffChatId>,
}

impl ChatQueues {
    /// How many messages are held.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// How many chats have a message that could go now.
    pub fn ready(&self) -> usize {
        self.ready.len()
    }

    /// How many messages are on their way.
    pub fn on_their_way(&self) -> usize {
        self.limiter.on_their_way()
    }

    /// Whether Telegram is down, as far as one can tell from here.
    pub fn is_down(&self) -> bool {
        self.failures >= DOWN_AFTER
    }

    /// Puts a message at the end of its queue; one that is held already stays where it is.
    pub fn admit(&mut self, item: QueuedMessage, now: Instant) {
        if !self.held.insert(item.message.id) {
            return;
        }
        if self.queues.len() >= self.sweep_at {
            self.sweep(now);
        }
        let key = item.key();
        self.queue(key).items.push_back(item);
        self.list(key, now);
    }

    /// Nothing of this queue goes before `at`. What is on its way stays so.
    pub fn hold_back(&mut self, key: QueueKey, at: Instant) {
        let Some(queue) = self.queues.get_mut(&key) else {
            return;
        };
        queue.not_before = queue.not_before.max(Some(at));
        if queue.is_busy || !queue.is_listed {
            return;
        }
        self.ready.retain(|(_, other)| *other != key);
        self.later.retain(|(_, other)| *other != key);
        self.later.insert((at, key));
    }

    /// Has the messages of this chat go as fast as Telegram takes them.
    pub fn set_unpaced(&mut self, chat: Option<StaffChatId>) {
        self.unpaced = chat;
    }

    /// Says whether more messages wait in the store than are held here.
    pub fn set_behind(&mut self, is_behind: bool, now: Instant) {
        self.behind = is_behind.then(|| self.behind.unwrap_or(now));
    }

    /// Says whether the delivery sidecar sends the messages, so that a kill repeats none.
    pub fn set_has_sidecar(&mut self, has_sidecar: bool) {
        self.limiter.set_has_sidecar(has_sidecar);
    }

    /// What to do now. A message that is given out is on its way until [`ChatQueues::finish`] or
    /// [`ChatQueues::retry`].
    pub fn step(&mut self, now: Instant) -> Step {
        while let Some((at, key)) = self.later.first().copied() {
            if at > now {
                break;
            }
            self.later.pop_first();
            if let Some(queue) = self.queues.get_mut(&key) {
                queue.is_listed = false;
                queue.waits_for_way = false;
            }
            self.list(key, at);
        }
        if self.is_down() {
            if self.on_their_way() > 0 {
                return Step::Wait(None);
            }
            if let Some(at) = self.trial_at.filter(|at| *at > now) {
                return Step::Wait(Some(at));
            }
        }
        if let Some(key) = self.ready_alone.pop_front() {
            return self.send(key, now);
        }
        let soonest = self.later.first().map(|(at, _)| *at);
        let Some((since, _)) = self.ready.front().copied() else {
            return Step::Wait(soonest);
        };
        match self.limiter.next(since, self.behind, now) {
            Some(at) if at <= now => {
                let key = self.ready.pop_front().map(|(_, key)| key);
                key.map_or(Step::Wait(soonest), |key| self.send(key, now))
            }
            Some(at) => Step::Wait(Some(soonest.map_or(at, |soonest| soonest.min(at)))),
            None => Step::Wait(soonest),
        }
    }

    /// The message has its outcome; the next of its chat may go. `answered` says whether Telegram
    /// answered it.
    pub fn finish(&mut self, item: &QueuedMessage, answered: bool, now: Instant) {
        self.came_back(item, now);
        if answered {
            self.way_is_open(now);
        }
        self.held.remove(&item.message.id);
        self.free(item.key(), now);
    }

    /// The message goes again, before the others of its chat, not before `at`. Telegram answered.
    pub fn retry(&mut self, item: QueuedMessage, at: Instant, now: Instant) {
        self.came_back(&item, now);
        self.way_is_open(now);
        self.put_back(item, at, false, now);
    }

    /// The way failed the message. It goes again later, and comes back to the caller when it had its
    /// tries while others got through.
    pub fn way_failed(&mut self, mut item: QueuedMessage, now: Instant) -> Option<QueuedMessage> {
        self.came_back(&item, now);
        self.failures = self.failures.saturating_add(1);
        if self.is_down() {
            let failures = self.failures - DOWN_AFTER + 1;
            self.trial_at = Some(now + backoff::wait(failures, TRIAL_WAITS.0, TRIAL_WAITS.1));
        } else {
            item.tries += 1;
        }
        if item.tries >= MOST_TRIES {
            self.held.remove(&item.message.id);
            self.free(item.key(), now);
            return Some(item);
        }
        let wait = if self.is_down() {
            TRIAL_WAITS.0
        } else {
            backoff::wait(item.tries, RETRIES.0, RETRIES.1)
        };
        self.put_back(item, now + wait, true, now);
        None
    }

    /// Telegram answers again: whoever waits for that goes now.
    pub fn way_is_open(&mut self, now: Instant) {
        if std::mem::take(&mut self.failures) == 0 {
            return;
        }
        self.trial_at = None;
        let waiting: Vec<_> = self
            .later
            .iter()
            .filter(|(_, key)| {
                self.queues
                    .get(key)
                    .is_some_and(|queue| queue.waits_for_way)
            })
            .copied()
            .collect();
        for entry in waiting {
            self.later.remove(&entry);
            if let Some(queue) = self.queues.get_mut(&entry.1) {
                queue.is_listed = false;
                queue.waits_for_way = false;
                queue.not_before = None;
            }
            self.list(entry.1, now);
        }
    }

    /// Takes everything out of the queue of this chat that is not on its way.
    pub fn empty(&mut self, chat: i64) -> Vec<QueuedMessage> {
        let Some(queue) = self.queues.get_mut(&QueueKey::Chat(chat)) else {
            return Vec::new();
        };
        let items: Vec<QueuedMessage> = queue.items.drain(..).collect();
        for item in &items {
            self.held.remove(&item.message.id);
        }
        items
    }

    /// Forgets chats that nothing is known of any more.
    pub fn sweep(&mut self, now: Instant) {
        self.queues.retain(|_, queue| {
            queue.is_busy || queue.is_listed || !queue.items.is_empty() || !queue.rate.is_fresh(now)
        });
        self.sweep_at = (self.queues.len() * 2).max(CHATS);
    }

    fn send(&mut self, key: QueueKey, now: Instant) -> Step {
        let item = self.queues.get_mut(&key).and_then(|queue| {
            queue.is_listed = false;
            let item = queue.items.pop_front()?;
            queue.is_busy = true;
            queue.rate.spend(now);
            Some(item)
        });
        match item {
            Some(mut item) => {
                item.permit = Some(self.limiter.start(now));
                Step::Send(Box::new(item))
            }
            // Emptied meanwhile.
            None => self.step(now),
        }
    }

    fn came_back(&mut self, item: &QueuedMessage, now: Instant) {
        if let Some(permit) = item.permit {
            self.limiter.finish(permit, now);
        }
    }

    fn put_back(&mut self, item: QueuedMessage, at: Instant, waits_for_way: bool, now: Instant) {
        let key = item.key();
        let queue = self.queue(key);
        queue.items.push_front(item);
        queue.is_busy = false;
        queue.not_before = Some(at);
        queue.waits_for_way = waits_for_way;
        self.list(key, now);
    }

    fn free(&mut self, key: QueueKey, now: Instant) {
        if let QueueKey::Alone(_) = key {
            self.queues.remove(&key);
        } else if let Some(queue) = self.queues.get_mut(&key) {
            queue.is_busy = false;
            if queue.items.is_empty() {
                // It may be one of thousands, and never be written to again.
                queue.items = VecDeque::new();
            }
            self.list(key, now);
        }
    }

    fn queue(&mut self, key: QueueKey) -> &mut ChatQueue {
        let unpaced = self.unpaced.as_ref();
        let is_unpaced = |chat| unpaced.is_some_and(|staff| staff.is(chat));
        self.queues.entry(key).or_insert_with(|| ChatQueue {
            // Most chats never have a second message waiting.
            items: VecDeque::with_capacity(1),
            is_busy: false,
            is_listed: false,
            not_before: None,
            waits_for_way: false,
            rate: match key {
                QueueKey::Alone(_) => RateLimiter::Private(Allowance::default()),
                QueueKey::Chat(chat) if is_unpaced(chat) => RateLimiter::Unpaced,
                QueueKey::Chat(chat) => RateLimiter::of(chat),
            },
        })
    }

    /// Lists a queue where it belongs: ready now, or later.
    fn list(&mut self, key: QueueKey, now: Instant) {
        let Some(queue) = self.queues.get_mut(&key) else {
            return;
        };
        if queue.is_busy || queue.is_listed || queue.items.is_empty() {
            return;
        }
        queue.is_listed = true;
        let earliest = queue.not_before.filter(|at| *at > now);
        let at = match (earliest, key) {
            (Some(at), _) => queue.rate.next(at),
            (None, QueueKey::Chat(_)) => queue.rate.next(now),
            (None, QueueKey::Alone(_)) => now,
        };
        if at > now {
            self.later.insert((at, key));
        } else if let QueueKey::Alone(_) = key {
            self.ready_alone.push_back(key);
        } else {
            self.ready.push_back((now, key));
        }
    }
}

#[cfg(test)]
mod tests;
