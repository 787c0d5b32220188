//! The order in which letters go out: a lane for each chat, side by side.
//!
//! Plain state, moments come in. Laws: one letter of a chat at a time, in the order in which they
//! were queued; a chat that must wait makes nobody else wait; acknowledgements have lanes of their
//! own and go first, past the gate. While Telegram is down one letter at a time tries the way, and
//! the first that gets through frees the others.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use crate::outbox::backoff;
use crate::outbox::concurrency::{Gate, Pass};
use crate::outbox::rate_limit::Pace;
use crate::store::{Open, OutboxId};

/// So many failures of the way in a row, and Telegram is down.
const DOWN_AFTER: u32 = 3;
/// While it is down, the way is tried at least this often, at most this often.
const PROBES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_millis(1200));
/// The wait of one letter after its first failure, and the longest.
const RETRIES: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(60));
/// Tries of one letter while others get through: about three minutes.
const MOST_TRIES: u32 = 11;
/// Chats remembered before those of which nothing matters any more are looked for.
const CHATS: usize = 1024;

/// Whose lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// What goes to no chat and waits for nobody.
    Alone(OutboxId),
    /// A chat.
    Chat(i64),
}

/// A letter on its way through the lanes.
#[derive(Debug, Clone)]
pub struct Item {
    /// What the store knows of it.
    pub open: Open,
    /// The chat it goes to, after moves.
    pub chat: Option<i64>,
    /// How often the way failed it.
    pub tries: u32,
    /// Whether it has followed its chat to a new number.
    pub moved: bool,
    /// By which it went through the gate.
    pub pass: Option<Pass>,
    /// When we began to try.
    pub since: Instant,
}

impl Item {
    /// Its lane.
    pub fn lane(&self) -> Lane {
        self.chat.map_or(Lane::Alone(self.open.id), Lane::Chat)
    }
}

/// What to do now.
#[derive(Debug)]
pub enum Step {
    /// Send this.
    Send(Box<Item>),
    /// Nothing before this moment; `None`: nothing before an answer or a new letter comes.
    Wait(Option<Instant>),
}

/// One lane.
#[derive(Debug)]
struct Queue {
    items: VecDeque<Item>,
    /// One of its letters is on its way.
    is_busy: bool,
    /// It stands in `ready` or `later`.
    is_listed: bool,
    not_before: Option<Instant>,
    /// It waits because the way to Telegram failed.
    waits_for_way: bool,
    pace: Pace,
}

/// All lanes.
#[derive(Debug, Default)]
pub struct Lanes {
    queues: HashMap<Lane, Queue>,
    /// May go now: since when, and who; acknowledgements apart.
    ready: VecDeque<(Instant, Lane)>,
    ready_alone: VecDeque<Lane>,
    /// May go later.
    later: BTreeSet<(Instant, Lane)>,
    held: HashSet<OutboxId>,
    /// Since when more letters wait in the store than are held here.
    behind: Option<Instant>,
    /// With so many chats, those that do not matter any more are forgotten.
    sweep_at: usize,
    gate: Gate,
    /// Failures of the way in a row.
    failures: u32,
    /// While down: when to try again.
    probe_at: Option<Instant>,
}

impl Lanes {
    /// How many letters are held.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// How many chats have a letter that could go now.
    pub fn ready(&self) -> usize {
        self.ready.len()
    }

    /// How many letters are on their way.
    pub fn on_their_way(&self) -> usize {
        self.gate.on_their_way()
    }

    /// Whether Telegram is down, as far as one can tell from here.
    pub fn is_down(&self) -> bool {
        self.failures >= DOWN_AFTER
    }

    /// Puts a letter at the end of its lane; one that is held already stays where it is.
    pub fn admit(&mut self, item: Item, now: Instant) {
        if !self.held.insert(item.open.id) {
            return;
        }
        if self.queues.len() >= self.sweep_at {
            self.sweep(now);
        }
        let lane = item.lane();
        self.queue(lane).items.push_back(item);
        self.list(lane, now);
    }

    /// Says whether more letters wait in the store than are held here.
    pub fn set_behind(&mut self, is_behind: bool, now: Instant) {
        self.behind = is_behind.then(|| self.behind.unwrap_or(now));
    }

    /// Says whether somebody apart carries the letters, so that a kill repeats none.
    pub fn set_apart(&mut self, is_apart: bool) {
        self.gate.set_apart(is_apart);
    }

    /// What to do now. A letter that is given out is on its way until [`Lanes::finish`] or
    /// [`Lanes::retry`].
    pub fn step(&mut self, now: Instant) -> Step {
        while let Some((at, lane)) = self.later.first().copied() {
            if at > now {
                break;
            }
            self.later.pop_first();
            if let Some(queue) = self.queues.get_mut(&lane) {
                queue.is_listed = false;
                queue.waits_for_way = false;
            }
            self.list(lane, at);
        }
        if self.is_down() {
            if self.on_their_way() > 0 {
                return Step::Wait(None);
            }
            if let Some(at) = self.probe_at.filter(|at| *at > now) {
                return Step::Wait(Some(at));
            }
        }
        if let Some(lane) = self.ready_alone.pop_front() {
            return self.send(lane, now);
        }
        let soonest = self.later.first().map(|(at, _)| *at);
        let Some((since, _)) = self.ready.front().copied() else {
            return Step::Wait(soonest);
        };
        match self.gate.next(since, self.behind, now) {
            Some(at) if at <= now => {
                let lane = self.ready.pop_front().map(|(_, lane)| lane);
                lane.map_or(Step::Wait(soonest), |lane| self.send(lane, now))
            }
            Some(at) => Step::Wait(Some(soonest.map_or(at, |soonest| soonest.min(at)))),
            None => Step::Wait(soonest),
        }
    }

