//! What comes in and what goes out, and that nothing is lost between.

mod kinds;

use super::*;
use crate::faq::{self, Localized};
use crate::text::Language;

fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.into(),
        bytes: text.as_bytes().to_vec(),
        given: true,
    }
}

fn read_one(name: &str, text: &str) -> Imported {
    import(vec![source(name, text)], &Options::default(), None).expect("readable")
}

/// First question and answer of each entry.
fn pairs(imported: &Imported) -> Vec<(String, String)> {
    let entries = imported.faq.entries.iter();
    entries
        .map(|entry| {
            let answer = entry.answer.get_or_other(Language::Zh).unwrap_or_default();
            (entry.phrasings[0].text.clone(), answer.to_owned())
        })
        .collect()
}

fn check(name: &str, text: &str, expected: &[(&str, &str)]) {
    let imported = read_one(name, text);
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    assert_eq!(pairs(&imported), expected, "{text}\n{:?}", imported.notes);
}

const TWO: [(&str, &str); 2] = [("How do I pay?", "By card."), ("Is it open?", "Yes.")];

#[test]
fn questions_of_pages_in_many_dresses() {
    for page in [
        "# Shop\n\n## How do I pay?\n\nBy card.\n\n## Is it open?\n\nYes.\n",
        "Shop\n====\n\nHow do I pay?\n---\n\nBy card.\n\nIs it open?\n---\n\nYes.\n",
        "# Shop\n\n**How do I pay?**\n\nBy card.\n\n**Is it open?**\n\nYes.\n",
        "# Shop\n\n**Q**: How do I pay?\n\n**A**: By card.\n\nQ. Is it open?\nA. Yes.\n",
        "- **How do I pay?** By card.\n- **Is it open?** Yes.\n",
        "<details>\n<summary>How do I pay?</summary>\n\nBy card.\n\n</details>\n<details>\n<summary>Is it open?</summary>\n\nYes.\n\n</details>\n",
        "---\ntitle: x\n---\n\n## 1. How do I pay? {#pay}\n\nBy card.\n\n<!-- ## Secret?\n\nNo. -->\n\n## 2. Is it open?\n\nYes.\n",
    ] {
        check("faq.md", page, &TWO);
    }
}

#[test]
fn headings_below_a_question_are_part_of_its_answer() {
    check(
        "faq.md",
        "# Shop\n\n## How do I pay?\n\nSo:\n\n### Card\n\nPress it.\n\n## Is it open?\n\nYes.\n",
        &[
            ("How do I pay?", "So:\n\n### Card\n\nPress it."),
            ("Is it open?", "Yes."),
        ],
    );
}

#[test]
fn web_pages() {
    check(
        "faq.html",
        "<html><body><nav>Menu</nav><h1>Shop</h1><h2>How do I pay?</h2><p>By card.</p><h2>Is it open?</h2><p>Yes.</p></body></html>",
        &TWO,
    );
    check(
        "faq.html",
        "<html><body><dl><dt>How do I pay?</dt><dd>By card.</dd><dt>Is it open?</dt><dd>Yes.</dd></dl></body></html>",
        &TWO,
    );
    let data = r#"{"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"How do I pay?","acceptedAnswer":{"@type":"Answer","text":"By card."}},{"@type":"Question","name":"Is it open?","acceptedAnswer":{"text":"Yes."}}]}"#;
    let page = format!(
        "<html><head><script type=\"application/ld+json\">{data}</script></head><body></body></html>"
    );
    check("faq.html", &page, &TWO);
}

#[test]
fn data_of_bots() {
    for json in [
        r#"[{"question":"How do I pay?","answer":"By card."},{"question":"Is it open?","answer":"Yes."}]"#,
        r#"{"intents":[{"tag":"pay","patterns":["How do I pay?"],"responses":["By card."]},{"tag":"open","patterns":["Is it open?"],"responses":["Yes."]}]}"#,
        r#"{"How do I pay?":"By card.","Is it open?":"Yes."}"#,
        r#"{"qnas":[{"id":"a","data":{"enabled":true,"answers":{"en":["By card."]},"questions":{"en":["How do I pay?"]}}},{"id":"b","data":{"enabled":true,"answers":{"en":["Yes."]},"questions":{"en":["Is it open?"]}}}]}"#,
    ] {
        check("bot.json", json, &TWO);
    }
    check(
        "corpus.yml",
        "categories:\n- shop\nconversations:\n- - How do I pay?\n  - By card.\n- - Is it open?\n  - 'Yes.'\n",
        &TWO,
    );
    check(
        "nlu.yml",
        "nlu:\n- intent: pay\n  examples: |\n    - How do I [pay](verb)?\n- intent: open\n  examples: |\n    - Is it open?\nresponses:\n  utter_pay:\n  - text: By card.\n  utter_open:\n  - text: 'Yes.'\n",
        &TWO,
    );
}

