//! One small FAQ per kind of finding, and one with nothing to find.

use super::*;
use crate::faq;
use crate::meaning::VectorCache;

const SOUND: &str = "
entries:
  - id: refund
    questions:
      en: [How do I get a refund?, I want my money back, refund my order please, money back for an order]
      zh: [怎么退款, 我想退款, 订单能退款吗, 退款退到哪里]
    keywords: [refund, 退款]
    answer: {en: 'Within 7 days, see https://a.example/refund', zh: '7 天内，见 https://a.example/refund'}
    tests: [please refund me]
  - id: delivery
    questions:
      en: [When does my parcel arrive?, where is my parcel, parcel delivery time, track a parcel]
      zh: [包裹什么时候到, 我的包裹在哪里, 包裹怎么还没到, 查包裹]
    answer: {en: In three days., zh: 3 天内。}
synonyms:
  - [包裹, 快递]
out_of_scope: [天气怎么样]
";

fn findings(text: &str) -> Vec<Diagnostic> {
    let loaded = faq::read(&[("x.yaml", text)]);
    assert_eq!(loaded.diagnostics, [], "{text}");
    let knowledge = Knowledge::build(loaded.faq.expect("a FAQ"));
    let mut found = lint(&knowledge, &loaded.places, &Thresholds::default());
    faq::sort(&mut found);
    found
}

/// Changes the sound FAQ and expects exactly one more finding, with this code and line.
fn check(code: &str, line: usize, old: &str, new: &str) {
    assert!(SOUND.contains(old), "{old}");
    let found = findings(&SOUND.replace(old, new));
    let short: Vec<(&str, usize)> = found
        .iter()
        .map(|found| (found.code, found.place.line))
        .collect();
    assert_eq!(short, [(code, line)], "{found:#?}");
    assert!(found.iter().all(|found| found.help.is_some()));
}

#[test]
fn nothing_to_find() {
    assert_eq!(findings(SOUND), []);
}

#[test]
fn each_kind_of_finding() {
    check(
        "pull",
        12,
        "track a parcel",
        "how do I get a refund for my order",
    );
    check("numbers-differ", 8, "zh: '7 天内", "zh: '8 天内");
    check(
        "links-differ",
        8,
        "zh: '7 天内，见 https://a.example/refund",
        "zh: '7 天内，见我们的网站",
    );
    check("unused-synonyms", 16, "[包裹, 快递]", "[发票, 收据]");
    check(
        "long-title",
        10,
        "When does my parcel arrive?",
        &format!("When does my parcel arrive{}?", " at last".repeat(12)),
    );
    check(
        "long-answer",
        8,
        "'Within 7 days",
        &format!("'{} Within 7 days", "word ".repeat(1000)),
    );
}

#[test]
fn a_keyword_in_many_entries() {
    let entry = |id: &str| {
        format!(
            "  - id: {id}\n    questions: {{en: [{id} word{id}]}}\n    keywords: [thing]\n    answer: {{en: {id}.}}\n"
        )
    };
    let text = format!(
        "entries:\n{}{}{}",
        entry("alpha"),
        entry("beta"),
        entry("gamma")
    );
    let loaded = faq::read(&[("x.yaml", &text)]);
    let faq = loaded.faq.expect("a FAQ");
    let found = words::shared_keywords(&faq, &loaded.places);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code, found[0].place.line), ("shared-keyword", 12));
}

#[test]
fn entries_that_are_nearly_the_same() {
    let copy = "  - id: refunds
    questions:
      en: [How do I get my refund?, I want money back, refund this order please, money back for my order]
      zh: [怎样退款, 我要退款, 订单可以退款吗, 退款会退到哪里]
    answer: {en: Ask us., zh: 请联系我们。}
synonyms:";
    let found = findings(&SOUND.replace("synonyms:", copy));
    let near: Vec<&Diagnostic> = found
        .iter()
        .filter(|found| found.code == "near-duplicate")
        .collect();
    assert_eq!(near.len(), 1, "{found:#?}");
    assert_eq!(near[0].place.line, 15);
}

