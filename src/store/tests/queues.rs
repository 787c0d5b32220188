//! Updates and messages wait until they are dealt with, and no longer.

use crate::model::incoming::TurnId;
use crate::store::tests::each;
use crate::store::{
    ChatState, Commit, Done, OutboxId, Outcome, PendingMessage, Receipt, Received,
    ScheduledDeletion, Store, Target,
};

fn update(id: u64) -> Received {
    Received {
        id,
        at_seconds: 100,
        raw: format!("{{\"update_id\":{id}}}"),
    }
}

fn entry(turn: TurnId, part: u32) -> PendingMessage {
    PendingMessage {
        turn,
        part,
        chat: Some(5),
        carries: true,
        payload: format!("{turn}.{part}"),
        ..PendingMessage::default()
    }
}

fn queued(store: &dyn Store, outbox: Vec<PendingMessage>) -> Vec<OutboxId> {
    let commit = Commit {
        outbox,
        ..Commit::default()
    };
    let ids = store.commit(&[commit]).unwrap().concat();
    ids.into_iter().flatten().collect()
}

#[test]
fn an_update_is_open_until_it_is_done_and_known_ever_after() {
    each(|store| {
        let updates = [update(2), update(1), update(3)];
        assert_eq!(store.append(&updates).unwrap(), [true; 3]);
        let done = Commit {
            done: Some((2, Done::Handled)),
            ..Commit::default()
        };
        store.commit(&[done]).unwrap();
        store.flush().unwrap();
        assert_eq!(
            store.open_updates(None, 10).unwrap(),
            [update(1), update(3)]
        );
        assert_eq!(store.open_updates(Some(1), 10).unwrap(), [update(3)]);
        assert_eq!(store.open_updates(None, 1).unwrap(), [update(1)]);
        assert_eq!(
            store.append(&[update(2)]).unwrap(),
            [false],
            "done, and still known"
        );
        assert_eq!(
            store.append(&[update(3), update(4)]).unwrap(),
            [false, true]
        );
        assert_eq!((store.begin(1).unwrap(), store.begin(1).unwrap()), (0, 1));
        assert_eq!(store.begin(99).unwrap(), 0);
        let queues = store.queues().unwrap();
        assert_eq!((queues.updates, queues.oldest_update_at), (3, Some(100)));
        store.retain(101 + 3 * 86_400).unwrap();
        assert_eq!(store.open_updates(None, 10).unwrap().len(), 3);
        assert_eq!(store.append(&[update(2)]).unwrap(), [true], "forgotten");
    });
}

#[test]
fn handling_an_update_twice_keeps_what_comes_of_it_once() {
    each(|store| {
        store.append(&[update(9)]).unwrap();
        let commit = |update| Commit {
            done: Some((update, Done::Handled)),
            at_seconds: 1,
            outbox: vec![entry(update, 0), entry(update, 1)],
            records: Vec::new(),
        };
        let first = store.commit(&[commit(9), commit(9)]).unwrap();
        assert!(first[0].iter().all(Option::is_some), "{first:?}");
        assert_eq!(first[1], [None, None]);
        let again = store.commit(&[commit(9)]).unwrap();
        assert_eq!(again, [[None, None]]);
        assert_eq!(store.open_entries(None, 10).unwrap().len(), 2);
        // One that was never kept cannot have been done.
        assert!(store.commit(&[commit(10)]).unwrap()[0][0].is_some());
    });
}

#[test]
fn an_update_that_was_handled_first_is_kept_once_with_what_came_of_it() {
    each(|store| {
        let commit = |update| Commit {
            done: Some((update, Done::Handled)),
            at_seconds: 1,
            outbox: vec![entry(update, 0), entry(update, 1)],
            records: Vec::new(),
        };
        let kept = store.keep_handled(&update(9), &commit(9)).unwrap();
        let open = store.open_entries(None, 10).unwrap();
        assert_eq!(
            kept,
            Some(open.iter().map(|open| Some(open.id)).collect()),
            "{open:?}"
        );
        assert_eq!(store.keep_handled(&update(9), &commit(9)).unwrap(), None);
        assert_eq!(
            store.append(&[update(9), update(8)]).unwrap(),
            [false, true]
        );
        assert_eq!(store.keep_handled(&update(8), &commit(8)).unwrap(), None);
        assert_eq!(store.open_updates(None, 10).unwrap(), [update(8)]);
        assert_eq!(store.open_entries(None, 10).unwrap().len(), 2);
    });
}

