//! How long a FAQ takes to load and an edit to be live: `cargo bench --bench reload [-- ENTRIES...]`.
//!
//! For each size a made-up FAQ (five phrasings an entry) stands in files of a folder. It is loaded,
//! then edited as an admin would in the chat: a phrasing is added, and taken back. Each edit is
//! live when a question that only it answers is answered. `--meaning` adds the vectors of the
//! sentences, `--one-file` puts everything into one file. Memory is the most while loading, that at
//! rest, and the most since.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use wenda::admin::{Origin, ReloadResult};
use wenda::assistant::{Assistant, Settings};
use wenda::faq::{Faq, to_yaml};
use wenda::model::ids::EntryId;
use wenda::reload::{EditMode, FaqEdit, Found, KnowledgeBuilder, ReloadRequest, Reloader, find};
use wenda::store::{SqliteStore, Store};

/// Phrasings of an entry: half of what `support` makes up, in both languages.
const PHRASINGS: usize = 5;
/// Entries of a file.
const FILE_ENTRIES: usize = 500;
/// How many edits are made and taken back.
const EDITS: usize = 5;

fn main() {
    let has = |flag: &str| std::env::args().any(|arg| arg == flag);
    let (meaning, one_file) = (has("--meaning"), has("--one-file"));
    let named: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let sizes = match named.is_empty() {
        true => vec![150, 2_000, 20_000],
        false => named,
    };
    println!(
        "{:>8} {:>9} {:>8} {:>9} {:>9} {:>9} {:>9} {:>8} {:>8} {:>8}",
        "entries",
        "phrasings",
        "load ms",
        "again ms",
        "first ms",
        "edit ms",
        "undo ms",
        "load MB",
        "rest MB",
        "edit MB"
    );
    for entries in sizes {
        measure(
            entries,
            meaning,
            if one_file { entries } else { FILE_ENTRIES },
        );
    }
}

fn measure(entries: usize, meaning: bool, file_entries: usize) {
    let folder = tempfile::tempdir().unwrap();
    let faq_folder = folder.path().join("faq");
    let phrasings = write(entries, file_entries, &faq_folder);
    let path = folder.path().join("wenda.sqlite3");
    let store: Arc<dyn Store + Send + Sync> =
        Arc::new(SqliteStore::open(&path, wenda::store::Settings::default()).unwrap());
    let builder = match meaning {
        true => KnowledgeBuilder::with_meaning().reading(&path).keeping(),
        false => KnowledgeBuilder::words_only(),
    };
    let mut loads = Vec::new();
    let mut last = None;
    for _ in 0..2 {
        let start = Instant::now();
        let found = find(&faq_folder, &*store).unwrap();
        let Found::Files(faq) = found.found else {
            panic!("the files load: {:?}", found.errors);
        };
        let knowledge = builder.build(faq);
        loads.push(start.elapsed());
        last = Some((knowledge, found.on_disk));
    }
    let (knowledge, on_disk) = last.unwrap();
    let assistant = Assistant::new(knowledge, store.clone(), Settings::default());
    let reloader = Reloader::new(faq_folder, EditMode::Write, store.clone()).building(builder);
    reloader.begin(&on_disk, 1).unwrap();
    drop(on_disk);
    let (loading, resting) = (memory("VmHWM"), memory("VmRSS"));
    forget_peak();
    let (mut edits, mut undos) = (Vec::new(), Vec::new());
    for number in 0..EDITS {
        let entry = EntryId::new(&format!("entry-{}", (number * 7919 + 3) % entries)).unwrap();
        let text = format!("the whistling kettle of number {number} is cold");
        let request = |turn: u64| ReloadRequest {
            turn: Some(turn),
            at_seconds: turn as i64,
            origin: Origin::Edit,
            admin: Some(1),
        };
        let turn = 10 * number as u64 + 100;
        let wanted = FaqEdit::Phrasing {
            entry: entry.clone(),
            text: text.clone(),
        };
        let start = Instant::now();
        let result = reloader.edit(&assistant, &request(turn), &wanted, false);
        edits.push(start.elapsed());
        assert!(matches!(result, Ok(ReloadResult::Taken(_))), "{result:?}");
        let thresholds = &assistant.settings().thresholds;
        let outcome = wenda::matcher::ask(&assistant.knowledge(), &text, thresholds, 1);
        assert_eq!(outcome.candidates[0].entry, entry);
        let start = Instant::now();
        let result = reloader.undo(&assistant, &request(turn + 1), turn);
        undos.push(start.elapsed());
        assert!(matches!(result, Ok(ReloadResult::Taken(_))), "{result:?}");
    }
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    let first = edits[0];
    edits.sort_unstable();
    undos.sort_unstable();
    println!(
        "{entries:>8} {phrasings:>9} {:>8.0} {:>9.0} {:>9.1} {:>9.1} {:>9.1} {loading:>8.1} {resting:>8.1} {:>8.1}",
        millis(loads[0]),
        millis(loads[1]),
        millis(first),
        millis(edits[EDITS / 2]),
        millis(undos[EDITS / 2]),
        memory("VmHWM")
    );
}

/// Writes the FAQ's files; returns how many phrasings they have.
fn write(entries: usize, file_entries: usize, folder: &Path) -> usize {
    std::fs::create_dir(folder).unwrap();
    let mut all = support::faq(entries).entries;
    let mut phrasings = 0;
    for (number, entry) in all.iter_mut().enumerate() {
        let own = std::mem::take(&mut entry.phrasings).into_iter().enumerate();
        let kept = own.filter(|(at, _)| (at + number) % 2 == 0);
        entry.phrasings = kept.map(|(_, phrasing)| phrasing).take(PHRASINGS).collect();
        phrasings += entry.phrasings.len();
    }
    for (number, entries) in all.chunks(file_entries).enumerate() {
        let faq = Faq {
            entries: entries.to_vec(),
            ..Faq::default()
        };
        let (_, text) = to_yaml(&faq).remove(0);
        std::fs::write(folder.join(format!("faq-{number:04}.yaml")), text).unwrap();
    }
    phrasings
}

/// Begins to look for the most memory anew, where the system can.
fn forget_peak() {
    // Elsewhere the figure is that of loading.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Memory now (`VmRSS`) or at its peak (`VmHWM`), in MB, where the system tells.
fn memory(what: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|word| word.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
