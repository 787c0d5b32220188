//! Buttons: whose they are, what they lead to, and those that no longer lead anywhere.

use crate::conversation::tests::*;
use crate::model::reply::{Languages, Setting};

#[test]
fn topics_and_their_entries_come_in_pages_that_lead_to_each_other() {
    let mut scene = Scene::new(PRIVATE);
    scene.knowledge = knowledge(11);
    let first = scene.hear(What::Command(Command::Topics), None);
    let first = &first.replies[0];
    assert_eq!(first.choices.len(), 9, "eight topics and the way on");
    assert_eq!(labels(first)[8], "Next ›");
    let second = scene.press(choice_of(first, "Next").clone());
    let second = &second.replies[0];
    assert_eq!(
        labels(second),
        [
            "Topic 8 (10)",
            "Topic 9 (10)",
            "Topic 10 (10)",
            "‹ Previous"
        ]
    );
    assert_eq!(second.delivery, Delivery::Replace(77));
    let topic = scene.press(choice_of(second, "Topic 9").clone());
    assert_eq!(
        topic.replies[0].choices.len(),
        10,
        "eight entries, the way on, the way back"
    );
    let rest = scene.press(choice_of(&topic.replies[0], "Next").clone());
    assert_eq!(
        labels(&rest.replies[0])[..2],
        ["question 9 8", "question 9 9"]
    );
    let entry = scene.press(choice_of(&rest.replies[0], "question 9 9").clone());
    let back = choice_of(&entry.replies[0], "Back");
    assert!(matches!(back, Choice::Topic { page: 1, .. }), "{back:?}");
}

#[test]
fn a_button_of_another_person_does_nothing_but_say_so() {
    let mut scene = Scene::new(GROUP);
    let show = Choice::Show {
        turn: 800,
        entry: id("e0-1"),
    };
    scene.state.earlier = Some(scene.past(800, TurnKind::Answered, 43));
    assert!(is_refused(&scene.press(show.clone())));
    for (admin, group_admin) in [(true, false), (false, true)] {
        scene.asker.is_admin = admin;
        scene.asker.is_group_admin = group_admin;
        assert!(
            !is_refused(&scene.press(show.clone())),
            "admin {admin}, admin of the group {group_admin}"
        );
    }
    scene.asker.is_admin = false;
    scene.asker.is_group_admin = false;
    scene.state.earlier = Some(PastTurn {
        asked_for: Some(scene.key.person(ME)),
        ..scene.past(800, TurnKind::Answered, 43)
    });
    assert!(
        !is_refused(&scene.press(show)),
        "asked for by somebody else"
    );
}

#[test]
fn buttons_of_forgotten_turns_still_open_entries_and_settings_stay_closed() {
    let scene = Scene::new(GROUP);
    let show = Choice::Show {
        turn: 1,
        entry: id("e0-1"),
    };
    let shown = scene.press(show);
    assert!(matches!(shown.replies[0].delivery, Delivery::Replace(77)));
    assert!(
        !labels(&shown.replies[0]).contains(&"← Back"),
        "there is nothing to go back to"
    );
    assert!(is_refused(&scene.press(Choice::Back { turn: 1 })));
    let setting = Choice::Setting {
        turn: 1,
        setting: Setting::Listening(true),
    };
    assert!(is_refused(&scene.press(setting)));
}

#[test]
fn a_button_whose_entry_is_gone_says_so() {
    let scene = Scene::new(PRIVATE);
    let (turn, entry) = (1, id("gone"));
    for choice in [
        Choice::Show {
            turn,
            entry: entry.clone(),
        },
        Choice::Ask {
            turn,
            entry: entry.clone(),
        },
        Choice::Browse { turn, entry },
        Choice::Topic {
            turn,
            topic: 12,
            page: 0,
        },
    ] {
        assert!(is_refused(&scene.press(choice.clone())), "{choice:?}");
    }
    let unreadable = Press {
        id: "p".into(),
        choice: None,
    };
    assert!(is_refused(&scene.hear(What::Press(unreadable), None)));
}

#[test]
fn feedback_counts_once_and_offers_what_is_left() {
    let mut scene = Scene::new(PRIVATE);
    scene.state.earlier = Some(scene.past(800, TurnKind::Answered, ME));
    let says = |helpful| Choice::Feedback {
        turn: 800,
        entry: id("e0-0"),
        helpful,
    };
    let turn = scene.press(says(false));
    assert!(matches!(
        turn.records.as_slice(),
        [Record::Feedback { helpful: false, .. }]
    ));
    let offered = turn.replies.last().unwrap();
    assert_eq!(
        labels(offered),
        ["question 0 1", "Wrong", "Outdated", "Unclear", "← Back"],
        "neither the same nor a gone one"
    );
    scene.state.feedback = Some(false);
    let again = scene.press(says(true));
    assert!(again.records.is_empty());
    assert!(matches!(
        again.replies.as_slice(),
        [Reply {
            delivery: Delivery::Note { .. },
            ..
        }]
    ));
}

#[test]
fn every_press_says_at_most_one_note() {
    let mut scene = Scene::new(GROUP);
    scene.asker.is_group_admin = true;
    scene.state.earlier = Some(scene.past(800, TurnKind::Suggested, ME));
    let (turn, entry) = (800, id("e0-0"));
    for choice in [
        Choice::Show {
            turn,
            entry: entry.clone(),
        },
        Choice::Ask {
            turn,
            entry: entry.clone(),
        },
        Choice::Back { turn },
        Choice::Feedback {
            turn,
            entry: entry.clone(),
            helpful: true,
        },
        Choice::Feedback {
            turn,
            entry: entry.clone(),
            helpful: false,
        },
        Choice::NoneOf { turn },
        Choice::Topics { turn, page: 0 },
        Choice::Browse { turn, entry },
        Choice::Language {
            turn,
            languages: Languages::Zh,
        },
        Choice::Setting {
            turn,
            setting: Setting::CooldownMinutes(5),
        },
    ] {
        let notes = scene.press(choice.clone()).replies;
        let is_note = |reply: &&Reply| matches!(reply.delivery, Delivery::Note { .. });
        assert!(notes.iter().filter(is_note).count() <= 1, "{choice:?}");
        assert!(!notes.is_empty(), "{choice:?}");
    }
}
