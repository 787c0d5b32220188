//! Who imports whom: the order of rooms that `ARCHITECTURE.md` writes down, and no circle of files.
//!
//! Reads the source as text. A path counts as an import of the file that defines the name: what a
//! `mod.rs` hands on is followed to its source. Code that only tests see does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::rust_source::{SourceFile, Use};

/// How many files and folders a folder of `src` holds at most: what a reader takes in at a glance.
const MOST_IN_A_FOLDER: usize = 14;

/// The order of rooms, lowest first: a room may import those before it.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let (_, section) = text.split_once("## What may import what").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rooms: Vec<String> = section
        .lines()
        .filter_map(|line| Some(line.strip_prefix("- `")?.split_once('`')?.0.to_owned()))
        .collect();
    assert!(rooms.len() > 10, "the section lists the rooms");
    rooms
}

/// All files of the library, by the path of their module (`faq::entry`).
struct Sources(BTreeMap<String, SourceFile>);

impl Sources {
    fn read() -> Sources {
        let mut files = BTreeMap::new();
        collect(Path::new("src"), "", &mut files);
        let only_tests: Vec<String> = files
            .iter()
            .flat_map(|(module, file)| {
                let names = file.test_modules.iter();
                names.map(|name| join(module, name)).collect::<Vec<_>>()
            })
            .collect();
        files.retain(|module, _| !only_tests.iter().any(|test| is_in(module, test)));
        Sources(files)
    }

    /// The path from the crate's root, where `path` leads into this crate.
    fn absolute(&self, module: &str, path: &[String]) -> Option<Vec<String>> {
        let here: Vec<String> = split(module);
        let mut base = match path.first()?.as_str() {
            "crate" => Vec::new(),
            "self" => here,
            "super" => here[..here.len().checked_sub(1)?].to_vec(),
            name => {
                if self.0.contains_key(&join(module, name)) {
                    here
                } else {
                    let used = self.0.get(module)?.uses.iter();
                    let used = used.filter(|used| used.path.len() > 1 && !used.is_glob);
                    let used = used.into_iter().find(|used| used.name == name)?;
                    if used.path.first().is_some_and(|first| first == name) {
                        return None;
                    }
                    let mut full = self.absolute(module, &used.path)?;
                    full.extend(path[1..].iter().cloned());
                    return Some(full);
                }
            }
        };
        let skip = usize::from(matches!(path[0].as_str(), "crate" | "self" | "super"));
        let mut rest = &path[skip..];
        while rest.first().is_some_and(|segment| segment == "super") {
            base.pop()?;
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The module whose file defines what the absolute `path` names; `None` where it names a
    /// module.
    fn defined_in(&self, path: &[String], depth: usize) -> Option<String> {
        let mut module = String::new();
        let mut rest = path;
        while let Some(first) = rest.first() {
            let next = join(&module, first);
            if !self.0.contains_key(&next) {
                break;
            }
            module = next;
            rest = &rest[1..];
        }
        let name = rest.first()?;
        let file = self.0.get(&module)?;
        if depth == 0 || file.defines.contains(name) {
            return Some(module);
        }
        let handed_on = file.uses.iter().find_map(|used| {
            let mut path = used.path.clone();
            match (used.is_glob, &used.name == name) {
                (true, _) => path.push(name.clone()),
                (false, true) => {}
                (false, false) => return None,
            }
            let path = self.absolute(&module, &path)?;
            match self.defined_in(&path, depth - 1) {
                Some(found) => {
                    let known = !used.is_glob || self.0[&found].defines.contains(name);
                    known.then_some(found)
                }
                // A module under another roof: what is named in it counts.
                None if !used.is_glob && rest.len() > 1 => {
                    let mut path = path;
                    path.extend(rest[1..].iter().cloned());
                    self.defined_in(&path, depth - 1)
                }
                None => None,
            }
        });
        handed_on.or(Some(module))
    }

    /// For each module those that it imports, without itself.
    fn imports(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let mut imports = BTreeMap::new();
        for (module, file) in &self.0 {
            let hands_on = |used: &Use| {
                let inside = self.absolute(module, &used.path);
                let inside = inside.is_some_and(|path| is_in(&path.join("::"), module));
                file.is_folder && inside && !file.words.contains(&used.name)
            };
            let mut paths: Vec<Vec<String>> = file.paths.clone();
            for used in file.uses.iter().filter(|used| !hands_on(used)) {
                let mut path = used.path.clone();
                if used.is_glob {
                    path.push("*".to_owned());
                }
                paths.push(path);
            }
            let found: BTreeSet<String> = paths
                .iter()
                .filter_map(|path| self.absolute(module, path))
                .filter_map(|path| self.defined_in(&path, 8))
                .filter(|found| found != module && !found.is_empty())
                .collect();
            imports.insert(module.as_str(), found);
        }
        imports
    }
}

fn collect(folder: &Path, module: &str, files: &mut BTreeMap<String, SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            collect(&path, &join(module, &name), files);
        } else if path.extension().is_some_and(|end| end == "rs") && name != "main" {
            let is_folder = name == "mod" || name == "lib";
            let module = match is_folder {
                true => module.to_owned(),
                false => join(module, &name),
            };
            let text = fs::read_to_string(&path).unwrap();
            files.insert(module, SourceFile::read(&text, is_folder));
        }
    }
}

