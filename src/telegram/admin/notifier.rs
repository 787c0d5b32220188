//! What admins are told without having asked.

use std::sync::Arc;

use tokio::sync::mpsc::UnboundedSender;

use crate::conversation::Turn;
use crate::model::incoming::{Incoming, Place, TurnId};
use crate::model::record::Record;
use crate::model::reply::{Delivery, Reply};
use crate::ops::clock;
use crate::render::PageCache;
use crate::store::{Commit, PendingMessage, Store, StoreError};
use crate::telegram::requests::{self, Recipient};

/// Where the numbers of such turns begin: above those that Telegram gives to updates. Updates
/// without a believable number get one from this range, too, made from their words; with so many
/// numbers the two do not meet.
const FIRST_TURN: u64 = 1 << 62;

/// How many people can be told in one millisecond before numbers of turns meet.
const PEOPLE: u64 = 256;

/// Queues news for the FAQ's admins, to be sent as everything else is.
pub struct AdminNotifier {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) queued: UnboundedSender<Vec<PendingMessage>>,
    pub(crate) admins: Vec<i64>,
}

impl AdminNotifier {
    /// Queues for each admin what `say` makes for them, a new message that answers none.
    ///
    /// # Errors
    /// When the store cannot be written; then nobody is told.
    pub fn tell(&self, say: impl Fn(i64) -> Reply) -> Result<(), StoreError> {
        self.tell_those(|_| true, say)
    }

    /// The same for each admin but `who`.
    ///
    /// # Errors
    /// As [`tell`](AdminNotifier::tell).
    pub fn tell_others(&self, who: i64, say: impl Fn(i64) -> Reply) -> Result<(), StoreError> {
        self.tell_those(|admin| admin != who, say)
    }

    fn tell_those(
        &self,
        is_told: impl Fn(i64) -> bool,
        say: impl Fn(i64) -> Reply,
    ) -> Result<(), StoreError> {
        self.queue(Vec::new(), is_told, |admin, _, _| (say(admin), Vec::new()))
    }

    /// Queues for each admin what `say` makes for them (of their number, the turn and the time in
    /// Unix seconds), and keeps `records` and those that `say` makes, all of it or nothing.
    ///
    /// # Errors
    /// As [`tell`](AdminNotifier::tell).
    pub fn tell_keeping(
        &self,
        records: Vec<Record>,
        say: impl Fn(i64, TurnId, i64) -> (Reply, Vec<Record>),
    ) -> Result<(), StoreError> {
        self.queue(records, |_| true, say)
    }

    /// Queues what the turn says to `incoming`, which came in another way than by Telegram, and
    /// keeps its records, all of it or nothing. Notes for a press have nobody to go to.
    ///
    /// # Errors
    /// As [`tell`](AdminNotifier::tell).
    pub fn deliver(&self, incoming: &Incoming, mut turn: Turn) -> Result<(), StoreError> {
        let is_note = |reply: &Reply| matches!(reply.delivery, Delivery::Note { .. });
        turn.replies.retain(|reply| !is_note(reply));
        let to = Recipient {
            press: None,
            ..Recipient::of(incoming)
        };
        self.commit(vec![Commit {
            at_seconds: incoming.at_seconds,
            outbox: requests::messages_to(to, &turn.replies, &PageCache::default()),
            records: turn.records,
            ..Commit::default()
        }])
    }

    /// Keeps this, and tells nobody.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep(&self, records: Vec<Record>) -> Result<(), StoreError> {
        let commit = Commit {
            at_seconds: clock::unix_seconds(),
            records,
            ..Commit::default()
        };
        self.store.commit(&[commit]).map(|_| ())
    }

    fn queue(
        &self,
        records: Vec<Record>,
        is_told: impl Fn(i64) -> bool,
        say: impl Fn(i64, TurnId, i64) -> (Reply, Vec<Record>),
    ) -> Result<(), StoreError> {
        let (at_seconds, now) = (clock::unix_seconds(), clock::unix_millis());
        let mut commits: Vec<Commit> = (FIRST_TURN + now * PEOPLE..)
            .zip(self.admins.iter().filter(|admin| is_told(**admin)))
            .map(|(turn, admin)| {
                let (reply, records) = say(*admin, turn, at_seconds);
                let to = private_chat(turn, *admin);
                Commit {
                    at_seconds,
                    outbox: requests::messages_to(to, &[reply], &PageCache::default()),
                    records,
                    ..Commit::default()
                }
            })
            .collect();
        if let Some(first) = commits.first_mut() {
            first.records.extend(records);
        }
        self.commit(commits)
    }

    /// Keeps this, and tells the sender what there is to send.
    fn commit(&self, commits: Vec<Commit>) -> Result<(), StoreError> {
        let ids = self.store.commit(&commits)?;
        let opens = commits.into_iter().zip(ids).flat_map(|(commit, ids)| {
            let entries = commit.outbox.into_iter().zip(ids);
            entries.filter_map(move |(entry, id)| Some(PendingMessage { id: id?, ..entry }))
        });
        // The sender ends before us when Wenda stops: then it goes out at the next start.
        let _ = self.queued.send(opens.collect());
        Ok(())
    }
}

/// The admin in their private chat with us.
fn private_chat(turn: u64, admin: i64) -> Recipient<'static> {
    Recipient {
        turn,
        place: Place::Private {
            chat: admin,
            topic: None,
        },
        person: admin,
        is_admin: true,
        is_editor: false,
        ephemeral_message: None,
        press: None,
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;
    use crate::model::reply::Block;
    use crate::store::{Outbox, SqliteStore};

    #[test]
    fn every_admin_is_told_once_in_their_own_chat() {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let (queued, mut announced) = mpsc::unbounded_channel();
        let admin_notifier = AdminNotifier {
            store: store.clone(),
            queued,
            admins: vec![7, 8],
        };
        let say = |admin: i64| Reply::send(None, vec![Block::Plain(format!("news for {admin}"))]);
        admin_notifier.tell(say).unwrap();
        let open = store.open_entries(None, 10).unwrap();
        let chats: Vec<_> = open.iter().map(|open| open.chat).collect();
        assert_eq!(chats, [Some(7), Some(8)]);
        assert!(open[1].payload.contains("news for 8"));
        assert!(!open[1].payload.contains("reply_parameters"));
        assert_eq!(announced.try_recv().unwrap(), open);
    }
}
