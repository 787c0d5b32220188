//! Edits in files of every style, and properties over generated ones.

use proptest::prelude::*;

use super::*;
use crate::faq;

/// What each edit changes: the lines that are new, with `+`; everything else must be as before.
fn check(name: &str, text: &str, edit: Result<Edit, EditError>, expected: &str) {
    let edit = edit.unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    assert_eq!(edit.text, expected, "{name}");
    assert_eq!(edit.undo(&edit.text).as_deref(), Some(text), "{name}: undo");
}

#[test]
fn a_phrasing_goes_where_its_neighbours_stand() {
    let cases = [
        (
            "block list, double quotes, comments",
            "# top\nentries:\n  - id: a # one\n    questions:\n      en:\n        - \"A?\"   # why\n        # old\n\n      zh: [甲]\n    answer: {en: A., zh: 甲。}\n",
            "# top\nentries:\n  - id: a # one\n    questions:\n      en:\n        - \"A?\"   # why\n        - \"New one?\"\n        # old\n\n      zh: [甲]\n    answer: {en: A., zh: 甲。}\n",
        ),
        (
            "block list at the key's own column, single quotes",
            "entries:\n- id: a\n  questions:\n    en:\n    - 'A?'\n    zh: [甲]\n  answer: {en: A., zh: 甲。}\n",
            "entries:\n- id: a\n  questions:\n    en:\n    - 'A?'\n    - 'New one?'\n    zh: [甲]\n  answer: {en: A., zh: 甲。}\n",
        ),
        (
            "flow list on one line, plain",
            "entries:\n  - id: a\n    questions: {en: [A?, B], zh: [甲]}\n    answer: {en: A., zh: 甲。}",
            "entries:\n  - id: a\n    questions: {en: [A?, B, New one?], zh: [甲]}\n    answer: {en: A., zh: 甲。}",
        ),
        (
            "flow list over lines with a comma at the end and comments",
            "entries:\n  - id: a\n    questions:\n      en: [\n        \"A?\",\n        \"B?\", # b\n      ]\n    answer: {en: A.}\n",
            "entries:\n  - id: a\n    questions:\n      en: [\n        \"A?\",\n        \"B?\", # b\n        \"New one?\",\n      ]\n    answer: {en: A.}\n",
        ),
        (
            "flow list over lines without a comma at the end",
            "entries:\n  - id: a\n    questions:\n      en: [\n        \"A?\"\n      ]\n    answer: {en: A.}\n",
            "entries:\n  - id: a\n    questions:\n      en: [\n        \"A?\",\n        \"New one?\"\n      ]\n    answer: {en: A.}\n",
        ),
        (
            "empty list",
            "entries:\n  - id: a\n    questions: {en: [], zh: [甲]}\n    answer: {zh: 甲。}\n",
            "entries:\n  - id: a\n    questions: {en: [\"New one?\"], zh: [甲]}\n    answer: {zh: 甲。}\n",
        ),
        (
            "key without a value",
            "entries:\n  - id: a\n    questions:\n      en: # to do\n      zh: [甲]\n    answer: {zh: 甲。}\n",
            "entries:\n  - id: a\n    questions:\n      en: [\"New one?\"] # to do\n      zh: [甲]\n    answer: {zh: 甲。}\n",
        ),
        (
            "language absent, block map, CRLF and byte-order mark",
            "\u{feff}entries:\r\n  - id: a\r\n    questions:\r\n      zh:\r\n        - 甲\r\n    answer: {zh: 甲。}\r\n",
            "\u{feff}entries:\r\n  - id: a\r\n    questions:\r\n      zh:\r\n        - 甲\r\n      en: [\"New one?\"]\r\n    answer: {zh: 甲。}\r\n",
        ),
        (
            "language absent, flow map",
            "entries: [{id: a, questions: {zh: [甲]}, answer: {zh: 甲。}}]\n",
            "entries: [{id: a, questions: {zh: [甲], en: [\"New one?\"]}, answer: {zh: 甲。}}]\n",
        ),
        (
            "last item is a block of text, file without a line end",
            "entries:\n  - answer: {en: A.}\n    id: a\n    questions:\n      en:\n        - |\n          A\n          # b",
            "entries:\n  - answer: {en: A.}\n    id: a\n    questions:\n      en:\n        - |\n          A\n          # b\n        - \"New one?\"",
        ),
    ];
    for (name, text, expected) in cases {
        let edit = add_phrasing(text, "a", Language::En, " New  one? ");
        check(name, text, edit, expected);
    }
}

