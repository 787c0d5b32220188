//! Which update is handled next: a queue for each chat, side by side.
//!
//! Plain state behind one lock. Laws: updates of a chat are handled in their order, one at a time;
//! a chat with many updates gets its turn no oftener than one with a single update; memory holds a
//! bounded number, the rest waits in the journal. Where answers are made faster than they go out,
//! making them pauses: they would only have to be held, or put aside and read again.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::inbox::handler::Update;
use crate::inbox::job::Job;
use crate::outbox::backpressure::Producer;

/// Updates held in memory at most, about one kilobyte each.
const HELD: usize = 1000;
/// Updates read from the journal at once.
const CHUNK: u32 = 250;
/// A worker that waits looks up this often, whatever happens.
const GLANCE: Duration = Duration::from_millis(500);

/// What a worker shall do.
#[derive(Debug)]
pub enum Task<U> {
    /// Handle this; then [`Scheduler::release`] its chat.
    Handle(Box<Job<U>>),
    /// Read open updates from the journal, after this one, so many; then [`Scheduler::refill`].
    Refill(Option<u64>, u32),
    /// Nothing to do now.
    Nothing,
    /// We are stopping.
    Stop,
}

/// Hands out updates to workers.
#[derive(Debug)]
pub struct Scheduler<U> {
    state: Mutex<State<U>>,
    wake: Condvar,
}

#[derive(Debug)]
struct State<U> {
    chats: HashMap<i64, ChatQueue<U>>,
    ready: VecDeque<i64>,
    held: HashSet<u64>,
    /// Some updates are only in the journal: all after this one (`Some(None)`: all).
    left: Option<Option<u64>>,
    /// A worker is reading them.
    is_refilling: bool,
    /// What was left behind while it reads, which it may not see: all after this one.
    missed: Option<Option<u64>>,
    /// Enough answers wait to be sent.
    is_paused: bool,
    is_stopping: bool,
}

#[derive(Debug)]
struct ChatQueue<U> {
    jobs: VecDeque<Job<U>>,
    is_busy: bool,
}

impl<U> Default for ChatQueue<U> {
    fn default() -> Self {
        ChatQueue {
            jobs: VecDeque::new(),
            is_busy: false,
        }
    }
}

impl<U: Update> Scheduler<U> {
    /// A scheduler that begins with what the journal holds.
    pub fn new() -> Scheduler<U> {
        Scheduler {
            state: Mutex::new(State {
                chats: HashMap::new(),
                ready: VecDeque::new(),
                held: HashSet::new(),
                left: Some(None),
                is_refilling: false,
                missed: None,
                is_paused: false,
                is_stopping: false,
            }),
            wake: Condvar::new(),
        }
    }

    /// Updates that were just put into the journal.
    pub fn offer(&self, jobs: Vec<Job<U>>) {
        let is_one = jobs.len() == 1;
        let mut state = self.state();
        for job in jobs {
            let before = job.update.id().checked_sub(1);
            if state.left.is_some() {
                let place = if state.is_refilling {
                    &mut state.missed
                } else {
                    &mut state.left
                };
                *place = Some(place.map_or(before, |left| left.min(before)));
            } else if state.held.len() >= HELD {
                state.left = Some(before);
            } else {
                state.push(job);
            }
        }
        drop(state);
        match is_one {
            true => self.wake.notify_one(),
            false => self.wake.notify_all(),
        }
    }

    /// Takes this update, just put into the journal, for whoever asks to handle it at once, then to
    /// [`Scheduler::release`] it; `false`, and nothing is taken, where there is anything else to do.
    pub fn take_alone(&self, job: &Job<U>) -> bool {
        let mut state = self.state();
        let is_alone = state.held.is_empty() && state.left.is_none();
        let may_take = is_alone && !state.is_paused && !state.is_stopping;
        if may_take {
            state.held.insert(job.update.id());
            state.chats.entry(job.update.chat()).or_default().is_busy = true;
        }
        may_take
    }

