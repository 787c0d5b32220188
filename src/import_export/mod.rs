//! FAQs from and for elsewhere: spreadsheets, Markdown and web pages, data of other bots.
//!
//! Pure: bytes in, FAQ out, and back. Every reader makes records of its kind of source; the
//! records are paired (two languages), joined and named by one collector. What cannot be taken
//! over is named with its place; nothing is left out in silence. A FAQ exported as CSV and
//! imported again is the same FAQ.
//!
//! ```
//! use wenda::import_export::{Options, Source, import};
//! let page = Source { name: "faq.md".into(), bytes: b"# FAQ\n\n## Can I pay by card?\n\nYes.\n".to_vec(), given: true };
//! let imported = import(vec![page], &Options::default(), None).unwrap();
//! assert_eq!(imported.faq.entries[0].id.as_str(), "can-i-pay-by-card");
//! ```

mod collect;
mod data;
mod html;
mod markdown;
mod merge;
mod pair;
mod reading;
mod source;
mod spreadsheet;
#[cfg(test)]
mod tests;
mod types;
mod words;

use std::sync::Arc;

use crate::faq::Faq;

pub use html::to_html;
pub use markdown::to_markdown;
pub use merge::{FileText, Merged, merge};
pub use spreadsheet::to_csv;
pub use types::{ImportError, ImportNote, Imported, Options, Source, SourceSummary};

use collect::Collector;
use pair::Page;
use reading::{Reading, Refused};
use source::{Content, Kind};

fn refuse(file: &str, refused: Refused) -> ImportError {
    ImportError {
        file: file.to_owned(),
        line: refused.line,
        message: refused.message,
        help: refused.help,
    }
}

/// Reads sources and makes one FAQ of them. Entries that ask what `existing` asks take its ids.
///
/// # Errors
/// One for every source that is not understood, or when no source holds a question.
pub fn import(
    sources: Vec<Source>,
    options: &Options,
    existing: Option<&Faq>,
) -> Result<Imported, Vec<ImportError>> {
    let mut errors = Vec::new();
    let mut pages: Vec<Page> = Vec::new();
    let mut rasa = data::Rasa::default();
    let mut rasa_file: Option<Arc<str>> = None;
    for source in sources {
        let file: Arc<str> = source.name.as_str().into();
        match read(&source, options, &mut rasa) {
            Ok(Some(reading)) => {
                if reading.records.is_empty() && source.given {
                    errors.push(refuse(&file, nothing(&reading)));
                }
                pages.push(Page { file, reading });
            }
            Ok(None) => {
                rasa_file.get_or_insert(file);
            }
            Err(refused) if source.given || refused.line > 0 && is_broken(&refused) => {
                errors.push(refuse(&file, refused))
            }
            Err(refused) => {
                let mut reading = Reading::default();
                reading.left_out(refused.line, refused.message);
                pages.push(Page { file, reading });
            }
        }
    }
    if let Some(file) = rasa_file.filter(|_| !rasa.is_empty()) {
        pages.push(Page {
            file,
            reading: rasa.finish(),
        });
    }
    for (zh, en) in &options.pairs {
        if let Err((file, refused)) = pair::chosen(&mut pages, zh, en) {
            errors.push(refuse(&file, refused));
        }
    }
    pair::likely(&mut pages);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut collector = Collector::beside(existing);
    let mut summaries = Vec::new();
    for Page { file, reading } in pages {
        summaries.push(SourceSummary {
            name: file.clone(),
            used: reading.used.clone(),
            rows: reading.rows,
            entries: 0,
            phrasings: 0,
        });
        collector.take(&file, reading);
    }
    let (faq, mut notes) = collector.finish();
    if faq.entries.is_empty() {
        let file = summaries
            .first()
            .map_or_else(String::new, |summary| summary.name.to_string());
        let why = notes
            .iter()
            .find(|note| note.left_out)
            .map(|note| format!(" ({})", note.message))
            .unwrap_or_default();
        let refused = Refused::new(
            0,
            format!("no question with an answer is found{why}"),
            HELP_NOTHING,
        );
        return Err(vec![refuse(&file, refused)]);
    }
    for entry in &faq.entries {
        if let Some(summary) = summaries
            .iter_mut()
            .find(|summary| summary.name == entry.place.file)
        {
            summary.entries += 1;
            summary.phrasings += entry.phrasings.len();
        }
    }
    let order = |name: &Arc<str>| summaries.iter().position(|summary| summary.name == *name);
    notes.sort_by_key(|note| (order(&note.file), note.line));
    notes.dedup();
    Ok(Imported {
        faq,
        sources: summaries,
        notes,
    })
}

const HELP_NOTHING: &str = "questions are headings, bold lines, `Q:` and `A:`, foldings, or columns named question and answer";

fn nothing(reading: &Reading) -> Refused {
    let first = reading.notes.iter().find(|note| note.left_out);
    let why = first
        .map(|note| format!(" ({})", note.message))
        .unwrap_or_default();
    Refused::new(
        first.map_or(0, |note| note.line),
        format!("no question with an answer is found{why}"),
        HELP_NOTHING,
    )
}

/// Whether a file of a folder is damaged rather than about something else.
fn is_broken(refused: &Refused) -> bool {
    refused.message.starts_with("a quote opens") || refused.message.starts_with("this is no ")
}

fn read(
    source: &Source,
    options: &Options,
    rasa: &mut data::Rasa,
) -> Result<Option<Reading>, Refused> {
    let (content, encoding) = source::content(&source.name, &source.bytes)?;
    let reading = match content {
        Content::Workbook => Some(spreadsheet::read_workbook(&source.bytes, options)?),
        Content::Text(Kind::Table, text) => {
            let tabs = matches!(source::ending(&source.name).as_str(), "tsv" | "tab");
            Some(spreadsheet::read_text(&text, tabs, options)?)
        }
        Content::Text(Kind::Html, text) => Some(html::read(&text, &source.name, options)),
        Content::Text(Kind::Rst, text) => Some(markdown::read_rst(&text, &source.name, options)),
        Content::Text(Kind::Markdown, text) => Some(markdown::read(&text, &source.name, options)),
        Content::Data(nodes, text) => data::read(&nodes, &text, rasa)?,
    };
    Ok(reading.map(|mut reading| {
        if let Some(encoding) = encoding {
            reading.used = format!("{}; read as {encoding}", reading.used);
        }
        reading
    }))
}

/// Whether a file of a folder may hold a FAQ, by the ending of its name.
pub fn may_hold_faq(name: &str) -> bool {
    source::may_hold_faq(name)
}
