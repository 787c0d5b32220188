//! Whether Wenda is alive and can answer: what `/healthz` and `/readyz` say.
//!
//! **Alive** means that a restart would not help: the main loop turned within the last two minutes.
//! Telegram being down is no reason to restart. **Ready** means that a question asked now would be
//! answered: the FAQ is loaded, Telegram answered lately and nobody else takes its updates, the store
//! takes writes, nothing is stopping. Reads no clock: moments come in.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A main loop that did not turn for so long is stuck. It turns at least once a long poll (9 s) and
/// while it waits between attempts.
const STUCK_AFTER: Duration = Duration::from_secs(120);

/// Telegram counts as reached for so long after it last answered: a long poll (5 s) with the patience for
/// its answer (4 s). The poll that is open when Telegram falls silent may still be answered after 5 s; so
/// it shows within the 15 s that operators are promised.
const OUT_OF_REACH_AFTER: Duration = Duration::from_millis(9_500);

/// Another instance counts as polling for so long after Telegram last told of it. Pollers that push
/// each other off come back after one to five seconds, some after ten; each in turn gets an answer
/// in between, so that an answer alone does not prove that the other has gone.
const OTHER_POLLER_FOR: Duration = Duration::from_secs(30);

/// "Never", where milliseconds since the start are kept.
const NEVER: u64 = u64::MAX;

/// What the parts of a running Wenda know of themselves; shared by `Arc`.
#[derive(Debug)]
pub struct Health {
    start: Instant,
    beat: AtomicU64,
    turned: AtomicBool,
    contact: AtomicU64,
    other_poller: AtomicU64,
    faq_loaded: AtomicBool,
    files_refused: AtomicBool,
    store_fails: AtomicBool,
    stopping: AtomicBool,
}

/// Why Wenda cannot answer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unready {
    /// No FAQ has been loaded.
    NoFaq,
    /// Telegram has not answered, or not lately.
    NoTelegram,
    /// Another program takes the updates: it polls with the same token, or has its webhook set.
    OtherPoller,
    /// The store refused the last write.
    NoStore,
    /// It is being stopped.
    Stopping,
    /// The main loop is stuck.
    Stuck,
}

impl Unready {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Unready::NoFaq => "the FAQ is not loaded",
            Unready::NoTelegram => "Telegram does not answer",
            Unready::OtherPoller => {
                "another program takes the updates (the same token, or another webhook)"
            }
            Unready::NoStore => "the store refused the last write",
            Unready::Stopping => "stopping",
            Unready::Stuck => "the main loop is stuck",
        }
    }
}

impl Health {
    /// Alive, not ready yet.
    pub fn new(now: Instant) -> Health {
        Health {
            start: now,
            beat: AtomicU64::new(0),
            turned: AtomicBool::new(false),
            contact: AtomicU64::new(NEVER),
            other_poller: AtomicU64::new(NEVER),
            faq_loaded: AtomicBool::new(false),
            files_refused: AtomicBool::new(false),
            store_fails: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
        }
    }

    /// The main loop turned.
    pub fn beat(&self, now: Instant) {
        self.beat.store(self.millis(now), Ordering::Relaxed);
        self.turned.store(true, Ordering::Relaxed);
    }

    /// Whether the main loop has turned at all: everything has been started then.
    pub fn has_turned(&self) -> bool {
        self.turned.load(Ordering::Relaxed)
    }

    /// Telegram answered a call, or called us.
    pub fn telegram_answered(&self, now: Instant) {
        self.contact.store(self.millis(now), Ordering::Relaxed);
    }

    /// Telegram told that another program takes the updates.
    pub fn other_poller_seen(&self, now: Instant) {
        self.other_poller.store(self.millis(now), Ordering::Relaxed);
    }

    /// Telegram told that nobody else takes the updates.
    pub fn other_poller_gone(&self) {
        self.other_poller.store(NEVER, Ordering::Relaxed);
    }

    /// The FAQ is loaded.
    pub fn faq_loaded(&self) {
        self.faq_loaded.store(true, Ordering::Relaxed);
    }

    /// Whether the FAQ's files on disk are those that answer.
    pub fn files_answer(&self, they_do: bool) {
        self.files_refused.store(!they_do, Ordering::Relaxed);
    }