    /// What to do now. With `wait`, waits a little while there is nothing.
    pub fn take(&self, wait: bool) -> Task<U> {
        let mut state = self.state();
        let until = Instant::now() + GLANCE;
        loop {
            if state.is_stopping {
                return Task::Stop;
            }
            if let Some(after) = state.left
                && !state.is_refilling
                && state.held.len() + CHUNK as usize <= HELD
            {
                state.is_refilling = true;
                return Task::Refill(after, CHUNK);
            }
            while !state.is_paused
                && let Some(chat) = state.ready.pop_front()
            {
                if let Some(queue) = state.chats.get_mut(&chat)
                    && let Some(job) = queue.jobs.pop_front()
                {
                    queue.is_busy = true;
                    return Task::Handle(Box::new(job));
                }
            }
            let now = Instant::now();
            if !wait || now >= until {
                return Task::Nothing;
            }
            let waited = self.wake.wait_timeout(state, until - now);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// These updates are done with; the next of each chat that is named may be handled. A chat
    /// that is not named went on before.
    pub fn release(&self, done: impl IntoIterator<Item = (u64, Option<i64>)>) {
        let mut state = self.state();
        let mut is_ready = false;
        for (update, chat) in done {
            state.held.remove(&update);
            is_ready |= chat.is_some_and(|chat| state.free(chat));
        }
        // Whoever waits also waits for room to read what is left in the journal.
        let is_ready = is_ready || state.left.is_some();
        drop(state);
        if is_ready {
            self.wake.notify_all();
        }
    }

    /// The chat's next update may be handled, though the one before it is not committed yet.
    pub fn pass(&self, chat: i64) {
        if self.state().free(chat) {
            self.wake.notify_one();
        }
    }

    /// Whether nothing more is handed out.
    pub fn is_stopping(&self) -> bool {
        self.state().is_stopping
    }

    /// The update comes back, to be handled before the others of its chat.
    pub fn give_back(&self, job: Job<U>) {
        let mut state = self.state();
        let chat = job.update.chat();
        state.chats.entry(chat).or_default().jobs.push_front(job);
        state.free(chat);
        drop(state);
        self.wake.notify_one();
    }

    /// The update comes back after its chat went on without it ([`Scheduler::pass`]).
    pub fn come_back(&self, job: Job<U>) {
        let mut state = self.state();
        let chat = job.update.chat();
        let queue = state.chats.entry(chat).or_default();
        queue.jobs.push_front(job);
        if queue.jobs.len() == 1 && !queue.is_busy {
            state.ready.push_back(chat);
        }
        drop(state);
        self.wake.notify_one();
    }

    /// These open updates were read from the journal; fewer than wanted means that those were all.
    pub fn refill(&self, jobs: Vec<Job<U>>, wanted: u32) {
        let mut state = self.state();
        state.is_refilling = false;
        let last = jobs.last().map(|job| job.update.id());
        let all = jobs.len() < wanted as usize;
        for job in jobs {
            state.push(job);
        }
        let missed = state.missed.take();
        state.left = if all {
            missed
        } else {
            Some(missed.map_or(last, |missed| missed.min(last)))
        };
        drop(state);
        self.wake.notify_all();
    }

    /// Updates are in the journal that nobody offered: all of it is read once more.
    pub fn look(&self) {
        let mut state = self.state();
        let place = if state.is_refilling {
            &mut state.missed
        } else {
            &mut state.left
        };
        *place = Some(None);
        drop(state);
        self.wake.notify_all();
    }

    /// The journal could not be read.
    pub fn refill_failed(&self) {
        let mut state = self.state();
        state.is_refilling = false;
        if let (Some(missed), Some(left)) = (state.missed.take(), state.left) {
            state.left = Some(missed.min(left));
        }
    }

    /// How many updates are held in memory.
    pub fn len(&self) -> usize {
        self.state().held.len()
    }

    /// Whether no update is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Nothing more is handed out.
    pub fn stop(&self) {
        self.state().is_stopping = true;
        self.wake.notify_all();
    }

    /// The state, whatever happened to whoever held it: it is changed in steps that each leave it
    /// whole.
    fn state(&self) -> MutexGuard<'_, State<U>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<U: Update> State<U> {
    fn push(&mut self, job: Job<U>) {
        if !self.held.insert(job.update.id()) {
            return;
        }
        let chat = job.update.chat();
        let queue = self.chats.entry(chat).or_default();
        if queue.jobs.is_empty() {
            // Most chats have no second one.
            queue.jobs.reserve_exact(1);
        }
        queue.jobs.push_back(job);
        if queue.jobs.len() == 1 && !queue.is_busy {
            self.ready.push_back(chat);
        }
    }

    /// Nothing of this chat is being handled any more. Says whether another update of it may be.
    fn free(&mut self, chat: i64) -> bool {
        let Some(queue) = self.chats.get_mut(&chat) else {
            return false;
        };
        queue.is_busy = false;
        let is_ready = !queue.jobs.is_empty();
        if is_ready {
            self.ready.push_back(chat);
        } else {
            self.chats.remove(&chat);
        }
        is_ready
    }
}

impl<U: Update> Producer for Scheduler<U> {
    fn waiting(&self) -> usize {
        self.len()
    }

    fn pause(&self, is_paused: bool) {
        let before = std::mem::replace(&mut self.state().is_paused, is_paused);
        if before && !is_paused {
            self.wake.notify_all();
        }
    }
}

#[cfg(test)]
mod tests;
