//! Who sends too much: told once, then not heard until it calms down.
//!
//! Each person has an allowance that fills up again with time. It is far above what anybody types,
//! and above what a person presses in a hurry.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::outbox::rate_limit::Allowance;

/// Questions, commands and presses that a person may send at once.
const BURST: u32 = 30;
/// From then on, one in this time.
const INTERVAL: Duration = Duration::from_secs(1);
/// With so many people remembered, those who have been quiet are looked for and forgotten.
const PEOPLE: usize = 1024;

/// What to do with something a person sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateDecision {
    /// Answer it.
    Fine,
    /// Say once that this is too fast.
    Warn,
    /// Nothing.
    Silence,
}

/// The allowances.
#[derive(Debug, Default)]
pub struct RateLimiter {
    people: HashMap<i64, Person>,
    /// With so many, the quiet ones are forgotten again: twice as many as were left the last time,
    /// so that looking at all of them costs each newcomer little.
    sweep_at: usize,
}

#[derive(Debug, Default)]
struct Person {
    allowance: Allowance,
    is_warned: bool,
}

impl RateLimiter {
    /// Judges something that this person sends now.
    pub fn judge(&mut self, person: i64, now: Instant) -> RateDecision {
        if self.people.len() >= self.sweep_at.max(PEOPLE) {
            self.people
                .retain(|_, person| !person.allowance.debt(now).is_zero());
            self.sweep_at = 2 * self.people.len();
        }
        let person = self.people.entry(person).or_default();
        let debt = person.allowance.debt(now);
        if debt <= INTERVAL * (BURST / 2) {
            person.is_warned = false;
        }
        if person.is_warned {
            return RateDecision::Silence;
        }
        if debt > INTERVAL * (BURST - 1) {
            person.is_warned = true;
            return RateDecision::Warn;
        }
        person.allowance.spend(now, INTERVAL);
        RateDecision::Fine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_clear_line_then_silence_then_heard_again() {
        let now = Instant::now();
        let mut rate_limiter = RateLimiter::default();
        let decisions: Vec<_> = (0..2000).map(|_| rate_limiter.judge(5, now)).collect();
        let count = |decision| decisions.iter().filter(|found| **found == decision).count();
        assert_eq!(count(RateDecision::Fine), BURST as usize);
        assert_eq!(count(RateDecision::Warn), 1);
        assert_eq!(
            decisions[BURST as usize],
            RateDecision::Warn,
            "right after the last answer"
        );
        assert_eq!(
            rate_limiter.judge(6, now),
            RateDecision::Fine,
            "nobody else is meant"
        );
        let later = now + INTERVAL * (BURST / 2);
        assert_eq!(rate_limiter.judge(5, later), RateDecision::Fine);
    }

    #[test]
    fn many_people_are_forgotten_once_they_are_quiet() {
        let now = Instant::now();
        let mut rate_limiter = RateLimiter::default();
        for person in 0..3 * PEOPLE as i64 {
            rate_limiter.judge(person, now);
        }
        assert_eq!(
            rate_limiter.people.len(),
            3 * PEOPLE,
            "nobody is let off by it"
        );
        for person in 0..2 * PEOPLE as i64 {
            rate_limiter.judge(-1 - person, now + INTERVAL);
        }
        assert!(rate_limiter.people.len() <= 2 * PEOPLE);
    }

    #[test]
    fn a_steady_person_is_never_meant() {
        let mut now = Instant::now();
        let mut rate_limiter = RateLimiter::default();
        for _ in 0..300 {
            assert_eq!(rate_limiter.judge(5, now), RateDecision::Fine);
            now += INTERVAL;
        }
    }
}
