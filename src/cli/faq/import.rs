//! `wenda import`: files and folders of other forms become a FAQ.
//!
//! Either everything is written or nothing. What was read, left out and changed is told on
//! standard error; a second import into the same folder updates the entries it knows.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use url::Url;

use crate::cli::common::output::{self, count};
use crate::cli::common::{Exit, language_of_errors};
use crate::faq::{self, Loaded};
use crate::import_export::{self, ImportError, Imported, Merged, Options, Source};
use crate::translation;

/// Folders within folders are read down to this depth.
const DEEPEST: usize = 12;
/// Larger files are no FAQ; reading them would take the memory of the machine.
const LARGEST_BYTES: u64 = 64 * 1024 * 1024;
/// Sources larger than this together take a second or more: that they are read is told.
const LONG_BYTES: usize = 4 * 1024 * 1024;

/// What to import, and where to.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// Files and folders: Markdown, HTML, CSV, TSV, XLSX, ODS, JSON, YAML of other bots,
    /// reStructuredText
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Folder of the FAQ to write, instead of standard output; entries it has are updated
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where relative links of the pages lead
    #[arg(long, value_name = "URL")]
    base_url: Option<Url>,
    /// Which columns hold what, by heading or number: question=…,answer=…[,topic=…]
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,
    /// Two pages that say the same: zh=FILE en=FILE
    #[arg(long, num_args = 2, value_names = ["zh=FILE", "en=FILE"], action = clap::ArgAction::Append)]
    pair: Vec<String>,
}

/// Imports.
///
/// # Errors
/// When a file cannot be read or is not understood, or the result cannot be written.
pub fn run(args: &ImportArgs) -> anyhow::Result<Exit> {
    let mut options = Options {
        base_url: args.base_url.clone(),
        folders: Vec::new(),
        columns: columns(args)?,
        pairs: Vec::new(),
    };
    // Links are relative to the folder that an address stands for.
    if let Some(url) = options
        .base_url
        .as_mut()
        .filter(|url| !url.path().ends_with('/'))
    {
        url.set_path(&format!("{}/", url.path()));
    }
    let mut paths = args.paths.clone();
    for pair in args.pair.chunks(2) {
        let find = |language: &str| {
            pair.iter()
                .find_map(|text| text.strip_prefix(language)?.strip_prefix('='))
        };
        let (Some(zh), Some(en)) = (find("zh"), find("en")) else {
            bail!("`--pair` takes two pages: `--pair zh=FILE en=FILE`");
        };
        for file in [zh, en] {
            if !paths.iter().any(|path| path == Path::new(file)) {
                paths.push(file.into());
            }
        }
        options.pairs.push((zh.to_owned(), en.to_owned()));
    }
    options.folders = paths.iter().map(|path| folder_of(path)).collect();
    let sources = sources(&paths, args.output.as_deref())?;
    let bytes: usize = sources.iter().map(|source| source.bytes.len()).sum();
    if bytes > LONG_BYTES {
        eprintln!(
            "reading {} files with {} MB",
            sources.len(),
            bytes.div_ceil(1 << 20)
        );
    }
    let existing = existing(args.output.as_deref())?;
    let old = existing.as_ref().and_then(|loaded| loaded.faq.as_ref());
    let imported = match import_export::import(sources, &options, old) {
        Ok(imported) => imported,
        Err(errors) => return Ok(refused(&errors)),
    };
    told(&imported);
    let folder = args
        .output
        .as_deref()
        .map_or_else(|| "import".to_owned(), |path| path.display().to_string());
    let folder = folder.trim_end_matches('/');
    let mut merged = import_export::merge(existing.as_ref(), &imported.faq, folder, &stem(&paths));
    keep_comments(&mut merged);
    if !sound(&merged, existing.as_ref(), folder) {
        eprintln!("nothing is written");
        return Ok(Exit::Failure);
    }
    let (new, changed, same) = merged.counts;
    match (&args.output, args.dry_run) {
        (_, true) => {
            for file in &merged.files {
                eprintln!("would write {}", file.name);
            }
        }
        (None, false) => {
            let all: Vec<&str> = merged.files.iter().map(|file| file.text.as_str()).collect();
            if all.len() > 1 {
                bail!(
                    "there are {} topics, and a file has one: give a folder with `--output FOLDER`",
                    all.len()
                );
            }
            output::print(&all.concat())?;
        }
        (Some(_), false) => write_all(&merged)?,
    }
    for (file, id) in &merged.not_in_source {
        eprintln!("{file}: entry `{id}` is not in the source; it stays as it is");
    }
    eprintln!("{new} entries new, {changed} updated, {same} as they were");
    Ok(Exit::Fine)
}