#[test]
fn a_message_comes_back_as_it_was_queued() {
    each(|store| {
        let whole = |target, number| PendingMessage {
            turn: u64::MAX,
            part: number,
            chat: Some(-5),
            urgent: true,
            method: "sendPhoto".into(),
            payload: "{\"a\":\"问\"}".into(),
            text: Some("shared".into()),
            attachment: Some(vec![0, 1, 255].into()),
            target,
            lifetime_seconds: Some(30),
            ..PendingMessage::default()
        };
        let targets = [
            None,
            Some(Target::Page(7, 1)),
            Some(Target::PagesFrom(u64::MAX, 2)),
            Some(Target::OtherPages(7, -3)),
        ];
        let mut messages: Vec<_> = (0..).zip(targets).map(|(at, to)| whole(to, at)).collect();
        messages.push(PendingMessage::default());
        let ids = queued(store, messages.clone());
        assert!(ids.is_sorted());
        for (message, id) in messages.iter_mut().zip(&ids) {
            message.id = *id;
        }
        assert_eq!(store.open_entries(None, 10).unwrap(), messages);
        assert_eq!(store.open_entries(Some(ids[1]), 2).unwrap(), messages[2..4]);
    });
}

#[test]
fn what_is_settled_is_not_offered_again() {
    each(|store| {
        let ids = queued(store, vec![entry(1, 0), entry(1, 1), entry(2, 0)]);
        let receipt = |place: usize, turn, outcome| Receipt {
            id: ids[place],
            turn,
            outcome,
        };
        let sent = receipt(0, 1, Outcome::Sent(Some(77)));
        let refused = receipt(2, 2, Outcome::Refused("blocked".into()));
        store.settle(&[sent, refused]).unwrap();
        store
            .settle(&[receipt(0, 1, Outcome::Unknown("late".into()))])
            .unwrap();
        let of_another = receipt(1, 9, Outcome::Sent(Some(78)));
        store.settle(&[of_another]).unwrap();
        assert_eq!(store.queues().unwrap().messages, 1);
        assert_eq!(store.messages_of(1).unwrap(), [77]);
        assert!(store.messages_of(2).unwrap().is_empty());
    });
}

#[test]
fn what_is_known_of_a_chat_is_remembered() {
    each(|store| {
        for chat in [-5, 5] {
            assert_eq!(store.chat(chat).unwrap(), ChatState::Here);
            for state in [
                ChatState::Moved(-1005),
                ChatState::Gone("kicked".into()),
                ChatState::Here,
            ] {
                store.set_chat(chat, &state, 1).unwrap();
                assert_eq!(store.chat(chat).unwrap(), state);
            }
        }
    });
}

#[test]
fn what_is_to_be_deleted_is_known_until_it_is() {
    each(|store| {
        let deletion = |message, at_seconds| ScheduledDeletion {
            chat: -5,
            message,
            at_seconds,
        };
        for one in [deletion(1, 30), deletion(2, 20), deletion(2, 25)] {
            store.schedule_deletion(&one).unwrap();
        }
        let all = [deletion(2, 25), deletion(1, 30)];
        assert_eq!(store.scheduled_deletions().unwrap(), all);
        store.deletion_done(&deletion(2, 0)).unwrap();
        assert_eq!(store.scheduled_deletions().unwrap(), [deletion(1, 30)]);
    });
}

#[test]
fn a_secret_is_made_once() {
    each(|store| {
        let one = store.secret("one").unwrap();
        assert_eq!(one.len(), 64);
        assert_eq!(store.secret("one").unwrap(), one);
        assert_ne!(store.secret("other").unwrap(), one);
    });
}