#[test]
fn tables() {
    for table in [
        "Question,Answer\nHow do I pay?,By card.\nIs it open?,Yes.\n",
        "sep=;\nAnswer;Question\nBy card.;How do I pay?\nYes.;Is it open?\n",
        "Shop\n\nQuestion ID,Question,Answer,Answer date\n1,How do I pay?,By card.,x\n2,Is it open?,Yes.,y\n",
        "id,query,response\n1,\"=\"\"How do I pay?\"\"\",By card.\n2,'Is it open?,Yes.\n",
    ] {
        check("faq.csv", table, &TWO);
    }
    check(
        "faq.csv",
        "分类,问题,答案\n付款,怎么付款,用卡。\n,如何付钱,\n营业,几点开门,九点。\n",
        &[("怎么付款", "用卡。"), ("几点开门", "九点。")],
    );
    check(
        "faq.csv",
        "问题,答案\n怎么付款,用卡。\n怎么退,同上\n",
        &[("怎么付款", "用卡。"), ("怎么退", "用卡。")],
    );
    let refused = import(
        vec![source("x.csv", "foo,bar,baz\n1,2,3\n")],
        &Options::default(),
        None,
    );
    assert!(refused.is_err_and(|errors| errors[0].help.contains("--columns")));
}

#[test]
fn two_pages_in_two_languages_are_one_faq() {
    let pages = vec![
        source("faq.zh.md", "# 店\n\n## 怎么付款？\n\n用卡。\n"),
        source("faq.en.md", "# Shop\n\n## How do I pay?\n\nBy card.\n"),
    ];
    let imported = import(pages, &Options::default(), None).expect("readable");
    assert_eq!(imported.faq.entries.len(), 1);
    let answer = Localized {
        en: Some("By card.".into()),
        zh: Some("用卡。".into()),
    };
    assert_eq!(imported.faq.entries[0].answer, answer);
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
fn csv_and_yaml_lose_nothing() {
    let mut faq = shipped();
    faq.entries[0].keywords = vec!["a, b; c".into()];
    faq.entries[1].answer.en = Some("\"quoted\", with, commas\n\n- and lines".into());
    let mut read = read_one("faq.csv", &to_csv(&faq).expect("written")).faq;
    without_places(&mut read);
    // A cell does not keep the blank line at a text's end.
    for entry in faq.entries.iter_mut().chain(&mut read.entries) {
        let answer = &mut entry.answer;
        for text in [&mut answer.en, &mut answer.zh].into_iter().flatten() {
            *text = text.trim().to_owned();
        }
    }
    assert_eq!(read, faq);
    let texts: Vec<(String, String)> = faq::to_yaml(&faq)
        .into_iter()
        .enumerate()
        .map(|(number, (_, text))| (format!("{number}.yaml"), text))
        .collect();
    assert_eq!(faq::read(&texts).diagnostics, []);
}

#[test]
fn an_exported_page_comes_back_with_headings_in_its_answers() {
    let mut faq = shipped();
    faq.entries.truncate(4);
    faq.entries[0].answer.en = Some("So:\n\n## Card\n\nPress it.".into());
    let read = read_one("faq.md", &to_markdown(&faq)).faq;
    assert_eq!(read.entries.len(), 4);
    for (entry, original) in read.entries.iter().zip(&faq.entries) {
        assert_eq!(
            (&entry.id, &entry.topic, &entry.link),
            (&original.id, &original.topic, &original.link)
        );
        let trimmed =
            |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or("").to_owned();
        assert_eq!(trimmed(&entry.answer.en), trimmed(&original.answer.en));
    }
}

#[test]
fn the_web_page_of_a_faq_comes_back() {
    let mut faq = shipped();
    faq.entries.truncate(3);
    let page = to_html(&faq);
    assert!(page.contains("FAQPage") && page.contains("type=\"search\""));
    assert!(!page.contains("src=\"http"), "loads nothing from elsewhere");
    let read = read_one("faq.html", &page).faq;
    assert!(read.entries.len() >= 3);
}

#[test]
fn a_second_import_keeps_comments_and_names_what_the_source_lost() {
    let name = "faq/shop.yaml";
    let old = "# Our shop\nentries:\n  - id: how-do-i-pay # asked daily\n    questions: {en: [How do I pay?]}\n    answer: {en: By card.}\n  - id: gone\n    questions: {en: [Is it gone?]}\n    answer: {en: It was.}\n";
    let loaded = faq::read(&[(name.to_owned(), old.to_owned())]);
    let page = "# Shop\n\n## How do I pay?\n\nBy card or cash.\n";
    let imported = import(
        vec![source("shop.md", page)],
        &Options::default(),
        loaded.faq.as_ref(),
    )
    .unwrap();
    let merged = merge(Some(&loaded), &imported.faq, "faq", "shop");
    assert_eq!(merged.counts, (0, 1, 0));
    let text = merged.files[0].in_place(old).expect("can be changed");
    assert_eq!(text, old.replace("By card.", "By card or cash."));
    let ids: Vec<&str> = merged
        .not_in_source
        .iter()
        .map(|(_, id)| id.as_str())
        .collect();
    assert_eq!(ids, ["gone"]);
}

#[test]
fn relative_links_are_relative_to_the_folder_that_is_given() {
    let options = Options {
        base_url: Some("https://example.com/help/".parse().unwrap()),
        folders: vec!["/home/me/docs".into()],
        ..Options::default()
    };
    let page = "# Shop\n\n## How do I pay?\n\nSee [prices](prices.md).\n";
    let pages = vec![source("/home/me/docs/en/faq.md", page)];
    let imported = import(pages, &options, None).unwrap();
    assert_eq!(
        pairs(&imported)[0].1,
        "See [prices](https://example.com/help/en/prices.md)."
    );
}

#[test]
fn a_long_chat_history_is_read_in_one_go() {
    let mut messages = Vec::new();
    for number in 0..3000 {
        messages.push(format!(
            r#"{{"id":{},"text":"How do I open box {number}?"}}"#,
            number * 2
        ));
        messages.push(format!(
            r#"{{"id":{},"reply_to_message_id":{},"text":"With key {number}."}}"#,
            number * 2 + 1,
            number * 2
        ));
    }
    let text = format!("{{\"messages\":[\n{}\n]}}", messages.join(",\n"));
    let imported = read_one("result.json", &text);
    assert_eq!(imported.faq.entries.len(), 3000);
    let last = imported.faq.entries.last().unwrap();
    assert_eq!(last.place.line, 6000);
    assert_eq!(last.phrasings[0].text, "How do I open box 2999?");
}

#[test]
fn accordions_of_web_pages() {
    check(
        "faq.html",
        "<html><body><h1>Shop</h1><div class=\"faq-item\"><div class=\"faq-question\">How do I pay?</div><div class=\"faq-answer\">By card.</div></div><div class=\"faq-item\"><div class=\"faq-question\">Is it open?</div><div class=\"faq-answer\"><p>Yes.</p></div></div></body></html>",
        &TWO,
    );
    check(
        "faq.html",
        "<html><body><div><h3><button>How do I pay?</button></h3><div>By card.</div></div><div><button class=\"accordion-button\">Is it open?</button><div>Yes.</div></div></body></html>",
        &TWO,
    );
}

#[test]
fn foldings_of_mkdocs_need_no_kind() {
    check(
        "faq.md",
        "# Shop\n\n??? \"How do I pay?\"\n    By card.\n\n!!! note\n    Hm.\n\n???+ \"Is it open?\"\n    Yes.\n",
        &TWO,
    );
}

#[test]
fn attributes_behind_a_sentence_are_left_out() {
    check(
        "faq.md",
        "# Shop\n\n## How do I pay?\n\nBy card.{:target=\"_blank\"}\n\n## Is it open?\n\nYes.\n",
        &TWO,
    );
}
