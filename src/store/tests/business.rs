//! Business chats and the cards of their owners: kept, closed, forgotten.

use crate::conversation::Record;
use crate::faq::EntryId;
use crate::model::business::{BusinessChat, BusinessRecord, Card, CardState};
use crate::model::incoming::TurnId;
use crate::model::person::Person;
use crate::store::tests::each;
use crate::store::{Commit, Store};
use crate::text::Language;

/// An open card is closed after so many seconds.
const CARD_SECONDS: i64 = 24 * 60 * 60;

fn person(name: &str) -> Person {
    Person::from_stored(name.to_owned())
}

fn card(turn: TurnId, state: CardState) -> Card {
    Card {
        turn,
        at_seconds: 1_000,
        connection: "c".into(),
        owner: person("olga"),
        customer: person("cat"),
        chat_key: "b1".into(),
        chat: Some(77),
        message: 5,
        text: "how?".into(),
        language: Language::Zh,
        entries: ["refund", "fee"]
            .iter()
            .filter_map(|id| EntryId::new(id))
            .collect(),
        chosen: 1,
        state,
    }
}

fn keep(store: &dyn Store, records: impl IntoIterator<Item = BusinessRecord>) {
    let records = records.into_iter().map(Record::Business).collect();
    let commit = Commit {
        records,
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap();
}

#[test]
fn a_card_is_read_as_it_was_kept_and_closing_it_takes_people_away() {
    each(|store| {
        let open = card(1, CardState::Open);
        keep(store, [BusinessRecord::Card(open.clone())]);
        assert_eq!(store.card(1).unwrap(), Some(open.clone()));
        let closings = [
            BusinessRecord::Card(card(1, CardState::Closed)),
            BusinessRecord::Deleted {
                chat: "b1".into(),
                messages: vec![4, 5],
            },
            BusinessRecord::Disconnected {
                connection: "c".into(),
            },
        ];
        for closing in closings {
            keep(store, [BusinessRecord::Card(open.clone()), closing]);
            let closed = store.card(1).unwrap().unwrap();
            assert_eq!(closed.state, CardState::Closed);
            assert_eq!((closed.chat, closed.text.as_str()), (None, ""));
        }
        keep(store, [BusinessRecord::Card(open)]);
        store.retain(1_000 + CARD_SECONDS + 1).unwrap();
        assert_eq!(store.card(1).unwrap().unwrap().chat, None, "a day is over");
    });
}

#[test]
fn the_card_being_written_for_is_the_latest_of_its_owner() {
    each(|store| {
        let cards = [
            card(1, CardState::Editing(50)),
            card(2, CardState::Editing(60)),
            card(3, CardState::Open),
        ];
        keep(store, cards.map(BusinessRecord::Card));
        let writing = |who: &str, since| store.editing_card(&person(who), since).unwrap();
        assert_eq!(writing("olga", 40).map(|card| card.turn), Some(2));
        assert_eq!(writing("olga", 61), None, "too long ago");
        assert_eq!(writing("cat", 0), None);
    });
}

#[test]
fn chats_know_who_wrote_last_and_forget_with_their_customer() {
    each(|store| {
        let wrote = |at_seconds| BusinessRecord::OwnerWrote {
            chat: "b1".into(),
            at_seconds,
        };
        keep(
            store,
            [
                wrote(9),
                wrote(7),
                BusinessRecord::Card(card(1, CardState::Open)),
            ],
        );
        assert_eq!(store.business_chat("b1").unwrap().owner_wrote, Some(9));
        let forget = Record::Forget {
            person: person("cat"),
            chat: Some("pcat".into()),
        };
        let commit = Commit {
            records: vec![forget],
            ..Commit::default()
        };
        store.commit(&[commit]).unwrap();
        assert_eq!(store.card(1).unwrap(), None);
        assert_eq!(store.business_chat("b1").unwrap(), BusinessChat::default());
    });
}
