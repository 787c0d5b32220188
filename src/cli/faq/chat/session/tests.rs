use super::*;
use crate::faq;

fn session() -> Session {
    let text = "entries:\n  - id: refund\n    questions: {zh: [怎么退款], en: [how do I get a refund]}\n    \
                answer: {zh: 七天内可以退。, en: Within seven days.}\n    related: [fee]\n  \
                - id: fee\n    questions: {zh: [运费多少], en: [how much is shipping]}\n    \
                answer: {zh: 八元。, en: Eight.}\n";
    let loaded = faq::read(&[("shop.yaml".to_owned(), text.to_owned())]);
    let knowledge = Knowledge::build(loaded.faq.unwrap());
    Session::new(knowledge, assistant::Settings::default(), Language::En).unwrap()
}

fn plain(said: &str) -> String {
    anstream::adapter::strip_str(said).to_string()
}

#[test]
fn a_number_presses_the_button_it_stands_before() {
    let mut session = session();
    let said = plain(&session.say("怎么退款").unwrap());
    assert!(
        said.contains("七天内可以退。") && said.contains("Within seven days."),
        "{said}"
    );
    assert!(said.contains("[1] → 运费多少"), "{said}");
    let said = plain(&session.say("1").unwrap());
    assert!(said.contains("八元。"), "{said}");
    let back = said.lines().find(|line| line.contains("返回")).unwrap();
    let number = back
        .trim_start_matches('[')
        .split(']')
        .next()
        .unwrap()
        .to_owned();
    let said = plain(&session.say(&number).unwrap());
    assert!(said.contains("七天内可以退。"), "{said}");
    let said = plain(&session.say("99").unwrap());
    assert!(said.contains("1") && !said.contains("七天"), "{said}");
}

#[test]
fn a_number_is_a_question_where_there_are_no_buttons() {
    let mut session = session();
    let said = plain(&session.say("2026").unwrap());
    assert!(!said.is_empty());
}
