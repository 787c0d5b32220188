//! Watching the FAQ's files, as editors and Kubernetes change them.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use wenda::admin::ReloadResult;
use wenda::assistant::{Assistant, Settings};
use wenda::knowledge::Knowledge;
use wenda::reload::{EditMode, Found, KnowledgeBuilder, Reloader, Until, Watch, find, watch};
use wenda::store::SqliteStore;

use crate::admins::entry;

/// Longer than any machine needs; a test that passes does not wait for it.
const LONG: Duration = Duration::from_secs(60);

fn text(ids: &[&str]) -> String {
    let entries = ids
        .iter()
        .map(|id| entry(id, &format!("{id} 是什么"), &format!("what about {id}")));
    format!("entries:\n{}", entries.collect::<String>())
}

fn watching(path: &Path) -> (Arc<Assistant>, Watch, Receiver<ReloadResult>) {
    let store = Arc::new(SqliteStore::in_memory().unwrap());
    let start = find(path, &*store, &KnowledgeBuilder::words_only()).unwrap();
    let Found::Files(faq) = start.found else {
        panic!("the files load");
    };
    let knowledge = Knowledge::build(faq);
    let assistant = Arc::new(Assistant::new(
        knowledge,
        store.clone(),
        Settings::default(),
    ));
    let reloader = Reloader::new(path.to_owned(), EditMode::Auto, store);
    reloader.begin(&start.on_disk, 1).unwrap();
    let (tell, told) = mpsc::channel();
    let watch = watch(
        Arc::new(reloader),
        &assistant,
        Until::TheEnd,
        move |result| {
            let _ = tell.send(result.clone());
        },
    );
    (assistant, watch.unwrap(), told)
}

#[track_caller]
fn takes(told: &Receiver<ReloadResult>, added: &str) {
    match told.recv_timeout(LONG).unwrap() {
        ReloadResult::Taken(report) => {
            let ids: Vec<&str> = report.change.added.iter().map(|id| id.as_str()).collect();
            assert_eq!(ids, [added]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_written_in_place_or_renamed_into_place_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    fs::write(&file, text(&["one"])).unwrap();
    let (assistant, _watch, told) = watching(folder.path());
    fs::write(&file, text(&["one", "two"])).unwrap();
    takes(&told, "two");
    let beside = folder.path().join(".a.yaml.swp");
    fs::write(&beside, text(&["one", "two", "three"])).unwrap();
    fs::rename(&beside, &file).unwrap();
    takes(&told, "three");
    assert_eq!(assistant.knowledge().faq().entries.len(), 3);
}

#[test]
fn a_broken_file_is_told_once_and_the_old_one_keeps_answering() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    fs::write(&file, text(&["one"])).unwrap();
    let (assistant, _watch, told) = watching(&file);
    fs::write(&file, "entries: [").unwrap();
    let first = told.recv_timeout(LONG).unwrap();
    assert!(matches!(first, ReloadResult::Broken(_)), "{first:?}");
    // Touched, and broken as before: nothing to tell. What is told next is what comes next.
    fs::write(&file, "entries: [").unwrap();
    fs::write(folder.path().join("unrelated"), "x").unwrap();
    std::thread::sleep(Duration::from_millis(900));
    assert_eq!(assistant.knowledge().faq().entries.len(), 1);
    fs::write(&file, text(&["one", "two"])).unwrap();
    takes(&told, "two");
}

#[cfg(unix)]
#[test]
fn a_swapped_link_is_a_change() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    // As Kubernetes mounts it: files are links through `..data`, which is swapped.
    for (name, ids) in [("..1", &["one"][..]), ("..2", &["one", "two"])] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("a.yaml"), text(ids)).unwrap();
    }
    symlink("..1", folder.path().join("..data")).unwrap();
    symlink("..data/a.yaml", folder.path().join("a.yaml")).unwrap();
    let (_assistant, _watch, told) = watching(folder.path());
    symlink("..2", folder.path().join("..next")).unwrap();
    fs::rename(folder.path().join("..next"), folder.path().join("..data")).unwrap();
    takes(&told, "two");
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_may_lead_elsewhere_and_is_watched_there() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    for (name, ids) in [("r1", &["one"][..]), ("r2", &["one", "two"])] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("a.yaml"), text(ids)).unwrap();
    }
    let link = folder.path().join("faq");
    symlink("r1", &link).unwrap();
    let (_assistant, _watch, told) = watching(&link);
    symlink("r2", folder.path().join("next")).unwrap();
    fs::rename(folder.path().join("next"), &link).unwrap();
    takes(&told, "two");
    fs::write(
        folder.path().join("r2/a.yaml"),
        text(&["one", "two", "three"]),
    )
    .unwrap();
    takes(&told, "three");
}
