//! What comes in and what goes out, and that nothing is lost between.

use super::*;
use crate::faq::{self, EntryId, Localized};
use crate::text::Language;

fn titles(imported: &Imported) -> Vec<(&str, &str)> {
    let entries = imported.faq.entries.iter();
    entries
        .map(|entry| (entry.id.as_str(), entry.title(Language::En)))
        .collect()
}

fn skipped(imported: &Imported) -> Vec<(usize, &str)> {
    let skipped = imported.skipped.iter();
    skipped
        .map(|skipped| (skipped.line, skipped.reason.as_str()))
        .collect()
}

#[test]
fn a_plain_spreadsheet_of_questions_and_answers() {
    let text = "How do I pay?,With a card.\n怎么付款,用卡。\n,no question here\nWhat about this?,\n\"Two\nways?\",\"One, answer\"\nCan I pay?,With a card.\n";
    let imported = from_table(text, None);
    let expected = [
        ("how-do-i-pay", "How do I pay?"),
        ("entry-1", "怎么付款"),
        ("two", "Two"),
    ];
    assert_eq!(titles(&imported), expected);
    assert_eq!(
        imported.faq.entries[0].phrasings.len(),
        2,
        "the same answer: the same entry"
    );
    assert_eq!(imported.faq.entries[1].answer.zh.as_deref(), Some("用卡。"));
    assert_eq!(
        skipped(&imported),
        [
            (3, "no question: no question here"),
            (4, "no answer: What about this?")
        ]
    );
}

#[test]
fn named_columns_in_any_order_and_language() {
    let text = "答案（中文）;Question (English);English answer;问题（中文）;Notes\n用卡。;How do I pay?;By card.;怎么付款;x\n";
    let imported = from_table(text, None);
    let entry = &imported.faq.entries[0];
    assert_eq!(entry.phrasings.len(), 2);
    assert_eq!(
        entry.answer,
        Localized {
            en: Some("By card.".into()),
            zh: Some("用卡。".into())
        }
    );
    assert_eq!(
        skipped(&imported),
        [(1, "unknown column `Notes` is left out")]
    );
}

#[test]
fn rows_of_one_id_make_one_entry() {
    let text = "id\tquestion\tanswer\tlink\nPay Now\tHow to pay?\tBy card.\thttps://a.b\nPay Now\t怎么付\t用卡。\t\nPay Now\thow to PAY\tCash.\t\n";
    let imported = from_table(text, Some('\t'));
    assert_eq!(titles(&imported), [("pay-now", "How to pay?")]);
    assert_eq!(imported.faq.entries[0].phrasings.len(), 2);
    assert_eq!(
        skipped(&imported),
        [
            (4, "the question stands there already: how to PAY"),
            (
                4,
                "entry `pay-now` has another answer in this language already: Cash."
            )
        ]
    );
}

#[test]
fn a_page_of_headings_and_of_marks() {
    let text = "Intro.\n\n# Shop / 商店\n\n## How do I pay? / 怎么付款？\n\nBy card:\n\n```\n# not a heading\n```\n\n---\n\n用卡。\n\n## Empty?\n\n# More\n\n**Q: Can I return it?**\n\nA: Yes,\nin 7 days.\n\n问：能换货吗？\n答：可以。\n";
    let imported = from_markdown(text);
    assert_eq!(
        titles(&imported),
        [
            ("how-do-i-pay", "How do I pay?"),
            ("can-i-return-it", "Can I return it?"),
            ("entry-1", "能换货吗？")
        ]
    );
    let entries = &imported.faq.entries;
    assert_eq!(
        entries[0].answer.en.as_deref(),
        Some("By card:\n\n```\n# not a heading\n```")
    );
    assert_eq!(entries[0].answer.zh.as_deref(), Some("用卡。"));
    assert_eq!(entries[1].answer.en.as_deref(), Some("Yes,\nin 7 days."));
    assert_eq!(entries[2].answer.zh.as_deref(), Some("可以。"));
    let topic = entries[0]
        .topic
        .as_ref()
        .and_then(|topic| topic.zh.as_deref());
    assert_eq!(topic, Some("商店"));
    assert_eq!(
        skipped(&imported),
        [
            (1, "text before the first question: Intro."),
            (17, "no answer: Empty?")
        ]
    );
}

/// The shipped FAQ, without places.
fn shipped() -> Faq {
    let mut faq = faq::load("faq").faq.expect("the shipped FAQ loads");
    without_places(&mut faq);
    faq
}

fn without_places(faq: &mut Faq) {
    for entry in &mut faq.entries {
        entry.place = Default::default();
    }
}

#[test]
fn csv_loses_nothing() {
    let mut faq = shipped();
    faq.entries[0].keywords = vec!["a, b; c".into()];
    faq.entries[1].answer.en = Some("\"quoted\", with, commas\n\n- and lines".into());
    let csv = to_csv(&faq).expect("written");
    let imported = from_table(&csv, None);
    assert_eq!(imported.skipped, []);
    assert_eq!(imported.faq, faq);
}

#[test]
fn yaml_loses_nothing() {
    let mut faq = shipped();
    faq.entries[0].id = EntryId::new("007").expect("an id");
    faq.entries[1].answer.en = Some("tab\there\n  indented\n\n# not a comment: x".into());
    for entry in &mut faq.entries {
        entry.related.clear();
    }
    let texts = faq::to_yaml(&faq);
    let files: Vec<(String, String)> = texts
        .into_iter()
        .enumerate()
        .map(|(number, (_, text))| (format!("{number}.yaml"), text))
        .collect();
    let loaded = faq::read(&files);
    assert_eq!(loaded.diagnostics, [], "{}", files[0].1);
    let mut read = loaded.faq.expect("a FAQ");
    without_places(&mut read);
    assert_eq!(read, faq);
}

#[test]
fn an_exported_page_keeps_what_people_can_read() {
    let mut faq = shipped();
    faq.entries.truncate(8);
    let imported = from_markdown(&to_markdown(&faq));
    assert_eq!(imported.faq.entries.len(), 8);
    for (entry, original) in imported.faq.entries.iter().zip(&faq.entries) {
        assert_eq!(entry.title(Language::En), original.title(Language::En));
        assert_eq!(entry.title(Language::Zh), original.title(Language::Zh));
        assert_eq!(entry.topic, original.topic);
        assert_eq!(entry.id, original.id);
        assert_eq!(entry.answer, original.answer);
        assert_eq!(entry.link, original.link);
        assert_eq!(entry.more, original.more);
        assert_eq!(entry.phrasings.len(), original.phrasings.len());
    }
}
