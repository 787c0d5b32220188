//! What one handled update changes, as one transaction; and the rest of what the store does.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tokio_postgres::Row;

use crate::conversation::{PastTurn, Record};
use crate::store::postgres::claims;
use crate::store::postgres::connection::session::{Batch, col};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::queues::journal::name;
use crate::store::postgres::queues::numbers::QueuedRows;
use crate::store::postgres::queues::outbox::{message_values, queue};
use crate::store::postgres::queues::quiet::Names;
use crate::store::postgres::queues::seen::number;
use crate::store::postgres::records::admin::set_state;
use crate::store::postgres::records::apply;
use crate::store::postgres::store::PostgresStore;
use crate::store::{
    Commit, ConversationHistory as _, LockHandoff, News, OutboxId, PendingMessage, Queues,
    SentLogAddress, Store, StoreError,
};

/// Marks an update as done, where it is not done already. Gives its number back where what comes of it
/// may be kept: it was open, or was never kept and so cannot have been done either.
const MARK: &str = "WITH marked AS ( \
         UPDATE journal SET outcome = $2, raw = NULL WHERE update_id = $1 AND coalesce(outcome, '') = '' \
         RETURNING update_id, chat) \
     SELECT update_id, chat FROM marked \
     UNION ALL SELECT $1, 0 WHERE NOT EXISTS (SELECT 1 FROM journal WHERE update_id = $1)";

/// The message of an update that was done before, where it is still to be sent.
const QUEUED: &str = "SELECT max(id) FROM outbox \
     WHERE claim = $1 AND outcome IS NULL AND turn = $2 AND part = $3";
/// How long, and how often, it is looked whether the sender was told of a message that another thread saw
/// first. It reads the message meanwhile.
const UNTOLD_PATIENCE: Duration = Duration::from_secs(5);
const UNTOLD_PAUSE: Duration = Duration::from_millis(1);

impl Store for PostgresStore {
    fn commit(&self, commits: &[Commit]) -> Result<Vec<Vec<Option<OutboxId>>>, StoreError> {
        let queued = match self.chats_of_open(commits) {
            Some(chats) => {
                let open = commits.iter().cloned().zip(chats).collect();
                let done = self
                    .committing
                    .run(open, |commits| self.commit_open(commits));
                match done {
                    // One was done meanwhile, or never kept, or it is another's that cannot be committed; or
                    // this fails as well, and says why.
                    Err(StoreError::Failed(_)) => self.commit_any(commits)?,
                    queued => queued?,
                }
            }
            None => self.commit_any(commits)?,
        };
        self.forget_seen(commits);
        // Those of others' claims are sent by them.
        let number = |(row, is_ours)| match is_ours {
            true => self.first_or_told(row),
            false => None,
        };
        let queued = queued.into_iter();
        let ids = queued.map(|rows| rows.into_iter().map(|row| number(row?)).collect());
        Ok(ids.collect())
    }

    fn lock_handoff(&self) -> Option<LockHandoff> {
        let sent_log = SentLogAddress::Database {
            url: self.pool.url().with_password(),
            fence: self.fence().ok()?,
        };
        let numbers = self.numbers.clone();
        let row = move |id| {
            let numbers = numbers.lock().unwrap_or_else(PoisonError::into_inner);
            // What is no entry of the outbox, or settled already, is in no row.
            numbers.row(id).unwrap_or_default()
        };
        Some(LockHandoff {
            lock: None,
            sent_log,
            row: Arc::new(row),
        })
    }

    fn truncate_wal(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn maintain(&self) -> Result<(), StoreError> {
        self.must_have_place()
    }

    fn retain(&self, now_seconds: i64) -> Result<(), StoreError> {
        self.forget(now_seconds)
    }

    fn secret(&self, name: &str) -> Result<String, StoreError> {
        self.make_secret(name)
    }

    fn queues(&self) -> Result<Queues, StoreError> {
        self.count_queues()
    }

    fn is_remote(&self) -> bool {
        true
    }

    fn watch(self: Arc<Self>, tell: Box<dyn Fn(News) + Send + Sync>) -> Result<(), StoreError> {
        self.watch_claims(tell)
    }

    fn has_place(&self) -> bool {
        self.is_sure_of_place()
    }

    fn has_role(&self, role: &str) -> Result<bool, StoreError> {
        self.take_role(role)
    }

    fn worked_out(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.state(name)
    }

    fn keep_worked_out(&self, name: &str, value: String) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        set_state(&mut batch, name, Some(value));
        self.write(batch).map(drop)
    }

