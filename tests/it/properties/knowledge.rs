//! A change of a FAQ gives what a build from nothing gives.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wenda::faq::{self, Faq};
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Decision, Thresholds};
use wenda::meaning::VectorCache;

use super::cases;

/// Entries of the FAQ that is changed.
const ENTRIES: usize = 104;
/// Entries of a FAQ so large that what changes is patched.
const MANY_ENTRIES: usize = 1_000;

const ACTIONS: [[&str; 2]; 12] = [
    ["cancel", "取消"],
    ["renew", "续订"],
    ["verify", "验证"],
    ["share", "分享"],
    ["delete", "删除"],
    ["upgrade", "升级"],
    ["export", "导出"],
    ["track", "追踪"],
    ["unlock", "解锁"],
    ["transfer", "转移"],
    ["print", "打印"],
    ["extend", "延长"],
];
const THINGS: [[&str; 2]; 12] = [
    ["subscription", "订阅"],
    ["invoice", "发票"],
    ["password", "密码"],
    ["shipping address", "收货地址"],
    ["gift card", "礼品卡"],
    ["warranty", "保修"],
    ["mailbox", "邮箱"],
    ["voucher", "优惠券"],
    ["membership", "会员"],
    ["parking permit", "停车证"],
    ["hotel room", "酒店房间"],
    ["certificate", "证书"],
];
/// Ways to ask for an action on a thing, and the language of each.
const WAYS: [(&str, usize); 8] = [
    ("How do I {a} my {t}?", 0),
    ("is it possible to {a} a {t}", 0),
    ("can't {a} the {t}", 0),
    ("what must I do so that you {a} this {t}", 0),
    ("怎么{a}{t}？", 1),
    ("我想{a}{t}，该怎么办", 1),
    ("{t}{a}不了", 1),
    ("请问{t}可以{a}吗", 1),
];

fn ask_for(entry: usize, way: usize) -> String {
    let (text, language) = WAYS[way];
    let (action, thing) = (ACTIONS[entry % 12], THINGS[entry / 12 % 12]);
    let thing = match (entry / 144, language) {
        (0, _) => thing[language].to_owned(),
        (model, 0) => format!("{} of model {model}", thing[language]),
        (model, _) => format!("{model}号{}", thing[language]),
    };
    text.replace("{a}", action[language]).replace("{t}", &thing)
}

/// Entry `number` asked in these ways, and in one more.
fn entry(number: usize, ways: &[usize], more: Option<&str>) -> String {
    let mut lines =
        format!("- id: entry-{number}\n  answer: {{en: Answer {number}.}}\n  questions:\n");
    for (language, code) in ["en", "zh"].into_iter().enumerate() {
        let own = ways.iter().filter(|way| WAYS[**way].1 == language);
        let mut texts: Vec<String> = own.map(|way| ask_for(number, *way)).collect();
        texts.extend(more.filter(|_| language == 0).map(str::to_owned));
        lines += &format!("    {code}:\n");
        texts
            .iter()
            .for_each(|text| lines += &format!("    - \"{text}\"\n"));
    }
    lines
}

/// One change of a FAQ.
#[derive(Debug, Clone)]
enum Change {
    Phrasing(usize, String),
    Remove(usize),
    Add(usize),
    FewerWays(usize),
}

/// The FAQ after these changes.
fn changed(changes: &[Change]) -> Faq {
    changed_of(ENTRIES, changes)
}

/// The same of a FAQ of so many entries.
fn changed_of(entries: usize, changes: &[Change]) -> Faq {
    let mut text = String::from("entries:\n");
    for number in 0..entries + 8 {
        let mut is_there = number < entries;
        let mut ways = vec![
            number % 4,
            (number + 1) % 4,
            4 + number % 4,
            4 + (number + 2) % 4,
        ];
        let mut more = None;
        for change in changes {
            match change {
                Change::Phrasing(at, phrasing) if *at == number => more = Some(phrasing.as_str()),
                Change::Remove(at) if *at == number => is_there = false,
                Change::Add(at) if entries + at == number => is_there = true,
                Change::FewerWays(at) if *at == number => ways.truncate(3),
                _ => {}
            }
        }
        if is_there {
            text += &entry(number, &ways, more);
        }
    }
    let loaded = faq::read(&[("faq.yaml", text)]);
    loaded
        .faq
        .unwrap_or_else(|| panic!("{:?}", loaded.diagnostics))
}

fn change() -> impl Strategy<Value = Change> {
    let words = prop::sample::select(vec![
        "the kettle whistles and the whistle is cold",
        "please let me go on with it next year",
        "nothing works any more since the update of yesterday",
        "how do i cancel what i printed",
    ]);
    prop_oneof![
        (0..ENTRIES, words).prop_map(|(at, text)| Change::Phrasing(at, text.to_owned())),
        (0..ENTRIES).prop_map(Change::Remove),
        (0..8usize).prop_map(Change::Add),
        (0..ENTRIES).prop_map(Change::FewerWays),
    ]
}

