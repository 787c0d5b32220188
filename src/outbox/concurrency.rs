//! The concurrency limiter: how many messages may be on their way to Telegram at once.
//!
//! Where this process sends the messages itself, a kill repeats those that were on their way. So
//! the limit is low:
//!
//! - One at a time, while Telegram answers at once.
//! - A slow answer holds nobody up. After [`PATIENCE`] the next message stops waiting for it.
//! - Where some messages are stuck and others have waited for [`SOON`], as many more may go as are
//!   stuck. So a kill repeats at most twice the stuck ones and one more.
//! - Where messages have waited for [`TARGET`], or many wait, the limit rises step by step. It falls
//!   again when they do not.
//!
//! A message is stuck when a later one has its answer already. Where no answer comes at all, the
//! machine may just be busy; [`STALL`] tells.
//!
//! Where the [sidecar](crate::outbox::sidecar::client) sends, a kill of this process repeats
//! nothing. Then several go at once from the start, and more where answers take long.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The next message waits this long for the answer to the last one: [`PATIENCE_FACTOR`] times the
/// answer time, at least the first and at most the second. A busy machine answers slowly, too.
const PATIENCE: (Duration, Duration) = (Duration::from_millis(25), Duration::from_millis(100));
/// Patience in answer times.
const PATIENCE_FACTOR: u32 = 4;
/// A message is late after so many answer times, if that is longer than the patience. A late message
/// is stuck where a later one has its answer.
const STUCK_FACTOR: u32 = 2;
/// Where no answer comes at all, a message is stuck after this time. A busy machine pauses for less.
const STALL: Duration = Duration::from_millis(250);
/// The answer time is an estimate of the first quartile: so slow chats, even if they are more than
/// half, do not look like a slow server. A slower answer raises the estimate by one part in this
/// many.
const UPWARDS: u32 = 16;
/// A quicker answer lowers the estimate by one part in this many. Three times as much as a slower
/// one raises it: that is what makes it a quartile.
const DOWNWARDS: u32 = 5;
/// The estimate moves by at least this, so that it can leave zero.
const LEAST_MOVE: Duration = Duration::from_micros(250);
/// A slower answer counts as this. So a bad minute is forgotten within about twenty good answers.
const SLOWEST: Duration = Duration::from_millis(500);
/// Messages wait this long before more go at once because others are stuck. People hardly notice it.
const SOON: Duration = Duration::from_millis(40);
/// Messages wait this long before more go at once although none is stuck. On a busy machine 500
/// questions at once are answered one by one within it.
const TARGET: Duration = Duration::from_millis(1000);
/// Beyond [`SOON`] and [`TARGET`] one more goes at once for each of these.
const STEP: Duration = Duration::from_millis(20);
/// While many wait, one more goes at once for each of these.
const QUICK_STEP: Duration = Duration::from_millis(5);
/// Messages at once because others wait, at most. A kill may repeat each of them.
const WIDEST: usize = 32;
/// Messages a second that the limit allows for, where this process sends: by Little's law, rate times
/// answer time are on their way. More at once would only make a kill repeat more.
const RATE: u32 = 8000;
/// Messages at once that are always allowed when others wait: answers may come faster than the
/// limiter can tell.
const ENOUGH: usize = 8;
/// Messages a second that the limit allows for before anybody has waited, where the sidecar sends.
const SIDECAR_RATE: u32 = 1000;
/// Messages at once where the sidecar sends, at most; so many at once where many wait.
const SIDECAR_WIDEST: usize = 64;
/// Stuck messages that are counted, at most: as many more may go at once.
const MOST_STUCK: usize = 64;
/// Messages at once for whatever reason, at most. Each holds a connection, and a process may often
/// have only 1024 files open.
pub const MOST: usize = 512;

/// The permit of one message on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permit {
    start: Instant,
    number: u64,
}

/// Counts what is on its way and says when the next message may go.
#[derive(Debug, Default)]
pub struct ConcurrencyLimiter {
    on_their_way: BTreeSet<Permit>,
    permits: u64,
    /// The youngest that has its answer.
    answered: Option<Permit>,
    /// What answers take: one in four takes at most this.
    answer_time: Option<Duration>,
    /// A kill repeats none of what is on its way.
    has_sidecar: bool,
}

impl ConcurrencyLimiter {
    /// Says whether a kill repeats none of what is on its way.
    pub fn set_has_sidecar(&mut self, has_sidecar: bool) {
        self.has_sidecar = has_sidecar;
    }

