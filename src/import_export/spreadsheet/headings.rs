//! Where the headings of a sheet stand, and what they say that its columns hold.

use super::cells;
use super::columns::{Certainty, Column, column};
use super::delimited::Row;
use crate::faq::shown;
use crate::import_export::reading::Refused;
use crate::import_export::types::Options;
use crate::import_export::words::language::named;
use crate::import_export::words::titles::is_question;

/// How far down the row of headings is looked for.
pub(super) const HEADINGS_WITHIN: usize = 12;
/// What the first column is called where nothing names it.
pub(super) const NO_HEADING: &str = "column 1";

/// What each column holds, for a row of headings.
pub(super) struct Headings {
    pub(super) columns: Vec<Option<Column>>,
}

/// Where the data begins, what the columns hold, and how they are called.
pub(super) fn find_headings(
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
pub(super) fn headings(names: &[String]) -> Option<Headings> {
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
