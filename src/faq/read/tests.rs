//! What is reread is what reading everything gives.

use std::sync::Arc;

use super::{KnownFiles, read};

/// Three files: entries indented and not, what stands before and behind them, warnings of all kinds.
fn files() -> Vec<(Arc<str>, String)> {
    let mut one = String::from("# Money.\ntopic: {en: Money, zh: 钱}\nentries:\n");
    let mut two = String::from("synonyms:\n  - [refund, money back]\nentries:\n");
    for number in 0..12 {
        one += &format!(
            "  # Number {number}.\n  - id: one-{number}\n    questions:\n      en: [what is number {number}?, \
             number {number} please]\n      zh:\n        - 第{number}个是什么\n    answer:\n      en: |\n        - It is {number}.\n\n        - And no other.\n"
        );
        two += &format!(
            "- id: two-{number}\n  questions: {{en: [where is “place” {number}?]}}\n  answer: {{en: \"There {number} {{x}}.\"}}\n  related: [one-{number}]\n  tests: [place {number} where]\n\n"
        );
    }
    one += "\nout_of_scope:\n  - how is the weather\n";
    let three = "entries: [{id: three, questions: {en: [why?]}, answer: {en: Because.}}]\n";
    let files = [
        ("one.yaml", one),
        ("two.yaml", two),
        ("three.yaml", three.into()),
    ];
    files.map(|(name, text)| (name.into(), text)).to_vec()
}

fn texts(files: &[(Arc<str>, String)]) -> Vec<(Arc<str>, &str)> {
    let texts = files.iter().map(|(name, text)| (name.clone(), &**text));
    texts.collect()
}

fn known(files: &[(Arc<str>, String)]) -> Option<KnownFiles> {
    let texts = texts(files);
    KnownFiles::new(&texts, &read(&texts))
}

/// Changes, each of the text that the one before left: what is replaced in which file, by what, and
/// whether that can be read without all files.
const CHANGES: [(usize, &str, &str, bool); 17] = [
    (0, "number 4 please", "number 4, please, and more", true),
    (0, "- 第7个是什么", "- 第7个是什么\n        - 第7个呢", true),
    (
        0,
        "        - And no other.\n  # Number 6.\n",
        "        - And one more.\n\n\n  # Number 6.\n",
        true,
    ),
    (1, "There 0 {x}.", "Everywhere.", true),
    (
        1,
        "- id: two-11\n",
        "- id: two-10b\n  questions: {en: [a new one]}\n  answer: {en: New}\n- id: two-11\n",
        true,
    ),
    (
        1,
        "  tests: [place 11 where]\n",
        "  tests: [place 11 where]\n- id: last\n  questions: {en: [the last]}\n  answer: {en: Last}\n",
        true,
    ),
    (0, "  - id: one-11\n", "  - id: one-eleven\n", false),
    (0, "number 2 please", "number 3 please", false),
    (
        0,
        "  - how is the weather",
        "  - how is the weather\n  - what is up",
        true,
    ),
    (0, "what is number 5?", "what is up?", false),
    (0, "{en: Money, zh: 钱}", "{en: Cash, zh: 钱}", true),
    (
        1,
        "[refund, money back]",
        "[refund, money back]\n  - [hi, hello]",
        true,
    ),
    (2, "Because.", "Because of that.", true),
    (1, "- id: two-5\n", "- id: two-5\n  nonsense: 1\n", false),
    (1, "where is “place” 8?", "where is place 8?", true),
    (0, "- It is 9.", "- It\u{a0}is 9.", true),
    (0, "- It is 3.", "- It is three.", true),
];

#[test]
fn what_is_reread_is_what_reading_everything_gives() {
    let mut now = files();
    let mut before = known(&now).expect("files without errors");
    for (file, from, to, is_read_alone) in CHANGES {
        let mut files = now.clone();
        assert_eq!(files[file].1.matches(from).count(), 1, "{from}");
        files[file].1 = files[file].1.replace(from, to);
        let (reread, whole) = (before.reread(&texts(&files)), known(&files));
        assert_eq!(reread.is_some(), is_read_alone, "{to}");
        // Files with errors are no ground to go on from.
        let Some(whole) = whole else { continue };
        if let Some(reread) = reread {
            assert_eq!(reread.faq, whole.faq, "{to}");
            assert_eq!(reread.diagnostics, whole.diagnostics, "{to}");
            assert_eq!(reread.questions, whole.questions, "{to}");
            assert_eq!(reread.last_out_of_scope(), Some(0));
            before = reread;
        } else {
            before = whole;
        }
        now = files;
    }
}

#[test]
fn a_removed_entry_and_several_files_at_once() {
    let mut files = files();
    let before = known(&files).unwrap();
    let start = files[1].1.find("- id: two-3\n").unwrap();
    let end = files[1].1.find("- id: two-4\n").unwrap();
    let moved: String = files[1].1.drain(start..end).collect();
    let reread = before.reread(&texts(&files)).expect("one entry is gone");
    assert_eq!(reread.faq, known(&files).unwrap().faq);
    // Put into the other file, as a move does.
    let indented = moved.trim_end().replace('\n', "\n  ");
    files[0].1 = files[0]
        .1
        .replace("\nout_of_scope", &format!("  {indented}\n\nout_of_scope"));
    let moved = before
        .reread(&texts(&files))
        .expect("one entry is elsewhere");
    let whole = known(&files).unwrap();
    assert_eq!(moved.faq, whole.faq);
    assert_eq!(moved.diagnostics, whole.diagnostics);
    // What others name as related cannot go.
    let text = files[0].1.clone();
    let start = text.find("  # Number 5.\n").unwrap();
    let end = text.find("  # Number 6.\n").unwrap();
    files[0].1.replace_range(start..end, "");
    assert!(moved.reread(&texts(&files)).is_none() && known(&files).is_none());
}

#[test]
fn an_entry_can_be_found_in_its_file() {
    let files = files();
    let known = known(&files).unwrap();
    for (number, entry) in known.faq.entries.iter().enumerate() {
        let found = known.bytes_of(number);
        assert_eq!(found.is_some(), entry.id.as_str() != "three");
        let Some((file, bytes)) = found else { continue };
        let own = &files[file].1[bytes];
        assert!(
            own.trim_start()
                .starts_with(&format!("- id: {}\n", entry.id)),
            "{own}"
        );
    }
}