    /// The moment from which the next message may start. It has waited since `waiting_since`; many
    /// have waited since `behind_since`. `None` at [`MOST`]: only an answer makes room.
    pub fn next(
        &self,
        waiting_since: Instant,
        behind_since: Option<Instant>,
        now: Instant,
    ) -> Option<Instant> {
        if self.on_their_way.len() >= MOST {
            return None;
        }
        let waits = now.saturating_duration_since(waiting_since);
        let behind =
            behind_since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        let usual = self.answer_time.unwrap_or_default();
        let patience = (usual * PATIENCE_FACTOR).clamp(PATIENCE.0, PATIENCE.1);
        let stuck = self.stuck(patience.max(usual * STUCK_FACTOR), now);
        let width = 1 + steps(waits.saturating_sub(TARGET), STEP)
            .max(steps(behind, QUICK_STEP))
            .min(enough(usual) - 1)
            .max(steps(waits.saturating_sub(SOON), STEP).min(stuck));
        let width = match self.has_sidecar {
            false => width,
            true if behind_since.is_some() => width.max(SIDECAR_WIDEST),
            true => width.max(under_way(usual, SIDECAR_RATE).clamp(ENOUGH, SIDECAR_WIDEST)),
        };
        // The one after which fewer than `width` count is the `width`th youngest.
        let last = self.on_their_way.iter().rev().nth(width - 1);
        Some(last.map_or(now, |last| (last.start + patience).max(now)))
    }

    /// A message starts.
    pub fn start(&mut self, now: Instant) -> Permit {
        self.permits += 1;
        let permit = Permit {
            start: now,
            number: self.permits,
        };
        self.on_their_way.insert(permit);
        permit
    }

    /// A message has its answer, or will never have one.
    pub fn finish(&mut self, permit: Permit, now: Instant) {
        if self.on_their_way.remove(&permit) {
            self.answered = self.answered.max(Some(permit));
            let took = now.saturating_duration_since(permit.start);
            let took = took.min(SLOWEST);
            self.answer_time = Some(match self.answer_time {
                None => took,
                Some(usual) if took > usual => {
                    (usual + (usual / UPWARDS).max(LEAST_MOVE)).min(took)
                }
                Some(usual) => usual
                    .saturating_sub((usual / DOWNWARDS).max(LEAST_MOVE))
                    .max(took),
            });
        }
    }

    /// How many are on their way.
    pub fn on_their_way(&self) -> usize {
        self.on_their_way.len()
    }

    /// How many are stuck, having been on their way for `longest`; counted among the oldest
    /// [`MOST_STUCK`].
    fn stuck(&self, longest: Duration, now: Instant) -> usize {
        let age = |permit: &Permit| now.saturating_duration_since(permit.start);
        let is_overtaken = |permit: &Permit| self.answered > Some(*permit);
        self.on_their_way
            .iter()
            .take(MOST_STUCK)
            .take_while(|permit| age(permit) >= longest)
            .filter(|permit| is_overtaken(permit) || age(permit) >= longest.max(STALL))
            .count()
    }
}

/// How many must be on their way at once where answers take this long.
fn enough(answer_time: Duration) -> usize {
    under_way(answer_time, RATE).clamp(ENOUGH, WIDEST)
}

/// How many are on their way at once where answers take this long and so many go a second
/// (Little's law).
fn under_way(answer_time: Duration, rate: u32) -> usize {
    usize::try_from((answer_time * rate).as_secs()).unwrap_or(MOST)
}

