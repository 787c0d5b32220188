//! Pairs of phrasing and question, in both languages and across them.

use super::*;
use crate::text::analyze;

/// What the question contradicts in an entry with these phrasings.
fn seen(phrasings: &[&str], question: &str) -> Option<Contrast> {
    let list = |chinese: bool| {
        let is_chinese = |text: &str| text.chars().any(crate::text::is_han);
        let own = phrasings.iter().filter(|text| is_chinese(text) == chinese);
        let own: Vec<String> = own.map(|text| format!("{text:?}")).collect();
        own.join(", ")
    };
    let text = format!(
        "entries:\n  - id: x\n    questions: {{en: [{}], zh: [{}]}}\n    answer: {{en: a}}\n",
        list(false),
        list(true)
    );
    let faq = crate::faq::read(&[("faq.yaml", text)]).faq.expect("a FAQ");
    Profiles::new(&faq).contradiction(&Claims::of(&analyze(question)), 0)
}

#[test]
fn the_other_side_contradicts() {
    for (phrasing, question) in [
        (
            "How do I turn off notifications?",
            "how to turn notifications on",
        ),
        ("How do I turn off notifications?", "怎么打开通知"),
        ("怎么绑定银行卡", "怎么解绑银行卡"),
        ("怎么绑定银行卡", "how do I unlink my bank card"),
        ("How do I upgrade?", "how do I downgrade"),
        ("付款失败怎么办", "付款成功怎么办"),
        ("What is the minimum amount?", "what's the maximum amount"),
        ("最低金额是多少", "最高金额是多少"),
        (
            "How much is the 30-day ticket?",
            "how much is the 7-day ticket",
        ),
        ("30天票多少钱", "price of the 60 day ticket"),
        ("月卡多少钱", "年卡多少钱"),
        ("Why was I charged $5?", "扣了50刀"),
        ("How do I turn on 5G?", "how do I turn on 4G"),
        ("Are you open on Saturday?", "are you open on Sunday"),
        (
            "How do I move my number to Larkline?",
            "how do I move my number from Larkline",
        ),
        ("怎么把号码转到云雀", "怎么从云雀转走号码"),
        ("卖家要付多少手续费", "买家要付多少手续费"),
        (
            "How do I install it on an iPhone?",
            "how do I install it on Android",
        ),
        ("How much is the pass?", "what does it cost without a pass"),
        (
            "How do I enable automatic renewal?",
            "I don't want to enable automatic renewal any more",
        ),
        ("怎么开启自动续费", "不想自动续费了"),
        ("How do I restore a backup?", "how do I make a backup"),
        ("Where is level B2?", "where is level B3"),
        ("Is the first 30 minutes free?", "is the first hour free"),
        ("Are you open on weekends?", "Are you open on weekdays?"),
        (
            "Can I get a refund within 30 days?",
            "can I get a refund after 30 days",
        ),
        ("怎么给孩子报名钢琴课", "怎么给孩子报名吉他课"),
        ("快充多少钱一度", "慢充多少钱一度"),
        ("10节课的套餐多少钱", "5节课的套餐多少钱"),
        ("怎么预约2小时的自习室", "怎么预约4小时的自习室"),
        ("How do I start my server?", "how do I shut down my server"),
        // No list knows these: the rest of the question is the phrasing's.
        (
            "How do I paint the lid of my harpsichord?",
            "how do I paint the lid of my clavichord",
        ),
        ("怎么租高脚椅", "怎么租低脚椅"),
    ] {
        assert!(
            seen(&[phrasing], question).is_some(),
            "{phrasing} / {question}"
        );
    }
}

#[test]
fn what_names_the_trouble_or_the_other_side_in_passing_does_not() {
    for (phrasing, question) in [
        (
            "How do I unlock the bike?",
            "the lock won't open, how do I unlock it",
        ),
        ("怎么开锁", "扫码了锁打不开"),
        ("怎么绑定银行卡", "银行卡绑定不了怎么办"),
        ("怎么绑定银行卡", "旧卡解绑了，怎么绑定新的银行卡"),
        (
            "How do I turn off renewal?",
            "I turned on renewal by mistake, how do I turn it off?",
        ),
        ("How do I upgrade?", "不是降级，我想升级"),
        (
            "When is the refund paid?",
            "after 3 days my refund has still not come",
        ),
        ("30天票多少钱", "a one-month ticket, how much"),
        ("Why was I charged $5?", "扣了我五刀，订单20261125"),
        (
            "How do I book a table?",
            "a table for two people on 3 December",
        ),
        ("怎么关闭语音信箱", "不想要语音信箱"),
        ("卖家要付多少手续费", "我不是买家，是卖家，要付多少手续费"),
        ("How do I pause the ride?", "pause for 10 minutes"),
        ("没收到验证码", "没有验证码怎么办"),
        ("收到的包裹坏了怎么办", "打开的时候盒子坏了怎么办"),
        ("怎么取消订单", "我不想买了，卖家还没发货，能取消订单吗"),
        // The same in other words, or misspelt.
        (
            "How long does my refund take?",
            "how long does my reimbursement take",
        ),
        (
            "How do I paint the lid of my harpsichord?",
            "how do I paint the lid of my harpsichrd",
        ),
        ("How do I modify my order?", "how do I rearrange my order"),
        ("怎么办会员卡", "怎么领会员卡"),
        (
            "A table for two people, how do I book?",
            "a table for 4 people, how do I book",
        ),
    ] {
        assert_eq!(seen(&[phrasing], question), None, "{phrasing} / {question}");
    }
}

