//! Updates that are not as they should be.

use serde_json::json;

use super::message::topic;
use crate::telegram::update::dto::*;

#[test]
fn an_unknown_entity_does_not_cost_the_text() {
    let value = json!({"message": {
        "message_id": 1, "date": 2, "chat": {"id": 5, "type": "private"},
        "text": "hi 12:00", "entities": [
            {"type": "date_time", "offset": 3, "length": 5, "unix_time": "?"},
            {"type": 7, "offset": 0, "length": 1}, {"type": "bold", "offset": 99, "length": 1},
            null, {"type": "bold"}, {"type": "bold", "offset": -1, "length": 1}]}});
    let Kind::Message(message) = Update::read(1, &value).kind else {
        panic!("a message")
    };
    assert_eq!(message.text.as_deref(), Some("hi 12:00"));
    assert_eq!(message.entities.len(), 1);
    assert_eq!(message.entities[0].span_bytes, 3..8);
}

#[test]
fn nonsense_is_nothing_for_us() {
    for value in [
        json!(null),
        json!([]),
        json!({"message": null}),
        json!({"message": {"message_id": "x"}}),
        json!({"message": {"message_id": 1, "chat": {"id": null}}}),
        json!({"subscription": {"id": 1}}),
        json!({"message_reaction": {"chat": {"id": 1, "type": "group"}}}),
        json!({"callback_query": {"id": "1"}}),
    ] {
        assert_eq!(Update::read(1, &value).kind, Kind::Other, "{value}");
    }
}

#[test]
fn a_chain_of_replies_is_no_topic() {
    let mut value = json!({"message_thread_id": 7});
    assert_eq!(topic(&value), None);
    value["is_topic_message"] = json!(true);
    assert_eq!(topic(&value), Some(7));
}
