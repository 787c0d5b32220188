//! Markdown pages: FAQs as people write them, and one that people can read.
//!
//! Read are headings that are questions with the text below them as the answer, and paragraphs
//! that begin with `Q:` and `A:` (or `问：` and `答：`). A heading with other headings below it and
//! no text of its own is a topic.

use std::fmt::Write;

use crate::faq::{Faq, Link, Localized};
use crate::text::Language;

use super::Imported;
use super::collect::{Collector, Row, language_of};

/// A heading or a `Q:` with the text below it.
#[derive(Debug, Default)]
struct Section {
    line: usize,
    /// 1 to 6; 7 for a `Q:`, which stands below every heading.
    level: usize,
    title: String,
    body: Vec<String>,
}

const QUESTION_LEVEL: usize = 7;

/// Reads a Markdown FAQ.
pub fn from_markdown(text: &str) -> Imported {
    let mut collector = Collector::default();
    let (lead, sections) = sections(text);
    if let Some((line, words)) = lead {
        collector.skip(
            line,
            format!(
                "text before the first question: {}",
                crate::faq::shown(&words)
            ),
        );
    }
    let mut topics: Vec<(usize, Localized)> = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        topics.retain(|(level, _)| *level < section.level);
        let body = section.body.join("\n").trim().to_owned();
        let deeper = sections
            .get(number + 1)
            .is_some_and(|next| next.level > section.level);
        if body.is_empty() && deeper {
            topics.push((section.level, both(&section.title)));
            continue;
        }
        if deeper && section.level < QUESTION_LEVEL {
            // An introduction below a heading that gathers questions is no answer.
            topics.push((section.level, both(&section.title)));
            collector.skip(
                section.line,
                format!(
                    "text below the topic “{}”: {}",
                    section.title,
                    crate::faq::shown(&body)
                ),
            );
            continue;
        }
        let mut row = Row {
            line: section.line,
            topic: topics
                .last()
                .map(|(_, topic)| topic.clone())
                .unwrap_or_default(),
            ..Row::default()
        };
        let title = both(&section.title);
        for language in Language::ALL {
            if let Some(text) = title.get(language) {
                row.questions.push((Some(language), text.to_owned()));
            }
        }
        let body = own_marks(&body, &mut row);
        if !body.is_empty() {
            row.answers = answers(&body);
        }
        collector.row(row);
    }
    collector.finish()
}

/// The text before the first section, and the sections.
fn sections(text: &str) -> (Option<(usize, String)>, Vec<Section>) {
    let mut lead: Option<(usize, String)> = None;
    let mut sections: Vec<Section> = Vec::new();
    let mut fence: Option<&str> = None;
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let trimmed = line.trim();
        let marks = ["```", "~~~"]
            .into_iter()
            .find(|mark| trimmed.starts_with(mark));
        match (fence, marks) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let opened = match fence.is_none() && marks.is_none() {
            true => heading(trimmed).or_else(|| question(trimmed)),
            false => None,
        };
        if let Some((level, title)) = opened {
            sections.push(Section {
                line: index + 1,
                level,
                title,
                body: Vec::new(),
            });
            continue;
        }
        match sections.last_mut() {
            Some(section) => {
                let line = match section.level == QUESTION_LEVEL
                    && section.body.iter().all(|line| line.trim().is_empty())
                {
                    true => without_answer_mark(line),
                    false => line.trim_end(),
                };
                section.body.push(line.to_owned());
            }
            None if !trimmed.is_empty() && lead.is_none() => {
                lead = Some((index + 1, trimmed.to_owned()))
            }
            None => {}
        }
    }
    (lead, sections)
}

fn heading(line: &str) -> Option<(usize, String)> {
    let level = line.chars().take_while(|c| *c == '#').count();
    let title = line[level..]
        .strip_prefix([' ', '\t'])?
        .trim_end_matches('#')
        .trim();
    let title = title.trim_matches('*').trim();
    let title = without_mark(title, &QUESTION_MARKS).unwrap_or(title);
    ((1..=6).contains(&level) && !title.is_empty()).then(|| (level, title.to_owned()))
}

const QUESTION_MARKS: [&str; 6] = ["Q:", "Q：", "问:", "问：", "问题：", "Question:"];
const ANSWER_MARKS: [&str; 6] = ["A:", "A：", "答:", "答：", "回答：", "Answer:"];

fn question(line: &str) -> Option<(usize, String)> {
    let line = line.trim_start_matches(['*', '-', ' ']);
    let title = without_mark(line, &QUESTION_MARKS)?.trim_matches(['*', ' ']);
    (!title.is_empty()).then(|| (QUESTION_LEVEL, title.to_owned()))
}

fn without_answer_mark(line: &str) -> &str {
    let bare = line.trim_start_matches(['*', '-', ' ']);
    match without_mark(bare, &ANSWER_MARKS) {
        Some(rest) => rest.trim_start_matches(['*', ' ']).trim_end(),
        None => line.trim_end(),
    }
}

