//! Entries that move to another file, and removals that meet a change in between.

use super::admins::{Admin, Scenario, entry};

/// The file that the entry leaves; every byte of it must come back.
const ORDERS: &str = "# Orders. Ask Lin before changing.\ntopic: {en: Orders, zh: 订单}\nentries:\n  \
    - id: refund   # the most asked\n    questions:\n      en: ['How do I get a refund']\n      zh: [怎么退款]\n    \
    answer:\n      en: |\n        Within seven days.\n\n        # no comment\n      zh: 七天内可以。\n    \
    tests: [\"How do I get a refund\"]\n\n  - id: track\n    questions: {en: [Where is my parcel]}\n    \
    answer: {en: On its way.}\n";

/// The file that it comes to, in another style.
const MONEY: &str = "topic: {en: Money, zh: 钱}\nentries:\n- id: pay\n  questions: {en: [How do I pay]}\n  answer: {en: By card.}\n";

fn scenario() -> Scenario {
    let scenario = Scenario::open(&[("a.yaml", &[entry("hours", "几点开门", "When do you open")])]);
    scenario.write_text("orders.yaml", ORDERS);
    scenario.write_text("money.yaml", MONEY);
    let reloaded = scenario.admin(Admin::EN).says("/reload");
    reloaded.has("added 3");
    scenario
}

#[test]
fn an_entry_moves_to_another_topic_and_back_byte_by_byte() {
    let scenario = scenario();
    let admin = || scenario.admin(Admin::EN);
    let card = admin().says("/entry refund");
    let asked = admin().presses(&card, "Move");
    asked.has("Which file is the entry refund to stand in?");
    assert!(asked.button("orders.yaml").is_none(), "it is there already");
    assert!(asked.button("a.yaml").is_some());
    admin()
        .presses(&asked, "Leave it there")
        .has("Within seven days.");
    let moved = admin().presses(&asked, "Money · money.yaml");
    moved.has("Written");
    assert_eq!(scenario.answer("How do I get a refund"), "refund");
    let (orders, money) = (scenario.read("orders.yaml"), scenario.read("money.yaml"));
    assert!(
        !orders.contains("refund") && orders.contains("id: track"),
        "{orders}"
    );
    assert!(money.starts_with(MONEY), "{money}");
    assert!(
        money.contains("\n- id: refund   # the most asked\n"),
        "{money}"
    );
    admin().says("/history").has("orders.yaml → money.yaml");
    admin().says("/entry refund").has("money.yaml");
    let undone = admin().presses(&moved, "Undo");
    undone.has("orders.yaml");
    assert_eq!(scenario.read("orders.yaml"), ORDERS);
    assert_eq!(scenario.read("money.yaml"), MONEY);
    admin().presses(&moved, "Undo").has("taken back before");
}

#[test]
fn a_move_killed_between_two_files_is_finished() {
    let mut scenario = scenario();
    let card = scenario.admin(Admin::EN).says("/entry refund");
    let asked = scenario.admin(Admin::EN).presses(&card, "Move");
    let press = scenario.admin(Admin::EN).press(&asked, "money.yaml");
    let moved = scenario.handle(&press);
    let (orders, money) = (scenario.read("orders.yaml"), scenario.read("money.yaml"));
    // As if the process had died with one file written: the entry stands in both.
    scenario.write_text("orders.yaml", ORDERS);
    scenario.restart();
    assert_eq!(scenario.answer("How do I get a refund"), "refund");
    scenario.handle(&press).has("Already written");
    assert_eq!(scenario.read("orders.yaml"), orders);
    assert_eq!(scenario.read("money.yaml"), money);
    // The same where nobody asks again: the next start finishes it.
    scenario.write_text("orders.yaml", ORDERS);
    scenario.finish_edit();
    assert_eq!(scenario.read("orders.yaml"), orders);
    // And where taking it back was interrupted.
    scenario
        .admin(Admin::EN)
        .presses(&moved, "Undo")
        .has("Taken back");
    scenario.write_text("money.yaml", &money);
    scenario.finish_edit();
    assert_eq!(scenario.read("money.yaml"), MONEY);
    assert_eq!(scenario.read("orders.yaml"), ORDERS);
}

#[test]
fn what_names_a_removed_entry_as_related_goes_and_comes_back_with_it() {
    let scenario = scenario();
    let pointing = MONEY.replace("By card.}", "By card.}\n  related: [refund, hours]  # both");
    scenario.write_text("money.yaml", &pointing);
    let orders = ORDERS.replace("On its way.}", "On its way.}\n    related: [refund]");
    scenario.write_text("orders.yaml", &orders);
    let admin = || scenario.admin(Admin::EN);
    admin().says("/reload").has("changed 2");
    let card = admin().says("/entry refund");
    let asked = admin().presses(&card, "Remove");
    let removed = admin().presses(&asked, "Remove it");
    removed.has("removed 1: refund");
    assert_eq!(
        scenario.read("money.yaml"),
        pointing.replace("refund, ", "")
    );
    assert!(!scenario.read("orders.yaml").contains("refund"));
    admin().presses(&removed, "Undo").has("added 1: refund");
    assert_eq!(scenario.read("money.yaml"), pointing);
    assert_eq!(scenario.read("orders.yaml"), orders);
}

#[test]
fn what_was_changed_between_the_question_and_the_press_stays() {
    let scenario = scenario();
    let card = scenario.admin(Admin::EN).says("/entry refund");
    let removal = scenario.admin(Admin::EN).presses(&card, "Remove");
    let moving = scenario.admin(Admin::EN).presses(&card, "Move");
    // Another admin, in whose language the card is not.
    let field = scenario.admin(Admin::ZH).presses(&card, "English answer");
    field.has("英文答案");
    scenario
        .admin(Admin::ZH)
        .says("Within ten days.")
        .has("ten");
    let changed = scenario.read("orders.yaml");
    for (said, label) in [(&removal, "Remove it"), (&moving, "money.yaml")] {
        let refused = scenario.admin(Admin::EN).presses(said, label);
        refused.has("Somebody changed this entry");
    }
    assert_eq!(scenario.read("orders.yaml"), changed);
}
