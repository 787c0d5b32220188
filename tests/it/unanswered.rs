//! From unanswered to answered, in the chat: what is said, and what is on disk afterwards.

use wenda::conversation::Record;
use wenda::faq::EntryId;
use wenda::model::incoming::Incoming;
use wenda::reload::EditMode;

use crate::admins::{Admin, Said, Scenario, entry};

/// A file with comments and odd quoting, of which every other byte must stay.
const FILE: &str = "# Refunds. Ask Lin before changing this.\ntopic: {en: Money, zh: 钱}\nentries:\n  \
    - id: refund   # the most asked\n    questions:\n      en: ['How do I get a refund', \"Can I have my money back\"]\n      \
    zh:\n        - 怎么退款   # colloquial\n        - '能退钱吗'\n    answer: {en: 'Within seven days.', zh: 七天内可以。}\n    \
    tests: [\"refund please\"]\n\nout_of_scope:\n  - 今天天气怎么样\n";

fn scenario() -> Scenario {
    let scenario = Scenario::open(&[("a.yaml", &[entry("hours", "几点开门", "When do you open")])]);
    scenario.write_text("refund.yaml", FILE);
    scenario
        .admin(Admin::EN)
        .says("/reload")
        .has("added 1: refund");
    scenario
}

/// The first group of what was left unanswered, opened.
fn first_group(scenario: &Scenario) -> Said {
    let list = scenario.admin(Admin::EN).says("/unanswered");
    scenario.admin(Admin::EN).presses(&list, "1")
}

/// The group again, with this entry to add it to, whatever is nearest.
fn pick(scenario: &Scenario, who: Admin, group: &Said, entry: &str) -> Said {
    scenario.admin(who).presses(group, "🔎");
    scenario.admin(who).says(entry)
}

fn add(scenario: &Scenario, who: Admin, group: &Said, entry: &str) -> Said {
    scenario
        .admin(who)
        .presses(&pick(scenario, who, group, entry), "➕")
}

/// The press that adds the group to this entry, not yet handled.
fn adding(scenario: &Scenario, group: &Said, entry: &str) -> Incoming {
    scenario
        .admin(Admin::EN)
        .press(&pick(scenario, Admin::EN, group, entry), "Add to")
}

#[test]
fn nothing_left_is_said_so() {
    scenario()
        .admin(Admin::EN)
        .says("/unanswered")
        .has("Nothing was left unanswered");
}

#[test]
fn the_list_has_the_most_frequent_first_with_the_nearest_entries() {
    let scenario = scenario();
    scenario.was_asked("sing me a song", 1);
    scenario.was_asked("仓库里的猫叫什么", 3);
    let said = scenario.admin(Admin::EN).says("/unanswered");
    said.has("Unanswered: 2 groups, asked 4 times");
    said.has("1. 3× “仓库里的猫叫什么”");
    said.has("2. 1× “sing me a song”");
    scenario
        .admin(Admin::ZH)
        .says("/unanswered")
        .has("没答上的问题：2 组，共 4 次");
}

#[test]
fn a_phrasing_is_written_in_place_and_taken_back() {
    let scenario = scenario();
    scenario.was_asked("仓库里的猫叫什么", 3);
    let group = first_group(&scenario);
    group.has("Asked 3 times, in 1 wording");
    let said = add(&scenario, Admin::EN, &group, "refund");
    said.has("Written, and in use");
    said.has("changed 1: refund");
    said.has("1 get another answer");
    said.has(" → refund");
    let line = "        - '仓库里的猫叫什么'\n";
    said.has(&format!("+{line}"));
    let neighbour = "        - '能退钱吗'\n";
    let expected = FILE.replace(neighbour, &format!("{neighbour}{line}"));
    assert_eq!(scenario.read("refund.yaml"), expected);
    assert_eq!(scenario.answer("仓库里的猫叫什么"), "refund");
    scenario
        .admin(Admin::EN)
        .says("/unanswered")
        .has("Nothing was left");

    let undone = scenario.admin(Admin::EN).presses(&said, "Undo");
    undone.has("Taken back");
    assert_eq!(scenario.read("refund.yaml"), FILE);
    assert_eq!(scenario.answer("仓库里的猫叫什么"), "-");
    scenario
        .admin(Admin::EN)
        .presses(&said, "Undo")
        .has("taken back before");
}