#[test]
fn an_out_of_scope_question_goes_into_its_list() {
    let entry = "entries:\n  - id: a\n    questions: {en: [A?]}\n    answer: {en: A.}\n";
    let cases = [
        (
            "absent",
            entry.to_owned(),
            format!("{entry}\nout_of_scope:\n  - \"Hi: there\"\n"),
        ),
        (
            "at the end",
            format!("{entry}out_of_scope:\n  - Weather\n"),
            format!("{entry}out_of_scope:\n  - Weather\n  - \"Hi: there\"\n"),
        ),
        (
            "before others",
            format!("out_of_scope: [Weather]\n{entry}"),
            format!("out_of_scope: [Weather, \"Hi: there\"]\n{entry}"),
        ),
        (
            "empty file",
            String::new(),
            "out_of_scope:\n  - \"Hi: there\"\n".to_owned(),
        ),
        (
            "comment only",
            "# mine".to_owned(),
            "# mine\n\nout_of_scope:\n  - \"Hi: there\"".to_owned(),
        ),
    ];
    for (name, text, expected) in cases {
        check(name, &text, add_out_of_scope(&text, "Hi: there"), &expected);
    }
}

fn new_entry() -> NewEntry {
    NewEntry {
        id: EntryId::new("b").unwrap(),
        questions: vec![
            (Language::En, "B: why?".into()),
            (Language::Zh, "乙".into()),
        ],
        answer: vec![
            (Language::Zh, "乙。\n\n- 一\n- 二".into()),
            (Language::En, "B.".into()),
        ],
        link: Some("https://example.com/乙#x".into()),
    }
}

#[test]
fn an_entry_goes_behind_the_last() {
    let first = "entries:\n  - id: a\n    questions: {en: [A?]}\n    answer: {en: A.}\n";
    let added = "\n  - id: b\n    questions:\n      en:\n        - \"B: why?\"\n      zh:\n        - \"乙\"\n    answer:\n      en: |\n        B.\n      zh: |\n        乙。\n\n        - 一\n        - 二\n    link:\n      url: \"https://example.com/乙#x\"\n";
    let scope = "out_of_scope:\n  - x\n";
    let cases = [
        ("at the end", first.to_owned(), format!("{first}{added}")),
        (
            "before other keys",
            format!("{first}\n# others\n{scope}"),
            format!("{first}{added}\n# others\n{scope}"),
        ),
        (
            "no entries yet",
            scope.to_owned(),
            format!("{scope}\nentries:\n{}", &added[1..]),
        ),
        (
            "empty file",
            String::new(),
            format!("entries:\n{}", &added[1..]),
        ),
        (
            "key without entries",
            format!("entries:\n{scope}"),
            format!("entries:\n{}{scope}", &added[1..]),
        ),
    ];
    for (name, text, expected) in cases {
        check(name, &text, add_entry(&text, &new_entry()), &expected);
    }
}

#[test]
fn refused_edits() {
    let text =
        "entries:\n  - id: a\n    questions: {en: &q [A?]}\n    answer: {en: A.}\n    tests: *q\n";
    let add = |text: &str, id: &str, phrasing: &str| add_phrasing(text, id, Language::En, phrasing);
    assert_eq!(add(text, "x", "B?"), Err(EditError::NoEntry("x".into())));
    assert_eq!(
        add(text, "a", "a"),
        Err(EditError::AlreadyThere("a".into()))
    );
    assert!(matches!(add(text, "a", " "), Err(EditError::Unfit(_))));
    // The list is used in two places: adding to it would change both.
    assert_eq!(add(text, "a", "B?"), Err(EditError::Style));
    let broken = "entries:\n  - id: a\n    question: {en: [A?]}\n";
    assert!(matches!(add(broken, "a", "B?"), Err(EditError::Broken(_))));
    let taken = NewEntry {
        id: EntryId::new("a").unwrap(),
        ..new_entry()
    };
    assert_eq!(
        add_entry(text, &taken),
        Err(EditError::AlreadyThere("a".into()))
    );
    let bare = NewEntry {
        answer: Vec::new(),
        ..new_entry()
    };
    assert!(matches!(add_entry(text, &bare), Err(EditError::Unfit(_))));
}

