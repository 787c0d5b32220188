//! Several processes on one database: each chat is one's alone, and what one leaves another finds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::store::postgres::PostgresStore;
use crate::store::postgres::connection::session::Session;
use crate::store::postgres::place;
use crate::store::postgres::tests::{open, update};
use crate::store::tests::postgres;
use crate::store::{
    Commit, Done, Journal as _, Kept, Outbox as _, Outcome, PendingMessage, Receipt, RemoteSentLog,
    Store as _, StoreError,
};

/// Two processes on a database of their own.
fn two() -> Option<(PostgresStore, PostgresStore)> {
    let first = std::sync::Arc::into_inner(postgres()?).unwrap();
    let second = open(&first).unwrap();
    Some((first, second))
}

fn keep(store: &PostgresStore, id: u64, chat: i64) -> Kept {
    store.append_in_chats(&[update(id)], &[chat]).unwrap()[0]
}

fn open_updates(store: &PostgresStore) -> Vec<u64> {
    let open = store.open_updates(None, 99).unwrap();
    open.into_iter().map(|update| update.id).collect()
}

/// The update is done, and makes this many messages to `chat`.
fn done(store: &PostgresStore, id: u64, chat: i64, messages: u32) -> Vec<Option<i64>> {
    let message = |part| PendingMessage {
        turn: id,
        part,
        chat: Some(chat),
        ..PendingMessage::default()
    };
    let commit = Commit {
        done: Some((id, Done::Handled)),
        outbox: (0..messages).map(message).collect(),
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap().concat()
}

fn sent(store: &PostgresStore, id: i64, turn: u64) {
    let outcome = Outcome::Sent(Some(1));
    store.settle(&[Receipt { id, turn, outcome }]).unwrap();
}

/// What happens to a process that was silent for too long.
fn bury(dead: &PostgresStore, by: &PostgresStore) {
    let fence = dead.fence().unwrap();
    let sql = format!("DELETE FROM replica WHERE fence = {fence}");
    by.read(async |session| session.script(&sql).await).unwrap();
}

#[test]
fn a_chats_updates_are_handled_by_one_and_in_their_order() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    assert_eq!(keep(&second, 2, 5), Kept::Waits);
    assert_eq!(keep(&second, 2, 5), Kept::Waits, "Telegram came again");
    assert_eq!(keep(&second, 3, 6), Kept::New);
    assert_eq!(keep(&second, 3, 6), Kept::Known);
    assert_eq!(
        keep(&first, 4, 5),
        Kept::Waits,
        "the one before it was not seen"
    );
    assert!(first.look_around().unwrap().has_updates);
    assert_eq!(open_updates(&first), [1, 2, 4]);
    assert_eq!(open_updates(&second), [3]);
    assert!(
        !first.look_around().unwrap().has_updates,
        "all of it is seen"
    );
    assert_eq!(keep(&first, 7, 5), Kept::New);
}

#[test]
fn an_update_that_is_known_is_read_back_whatever_was_sent_meanwhile() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    assert_eq!(keep(&first, 2, 5), Kept::New);
    let message = done(&first, 1, 5, 1)[0].unwrap();
    // The message goes out and is forgotten while the updates are read, in which it is still to be sent.
    first.numbers().settle(message);
    assert_eq!(open_updates(&first), [2]);
    // One that waits for another's message does not end the reading, however few are read at once.
    assert_eq!(keep(&second, 3, 6), Kept::New);
    done(&second, 3, 6, 1);
    bury(&second, &first);
    assert_eq!(keep(&first, 4, 6), Kept::Waits);
    assert_eq!(keep(&first, 5, 7), Kept::New);
    let sql = "UPDATE claim SET fence = (SELECT max(fence) FROM replica) WHERE chat = 6";
    first
        .read(async |session| session.script(sql).await)
        .unwrap();
    let read = |after, limit| {
        let open = first.open_updates(after, limit).unwrap();
        open.into_iter().map(|update| update.id).collect::<Vec<_>>()
    };
    assert_eq!(read(Some(2), 1), [5], "behind the one that waits");
    assert_eq!(read(None, 2), [2, 5]);
}

#[test]
fn a_commit_ends_once_the_sender_knows_of_its_messages() {
    let Some((first, _)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    let message = done(&first, 1, 5, 1)[0].unwrap();
    let row = first.numbers().row(message).unwrap();
    // The answer of the database was lost: what it is asked to keep again it has.
    first.numbers().forget(message);
    let again = done(&first, 1, 5, 1)[0];
    assert_eq!(first.numbers().row(again.unwrap()), Some(row));
    assert_eq!(done(&first, 1, 5, 1), [None], "the sender was told");
    // The one that looks for work sees it first, and reads it.
    first.numbers().forget(again.unwrap());
    assert!(first.numbers().first_untold(row).is_some());
    let is_told = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            assert_eq!(done(&first, 1, 5, 1), [None]);
            assert!(is_told.load(Ordering::SeqCst));
        });
        // Long enough for the commit to begin to wait.
        std::thread::sleep(Duration::from_millis(50));
        is_told.store(true, Ordering::SeqCst);
        first.numbers().told();
    });
}

