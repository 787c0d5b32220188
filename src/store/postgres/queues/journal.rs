//! The journal's table.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{MutexGuard, PoisonError};

use crate::store::postgres::connection::session::{Batch, col, turn_at};
use crate::store::postgres::connection::value::values;
use crate::store::postgres::queues::quiet::{Names, QuietChats, WHILE_SECONDS};
use crate::store::postgres::queues::seen;
use crate::store::postgres::queues::seen::{Arriving, Seen, number};
use crate::store::postgres::store::PostgresStore;
use crate::store::{ConversationHistory as _, Done, Journal, Kept, Received, StoreError};

impl Journal for PostgresStore {
    fn append(&self, updates: &[Received]) -> Result<Vec<bool>, StoreError> {
        let kept = self.append_in_chats(updates, &vec![0; updates.len()])?;
        Ok(kept.iter().map(|kept| *kept == Kept::New).collect())
    }

    fn append_in_chats(
        &self,
        updates: &[Received],
        chats: &[i64],
    ) -> Result<Vec<Kept>, StoreError> {
        self.keep(updates, chats)
    }

    /// A commit is on the disk when it returns, as far as `synchronous_commit` of the server says so.
    fn flush(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn open_updates(&self, after: Option<u64>, limit: u32) -> Result<Vec<Received>, StoreError> {
        let first = self.seen().floor.first().0;
        let behind = |update: u64| number(update).saturating_add(1);
        let mut first = after.map_or(first, |after| first.max(behind(after)));
        let mut open = Vec::new();
        // Fewer than wanted are all: where some of a page have to wait, the next one is read as well.
        loop {
            let page = self.open_page(first, limit)?;
            let (count, last) = (page.len(), page.last().map(|(update, _, _)| update.id));
            open.extend(self.may_be_handled(page));
            match last {
                Some(last) if count >= limit as usize && open.len() < limit as usize => {
                    first = behind(last);
                }
                _ => break,
            }
        }
        open.truncate(limit as usize);
        let chats = open.iter().map(|(update, chat)| (update.id, *chat));
        self.seen().chats.extend(chats);
        Ok(open.into_iter().map(|(update, _)| update).collect())
    }

    fn begin(&self, update: u64) -> Result<u32, StoreError> {
        let mut batch = Batch::default();
        batch.add(
            "UPDATE journal SET attempts = attempts + 1 WHERE update_id = $1 RETURNING attempts - 1",
            values![number(update)],
        );
        let rows = self.write(batch)?;
        let row = rows.first().and_then(|rows| rows.first());
        let before: i64 = row.map_or(Ok(0), |row| col(row, 0))?;
        Ok(u32::try_from(before).unwrap_or(u32::MAX))
    }
}

impl PostgresStore {
    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        seen::lock(&self.seen)
    }

    pub(crate) fn quiet(&self) -> MutexGuard<'_, QuietChats> {
        self.quiet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// So many open updates of this process from this number on, each with its chat and the messages that are
    /// still to be sent there.
    fn open_page(
        &self,
        first: i64,
        limit: u32,
    ) -> Result<Vec<(Received, i64, Vec<i64>)>, StoreError> {
        self.list(
            "SELECT * FROM open_updates($1, $2, $3)",
            &values![self.fence()?, first, limit],
            |row| {
                let update = Received {
                    id: turn_at(row, 0)?,
                    at_seconds: col(row, 1)?,
                    raw: col::<Option<String>>(row, 2)?.unwrap_or_default(),
                };
                Ok((update, col(row, 3)?, col(row, 4)?))
            },
        )
    }

    /// Those of these updates that may be handled now. What another process left to be sent goes first, and
    /// whoever looks for work finds the update again then. Not one that this process knows: all messages
    /// of its chat are this process's, and some may have been sent while the updates were read.
    fn may_be_handled(&self, page: Vec<(Received, i64, Vec<i64>)>) -> Vec<(Received, i64)> {
        let is_told: Vec<bool> = {
            let numbers = self.numbers();
            let all_told = |left: &[i64]| left.iter().all(|row| numbers.is_told(*row));
            page.iter().map(|(_, _, left)| all_told(left)).collect()
        };
        let seen = self.seen();
        let may_go =
            |update: &Received, is_told: bool| is_told || seen.chats.contains_key(&update.id);
        page.into_iter()
            .zip(is_told)
            .filter(|((update, _, _), is_told)| may_go(update, *is_told))
            .map(|((update, chat, _), _)| (update, chat))
            .collect()
    }