/// What may be asked of them, and what may not.
fn questions() -> Vec<String> {
    let phrasings = |number: usize| (0..WAYS.len()).map(move |way| ask_for(number, way));
    let mut questions: Vec<String> = (0..ENTRIES).step_by(3).flat_map(phrasings).collect();
    let others = [
        "the kettle whistles",
        "let me go on next year",
        "nothing works since the update",
        "where is the moon",
        "cancle my subscripton",
    ];
    questions.extend(others.map(str::to_owned));
    questions
}

/// The confidence of the best entry may be off by so much from that of a build from nothing, ...
const TOLERANCE: f64 = 0.06;
/// ... but in one question of so many, and what is answered has the same best entry.
const SELDOM: usize = 100;

/// What is asked gets the same as from a build from nothing.
fn are_alike(updated: &Knowledge, built: &Knowledge) -> Result<(), TestCaseError> {
    let questions = questions();
    let ask = |knowledge, question| matcher::ask(knowledge, question, &Thresholds::default(), 3);
    let mut off = Vec::new();
    for question in &questions {
        let [updated, built] = [updated, built].map(|knowledge| ask(knowledge, question));
        let (one, other) = (&updated.candidates[0], &built.candidates[0]);
        // What nothing answers may be nearest to one entry or another.
        let is_answered = [&updated, &built]
            .iter()
            .any(|outcome| matches!(outcome.decision, Decision::Answer(_)));
        let differs = is_answered && one.entry != other.entry;
        if differs || (one.confidence - other.confidence).abs() > TOLERANCE {
            off.push((question, updated, built));
        }
    }
    prop_assert!(off.len() * SELDOM <= questions.len(), "{off:#?}");
    Ok(())
}

/// The tolerance is one of statistics: another draw may be off, and no run of the tests may depend on the draw.
fn same_cases() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(20),
        ..cases(2)
    }
}

proptest! {
    #![proptest_config(same_cases())]

    #[test]
    fn a_change_gives_what_a_build_from_nothing_gives(
        changes in prop::collection::vec(change(), 1..4)
    ) {
        let before = Knowledge::build(changed(&[]));
        let now = changed(&changes);
        let updated = before.update(now.clone());
        prop_assert!(updated.is_updated());
        are_alike(&updated, &Knowledge::build(now))?;
    }
}

/// Each change leads to the next: a patch is patched.
#[test]
fn it_does_where_entries_are_patched() {
    let changes = [
        Change::Phrasing(15, "the kettle whistles and the whistle is cold".into()),
        Change::Add(3),
        Change::Remove(400),
        Change::FewerWays(21),
        Change::Phrasing(
            700,
            "nothing works any more since the update of yesterday".into(),
        ),
        Change::Phrasing(
            MANY_ENTRIES - 1,
            "please let me go on with it next year".into(),
        ),
    ];
    let mut updated = Knowledge::build(changed_of(MANY_ENTRIES, &[]));
    for count in 1..=changes.len() {
        updated = updated.update(changed_of(MANY_ENTRIES, &changes[..count]));
        assert!(updated.is_updated());
    }
    let built = Knowledge::build(changed_of(MANY_ENTRIES, &changes));
    assert_eq!(updated.revision(), built.revision());
    are_alike(&updated, &built).unwrap();
    // What only a changed entry says is answered by it, and what is gone by none.
    let ask = |question: &str| matcher::ask(&updated, question, &Thresholds::default(), 3);
    let first = |question: &str| ask(question).candidates[0].entry.to_string();
    assert_eq!(first("the kettle whistles"), "entry-15");
    assert_eq!(first(&ask_for(MANY_ENTRIES + 3, 0)), "entry-1003");
    assert_ne!(first(&ask_for(400, 0)), "entry-400");
    assert_eq!(first(&ask_for(401, 0)), "entry-401");
}

#[test]
fn it_does_with_meaning_too() {
    let mut cache = VectorCache::default();
    let before = Knowledge::build(changed(&[])).with_meaning(&mut cache);
    let changes = [
        Change::Phrasing(15, "the kettle whistles and the whistle is cold".into()),
        Change::Remove(20),
    ];
    let mut now = changed(&changes);
    now.out_of_scope
        .push("how does the kettle fly to the moon".to_owned());
    let updated = before.update(now.clone());
    let updated = updated.with_changed_meaning(&before).unwrap();
    let built = Knowledge::build(now).with_meaning(&mut cache);
    are_alike(&updated, &built).unwrap();
}
