//! What is tried after which refusal.

use super::*;

fn message(method: &str, parameters: Value) -> PendingMessage {
    PendingMessage {
        method: method.to_owned(),
        payload: parameters.to_string(),
        ..PendingMessage::default()
    }
}

fn refused(code: u16, description: &str) -> Failure {
    Failure::Refused {
        code,
        description: description.to_owned(),
        retry_after: None,
        migrate_to: None,
    }
}

fn full() -> PendingMessage {
    message(
        "sendMessage",
        json!({"chat_id": 1, "text": "<b>x</b>", "parse_mode": "HTML", "message_thread_id": 3,
               "reply_parameters": {"message_id": 2}, "reply_markup": {}}),
    )
}

#[test]
fn what_stands_in_the_way_is_left_out() {
    let cases = [
        (
            "Bad Request: can't parse entities: Unsupported start tag \"x\"",
            "parse_mode",
        ),
        (
            "Bad Request: message to be replied not found",
            "reply_parameters",
        ),
        (
            "Bad Request: message to reply not found",
            "reply_parameters",
        ),
        ("Bad Request: message thread not found", "message_thread_id"),
        ("Bad Request: BUTTON_URL_INVALID", "reply_markup"),
    ];
    for (description, left_out) in cases {
        let failure = refused(400, description);
        let Continue(instead) = next(&full(), &failure) else {
            panic!("{description}")
        };
        assert!(
            !instead.parameters().contains_key(left_out),
            "{description}"
        );
        let expected = if left_out == "parse_mode" {
            "x"
        } else {
            "<b>x</b>"
        };
        assert_eq!(instead.parameters()["text"], expected, "{description}");
        let again = next(&instead, &failure);
        assert!(
            matches!(again, Break(Next::GiveUp(_))),
            "{description}: {again:?}"
        );
    }
}

#[test]
fn what_one_person_was_to_see_goes_where_the_question_was_seen() {
    let for_one = |more: Value| {
        let mut parameters = json!({"chat_id": -9, "text": "x", FOR_ONE: {"receiver_user_id": 5}});
        parameters
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        PendingMessage {
            chat: Some(-9),
            ..message("sendMessage", parameters)
        }
    };
    let no = refused(
        400,
        "Bad Request: not enough rights to send an ephemeral message",
    );
    let seen = for_one(json!({"reply_parameters": {"message_id": 3}}));
    let Continue(public) = next(&seen, &no) else {
        panic!("to everybody")
    };
    let reply_to = json!({"message_id": 3, "allow_sending_without_reply": true});
    let expected = json!({"chat_id": -9, "text": "x", "reply_parameters": reply_to});
    assert_eq!(Value::Object(public.parameters()), expected);
    let unseen = for_one(json!({"reply_parameters": {"ephemeral_message_id": 3}}));
    let Continue(private) = next(&unseen, &no) else {
        panic!("in private")
    };
    assert_eq!(
        Value::Object(private.parameters()),
        json!({"chat_id": 5, "text": "x"})
    );
    let blocked = refused(
        403,
        "Forbidden: bot can't initiate conversation with a user",
    );
    assert!(
        matches!(next(&private, &blocked), Break(Next::GiveUp(_))),
        "the group is not gone"
    );
    let press = for_one(json!({}));
    assert!(matches!(next(&press, &no), Break(Next::GiveUp(_))));
}

#[test]
fn a_refusal_in_a_business_chat_says_nothing_of_the_customers_own_chat() {
    let parameters = json!({"business_connection_id": "b", "chat_id": 5, "text": "<b>x</b>",
                            "parse_mode": "HTML"});
    let sent = PendingMessage {
        chat: Some(5),
        ..message("sendMessage", parameters)
    };
    for description in [
        "Forbidden: BOT_BUSINESS_RIGHT_MISSING",
        "Bad Request: chat not found",
    ] {
        let code = if description.starts_with("Forbidden") {
            403
        } else {
            400
        };
        let reaction = next(&sent, &refused(code, description));
        assert!(matches!(reaction, Break(Next::GiveUp(_))), "{reaction:?}");
    }
    let plain = next(&sent, &refused(400, "Bad Request: can't parse entities: x"));
    assert!(matches!(plain, Continue(_)), "{plain:?}");
}

#[test]
fn the_one_answer_to_a_mention_goes_again_without_what_stands_in_the_way() {
    let content = json!({"message_text": "<b>x</b>", "parse_mode": "HTML"});
    let result = json!({"input_message_content": content, "reply_markup": {}});
    let answer = message(
        "answerGuestQuery",
        json!({"guest_query_id": "g", "result": result}),
    );
    let failure = refused(400, "Bad Request: can't parse entities: x");
    let Continue(plain) = next(&answer, &failure) else {
        panic!("another form")
    };
    let expected = json!({"message_text": "x"});
    assert_eq!(
        plain.parameters()["result"]["input_message_content"],
        expected
    );
    assert!(matches!(next(&plain, &failure), Break(Next::GiveUp(_))));
    let late = refused(400, "Bad Request: query is too old");
    assert!(matches!(next(&answer, &late), Break(Next::GiveUp(_))));
}

#[test]
fn refusals_are_told_apart() {
    let edit = message("editMessageText", json!({"message_id": 7, "text": "x"}));
    let cases = [
        (
            refused(403, "Forbidden: bot was blocked by the user"),
            Next::Gone("forbidden"),
        ),
        (
            refused(403, "Forbidden: bot was kicked from the group chat"),
            Next::Gone("forbidden"),
        ),
        (
            refused(400, "Bad Request: chat not found"),
            Next::Gone("chat not found"),
        ),
        (
            refused(400, "Bad Request: message is not modified: same"),
            Next::Done(Some(7)),
        ),
        (refused(401, "Unauthorized"), Next::Later),
        (
            refused(400, "Bad Request: something: with the asker's words"),
            Next::GiveUp("Bad Request: something".into()),
        ),
        (refused(429, "Too Many Requests"), Next::Wait(WAIT_SECONDS)),
        (Failure::Server(502), Next::Later),
        (Failure::Unreachable, Next::Later),
        (Failure::Unreadable, Next::Done(None)),
    ];
    for (failure, expected) in cases {
        assert_eq!(next(&edit, &failure), Break(expected), "{failure:?}");
    }
    let Continue(new) = next(
        &edit,
        &refused(400, "Bad Request: message to edit not found"),
    ) else {
        panic!("a new message")
    };
    assert_eq!(
        (new.method.as_str(), new.parameters().get("message_id")),
        ("sendMessage", None)
    );
}
