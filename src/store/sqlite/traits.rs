//! The store's traits for [`SqliteStore`]: each call is one transaction, or one look, over the tables.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rusqlite::Connection;

use crate::conversation::{Person, PersonKey, Record};
use crate::model::incoming::{MessageId, Place, TurnId};
use crate::store::sqlite::connection::{BUSY_TIMEOUT, Transaction, unpoisoned};
use crate::store::sqlite::file::beside;
use crate::store::sqlite::file::inspect::queues;
use crate::store::sqlite::history::cards;
use crate::store::sqlite::outbox::interned_texts::{self, InternedTexts};
use crate::store::sqlite::outbox::{chats, messages, scheduled_deletion};
use crate::store::sqlite::read_connection::ReadConnection;
use crate::store::sqlite::store::SqliteStore;
use crate::store::sqlite::{admin, apply, business, journal};
use crate::store::{
    ChatState, Commit, ConversationHistory, Done, Journal, LockHandoff, Outbox, OutboxId,
    PendingMessage, Queues, Receipt, Received, ScheduledDeletion, SentLogAddress, Store,
    StoreError,
};

/// The log, which a quiet moment empties, is folded into the file in any case once it is longer than
/// this. Whoever writes then waits for the disk, which is to be rare: five thousand questions come
/// between two times.
pub(super) const LOG_BYTES: u64 = 64 << 20;

impl Journal for SqliteStore {
    fn append(&self, updates: &[Received]) -> Result<Vec<bool>, StoreError> {
        self.write(|db| Ok(journal::append(db, updates)?))
    }

    fn flush(&self) -> Result<(), StoreError> {
        self.flush_log()
    }

    fn open_updates(&self, after: Option<u64>, limit: u32) -> Result<Vec<Received>, StoreError> {
        self.on_reader(|db| Ok(journal::open_updates(db, after, limit)?))
    }

    fn begin(&self, update: u64) -> Result<u32, StoreError> {
        self.write(|db| Ok(journal::begin(db, update)?))
    }
}

impl Outbox for SqliteStore {
    fn open_entries(
        &self,
        after: Option<OutboxId>,
        limit: u32,
    ) -> Result<Vec<PendingMessage>, StoreError> {
        self.take_over()?;
        self.on_reader(|db| Ok(messages::open_entries(db, after, limit)?))
    }

    fn settle(&self, settled: &[Receipt]) -> Result<(), StoreError> {
        match &self.sent_log {
            Some(sent_log) if sent_log.note(settled) => Ok(()),
            _ => self.write_with(true, |db| messages::note(db, settled)),
        }
    }

    fn set_chat(&self, chat: i64, state: &ChatState, now_seconds: i64) -> Result<(), StoreError> {
        let name = stored_chat(self, chat);
        self.write(|db| Ok(chats::set(db, &name, state, now_seconds)?))
    }

    fn chat(&self, chat: i64) -> Result<ChatState, StoreError> {
        let name = stored_chat(self, chat);
        self.on_reader(|db| Ok(chats::state(db, &name)?))
    }

    fn schedule_deletion(&self, deletion: &ScheduledDeletion) -> Result<(), StoreError> {
        self.write(|db| Ok(scheduled_deletion::keep(db, deletion)?))
    }

    fn deletion_done(&self, deletion: &ScheduledDeletion) -> Result<(), StoreError> {
        self.write(|db| Ok(scheduled_deletion::drop(db, deletion)?))
    }

    fn replace_topic(&self, card: TurnId, chat: i64, topic: MessageId) -> Result<(), StoreError> {
        self.write(|db| Ok(cards::replace_topic(db, card, chat, topic)?))
    }

    fn scheduled_deletions(&self) -> Result<Vec<ScheduledDeletion>, StoreError> {
        self.on_reader(|db| Ok(scheduled_deletion::all(db)?))
    }
}

impl Store for SqliteStore {
    fn commit(&self, commits: &[Commit]) -> Result<Vec<Vec<Option<OutboxId>>>, StoreError> {
        self.commit_where(commits, |db, commit| match commit.done {
            Some((update, how)) => journal::mark(db, update, how),
            None => Ok(true),
        })
        .map(|ids| {
            let missing = |(commit, ids): (&Commit, Option<_>)| {
                ids.unwrap_or_else(|| vec![None; commit.outbox.len()])
            };
            commits.iter().zip(ids).map(missing).collect()
        })
    }

    fn keep_handled(
        &self,
        received: &Received,
        commit: &Commit,
    ) -> Result<Option<Vec<Option<OutboxId>>>, StoreError> {
        let how = commit.done.map_or(Done::Ignored, |(_, how)| how);
        let ids = self.commit_where(std::slice::from_ref(commit), |db, _| {
            Ok(journal::append_done(db, received, how)?)
        })?;
        Ok(ids.into_iter().next().flatten())
    }