fn without_mark<'t>(text: &'t str, marks: &[&str]) -> Option<&'t str> {
    marks
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
        .map(str::trim)
}

/// A title in one language, or in both with ` / ` between them.
fn both(title: &str) -> Localized {
    let mut texts = Localized::default();
    let parts: Vec<&str> = title.split(" / ").map(str::trim).collect();
    let languages: Vec<Language> = parts.iter().map(|part| language_of(part)).collect();
    let parts = match parts.len() == 2 && languages[0] != languages[1] {
        true => parts,
        false => vec![title],
    };
    for part in parts {
        match language_of(part) {
            Language::En => texts.en = Some(part.to_owned()),
            Language::Zh => texts.zh = Some(part.to_owned()),
        }
    }
    texts
}

/// An answer in one language, or in both where a line `---` parts two texts of two languages.
fn answers(body: &str) -> Vec<(Option<Language>, String)> {
    let parts: Vec<&str> = body
        .split("\n---\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let two = parts.len() == 2 && language_of(parts[0]) != language_of(parts[1]);
    let parts = if two { parts } else { vec![body] };
    parts
        .into_iter()
        .map(|part| (None, part.to_owned()))
        .collect()
}

/// What an exported page says besides the answer goes into `row`; the rest is the answer.
fn own_marks(body: &str, row: &mut Row) -> String {
    let mut lines: Vec<&str> = body.lines().collect();
    lines.retain(|line| {
        let id = line
            .strip_prefix(ID_MARK)
            .and_then(|rest| rest.strip_suffix(ID_END));
        if let Some(id) = id {
            row.id = id.to_owned();
        }
        let others = line.strip_prefix(ALSO_ASKED);
        for text in others.into_iter().flat_map(|others| others.split(BETWEEN)) {
            row.questions.push((None, text.trim().to_owned()));
        }
        id.is_none() && others.is_none()
    });
    let mut links = Vec::new();
    while let Some(line) = lines.last() {
        match lone_link(line) {
            Some(link) => links.push(link),
            None if line.trim().is_empty() => {}
            None => break,
        }
        lines.pop();
    }
    links.reverse();
    let mut links = links.into_iter();
    row.link = links.next();
    row.more = links.collect();
    lines.join("\n").trim().to_owned()
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
        both(label)
    };
    url_only.then(|| Link {
        url: url.to_owned(),
        label,
    })
}

const ID_MARK: &str = "<!-- id: ";
const ID_END: &str = " -->";
const ALSO_ASKED: &str = "*Also asked / 也这样问：* ";
const BETWEEN: &str = " · ";
const STANDARD_LABEL: &str = "Help article / 帮助文章";

/// The FAQ as a page to read: topics, titles, answers in both languages, links, and below each
/// entry the other ways to ask it. Keywords, relations, tests, synonyms and out-of-scope questions
/// are not for readers and not on it.
pub fn to_markdown(faq: &Faq) -> String {
    let mut page = String::from("# FAQ / 常见问题\n");
    let mut topic = &None;
    for entry in &faq.entries {
        if entry.topic != *topic {
            topic = &entry.topic;
            if let Some(topic) = topic {
                let _ = write!(page, "\n## {}\n", joined(topic));
            }
        }
        let title = |language| {
            entry
                .phrasings
                .iter()
                .find(|phrasing| phrasing.language == language)
                .map(|phrasing| phrasing.text.clone())
        };
        let titles = Localized {
            en: title(Language::En),
            zh: title(Language::Zh),
        };
        let _ = write!(
            page,
            "\n### {}\n\n{ID_MARK}{}{ID_END}\n\n",
            joined(&titles),
            entry.id
        );
        let answers = [&entry.answer.en, &entry.answer.zh];
        let answers: Vec<&str> = answers
            .into_iter()
            .flatten()
            .map(|text| text.trim())
            .collect();
        let _ = writeln!(page, "{}", answers.join("\n\n---\n\n"));
        for link in entry.link.iter().chain(&entry.more) {
            let _ = write!(page, "\n{}\n", markdown_link(link));
        }
        let others = entry
            .phrasings
            .iter()
            .map(|phrasing| phrasing.text.as_str());
        let shown = [&titles.en, &titles.zh];
        let others: Vec<&str> = others
            .filter(|text| !shown.iter().any(|title| title.as_deref() == Some(text)))
            .collect();
        if !others.is_empty() {
            let _ = write!(page, "\n{ALSO_ASKED}{}\n", others.join(BETWEEN));
        }
    }
    page
}

fn joined(texts: &Localized) -> String {
    let texts = [&texts.en, &texts.zh];
    texts
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" / ")
}

fn markdown_link(link: &Link) -> String {
    let label = match joined(&link.label) {
        label if label.is_empty() => STANDARD_LABEL.to_owned(),
        label => label,
    };
    let url = link
        .url
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29");
    format!("[{label}]({url})")
}
