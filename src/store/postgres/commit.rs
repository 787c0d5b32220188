//! What one handled update changes, as one transaction; and what is forgotten in time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tokio_postgres::Row;

use crate::store::postgres::claims;
use crate::store::postgres::connection::session::{Batch, col};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::journal::{name, number};
use crate::store::postgres::outbox::queue;
use crate::store::postgres::records::{apply, business, cards, ways_back};
use crate::store::postgres::store::PostgresStore;
use crate::store::{
    Commit, LockHandoff, News, OutboxId, PendingMessage, Queues, Store, StoreError,
};

/// Marks an update as done, where it is not done already. Gives its number back where what comes of it
/// may be kept: it was open, or was never kept and so cannot have been done either.
const MARK: &str = "WITH marked AS ( \
         UPDATE journal SET outcome = $2, raw = NULL WHERE update_id = $1 AND outcome IS NULL \
         RETURNING update_id, chat) \
     SELECT update_id, chat FROM marked \
     UNION ALL SELECT $1, 0 WHERE NOT EXISTS (SELECT 1 FROM journal WHERE update_id = $1)";

impl Store for PostgresStore {
    fn commit(&self, commits: &[Commit]) -> Result<Vec<Vec<Option<OutboxId>>>, StoreError> {
        let mut marks = Batch::default();
        for (update, how) in commits.iter().filter_map(|commit| commit.done) {
            marks.add(MARK, values![number(update), name(how)]);
        }
        let fence = self.fence()?;
        let rows = self.write_after(marks, |marked, batch| {
            let marked = marked_updates(marked)?;
            let mut seen = HashSet::new();
            let all = commits.iter().flat_map(|commit| {
                let chat = chat_of(commit, &marked);
                commit
                    .outbox
                    .iter()
                    .map(move |message| claim(message, chat))
            });
            claims::take(batch, all.collect(), fence);
            for commit in commits {
                if !counts(commit, &marked, &mut seen) {
                    // A place for each of its messages all the same.
                    for _ in &commit.outbox {
                        batch.add("SELECT NULL::bigint, NULL::bigint", []);
                    }
                    continue;
                }
                let chat = chat_of(commit, &marked);
                for message in &commit.outbox {
                    queue(batch, commit.at_seconds, message, claim(message, chat));
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
        {
            let mut seen = self.seen();
            for (update, _) in commits.iter().filter_map(|commit| commit.done) {
                seen.remove(&update);
            }
        }
        self.use_claims();
        let mut rows = rows.iter();
        let ours = match rows.next() {
            Some(taken) => claims::numbers_in(taken)?,
            None => HashSet::new(),
        };
        let mut numbers = self.numbers();
        let mut ids = Vec::with_capacity(commits.len());
        for commit in commits {
            let queued = rows.by_ref().take(commit.outbox.len());
            let of_one = queued.map(|rows| {
                let Some(row) = rows.first() else {
                    return Ok(None);
                };
                // Those of others' claims are sent by them.
                let id = match col::<Option<i64>>(row, 0)? {
                    Some(id) if ours.contains(&col(row, 1)?) => numbers.first(id),
                    _ => None,
                };
                Ok(id)
            });
            ids.push(of_one.collect::<Result<_, StoreError>>()?);
        }
        Ok(ids)
    }

    fn lock_handoff(&self) -> Option<LockHandoff> {
        None
    }

    fn truncate_wal(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn maintain(&self) -> Result<(), StoreError> {
        self.must_have_place()
    }

    fn retain(&self, now_seconds: i64) -> Result<(), StoreError> {
        let before = |days: u32| now_seconds - i64::from(days) * 86_400;
        let memory = before(self.settings.memory_days);
        let mut batch = Batch::default();
        batch.add(
            "DELETE FROM journal WHERE at_seconds < $1 AND outcome IS NOT NULL",
            values![before(self.settings.journal_days)],
        );
        batch.add(
            "DELETE FROM outbox WHERE at_seconds < $1 AND outcome IS NOT NULL",
            values![before(self.settings.outbox_days)],
        );
        cards::forget_before(&mut batch, memory, now_seconds);
        ways_back::forget_before(&mut batch, now_seconds);
        business::forget_before(&mut batch, now_seconds, memory);
        apply::forget_before(&mut batch, memory);
        self.write(batch).map(drop)
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

    fn leave(&self) -> Result<(), StoreError> {
        self.give_place_back()
    }
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
