//! What is asked of Telegram at a start, and what is left alone.

use super::*;

fn wanted() -> Wanted {
    Wanted {
        mentions: true,
        inline: true,
        ..Wanted::default()
    }
}

#[test]
fn only_switches_that_differ_are_touched_each_by_its_own_name() {
    let me = json!({
        "can_read_all_group_messages": false,
        "supports_inline_queries": true,
        "inline_query_placeholder": "mine",
        "supports_guest_queries": true,
    });
    let changes = switches(&me, &wanted());
    let calls: Vec<&Value> = changes.iter().map(|change| &change.parameters).collect();
    assert_eq!(
        calls,
        [
            &json!({"can_read_all_group_messages": true}),
            &json!({"supports_guest_queries": false})
        ]
    );
    assert!(turns_privacy_off(&changes[0]) && !turns_privacy_off(&changes[1]));
    let quiet = Wanted {
        mentions: false,
        guest: true,
        ..wanted()
    };
    assert_eq!(switches(&me, &quiet), [], "privacy mode is left as it is");
}

#[test]
fn a_server_that_tells_of_no_switch_is_only_asked_for_what_is_on() {
    let fields: Vec<String> = switches(&json!({}), &wanted())
        .iter()
        .flat_map(|change| change.parameters.as_object().unwrap().keys().cloned())
        .collect();
    let expected = [
        "can_read_all_group_messages",
        FEEDBACK,
        "supports_inline_queries",
        FEEDBACK,
        "inline_query_placeholder",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_menu_is_the_same_whatever_else_telegram_says_of_its_commands() {
    let ours = json!([{"command": "ask", "description": "Ask"}]);
    let held = json!([{"command": "ask", "description": "Ask", "is_new": true}]);
    assert!(same(&held, &ours));
    let unseen = json!([{"command": "ask", "description": "Ask", "is_ephemeral": true}]);
    assert!(!same(&unseen, &ours), "who sees a command is ours to say");
    assert!(!same(&json!([]), &ours));
    assert!(same(
        &json!({"type": "commands"}),
        &json!({"type": "commands"})
    ));
    assert!(is_empty(&json!({"type": "default"})));
    assert!(!is_empty(&json!({"type": "web_app", "text": "Shop"})));
}
