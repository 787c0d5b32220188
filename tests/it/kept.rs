//! What was built of a FAQ is kept beside the store: a start that finds it answers as one that builds it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use wenda::admin::{Origin, ReloadResult};
use wenda::assistant::{Assistant, Settings};
use wenda::eval;
use wenda::knowledge::Knowledge;
use wenda::matcher::{self, Outcome, Thresholds};
use wenda::model::ids::EntryId;
use wenda::reload::{self, EditMode, FaqEdit, Found, KnowledgeBuilder, ReloadRequest, Reloader};
use wenda::store::SqliteStore;

/// A folder with a FAQ and a store's place.
struct Home {
    folder: tempfile::TempDir,
}

/// A process that answers from it.
struct Process {
    assistant: Assistant,
    reloader: Reloader,
    /// Whether its knowledge was kept.
    was_kept: bool,
}

impl Home {
    /// With a copy of the FAQ at `faq`.
    fn with(faq: &Path) -> Home {
        let home = Home {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(home.faq()).unwrap();
        for file in wenda::faq::files(faq).unwrap() {
            fs::copy(&file, home.faq().join(file.file_name().unwrap())).unwrap();
        }
        home
    }

    fn of_text(text: &str) -> Home {
        let home = Home {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(home.faq()).unwrap();
        fs::write(home.file(), text).unwrap();
        home
    }

    fn faq(&self) -> PathBuf {
        self.folder.path().join("faq")
    }

    fn file(&self) -> PathBuf {
        self.faq().join("faq.yaml")
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("wenda.index")
    }

    /// Starts as `wenda run` does, and keeps what answers.
    fn start(&self) -> Process {
        let process = self.start_only();
        process.reloader.keep_answering(&process.assistant);
        process
    }

    fn start_only(&self) -> Process {
        let place = self.folder.path().join("wenda.sqlite3");
        let store = SqliteStore::open(&place, wenda::store::Settings::default()).unwrap();
        let store = Arc::new(store);
        let builder = KnowledgeBuilder::words_only().reading(&place).keeping();
        let start = reload::find(&self.faq(), &*store, &builder).unwrap();
        let (Found::Files(faq) | Found::RolledBack(faq) | Found::Kept { faq, .. }) = start.found
        else {
            panic!("the FAQ loads: {:?}", start.errors);
        };
        let was_kept = start.words.is_some();
        let knowledge = start.words.unwrap_or_else(|| Knowledge::build(faq));
        let assistant = Assistant::new(knowledge, store.clone(), Settings::default());
        let reloader = Reloader::new(self.faq(), EditMode::Write, store).building(builder);
        reloader.begin(&start.on_disk, 1).unwrap();
        Process {
            assistant,
            reloader,
            was_kept,
        }
    }
}

impl Process {
    fn ask(&self, question: &str) -> Outcome {
        ask(&self.assistant.knowledge(), question)
    }

    /// An admin adds a phrasing.
    fn add(&self, turn: u64, entry: &str, text: &str) {
        let request = ReloadRequest {
            turn: Some(turn),
            at_seconds: turn as i64,
            origin: Origin::Edit,
            admin: Some(1),
        };
        let wanted = FaqEdit::Phrasing {
            entry: EntryId::new(entry).unwrap(),
            text: text.to_owned(),
        };
        let result = self
            .reloader
            .edit(&self.assistant, &request, &wanted, false);
        assert!(matches!(result, Ok(ReloadResult::Taken(_))), "{result:?}");
    }

    /// What happens when no other change follows.
    fn rest(&self) {
        self.reloader.learn_anew(&self.assistant);
        self.reloader.keep_answering(&self.assistant);
    }
}

fn ask(knowledge: &Knowledge, question: &str) -> Outcome {
    matcher::ask(knowledge, question, &Thresholds::default(), 8)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Everything that the FAQ is asked with, and questions of our own.
fn questions(knowledge: &Knowledge) -> Vec<String> {
    let mut questions = Vec::new();
    for entry in &knowledge.faq().entries {
        let phrasings = entry.phrasings.iter().step_by(4);
        questions.extend(phrasings.map(|one| one.text.clone()));
        questions.extend(entry.tests.iter().cloned());
        questions.extend(entry.keywords.iter().take(1).cloned());
    }
    for item in fs::read_dir(root().join("tests/quality")).unwrap() {
        let path = item.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "tsv") {
            let asked = eval::read(&fs::read_to_string(path).unwrap());
            questions.extend(asked.into_iter().step_by(9).map(|one| one.question));
        }
    }
    questions.extend(["", "zenme tui kuan visa", "subscrption refnd"].map(str::to_owned));
    questions
}

/// A FAQ of so many entries.
fn many(entries: usize) -> String {
    let words = ["cancel", "refund", "track", "print", "verify", "unlock"];
    let mut text = String::from("entries:\n");
    for number in 0..entries {
        let (one, other) = (words[number % 6], words[number / 6 % 6]);
        text += &format!(
            "  - id: entry-{number}\n    questions:\n      en:\n        - how do I {one} and {other} item \
             {number}?\n        - please {one} my {other} of kind {number}\n      zh:\n        - \
             怎么给第{number}号办理{one}\n    answer:\n      en: Answer {number}.\n"
        );
    }
    text
}

#[test]
fn what_was_kept_answers_as_what_is_built() {
    let mut folders = vec![
        root().join("faq"),
        root().join("tests/conversations/shop"),
        root().join("tests/large_faq"),
    ];
    let contrast = fs::read_dir(root().join("tests/quality/contrast")).unwrap();
    let paths = contrast.map(|item| item.unwrap().path());
    folders.extend(paths.filter(|path| wenda::faq::is_yaml(path)));
    for folder in folders {
        let home = Home::with(&folder);
        let built = home.start();
        assert!(!built.was_kept);
        let knowledge = built.assistant.knowledge();
        drop(built);
        let built = knowledge;
        let kept = home.start();
        assert!(kept.was_kept, "{}", folder.display());
        let kept = kept.assistant.knowledge();
        assert_eq!(kept.faq(), built.faq());
        assert_eq!(kept.revision(), built.revision());
        for question in questions(&built) {
            let (kept, built) = (ask(&kept, &question), ask(&built, &question));
            assert_eq!(kept, built, "{question} of {}", folder.display());
        }
    }
}

#[test]
fn another_process_builds_what_a_first_start_finds() {
    let home = Home::of_text(&many(12));
    let build = || {
        let mut build = Command::new(env!("CARGO_BIN_EXE_wenda"));
        build.arg("build-index").arg("--faq").arg(home.faq());
        build.current_dir(home.folder.path());
        let place = home.folder.path().join("wenda.sqlite3");
        build.env_clear().env("WENDA__STORAGE__PATH", place);
        build.output().unwrap()
    };
    assert!(build().status.success());
    assert!(home.start_only().was_kept);
    // What is wrong with a FAQ is said by the one who starts with it.
    fs::remove_file(home.index()).unwrap();
    fs::write(home.file(), "entries: [").unwrap();
    let broken = build();
    assert!(
        !broken.status.success() && broken.stderr.is_empty(),
        "{broken:?}"
    );
    assert!(!home.index().exists());
}

#[test]
fn an_edit_after_a_start_from_what_was_kept_is_one_after_building() {
    // Learned with a weight for every word and entry, and with weights in the postings.
    for entries in [120, 1_000] {
        let (one, other) = (Home::of_text(&many(entries)), Home::of_text(&many(entries)));
        drop(one.start());
        let (kept, built) = (one.start(), other.start());
        assert!(kept.was_kept && !built.was_kept);
        for process in [&kept, &built] {
            process.add(10, "entry-7", "the kettle whistles at noon");
            process.add(11, "entry-90", "怎么养一只会说话的鹦鹉");
        }
        let texts = [&one, &other].map(|home| fs::read_to_string(home.file()).unwrap());
        assert_eq!(texts[0], texts[1]);
        for question in [
            "the kettle whistles",
            "怎么养鹦鹉",
            "please print my refund of kind 9",
        ] {
            assert_eq!(kept.ask(question), built.ask(question), "{question}");
        }
        assert_eq!(
            kept.ask("the kettle whistles").candidates[0].entry.as_str(),
            "entry-7"
        );
    }
}

#[test]
fn an_edit_is_kept_once_all_is_learned_and_a_restart_goes_on_from_it() {
    let home = Home::of_text(&many(120));
    let process = home.start();
    process.add(10, "entry-7", "the kettle whistles at noon");
    // Taken over in part: not what a start would build.
    process.reloader.keep_answering(&process.assistant);
    let own = process.ask("the kettle whistles");
    drop(process);
    // What was kept before the edit is brought up to it.
    let process = home.start_only();
    assert!(process.was_kept && process.assistant.knowledge().is_updated());
    assert_eq!(process.ask("the kettle whistles"), own);
    process.add(11, "entry-8", "the parrot says nothing");
    process.rest();
    let asked = ["the kettle whistles", "the parrot says nothing"];
    let before = asked.map(|question| process.ask(question));
    drop(process);

    let process = home.start_only();
    assert!(process.was_kept);
    assert_eq!(asked.map(|question| process.ask(question)), before);
    process.add(12, "entry-9", "where does the river end");
    process.rest();
    let own = process.ask("where does the river end");
    assert_eq!(own.candidates[0].entry.as_str(), "entry-9");
    drop(process);
    let process = home.start_only();
    assert!(process.was_kept);
    assert_eq!(process.ask("where does the river end"), own);
}

#[test]
fn a_file_that_is_damaged_or_of_another_faq_is_built_anew() {
    let home = Home::of_text(&many(30));
    let expected = home.start().ask("how do I print item 9?");
    let whole = fs::read(home.index()).unwrap();
    let restart = |what: &str| {
        let process = home.start();
        assert!(!process.was_kept, "{what}");
        assert_eq!(process.ask("how do I print item 9?"), expected, "{what}");
        drop(process);
        assert!(home.start_only().was_kept, "{what}: kept anew");
    };
    let length = whole.len();
    for cut in [0, 1, 7, 8, 40, 91, 92, 200, length / 2, length - 1] {
        fs::write(home.index(), &whole[..cut]).unwrap();
        restart(&format!("cut at {cut} of {length}"));
    }
    for at in (0..100)
        .step_by(7)
        .chain((100..length).step_by(length / 20))
        .chain([length - 1])
    {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(home.index(), bytes).unwrap();
        assert!(!home.start_only().was_kept, "byte {at} of {length}");
    }
    restart("a flipped byte");
    fs::write(home.index(), [whole.clone(), vec![0]].concat()).unwrap();
    restart("a byte more");
    fs::write(home.index(), vec![b'x'; 5000]).unwrap();
    restart("something else");
    fs::remove_file(home.index()).unwrap();
    restart("deleted");

    // Another FAQ, whose own index fits it alone.
    let other = Home::of_text(&many(31));
    drop(other.start());
    fs::copy(other.index(), home.index()).unwrap();
    restart("of another FAQ");
    fs::write(home.file(), many(30).replace("Answer 3.", "Answer three.")).unwrap();
    let process = home.start_only();
    let id = EntryId::new("entry-3").unwrap();
    let knowledge = process.assistant.knowledge();
    let answer = knowledge.entry(&id).unwrap().answer.en.clone();
    assert_eq!(answer.unwrap().trim(), "Answer three.");
}

#[test]
fn where_nothing_can_be_kept_everything_is_built_and_answers() {
    let home = Home::of_text(&many(30));
    // A folder stands where the file would be: it can neither be read nor replaced.
    fs::create_dir_all(home.index().join("taken")).unwrap();
    let process = home.start();
    assert!(!process.was_kept);
    let own = process.ask("how do I print item 9?");
    assert_eq!(own.candidates[0].entry.as_str(), "entry-9");
    drop(process);
    let process = home.start();
    assert!(!process.was_kept);
    process.add(10, "entry-7", "the kettle whistles at noon");
    process.rest();
    let asked = process.ask("the kettle whistles at noon");
    assert_eq!(asked.candidates[0].entry.as_str(), "entry-7");
    let names = fs::read_dir(home.folder.path()).unwrap();
    let names: Vec<_> = names.map(|item| item.unwrap().file_name()).collect();
    assert!(
        !names
            .iter()
            .any(|name| name.to_string_lossy().ends_with(".new")),
        "{names:?}"
    );
}

#[test]
fn what_an_admin_went_back_to_is_kept_as_well() {
    let home = Home::of_text(&many(120));
    let process = home.start();
    process.add(10, "entry-7", "the kettle whistles at noon");
    process.rest();
    let request = ReloadRequest {
        turn: Some(11),
        at_seconds: 11,
        origin: Origin::Undo,
        admin: Some(1),
    };
    let result = process
        .reloader
        .rollback(&process.assistant, &request, None);
    assert!(matches!(result, Ok(ReloadResult::Taken(_))), "{result:?}");
    process.rest();
    let own = process.ask("the kettle whistles at noon");
    drop(process);
    let process = home.start();
    assert!(process.was_kept);
    assert_eq!(process.ask("the kettle whistles at noon"), own);
    // The files on disk come back when they are asked for.
    let request = ReloadRequest {
        turn: Some(12),
        origin: Origin::Reload,
        ..request
    };
    let result = process.reloader.reload(&process.assistant, &request, false);
    assert!(matches!(result, Ok(ReloadResult::Taken(_))), "{result:?}");
    let found = process.ask("the kettle whistles at noon");
    assert_eq!(found.candidates[0].entry.as_str(), "entry-7");
    assert_ne!(found, own);
}
