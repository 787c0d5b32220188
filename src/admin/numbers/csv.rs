//! The numbers as a table for other programs.

use serde::Serialize;

use super::counts::{Counts, Numbers};
use crate::admin::day::date;

/// The numbers as CSV: one line for each part of them, counts in columns.
pub fn to_csv(numbers: &Numbers) -> Result<String, csv::Error> {
    #[derive(Serialize)]
    struct Line<'l> {
        section: &'l str,
        name: &'l str,
        questions: usize,
        answered: usize,
        suggested: usize,
        taken: usize,
        unanswered: usize,
        helpful: usize,
        not_helpful: usize,
        confirmed: usize,
        assumed: usize,
        wrong: usize,
        outdated: usize,
        unclear: usize,
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut line = |section: &str, name: &str, counts: &Counts| {
        let Counts {
            questions,
            answered,
            suggested,
            taken,
            unanswered,
            helpful,
            not_helpful,
            confirmed,
            assumed,
            wrong,
            outdated,
            unclear,
        } = *counts;
        writer.serialize(Line {
            section,
            name,
            questions,
            answered,
            suggested,
            taken,
            unanswered,
            helpful,
            not_helpful,
            confirmed,
            assumed,
            wrong,
            outdated,
            unclear,
        })
    };
    line("total", numbers.period, &numbers.total)?;
    line("before", numbers.period, &numbers.before)?;
    for (section, parts) in [
        ("topic", &numbers.topics),
        ("language", &numbers.languages),
        ("group", &numbers.groups),
    ] {
        for part in parts {
            line(section, &part.name, &part.counts)?;
        }
    }
    for week in &numbers.weeks {
        line("week", &date(week.from_seconds), &week.counts)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
