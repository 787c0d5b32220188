//! The committed table of match quality on the shipped FAQ.
//!
//! Each `tests/quality/NAME.tsv` holds labelled questions of our own; `tests/quality/ranks/NAME.tsv`
//! holds where each one's entry came, and `tests/quality/summary.txt` the figures of all, so that a
//! diff shows who got worse. `UPDATE_GOLDEN=1` rewrites both; `wenda eval --ranks` prints the same.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use wenda::{eval, faq, knowledge::Knowledge, matcher::Thresholds, meaning::VectorCache};

#[test]
fn quality_on_the_shipped_faq_is_as_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests/quality");
    let words = Knowledge::build(faq::load(root.join("faq")).faq.expect("the shipped FAQ"));
    let whole = words.with_meaning(&mut VectorCache::default());
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("tests/quality")
        .filter_map(|item| {
            item.ok()?
                .file_name()
                .into_string()
                .ok()?
                .strip_suffix(".tsv")
                .map(str::to_owned)
        })
        .collect();
    names.sort();
    assert!(!names.is_empty());
    let mut expected = Vec::new();
    let mut summary = String::new();
    for (title, knowledge) in [
        ("by words and meaning", &whole),
        ("by words alone (meaning = false)", &words),
    ] {
        writeln!(
            summary,
            "{title}\nset              in  out  recall@1  recall@3  answers right  helped  out answered  \
             out offered"
        )
        .expect("a string");
        for name in &names {
            let text = fs::read_to_string(folder.join(format!("{name}.tsv"))).expect("questions");
            let questions = eval::read(&text);
            let judged = eval::judge(knowledge, &questions, &Thresholds::default());
            let s = eval::summarize(&judged);
            writeln!(
                summary,
                "{name:14} {:4} {:4}  {:8.3}  {:8.3}  {:13.3}  {:6.3}  {:12.3}  {:11.3}",
                s.in_scope,
                s.out_of_scope,
                s.recall_at_1,
                s.recall_at_3,
                s.precision,
                s.helped,
                s.out_of_scope_answered,
                s.out_of_scope_offered
            )
            .expect("a string");
            if knowledge.vectors().is_some() {
                expected.push((
                    folder.join(format!("ranks/{name}.tsv")),
                    eval::rank_table(&questions, &judged),
                ));
            }
        }
    }
    expected.push((folder.join("summary.txt"), summary));
    for (path, now) in expected {
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, &now).expect("written");
            continue;
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let changed: Vec<String> = committed
            .lines()
            .zip(now.lines())
            .filter(|(before, after)| before != after)
            .map(|(before, after)| format!("- {before}\n+ {after}"))
            .collect();
        assert!(
            committed == now,
            "{}: quality changed; UPDATE_GOLDEN=1 rewrites it, read the diff:\n{}",
            path.display(),
            changed.join("\n")
        );
    }
}