#[test]
fn undo_finds_its_piece_in_a_changed_text() {
    let text = "entries:\n  - id: a\n    questions: {en: [A?]}\n    answer: {en: A.}\n";
    let edit = add_phrasing(text, "a", Language::En, "B?").unwrap();
    let later = edit.text.replace("entries:", "# mine\nentries:");
    assert_eq!(edit.undo(&later), Some(format!("# mine\n{text}")));
    assert_eq!(edit.undo(text), None);
}

/// How a generated file writes its list of questions.
fn list(style: u8, indent: &str, items: &[String], end: &str) -> String {
    let quoted = |text: &String, style| write::scalar(text, style);
    let double: Vec<String> = items
        .iter()
        .map(|text| quoted(text, write::Style::Double))
        .collect();
    match style % 4 {
        0 => format!(" [{}]{end}", double.join(", ")),
        1 => {
            let single = items.iter().map(|text| quoted(text, write::Style::Single));
            let lines = single.map(|text| format!("{indent}  - {text}  # note{end}"));
            format!("{end}{}", lines.collect::<String>())
        }
        2 => {
            let plain = items.iter().map(|text| quoted(text, write::Style::Plain));
            let lines = plain.map(|text| format!("{indent}  - {text}{end}"));
            format!(
                "{end}{}{end}{indent}# trailing{end}",
                lines.collect::<String>()
            )
        }
        _ => {
            let inner = double.join(&format!(",{end}{indent}  "));
            format!(" [{end}{indent}  {inner}{end}{indent}]{end}")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_into_any_style(
        style in 0u8..4,
        step in 1usize..4,
        crlf: bool,
        known in proptest::collection::vec("[a-z甲-癸][ -~一-三]{0,12}", 1..4),
        new in "\\PC{1,24}",
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let (one, two, three) = (" ".repeat(step), " ".repeat(2 * step), " ".repeat(3 * step));
        let items: Vec<String> = known.iter().enumerate().map(|(n, text)| format!("{} {n}", text.trim())).collect();
        let text = format!(
            "# c{end}entries:{end}{one}-{pad}id: x{end}{two}answer: {{en: X.}}{end}{two}questions:{end}{three}en:{}{end}synonyms: [[a, b]]{end}",
            list(style, &three, &items, end),
            pad = " ".repeat(step.max(2) - 1),
        );
        let text = if step == 1 { text.replace(&format!("{two}answer"), &format!("{three}answer")).replace(&format!("{two}questions"), &format!("{three}questions")).replace(&format!("{three}en:"), &format!("{}en:", " ".repeat(4))) } else { text };
        prop_assume!(faq::read(&[("x.yaml", text.as_str())]).faq.is_some());
        match add_phrasing(&text, "x", Language::En, &new) {
            Ok(edit) => {
                let faq = faq::read(&[("x.yaml", edit.text.as_str())]).faq.expect("still a FAQ");
                let wanted = new.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert_eq!(&faq.entries[0].phrasings.last().unwrap().text, &wanted);
                prop_assert_eq!(faq.entries[0].phrasings.len(), items.len() + 1);
                let undone = edit.undo(&edit.text);
                prop_assert_eq!(undone.as_deref(), Some(text.as_str()));
            }
            Err(EditError::AlreadyThere(_) | EditError::Unfit(_)) => {}
            Err(error) => prop_assert!(false, "{error} in\n{text}"),
        }
    }

    #[test]
    fn undo_takes_out_what_an_entry_brought(answer in "\\PC{1,40}(\n\\PC{0,20}){0,3}", question in "\\PC{1,30}") {
        let text = "entries:\n  - id: a\n    questions: {en: [A?]}\n    answer: {en: A.}\n";
        let entry = NewEntry {
            questions: vec![(Language::En, question)],
            answer: vec![(Language::En, answer)],
            ..new_entry()
        };
        match add_entry(text, &entry) {
            Ok(edit) => prop_assert_eq!(edit.undo(&edit.text), Some(text.to_owned())),
            Err(EditError::Unfit(_)) => {}
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}