#[test]
fn the_gate_names_what_a_test_reaches() {
    let text = SOUND.replace("please refund me", "where is the parcel");
    let loaded = faq::read(&[("x.yaml", &text)]);
    let knowledge = Knowledge::build(loaded.faq.expect("a FAQ"));
    let gate = gate(&knowledge, &Thresholds::default());
    assert_eq!(gate.asked, 2);
    assert!(!gate.passed());
    let found = gate.failures[0].diagnostic(&loaded.places);
    assert_eq!((found.code, found.place.line), ("test", 9));
    assert!(found.message.contains("must reach `refund`"), "{found}");
    assert!(found.message.contains("`delivery`"), "{found}");
}

#[test]
fn notes_name_contrasts_and_missing_sides() {
    let text = "
entries:
  - id: bind
    questions: {en: [How do I bind my bank card?, bind a card], zh: [怎么绑定银行卡, 绑定一张银行卡]}
    answer: {en: a}
  - id: unbind
    questions: {en: [How do I unbind my bank card?, unbind a card], zh: [怎么解绑银行卡, 解绑一张银行卡]}
    answer: {en: b}
  - id: renewal-off
    questions: {en: [How do I turn off renewal?, disable the renewal], zh: [怎么关闭自动续期, 关掉自动续期]}
    answer: {en: c}
  - id: refund
    questions: {en: [How do I get a refund?, money back please], zh: [怎么退款, 想退钱]}
    answer: {en: d}
";
    let loaded = faq::read(&[("x.yaml", text)]);
    let knowledge = Knowledge::build(loaded.faq.expect("a FAQ"));
    let found = notes(&knowledge);
    let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "told apart by one word or number: `bind` and `unbind` (opposites, bind-unbind)",
            "no entry answers the other side of `renewal-off` (on)",
        ]
    );
    assert!(found.iter().all(Diagnostic::is_note));
    let warned = lint(&knowledge, &loaded.places, &Thresholds::default());
    let pair = |found: &&Diagnostic| ["pull", "near-duplicate"].contains(&found.code);
    assert_eq!(warned.iter().filter(pair).count(), 0, "{warned:#?}");
}

#[test]
fn a_noun_is_no_verb_that_could_be_taken_back() {
    let text = "
entries:
  - id: change-pin
    questions: {en: [How do I change my pin?, I want a new pin], zh: [怎么改密码]}
    answer: {en: a}
  - id: hours
    questions: {en: [When are you open?], zh: [几点开门]}
    answer: {en: b}
";
    let knowledge = Knowledge::build(faq::read(&[("x.yaml", text)]).faq.expect("a FAQ"));
    let found = notes(&knowledge);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn entries_that_mean_the_same_are_noted_where_meaning_is_known() {
    let text = "
entries:
  - id: delete-account
    questions: {en: [How do I delete my account?]}
    answer: {en: a}
  - id: zhuxiao
    questions: {zh: [怎么删除账号]}
    answer: {zh: b}
  - id: hours
    questions: {en: [When are you open?], zh: [几点开门]}
    answer: {en: c}
  - id: dark-on
    questions: {en: [How do I turn on dark mode?], zh: [怎么打开深色模式]}
    answer: {en: d}
  - id: dark-off
    questions: {en: [How do I turn off dark mode?], zh: [怎么关闭深色模式]}
    answer: {en: e}
";
    let knowledge = Knowledge::build(faq::read(&[("x.yaml", text)]).faq.expect("a FAQ"));
    let of = |knowledge: &Knowledge, codes: &[&str]| -> Vec<String> {
        let found = notes(knowledge).into_iter();
        let found = found.filter(|one| codes.contains(&one.code));
        found.map(|one| one.message).collect()
    };
    let codes = ["same-meaning", "by-meaning"];
    assert_eq!(of(&knowledge, &codes), Vec::<String>::new());
    let whole = knowledge.with_meaning(&mut VectorCache::default());
    assert_eq!(
        of(&whole, &codes),
        [
            "entries that mean nearly the same: `delete-account` and `zhuxiao`",
            "questions in English find 1 of 5 entries by their meaning alone: `zhuxiao`",
            "questions in Chinese find 1 of 5 entries by their meaning alone: `delete-account`",
        ]
    );
}
