//! How long a FAQ takes to load and an edit to be live: `cargo bench --bench reload [-- ENTRIES...]`.
//!
//! For each size a made-up FAQ (five phrasings an entry) stands in files of a folder. It is loaded,
//! then edited as an admin would in the chat: a phrasing is added, and taken back. Each edit is
//! live when a question that only it answers is answered. `--meaning` adds the vectors of the
//! sentences, `--one-file` puts everything into one file. Memory is the most while loading, that at
//! rest, and the most since.
//!
//! A second table is about restarts: how long a new process takes from its beginning to its first answer
//! by words, and its most memory, where nothing was kept of the FAQ and where its index was; and how large the FAQ and
//! what is kept of it are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers: it prints figures and fails loudly"
)]

mod support;

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use wenda::admin::{Origin, ReloadResult};
use wenda::assistant::{Assistant, Settings};
use wenda::faq::{Faq, to_yaml};
use wenda::knowledge::Knowledge;
use wenda::matcher::Thresholds;
use wenda::model::ids::EntryId;
use wenda::reload::{EditMode, FaqEdit, Found, KnowledgeBuilder, ReloadRequest, Reloader, find};
use wenda::store::{SqliteStore, Store};

/// Phrasings of an entry: half of what `support` makes up, in both languages.
const PHRASINGS: usize = 5;
/// Entries of a file.
const FILE_ENTRIES: usize = 500;
/// How many edits are made and taken back.
const EDITS: usize = 5;

/// The store's file.
const STORE: &str = "wenda.sqlite3";
/// Makes this program the new process of a restart; a folder follows.
const RESTART: &str = "--restart";

fn main() {
    let mut arguments = std::env::args().skip_while(|arg| arg != RESTART);
    if let Some(folder) = arguments.nth(1) {
        return answer_in(Path::new(&folder));
    }
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
    let file_entries = |entries| if one_file { entries } else { FILE_ENTRIES };
    for &entries in &sizes {
        measure(entries, meaning, file_entries(entries));
    }
    println!(
        "\n{:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "entries", "build ms", "kept ms", "build MB", "kept MB", "keep ms", "YAML MB", "index MB"
    );
    for &entries in &sizes {
        measure_restarts(entries, file_entries(entries));
    }
}

/// How long a restart takes without and with what was kept.
fn measure_restarts(entries: usize, file_entries: usize) {
    let folder = tempfile::tempdir().unwrap();
    let faq_folder = folder.path().join("faq");
    write(entries, file_entries, &faq_folder);
    let mut built: Vec<_> = (0..3).map(|_| restart(folder.path())).collect();
    let store = Arc::new(SqliteStore::in_memory().unwrap());
    let builder = KnowledgeBuilder::words_only().reading(&folder.path().join(STORE));
    let builder = builder.keeping();
    let (keeping, index) = {
        let found = find(&faq_folder, &*store, &builder).unwrap();
        let Found::Files(faq) = found.found else {
            panic!("the files load: {:?}", found.errors);
        };
        let assistant = Assistant::new(builder.build(faq), store.clone(), Settings::default());
        let reloader = Reloader::new(faq_folder.clone(), EditMode::Write, store).building(builder);
        reloader.begin(&found.on_disk, 1).unwrap();
        let start = Instant::now();
        reloader.keep_answering(&assistant);
        (
            start.elapsed(),
            folder.path().join(STORE).with_extension("index"),
        )
    };
    let mut kept: Vec<_> = (0..5).map(|_| restart(folder.path())).collect();
    built.sort_by(|one, other| one.0.total_cmp(&other.0));
    kept.sort_by(|one, other| one.0.total_cmp(&other.0));
    let bytes = |path: &Path| std::fs::metadata(path).unwrap().len() as f64 / 1e6;
    let files = std::fs::read_dir(&faq_folder).unwrap();
    let yaml: f64 = files.map(|file| bytes(&file.unwrap().path())).sum();
    let (built, kept) = (built[1], kept[2]);
    println!(
        "{entries:>8} {:>8.0} {:>8.1} {:>8.1} {:>8.1} {:>8.0} {yaml:>8.1} {:>8.1}",
        built.0,
        kept.0,
        built.1,
        kept.1,
        keeping.as_secs_f64() * 1e3,
        bytes(&index)
    );
}

/// Milliseconds that a new process takes to answer, and its most memory in MB.
fn restart(folder: &Path) -> (f64, f64) {
    let program = std::env::current_exe().unwrap();
    let start = Instant::now();
    let mut child = std::process::Command::new(program)
        .arg(RESTART)
        .arg(folder)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let taken = start.elapsed().as_secs_f64() * 1e3;
    child.wait().unwrap();
    (taken, line.trim().parse().unwrap())
}

/// Answers a question as soon as the FAQ in this folder can, and tells the most memory so far.
fn answer_in(folder: &Path) {
    let store = SqliteStore::in_memory().unwrap();
    let builder = KnowledgeBuilder::words_only().reading(&folder.join(STORE));
    let start = find(&folder.join("faq"), &store, &builder).unwrap();
    let Found::Files(faq) = start.found else {
        panic!("the files load: {:?}", start.errors);
    };
    let knowledge = start.words.unwrap_or_else(|| Knowledge::build(faq));
    let asked = &knowledge.faq().entries[7];
    let question = asked.phrasings[0].text.clone();
    let outcome = wenda::matcher::ask(&knowledge, &question, &Thresholds::default(), 1);
    assert_eq!(outcome.candidates[0].entry, asked.id);
    println!("{:.1}", memory("VmHWM"));
}

fn measure(entries: usize, meaning: bool, file_entries: usize) {
    let folder = tempfile::tempdir().unwrap();
    let faq_folder = folder.path().join("faq");
    let phrasings = write(entries, file_entries, &faq_folder);
    let path = folder.path().join(STORE);
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
        let found = find(&faq_folder, &*store, &builder).unwrap();
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
