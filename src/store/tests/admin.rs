//! Versions, lists, drafts and edits come back as they were, and go in time.

use crate::admin::{AdminRecord, Draft, Edit, Origin, Patch, Source, Version};
use crate::conversation::{PastTurn, Record, TurnKind};
use crate::faq::EntryId;
use crate::model::asked::{WAY_BACK_SECONDS, WayBack};
use crate::model::incoming::Place;
use crate::store::tests::each;
use crate::store::{Commit, Store};
use crate::text::Language;

const PRIVATE: Place = Place::Private {
    chat: 42,
    topic: None,
};

pub(crate) fn keep(store: &dyn Store, record: AdminRecord) {
    let records = vec![Record::Admin(record)];
    let commit = Commit {
        records,
        ..Commit::default()
    };
    store.commit(&[commit]).unwrap();
}

pub(crate) fn version(number: i64) -> AdminRecord {
    AdminRecord::Version(Version {
        at_seconds: number,
        fingerprint: format!("f{number}"),
        origin: Origin::Reload,
        turn: Some(number.unsigned_abs()),
        by: None,
        files: vec![
            Source {
                name: "same.yaml".into(),
                text: "always the same".into(),
            },
            Source {
                name: "a.yaml".into(),
                text: format!("text {number}"),
            },
        ],
    })
}

#[test]
fn versions_know_what_answered_before_them_also_after_a_rollback() {
    each(|store| {
        for number in 1..=3 {
            keep(store, version(number));
        }
        assert_eq!(store.current_version().unwrap().unwrap().number, 3);
        assert_eq!(store.version_before(3).unwrap().unwrap().number, 2);
        let pinned_now = Some("f3".to_owned());
        keep(
            store,
            AdminRecord::Current {
                number: 2,
                pinned: pinned_now.clone(),
                turn: 9,
            },
        );
        assert_eq!(store.current_version().unwrap().unwrap().fingerprint, "f2");
        assert_eq!(store.pinned_files().unwrap(), pinned_now);
        assert!(store.rolled_back(9).unwrap() && !store.rolled_back(8).unwrap());
        keep(store, version(4));
        assert_eq!(
            store.version_before(4).unwrap().unwrap().number,
            2,
            "not the one taken back"
        );
        assert_eq!(store.pinned_files().unwrap(), None);
        assert_eq!(store.version_of(3).unwrap().unwrap().number, 3);
        let names: Vec<String> = store
            .files_of_version(2)
            .unwrap()
            .into_iter()
            .map(|f| f.text)
            .collect();
        assert_eq!(names, ["text 2", "always the same"]);
    });
}

#[test]
fn drafts_and_edits_come_back_as_they_were() {
    each(|store| {
        let draft = Draft {
            id: Some("new".into()),
            ..Draft::default()
        };
        let record = |draft| AdminRecord::Draft {
            chat: "p1".into(),
            at_seconds: 50,
            draft,
        };
        keep(store, record(Some(draft.clone())));
        assert_eq!(store.draft("p1", 50).unwrap(), Some(draft));
        assert_eq!(store.draft("p1", 51).unwrap(), None, "too old");
        keep(store, record(None));
        assert_eq!(store.draft("p1", 0).unwrap(), None);

        let patch = Patch::between("a.yaml", "1\n", "1\n2\n").unwrap();
        let made = Edit {
            turn: 7,
            at_seconds: 1,
            patch,
            inserted: "2\n".into(),
            at_bytes: 2,
            undone: false,
            by: Some(store.person_key().person(5)),
            entry: EntryId::new("refund"),
        };
        keep(store, AdminRecord::Edit(made.clone()));
        assert_eq!(store.edit(7).unwrap(), Some(made.clone()));
        let of = |id: &str| store.edits_of(&EntryId::new(id).unwrap(), 5).unwrap();
        assert_eq!((of("refund"), of("other")), (vec![made], vec![]));
        keep(store, AdminRecord::Undone { turn: 7 });
        assert!(store.edit(7).unwrap().unwrap().undone);
    });
}

