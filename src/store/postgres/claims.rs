//! Whose a chat is: what comes of it is handled and sent by one process at a time.
//!
//! Whoever keeps an update takes its chat's claim, if nobody alive has it; otherwise the update waits in
//! the journal for the one that has. A claim without anything open is given up. What is open and whose
//! claim nobody alive has is taken over, by whoever finds it first.

use std::collections::HashSet;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tokio_postgres::Row;

use crate::store::postgres::connection::session::{Batch, col};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::store::PostgresStore;
use crate::store::{News, StoreError};

/// How often a process looks for what others left for it.
const LOOK: Duration = Duration::from_millis(100);
/// Where much is open, looking takes long: then the pause is this many times as long.
const PAUSE_FACTOR: u32 = 20;
/// A group's claim is kept for so long after its last use: the limits of its messages are counted by
/// the process that sends them.
const GROUP_SECONDS: i64 = 60;
/// How often claims are given up that the last message of the chat did not give up: of groups, and of chats
/// where nothing was said.
const SWEEP: Duration = Duration::from_secs(1);
/// Claims taken over at once, so that several processes share what one left.
const SHARE: i64 = 100;
/// What a process that fell silent was to send waits for so many seconds: it may only have been cut off, and say
/// what it sent when it is back.
const WORD_SECONDS: i64 = 12;
/// Messages told of at once.
const MESSAGES: usize = 256;

/// Takes the claims of these chats, as far as that can be; the statement's rows are those that are ours.
pub(super) fn take(batch: &mut Batch<'_>, chats: Vec<i64>, fence: i64) {
    batch.add("SELECT take_claims($1, $2, false)", values![fence, chats]);
}

/// The numbers in the first column.
pub(super) fn numbers_in(rows: &[Row]) -> Result<HashSet<i64>, StoreError> {
    rows.iter().map(|row| col(row, 0)).collect()
}

/// What is open: the number, the claim, whether that is ours.
type Open = (i64, i64, bool);

impl PostgresStore {
    /// Looks for what others left for us, as long as the store is there, and tells of it.
    pub(super) fn watch_claims(
        self: Arc<Self>,
        tell: Box<dyn Fn(News) + Send + Sync>,
    ) -> Result<(), StoreError> {
        let store = Arc::downgrade(&self);
        drop(self);
        let thread = std::thread::Builder::new().name("claims".to_owned());
        thread.spawn(move || watch(&store, &*tell))?;
        Ok(())
    }