    fn lock_handoff(&self) -> Option<LockHandoff> {
        let path = self.path.as_ref().filter(|_| self.sent_log.is_some())?;
        let sent_log = std::path::absolute(beside(path, "-sent")).ok()?;
        Some(LockHandoff {
            lock: Some(self.lock.as_ref()?.try_clone().ok()?),
            sent_log: SentLogAddress::File(sent_log.to_str()?.to_owned()),
            row: Arc::new(|id| id),
        })
    }

    fn truncate_wal(&self) -> Result<(), StoreError> {
        if self.path.is_none() {
            return Ok(());
        }
        // The sent log stays: there are no words in it, and the delivery sidecar may still write it.
        self.take_over()?;
        self.empty_log(BUSY_TIMEOUT)
    }

    fn maintain(&self) -> Result<(), StoreError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        self.note_quiet();
        self.take_over()?;
        let len = std::fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len());
        let is_quiet = !self.has_written.swap(false, Ordering::Relaxed);
        if is_quiet && len > 0 {
            // Empty the log, so that what people wrote does not lie in it for longer than in the
            // file.
            self.empty_log(Duration::ZERO)
        } else if len > LOG_BYTES {
            self.fold_log(path)
        } else {
            Ok(())
        }
    }

    fn retain(&self, now_seconds: i64) -> Result<(), StoreError> {
        let before = |days: u32| now_seconds - i64::from(days) * 86_400;
        let mut texts = unpoisoned(&self.texts);
        *texts = InternedTexts::default();
        self.write(|db| {
            journal::forget(db, before(self.settings.journal_days))?;
            messages::forget(db, before(self.settings.outbox_days))?;
            interned_texts::forget(db)?;
            let memory = before(self.settings.memory_days);
            cards::forget_before(db, memory, now_seconds)?;
            admin::ways_back::forget_before(db, now_seconds)?;
            business::forget_before(db, now_seconds, memory)?;
            Ok(apply::forget_before(db, memory)?)
        })
    }

    fn secret(&self, name: &str) -> Result<String, StoreError> {
        self.write(|db| {
            db.execute(
                "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, randomblob(32))",
                [name],
            )?;
            let select = "SELECT lower(hex(value)) FROM meta WHERE name = ?1";
            Ok(db.query_row(select, [name], |row| row.get(0))?)
        })
    }

    fn queues(&self) -> Result<Queues, StoreError> {
        // Where the store cannot be written, messages of the last moments are counted too.
        let _ = self.take_over();
        self.on_reader(|db| Ok(queues(db)?))
    }

    fn leave(&self) -> Result<(), StoreError> {
        // The lock goes with the process.
        Ok(())
    }
}

impl SqliteStore {
    /// Takes over in one transaction those of `commits` whose update `is_open`, which notes that it is done;
    /// `None` for each of the others. Gives the numbers of the messages.
    fn commit_where(
        &self,
        commits: &[Commit],
        is_open: impl Fn(&Transaction<'_>, &Commit) -> Result<bool, StoreError>,
    ) -> Result<Vec<Option<Vec<Option<OutboxId>>>>, StoreError> {
        self.note_commits(commits.len());
        for commit in commits {
            self.language_index.note(&commit.records);
        }
        let mut texts = unpoisoned(&self.texts);
        // Where the transaction does not come about, none of the texts counts as kept.
        let mut known = std::mem::take(&mut *texts);
        let ids = self.write(|db| {
            commits
                .iter()
                .map(|commit| {
                    if !is_open(db, commit)? {
                        return Ok(None);
                    }
                    for record in &commit.records {
                        apply::apply(db, record)?;
                    }
                    messages::queue(db, &mut known, commit.at_seconds, &commit.outbox).map(Some)
                })
                .collect()
        })?;
        *texts = known;
        drop(texts);
        let mut records = commits.iter().flat_map(|commit| &commit.records);
        if records.any(|record| matches!(record, Record::Forget { .. })) {
            // Somebody asked to be forgotten: their words shall not lie on in the log. Where it
            // cannot be emptied now, `maintain` will, or the end of the process.
            let _ = self.truncate_wal();
        }
        Ok(ids)
    }
}

impl ReadConnection for SqliteStore {
    fn key(&self) -> &PersonKey {
        &self.person_key
    }

    fn read(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        self.on_reader(|db| Ok(work(db)?))
    }

    fn may_have_chosen(&self, person: &Person) -> bool {
        self.language_index.may_hold(person)
    }

    fn read_settled(
        &self,
        work: &mut dyn FnMut(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        // Where the store cannot be written, what was read before is still worth reading.
        let _ = self.take_over();
        self.read(work)
    }
}

/// A chat as it may be stored: the number of a private one is its person's.
fn stored_chat(store: &SqliteStore, chat: i64) -> String {
    let place = if chat > 0 {
        Place::Private { chat, topic: None }
    } else {
        Place::Group { chat, topic: None }
    };
    store.person_key().chat_key(place).chat
}