#[test]
fn a_chat_is_free_once_nothing_of_it_is_open() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    first.give_up_claims().unwrap();
    assert_eq!(keep(&second, 2, 5), Kept::Waits, "an update is open");
    open_updates(&first);
    let ids = [done(&first, 1, 5, 1), done(&first, 2, 5, 0)].concat();
    first.give_up_claims().unwrap();
    assert_eq!(keep(&second, 3, 5), Kept::Waits, "a message is open");
    open_updates(&first);
    done(&first, 3, 5, 0);
    sent(&first, ids[0].unwrap(), 1);
    first.give_up_claims().unwrap();
    assert_eq!(keep(&second, 4, 5), Kept::New);
    // A group's limits are counted by who sends to it.
    assert_eq!(keep(&first, 5, -5), Kept::New);
    done(&first, 5, -5, 0);
    first.give_up_claims().unwrap();
    assert_eq!(keep(&second, 6, -5), Kept::Waits);
}

#[test]
fn messages_to_a_chat_are_sent_by_one() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    assert_eq!(keep(&second, 2, 6), Kept::New);
    let of_first = done(&first, 1, -100, 1);
    assert!(of_first[0].is_some());
    assert_eq!(done(&second, 2, -100, 1), [None], "the first one's to send");
    assert!(second.open_entries(None, 9).unwrap().is_empty());
    let news = first.look_around().unwrap();
    let turns: Vec<u64> = news.messages.iter().map(|message| message.turn).collect();
    assert_eq!(turns, [2]);
    assert!(
        first.look_around().unwrap().messages.is_empty(),
        "told once"
    );
    assert_eq!(first.open_entries(None, 9).unwrap().len(), 2);
}

#[test]
fn what_a_dead_one_left_is_taken_over_once_and_its_writes_are_refused() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    assert_eq!(keep(&first, 2, 6), Kept::New);
    let ids = done(&first, 2, 6, 1);
    let news = second.look_around().unwrap();
    assert!(!news.has_updates && news.messages.is_empty(), "it lives");
    bury(&first, &second);
    let third = open(&second).unwrap();
    let (of_second, of_third) = (second.look_around().unwrap(), third.look_around().unwrap());
    assert!(of_second.has_updates && !of_third.has_updates);
    assert_eq!((of_second.messages.len(), of_third.messages.len()), (1, 0));
    assert_eq!(open_updates(&second), [1]);
    // It wakes.
    let receipt = Receipt {
        id: ids[0].unwrap(),
        turn: 2,
        outcome: Outcome::Sent(None),
    };
    assert_eq!(first.settle(&[receipt]), Err(StoreError::Fenced));
    assert_eq!(first.append(&[update(9)]), Err(StoreError::Fenced));
    assert!(
        second.open_entries(None, 9).unwrap().is_empty(),
        "it was sent, whoever says so"
    );
    // Telegram comes again with what the dead one kept.
    assert_eq!(keep(&third, 1, 5), Kept::Waits);
    done(&second, 1, 5, 0);
    assert_eq!(keep(&third, 1, 5), Kept::Known);
}

#[test]
fn what_one_that_was_cut_off_may_have_sent_waits_for_its_word() {
    let Some((first, second)) = two() else { return };
    let messages: Vec<_> = (1..=3)
        .map(|id| {
            assert_eq!(keep(&first, id, id.cast_signed()), Kept::New);
            done(&first, id, id.cast_signed(), 1)[0].unwrap()
        })
        .collect();
    assert_eq!(keep(&first, 9, 9), Kept::New);
    let age = |table: &str| {
        let fence = first.fence().unwrap();
        let sql = format!("UPDATE {table} SET at = at - interval '1 minute' WHERE fence = {fence}");
        let script = async |session: &Session<'_>| session.script(&sql).await;
        second.read(script).unwrap();
    };
    age("heartbeat");
    assert!(place::beat(&second.pool, second.fence().unwrap(), true).unwrap());
    let news = second.look_around().unwrap();
    assert!(news.has_updates, "nothing of that was sent");
    assert_eq!(open_updates(&second), [9]);
    assert!(news.messages.is_empty());
    // It is back, and knows of one.
    let receipt = Receipt {
        id: messages[0],
        turn: 1,
        outcome: Outcome::Sent(Some(77)),
    };
    assert_eq!(first.settle(&[receipt]), Err(StoreError::Fenced));
    assert_eq!(second.queues().unwrap().messages, 2);
    assert!(second.look_around().unwrap().messages.is_empty());
    // That was all; or it never comes back.
    age("buried");
    let turns = |messages: Vec<PendingMessage>| {
        let turns = messages.into_iter().map(|message| message.turn);
        turns.collect::<Vec<_>>()
    };
    assert_eq!(turns(second.look_around().unwrap().messages), [2, 3]);
}