/// The folder that `--base-url` stands for: the one given, or that of the file given.
fn folder_of(path: &Path) -> String {
    match path.is_dir() {
        true => path.display().to_string(),
        false => path
            .parent()
            .map_or_else(String::new, |folder| folder.display().to_string()),
    }
}

/// Files that the folder has are changed in place, where their text allows it.
fn keep_comments(merged: &mut Merged) {
    for file in merged.files.iter_mut().filter(|file| file.known) {
        let text = fs::read_to_string(&file.name).ok();
        if let Some(text) = text.and_then(|text| file.in_place(&text)) {
            file.text = text;
            file.kept = true;
        }
    }
}

fn columns(args: &ImportArgs) -> anyhow::Result<Vec<(String, String)>> {
    let parts = args.columns.iter().flat_map(|text| text.split(','));
    parts
        .map(|part| match part.split_once('=') {
            Some((meaning, name)) => Ok((meaning.trim().to_owned(), name.trim().to_owned())),
            None => bail!("`--columns` takes pairs such as `question=Title,answer=Text`"),
        })
        .collect()
}

/// The name for entries without a topic: that of the one source, or `faq`.
fn stem(paths: &[PathBuf]) -> String {
    match paths {
        [one] => one.file_stem().map_or_else(
            || "faq".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        ),
        _ => "faq".to_owned(),
    }
}

fn sources(paths: &[PathBuf], output: Option<&Path>) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        let data =
            fs::metadata(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        match data.is_dir() {
            true => folder(path, output, 0, &mut sources)?,
            false => sources.push(source(path, true)?),
        }
    }
    if sources.is_empty() {
        bail!(
            "no file in the folder may hold a FAQ: Markdown, HTML, CSV, TSV, XLSX, ODS, JSON, YAML, reStructuredText"
        );
    }
    Ok(sources)
}

