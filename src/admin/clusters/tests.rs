//! What stands together, and what is left out.

use super::*;
use crate::faq;
use crate::meaning::VectorCache;

fn knowledge() -> Knowledge {
    let text = "entries:\n  - id: refund\n    questions: {en: [How do I get a refund], zh: [怎么退款]}\n    \
                answer: {en: Yes., zh: 好。}\nout_of_scope: [今天天气怎么样]\n";
    Knowledge::build(faq::read(&[("a.yaml", text)]).faq.unwrap())
}

fn unanswered(text: &str) -> Unanswered {
    Unanswered {
        text: text.into(),
        at_seconds: 1,
        disliked: Vec::new(),
    }
}

fn grouped(asked: &[Unanswered], ignored: &[&str]) -> Vec<(usize, Vec<String>)> {
    let ignored = ignored.iter().map(|text| key(text)).collect();
    clusters(asked, &knowledge(), &Thresholds::default(), &ignored)
        .into_iter()
        .map(|item| {
            let mut texts = item.others;
            texts.insert(0, item.text);
            (item.count, texts)
        })
        .collect()
}

#[test]
fn similar_questions_stand_together_the_most_frequent_first() {
    let asked = [
        "where is my parcel",
        "Where's my parcel??",
        "parcel tracking number",
        "WHERE IS MY PARCEL",
        "包裹到哪里了",
        "我的包裹在哪",
        "怎么注册账号",
        "怎么注销账号",
        "绑卡扣了5刀",
        "绑卡被扣5美元",
    ]
    .map(unanswered);
    let found = grouped(&asked, &[]);
    let together = |one: &str, other: &str| {
        found.iter().any(|(_, texts)| {
            let has = |text: &str| texts.iter().any(|known| known == text);
            has(one) && has(other)
        })
    };
    assert_eq!(found[0].0, 3, "{found:?}");
    assert!(
        together("where is my parcel", "Where's my parcel??"),
        "{found:?}"
    );
    assert!(together("包裹到哪里了", "我的包裹在哪"), "{found:?}");
    assert!(together("绑卡扣了5刀", "绑卡被扣5美元"), "{found:?}");
    assert!(!together("怎么注册账号", "怎么注销账号"), "{found:?}");
}

#[test]
fn both_languages_of_a_question_stand_together_where_meaning_is_known() {
    let asked = [
        "where is my parcel",
        "我的包裹到哪里了",
        "怎么删除账号",
        "how do I delete my account",
        "how do I create an account",
        "can i change the delivery address",
    ]
    .map(unanswered);
    let whole = knowledge().with_meaning(&mut VectorCache::default());
    let groups = clusters(&asked, &whole, &Thresholds::default(), &HashSet::new());
    let mut sizes: Vec<(&str, usize)> = groups
        .iter()
        .map(|group| (group.text.as_str(), group.wordings))
        .collect();
    sizes.sort_unstable();
    let found: Vec<usize> = sizes.iter().map(|one| one.1).collect();
    assert_eq!(found.iter().sum::<usize>(), 6, "{sizes:?}");
    assert_eq!(
        found.iter().filter(|size| **size == 2).count(),
        2,
        "{sizes:?}"
    );
    assert_eq!(sizes.len(), 4, "{sizes:?}");
}

#[test]
fn what_is_answered_ignored_or_out_of_scope_is_left_out() {
    let mut disliked = unanswered("How do I get a refund");
    disliked.disliked = vec![EntryId::new("refund").unwrap()];
    let mut fixed = unanswered("怎么退款");
    fixed.disliked = vec![EntryId::new("gone").unwrap()];
    let asked = [
        unanswered("今天天气怎么样"),
        unanswered("Sing a song!"),
        disliked,
        fixed,
        unanswered("🙂"),
    ];
    let found = grouped(&asked, &["sing a song"]);
    assert_eq!(found, [(1, vec!["How do I get a refund".to_owned()])]);
}

#[test]
fn a_masked_wording_does_not_stand_for_its_group() {
    let asked = [
        unanswered("charge [card] twice"),
        unanswered("charge [card] twice"),
        unanswered("charged twice"),
    ];
    assert_eq!(grouped(&asked, &[])[0].1[0], "charged twice");
}

#[test]
fn the_order_of_asking_does_not_matter() {
    let mut asked: Vec<Unanswered> = (0..60)
        .map(|n| unanswered(&format!("topic{} please word{}", n % 7, n % 13)))
        .collect();
    let one = grouped(&asked, &[]);
    asked.reverse();
    assert_eq!(one, grouped(&asked, &[]));
}