#[test]
fn another_thing_in_an_otherwise_same_sentence_contradicts() {
    for (phrasing, question) in [
        (
            "Is a lamp allowed in the reading room?",
            "Is a kettle allowed in the reading room?",
        ),
        ("阅览室里可以带水杯吗", "阅览室里可以带雨伞吗"),
    ] {
        let found = seen(&[phrasing], question).expect(question);
        assert_eq!(found.kind, Kind::Substitute);
    }
    for (phrasing, question) in [
        // One word misspelt, one of the same meaning, a verb, and a sentence that is not the same.
        (
            "Is a lamp allowed in the reading room?",
            "Is a lampp allowed in the reading room?",
        ),
        (
            "How do I get a refund for the ticket?",
            "How do I get a reimbursement for the ticket?",
        ),
        (
            "How do I change my seat in the room?",
            "How do I swap my seat in the room?",
        ),
        (
            "Is a lamp allowed in the reading room?",
            "Can I use a kettle?",
        ),
    ] {
        assert_eq!(seen(&[phrasing], question), None, "{question}");
    }
}

#[test]
fn several_values_are_examples() {
    let phrasings = [
        "How do I get to Paris?",
        "the train to Rome",
        "tickets to Madrid",
    ];
    assert_eq!(seen(&phrasings, "a ticket to Vienna"), None);
}

/// What becomes of questions in the FAQ that ships.
#[test]
fn the_shipped_faq_keeps_to_its_sides() {
    use crate::matcher::{Decision, Thresholds, ask};
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    let faq = crate::faq::load(&path).faq.expect("the shipped FAQ");
    let knowledge = crate::knowledge::Knowledge::build(faq);
    for question in [
        "why was I charged $500",
        "为什么扣了我50美元",
        "怎么解绑信用卡",
        "how to downgrade from plus",
        "付款成功怎么办",
    ] {
        let outcome = ask(&knowledge, question, &Thresholds::default(), 3);
        let answered = matches!(outcome.decision, Decision::Answer(_));
        assert!(!answered, "{question}: {outcome:?}");
    }
    for (question, entry) in [
        ("why was I charged $5", "api-card-temporary-charge"),
        ("绑卡被扣了5刀", "api-card-temporary-charge"),
    ] {
        let outcome = ask(&knowledge, question, &Thresholds::default(), 3);
        assert_eq!(outcome.contrast, None, "{question}");
        let best = outcome.candidates.first().map(|one| one.entry.as_str());
        assert_eq!(best, Some(entry), "{question}: {outcome:?}");
    }
}

#[test]
fn siblings_of_the_faq_exclude_each_other() {
    let text = "
entries:
  - id: cancel-gold
    questions: {en: [How do I cancel the amber plan?, stop my amber plan], zh: [怎么取消琥珀套餐, 琥珀套餐退了吧]}
    answer: {en: a}
  - id: cancel-silver
    questions: {en: [How do I cancel the cobalt plan?, stop my cobalt plan], zh: [怎么取消钴蓝套餐, 钴蓝套餐退了吧]}
    answer: {en: b}
  - id: price
    questions: {en: [What does the amber plan cost?, price of the amber plan], zh: [琥珀套餐多少钱, 琥珀套餐价格]}
    answer: {en: c}
";
    let faq = crate::faq::read(&[("faq.yaml", text)]).faq.expect("a FAQ");
    let profiles = Profiles::new(&faq);
    let seen = |question: &str, entry| {
        profiles
            .contradiction(&Claims::of(&analyze(question)), entry)
            .map(|one| one.kind)
    };
    // Also where no entry has the other side.
    assert_eq!(
        seen("what does the cobalt plan cost", 2),
        Some(Kind::Sibling)
    );
    assert_eq!(
        seen("how do I cancel the cobalt plan", 0),
        Some(Kind::Sibling)
    );
    assert_eq!(seen("how do I cancel the cobalt plan", 1), None);
    assert_eq!(
        seen("from amber to cobalt: what does the plan cost", 2),
        None
    );
    assert_eq!(seen("what does a plan cost", 2), None);
}

/// Questions turned round by one word or number, of services whose FAQ has one side only. The other
/// side is hardly ever answered, and what is asked is answered with nothing else.
#[test]
fn the_other_side_is_not_answered() {
    use crate::knowledge::Knowledge;
    use crate::matcher::{Decision, Thresholds, ask};
    use crate::{eval, faq};
    use std::{fs, path::Path};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality/contrast");
    let (mut traps, mut offered, mut services) = (0, 0, 0);
    let (mut trapped, mut wrong) = (Vec::new(), Vec::new());
    for item in fs::read_dir(&folder).expect("tests/quality/contrast") {
        let path = item.expect("a file").path();
        if path.extension().is_none_or(|ext| ext != "yaml") {
            continue;
        }
        services += 1;
        let knowledge = Knowledge::build(faq::load(&path).faq.expect("a FAQ"));
        let text = fs::read_to_string(path.with_extension("tsv")).expect("questions");
        for labelled in eval::read(&text) {
            let question = labelled.question;
            let outcome = ask(&knowledge, &question, &Thresholds::default(), 3);
            traps += usize::from(labelled.entry.is_none());
            offered += usize::from(
                labelled.entry.is_none() && matches!(outcome.decision, Decision::Suggest(_)),
            );
            match (outcome.decision, labelled.entry) {
                (Decision::Answer(_), None) => trapped.push(question),
                (Decision::Answer(id), Some(entry)) if id.as_str() != entry => wrong.push(question),
                _ => {}
            }
        }
    }
    println!("of {traps} offered {offered}, answered {trapped:#?}, wrong {wrong:#?}");
    assert_eq!(services, 8);
    assert!(offered * 100 >= traps * 80, "of {traps} offered {offered}");
    assert!(trapped.len() * 100 <= traps * 8, "of {traps}: {trapped:#?}");
    assert!(wrong.len() <= services, "{wrong:#?}");
}