#[test]
fn a_change_that_was_taken_back_does_not_come_back_by_rolling_back() {
    let scenario = scenario();
    scenario.was_asked("仓库里的猫叫什么", 3);
    let group = first_group(&scenario);
    let said = add(&scenario, Admin::EN, &group, "refund");
    said.has("Written, and in use");
    let undone = scenario.admin(Admin::EN).presses(&said, "Undo");
    undone.has("Taken back");
    let rolled_back = scenario.admin(Admin::EN).says("/rollback");
    rolled_back.has("Back to the version before");
    // Not to the mistake, but to what answered before this FAQ did: the one without refunds.
    rolled_back.has("removed 1: refund");
    assert_eq!(scenario.answer("仓库里的猫叫什么"), "-");
}

#[test]
fn what_was_ignored_can_be_listed_again() {
    let scenario = scenario();
    scenario.was_asked("sing me a song", 1);
    let group = first_group(&scenario);
    let ignored = scenario.admin(Admin::EN).presses(&group, "Ignore");
    let empty = scenario.admin(Admin::EN).says("/unanswered");
    empty.has("Nothing was left");
    let again = scenario.admin(Admin::EN).presses(&ignored, "Undo");
    again.has("is listed again");
    let list = scenario.admin(Admin::EN).presses(&again, "List");
    list.has("Unanswered: 1 group");
}

#[test]
fn what_others_changed_since_stays_when_a_change_is_taken_back() {
    let scenario = scenario();
    scenario.was_asked("仓库里的猫叫什么", 3);
    scenario.was_asked("open on sunday morning", 1);
    let one = scenario.admin(Admin::EN).says("/unanswered");
    let two = scenario.admin(Admin::ZH).says("/unanswered");
    let one = scenario.admin(Admin::EN).presses(&one, "1");
    let two = scenario.admin(Admin::ZH).presses(&two, "2");
    let first = add(&scenario, Admin::EN, &one, "refund");
    first.has("Written");
    add(&scenario, Admin::ZH, &two, "hours").has("已写入并生效");
    let with_both = (scenario.read("a.yaml"), scenario.read("refund.yaml"));
    assert!(
        with_both.0.contains("open on sunday morning") && with_both.1.contains("仓库里的猫叫什么")
    );
    scenario
        .admin(Admin::EN)
        .presses(&first, "Undo")
        .has("Taken back");
    assert_eq!(scenario.read("refund.yaml"), FILE);
    assert_eq!(
        scenario.read("a.yaml"),
        with_both.0,
        "the other admin's change stays"
    );
}

#[test]
fn two_admins_adding_the_same_say_so_and_lose_nothing() {
    let scenario = scenario();
    scenario.was_asked("仓库里的猫叫什么", 3);
    let group = first_group(&scenario);
    add(&scenario, Admin::EN, &group, "refund").has("Written");
    let text = scenario.read("refund.yaml");
    add(&scenario, Admin::ZH, &group, "refund").has("没有写入");
    assert_eq!(scenario.read("refund.yaml"), text);
}

#[test]
fn nothing_is_written_that_fails_the_tests() {
    let scenario = scenario();
    scenario.was_asked("refund please", 2);
    scenario.was_asked("refund please?", 1);
    // Answered by now; listed because it did not help.
    let disliked = || EntryId::new("refund").unwrap();
    for turn in 1001..1010 {
        let person = wenda::conversation::Person::from_stored("someone".into());
        let (entry, helpful, at_seconds) = (disliked(), false, 1);
        scenario.keep(Record::Feedback {
            turn,
            entry,
            person,
            helpful,
            at_seconds,
        });
    }
    let list = scenario.admin(Admin::EN).says("/unanswered");
    list.has("refund please");
    list.has("answered but no help");
    let group = scenario.admin(Admin::EN).presses(&list, "1");
    let said = scenario.admin(Admin::EN).presses(&group, "Out of scope");
    said.has("Not written");
    assert_eq!(scenario.read("refund.yaml"), FILE);
    assert_eq!(scenario.answer("refund please"), "refund");
}

