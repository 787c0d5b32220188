//! Spreadsheets: CSV, TSV, XLSX, ODS and XLS to records, and a FAQ to CSV.
//!
//! A row among the first names the columns, in English or Chinese, in any order; titles above it
//! are passed over. Two columns without such names are a question and its answer. Anything else
//! is refused, with the option that names the columns.

mod cells;
pub(super) mod columns;
mod delimited;
mod workbook;
mod write;

use crate::faq::{Link, Localized, shown};
use crate::text::Language;

pub use write::to_csv;

use super::reading::{Reading, Record, Refused};
use super::types::Options;
use super::words::language::{language_of, named};
use super::words::titles::is_question;
use columns::{Certainty, Column, column};
use delimited::Row;

/// How far down the row of headings is looked for.
const HEADINGS_WITHIN: usize = 12;

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

/// What the first column is called where nothing names it.
const NO_HEADING: &str = "column 1";

/// What each column holds, for a row of headings.
struct Headings {
    columns: Vec<Option<Column>>,
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

/// Where the data begins, what the columns hold, and how they are called.
fn find_headings(
    rows: &mut [Row],
    width: usize,
    options: &Options,
) -> Result<(usize, Headings, Vec<String>), Refused> {
    if !options.columns.is_empty() {
        return chosen(rows, options);
    }
    for at in 0..rows.len().min(HEADINGS_WITHIN) {
        let names: Vec<String> = rows[at]
            .cells
            .iter()
            .map(|cell| cells::clean(cell))
            .collect();
        if let Some(below) = rows.get(at + 1)
            && let Some(joined) = two_rows(&names, &below.cells)
            && let Some(headings) = headings(&joined)
        {
            return Ok((at + 2, headings, joined));
        }
        if let Some(headings) = headings(&names) {
            return Ok((at + 1, headings, names));
        }
    }
    let first: Vec<String> = rows
        .first()
        .map(|row| row.cells.iter().map(|cell| cells::clean(cell)).collect())
        .unwrap_or_default();
    let shown_names: Vec<String> = first
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(|cell| format!("`{}`", shown(cell)))
        .collect();
    let refuse = |why: &str| {
        let example = match first.as_slice() {
            [a, b, ..] if !a.is_empty() && !b.is_empty() => {
                format!("`--columns \"question={},answer={}\"`", shown(a), shown(b))
            }
            _ => "`--columns question=1,answer=2`".to_owned(),
        };
        Err(Refused::new(
            rows.first().map_or(1, |row| row.line),
            format!("{why}: {}", shown_names.join(", ")),
            format!("name the columns by their headings or numbers, as in {example}"),
        ))
    };
    if width != 2 {
        return refuse("the columns cannot be told");
    }
    // Two columns without known names: a heading of other words, or data from the first row.
    let asks = |row: &&Row| row.cells.first().is_some_and(|cell| is_question(cell));
    let questions = rows.iter().skip(1).filter(asks).count();
    let short = first.iter().all(|cell| {
        cell.split_whitespace().count() <= 3
            && cell.chars().count() <= 24
            && !cell.contains(['.', '。', '?', '？', '!', '！'])
    });
    let columns = vec![Some(Column::Question(None)), Some(Column::Answer(None))];
    let heads = rows.len() > 1
        && short
        && questions * 2 > rows.len() - 1
        && !rows.first().is_some_and(|row| asks(&row));
    if heads {
        return Ok((1, Headings { columns }, first));
    }
    if first
        .iter()
        .any(|cell| column(cell).is_some_and(|(_, sure)| sure == Certainty::Whole))
        && short
    {
        return refuse("only some columns can be told");
    }
    let names = vec![NO_HEADING.to_owned(), "column 2".to_owned()];
    Ok((0, Headings { columns }, names))
}

/// The columns that `--columns` names.
fn chosen(rows: &[Row], options: &Options) -> Result<(usize, Headings, Vec<String>), Refused> {
    let find = |names: &[String], wanted: &str| {
        names
            .iter()
            .position(|name| name.trim().eq_ignore_ascii_case(wanted.trim()))
    };
    for (at, row) in rows.iter().enumerate().take(HEADINGS_WITHIN) {
        let names: Vec<String> = row.cells.iter().map(|cell| cells::clean(cell)).collect();
        let places: Option<Vec<usize>> = options
            .columns
            .iter()
            .map(|(_, name)| find(&names, name))
            .collect();
        if let Some(places) = places {
            let headings = placed(&options.columns, &places, names.len())?;
            return Ok((at + 1, headings, names));
        }
    }
    let numbers: Option<Vec<usize>> = options
        .columns
        .iter()
        .map(|(_, name)| {
            name.trim()
                .parse::<usize>()
                .ok()
                .and_then(|number| number.checked_sub(1))
        })
        .collect();
    let names: Vec<String> = rows
        .first()
        .map(|row| row.cells.iter().map(|cell| cells::clean(cell)).collect())
        .unwrap_or_default();
    if let Some(places) = numbers {
        let headings = placed(&options.columns, &places, names.len())?;
        // The first row is a heading where its cell of the question is one.
        let question = places.first().copied().unwrap_or(0);
        let heading = names
            .get(question)
            .is_some_and(|name| column(name).is_some() || name.is_empty());
        return Ok((usize::from(heading), headings, names));
    }
    let missing = options
        .columns
        .iter()
        .find(|(_, name)| find(&names, name).is_none());
    let missing = missing.map_or("", |(_, name)| name.as_str());
    let known: Vec<String> = names
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| format!("`{}`", shown(name)))
        .collect();
    Err(Refused::new(
        rows.first().map_or(1, |row| row.line),
        format!("there is no column `{missing}`"),
        format!(
            "`--columns` takes the headings as they stand ({}) or the numbers of columns",
            known.join(", ")
        ),
    ))
}