/// How many whole steps fit.
fn steps(beyond: Duration, step: Duration) -> usize {
    usize::try_from(beyond.as_millis() / step.as_millis()).unwrap_or(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_by_one_while_it_keeps_up() {
        let now = Instant::now();
        let mut limiter = ConcurrencyLimiter::default();
        assert_eq!(limiter.next(now, None, now), Some(now));
        let first = limiter.start(now);
        assert_eq!(limiter.next(now, None, now), Some(now + PATIENCE.0));
        limiter.finish(first, now);
        assert_eq!(limiter.next(now, None, now), Some(now));
    }

    #[test]
    fn one_that_is_stuck_holds_the_others_up_once() {
        let mut now = Instant::now();
        let mut limiter = ConcurrencyLimiter::default();
        let _stuck = limiter.start(now);
        now += PATIENCE.0;
        for _ in 0..10 {
            assert_eq!(limiter.next(now, None, now), Some(now));
            let next = limiter.start(now);
            assert!(
                limiter.next(now, None, now).unwrap() > now,
                "but they go one by one"
            );
            limiter.finish(next, now);
        }
    }

    #[test]
    fn more_at_once_when_messages_wait() {
        let now = Instant::now();
        let mut limiter = ConcurrencyLimiter::default();
        limiter.start(now);
        let waiting = now - TARGET;
        assert!(limiter.next(waiting, None, now).unwrap() > now);
        assert_eq!(limiter.next(waiting - STEP, None, now), Some(now));
        assert_eq!(
            limiter.next(now, Some(now - STEP), now),
            Some(now),
            "many wait"
        );
        for _ in 1..WIDEST {
            limiter.start(now);
        }
        let long_ago = now - Duration::from_secs(100);
        assert_eq!(limiter.next(long_ago, None, now), Some(now + PATIENCE.0));
        for _ in WIDEST..MOST {
            limiter.start(now);
        }
        assert_eq!(limiter.next(now, None, now), None);
    }

    #[test]
    fn nobody_waits_for_slow_answers_where_a_kill_repeats_nothing() {
        let answers_within = |milliseconds| {
            let mut now = Instant::now();
            let mut limiter = ConcurrencyLimiter::default();
            limiter.set_has_sidecar(true);
            let permit = limiter.start(now);
            now += Duration::from_millis(milliseconds);
            limiter.finish(permit, now);
            let mut started = 0;
            while limiter.next(now, None, now) == Some(now) {
                limiter.start(now);
                started += 1;
            }
            started
        };
        assert_eq!(answers_within(0), ENOUGH);
        assert_eq!(answers_within(20), 20);
        assert_eq!(answers_within(500), SIDECAR_WIDEST);
    }

    /// A server whose answers take what `answer` says of each chat; chats ask all at once. Gives how
    /// long those waited whose answers are quick, and the most quick ones on their way at once.
    fn play(chats: usize, answer: impl Fn(usize) -> u64) -> (Duration, usize) {
        let began = Instant::now();
        let mut now = began;
        let mut limiter = ConcurrencyLimiter::default();
        let mut next = 0;
        let mut under_way: Vec<(Instant, Permit, bool)> = Vec::new();
        let (mut longest, mut most) = (Duration::ZERO, 0);
        while next < chats {
            while next < chats && limiter.next(began, None, now).is_some_and(|at| at <= now) {
                let took = Duration::from_millis(answer(next));
                let quick = took <= Duration::from_millis(2);
                under_way.push((now + took, limiter.start(now), quick));
                if quick {
                    longest = longest.max(now - began);
                }
                next += 1;
            }
            most = most.max(under_way.iter().filter(|(_, _, quick)| *quick).count());
            now += Duration::from_millis(1);
            under_way.retain(|(until, permit, _)| {
                let is_back = *until <= now;
                if is_back {
                    limiter.finish(*permit, now);
                }
                !is_back
            });
        }
        (longest, most)
    }

    #[test]
    fn slow_chats_hardly_delay_the_others() {
        let alone = play(180, |_| 1).0;
        let (among, most) = play(200, |chat| if chat % 10 == 0 { 3000 } else { 1 });
        assert!(
            among < alone + Duration::from_millis(130),
            "{among:?} instead of {alone:?}"
        );
        assert!(most <= 21, "{most} at once");
        let (last, _) = play(301, |chat| if chat < 300 { 2000 } else { 1 });
        assert!(
            last < Duration::from_millis(800),
            "{last:?} behind 300 slow ones"
        );
    }

    #[test]
    fn a_pause_of_the_machine_is_no_slow_chat() {
        let began = Instant::now();
        let mut limiter = ConcurrencyLimiter::default();
        for milliseconds in 0..200 {
            let now = began + Duration::from_millis(milliseconds);
            while limiter.next(began, None, now).is_some_and(|at| at <= now) {
                limiter.start(now);
            }
        }
        assert!(limiter.on_their_way() <= 8, "{}", limiter.on_their_way());
    }

    #[test]
    fn one_that_is_stuck_makes_two_go_at_once_at_most() {
        let (_, most) = play(500, |chat| if chat == 0 { 20_000 } else { 2 });
        assert_eq!(most, 2);
        assert_eq!(play(500, |_| 2).1, 1);
    }

    #[test]
    fn a_slow_server_is_waited_for_a_little_longer() {
        let mut now = Instant::now();
        let mut limiter = ConcurrencyLimiter::default();
        for _ in 0..50 {
            let permit = limiter.start(now);
            now += Duration::from_millis(20);
            limiter.finish(permit, now);
        }
        limiter.start(now);
        let patience = limiter.next(now, None, now).unwrap() - now;
        assert!(
            patience > PATIENCE.0 * 2 && patience <= PATIENCE.1,
            "{patience:?}"
        );
    }
}