    /// The letter has its outcome; the next of its chat may go. `answered` says whether Telegram
    /// answered it.
    pub fn finish(&mut self, item: &Item, answered: bool, now: Instant) {
        self.came_back(item, now);
        if answered {
            self.way_is_open(now);
        }
        self.held.remove(&item.open.id);
        self.free(item.lane(), now);
    }

    /// The letter goes again, before the others of its chat, not before `at`. Telegram answered.
    pub fn retry(&mut self, item: Item, at: Instant, now: Instant) {
        self.came_back(&item, now);
        self.way_is_open(now);
        self.put_back(item, at, false, now);
    }

    /// The way failed the letter. It goes again later, and comes back to the caller when it had its
    /// tries while others got through.
    pub fn way_failed(&mut self, mut item: Item, now: Instant) -> Option<Item> {
        self.came_back(&item, now);
        self.failures = self.failures.saturating_add(1);
        if self.is_down() {
            let failures = self.failures - DOWN_AFTER + 1;
            self.probe_at = Some(now + backoff::wait(failures, PROBES.0, PROBES.1));
        } else {
            item.tries += 1;
        }
        if item.tries >= MOST_TRIES {
            self.held.remove(&item.open.id);
            self.free(item.lane(), now);
            return Some(item);
        }
        let wait = if self.is_down() {
            PROBES.0
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
        self.probe_at = None;
        let waiting: Vec<_> = self
            .later
            .iter()
            .filter(|(_, lane)| {
                self.queues
                    .get(lane)
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

    /// Takes everything out of the lane of this chat that is not on its way.
    pub fn empty(&mut self, chat: i64) -> Vec<Item> {
        let Some(queue) = self.queues.get_mut(&Lane::Chat(chat)) else {
            return Vec::new();
        };
        let items: Vec<Item> = queue.items.drain(..).collect();
        for item in &items {
            self.held.remove(&item.open.id);
        }
        items
    }

    /// Forgets chats that nothing is known of any more.
    pub fn sweep(&mut self, now: Instant) {
        self.queues.retain(|_, queue| {
            queue.is_busy || queue.is_listed || !queue.items.is_empty() || !queue.pace.is_fresh(now)
        });
        self.sweep_at = (self.queues.len() * 2).max(CHATS);
    }

    fn send(&mut self, lane: Lane, now: Instant) -> Step {
        let item = self.queues.get_mut(&lane).and_then(|queue| {
            queue.is_listed = false;
            let item = queue.items.pop_front()?;
            queue.is_busy = true;
            queue.pace.spend(now);
            Some(item)
        });
        match item {
            Some(mut item) => {
                item.pass = Some(self.gate.start(now));
                Step::Send(Box::new(item))
            }
            // Emptied meanwhile.
            None => self.step(now),
        }
    }

    fn came_back(&mut self, item: &Item, now: Instant) {
        if let Some(pass) = item.pass {
            self.gate.finish(pass, now);
        }
    }

    fn put_back(&mut self, item: Item, at: Instant, waits_for_way: bool, now: Instant) {
        let lane = item.lane();
        let queue = self.queue(lane);
        queue.items.push_front(item);
        queue.is_busy = false;
        queue.not_before = Some(at);
        queue.waits_for_way = waits_for_way;
        self.list(lane, now);
    }

    fn free(&mut self, lane: Lane, now: Instant) {
        if let Lane::Alone(_) = lane {
            self.queues.remove(&lane);
        } else if let Some(queue) = self.queues.get_mut(&lane) {
            queue.is_busy = false;
            if queue.items.is_empty() {
                // It may be one of thousands, and never be written to again.
                queue.items = VecDeque::new();
            }
            self.list(lane, now);
        }
    }

    fn queue(&mut self, lane: Lane) -> &mut Queue {
        self.queues.entry(lane).or_insert_with(|| Queue {
            // Most chats never have a second letter waiting.
            items: VecDeque::with_capacity(1),
            is_busy: false,
            is_listed: false,
            not_before: None,
            waits_for_way: false,
            pace: match lane {
                Lane::Alone(_) => Pace::Private(None),
                Lane::Chat(chat) => Pace::of(chat),
            },
        })
    }

    /// Lists a lane where it belongs: ready now, or later.
    fn list(&mut self, lane: Lane, now: Instant) {
        let Some(queue) = self.queues.get_mut(&lane) else {
            return;
        };
        if queue.is_busy || queue.is_listed || queue.items.is_empty() {
            return;
        }
        queue.is_listed = true;
        let earliest = queue.not_before.filter(|at| *at > now);
        let at = match (earliest, lane) {
            (Some(at), _) => queue.pace.next(at),
            (None, Lane::Chat(_)) => queue.pace.next(now),
            (None, Lane::Alone(_)) => now,
        };
        if at > now {
            self.later.insert((at, lane));
        } else if let Lane::Alone(_) = lane {
            self.ready_alone.push_back(lane);
        } else {
            self.ready.push_back((now, lane));
        }
    }
}

#[cfg(test)]
mod tests;