fn placed(
    wanted: &[(String, String)],
    places: &[usize],
    width: usize,
) -> Result<Headings, Refused> {
    let most = places
        .iter()
        .copied()
        .max()
        .unwrap_or(0)
        .max(width.saturating_sub(1));
    let mut columns = vec![None; most + 1];
    for ((meaning, _), place) in wanted.iter().zip(places) {
        let Some((column, _)) = column(meaning) else {
            return Err(Refused::new(
                0,
                format!("`--columns` does not know `{meaning}`"),
                "use question, answer, topic, id, keywords, link, image; with `_en` or `_zh` for one language",
            ));
        };
        columns[*place] = Some(column);
    }
    Ok(Headings { columns })
}

/// Headings of two rows, where the second says only languages below the first.
fn two_rows(names: &[String], below: &[String]) -> Option<Vec<String>> {
    let filled = below.iter().filter(|cell| !cell.trim().is_empty());
    let languages = filled.clone().filter(|cell| named(cell).is_some()).count();
    if languages < 2 || languages * 2 < filled.count() {
        return None;
    }
    let mut last = String::new();
    let joined = (0..names.len().max(below.len())).map(|at| {
        let own = names.get(at).map_or("", |name| name.trim());
        if !own.is_empty() {
            own.clone_into(&mut last);
        }
        let second = below.get(at).map_or("", |cell| cell.trim());
        format!("{last} ({second})")
            .trim_end_matches(" ()")
            .to_owned()
    });
    Some(joined.collect())
}

/// The columns of a row of headings: it names a question and an answer.
fn headings(names: &[String]) -> Option<Headings> {
    let read: Vec<Option<(Column, Certainty)>> = names.iter().map(|name| column(name)).collect();
    let filled = names.iter().filter(|name| !name.trim().is_empty()).count();
    let known = read.iter().flatten().count();
    // A row of data may hold a word that is a heading elsewhere.
    if known * 2 < filled {
        return None;
    }
    let best = |is: fn(&Column) -> bool| {
        let sure = read.iter().flatten().filter(|(column, _)| is(column));
        sure.map(|(_, certainty)| *certainty).max()
    };
    let question = best(|column| matches!(column, Column::Question(_)));
    let answer = best(|column| matches!(column, Column::Answer(_)));
    let title = best(|column| matches!(column, Column::Title(_)));
    let content = best(|column| matches!(column, Column::Content(_)));
    let similar = best(|column| matches!(column, Column::Similar(_)));
    if question.or(title).or(similar).is_none() || answer.or(content).is_none() {
        // Some call the topic of an answer its question: a topic and an answer alone.
        let topic = best(|column| matches!(column, Column::Topic(_)));
        if topic.is_none() || answer.or(content).is_none() || filled != 2 {
            return None;
        }
    }
    let columns = read.into_iter().map(|found| {
        let (column, certainty) = found?;
        Some(match column {
            Column::Question(_) if Some(certainty) < question && certainty == Certainty::Among => {
                return None;
            }
            Column::Answer(_) if Some(certainty) < answer && certainty == Certainty::Among => {
                return None;
            }
            // Beside an answer, other text is no answer.
            Column::Content(_) if answer.is_some() => return None,
            Column::Topic(language) if question.or(title).or(similar).is_none() => {
                Column::Question(language)
            }
            column => column,
        })
    });
    Some(Headings {
        columns: columns.collect(),
    })
}

/// Rows to records, filling down what merged cells leave empty.
struct Filler<'h> {
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
    fn new(columns: &'h [Option<Column>], rows: &[Row]) -> Filler<'h> {
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

    fn take(&mut self, row: &Row, reading: &mut Reading) {
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
    fn within(&self, row: &Row, reading: &mut Reading) -> Vec<String> {
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
    fn take(&mut self, column: Column, cell: &str, raw: &str, own: bool, record: &mut Record) {
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
                    let titles = super::words::language::split_title(&text);
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

pub(super) fn set(texts: &mut Localized, language: Option<Language>, text: &str) {
    let language = language.unwrap_or_else(|| language_of(text));
    match language {
        Language::En => texts.en = Some(text.to_owned()),
        Language::Zh => texts.zh = Some(text.to_owned()),
    }
}
