//! Cards are kept, found by what staff reply to, and forgotten.

use crate::model::card::{
    CardLink, CardPlace, CardQuestion, CardReason, CardRecord, CardRole, StaffCard,
};
use crate::model::ids::TurnId;
use crate::model::incoming::Place;
use crate::model::language::Language;
use crate::model::person::Person;
use crate::model::record::Record;
use crate::store::tests::each;
use crate::store::{Commit, Outcome, PendingMessage, Receipt, Store};

const STAFF: i64 = -1005;

fn lin() -> Person {
    Person::from_stored("ab".repeat(16))
}

fn card(turn: TurnId, at_seconds: i64) -> StaffCard {
    StaffCard {
        asked: CardQuestion {
            card: turn,
            at_seconds,
            question: turn,
            message: 7,
            language: Language::Zh,
            text: "几点起飞".into(),
            nearest: Vec::new(),
            why: CardReason::NoAnswer,
            in_group: false,
            earlier: Vec::new(),
        },
        person: lin(),
        to: Some(Place::Private {
            chat: 42,
            topic: None,
        }),
        is_closed: false,
        taken_by: None,
        answered_at: None,
        reply: String::new(),
    }
}

fn keep(store: &dyn Store, records: Vec<CardRecord>) {
    let records = records.into_iter().map(Record::Card).collect();
    let commit = Commit {
        records,
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap();
}

fn opened(turn: TurnId, at_seconds: i64) -> CardRecord {
    CardRecord::Opened {
        card: Box::new(card(turn, at_seconds)),
        chat: "px".into(),
    }
}

/// A message about a card that was sent as this one.
fn sent(store: &dyn Store, turn: TurnId, role: CardRole, chat: i64, number: i64) {
    let message = PendingMessage {
        turn,
        chat: Some(chat),
        link: Some(CardLink { card: turn, role }),
        ..PendingMessage::default()
    };
    let commit = Commit {
        outbox: vec![message],
        ..Commit::default()
    };
    let id = store.commit(&[commit]).unwrap()[0][0].unwrap();
    let open = store.open_entries(None, 10).unwrap();
    assert_eq!(open[0].link, Some(CardLink { card: turn, role }));
    let outcome = Outcome::Sent(Some(number));
    store.settle(&[Receipt { id, turn, outcome }]).unwrap();
}

#[test]
fn a_card_comes_back_as_it_was_and_as_it_changed() {
    each(|store| {
        keep(store, vec![opened(9, 100), opened(9, 100)]);
        assert_eq!(store.staff_card(9).unwrap(), Some(card(9, 100)));
        assert_eq!(store.open_card(&lin(), "pother").unwrap(), None);
        keep(
            store,
            vec![
                CardRecord::Taken {
                    card: 9,
                    by: "Ada".into(),
                },
                CardRecord::Answered {
                    card: 9,
                    at_seconds: 200,
                    words: "九点".into(),
                },
            ],
        );
        let found = store.open_card(&lin(), "px").unwrap().unwrap();
        assert_eq!(found.taken_by.as_deref(), Some("Ada"));
        assert_eq!(
            (found.answered_at, found.reply.as_str()),
            (Some(200), "九点")
        );
        let at_seconds = 300;
        keep(
            store,
            vec![CardRecord::Closed {
                card: 9,
                at_seconds,
            }],
        );
        assert_eq!(store.open_card(&lin(), "px").unwrap(), None);
        assert!(store.staff_card(9).unwrap().unwrap().is_closed);
        keep(store, vec![CardRecord::Reopened { card: 9 }]);
        assert_eq!(store.open_cards(10).unwrap().len(), 1);
    });
}

#[test]
fn what_staff_reply_to_leads_to_its_card_and_topic() {
    each(|store| {
        let asked = CardRecord::TopicAsked {
            person: lin(),
            chat: STAFF,
            card: 9,
        };
        keep(store, vec![opened(9, 100), asked]);
        assert!(store.has_topic(&lin(), STAFF).unwrap());
        assert_eq!(store.card_place(9, STAFF).unwrap(), CardPlace::default());
        sent(store, 9, CardRole::Topic, STAFF, 55);
        sent(store, 9, CardRole::Card, STAFF, 56);
        sent(store, 9, CardRole::Below, STAFF, 57);
        sent(store, 9, CardRole::ToPerson, 42, 56);
        for message in [56, 57] {
            let found = store.card_of_message(STAFF, message).unwrap();
            assert_eq!(found.map(|card| card.asked.card), Some(9), "{message}");
        }
        assert_eq!(store.card_of_message(STAFF, 55).unwrap(), None);
        assert_eq!(store.card_of_message(-1, 56).unwrap(), None);
        let place = CardPlace {
            topic: Some(55),
            message: Some(56),
        };
        assert_eq!(store.card_place(9, STAFF).unwrap(), place);
        store.replace_topic(9, STAFF, 77).unwrap();
        assert_eq!(store.card_place(9, STAFF).unwrap().topic, Some(77));
        assert_eq!(store.messages_about(&lin(), STAFF).unwrap(), [56, 57]);
    });
}

#[test]
fn where_the_answer_goes_is_forgotten_a_day_after_the_end() {
    each(|store| {
        let day = 24 * 3600;
        keep(store, vec![opened(9, 0), opened(10, 0)]);
        let at_seconds = 100;
        keep(
            store,
            vec![CardRecord::Closed {
                card: 9,
                at_seconds,
            }],
        );
        store.retain(100 + day).unwrap();
        assert!(store.staff_card(9).unwrap().unwrap().to.is_some());
        store.retain(101 + day).unwrap();
        assert_eq!(store.staff_card(9).unwrap().unwrap().to, None);
        assert!(store.staff_card(10).unwrap().unwrap().to.is_some());
        store.retain(200 * day).unwrap();
        assert_eq!(store.staff_card(10).unwrap(), None);
    });
}

#[test]
fn forgetting_a_person_forgets_their_cards() {
    each(|store| {
        let muted = CardRecord::Muted {
            person: lin(),
            is_muted: true,
            at_seconds: 1,
        };
        keep(store, vec![opened(9, 0), muted]);
        sent(store, 9, CardRole::Card, STAFF, 56);
        assert!(store.is_muted(&lin()).unwrap());
        let forget = Record::Forget {
            person: lin(),
            chat: None,
        };
        let commit = Commit {
            records: vec![forget],
            ..Commit::default()
        };
        store.commit(&[commit]).unwrap();
        assert_eq!(store.staff_card(9).unwrap(), None);
        assert_eq!(store.card_of_message(STAFF, 56).unwrap(), None);
        assert!(!store.is_muted(&lin()).unwrap());
    });
}