fn folder(
    path: &Path,
    output: Option<&Path>,
    depth: usize,
    sources: &mut Vec<Source>,
) -> anyhow::Result<()> {
    let items = fs::read_dir(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut inner: Vec<PathBuf> = items
        .map(|item| item.map(|item| item.path()))
        .collect::<Result<_, _>>()?;
    inner.sort();
    for path in inner {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let hidden =
            name.starts_with('.') || matches!(name.as_str(), "node_modules" | "target" | "vendor");
        if hidden || output.is_some_and(|output| output == path) {
            continue;
        }
        match fs::metadata(&path) {
            Ok(data) if data.is_dir() && depth < DEEPEST => {
                folder(&path, output, depth + 1, sources)?
            }
            Ok(data) if data.is_file() && import_export::may_hold_faq(&name) => {
                sources.push(source(&path, false)?)
            }
            Ok(data) if data.is_file() => eprintln!(
                "{}: left out: not a kind of file that holds a FAQ",
                path.display()
            ),
            _ => {}
        }
    }
    Ok(())
}

fn source(path: &Path, given: bool) -> anyhow::Result<Source> {
    let name = path.display().to_string();
    let size = fs::metadata(path).map(|data| data.len()).unwrap_or(0);
    if size > LARGEST_BYTES {
        bail!(
            "`{name}` is larger than {} MB; import a part of it",
            LARGEST_BYTES / 1024 / 1024
        );
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read `{name}`"))?;
    Ok(Source { name, bytes, given })
}

/// The FAQ that the folder has already.
fn existing(output: Option<&Path>) -> anyhow::Result<Option<Loaded>> {
    let Some(path) = output.filter(|path| path.exists()) else {
        return Ok(None);
    };
    if path.is_file() {
        bail!(
            "`{}` is a file; give a folder with `--output FOLDER`",
            path.display()
        );
    }
    if faq::files(path).is_ok_and(|files| files.is_empty()) {
        return Ok(None);
    }
    let loaded = faq::load(path);
    if loaded.has_errors() {
        for found in loaded.diagnostics.iter().filter(|found| found.is_error()) {
            eprintln!("{}", translation::told(found, language_of_errors()));
        }
        bail!("the FAQ in `{}` has errors; fix them first", path.display());
    }
    Ok(Some(loaded))
}

fn refused(errors: &[ImportError]) -> Exit {
    for error in errors {
        eprintln!("{error}");
    }
    eprintln!("nothing is written");
    Exit::Failure
}

/// Says what was read, left out and changed.
fn told(imported: &Imported) {
    for note in &imported.notes {
        let line = if note.line > 0 {
            format!(":{}", note.line)
        } else {
            String::new()
        };
        let what = if note.left_out { "left out: " } else { "" };
        eprintln!("{}{line}: {what}{}", note.file, note.message);
    }
    for source in &imported.sources {
        let rows = if source.rows == 1 {
            "row or question"
        } else {
            "rows or questions"
        };
        eprintln!(
            "{}: {} {rows}, {} with {}; used: {}",
            source.name,
            source.rows,
            count(source.entries, "entry"),
            count(source.phrasings, "phrasing"),
            source.used
        );
    }
}

/// Whether the result loads; says what is wrong with it otherwise.
fn sound(merged: &Merged, existing: Option<&Loaded>, folder: &str) -> bool {
    let mut texts: Vec<(String, String)> = merged
        .files
        .iter()
        .map(|file| (file.name.clone(), file.text.clone()))
        .collect();
    if existing.is_some() {
        for path in faq::files(Path::new(folder)).unwrap_or_default() {
            let name = path.display().to_string();
            if !texts.iter().any(|(known, _)| *known == name) {
                texts.extend(fs::read_to_string(&path).ok().map(|text| (name, text)));
            }
        }
    }
    if texts.is_empty() {
        return true;
    }
    let loaded = faq::read(&texts);
    for found in loaded.diagnostics.iter().filter(|found| found.is_error()) {
        eprintln!("{}", translation::told(found, language_of_errors()));
    }
    !loaded.has_errors()
}

/// Writes every file beside its place first, then puts all in place.
fn write_all(merged: &Merged) -> anyhow::Result<()> {
    let mut ready = Vec::new();
    for file in &merged.files {
        let path = Path::new(&file.name);
        if file.known
            && !file.kept
            && fs::read_to_string(path)
                .is_ok_and(|text| text.lines().any(|line| line.trim_start().starts_with('#')))
        {
            let kept = path.with_extension("yaml.before-import");
            fs::copy(path, &kept).with_context(|| format!("cannot write `{}`", kept.display()))?;
            eprintln!(
                "{}: its comments are lost; the file as it was is {}",
                file.name,
                kept.display()
            );
        }
        let draft = path.with_extension("yaml.new");
        let _ = fs::remove_file(&draft);
        write_new(&draft, &file.text)?;
        ready.push((draft, path));
    }
    for (draft, path) in ready {
        fs::rename(&draft, path).with_context(|| format!("cannot write `{}`", path.display()))?;
        eprintln!("wrote {}", path.display());
    }
    Ok(())
}

pub(super) fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.with_context(|| format!("cannot write `{}`", path.display()))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("cannot write `{}`", path.display()))
}
