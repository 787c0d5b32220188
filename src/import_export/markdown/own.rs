//! Pages that `wenda export` wrote: every line as it was.

use crate::faq::{Link, Localized};
use crate::import_export::reading::{Reading, Record};
use crate::import_export::words::language::{split_answer, split_title};
use crate::text::Language;

use super::write::{ALSO_ASKED, BETWEEN, ID_END, ID_MARK, STANDARD_LABEL};

/// Whether a page is one of ours.
pub(super) fn is_own(text: &str) -> bool {
    text.lines().filter(|line| id_of(line).is_some()).count() > 0
}

fn id_of(line: &str) -> Option<&str> {
    line.trim().strip_prefix(ID_MARK)?.strip_suffix(ID_END)
}

/// Reads a page of ours.
pub(super) fn read(text: &str) -> Reading {
    let lines: Vec<&str> = text.lines().collect();
    let mut reading = Reading {
        used: "headings with ids, as `wenda export` writes them".to_owned(),
        ..Reading::default()
    };
    // An entry is a heading with an id below it; a topic a heading right above such a heading.
    let next = |at: usize| (at + 1..lines.len()).find(|at| !lines[*at].trim().is_empty());
    let heading = |at: usize| {
        lines[at]
            .trim_start()
            .strip_prefix('#')
            .map(|rest| rest.trim_matches('#').trim())
    };
    let entry = |at: usize| {
        heading(at).is_some() && next(at).is_some_and(|below| id_of(lines[below]).is_some())
    };
    let mut topic = Localized::default();
    let mut at = 0;
    while at < lines.len() {
        if entry(at) {
            let end = (at + 1..lines.len())
                .find(|below| {
                    entry(*below) || (heading(*below).is_some() && next(*below).is_some_and(&entry))
                })
                .unwrap_or(lines.len());
            reading.rows += 1;
            let record = record(&lines[at..end], at + 1, &topic);
            reading.records.push(record);
            at = end;
            continue;
        }
        if heading(at).is_some() && next(at).is_some_and(&entry) && at > 0 {
            topic = heading(at).map(split_title).unwrap_or_default();
        }
        at += 1;
    }
    reading
}

fn record(lines: &[&str], line: usize, topic: &Localized) -> Record {
    let mut record = Record {
        line,
        topic: topic.clone(),
        own_id: true,
        ..Record::default()
    };
    let title = split_title(lines[0].trim().trim_matches('#').trim());
    for language in Language::ALL {
        if let Some(text) = title.get(language) {
            record.questions.push((Some(language), text.to_owned()));
        }
    }
    let mut body: Vec<&str> = Vec::new();
    for line in &lines[1..] {
        if let Some(id) = id_of(line).filter(|_| record.id.is_empty()) {
            id.clone_into(&mut record.id);
        } else if let Some(others) = line.strip_prefix(ALSO_ASKED) {
            let others = others
                .split(BETWEEN)
                .map(|text| (None, text.trim().to_owned()));
            record.questions.extend(others);
        } else {
            body.push(line);
        }
    }
    let mut links = Vec::new();
    while let Some(line) = body.last() {
        match lone_link(line) {
            Some(link) => links.push(link),
            None if line.trim().is_empty() => {}
            None => break,
        }
        body.pop();
    }
    let mut links = links.into_iter().rev();
    record.link = links.next();
    record.more = links.collect();
    let text = body.join("\n").trim().to_owned();
    if !text.is_empty() {
        record.answers = split_answer(&text, false);
    }
    record
}

/// A line that is one link and nothing else.
fn lone_link(line: &str) -> Option<Link> {
    let (label, url) = line
        .trim()
        .strip_prefix('[')?
        .strip_suffix(')')?
        .split_once("](")?;
    let url_only = url.starts_with("http") && !url.contains([' ', '(', ')', '[']);
    let label = if label == STANDARD_LABEL {
        Localized::default()
    } else {
        split_title(label)
    };
    url_only.then(|| Link {
        url: url.to_owned(),
        label,
    })
}
