//! The FAQ as CSV, which `wenda import` reads back without loss.

use crate::faq::{Entry, Faq, Link, Localized};
use crate::import_export::words::language::language_of;
use crate::text::Language;

use super::cells::LINK_PARTS;
use super::columns::{Column, EXPORTED};

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
        let language = language_of(question);
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
        Column::Similar(_)
        | Column::Title(_)
        | Column::Content(_)
        | Column::Language
        | Column::Ignored => String::new(),
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