    /// Keeps updates, each with its chat, in one transaction.
    fn keep(&self, updates: &[Received], chats: &[i64]) -> Result<Vec<Kept>, StoreError> {
        let mut batch = Batch::default();
        let all = || updates.iter();
        // In one order, so that two processes do not wait for each other.
        let claims: BTreeSet<i64> = chats.iter().copied().collect();
        let mut names: HashMap<i64, Names> = claims
            .iter()
            .filter_map(|chat| Some((*chat, Names::of(self.person_key(), *chat)?)))
            .collect();
        let named = || claims.iter().map(|chat| names.get(chat));
        let first = all().map(|update| update.at_seconds).min();
        let since = first.unwrap_or_default() - WHILE_SECONDS;
        batch.add(
            "SELECT * FROM keep_updates($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                self.fence()?.into(),
                all().map(|update| number(update.id)).collect(),
                all().map(|update| update.at_seconds).collect(),
                all().map(|update| update.raw.as_str()).collect(),
                chats.iter().copied().collect(),
                claims.iter().copied().collect(),
                named()
                    .map(|names| names.map(|names| names.chat.as_str()))
                    .collect(),
                named()
                    .map(|names| names.map(|names| names.person.as_str()))
                    .collect(),
                since.into(),
            ],
        );
        let _arriving = Arriving::begin(&self.seen, updates);
        let rows = self.write_alone(batch)?;
        let (mut ours, mut left) = (HashSet::new(), HashSet::new());
        let mut open_in: HashMap<i64, Vec<u64>> = HashMap::new();
        {
            let numbers = self.numbers();
            for row in rows.iter().flatten() {
                let chat: i64 = col(row, 2)?;
                match col::<Option<bool>>(row, 0)? {
                    Some(true) => open_in.entry(chat).or_default().push(turn_at(row, 1)?),
                    Some(false) if col::<Option<i64>>(row, 1)?.is_some() => {
                        names.remove(&chat);
                    }
                    Some(false) => drop(ours.insert(chat)),
                    None if numbers.is_told(col(row, 1)?) => {}
                    None => drop(left.insert(chat)),
                }
            }
        }
        let together: HashSet<u64> = all().map(|update| update.id).collect();
        let (mut seen, mut quiet) = (self.seen(), self.quiet());
        let mut kept = Vec::with_capacity(updates.len());
        for (Received { id, .. }, chat) in updates.iter().zip(chats) {
            let open = open_in.get(chat).map_or(&[][..], Vec::as_slice);
            let is_unseen =
                |other: &u64| !seen.chats.contains_key(other) && !together.contains(other);
            // One that was kept by a call whose end was never known is new to whoever asks now.
            kept.push(if !open.contains(id) || seen.chats.contains_key(id) {
                Kept::Known
            } else if ours.contains(chat)
                // A message that another process left, and that we have not seen, goes before.
                && !left.contains(chat)
                // None of the chat that came before, and that this process has not seen, is overtaken.
                && !open.iter().any(|other| other < id && is_unseen(other))
            {
                seen.chats.insert(*id, *chat);
                if let ([_], Some(names)) = (open, names.remove(chat)) {
                    quiet.note(names, since);
                }
                Kept::New
            } else {
                Kept::Waits
            });
        }
        Ok(kept)
    }
}

/// How an update ended, as the column has it.
pub(crate) const fn name(how: Done) -> &'static str {
    match how {
        Done::Handled => "handled",
        Done::Ignored => "ignored",
        Done::Failed => "failed",
        Done::Stale => "stale",
        Done::RateLimited => "flood",
    }
}
