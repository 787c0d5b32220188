//! Backpressure: where answers are made faster than they go out, making them pauses.

/// Whoever makes the messages that the outbox sends.
pub trait Producer: Send + Sync {
    /// How many updates wait to be handled.
    fn waiting(&self) -> usize;

    /// Makes no more messages until told to go on.
    fn pause(&self, is_paused: bool);
}

/// With so many chats that have a message to send, making messages pauses: these keep the sender
/// busy for a good while.
const PAUSE_AT: usize = 600;
/// With no more chats than these it goes on, before the sender runs out of messages.
const RESUME_AT: usize = 400;
/// Where so many updates and messages wait, several messages go at once.
const HIGH: usize = 700;
/// With no more than these, one goes at a time again.
const LOW: usize = 100;

/// Whether more messages wait than go out.
#[derive(Default)]
pub struct Backpressure {
    is_paused: bool,
    is_high: bool,
}

impl Backpressure {
    /// Whether so much waits that several messages are to go at once.
    pub fn is_high(&self) -> bool {
        self.is_high
    }

    /// So many chats have a message that could go now, and so many updates wait. Says when making
    /// messages is to pause, or to go on.
    pub fn look(&mut self, ready: usize, waiting: usize) -> Option<bool> {
        let all = ready + waiting;
        self.is_high = all >= HIGH || self.is_high && all > LOW;
        let is_paused = ready >= PAUSE_AT || self.is_paused && ready > RESUME_AT;
        (std::mem::replace(&mut self.is_paused, is_paused) != is_paused).then_some(is_paused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_pauses_and_resumes_apart() {
        let mut backpressure = Backpressure::default();
        assert_eq!(backpressure.look(PAUSE_AT - 1, 0), None);
        assert_eq!(backpressure.look(PAUSE_AT, 0), Some(true));
        assert_eq!(backpressure.look(RESUME_AT + 1, 0), None);
        assert_eq!(backpressure.look(RESUME_AT, 0), Some(false));
        assert!(!backpressure.is_high());
        backpressure.look(0, HIGH);
        backpressure.look(0, LOW + 1);
        assert!(backpressure.is_high());
        backpressure.look(0, LOW);
        assert!(!backpressure.is_high());
    }
}
