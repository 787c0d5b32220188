//! Reloading: the gate, the report, the way back, and what a restart finds.

use crate::admins::{Admin, Scenario, entry};

#[test]
fn a_reload_says_what_changed_and_which_real_questions_it_touches() {
    let scenario = Scenario::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    scenario.was_asked("where is my parcel", 3);
    scenario.was_asked("How do I get a refund", 1);
    scenario.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    let said = scenario.admin(Admin::EN).says("/reload");
    said.has("FAQ reloaded: 2 entries");
    said.has("added 1: parcel");
    said.has("tests passed: 4");
    said.has("of the last 2 real questions, 1 get another answer");
    said.has("“where is my parcel” ");
    said.has(" → parcel");
    assert_eq!(scenario.answer("where is my parcel"), "parcel");
    scenario
        .admin(Admin::EN)
        .says("/reload")
        .has("Nothing changed in the files");
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_the_old_one_keeps_answering() {
    let scenario = Scenario::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    scenario.write_text("b.yaml", "entries:\n  - id: Bad Id\n");
    let said = scenario.admin(Admin::EN).says("/reload");
    said.has("Not reloaded");
    said.has("b.yaml:2:");
    said.has("The FAQ before keeps answering.");
    assert_eq!(scenario.answer("How do I get a refund"), "refund");
    scenario
        .admin(Admin::ZH)
        .says("/reload")
        .has("没有重新加载");
}

#[test]
fn failing_tests_refuse_a_reload_until_it_is_forced() {
    let scenario = Scenario::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    let failing = entry("parcel", "包裹在哪里", "Where is my parcel")
        .replace("tests: [", "tests: [\"how can I get the refund\", ");
    scenario.write("b.yaml", &[failing]);
    let said = scenario.admin(Admin::EN).says("/reload");
    said.has("Not reloaded: 1 of 5 tests fail");
    said.has("“how can I get the refund” should reach parcel, reaches refund");
    said.has("`refund` has");
    assert_eq!(scenario.answer("Where is my parcel"), "-");
    let said = scenario.admin(Admin::EN).presses(&said, "Take it anyway");
    said.has("FAQ reloaded: 2 entries");
    said.has("tests: 4 passed, 1 failed");
    assert_eq!(scenario.answer("Where is my parcel"), "parcel");
}

#[test]
fn rollback_goes_back_at_once_and_stays_over_a_restart_until_the_files_change() {
    let mut scenario = Scenario::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    let alone = scenario.admin(Admin::EN).says("/rollback");
    alone.has("There is no version before this one.");
    scenario.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    let reloaded = scenario.admin(Admin::EN).says("/reload");
    let said = scenario.admin(Admin::EN).says("/rollback");
    said.has("Back to the version before: 1 entry");
    said.has("removed 1: parcel");
    said.has("The files on disk are unchanged");
    assert_eq!(scenario.answer("Where is my parcel"), "-");
    scenario
        .admin(Admin::EN)
        .presses(&reloaded, "Roll back")
        .has("Another version has come since");

    scenario.restart();
    assert_eq!(
        scenario.answer("Where is my parcel"),
        "-",
        "what was rolled back stays so"
    );
    scenario
        .admin(Admin::EN)
        .says("/reload")
        .has("added 1: parcel");
    assert_eq!(scenario.answer("Where is my parcel"), "parcel");

    scenario.admin(Admin::EN).says("/rollback");
    scenario.write("c.yaml", &[entry("hours", "几点开门", "When do you open")]);
    scenario.restart();
    assert_eq!(
        scenario.answer("When do you open"),
        "hours",
        "new files are taken at a start"
    );
}

#[test]
fn the_same_rollback_handled_twice_goes_back_once() {
    let scenario = Scenario::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    scenario.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    scenario.admin(Admin::EN).says("/reload");
    scenario.write("c.yaml", &[entry("hours", "几点开门", "When do you open")]);
    scenario.admin(Admin::EN).says("/reload");
    let rollback = scenario.admin(Admin::EN).command("/rollback");
    scenario.handle(&rollback).has("removed 1: hours");
    scenario.handle(&rollback).has("Already back");
    assert_eq!(scenario.answer("Where is my parcel"), "parcel");
}

#[test]
fn nobody_else_reloads() {
    let scenario = Scenario::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    scenario.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    scenario.admin(Admin::STRANGER).says("/reload");
    scenario.admin(Admin::IN_GROUP).says("/reload");
    assert_eq!(scenario.answer("Where is my parcel"), "-");
}
