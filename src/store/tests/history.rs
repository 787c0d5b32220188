//! What is kept comes back as it was, is found by those who may find it, and goes when asked to.

use crate::conversation::{GroupSettings, PastTurn, Person, Record, TurnKind};
use crate::faq::EntryId;
use crate::model::incoming::{Place, TurnId};
use crate::model::reply::Languages;
use crate::store::tests::{each, keep};
use crate::store::{ChatState, Commit, Outcome, PendingMessage, Receipt, Store};
use crate::text::Language;

const PRIVATE: Place = Place::Private {
    chat: 42,
    topic: None,
};
const GROUP: Place = Place::Group {
    chat: -1001,
    topic: Some(7),
};

/// For how long conversations are remembered where nothing is set, in seconds.
const MEMORY_SECONDS: i64 = 90 * 86_400;

fn id(text: &str) -> EntryId {
    EntryId::new(text).unwrap()
}

/// Our message with this number carries page `part` of `turn`.
fn sent(store: &dyn Store, turn: TurnId, part: u32, message: i64) {
    let page = PendingMessage {
        turn,
        part,
        chat: Some(5),
        carries: true,
        ..PendingMessage::default()
    };
    let commit = Commit {
        outbox: vec![page],
        ..Commit::default()
    };
    let id = store.commit(&[commit]).unwrap()[0][0].unwrap();
    let outcome = Outcome::Sent(Some(message));
    store.settle(&[Receipt { id, turn, outcome }]).unwrap();
}

pub(crate) fn past(store: &dyn Store, turn: TurnId, place: Place, person: i64) -> PastTurn {
    let key = store.person_key();
    PastTurn {
        turn,
        at_seconds: 1_000 + turn.cast_signed(),
        chat_key: key.chat_key(place),
        person: Some(key.person(person)),
        asked_for: None,
        message: 5,
        answer_to: 4,
        language: Language::Zh,
        text: "怎么退款 [card]".into(),
        kind: TurnKind::Answered,
        candidates: vec![(id("refund"), 0.75), (id("fee"), 0.125)],
        revision: "abc".into(),
    }
}

#[test]
fn a_turn_comes_back_as_it_was() {
    each(|store| {
        for (number, kind) in (1..).zip(TurnKind::ALL) {
            let mut turn = past(store, number, GROUP, 42);
            turn.kind = kind;
            keep(store, vec![Record::Turn(turn.clone())]);
            assert_eq!(store.turn(number).unwrap(), Some(turn));
        }
        let mut nobody = past(store, u64::from(u32::MAX), PRIVATE, 42);
        nobody.person = None;
        nobody.candidates.clear();
        keep(store, vec![Record::Turn(nobody.clone())]);
        assert_eq!(store.turn(nobody.turn).unwrap(), Some(nobody));
        assert_eq!(store.turn(99).unwrap(), None);
    });
}

#[test]
fn the_latest_turn_of_a_message_is_found_in_its_chat_alone() {
    each(|store| {
        for number in [1, 2] {
            keep(store, vec![Record::Turn(past(store, number, PRIVATE, 42))]);
        }
        let chat_key = store.person_key().chat_key(PRIVATE);
        let found = store
            .turn_of_question(&chat_key, 5)
            .unwrap()
            .map(|turn| turn.turn);
        assert_eq!(found, Some(2));
        let elsewhere = store.person_key().chat_key(GROUP);
        assert_eq!(store.turn_of_question(&elsewhere, 5).unwrap(), None);
    });
}

#[test]
fn our_messages_lead_to_the_turn_they_carry_now() {
    each(|store| {
        for number in [1, 2] {
            keep(store, vec![Record::Turn(past(store, number, PRIVATE, 42))]);
        }
        let chat_key = store.person_key().chat_key(PRIVATE);
        for (turn, part, message) in [(1, 0, 60), (1, 1, 61), (2, 0, 60)] {
            sent(store, turn, part, message);
        }
        assert_eq!(store.messages_of(1).unwrap(), [60, 61]);
        let carried = |message| {
            store
                .turn_of_answer(&chat_key, message)
                .unwrap()
                .map(|turn| turn.turn)
        };
        assert_eq!(
            carried(60),
            Some(2),
            "a corrected message belongs to the later turn"
        );
        assert_eq!(carried(61), Some(1));
        assert_eq!(carried(62), None);
    });
}

#[test]
fn only_answers_of_the_same_room_within_the_time_are_recent() {
    each(|store| {
        let mut offered = past(store, 3, GROUP, 42);
        offered.kind = TurnKind::Suggested;
        let other = Place::Group {
            chat: -1001,
            topic: None,
        };
        keep(
            store,
            vec![
                Record::Turn(past(store, 1, GROUP, 42)),
                Record::Turn(past(store, 2, GROUP, 43)),
                Record::Turn(offered),
                Record::Turn(past(store, 4, other, 42)),
            ],
        );
        let chat_key = store.person_key().chat_key(GROUP);
        let turns = |since| -> Vec<TurnId> {
            let recent = store.recent_answers(&chat_key, since).unwrap();
            recent.into_iter().map(|answer| answer.turn).collect()
        };
        assert_eq!(turns(0), [2, 1]);
        assert_eq!(turns(1_002), [2]);
        assert!(turns(2_000).is_empty());
    });
}