    fn leave(&self) -> Result<(), StoreError> {
        self.give_place_back()
    }
}

impl PostgresStore {
    /// The number of a message where this is the first to see it. Where the one that looks for work was,
    /// this returns once the sender knows of the message: what comes of the chat's next update goes after it.
    pub(super) fn first_or_told(&self, row: i64) -> Option<OutboxId> {
        let until = Instant::now() + UNTOLD_PATIENCE;
        loop {
            let mut numbers = self.numbers();
            if !numbers.is_untold(row) || Instant::now() >= until {
                return numbers.first(row);
            }
            drop(numbers);
            std::thread::sleep(UNTOLD_PAUSE);
        }
    }

    /// What was known of these updates and their chats is so no longer.
    fn forget_seen(&self, commits: &[Commit]) {
        let (mut seen, mut quiet) = (self.seen(), self.quiet());
        for (update, _) in commits.iter().filter_map(|commit| commit.done) {
            let names = seen.chats.remove(&update);
            let names = names.and_then(|chat| Names::of(self.person_key(), chat));
            if let Some(names) = names {
                quiet.end(&names);
            }
        }
        // A choice of languages holds in every chat; and what belongs to no update may be of any chat.
        let is_of_many = |commit: &Commit| {
            let mut records = commit.records.iter();
            match commit.done {
                Some(_) => records.any(|record| matches!(record, Record::Languages { .. })),
                None => records.next().is_some(),
            }
        };
        if commits.iter().any(is_of_many) {
            quiet.clear();
        }
    }

    /// The chat of each commit's update; `None` where one of them is not known to be open, or stands there
    /// twice.
    fn chats_of_open(&self, commits: &[Commit]) -> Option<Vec<i64>> {
        let seen = self.seen();
        let mut twice = HashSet::new();
        let chats = commits.iter().map(|commit| match commit.done {
            Some((update, _)) if twice.insert(update) => seen.chats.get(&update).copied(),
            Some(_) => None,
            None => Some(0),
        });
        chats.collect()
    }

    /// Commits where all updates are open, each with its update's chat: one way to the database and back.
    fn commit_open(&self, commits: &[(Commit, i64)]) -> Result<Vec<QueuedRows>, StoreError> {
        let mut messages = Vec::new();
        // Where an update of a chat is open that we were to handle, its claim is ours.
        let mut held = Vec::new();
        for (commit, chat) in commits {
            for message in &commit.outbox {
                let claim = claim(message, *chat);
                messages.push((commit.at_seconds, claim, message));
                held.push(commit.done.is_some() && claim == *chat);
            }
        }
        let wanted = messages.iter().zip(&held);
        let wanted = wanted.filter_map(|((_, claim, _), held)| (!held).then_some(*claim));
        let (turns, others) = leading_turns(commits);
        let done = || commits.iter().filter_map(|(commit, _)| commit.done);
        let mut values = vec![
            self.fence()?.into(),
            done().map(|(update, _)| number(update)).collect(),
            done().map(|(_, how)| name(how)).collect(),
            wanted.collect(),
        ];
        values.append(&mut message_values(&messages));
        values.append(&mut apply::turn_values(&turns));
        let places: Vec<String> = (1..=values.len()).map(|at| format!("${at}")).collect();
        let call = format!("SELECT * FROM commit_updates({})", places.join(", "));
        let mut batch = Batch::default();
        if others.is_empty() {
            batch.add(call, values);
        } else {
            batch.add("BEGIN", []);
            batch.add(call, values);
            apply::apply_all(&mut batch, others.into_iter());
            batch.add("COMMIT", []);
        }
        let (mut ours, mut rows) = (HashSet::new(), Vec::new());
        for row in self.write_whole(&batch)?.iter().take(2).flatten() {
            match (col(row, 0)?, col(row, 1)?) {
                (true, row) => rows.push(row),
                (false, claim) => drop(ours.insert(claim)),
            }
        }
        if rows.len() != messages.len() {
            return Err(StoreError::Failed("a message was not queued".to_owned()));
        }
        let claims = messages.iter().map(|(_, claim, _)| claim);
        let is_ours = claims
            .zip(&held)
            .map(|(claim, held)| *held || ours.contains(claim));
        let mut rows = rows.into_iter().zip(is_ours).map(Some);
        let queued = commits.iter().map(|(commit, _)| {
            let rows = rows.by_ref();
            rows.take(commit.outbox.len()).collect()
        });
        Ok(queued.collect())
    }

