//! Reads the FAQ's files; the only file of this room that touches the disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::diagnostic::Diagnostic;
use super::entry::FilePlace;
use super::read::{Loaded, Text, read_texts};

/// Folders within folders are read down to this depth; a link that leads in circles ends there.
const DEEPEST: usize = 8;

/// Reads the FAQ at `path`: one file, or every `*.yaml` and `*.yml` in a folder and the folders
/// in it, in the order of their names. Names that begin with a dot are passed over. Never fails:
/// what goes wrong is a diagnostic.
pub fn load(path: impl AsRef<Path>) -> Loaded {
    let path = path.as_ref();
    match files(path) {
        Ok(files) if files.is_empty() => Loaded::failed(no_files(path)),
        Ok(files) => {
            let texts = files.iter().map(|file| text(file)).collect();
            let mut loaded = read_texts(texts);
            if !loaded.has_errors() {
                loaded.diagnostics.extend(left_out(path));
            }
            loaded
        }
        Err(error) => {
            let help = "give the FAQ's folder or file with `--faq`, or as `path` under `[faq]` in the configuration";
            let message = format!("cannot read the FAQ: {}", reason(&error));
            Loaded::failed(Diagnostic::error("unreadable", whole(path), message).help(help))
        }
    }
}

/// The FAQ's files below `path`, in order; `path` itself where it is a file.
///
/// # Errors
/// When `path` or a folder in it does not exist or cannot be read.
pub fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if fs::metadata(path)?.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    collect(path, 0, &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut paths = Vec::new();
    for item in fs::read_dir(folder)? {
        let item = item?;
        if !item.file_name().to_string_lossy().starts_with('.') {
            paths.push(item.path());
        }
    }
    paths.sort();
    for path in paths {
        match fs::metadata(&path) {
            Ok(data) if data.is_dir() && depth < DEEPEST => collect(&path, depth + 1, files)?,
            Ok(data) if data.is_dir() => {}
            // A dangling link named `x.yaml` is reported when it is read.
            _ if is_yaml(&path) => files.push(path),
            _ => {}
        }
    }
    Ok(())
}

/// Files of the folder that look as if they belonged to the FAQ, and are not read.
fn left_out(folder: &Path) -> Vec<Diagnostic> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|item| item.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|item| item.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !is_yaml(Path::new(name)))
        .collect();
    names.sort();
    let finding = |name: String| {
        let lower = name.to_lowercase();
        let hidden = [".yaml", ".yml"]
            .iter()
            .find_map(|end| Some(lower.find(end)? + end.len()));
        let tables = ["csv", "tsv", "xlsx", "ods", "json", "txt", "docx"];
        let help = match hidden.and_then(|end| name.get(..end)) {
            Some(meant) => format!("rename `{name}` to `{meant}`, or move it out of the folder"),
            None if tables.iter().any(|end| lower.ends_with(&format!(".{end}"))) => {
                "only files that end in `.yaml` are read; `wenda import` makes them of others"
                    .to_owned()
            }
            None => return None,
        };
        let message = "this file is not read: its name does not end in `.yaml`";
        let place = whole(&folder.join(&name));
        Some(Diagnostic::warning("left-out", place, message).help(help))
    };
    names.into_iter().filter_map(finding).collect()
}

/// Whether a file's name says that it is YAML.
pub fn is_yaml(path: &Path) -> bool {
    let extension = path
        .extension()
        .map(|text| text.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("yaml" | "yml"))
}

fn text(file: &Path) -> (Arc<str>, Text) {
    let name: Arc<str> = file.display().to_string().into();
    let text = match fs::read(file) {
        Ok(bytes) => decode(&name, bytes),
        Err(error) => {
            let message = format!("cannot read the file: {}", reason(&error));
            let help = "see that it exists and that Wenda may read it";
            Err(Diagnostic::error("unreadable", whole(file), message).help(help))
        }
    };
    (name, text)
}

fn decode(name: &Arc<str>, bytes: Vec<u8>) -> Text {
    let wide = matches!(bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff]));
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |text| text.chars().count())
            + 1;
        let place = FilePlace {
            file: name.clone(),
            line,
            column,
        };
        let message = match wide {
            true => "the file is not UTF-8 but UTF-16",
            false => "the file is not UTF-8 from here on",
        };
        let help = "save it as UTF-8 in the editor (“Save with encoding”)";
        Diagnostic::error("not-utf8", place, message).help(help)
    })
}

fn no_files(path: &Path) -> Diagnostic {
    let help = match left_out(path).into_iter().find_map(|found| found.help) {
        Some(help) => help,
        None => "put the FAQ's files there; their names end in `.yaml`".to_owned(),
    };
    Diagnostic::error("no-files", whole(path), "no `*.yaml` file in this folder").help(help)
}

fn whole(path: &Path) -> FilePlace {
    FilePlace {
        file: path.display().to_string().into(),
        line: 0,
        column: 0,
    }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
