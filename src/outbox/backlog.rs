//! What is left in the store because too much is held in memory already.
//!
//! The store is the queue; memory holds its front. Once something is left behind, everything after
//! it is left behind too, so that order is kept, until reading has caught up.

use crate::store::OutboxId;

/// Messages held in memory at most: about two kilobytes each.
const HELD: usize = 1000;
/// Messages are looked for that nobody announced while no more than these are held: those that are
/// would be read once more.
const FEW: usize = 50;
/// Messages read at once.
const CHUNK: u32 = 250;

/// Where reading stands.
#[derive(Debug)]
pub struct Backlog {
    /// Read on after this entry; `None` while nothing is left behind.
    after: Option<OutboxId>,
    /// Everything up to here was read from the store or settled: when it is announced later, it is
    /// old news.
    covered: OutboxId,
    /// The highest entry that was announced.
    announced: OutboxId,
}

impl Default for Backlog {
    /// At the start all is still in the store.
    fn default() -> Backlog {
        Backlog {
            after: Some(0),
            covered: 0,
            announced: 0,
        }
    }
}

impl Backlog {
    /// Whether an entry that was just queued is to be held, while `held` are. Entries are numbered
    /// in the order of their commits; they may be announced in another.
    pub fn admits(&mut self, id: OutboxId, held: usize) -> bool {
        if id <= self.covered {
            return false;
        }
        self.announced = self.announced.max(id);
        if let Some(after) = &mut self.after {
            *after = (*after).min(id - 1);
            return false;
        }
        if held >= HELD {
            self.after = Some(id - 1);
            return false;
        }
        true
    }

    /// Whether messages are left behind.
    pub fn is_behind(&self) -> bool {
        self.after.is_some()
    }

    /// What to read now, while `held` are held: after which entry, and how many.
    pub fn wants(&self, held: usize) -> Option<(OutboxId, u32)> {
        let after = self.after?;
        (held + CHUNK as usize <= HELD).then_some((after, CHUNK))
    }

    /// `count` entries were read of `limit` wanted, the last of them `last`.
    pub fn read(&mut self, count: usize, last: Option<OutboxId>, limit: u32) {
        if let Some(last) = last {
            self.covered = self.covered.max(last);
            self.after = Some(last);
        }
        if count < limit as usize {
            self.after = None;
            // Whatever was announced had been committed, so it was read now or is settled.
            self.covered = self.covered.max(self.announced);
        }
    }

    /// Has the store read again from where it is known, for what was never announced, unless too
    /// many are held.
    pub fn look_again(&mut self, held: usize) {
        if self.after.is_none() && held <= FEW {
            self.after = Some(self.covered);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_behind_is_read_later_and_once() {
        let mut backlog = Backlog::default();
        assert_eq!(
            backlog.wants(0),
            Some((0, CHUNK)),
            "at the start, what the store holds"
        );
        backlog.read(2, Some(7), CHUNK);
        assert_eq!(backlog.wants(2), None);
        assert!(!backlog.admits(7, 2), "announced after it was read");
        assert!(backlog.admits(8, 2));
        assert!(!backlog.admits(9, HELD), "no room");
        assert!(!backlog.admits(10, 0), "after one that was left behind");
        assert_eq!(backlog.wants(HELD), None);
        assert_eq!(backlog.wants(10), Some((8, CHUNK)));
        backlog.read(2, Some(10), CHUNK);
        assert!(!backlog.admits(9, 0), "read already");
        assert!(backlog.admits(11, 0));
        backlog.look_again(FEW + 1);
        assert_eq!(backlog.wants(1), None, "not in a rush");
        backlog.look_again(1);
        assert_eq!(backlog.wants(1), Some((10, CHUNK)));
        backlog.read(0, None, CHUNK);
        backlog.look_again(0);
        assert_eq!(
            backlog.wants(0),
            Some((11, CHUNK)),
            "what was announced is known"
        );
    }
}