    /// Looks once. Takes over what nobody alive works on.
    pub(super) fn look_around(&self) -> Result<News, StoreError> {
        let fence = self.fence()?;
        let found = self.find_open_work(fence)?;
        let (messages, updates): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(is_message, _)| *is_message);
        let only = |found: Vec<(bool, Open)>| -> Vec<Open> {
            found.into_iter().map(|(_, open)| open).collect()
        };
        let (updates, mut messages) = (only(updates), only(messages));
        // The database gives rows as they stand in the table, and one that was changed stands behind others:
        // a chat's messages go in the order of their numbers.
        messages.sort_unstable();
        let mut left: Vec<i64> = updates
            .iter()
            .chain(&messages)
            .filter(|(_, _, is_ours)| !is_ours)
            .map(|(_, claim, _)| *claim)
            .collect();
        let may_be_sent = messages.iter().filter(|(_, _, is_ours)| !is_ours);
        let uncertain = self.uncertain(may_be_sent.map(|(_, claim, _)| *claim).collect())?;
        left.retain(|claim| !uncertain.contains(claim));
        left.sort_unstable();
        left.dedup();
        left.truncate(SHARE as usize);
        let taken = match left.is_empty() {
            true => HashSet::new(),
            false => {
                let mut batch = Batch::default();
                batch.add("SELECT take_claims($1, $2, true)", values![fence, left]);
                let taken = numbers_in(&self.write(batch)?.concat())?;
                log::info!(chats = taken.len(); "took over chats that nobody was working on");
                taken
            }
        };
        let is_ours = |(_, claim, is_ours): &&Open| *is_ours || taken.contains(claim);
        let unknown = {
            let seen = self.seen();
            let ours = updates.iter().filter(is_ours).map(|(update, _, _)| *update);
            let unknown = ours.filter(|update| seen.is_unknown(update.cast_unsigned()));
            unknown.collect()
        };
        let has_updates = self.is_any_open(unknown)?;
        let unknown: Vec<i64> = {
            let numbers = self.numbers();
            let ours = messages.iter().filter(is_ours).map(|(row, _, _)| *row);
            let unknown = ours.filter(|row| !numbers.knows(*row));
            unknown.take(MESSAGES).collect()
        };
        // Where messages are left over, they are told of before updates.
        let is_all = unknown.len() < MESSAGES;
        Ok(News {
            has_updates: has_updates && is_all,
            messages: self.first_seen(unknown)?,
        })
    }

    /// Open work of this process, and nobody's; each with whether it is a message.
    fn find_open_work(&self, fence: i64) -> Result<Vec<(bool, Open)>, StoreError> {
        let began = Instant::now();
        let one = |row: &Row| {
            let is_message: Option<bool> = col(row, 0)?;
            let is_ours = col::<Option<bool>>(row, 3)?.unwrap_or(false);
            Ok((is_message, (col(row, 1)?, col(row, 2)?, is_ours)))
        };
        let first = {
            let mut seen = self.seen();
            match seen.floor.is_due(began) {
                true => {
                    seen.begin_look();
                    None
                }
                false => Some(seen.floor.first()),
            }
        };
        let found = match first {
            Some((update, message)) => {
                let sql = "SELECT * FROM open_work($1, $2, $3)";
                self.list(sql, &values![fence, update, message], one)?
            }
            None => self.list("SELECT * FROM all_open_work($1)", &values![fence], one)?,
        };
        let mut work = Vec::with_capacity(found.len());
        for (is_message, open) in found {
            match is_message {
                Some(is_message) => work.push((is_message, open)),
                None => {
                    let now = Instant::now();
                    let floor = &mut self.seen().floor;
                    floor.found(open.0, open.1, now - began, now);
                }
            }
        }
        Ok(work)
    }

    /// Which of these claims, in which messages are to be sent, are of a process that may have sent them.
    fn uncertain(&self, claims: Vec<i64>) -> Result<HashSet<i64>, StoreError> {
        let sql = "SELECT claim.chat FROM claim JOIN buried USING (fence) WHERE claim.chat = ANY($1) \
                   AND buried.at > clock_timestamp() - make_interval(secs => $2)";
        if claims.is_empty() {
            return Ok(HashSet::new());
        }
        let found = self.list(sql, &values![claims, WORD_SECONDS], |row| col(row, 0))?;
        Ok(found.into_iter().collect())
    }

    /// Whether one of these updates is open now. One that this process has just dealt with was open when that
    /// was looked for, and is not known any more.
    fn is_any_open(&self, updates: Vec<i64>) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM journal WHERE update_id = ANY($1) AND coalesce(outcome, '') = '' LIMIT 1";
        match updates.is_empty() {
            true => Ok(false),
            false => self.has(sql, &values![updates]),
        }
    }

    /// Gives up claims that nothing is open in.
    pub(super) fn give_up_claims(&self) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        let give_up = "SELECT give_up_claims($1, $2)";
        batch.add(give_up, values![self.fence()?, GROUP_SECONDS]);
        self.write_alone(batch).map(drop)
    }

    /// Whether this process has the role of this name, or takes it, since nobody alive has it.
    pub(super) fn take_role(&self, name: &str) -> Result<bool, StoreError> {
        let mut batch = Batch::default();
        batch.add(
            "INSERT INTO role (name, fence) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE \
             SET fence = excluded.fence WHERE role.fence <> excluded.fence \
             AND NOT EXISTS (SELECT 1 FROM replica WHERE replica.fence = role.fence)",
            values![name, self.fence()?],
        );
        batch.add(
            "SELECT 1 FROM role WHERE name = $1 AND fence = $2",
            values![name, self.fence()?],
        );
        let rows = self.write(batch)?;
        Ok(rows.last().is_some_and(|rows| !rows.is_empty()))
    }
}

fn watch(store: &Weak<PostgresStore>, tell: &dyn Fn(News)) {
    let mut sweep = Instant::now() + SWEEP;
    let mut pause = LOOK;
    loop {
        std::thread::sleep(pause);
        let Some(store) = store.upgrade() else { return };
        let began = Instant::now();
        match store.look_around() {
            Ok(News {
                has_updates,
                messages,
            }) => {
                if !messages.is_empty() {
                    tell(News {
                        messages,
                        has_updates: false,
                    });
                }
                store.numbers().told();
                if has_updates {
                    tell(News {
                        has_updates,
                        messages: Vec::new(),
                    });
                }
            }
            Err(StoreError::Fenced) => return,
            // The heartbeat says it, and others do.
            Err(error) => log::debug!(error:% = error; "cannot look for what others left"),
        }
        if Instant::now() >= sweep {
            let began = Instant::now();
            let _ = store.give_up_claims();
            sweep = Instant::now() + SWEEP.max(began.elapsed() * PAUSE_FACTOR);
        }
        pause = LOOK.max(began.elapsed() * PAUSE_FACTOR).min(SWEEP);
    }
}
