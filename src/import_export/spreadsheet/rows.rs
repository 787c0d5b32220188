//! The rows of a sheet as records, with what merged cells leave empty.

use super::cells;
use super::columns::Column;
use super::delimited::Row;
use crate::faq::{Link, Localized, shown};
use crate::import_export::reading::{Reading, Record};
use crate::import_export::words::language::{language_of, named};
use crate::text::Language;

/// Rows to records, filling down what merged cells leave empty.
pub(super) struct Filler<'h> {
    columns: &'h [Option<Column>],
    own: bool,
    /// Whether topics stand only in the first row of their group.
    topics_once: bool,
    /// Whether rows have an id or a topic that can be empty together with the answer.
    grouped: bool,
    topic: Localized,
    last: Option<Vec<(Option<Language>, String)>>,
}

impl<'h> Filler<'h> {
    pub(super) fn new(columns: &'h [Option<Column>], rows: &[Row]) -> Filler<'h> {
        let own = columns.contains(&Some(Column::Kind));
        let topics: Vec<usize> = (0..columns.len())
            .filter(|at| matches!(columns[*at], Some(Column::Topic(_))))
            .collect();
        let cell = |row: &Row, at: usize| {
            row.cells
                .get(at)
                .map_or(String::new(), |cell| cell.trim().to_owned())
        };
        let topics_once = !own
            && !topics.is_empty()
            && topics.iter().all(|at| {
                let mut before = String::new();
                let mut blank = false;
                let mut repeated = false;
                for (number, row) in rows.iter().enumerate() {
                    let text = cell(row, *at);
                    blank |= text.is_empty() && number > 0;
                    repeated |= !text.is_empty() && text == before;
                    if !text.is_empty() {
                        before = text;
                    }
                }
                blank && !repeated && rows.first().is_some_and(|row| !cell(row, *at).is_empty())
            });
        let grouped = columns.iter().any(|column| {
            matches!(
                column,
                Some(Column::Topic(_) | Column::Id | Column::Ignored)
            )
        });
        Filler {
            columns,
            own,
            topics_once,
            grouped,
            topic: Localized::default(),
            last: None,
        }
    }

    pub(super) fn take(&mut self, row: &Row, reading: &mut Reading) {
        let line = row.line;
        let mut record = Record {
            line,
            own_id: self.own,
            ..Record::default()
        };
        let mut parts = Parts::default();
        let cells = self.within(row, reading);
        for (at, cell) in cells.iter().enumerate() {
            let raw = cell;
            let cell = cells::clean(cell);
            if cell.is_empty() {
                continue;
            }
            match self.columns.get(at).copied().flatten() {
                None | Some(Column::Ignored) => {}
                Some(column) => parts.take(column, &cell, raw, self.own, &mut record),
            }
        }
        match parts.kind.as_str() {
            "synonyms" => return reading.synonyms.push(record.keywords),
            "out_of_scope" => {
                let questions = record.questions.into_iter().map(|(_, text)| text);
                return reading.out_of_scope.extend(questions);
            }
            _ => {}
        }
        if parts.address.is_empty() {
            if parts.label != Localized::default() {
                reading.left_out(line, "the link's label has no link");
            }
        } else {
            record.link = Some(Link {
                url: parts.address.clone(),
                label: parts.label.clone(),
            });
        }
        parts.finish(&mut record);
        let cloze = |(_, text): &(Option<Language>, String)| {
            text.contains("{{c") && text.contains("::") && text.contains("}}")
        };
        if !self.own && record.questions.iter().any(cloze) {
            let text = record.questions.first().map(|(_, text)| shown(text));
            let text = text.unwrap_or_default();
            return reading.left_out(line, format!("a text with gaps is no question: {text}"));
        }
        self.fill_down(&mut record, reading);
        if record.questions.is_empty() && record.answers.is_empty() {
            return;
        }
        reading.records.push(record);
    }

    /// The row's cells; more than there are headings belong to the last one where that is text.
    pub(super) fn within(&self, row: &Row, reading: &mut Reading) -> Vec<String> {
        let width = self.columns.len();
        let extra = row
            .cells
            .iter()
            .skip(width)
            .any(|cell| !cell.trim().is_empty());
        if !extra || self.columns.is_empty() {
            return row.cells.clone();
        }
        let text = matches!(
            self.columns[width - 1],
            Some(Column::Answer(_) | Column::Content(_))
        );
        let mut cells: Vec<String> = row.cells[..width].to_vec();
        match text {
            true => {
                cells[width - 1] = row.cells[width - 1..]
                    .join(",")
                    .trim_end_matches(',')
                    .to_owned();
                reading.changed(row.line, "the row has more cells than headings; the last ones are read as one answer with commas");
            }
            false => reading.left_out(
                row.line,
                format!(
                    "the row has more cells than headings: {}",
                    shown(&row.cells[width..].join(", "))
                ),
            ),
        }
        cells
    }

    fn fill_down(&mut self, record: &mut Record, reading: &mut Reading) {
        if self.own {
            return;
        }
        let blank = record.topic == Localized::default() && record.id.is_empty();
        let line = record.line;
        if record.answers.iter().any(|(_, text)| cells::is_ditto(text)) {
            if let Some(last) = &self.last {
                record.answers = last.clone();
                record.ditto = true;
                reading.changed(
                    line,
                    "“same as above” is read as the answer of the row above",
                );
            }
        } else if record.answers.is_empty()
            && !record.questions.is_empty()
            && blank
            && self.grouped
            && let Some(before) = reading
                .records
                .last_mut()
                .filter(|before| !before.answers.is_empty())
        {
            // A merged cell: one more way to ask what stands above.
            before.questions.append(&mut record.questions);
            reading.changed(
                line,
                "a row without answer, topic and id is read as one more question of the row above",
            );
            record.questions.clear();
        }
        if self.topics_once {
            match record.topic == Localized::default() {
                true => record.topic = self.topic.clone(),
                false => self.topic = record.topic.clone(),
            }
        }
        if !record.answers.is_empty() {
            self.last = Some(record.answers.clone());
        }
    }
}

/// What the cells of a row say, before it is a record.
#[derive(Default)]
struct Parts {
    kind: String,
    address: String,
    label: Localized,
    language: Option<Language>,
    titles: Vec<(Option<Language>, String)>,
    similar: Vec<(Option<Language>, String)>,
    contents: Vec<(Option<Language>, String)>,
}

impl Parts {
    pub(super) fn take(
        &mut self,
        column: Column,
        cell: &str,
        raw: &str,
        own: bool,
        record: &mut Record,
    ) {
        let one_way = |text: &str, several: bool| match own {
            true => cells::lines(text),
            false => cells::phrasings(text, several),
        };
        let both = |language: Option<Language>, texts: Vec<String>| {
            texts.into_iter().map(move |text| (language, text))
        };
        match column {
            Column::Kind => cell.clone_into(&mut self.kind),
            Column::Id => cell.clone_into(&mut record.id),
            Column::Topic(language) => {
                if record.topic == Localized::default() || language.is_some() {
                    set(&mut record.topic, language, cell);
                }
            }
            Column::Question(language) => {
                for text in one_way(cell, false) {
                    let titles = crate::import_export::words::language::split_title(&text);
                    match (language, &titles.en, &titles.zh) {
                        (None, Some(en), Some(zh)) if !own => {
                            record.questions.push((Some(Language::En), en.clone()));
                            record.questions.push((Some(Language::Zh), zh.clone()));
                        }
                        _ => record.questions.push((language, text)),
                    }
                }
            }
            Column::Similar(language) => self.similar.extend(both(language, one_way(cell, true))),
            Column::Title(language) => self.titles.extend(both(language, one_way(cell, false))),
            Column::Answer(language) => record.answers.push((language, text_of(cell, raw, own))),
            Column::Content(language) => self.contents.push((language, text_of(cell, raw, own))),
            Column::Keywords => record.keywords.extend(cells::words(cell)),
            Column::Link => match cell
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(')'))
                .and_then(|rest| rest.split_once("]("))
            {
                Some((words, url)) => {
                    url.clone_into(&mut self.address);
                    set(&mut self.label, None, words);
                }
                None => cell.clone_into(&mut self.address),
            },
            Column::LinkLabel(language) => set(&mut self.label, language, cell),
            Column::More => {
                record.more = cells::lines(cell)
                    .iter()
                    .map(|text| cells::link_of(text))
                    .collect()
            }
            Column::Image => record.image = Some(cell.to_owned()),
            Column::Related => record.related = cells::words(cell),
            Column::Tests => record.tests = cells::lines(cell),
            Column::Language => self.language = named(cell),
            Column::Ignored => {}
        }
    }

    fn finish(self, record: &mut Record) {
        record.questions.extend(self.titles);
        record.questions.extend(self.similar);
        if record.answers.is_empty() {
            record.answers = self.contents;
        }
        // A row may say its language; a language that is neither goes by the letters.
        if let Some(language) = self.language {
            for (own, _) in record.questions.iter_mut().chain(&mut record.answers) {
                own.get_or_insert(language);
            }
        }
    }
}

/// An answer; our own export is taken as it is.
fn text_of(cell: &str, raw: &str, own: bool) -> String {
    match own {
        true => raw.trim().replace("\r\n", "\n"),
        false => cells::markdown(cell),
    }
}

pub(in crate::import_export) fn set(texts: &mut Localized, language: Option<Language>, text: &str) {
    let language = language.unwrap_or_else(|| language_of(text));
    match language {
        Language::En => texts.en = Some(text.to_owned()),
        Language::Zh => texts.zh = Some(text.to_owned()),
    }
}
