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
        self.wake.notify_all();
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
mod tests {
    use super::*;
    use crate::inbox::handler::testing::TestUpdate;

    fn job(id: u64, chat: i64) -> Job<TestUpdate> {
        Job {
            update: TestUpdate { id, chat },
            at_seconds: 0,
            taken: Instant::now(),
            is_old: false,
        }
    }

    fn taken(scheduler: &Scheduler<TestUpdate>) -> Option<u64> {
        match scheduler.take(false) {
            Task::Handle(job) => Some(job.update.id),
            _ => None,
        }
    }

    fn started() -> Scheduler<TestUpdate> {
        let scheduler = Scheduler::<TestUpdate>::new();
        assert!(matches!(scheduler.take(false), Task::Refill(None, CHUNK)));
        scheduler.refill(Vec::new(), CHUNK);
        scheduler
    }

    #[test]
    fn a_chat_keeps_its_order_and_holds_nobody_up() {
        let scheduler = started();
        scheduler.offer(vec![job(1, 5), job(2, 5), job(3, 6), job(1, 5)]);
        assert_eq!((taken(&scheduler), taken(&scheduler)), (Some(1), Some(3)));
        assert_eq!(taken(&scheduler), None, "2 waits for 1");
        scheduler.release([(3, Some(6))]);
        assert_eq!(taken(&scheduler), None);
        scheduler.release([(1, Some(5))]);
        assert_eq!(taken(&scheduler), Some(2));
        scheduler.give_back(job(2, 5));
        assert_eq!(taken(&scheduler), Some(2));
        scheduler.release([(2, Some(5))]);
        assert!(scheduler.is_empty());
    }

    #[test]
    fn an_update_alone_is_taken_at_once_and_keeps_its_place() {
        let scheduler = Scheduler::<TestUpdate>::new();
        assert!(!scheduler.take_alone(&job(1, 5)), "the journal comes first");
        let scheduler = started();
        assert!(scheduler.take_alone(&job(1, 5)));
        assert!(!scheduler.take_alone(&job(2, 6)), "one at a time");
        scheduler.offer(vec![job(2, 5), job(1, 5), job(3, 6)]);
        assert_eq!((taken(&scheduler), taken(&scheduler)), (Some(3), None));
        scheduler.release([(1, Some(5)), (3, Some(6))]);
        assert_eq!(taken(&scheduler), Some(2));
        scheduler.release([(2, Some(5))]);
        assert!(scheduler.is_empty() && scheduler.take_alone(&job(4, 5)));
        scheduler.release([(4, Some(5))]);
        scheduler.pause(true);
        assert!(!scheduler.take_alone(&job(5, 5)));
    }

    #[test]
    fn an_update_that_waits_holds_its_chat_up_neither_before_nor_after() {
        let scheduler = started();
        scheduler.offer(vec![job(1, 5), job(2, 5)]);
        assert_eq!(taken(&scheduler), Some(1));
        scheduler.pass(5);
        assert_eq!(taken(&scheduler), Some(2));
        scheduler.come_back(job(1, 5));
        assert_eq!(taken(&scheduler), None, "2 is being handled");
        scheduler.release([(2, Some(5))]);
        assert_eq!(taken(&scheduler), Some(1));
        scheduler.pass(5);
        scheduler.come_back(job(1, 5));
        assert_eq!(taken(&scheduler), Some(1), "alone in its chat");
        scheduler.release([(1, Some(5))]);
        assert!(scheduler.is_empty());
    }

    #[test]
    fn memory_is_bounded_and_order_outlives_that() {
        let scheduler = started();
        let all = HELD as u64 + 100;
        scheduler.offer((1..=all).map(|id| job(id, 5)).collect());
        assert_eq!(scheduler.len(), HELD);
        // There is room again, but what was left behind comes first.
        let mut handled = 0;
        loop {
            match scheduler.take(false) {
                Task::Handle(job) => {
                    assert_eq!(job.update.id, handled + 1);
                    handled += 1;
                    scheduler.release([(handled, Some(5))]);
                    if handled == 10 {
                        scheduler.offer(vec![job_after(all)]);
                    }
                }
                Task::Refill(after, wanted) => {
                    let from = after.map_or(1, |after| after + 1);
                    let rows = (from..=all + 1)
                        .filter(|id| *id > handled)
                        .take(wanted as usize);
                    scheduler.refill(rows.map(|id| job(id, 5)).collect(), wanted);
                }
                _ => break,
            }
        }
        assert_eq!(handled, all + 1);
        assert!(scheduler.is_empty());
    }

    #[test]
    fn what_comes_while_the_journal_is_read_is_not_lost() {
        let scheduler = Scheduler::<TestUpdate>::new();
        assert!(matches!(scheduler.take(false), Task::Refill(None, _)));
        scheduler.offer(vec![job(7, 5)]);
        scheduler.refill(vec![job(3, 5)], CHUNK);
        assert!(matches!(scheduler.take(false), Task::Refill(Some(6), _)));
        scheduler.refill(vec![job(7, 5)], CHUNK);
        assert_eq!(taken(&scheduler), Some(3));
    }

    fn job_after(id: u64) -> Job<TestUpdate> {
        job(id + 1, 5)
    }

    #[test]
    fn nothing_is_handed_out_in_a_pause() {
        let scheduler = started();
        scheduler.offer(vec![job(1, 5)]);
        scheduler.pause(true);
        assert_eq!(taken(&scheduler), None);
        scheduler.pause(false);
        assert_eq!(taken(&scheduler), Some(1));
    }

    #[test]
    fn nothing_is_handed_out_when_stopping() {
        let scheduler = started();
        scheduler.offer(vec![job(1, 5)]);
        scheduler.stop();
        assert!(matches!(scheduler.take(true), Task::Stop));
    }
}
