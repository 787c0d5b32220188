//! Reloading: the gate, the report, the way back, and what a restart finds.

use crate::admins::{Admin, Shop, entry};

#[test]
fn a_reload_says_what_changed_and_which_real_questions_it_touches() {
    let shop = Shop::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    shop.was_asked("where is my parcel", 3);
    shop.was_asked("How do I get a refund", 1);
    shop.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    let said = shop.admin(Admin::EN).says("/reload");
    said.has("FAQ reloaded: 2 entries");
    said.has("added 1: parcel");
    said.has("tests passed: 4");
    said.has("of the last 2 real questions, 1 get another answer");
    said.has("“where is my parcel” ");
    said.has(" → parcel");
    assert_eq!(shop.answer("where is my parcel"), "parcel");
    shop.admin(Admin::EN)
        .says("/reload")
        .has("Nothing changed in the files");
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_the_old_one_keeps_answering() {
    let shop = Shop::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    shop.write_text("b.yaml", "entries:\n  - id: Bad Id\n");
    let said = shop.admin(Admin::EN).says("/reload");
    said.has("Not reloaded");
    said.has("b.yaml:2:");
    said.has("The FAQ before keeps answering.");
    assert_eq!(shop.answer("How do I get a refund"), "refund");
    shop.admin(Admin::ZH).says("/reload").has("没有重新加载");
}

#[test]
fn failing_tests_refuse_a_reload_until_it_is_forced() {
    let shop = Shop::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    let failing = entry("parcel", "包裹在哪里", "Where is my parcel")
        .replace("tests: [", "tests: [\"how can I get the refund\", ");
    shop.write("b.yaml", &[failing]);
    let said = shop.admin(Admin::EN).says("/reload");
    said.has("Not reloaded: 1 of 5 tests fail");
    said.has("“how can I get the refund” should reach parcel, reaches refund");
    said.has("`refund` has");
    assert_eq!(shop.answer("Where is my parcel"), "-");
    let said = shop.admin(Admin::EN).presses(&said, "Take it anyway");
    said.has("FAQ reloaded: 2 entries");
    said.has("tests: 4 passed, 1 failed");
    assert_eq!(shop.answer("Where is my parcel"), "parcel");
}

#[test]
fn rollback_goes_back_at_once_and_stays_over_a_restart_until_the_files_change() {
    let mut shop = Shop::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    let alone = shop.admin(Admin::EN).says("/rollback");
    alone.has("There is no version before this one.");
    shop.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    let reloaded = shop.admin(Admin::EN).says("/reload");
    let said = shop.admin(Admin::EN).says("/rollback");
    said.has("Back to the version before: 1 entry");
    said.has("removed 1: parcel");
    said.has("The files on disk are unchanged");
    assert_eq!(shop.answer("Where is my parcel"), "-");
    shop.admin(Admin::EN)
        .presses(&reloaded, "Roll back")
        .has("Another version has come since");

    shop.restart();
    assert_eq!(
        shop.answer("Where is my parcel"),
        "-",
        "what was rolled back stays so"
    );
    shop.admin(Admin::EN).says("/reload").has("added 1: parcel");
    assert_eq!(shop.answer("Where is my parcel"), "parcel");

    shop.admin(Admin::EN).says("/rollback");
    shop.write("c.yaml", &[entry("hours", "几点开门", "When do you open")]);
    shop.restart();
    assert_eq!(
        shop.answer("When do you open"),
        "hours",
        "new files are taken at a start"
    );
}

#[test]
fn the_same_rollback_handled_twice_goes_back_once() {
    let shop = Shop::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    shop.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    shop.admin(Admin::EN).says("/reload");
    shop.write("c.yaml", &[entry("hours", "几点开门", "When do you open")]);
    shop.admin(Admin::EN).says("/reload");
    let rollback = shop.admin(Admin::EN).command("/rollback");
    shop.handle(&rollback).has("removed 1: hours");
    shop.handle(&rollback).has("Already back");
    assert_eq!(shop.answer("Where is my parcel"), "parcel");
}

#[test]
fn nobody_else_reloads() {
    let shop = Shop::open(&[(
        "a.yaml",
        &[entry("refund", "怎么退款", "How do I get a refund")],
    )]);
    shop.write(
        "b.yaml",
        &[entry("parcel", "包裹在哪里", "Where is my parcel")],
    );
    shop.admin(Admin::STRANGER).says("/reload");
    shop.admin(Admin::IN_GROUP).says("/reload");
    assert_eq!(shop.answer("Where is my parcel"), "-");
}