#[test]
fn the_first_word_on_an_answer_counts() {
    each(|store| {
        let person = store.person_key().person(42);
        let says = |helpful| Record::Feedback {
            turn: 1,
            entry: id("refund"),
            person: person.clone(),
            helpful,
            at_seconds: 1,
        };
        keep(
            store,
            vec![Record::Turn(past(store, 1, PRIVATE, 42)), says(false)],
        );
        keep(store, vec![says(true)]);
        assert_eq!(
            store.feedback(1, &id("refund"), &person).unwrap(),
            Some(false)
        );
        assert_eq!(store.feedback(1, &id("fee"), &person).unwrap(), None);
        let other = store.person_key().person(43);
        assert_eq!(store.feedback(1, &id("refund"), &other).unwrap(), None);
        assert!(store.has_feedback(1).unwrap() && !store.has_feedback(2).unwrap());
    });
}

#[test]
fn a_group_keeps_its_settings_when_it_moves() {
    each(|store| {
        let settings = GroupSettings {
            languages: Languages::Zh,
            cooldown_seconds: 300,
            listening: true,
            reply: crate::model::reply::GroupReply::Ephemeral,
        };
        let group = |chat: &str| Record::Group {
            chat: chat.into(),
            settings,
        };
        keep(
            store,
            vec![
                group("g-1"),
                Record::Introduced {
                    chat: "g-1".into(),
                    at_seconds: 1,
                },
                Record::Moved {
                    from: "g-1".into(),
                    to: "g-1001".into(),
                },
            ],
        );
        assert_eq!(store.group("g-1001").unwrap(), Some(settings));
        assert!(store.introduced("g-1001").unwrap());
        assert_eq!(store.group("g-1").unwrap(), None);
        assert!(!store.introduced("g-1").unwrap());
        assert_eq!(store.chat(-1).unwrap(), ChatState::Moved(-1001));
    });
}

#[test]
fn introducing_ourselves_sets_nothing_and_settings_do_not_introduce() {
    each(|store| {
        keep(
            store,
            vec![Record::Introduced {
                chat: "g-1".into(),
                at_seconds: 1,
            }],
        );
        assert_eq!(store.group("g-1").unwrap(), None);
    });
}

#[test]
fn forgetting_a_person_leaves_nothing_of_theirs_and_all_of_others() {
    each(|store| {
        let key = store.person_key();
        let (me, other) = (key.person(42), key.person(43));
        let feedback = |turn, person: &Person| Record::Feedback {
            turn,
            entry: id("refund"),
            person: person.clone(),
            helpful: true,
            at_seconds: 1,
        };
        keep(
            store,
            vec![
                Record::Turn(past(store, 1, PRIVATE, 42)),
                Record::Turn(past(store, 2, GROUP, 42)),
                Record::Turn(past(store, 3, GROUP, 43)),
                feedback(1, &me),
                feedback(3, &other),
                Record::Languages {
                    person: me.clone(),
                    languages: Languages::En,
                },
                Record::Forget {
                    person: me.clone(),
                    chat: Some(key.chat_key(PRIVATE).chat),
                },
            ],
        );
        assert_eq!(store.turn(1).unwrap(), None);
        assert_eq!(store.turn(2).unwrap(), None);
        assert!(store.turn(3).unwrap().is_some());
        assert_eq!(store.languages(&me).unwrap(), None);
        assert_eq!(store.feedback(1, &id("refund"), &me).unwrap(), None);
        assert_eq!(
            store.feedback(3, &id("refund"), &other).unwrap(),
            Some(true)
        );
    });
}

#[test]
fn what_is_too_old_goes_with_all_that_hangs_on_it() {
    each(|store| {
        keep(
            store,
            vec![
                Record::Turn(past(store, 1, PRIVATE, 42)),
                Record::Turn(past(store, 2, PRIVATE, 42)),
                Record::Opened {
                    turn: 1,
                    entry: id("fee"),
                    at_seconds: 1,
                },
            ],
        );
        store.retain(1_002 + MEMORY_SECONDS).unwrap();
        assert_eq!(store.turn(1).unwrap(), None);
        assert!(store.turn(2).unwrap().is_some());
        assert_eq!(store.last_opened(1).unwrap(), None);
    });
}

#[test]
fn what_a_question_needs_of_its_asker_comes_in_one_go() {
    each(|store| {
        let key = store.person_key();
        let (me, other) = (key.person(42), key.person(43));
        let here = key.chat_key(PRIVATE);
        let of = |person| {
            store
                .languages_and_latest_turns(&here, person, 0, 3)
                .unwrap()
        };
        assert_eq!(of(&me), (None, Vec::new()));
        let languages = Languages::En;
        keep(
            store,
            vec![
                Record::Turn(past(store, 1, PRIVATE, 42)),
                Record::Turn(past(store, 2, PRIVATE, 42)),
                Record::Turn(past(store, 3, PRIVATE, 42)),
                Record::Languages {
                    person: me.clone(),
                    languages,
                },
                Record::Languages {
                    person: other.clone(),
                    languages,
                },
            ],
        );
        let latest = store.latest_turns(&here, &me, 0, 3).unwrap();
        assert_eq!(latest.len(), 2);
        assert_eq!(of(&me), (Some(languages), latest));
        assert_eq!(of(&other), (Some(languages), Vec::new()));
    });
}