#[test]
fn old_versions_go_and_never_the_one_that_answers_nor_the_one_before() {
    each(|store| {
        keep(store, version(1));
        keep(store, version(2));
        for number in 3..=30 {
            keep(store, version(number));
        }
        assert_eq!(store.files_of_version(30).unwrap().len(), 2);
        assert!(store.files_of_version(1).unwrap().is_empty());
        assert!(store.files_of_version(11).unwrap().len() == 2);
        assert!(
            store.version_before(11).unwrap().is_none(),
            "twenty are kept"
        );
    });
}

#[test]
fn lists_come_back_and_go_in_time_and_with_whoever_asked_for_it() {
    each(|store| {
        let list = |turn| AdminRecord::List {
            turn,
            at_seconds: 100 * i64::try_from(turn).unwrap(),
            items: Vec::new(),
        };
        keep(store, list(1));
        keep(store, list(2));
        let is_known = |turn| store.list(turn).unwrap().is_some();
        assert!(is_known(1) && is_known(2));
        store.retain(150 + 90 * 86_400).unwrap();
        assert!(!is_known(1) && is_known(2));
        let forget = Record::Forget {
            person: crate::conversation::Person::from_stored("someone".into()),
            chat: None,
        };
        let commit = Commit {
            records: vec![forget],
            ..Commit::default()
        };
        store.commit(&[commit]).unwrap();
        assert!(!is_known(2));
    });
}

#[test]
fn the_way_back_leads_to_whoever_has_no_answer_for_a_day() {
    each(|store| {
        let person = store.person_key().person(7);
        let turn = |turn: u64, kind| {
            Record::Turn(PastTurn {
                turn,
                at_seconds: 100,
                chat_key: store.person_key().chat_key(PRIVATE),
                person: Some(person.clone()),
                asked_for: None,
                message: i64::try_from(turn).unwrap(),
                answer_to: 1,
                language: Language::Zh,
                text: "几点起飞".into(),
                kind,
                candidates: Vec::new(),
                revision: "abc".into(),
            })
        };
        let way = |turn: u64| WayBack {
            turn,
            at_seconds: 100,
            person: person.clone(),
            place: PRIVATE,
            message: i64::try_from(turn).unwrap(),
        };
        let entry = EntryId::new("refund").unwrap();
        let records = vec![
            turn(1, TurnKind::Unanswered),
            turn(2, TurnKind::Suggested),
            turn(3, TurnKind::Suggested),
            turn(4, TurnKind::Answered),
            Record::Opened {
                turn: 3,
                entry: entry.clone(),
                at_seconds: 100,
            },
            Record::Feedback {
                turn: 4,
                entry: entry.clone(),
                person: person.clone(),
                helpful: false,
                at_seconds: 100,
            },
        ];
        let ways = (1..=4).map(|turn| Record::Admin(AdminRecord::WayBack(way(turn))));
        let commit = Commit {
            records: records.into_iter().chain(ways).collect(),
            ..Commit::default()
        };
        store.commit(&[commit]).unwrap();
        let open = || -> Vec<u64> {
            let open = store.open_questions(100, 9).unwrap();
            open.iter().map(|open| open.way_back.turn).collect()
        };
        assert_eq!(open(), [4, 2, 1]);
        let latest = &store.open_questions(100, 1).unwrap()[0];
        assert_eq!(
            (&latest.way_back, &latest.disliked),
            (&way(4), &vec![entry])
        );
        assert!(store.open_questions(101, 9).unwrap().is_empty());
        keep(store, AdminRecord::Answered { turns: vec![2, 4] });
        assert_eq!(open(), [1]);
        keep(
            store,
            AdminRecord::Alerted {
                keys: vec!["k".into()],
                at_seconds: 100,
            },
        );
        assert_eq!(store.alerted(100).unwrap(), ["k"]);
        keep(store, AdminRecord::DigestSent { at_seconds: 77 });
        assert_eq!(store.digest_sent().unwrap(), Some(77));
        store.retain(101 + WAY_BACK_SECONDS).unwrap();
        assert!(open().is_empty() && store.alerted(0).unwrap().is_empty());
    });
}