    /// What somebody should fix although questions are answered.
    pub fn remarks(&self) -> Vec<&'static str> {
        let refused = self.files_refused.load(Ordering::Relaxed);
        let remark = "the FAQ's files were refused: the version accepted last answers";
        refused.then_some(remark).into_iter().collect()
    }

    /// How the last write to the store went.
    pub fn store_wrote(&self, well: bool) {
        self.store_fails.store(!well, Ordering::Relaxed);
    }

    /// Whether the store refused the last write.
    pub fn store_fails(&self) -> bool {
        self.store_fails.load(Ordering::Relaxed)
    }

    /// It is being stopped.
    pub fn stopping(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether a restart would not help.
    pub fn is_alive(&self, now: Instant) -> bool {
        self.since(&self.beat, now)
            .is_some_and(|silence| silence < STUCK_AFTER)
    }

    /// Why a question asked now might not be answered; empty where it would be.
    pub fn unready(&self, now: Instant) -> Vec<Unready> {
        let reached = self
            .since(&self.contact, now)
            .is_some_and(|silence| silence < OUT_OF_REACH_AFTER);
        let other_poller = self
            .since(&self.other_poller, now)
            .is_some_and(|since| since < OTHER_POLLER_FOR);
        let mut reasons = Vec::new();
        let mut check = |holds: bool, reason| {
            if !holds {
                reasons.push(reason);
            }
        };
        check(self.is_alive(now), Unready::Stuck);
        check(self.faq_loaded.load(Ordering::Relaxed), Unready::NoFaq);
        check(reached, Unready::NoTelegram);
        check(!other_poller, Unready::OtherPoller);
        check(!self.store_fails(), Unready::NoStore);
        check(!self.stopping.load(Ordering::Relaxed), Unready::Stopping);
        reasons
    }

    fn millis(&self, now: Instant) -> u64 {
        let millis = now.saturating_duration_since(self.start).as_millis();
        u64::try_from(millis).unwrap_or(NEVER - 1)
    }

    fn since(&self, moment: &AtomicU64, now: Instant) -> Option<Duration> {
        match moment.load(Ordering::Relaxed) {
            NEVER => None,
            millis => Some(Duration::from_millis(
                self.millis(now).saturating_sub(millis),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn running(start: Instant) -> Health {
        let health = Health::new(start);
        health.faq_loaded();
        health.telegram_answered(start);
        health
    }

    #[test]
    fn ready_once_everything_is_there() {
        let start = Instant::now();
        let health = Health::new(start);
        assert!(health.is_alive(start));
        assert_eq!(health.unready(start), [Unready::NoFaq, Unready::NoTelegram]);
        assert_eq!(running(start).unready(start), []);
    }

    #[test]
    fn each_trouble_has_its_reason() {
        let start = Instant::now();
        let health = running(start);
        health.store_wrote(false);
        assert_eq!(health.unready(start), [Unready::NoStore]);
        health.store_wrote(true);
        health.stopping();
        assert_eq!(health.unready(start), [Unready::Stopping]);
    }

    #[test]
    fn refused_files_are_remarked_and_no_reason_to_be_unready() {
        let start = Instant::now();
        let health = running(start);
        assert!(health.remarks().is_empty());
        health.files_answer(false);
        assert_eq!(health.remarks().len(), 1);
        assert_eq!(health.unready(start), []);
        health.files_answer(true);
        assert!(health.remarks().is_empty());
    }

    #[test]
    fn telegram_out_of_reach_is_unready_but_alive() {
        let start = Instant::now();
        let health = running(start);
        assert_eq!(health.unready(start + 9 * SECOND), []);
        let later = start + 10 * SECOND;
        assert!(health.is_alive(later));
        assert_eq!(health.unready(later), [Unready::NoTelegram]);
        health.telegram_answered(later);
        assert_eq!(health.unready(later), []);
    }

    #[test]
    fn another_poller_is_a_reason_until_nothing_was_heard_of_it_for_a_while() {
        let start = Instant::now();
        let health = running(start);
        health.other_poller_seen(start);
        // Between two refusals Telegram does answer.
        let later = start + 29 * SECOND;
        health.beat(later);
        health.telegram_answered(later);
        assert_eq!(health.unready(later), [Unready::OtherPoller]);
        assert_eq!(health.unready(start + 31 * SECOND), []);
        health.other_poller_seen(later);
        health.other_poller_gone();
        assert_eq!(health.unready(later), []);
    }

    #[test]
    fn a_stuck_loop_is_not_alive() {
        let start = Instant::now();
        let health = running(start);
        assert!(health.is_alive(start + 119 * SECOND));
        assert!(!health.is_alive(start + 121 * SECOND));
    }
}
