//! What replies become: acknowledgements, places, pages, buttons.

use serde_json::Value;

use crate::model::incoming::{Asker, Ephemeral, Place, Press, What};
use crate::model::reply::{Action, Articles, Block, Button, Choice};
use crate::telegram::requests::*;

fn incoming(place: Place, what: What) -> Incoming {
    let asker = Asker {
        id: 5,
        language: None,
        is_admin: false,
        is_editor: false,
        name: None,
        is_person: true,
        is_group_admin: false,
    };
    Incoming {
        turn: 9,
        at_seconds: 0,
        asker,
        place,
        message: 3,
        what,
        ephemeral: Ephemeral::default(),
        connection: None,
    }
}

fn press() -> What {
    What::Press(Press {
        id: "p1".into(),
        choice: None,
    })
}

fn messages(incoming: &Incoming, replies: &[Reply]) -> Vec<PendingMessage> {
    super::messages(incoming, replies, &PageCache::default())
}

fn methods(entries: &[PendingMessage]) -> Vec<String> {
    entries.iter().map(|entry| entry.method.clone()).collect()
}

#[test]
fn a_press_is_acknowledged_once() {
    let private = Place::Private {
        chat: 5,
        topic: None,
    };
    let silent = messages(&incoming(private, press()), &[]);
    assert_eq!(methods(&silent), ["answerCallbackQuery"]);
    assert!(silent[0].urgent && silent[0].chat.is_none());
    let spoken = messages(&incoming(private, press()), &[Reply::note("p1", "thanks")]);
    assert_eq!(methods(&spoken), ["answerCallbackQuery"]);
    assert!(spoken[0].payload.contains("thanks"));
    let replaced = Reply::new(Delivery::Replace(3), vec![Block::Plain("new".into())]);
    let replaced = messages(&incoming(private, press()), &[replaced]);
    assert_eq!(
        methods(&replaced),
        ["answerCallbackQuery", "editMessageText"]
    );
}

#[test]
fn a_message_answers_in_its_topic_and_says_what_to() {
    let place = Place::Group {
        chat: -10077,
        topic: Some(4),
    };
    let reply = Reply::send(Some(3), vec![Block::Plain("a < b".into())]).with_choices(vec![vec![
        Button::choose("more", Choice::Back { turn: 9 }),
        Button {
            label: "there".into(),
            action: Action::GoTo(8),
        },
    ]]);
    let entries = messages(&incoming(place, What::Left), &[reply]);
    assert_eq!(
        Value::Object(entries[0].parameters()),
        json!({
            "chat_id": -10077, "message_thread_id": 4, "text": "a &lt; b", "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": true},
            "reply_parameters": {"message_id": 3, "allow_sending_without_reply": true},
            "reply_markup": {"inline_keyboard": [[
                {"text": "more", "callback_data": "z9"},
                {"text": "there", "url": "https://t.me/c/77/8"}]]},
        })
    );
    assert!(entries[0].carries);
}

#[test]
fn an_inline_question_gets_its_articles_and_nothing_else() {
    let articles = Articles {
        query: "q".into(),
        articles: Vec::new(),
        start: Some(("Ask me".into(), "inline".into())),
        cache_seconds: 60,
        is_personal: false,
    };
    let reply = Reply::new(Delivery::Articles(articles), Vec::new());
    let said = Reply::send(None, vec![Block::Plain("x".into())]);
    let entries = messages(&incoming(Place::Elsewhere, What::Left), &[reply, said]);
    assert_eq!(methods(&entries), ["answerInlineQuery"]);
}

#[test]
fn what_everybody_is_told_stands_beside_the_payload() {
    let question = What::NonText(crate::model::incoming::NonText::Other);
    let incoming = incoming(
        Place::Private {
            chat: 5,
            topic: None,
        },
        question,
    );
    let words = "common words ".repeat(compose::SHARED_BYTES);
    let mut reply = Reply::send(None, vec![Block::Plain(words.clone())]);
    let own = messages(&incoming, std::slice::from_ref(&reply));
    reply.is_common = true;
    let shared = messages(&incoming, &[reply]);
    assert!(own[0].text.is_none() && shared[0].text.is_some());
    assert!(!shared[0].payload.contains("common words"));
    let read = |message: &PendingMessage| (message.method.clone(), message.parameters());
    assert_eq!(own.len(), shared.len());
    for (own, shared) in own.iter().zip(&shared) {
        assert_eq!(read(own), read(shared));
    }
}
