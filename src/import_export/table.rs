//! Spreadsheets: CSV and TSV.
//!
//! The first row may name the columns, in English or Chinese, in any order; without such a row the
//! first column is the question and the second the answer. A cell may hold several questions, one
//! per line.

use crate::faq::{Entry, Faq, Link, Localized};
use crate::text::Language;

use super::Imported;
use super::collect::{Collector, Row};
use super::columns::{Column, EXPORTED, column};

/// Between the address and the labels of a link in one cell.
const LINK_PARTS: char = '|';

/// Reads a spreadsheet. `separator` is `,`, `;` or a tab; `None`: whichever the first line has most of.
pub fn from_table(text: &str, separator: Option<char>) -> Imported {
    let text = text.trim_start_matches('\u{feff}');
    let separator = separator.unwrap_or_else(|| likely_separator(text));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut collector = Collector::default();
    let mut columns: Option<Vec<Option<Column>>> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, |place| place.line() as usize);
                collector.skip(line, format!("cannot be read: {error}"));
                continue;
            }
        };
        let line = record.position().map_or(0, |place| place.line() as usize);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &columns {
            None => {
                let named: Vec<Option<Column>> = record.iter().map(column).collect();
                let is = |wanted: fn(&Column) -> bool| named.iter().flatten().any(wanted);
                let headings = is(|column| matches!(column, Column::Question(_)))
                    && is(|column| matches!(column, Column::Answer(_)));
                if headings {
                    for (cell, _) in record
                        .iter()
                        .zip(&named)
                        .filter(|(_, column)| column.is_none())
                    {
                        if !cell.trim().is_empty() {
                            collector.skip(
                                line,
                                format!("unknown column `{}` is left out", cell.trim()),
                            );
                        }
                    }
                    columns = Some(named);
                } else {
                    let plain = vec![Some(Column::Question(None)), Some(Column::Answer(None))];
                    take(&record, &plain, line, &mut collector);
                    columns = Some(plain);
                }
            }
            Some(columns) => take(&record, columns, line, &mut collector),
        }
    }
    collector.finish()
}

fn likely_separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or("");
    let count = |separator: char| first.matches(separator).count();
    [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(',')
}

fn take(
    record: &csv::StringRecord,
    columns: &[Option<Column>],
    line: usize,
    collector: &mut Collector,
) {
    let mut row = Row {
        line,
        ..Row::default()
    };
    let mut kind = "";
    let mut address = String::new();
    let mut label = Localized::default();
    for (number, cell) in record.iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let Some(column) = columns.get(number) else {
            collector.skip(
                line,
                format!("the row has more cells than there are columns: {cell}"),
            );
            continue;
        };
        match *column {
            None => {}
            Some(Column::Kind) => kind = cell,
            Some(Column::Id) => row.id = cell.to_owned(),
            Some(Column::Topic(language)) => set(&mut row.topic, language, cell),
            Some(Column::Question(language)) => {
                let lines = lines(cell);
                row.questions
                    .extend(lines.into_iter().map(|text| (language, text)));
            }
            Some(Column::Answer(language)) => {
                row.answers.push((language, cell.replace("\r\n", "\n")))
            }
            Some(Column::Keywords) => row.keywords = words(cell),
            Some(Column::Link) => address = cell.to_owned(),
            Some(Column::LinkLabel(language)) => set(&mut label, language, cell),
            Some(Column::More) => row.more = lines(cell).iter().map(|text| link_of(text)).collect(),
            Some(Column::Image) => row.image = Some(cell.to_owned()),
            Some(Column::Related) => row.related = words(cell),
            Some(Column::Tests) => row.tests = lines(cell),
        }
    }
    match kind {
        "synonyms" => return collector.synonyms(row.keywords),
        "out_of_scope" => {
            return collector
                .out_of_scope(row.questions.into_iter().map(|(_, text)| text).collect());
        }
        _ => {}
    }
    if !address.is_empty() {
        row.link = Some(Link {
            url: address,
            label,
        });
    } else if label != Localized::default() {
        collector.skip(line, "the link's label has no link");
    }
    collector.row(row);
}