#[test]
fn out_of_scope_and_ignored_questions_are_listed_no_more() {
    let scenario = scenario();
    scenario.was_asked("sing me a song", 2);
    scenario.was_asked("how tall is the eiffel tower", 1);
    let list = scenario.admin(Admin::EN).says("/unanswered");
    let group = scenario.admin(Admin::EN).presses(&list, "1");
    let said = scenario.admin(Admin::EN).presses(&group, "Out of scope");
    said.has("Written, and in use");
    assert!(scenario.read("refund.yaml").starts_with(FILE));
    assert!(scenario.read("refund.yaml").contains("sing me a song"));
    let list = scenario.admin(Admin::EN).presses(&said, "List");
    list.has("Unanswered: 1 group, asked 1 time");
    let group = scenario.admin(Admin::EN).presses(&list, "1");
    scenario
        .admin(Admin::EN)
        .presses(&group, "Ignore")
        .has("will not be listed again");
    scenario.was_asked("How tall is the Eiffel Tower?", 5);
    scenario
        .admin(Admin::EN)
        .says("/unanswered")
        .has("Nothing was left");
}

#[test]
fn a_new_entry_is_written_step_by_step_over_a_restart() {
    let mut scenario = scenario();
    scenario.was_asked("where is my parcel", 4);
    let group = first_group(&scenario);
    let admin = Admin::EN;
    scenario
        .admin(admin)
        .presses(&group, "New entry")
        .has("Send me the answer");
    scenario.restart();
    let last = scenario
        .admin(admin)
        .says("在“我的订单”里能看到。\n\n**包裹**一般三天到。");
    last.has("added 1: where-is-my-parcel");
    last.has("The tests pass");
    scenario
        .admin(admin)
        .presses(&last, "English answer")
        .has("Send me the answer in English");
    scenario.restart();
    let last = scenario
        .admin(admin)
        .says("Look under “My orders”: it's there.");
    scenario.admin(admin).presses(&last, "Link");
    scenario
        .admin(admin)
        .says("not a link")
        .has("no web address");
    let last = scenario.admin(admin).says("https://example.com/parcels");
    scenario
        .admin(admin)
        .presses(&last, "Id")
        .has("it is where-is-my-parcel now");
    scenario.admin(admin).says("refund").has("That id is taken");
    scenario.admin(admin).says("包裹").has("That is no id");
    let last = scenario.admin(admin).says("Parcel Tracking");
    last.has("added 1: parcel-tracking");
    last.has("The tests pass. Write it and use it?");
    assert_eq!(
        scenario.read("refund.yaml"),
        FILE,
        "nothing before it is saved"
    );
    scenario.admin(admin).says("yes").has("press a button");
    let saved = scenario.admin(admin).presses(&last, "Save");
    saved.has("Written, and in use: 3 entries");
    assert_eq!(scenario.answer("where is my parcel"), "parcel-tracking");
    scenario
        .admin(admin)
        .presses(&last, "Save")
        .has("No entry is being written");
    let faq = wenda::faq::load(scenario.path("")).faq.unwrap();
    let made = faq
        .entries
        .iter()
        .find(|entry| entry.id.as_str() == "parcel-tracking")
        .unwrap();
    assert_eq!(
        made.answer.zh.as_deref(),
        Some("在“我的订单”里能看到。\n\n**包裹**一般三天到。")
    );
    assert_eq!(
        made.link.as_ref().unwrap().url,
        "https://example.com/parcels"
    );
    scenario
        .admin(admin)
        .presses(&saved, "Undo")
        .has("removed 1: parcel-tracking");
    assert_eq!(scenario.read("refund.yaml"), FILE);
}

#[test]
fn a_draft_is_skipped_through_or_given_up() {
    let scenario = scenario();
    scenario.was_asked("包裹到哪里了", 4);
    let list = scenario.admin(Admin::ZH).says("/unanswered");
    let group = scenario.admin(Admin::ZH).presses(&list, "1");
    let asked = scenario.admin(Admin::ZH).presses(&group, "新建条目");
    asked.has("把答案发给我");
    scenario
        .admin(Admin::ZH)
        .presses(&asked, "取消")
        .has("没有新建");
    scenario
        .admin(Admin::ZH)
        .presses(&asked, "取消")
        .has("没有正在写的条目");
    scenario.admin(Admin::ZH).presses(&group, "新建条目");
    let asked = scenario.admin(Admin::ZH).says("看订单页。");
    let link = scenario.admin(Admin::ZH).presses(&asked, "链接");
    let asked = scenario.admin(Admin::ZH).presses(&link, "不要");
    scenario
        .admin(Admin::ZH)
        .presses(&asked, "写入")
        .has("已写入并生效");
    assert_eq!(scenario.answer("包裹到哪里了"), "entry-3");
}