#[test]
fn what_telegram_asked_one_to_wait_for_the_next_one_knows() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    let ids = done(&first, 1, 5, 2);
    first.postpone(ids[0].unwrap(), 1_000).unwrap();
    bury(&first, &second);
    let waits = second.look_around().unwrap().messages.into_iter();
    let waits: Vec<Option<i64>> = waits.map(|message| message.not_before_seconds).collect();
    assert_eq!(waits, [Some(1_000), None]);
}

#[test]
fn what_a_dead_one_was_to_send_goes_in_its_order_wherever_the_rows_stand() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    let ids = done(&first, 1, 5, 3);
    // Its new version stands behind the others, and a table known to be small is read as it stands.
    first.postpone(ids[0].unwrap(), 1_000).unwrap();
    let analyze = async |session: &Session<'_>| session.script("ANALYZE outbox").await;
    second.read(analyze).unwrap();
    bury(&first, &second);
    let left = second.look_around().unwrap().messages;
    let parts: Vec<u32> = left.iter().map(|message| message.part).collect();
    assert_eq!(parts, [0, 1, 2]);
    assert!(left.is_sorted_by_key(|message| message.id));
}

#[test]
fn one_that_outlives_its_process_notes_what_was_sent_and_gives_the_place_up() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    let ids = done(&first, 1, 5, 2);
    let handoff = first.lock_handoff().unwrap();
    let sent_log = RemoteSentLog::open(handoff.sent_log()).unwrap();
    let receipt = |id: Option<i64>| Receipt {
        id: (handoff.row)(id.unwrap()),
        turn: 1,
        outcome: Outcome::Sent(Some(77)),
    };
    let receipts = [receipt(ids[0])];
    sent_log.note(&receipts).unwrap();
    sent_log.note(&receipts).unwrap();
    assert_eq!(second.queues().unwrap().messages, 1);
    assert!(
        second.look_around().unwrap().messages.is_empty(),
        "it holds the place"
    );
    sent_log.leave().unwrap();
    assert_eq!(second.look_around().unwrap().messages.len(), 1);
    assert_eq!(sent_log.note(&[receipt(ids[1])]), Err(StoreError::Fenced));
}

#[test]
fn what_a_dead_one_was_to_send_goes_before_what_comes_of_the_next_update() {
    let Some((first, second)) = two() else { return };
    assert_eq!(keep(&first, 1, 5), Kept::New);
    done(&first, 1, 5, 1);
    bury(&first, &second);
    // The update comes before anybody has looked for what was left.
    assert_eq!(keep(&second, 2, 5), Kept::Waits);
    let news = second.look_around().unwrap();
    assert!(news.has_updates && news.messages.len() == 1);
    assert!(
        open_updates(&second).is_empty(),
        "the sender does not know of it yet"
    );
    second.numbers().told();
    assert_eq!(open_updates(&second), [2]);
    let next = done(&second, 2, 5, 1);
    assert!(news.messages[0].id < next[0].unwrap());
}

#[test]
fn a_role_is_one_processs_until_it_leaves() {
    let Some((first, second)) = two() else { return };
    assert!(first.has_role("polling").unwrap() && first.has_role("polling").unwrap());
    assert!(!second.has_role("polling").unwrap());
    first.leave().unwrap();
    assert!(second.has_role("polling").unwrap());
    bury(&second, &second);
    let third = open(&second).unwrap();
    assert!(third.has_role("polling").unwrap());
}

#[test]
fn updates_that_several_keep_at_once_are_each_handled_once() {
    let Some((first, second)) = two() else { return };
    const UPDATES: u64 = 200;
    const CHATS: u64 = 7;
    let handle = |store: &PostgresStore, id: u64| done(store, id, 1000, 1);
    std::thread::scope(|scope| {
        for (store, start) in [(&first, 0), (&second, 1)] {
            scope.spawn(move || {
                // Each keeps every second update, and handles what is its to handle.
                for id in (start..UPDATES).step_by(2) {
                    if keep(store, id, (1 + id % CHATS).cast_signed()) == Kept::New {
                        handle(store, id);
                    }
                    if store.look_around().unwrap().has_updates {
                        for id in open_updates(store) {
                            handle(store, id);
                        }
                    }
                    store.give_up_claims().unwrap();
                }
            });
        }
    });
    for store in [&first, &second] {
        store.look_around().unwrap();
        for id in open_updates(store) {
            handle(store, id);
        }
    }
    let queues = first.queues().unwrap();
    assert_eq!((queues.updates, queues.messages), (0, UPDATES));
}
