//! Rate limits: the allowance that all of them share, and how fast one chat may be written to.
//!
//! Telegram asks for about one message a second in a chat, lets short bursts pass, and takes 20 a
//! minute in a group (Bots FAQ). There is no limit over all chats here: Telegram has none for
//! replies, and says with `retry_after` when it wants one.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Messages that a private chat takes at once: several questions in a row and their long answers.
const PRIVATE_BURST: u32 = 20;
/// From then on, one message in this time.
const PRIVATE_INTERVAL: Duration = Duration::from_secs(1);
/// Messages that a group takes within [`GROUP_WINDOW`].
const GROUP_MESSAGES: usize = 20;
/// See [`GROUP_MESSAGES`].
const GROUP_WINDOW: Duration = Duration::from_secs(60);

/// An allowance that fills up with time: one more in each interval, up to a burst (the generic cell
/// rate algorithm, ITU-T I.371).
#[derive(Debug, Clone, Copy, Default)]
pub struct Allowance {
    /// The moment up to which it is spent; `None` for one that nobody used.
    spent: Option<Instant>,
}

impl Allowance {
    /// How long it takes until the allowance is full again.
    pub fn debt(&self, now: Instant) -> Duration {
        let spent = self.spent.unwrap_or(now);
        spent.saturating_duration_since(now)
    }

    /// Takes one, which comes back after `interval`.
    pub fn spend(&mut self, now: Instant, interval: Duration) {
        self.spent = Some(now + self.debt(now) + interval);
    }
}

/// What was sent to one chat lately.
#[derive(Debug)]
pub enum RateLimiter {
    /// What is left of a burst.
    Private(Allowance),
    /// When the last messages went out.
    Group(VecDeque<Instant>),
    /// A chat in which people wait for each message: Telegram itself says when it wants a pause.
    Unpaced,
}

impl RateLimiter {
    /// For the chat with this number: groups have negative ones.
    pub fn of(chat: i64) -> RateLimiter {
        if chat < 0 {
            RateLimiter::Group(VecDeque::new())
        } else {
            RateLimiter::Private(Allowance::default())
        }
    }

    /// The moment from which the next message may go out; `now` or later.
    pub fn next(&self, now: Instant) -> Instant {
        match self {
            RateLimiter::Private(allowance) => {
                let burst = PRIVATE_INTERVAL * (PRIVATE_BURST - 1);
                now + allowance.debt(now).saturating_sub(burst)
            }
            RateLimiter::Unpaced => now,
            RateLimiter::Group(sent) if sent.len() < GROUP_MESSAGES => now,
            RateLimiter::Group(sent) => sent
                .front()
                .map_or(now, |first| (*first + GROUP_WINDOW).max(now)),
        }
    }

    /// A message goes out.
    pub fn spend(&mut self, now: Instant) {
        match self {
            RateLimiter::Private(allowance) => allowance.spend(now, PRIVATE_INTERVAL),
            RateLimiter::Group(sent) => {
                if sent.len() == GROUP_MESSAGES {
                    sent.pop_front();
                }
                sent.push_back(now);
            }
            RateLimiter::Unpaced => {}
        }
    }

    /// Whether nothing that was sent matters any more.
    pub fn is_fresh(&self, now: Instant) -> bool {
        match self {
            RateLimiter::Private(allowance) => allowance.debt(now).is_zero(),
            RateLimiter::Unpaced => true,
            RateLimiter::Group(sent) => sent.back().is_none_or(|last| *last + GROUP_WINDOW <= now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many messages go out within `seconds`, when there always is one.
    fn sent_within(chat: i64, seconds: u64) -> usize {
        let start = Instant::now();
        let (mut now, mut rate, mut count) = (start, RateLimiter::of(chat), 0);
        loop {
            now = rate.next(now);
            if now > start + Duration::from_secs(seconds) {
                return count;
            }
            rate.spend(now);
            count += 1;
        }
    }

    #[test]
    fn a_burst_then_the_pace() {
        assert_eq!(sent_within(5, 0), 20);
        assert_eq!(sent_within(5, 10), 30);
        assert_eq!(sent_within(-5, 59), 20);
        assert_eq!(sent_within(-5, 60), 40);
    }

    #[test]
    fn rest_restores_the_burst() {
        let now = Instant::now();
        let mut rate = RateLimiter::of(5);
        for _ in 0..20 {
            rate.spend(now);
        }
        assert!(rate.next(now) > now && !rate.is_fresh(now));
        let later = now + Duration::from_secs(20);
        assert!(rate.is_fresh(later) && rate.next(later) == later);
    }
}