fn join(module: &str, name: &str) -> String {
    match module {
        "" => name.to_owned(),
        _ => format!("{module}::{name}"),
    }
}

fn split(module: &str) -> Vec<String> {
    let parts = module.split("::").filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// Whether `module` is `room` or lies in it.
fn is_in(module: &str, room: &str) -> bool {
    let below = module.strip_prefix(room);
    room.is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn no_room_imports_one_above_it() {
    let rooms = rooms();
    // The longest name wins: a room may stand apart from the folder that holds it.
    let room = |module: &str| {
        let known = rooms.iter().enumerate();
        let known = known.filter(|(_, room)| is_in(module, room));
        known.max_by_key(|(_, room)| room.len())
    };
    let sources = Sources::read();
    let mut wrong = Vec::new();
    for (module, imported) in sources.imports() {
        if module.is_empty() {
            continue;
        }
        let Some((here, name)) = room(module) else {
            wrong.push(format!("{module} is in no room of ARCHITECTURE.md"));
            continue;
        };
        for other in &imported {
            if let Some((there, above)) = room(other)
                && there > here
            {
                wrong.push(format!("{module} ({name}) imports {other} ({above})"));
            }
        }
    }
    assert!(wrong.is_empty(), "upward imports:\n{}", wrong.join("\n"));
}

/// The modules that one leads to, over any number of imports.
fn reached<'i>(imports: &'i BTreeMap<&str, BTreeSet<String>>, from: &str) -> BTreeSet<&'i str> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = imports[from].iter().map(String::as_str).collect();
    while let Some(module) = next.pop() {
        if found.insert(module) {
            next.extend(imports[module].iter().map(String::as_str));
        }
    }
    found
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = Sources::read();
    let imports = sources.imports();
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|module| (*module, reached(&imports, module)))
        .collect();
    let mut circles = Vec::new();
    for (module, from_here) in &reached {
        let others = imports[module].iter().map(String::as_str);
        let back: Vec<&str> = others
            .filter(|other| reached[other].contains(module))
            .collect();
        if from_here.contains(module) {
            circles.push(format!("{module} -> {}", back.join(", ")));
        }
    }
    assert!(circles.is_empty(), "in circles:\n{}", circles.join("\n"));
}

#[test]
fn no_folder_holds_more_than_a_reader_takes_in() {
    let mut folders = vec![Path::new("src").to_owned()];
    let mut full = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        if folder != Path::new("src") && entries.len() > MOST_IN_A_FOLDER {
            full.push(format!("{}: {}", folder.display(), entries.len()));
        }
        folders.extend(entries.into_iter().filter(|path| path.is_dir()));
    }
    assert!(
        full.is_empty(),
        "too many in one folder:\n{}",
        full.join("\n")
    );
}

#[test]
fn an_import_is_that_of_the_file_that_defines_the_name() {
    let files = [
        ("", "pub mod a; pub mod b;", true),
        (
            "a",
            "mod x; pub use x::Thing; use crate::b as bee; pub struct Own;",
            true,
        ),
        (
            "a::x",
            "pub struct Thing; fn f() { super::bee::go(); }",
            false,
        ),
        (
            "b",
            "use crate::{a::{self, Thing}, b}; // use crate::gone::Never;
             const S: &str = \"crate::a::Own\";
             #[cfg(test)] mod tests { use crate::a::Own; } pub fn go() {}",
            false,
        ),
        ("c", "use crate::a; fn f(_: a::Own) {}", false),
    ];
    let read = files
        .map(|(module, text, is_folder)| (module.to_owned(), SourceFile::read(text, is_folder)));
    let sources = Sources(read.into_iter().collect());
    let imports = sources.imports();
    let of = |module: &str| imports[module].iter().cloned().collect::<Vec<_>>();
    assert_eq!(of("a"), Vec::<String>::new());
    assert_eq!(of("a::x"), ["b"]);
    assert_eq!(of("b"), ["a::x"]);
    assert_eq!(of("c"), ["a"]);
}
