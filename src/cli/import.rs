//! `wenda import`: a spreadsheet or a Markdown page becomes YAML.
//!
//! Nothing is overwritten, and every row that is not taken over is named on standard error.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::cli::common::{Exit, output};
use crate::faq::{self, Localized};
use crate::import_export::{self, Imported};

/// What to import, and where to.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// The file to read: .csv, .tsv or .md
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Its format, where the name does not tell
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// YAML file or folder to write, instead of standard output; nothing is overwritten
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// Formats to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Separated by commas or semicolons
    Csv,
    /// Separated by tabs
    Tsv,
    /// Headings or `Q:`/`A:` paragraphs
    Markdown,
}

/// Imports.
///
/// # Errors
/// When the file cannot be read, nothing in it can be taken over, or the result cannot be written.
pub fn run(args: &ImportArgs) -> anyhow::Result<Exit> {
    let name = args.file.display();
    let bytes = fs::read(&args.file).with_context(|| format!("cannot read `{name}`"))?;
    let Ok(text) = String::from_utf8(bytes) else {
        bail!("`{name}` is not UTF-8; save it as UTF-8 first (in Excel: “CSV UTF-8”)");
    };
    let imported = match format(args)? {
        Format::Csv => import_export::from_table(&text, None),
        Format::Tsv => import_export::from_table(&text, Some('\t')),
        Format::Markdown => import_export::from_markdown(&text),
    };
    for skipped in &imported.skipped {
        eprintln!("{name}:{}: left out: {}", skipped.line, skipped.reason);
    }
    if imported.faq.entries.is_empty() {
        bail!("`{name}` has no question with an answer");
    }
    let texts = faq::to_yaml(&imported.faq);
    let files = files(args.output.as_deref(), &texts)?;
    let sound = report(&imported, &files);
    match &args.output {
        None => {
            let all: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
            output::print(&all.concat())?;
        }
        Some(_) => {
            for (path, text) in &files {
                write_new(path, text)?;
                eprintln!("wrote {}", path.display());
            }
        }
    }
    Ok(if sound { Exit::Fine } else { Exit::Failure })
}

fn format(args: &ImportArgs) -> anyhow::Result<Format> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let extension = args
        .file
        .extension()
        .map(|text| text.to_string_lossy().to_lowercase());
    Ok(match extension.as_deref() {
        Some("csv") => Format::Csv,
        Some("tsv" | "tab") => Format::Tsv,
        Some("md" | "markdown") => Format::Markdown,
        _ => bail!(
            "what is `{}`? say `--format csv`, `tsv` or `markdown`",
            args.file.display()
        ),
    })
}

/// The files to write. Topics belong to files, so several topics need a folder.
fn files(
    output: Option<&Path>,
    texts: &[(Option<Localized>, String)],
) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let one_file = output.is_none_or(faq::is_yaml);
    if one_file && texts.len() > 1 {
        bail!(
            "there are {} topics, and a file has one: give a folder with `--output FOLDER`",
            texts.len()
        );
    }
    let path = output.unwrap_or(Path::new("import.yaml"));
    if one_file {
        return Ok(vec![(path.to_owned(), texts[0].1.clone())]);
    }
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for (number, (topic, text)) in texts.iter().enumerate() {
        let name = topic
            .as_ref()
            .and_then(|topic| topic.en.as_deref())
            .map(file_name);
        let name = name
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| format!("topic-{}", number + 1));
        let mut file = path.join(format!("{name}.yaml"));
        if files.iter().any(|(known, _)| *known == file) {
            file = path.join(format!("{name}-{}.yaml", number + 1));
        }
        files.push((file, text.clone()));
    }
    Ok(files)
}

fn file_name(topic: &str) -> String {
    let name: String = topic
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    name.trim_matches('-').to_owned()
}

/// Says what is wrong with the result, in the places where it will be; whether nothing is.
fn report(imported: &Imported, files: &[(PathBuf, String)]) -> bool {
    let named: Vec<(String, &String)> = files
        .iter()
        .map(|(path, text)| (path.display().to_string(), text))
        .collect();
    let loaded = faq::read(&named);
    for found in loaded.diagnostics.iter().filter(|found| found.is_error()) {
        eprintln!("{found}");
    }
    let entries = &imported.faq.entries;
    let phrasings: usize = entries.iter().map(|entry| entry.phrasings.len()).sum();
    eprintln!(
        "{} entries with {phrasings} questions, {} left out",
        entries.len(),
        imported.skipped.len()
    );
    !loaded.has_errors()
}

pub(crate) fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
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
