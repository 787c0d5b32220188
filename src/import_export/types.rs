//! What goes into an import and what comes out of it.

use std::sync::Arc;

use url::Url;

use crate::faq::Faq;

/// A file to import.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path, as messages show it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it was named itself, not only its folder: then it must hold questions.
    pub given: bool,
}

/// What an admin says about the sources.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where relative links of pages lead.
    pub base_url: Option<Url>,
    /// The folders that this address stands for, as sources are named below them.
    pub folders: Vec<String>,
    /// Meanings of columns, with their headings or numbers.
    pub columns: Vec<(String, String)>,
    /// Paths of pages that say the same: Chinese, English.
    pub pairs: Vec<(String, String)>,
}

impl Options {
    /// A source's path below the folder that the address stands for.
    pub(super) fn below<'n>(&self, name: &'n str) -> &'n str {
        let folders = self
            .folders
            .iter()
            .map(|folder| folder.trim_end_matches('/'));
        let below = folders.filter_map(|folder| match folder {
            "" | "." => Some(name.trim_start_matches("./")),
            folder => name.strip_prefix(folder)?.strip_prefix('/'),
        });
        below.min_by_key(|name| name.len()).unwrap_or(name)
    }
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// The FAQ; entries keep their topics, and their place is that in the source.
    pub faq: Faq,
    /// What each source gave, in order.
    pub sources: Vec<SourceSummary>,
    /// What was left out or changed, in order.
    pub notes: Vec<ImportNote>,
}

/// What one source gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSummary {
    /// Its path.
    pub name: Arc<str>,
    /// Columns, headings or keys that the reader went by, and the encoding if it is not UTF-8.
    pub used: String,
    /// How many rows or questions it has.
    pub rows: usize,
    /// How many entries came of it.
    pub entries: usize,
    /// How many ways to ask these have.
    pub phrasings: usize,
}

/// Something that was left out or taken over otherwise than it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportNote {
    /// The source.
    pub file: Arc<str>,
    /// Line (or row of a sheet) where it begins, from 1; 0 for the whole source.
    pub line: usize,
    /// Whether it was left out; otherwise it was changed.
    pub left_out: bool,
    /// What, and why.
    pub message: String,
}

/// Why an import was refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}\n  help: {help}", place(.file, *.line))]
pub struct ImportError {
    /// The source.
    pub file: String,
    /// Line from 1; 0 for the whole source.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// The fix.
    pub help: String,
}

/// `file:line`, or the file alone.
fn place(file: &str, line: usize) -> String {
    match line {
        0 => file.to_owned(),
        line => format!("{file}:{line}"),
    }
}
