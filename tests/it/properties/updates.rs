//! Updates: whatever a newer Bot API, or somebody else, puts into one.

use proptest::prelude::*;
use serde_json::{Value, json};
use wenda::model::incoming::{Place, What};
use wenda::telegram::update::callback;
use wenda::telegram::update::dto::Update;
use wenda::telegram::update::incoming::read;
use wenda::telegram::update::roles::Roles;

use super::{cases, hostile_text};

fn admins(admins: &[i64]) -> Roles {
    Roles {
        admins: admins.to_vec(),
        ..Roles::default()
    }
}

/// One of everything that is read.
fn whole_updates() -> Vec<Value> {
    let lin = json!({"id": 5, "is_bot": false, "first_name": "Lin", "language_code": "zh-hans"});
    let us = json!({"id": 7, "is_bot": true, "first_name": "W", "username": "wenda_bot"});
    let group = json!({"id": -1001, "type": "supergroup", "title": "G", "is_forum": true});
    let message = json!({
        "message_id": 10, "date": 1000, "from": lin, "chat": group,
        "is_topic_message": true, "message_thread_id": 4,
        "text": "@wenda_bot 绑卡 👩‍👩‍👧 /ask@wenda_bot x",
        "entities": [
            {"type": "mention", "offset": 0, "length": 10},
            {"type": "bot_command", "offset": 23, "length": 14},
            {"type": "text_mention", "offset": 11, "length": 2, "user": us},
        ],
        "reply_to_message": {"message_id": 9, "date": 999, "from": us, "chat": group, "text": "x"},
        "caption": "c", "caption_entities": [], "sticker": {}, "new_chat_members": [us],
        "migrate_to_chat_id": -2, "sender_chat": group, "media_group_id": "m", "via_bot": us,
    });
    let mut guest_message = message.clone();
    guest_message["guest_query_id"] = json!("g1");
    let mut business_message = json!({
        "message_id": 10, "date": 1000, "from": lin, "chat": {"id": 5, "type": "private"},
        "text": "绑卡", "business_connection_id": "b"});
    business_message["reply_to_message"] = message["reply_to_message"].clone();
    vec![
        json!({"update_id": 1, "message": message}),
        json!({"update_id": 2, "edited_message": message}),
        json!({"update_id": 3, "callback_query": {
            "id": "q", "from": lin, "message": message, "data": "s1.refund", "chat_instance": "c"}}),
        json!({"update_id": 4, "inline_query": {"id": "i", "from": lin, "query": "绑卡", "offset": ""}}),
        json!({"update_id": 6, "guest_message": guest_message}),
        json!({"update_id": 7, "chosen_inline_result": {
            "result_id": "refund", "from": lin, "query": "绑卡", "inline_message_id": "m"}}),
        json!({"update_id": 8, "business_message": business_message}),
        json!({"update_id": 9, "edited_business_message": business_message}),
        json!({"update_id": 10, "deleted_business_messages": {
            "business_connection_id": "b", "chat": {"id": 5, "type": "private"}, "message_ids": [10]}}),
        json!({"update_id": 11, "business_connection": {
            "id": "b", "user": us, "user_chat_id": 7, "date": 1000, "is_enabled": true,
            "rights": {"can_reply": true}}}),
        json!({"update_id": 5, "my_chat_member": {
            "chat": group, "from": lin, "date": 1000,
            "old_chat_member": {"user": us, "status": "left"},
            "new_chat_member": {"user": us, "status": "administrator"}}}),
    ]
}

/// The connection of somebody else's account.
fn connection() -> wenda::model::connection::Connection {
    wenda::model::connection::Connection {
        id: "b".into(),
        owner: 9,
        owner_chat: 9,
        language: None,
        is_enabled: true,
        can_reply: true,
    }
}

/// A value that nobody expects.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3_i64..50).prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        hostile_text().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{"type": "mention", "offset": 1, "length": 100_000}])),
        Just(json!({"id": -1, "type": "private"})),
    ]
}

/// Where in a value; each step is taken modulo the number of children there.
type Path = Vec<prop::sample::Index>;

/// Puts `value` in place of what stands at the end of `path`, or takes that away.
fn spoil(target: &mut Value, path: &[prop::sample::Index], value: Option<Value>) {
    let Some((step, rest)) = path.split_first() else {
        *target = value.unwrap_or_default();
        return;
    };
    match target {
        Value::Object(map) if !map.is_empty() => {
            let key = map
                .keys()
                .nth(step.index(map.len()))
                .cloned()
                .unwrap_or_default();
            match (rest.is_empty(), &value) {
                (true, None) => drop(map.remove(&key)),
                _ => spoil(&mut map[&key], rest, value),
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let index = step.index(list.len());
            spoil(&mut list[index], rest, value);
        }
        leaf => *leaf = value.unwrap_or_default(),
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn any_update_is_read(
        which in any::<prop::sample::Index>(),
        spoils in prop::collection::vec(
            (prop::collection::vec(any::<prop::sample::Index>(), 2..6), prop::option::of(odd_value())),
            0..4,
        ),
    ) {
        let mut updates = whole_updates();
        let index = which.index(updates.len());
        let mut value = updates.swap_remove(index);
        for (path, odd) in spoils {
            let path: Path = path;
            spoil(&mut value, &path, odd);
        }
        let mut update = Update::read(99, &value);
        update.connection = Some(Box::new(connection()));
        let me = wenda::telegram::update::identity::Identity { id: 7, username: "wenda_bot".into(), hears_all: true };
        if let Some(incoming) = read(&update, &me, &admins(&[5]), 2_000) {
            prop_assert_eq!(incoming.turn, 99);
            // Who owns the FAQ is told by the number alone.
            prop_assert!(!incoming.asker.is_admin || incoming.asker.id == 5);
            let is_inline = matches!(incoming.what, What::Inline(_));
            let is_chosen = matches!(incoming.what, What::Chosen(_));
            prop_assert!(is_inline || is_chosen || incoming.place != Place::Elsewhere || matches!(incoming.what, What::Press(_)));
            let is_guest = matches!(incoming.what, What::Guest(_));
            prop_assert_eq!(is_guest, incoming.place == Place::Guest);
        }
    }

    #[test]
    fn any_callback_data_is_read(text in hostile_text(), kind in "[a-z]", number in "[0-9a-z.]{0,40}") {
        for data in [text, format!("{kind}{number}")] {
            if let Some(choice) = callback::decode(&data) {
                let again = callback::encode(&choice);
                prop_assert!(again.len() <= 64);
                prop_assert_eq!(callback::decode(&again), Some(choice));
            }
        }
    }
}

#[test]
fn the_updates_that_are_spoilt_are_read_when_whole() {
    let me = wenda::telegram::update::identity::Identity {
        id: 7,
        username: "wenda_bot".into(),
        hears_all: true,
    };
    for value in whole_updates() {
        let mut value = value;
        // What speaks against an ordinary message is taken out first.
        for key in ["message", "edited_message", "guest_message"] {
            if let Some(message) = value.get_mut(key).and_then(Value::as_object_mut) {
                for odd in [
                    "sender_chat",
                    "via_bot",
                    "migrate_to_chat_id",
                    "new_chat_members",
                ] {
                    message.remove(odd);
                }
            }
        }
        let mut update = Update::read(1, &value);
        update.connection = Some(Box::new(connection()));
        assert!(read(&update, &me, &admins(&[]), 2_000).is_some(), "{value}");
    }
}