#[test]
fn where_files_are_not_ours_a_patch_is_offered() {
    for mode in [EditMode::Patch, EditMode::Auto] {
        let scenario = Scenario::open_with(
            &[("a.yaml", &[entry("hours", "几点开门", "When do you open")])],
            mode,
        );
        if mode == EditMode::Auto {
            std::fs::create_dir(scenario.path(".git")).unwrap();
        }
        let before = scenario.read("a.yaml");
        scenario.was_asked("open on sunday morning", 1);
        let group = first_group(&scenario);
        let said = add(&scenario, Admin::EN, &group, "hours");
        said.has("this patch is yours to apply");
        said.has("--- a/a.yaml\n+++ b/a.yaml\n@@ -");
        said.has("changed 1: hours");
        assert!(said.button("Undo").is_none());
        assert_eq!(scenario.read("a.yaml"), before);
        assert_eq!(scenario.answer("open on sunday morning"), "-");
    }
}

#[test]
fn a_version_rolled_back_does_not_come_back_with_an_edit() {
    let scenario = scenario();
    scenario
        .admin(Admin::EN)
        .says("/rollback")
        .has("removed 1: refund");
    scenario.was_asked("open on sunday morning", 1);
    let group = first_group(&scenario);
    let said = add(&scenario, Admin::EN, &group, "hours");
    said.has("Fix the files and /reload first");
    assert_eq!(scenario.answer("能退钱吗"), "-");
}

#[test]
fn an_edit_handled_again_after_a_crash_is_written_once() {
    let mut scenario = scenario();
    scenario.was_asked("仓库里的猫叫什么", 3);
    let group = first_group(&scenario);
    let press = adding(&scenario, &group, "refund");
    scenario.handle(&press).has("Written");
    let text = scenario.read("refund.yaml");
    scenario.restart();
    let again = scenario.handle(&press);
    again.has("Already written");
    assert_eq!(scenario.read("refund.yaml"), text);
    assert_eq!(scenario.answer("仓库里的猫叫什么"), "refund");
    scenario
        .admin(Admin::EN)
        .presses(&again, "Undo")
        .has("Taken back");
    assert_eq!(scenario.read("refund.yaml"), FILE);
}

#[test]
fn an_edit_killed_before_it_was_written_is_written_when_handled_again() {
    let mut scenario = scenario();
    scenario.was_asked("仓库里的猫叫什么", 3);
    let group = first_group(&scenario);
    let press = adding(&scenario, &group, "refund");
    scenario.handle(&press).has("Written");
    // As if the process had died after noting the change and before replacing the file.
    scenario.write_text("refund.yaml", FILE);
    scenario.write_text(".refund.yaml.wenda-new", &FILE[..40]);
    scenario.restart();
    assert_eq!(scenario.answer("仓库里的猫叫什么"), "-");
    scenario.handle(&press).has("Written");
    assert_eq!(scenario.answer("仓库里的猫叫什么"), "refund");
    assert!(!scenario.path(".refund.yaml.wenda-new").exists());
}

#[test]
fn an_entry_is_looked_at_removed_and_brought_back() {
    let scenario = scenario();
    let admin = || scenario.admin(Admin::EN);
    let card = admin().says("/entry refund");
    let seen = admin().presses(&card, "As people see it");
    seen.has("Within seven days.");
    let asked = admin().presses(&card, "Remove");
    asked.has("Remove the entry refund (How do I get a refund)?");
    admin().presses(&asked, "Keep it").has("Within seven days.");
    assert_eq!(scenario.read("refund.yaml"), FILE, "nothing yet");
    let removed = admin().presses(&asked, "Remove it");
    removed.has("removed 1: refund");
    assert_eq!(scenario.answer("How do I get a refund"), "-");
    assert!(
        scenario
            .read("refund.yaml")
            .starts_with("# Refunds. Ask Lin")
    );
    admin().presses(&asked, "Remove it").has("no longer there");
    admin().says("/history").has("refund");
    let undone = admin().presses(&removed, "Undo");
    undone.has("added 1: refund");
    assert_eq!(scenario.read("refund.yaml"), FILE);
    assert_eq!(scenario.answer("How do I get a refund"), "refund");
}