    /// Commits whatever the updates are: what comes of one that was done before is left out.
    fn commit_any(&self, commits: &[Commit]) -> Result<Vec<QueuedRows>, StoreError> {
        let mut marks = Batch::default();
        for (update, how) in commits.iter().filter_map(|commit| commit.done) {
            marks.add(MARK, values![number(update), name(how)]);
        }
        let fence = self.fence()?;
        let rows = self.write_after(marks, |marked, batch| {
            let marked = marked_updates(marked)?;
            let messages = commits.iter().flat_map(|commit| {
                let chat = chat_of(commit, &marked);
                let outbox = commit.outbox.iter();
                outbox.map(move |message| claim(message, chat))
            });
            claims::take(batch, messages.collect(), fence);
            let mut seen = HashSet::new();
            for commit in commits {
                let counts = counts(commit, &marked, &mut seen);
                let chat = chat_of(commit, &marked);
                for message in &commit.outbox {
                    let claim = claim(message, chat);
                    match counts {
                        true => queue(batch, &[(commit.at_seconds, claim, message)]),
                        // This process may have queued it without hearing so. A row in any case.
                        false => batch.add(QUEUED, values![claim, message.turn, message.part]),
                    }
                    batch.add("SELECT $1", values![claim]);
                }
            }
            seen.clear();
            for commit in commits {
                if counts(commit, &marked, &mut seen) {
                    for record in &commit.records {
                        apply::apply(batch, record);
                    }
                }
            }
            Ok(())
        })?;
        let mut rows = rows.iter();
        let ours = claims::numbers_in(rows.next().map_or(&[], Vec::as_slice))?;
        let mut number = || -> Result<Option<i64>, StoreError> {
            let row = rows.next().and_then(|rows| rows.first());
            row.map_or(Ok(None), |row| col(row, 0))
        };
        let mut one = || {
            let (row, claim) = (number()?, number()?);
            let is_ours = claim.is_some_and(|claim| ours.contains(&claim));
            Ok(row.map(|row| (row, is_ours)))
        };
        let queued = commits
            .iter()
            .map(|commit| commit.outbox.iter().map(|_| one()).collect());
        queued.collect()
    }
}

/// The turns with which each commit begins, and all other records, in their order.
fn leading_turns(commits: &[(Commit, i64)]) -> (Vec<&PastTurn>, Vec<&Record>) {
    let (mut turns, mut others) = (Vec::new(), Vec::new());
    let mut numbers = HashSet::new();
    for (commit, _) in commits {
        let mut leads = true;
        for record in &commit.records {
            match record {
                // One statement must not write a row twice.
                Record::Turn(turn) if leads && numbers.insert(turn.turn) => turns.push(turn),
                _ => {
                    leads = false;
                    others.push(record);
                }
            }
        }
    }
    (turns, others)
}

/// The updates that were marked, each with its chat.
fn marked_updates(marked: &[Vec<Row>]) -> Result<HashMap<i64, i64>, StoreError> {
    let rows = marked.iter().flatten();
    rows.map(|row| Ok((col(row, 0)?, col(row, 1)?))).collect()
}

/// The chat of the commit's update.
fn chat_of(commit: &Commit, marked: &HashMap<i64, i64>) -> i64 {
    let chat = commit
        .done
        .and_then(|(update, _)| marked.get(&number(update)));
    chat.copied().unwrap_or_default()
}

/// The claim in which a message goes: its chat's, or that of the update which it answers.
fn claim(message: &PendingMessage, chat: i64) -> i64 {
    message.chat.unwrap_or(chat)
}

/// Whether this commit is the first to say what comes of its update. `seen` are those before it.
fn counts(commit: &Commit, marked: &HashMap<i64, i64>, seen: &mut HashSet<i64>) -> bool {
    commit.done.is_none_or(|(update, _)| {
        let update = number(update);
        marked.contains_key(&update) && seen.insert(update)
    })
}
