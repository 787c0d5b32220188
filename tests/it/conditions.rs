//! Entries with time and place: given only then and there, and changed byte by byte.

use std::sync::Arc;

use wenda::assistant::{Assistant, Settings};
use wenda::conversation::{NamedPlace, Turn};
use wenda::faq::edit::{EntryFields, change_entry};
use wenda::faq::{self, EntryId};
use wenda::knowledge::Knowledge;
use wenda::model::incoming::{Asker, Ephemeral, Incoming, Place, Press, Question, What};
use wenda::model::reply::{Action, Block, Choice};
use wenda::store::{Commit, SqliteStore, Store};
use wenda::text::Language;

const PRICES: &str = "vars:   # in one place
  new-price: $100
  days: {en: seven days, zh: 七天}
";

const FAQ: &str = "topic: {en: Prices}
entries:
  - id: price-old
    questions: {en: [How much is the yearly plan?], zh: [年费多少钱]}
    answer: {en: \"Ninety until {{the}} end.\", zh: 九十。}
    valid_until: 2026-12-31   # then the new one
  - id: price-new
    questions: {en: [How much is the yearly plan?], zh: [年费多少钱]}
    answer:
      en: |
        **{new-price}**, back within {days}.
      zh: '{new-price}，{days}内可退。'
    valid_from: 2027-01-01
    related: [discount]
  - id: discount
    questions: {en: [Is there a discount code for members?], zh: [会员有折扣码吗]}
    answer: {en: Use MEMBER., zh: 用 MEMBER。}
    only_in: [members]
  - id: login
    questions: {en: [I cannot log in], zh: [登录不了]}
    answer: {en: Reset the password., zh: 重设密码。}
    not_in: [private]
";

const GROUP: i64 = -1001;

/// Noon of a day, Unix seconds.
fn noon(day: &str) -> i64 {
    let day: jiff::civil::Date = day.parse().unwrap();
    let zoned = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    zoned.unwrap().timestamp().as_second()
}

struct Talk {
    store: Arc<SqliteStore>,
    assistant: Assistant,
    turn: u64,
}

impl Talk {
    fn new() -> Talk {
        let loaded = faq::read(&[("a-prices.yaml", PRICES), ("faq.yaml", FAQ)]);
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let mut settings = Settings::default();
        settings.conversation.places = vec![NamedPlace {
            name: "members".into(),
            chat: GROUP,
            topic: Some(5),
        }];
        let knowledge = Knowledge::build(loaded.faq.unwrap());
        Talk {
            assistant: Assistant::new(knowledge, store.clone(), settings),
            store,
            turn: 0,
        }
    }

    fn happens(&mut self, place: Place, day: &str, what: What) -> Turn {
        self.turn += 1;
        let incoming = Incoming {
            turn: self.turn,
            at_seconds: noon(day) + i64::try_from(self.turn).unwrap() * 100,
            asker: Asker {
                id: 7,
                language: Some(Language::En),
                is_admin: false,
                is_editor: false,
                name: None,
                is_person: true,
                is_group_admin: false,
            },
            place,
            message: i64::try_from(self.turn).unwrap(),
            what,
            ephemeral: Ephemeral::default(),
            connection: None,
        };
        let turn = self.assistant.handle(&incoming).unwrap();
        self.store
            .commit(&[Commit {
                records: turn.records.clone(),
                ..Commit::default()
            }])
            .unwrap();
        turn
    }

    fn asks(&mut self, place: Place, day: &str, words: &str) -> String {
        let question = Question {
            text: words.to_owned(),
            answer_to: 1,
            ..Question::default()
        };
        said(&self.happens(place, day, What::Question(question)))
    }
}

/// All that was said and stands on buttons.
fn said(turn: &Turn) -> String {
    let text = |block: &Block| format!("{block:?}");
    let replies = turn.replies.iter();
    let lines = replies.flat_map(|reply| {
        let buttons = reply.choices.iter().flatten();
        let words = reply.blocks.iter().map(text);
        words
            .chain(buttons.map(|button| button.label.clone()))
            .collect::<Vec<_>>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn private() -> Place {
    Place::Private {
        chat: 7,
        topic: None,
    }
}

fn group(topic: Option<i64>) -> Place {
    Place::Group { chat: GROUP, topic }
}

#[test]
fn the_entry_of_the_day_answers_with_the_values_of_its_variables() {
    let mut talk = Talk::new();
    let old = talk.asks(private(), "2026-12-31", "how much is the yearly plan");
    assert!(old.contains("Ninety until {the} end."), "{old}");
    let new = talk.asks(private(), "2027-01-01", "how much is the yearly plan");
    assert!(new.contains("**$100**, back within seven days."), "{new}");
    assert!(new.contains("$100，七天内可退。"), "{new}");
    assert!(!new.contains("Ninety"), "{new}");
}

#[test]
fn places_have_entries_of_their_own() {
    let mut talk = Talk::new();
    let question = "is there a discount code for members?";
    let day = "2027-02-01";
    for (place, is_given) in [
        (private(), false),
        (group(None), false),
        (group(Some(5)), true),
    ] {
        let answer = talk.asks(place, day, question);
        assert_eq!(answer.contains("MEMBER"), is_given, "{place:?}: {answer}");
        let price = talk.asks(place, day, "how much is the yearly plan");
        let is_related = price.contains("discount code");
        assert_eq!(is_related, is_given, "offered below another: {price}");
    }
    for (place, is_given) in [(private(), false), (group(None), true)] {
        let answer = talk.asks(place, day, "I cannot log in");
        assert_eq!(answer.contains("Reset"), is_given, "{place:?}: {answer}");
    }
}

#[test]
fn an_old_button_and_the_topics_keep_to_it() {
    let mut talk = Talk::new();
    let entry = EntryId::new("price-old").unwrap();
    let press = |entry: EntryId| {
        What::Press(Press {
            id: "p".into(),
            choice: Some(Choice::Ask { turn: 900, entry }),
        })
    };
    let pressed = talk.happens(private(), "2026-12-01", press(entry.clone()));
    assert!(said(&pressed).contains("Ninety"));
    let pressed = talk.happens(private(), "2027-01-02", press(entry));
    assert!(!said(&pressed).contains("Ninety"), "{}", said(&pressed));
    let topics = What::typed("/topics", 1);
    let listed = talk.happens(private(), "2027-01-02", topics);
    let entries: Vec<String> = listed.replies[0]
        .choices
        .iter()
        .flatten()
        .filter_map(|button| match &button.action {
            Action::Choose(Choice::Browse { entry, .. }) => Some(entry.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(entries, ["price-new"]);
}

#[test]
fn an_answer_is_changed_as_it_is_written() {
    let files = [("a-prices.yaml", PRICES), ("faq.yaml", FAQ)];
    let faq = faq::read(&files).faq.unwrap();
    let entry = faq
        .entries
        .iter()
        .find(|one| one.id.as_str() == "price-new");
    let mut fields = EntryFields::of(entry.unwrap());
    assert_eq!(fields.answer[0], "**{new-price}**, back within {days}.");
    let same = change_entry(FAQ, "price-new", &fields).unwrap();
    assert_eq!(same, FAQ, "a form without changes changes nothing");
    fields.answer[0] = "Now **{new-price}**.".into();
    let changed = change_entry(FAQ, "price-new", &fields).unwrap();
    let expected = FAQ.replace(
        "**{new-price}**, back within {days}.",
        "Now **{new-price}**.",
    );
    assert_eq!(changed, expected);
}
