//! A whole turn over hostile words: something is said, everything can be kept, pages fit.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use wenda::assistant::{Assistant, Settings};
use wenda::faq::Faq;
use wenda::knowledge::Knowledge;
use wenda::model::incoming::{Asker, Ephemeral, Incoming, Place, Question, What};
use wenda::render::{telegram_html, terminal, without_markup};
use wenda::store::{Commit, SqliteStore, Store};

use super::text::EXAMPLE;
use super::{cases, hostile_text};

/// The most that Telegram takes in one message, in UTF-16 units once markup is read.
const MESSAGE_UNITS: usize = 4096;

fn asked(turn: u64, text: String, place: Place) -> Incoming {
    Incoming {
        turn,
        // Minutes apart: what comes within seconds is a piece of the question before.
        at_seconds: 1_000 + 60 * turn as i64,
        asker: Asker {
            id: 5,
            language: None,
            is_admin: false,
            is_editor: false,
            name: None,
            is_person: true,
            is_group_admin: false,
        },
        place,
        message: 10,
        what: What::Question(Question {
            text,
            answer_to: 10,
            ..Question::default()
        }),
        ephemeral: Ephemeral::default(),
        connection: None,
    }
}

static FAQ: LazyLock<Faq> = LazyLock::new(|| {
    let loaded = wenda::faq::read(&[("example.yaml", EXAMPLE)]);
    loaded.faq.expect("the example loads")
});

proptest! {
    // Each case learns the FAQ anew, which is most of its time.
    #![proptest_config(cases(48))]

    #[test]
    fn every_question_gets_a_reply_that_telegram_takes(texts in prop::collection::vec(hostile_text(), 1..4)) {
        let store = Arc::new(SqliteStore::in_memory().expect("a store"));
        let knowledge = Knowledge::build(FAQ.clone());
        let assistant = Assistant::new(knowledge, store.clone(), Settings::default());
        for (number, text) in texts.into_iter().enumerate() {
            let place = match number % 2 {
                0 => Place::Private { chat: 5, topic: None },
                _ => Place::Group { chat: -100, topic: None },
            };
            let incoming = asked(number as u64 + 1, text, place);
            let turn = assistant.handle(&incoming).expect("a turn");
            if !place.is_group() {
                prop_assert!(!turn.replies.is_empty(), "silence in private");
            }
            for reply in &turn.replies {
                for page in telegram_html(reply) {
                    let plain = without_markup(&page.html);
                    prop_assert!(plain.encode_utf16().count() <= MESSAGE_UNITS);
                    prop_assert!(!plain.trim().is_empty());
                }
                terminal::lines(reply, false);
            }
            prop_assert_eq!(&assistant.handle(&incoming).expect("a turn"), &turn, "same in, same out");
            let commit = Commit { records: turn.records, ..Commit::default() };
            store.commit(&[commit]).expect("kept");
        }
    }
}
