//! Spreadsheets: CSV, TSV, XLSX, ODS and XLS to records, and a FAQ to CSV.
//!
//! A row among the first names the columns, in English or Chinese, in any order; titles above it
//! are passed over. Two columns without such names are a question and its answer. Anything else
//! is refused, with the option that names the columns.

mod cells;
pub(super) mod columns;
mod delimited;
mod headings;
mod rows;
mod workbook;
mod write;

use crate::faq::{Localized, shown};

pub use write::to_csv;

use super::reading::{Reading, Refused};
use super::types::Options;
use super::words::titles::is_question;
use columns::Column;
use delimited::Row;
use headings::{HEADINGS_WITHIN, NO_HEADING, find_headings, headings};
use rows::Filler;
pub(super) use rows::set;

/// Whether a text has rows with known headings, or a separator in every line.
pub(super) fn looks_like_table(text: &str) -> bool {
    let separator = delimited::likely_separator(text);
    let head: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(HEADINGS_WITHIN)
        .collect();
    let named = head.iter().any(|line| {
        let row: Vec<String> = line
            .split(separator)
            .map(|cell| cell.trim().trim_matches('"').to_owned())
            .collect();
        headings(&row).is_some()
    });
    let tabs = head.len() > 1 && head.iter().all(|line| line.matches('\t').count() >= 1);
    named || tabs || text.starts_with("sep=") || text.starts_with("#separator:")
}

/// Reads a text with separators.
pub(super) fn read_text(text: &str, tabs: bool, options: &Options) -> Result<Reading, Refused> {
    let (rows, separator) = delimited::rows(text, tabs)?;
    let mut reading = Reading::default();
    let sheet = read_sheet(rows, options, &mut reading)?;
    let sign = match separator {
        '\t' => "tab".to_owned(),
        sign => format!("`{sign}`"),
    };
    reading.used = format!("{sheet}; separator {sign}");
    Ok(reading)
}

/// Reads a workbook, every sheet of it.
pub(super) fn read_workbook(bytes: &[u8], options: &Options) -> Result<Reading, Refused> {
    let sheets = workbook::sheets(bytes)?;
    let mut reading = Reading::default();
    let mut used = Vec::new();
    let mut refusals = Vec::new();
    let filled = sheets.iter().filter(|(_, rows)| !rows.is_empty()).count();
    let read: Vec<(String, Result<String, Refused>, Reading)> = sheets
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(name, rows)| {
            let mut sheet = Reading::default();
            let columns = read_sheet(rows, options, &mut sheet);
            (name, columns, sheet)
        })
        .collect();
    // Beside a sheet with headings one without is a sheet of notes, unless it asks.
    let headed = |columns: &Result<String, Refused>| {
        columns
            .as_ref()
            .is_ok_and(|columns| !columns.contains(NO_HEADING))
    };
    let some_headed = read.iter().any(|(_, columns, _)| headed(columns));
    for (name, columns, mut sheet) in read {
        let asking = sheet.records.iter().filter(|record| {
            let first = record.questions.first();
            first.is_some_and(|(_, text)| is_question(text))
        });
        let notes_only =
            some_headed && !headed(&columns) && asking.count() * 2 <= sheet.records.len();
        match columns {
            Ok(_) if notes_only => reading.left_out(
                1,
                format!(
                    "sheet `{name}`: neither headings nor questions in its {} rows",
                    sheet.rows
                ),
            ),
            Ok(columns) => {
                used.push(format!("sheet `{name}`: {columns}"));
                let topic = sheet_topic(&name).filter(|_| filled > 1);
                for record in &mut sheet.records {
                    if record.topic == Localized::default()
                        && let Some(topic) = &topic
                    {
                        set(&mut record.topic, None, topic);
                    }
                }
                // An id counts within its sheet.
                if filled > 1 {
                    for record in sheet.records.iter_mut().filter(|record| {
                        !record.own_id && super::words::ids::says_nothing(&record.id)
                    }) {
                        record.id.clear();
                    }
                }
                reading.rows += sheet.rows;
                reading.records.append(&mut sheet.records);
                for mut note in sheet.notes {
                    note.message = format!("sheet `{name}`: {}", note.message);
                    reading.notes.push(note);
                }
                reading.synonyms.append(&mut sheet.synonyms);
                reading.out_of_scope.append(&mut sheet.out_of_scope);
            }
            Err(refused) => refusals.push((name, refused)),
        }
    }
    if used.is_empty() {
        return Err(refusals
            .into_iter()
            .next()
            .map(|(_, refused)| refused)
            .unwrap_or_else(|| {
                Refused::new(0, "the workbook is empty", "fill in questions and answers")
            }));
    }
    for (name, refused) in refusals {
        reading.left_out(refused.line, format!("sheet `{name}`: {}", refused.message));
    }
    reading.used = used.join("; ");
    Ok(reading)
}

/// A sheet's name as a topic, unless it is the one the program gave it.
fn sheet_topic(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let given = ["sheet", "工作表", "table", "tabelle", "feuille"]
        .iter()
        .any(|word| lower.starts_with(word));
    (!given && !super::words::titles::is_faq_name(&lower)).then(|| name.trim().to_owned())
}

/// Reads the rows of one sheet into `reading`; what columns it used.
fn read_sheet(rows: Vec<Row>, options: &Options, reading: &mut Reading) -> Result<String, Refused> {
    let filled = |row: &Row| row.cells.iter().any(|cell| !cell.trim().is_empty());
    let mut rows: Vec<Row> = rows.into_iter().filter(filled).collect();
    let width = rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .rposition(|cell| !cell.trim().is_empty())
                .map_or(0, |at| at + 1)
        })
        .max()
        .unwrap_or(0);
    let (start, headings, names) = find_headings(&mut rows, width, options)?;
    for row in rows.iter().take(start.saturating_sub(1)) {
        let text = row
            .cells
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        reading.left_out(row.line, format!("above the headings: {}", shown(&text)));
    }
    let mut used = Vec::new();
    for (at, name) in names.iter().enumerate() {
        match headings.columns.get(at).copied().flatten() {
            Some(Column::Ignored) => reading.left_out(
                rows.get(start.saturating_sub(1)).map_or(1, |row| row.line),
                format!("column `{name}` is not used"),
            ),
            Some(column) => used.push(format!("{} from `{name}`", meaning(column))),
            None if !name.is_empty() => reading.left_out(
                rows.get(start.saturating_sub(1)).map_or(1, |row| row.line),
                format!("unknown column `{name}` is left out"),
            ),
            None => {}
        }
    }
    let mut filler = Filler::new(&headings.columns, &rows[start..]);
    for row in &rows[start..] {
        reading.rows += 1;
        filler.take(row, reading);
    }
    Ok(used.join(", "))
}

fn meaning(column: Column) -> &'static str {
    match column {
        Column::Kind => "kind",
        Column::Id => "id",
        Column::Topic(_) => "topic",
        Column::Question(_) | Column::Title(_) => "question",
        Column::Similar(_) => "further questions",
        Column::Answer(_) | Column::Content(_) => "answer",
        Column::Keywords => "keywords",
        Column::Link => "link",
        Column::LinkLabel(_) => "label of the link",
        Column::More => "further links",
        Column::Image => "picture",
        Column::Related => "related",
        Column::Tests => "tests",
        Column::Language => "language",
        Column::Ignored => "nothing",
    }
}
