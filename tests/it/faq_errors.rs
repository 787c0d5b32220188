//! Broken FAQs and exactly what is printed about them.
//!
//! `tests/faq_errors/NAME.yaml` (or a folder `NAME/`) beside `NAME.txt`, the diagnostics.
//! `UPDATE_GOLDEN=1` rewrites the texts; a person reads the diff.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn diagnostics_are_exactly_these() {
    let folder = Path::new("tests/faq_errors");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("tests/faq_errors exists")
        .map(|item| item.expect("readable").path())
        .filter(|path| path.extension().is_none_or(|extension| extension == "yaml"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let loaded = wenda::faq::load(&case);
        let printed: String = loaded
            .diagnostics
            .iter()
            .map(|found| format!("{found}\n").replace("tests/faq_errors/", ""))
            .collect();
        let golden = case.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &printed).expect("writable");
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if printed != expected {
            wrong.push(format!(
                "{}: expected\n{expected}found\n{printed}",
                case.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
