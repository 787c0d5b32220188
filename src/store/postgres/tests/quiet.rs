//! What a question need not ask, since keeping it told so; always the same as what asking tells.

use crate::conversation::{PastTurn, Record};
use crate::model::incoming::Place;
use crate::model::reply::Languages;
use crate::store::postgres::tests::update;
use crate::store::tests::history::past;
use crate::store::tests::postgres;
use crate::store::{
    Commit, ConversationHistory as _, Done, Journal as _, PostgresStore, Store as _,
};

const CHAT: i64 = 42;
const PLACE: Place = Place::Private {
    chat: CHAT,
    topic: None,
};

fn keep(store: &PostgresStore, id: u64) {
    store.append_in_chats(&[update(id)], &[CHAT]).unwrap();
}

fn done(store: &PostgresStore, id: u64, records: Vec<Record>) {
    let commit = Commit {
        done: Some((id, Done::Handled)),
        records,
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap();
}

/// A turn of the chat from this second on.
fn turn(store: &PostgresStore, turn: u64, at_seconds: i64) -> Record {
    Record::Turn(PastTurn {
        at_seconds,
        ..past(store, turn, PLACE, CHAT)
    })
}

/// What the person said before, from this second on, and whether nobody had to ask.
fn before(store: &PostgresStore, since: i64) -> (Option<Languages>, usize, bool) {
    let (key, person) = (
        store.person_key().chat_key(PLACE),
        store.person_key().person(CHAT),
    );
    let found = store.languages_and_latest_turns(&key, &person, since, 99);
    let (languages, turns) = found.unwrap();
    let is_quiet = store.quiet().is_quiet(&key.chat, &person, since);
    (languages, turns.len(), is_quiet)
}

#[test]
fn what_was_said_before_is_asked_for_where_something_was() {
    let Some(store) = postgres() else { return };
    // Updates come in second 100.
    keep(&store, 1);
    assert_eq!(before(&store, 90), (None, 0, true));
    assert_eq!(
        before(&store, 1),
        (None, 0, false),
        "longer ago than was looked"
    );
    done(&store, 1, vec![turn(&store, 1, 90)]);
    assert_eq!(before(&store, 90), (None, 1, false));
    keep(&store, 2);
    assert_eq!(before(&store, 90), (None, 1, false));
    // Two are open: the first may say something that the second must see.
    keep(&store, 3);
    done(&store, 2, Vec::new());
    assert_eq!(before(&store, 90), (None, 1, false));
    done(&store, 3, Vec::new());
    let old = "UPDATE turns SET at = 20";
    store
        .read(async |session| session.script(old).await)
        .unwrap();
    keep(&store, 4);
    assert_eq!(before(&store, 90), (None, 0, true), "it is long ago");
    keep(&store, 5);
    done(&store, 4, vec![turn(&store, 4, 95)]);
    assert_eq!(
        before(&store, 90),
        (None, 1, false),
        "the first one said it"
    );
    done(&store, 5, Vec::new());
}

#[test]
fn chosen_languages_are_known_at_once() {
    let Some(store) = postgres() else { return };
    let choice = || {
        vec![Record::Languages {
            person: store.person_key().person(CHAT),
            languages: Languages::En,
        }]
    };
    keep(&store, 1);
    assert_eq!(before(&store, 90), (None, 0, true));
    // In a group meanwhile.
    store.append_in_chats(&[update(2)], &[-5]).unwrap();
    done(&store, 2, choice());
    assert_eq!(before(&store, 90), (Some(Languages::En), 0, false));
    done(&store, 1, Vec::new());
    keep(&store, 3);
    assert_eq!(before(&store, 90), (Some(Languages::En), 0, false));
}