fn set(texts: &mut Localized, language: Option<Language>, text: &str) {
    let language = language.unwrap_or_else(|| super::collect::language_of(text));
    match language {
        Language::En => texts.en = Some(text.to_owned()),
        Language::Zh => texts.zh = Some(text.to_owned()),
    }
}

fn lines(cell: &str) -> Vec<String> {
    let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// One word or phrase per line; on a single line, between commas or semicolons.
fn words(cell: &str) -> Vec<String> {
    if cell.contains('\n') {
        let mut lines = lines(cell);
        lines.retain(|line| line != "-");
        return lines;
    }
    let parts = cell.split([',', ';', '，', '；', '、']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn link_of(text: &str) -> Link {
    let mut parts = text.split(LINK_PARTS).map(|part| part.trim().to_owned());
    let url = parts.next().unwrap_or_default();
    let mut label = || parts.next().filter(|part| !part.is_empty());
    let label = Localized {
        en: label(),
        zh: label(),
    };
    Link { url, label }
}

/// The FAQ as CSV: a row per entry, then synonyms and out-of-scope questions. Lists have one item
/// per line of their cell.
///
/// # Errors
/// None in practice: writing to memory does not fail.
pub fn to_csv(faq: &Faq) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(EXPORTED.iter().map(|(name, _)| *name))?;
    for entry in &faq.entries {
        writer.write_record(EXPORTED.iter().map(|(_, column)| cell(entry, *column)))?;
    }
    for group in &faq.synonyms {
        let words = listed(group);
        writer.write_record(EXPORTED.iter().map(|(_, column)| match column {
            Column::Kind => "synonyms",
            Column::Keywords => &words,
            _ => "",
        }))?;
    }
    for question in &faq.out_of_scope {
        let language = super::collect::language_of(question);
        writer.write_record(EXPORTED.iter().map(|(_, column)| match column {
            Column::Kind => "out_of_scope",
            Column::Question(Some(own)) if *own == language => question,
            _ => "",
        }))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cell(entry: &Entry, column: Column) -> String {
    let text = |texts: &Localized, language: Option<Language>| {
        let text = language.and_then(|language| texts.get(language));
        text.unwrap_or_default().to_owned()
    };
    match column {
        Column::Kind => "entry".to_owned(),
        Column::Id => entry.id.to_string(),
        Column::Topic(language) => entry
            .topic
            .as_ref()
            .map_or_else(String::new, |topic| text(topic, language)),
        Column::Question(language) => {
            let own = entry
                .phrasings
                .iter()
                .filter(|phrasing| Some(phrasing.language) == language);
            own.map(|phrasing| one_line(&phrasing.text))
                .collect::<Vec<_>>()
                .join("\n")
        }
        Column::Answer(language) => text(&entry.answer, language),
        Column::Keywords => listed(&entry.keywords),
        Column::Link => entry
            .link
            .as_ref()
            .map_or_else(String::new, |link| link.url.clone()),
        Column::LinkLabel(language) => entry
            .link
            .as_ref()
            .map_or_else(String::new, |link| text(&link.label, language)),
        Column::More => entry
            .more
            .iter()
            .map(link_cell)
            .collect::<Vec<_>>()
            .join("\n"),
        Column::Image => entry.image.clone().unwrap_or_default(),
        Column::Related => entry
            .related
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n"),
        Column::Tests => entry
            .tests
            .iter()
            .map(|text| one_line(text))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn link_cell(link: &Link) -> String {
    let label = |text: &Option<String>| text.clone().unwrap_or_default().replace(LINK_PARTS, "/");
    let parts = [
        link.url.clone(),
        label(&link.label.en),
        label(&link.label.zh),
    ];
    let cell = parts.join(" | ");
    cell.trim_end_matches([' ', LINK_PARTS]).to_owned()
}

/// Items one per line; a line end closes a single item too, so that commas inside stay inside.
fn listed(items: &[String]) -> String {
    let mut cell = items
        .iter()
        .map(|text| one_line(text))
        .collect::<Vec<_>>()
        .join("\n");
    if items.len() == 1 && cell.contains([',', ';', '，', '；', '、']) {
        cell.push_str("\n-");
    }
    cell
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
