//! A FAQ as YAML: what `parse` reads back as the same FAQ.
//!
//! Every text stands in double quotes, answers below `|` where that keeps every character. Places
//! are not kept; topics belong to files, so there is one text per topic.

use crate::text::Language;

use super::entry::{Entry, Faq, Link, Localized};

/// One YAML text for each run of topics: entries with the same topic stand in one text. Synonyms
/// and out-of-scope questions stand in the first.
pub fn to_yaml(faq: &Faq) -> Vec<(Option<Localized>, String)> {
    let mut groups: Vec<(Option<Localized>, Vec<&Entry>)> = Vec::new();
    for entry in &faq.entries {
        match groups.iter_mut().find(|(topic, _)| *topic == entry.topic) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((entry.topic.clone(), vec![entry])),
        }
    }
    if groups.is_empty() {
        groups.push((None, Vec::new()));
    }
    let mut texts = Vec::new();
    for (number, (topic, entries)) in groups.into_iter().enumerate() {
        let mut text = String::new();
        if let Some(topic) = &topic {
            text.push_str(&format!("topic: {}\n\n", localized(topic)));
        }
        if !entries.is_empty() {
            text.push_str("entries:\n");
            let written: Vec<String> = entries.into_iter().map(entry).collect();
            text.push_str(&written.join("\n"));
        }
        if number == 0 {
            shared(faq, &mut text);
        }
        texts.push((topic, text));
    }
    texts
}

fn shared(faq: &Faq, text: &mut String) {
    if !faq.synonyms.is_empty() {
        text.push_str("\nsynonyms:\n");
        for group in &faq.synonyms {
            text.push_str(&format!("  - {}\n", list(group)));
        }
    }
    if !faq.out_of_scope.is_empty() {
        text.push_str("\nout_of_scope:\n");
        for question in &faq.out_of_scope {
            text.push_str(&format!("  - {}\n", quoted(question)));
        }
    }
}

fn entry(entry: &Entry) -> String {
    let mut text = format!("  - id: {}\n    questions:\n", quoted_id(entry.id.as_str()));
    for language in Language::ALL {
        let own = entry
            .phrasings
            .iter()
            .filter(|phrasing| phrasing.language == language);
        let own: Vec<String> = own
            .map(|phrasing| format!("        - {}\n", quoted(&phrasing.text)))
            .collect();
        if !own.is_empty() {
            text.push_str(&format!("      {}:\n{}", language.code(), own.concat()));
        }
    }
    if !entry.keywords.is_empty() {
        text.push_str(&format!("    keywords: {}\n", list(&entry.keywords)));
    }
    text.push_str("    answer:\n");
    for language in Language::ALL {
        if let Some(answer) = entry.answer.get(language) {
            text.push_str(&format!("      {}: {}\n", language.code(), block(answer)));
        }
    }
    if let Some(address) = &entry.link {
        text.push_str(&format!("    link: {}\n", link(address)));
    }
    if !entry.more.is_empty() {
        text.push_str("    more:\n");
        for address in &entry.more {
            text.push_str(&format!("      - {}\n", link(address)));
        }
    }
    if let Some(image) = &entry.image {
        text.push_str(&format!("    image: {}\n", quoted(image)));
    }
    if !entry.related.is_empty() {
        let ids: Vec<String> = entry.related.iter().map(ToString::to_string).collect();
        text.push_str(&format!("    related: {}\n", list(&ids)));
    }
    if !entry.tests.is_empty() {
        text.push_str("    tests:\n");
        for test in &entry.tests {
            text.push_str(&format!("      - {}\n", quoted(test)));
        }
    }
    let conditions = &entry.conditions;
    for (key, day) in [
        ("valid_from", conditions.valid_from),
        ("valid_until", conditions.valid_until),
        ("review_by", conditions.review_by),
    ] {
        if let Some(day) = day {
            text.push_str(&format!("    {key}: {}\n", quoted(&day.to_string())));
        }
    }
    for (key, places) in [
        ("only_in", &conditions.only_in),
        ("not_in", &conditions.not_in),
    ] {
        if !places.is_empty() {
            text.push_str(&format!("    {key}: {}\n", list(places)));
        }
    }
    text
}

/// Plain, unless some reader of YAML takes it for a number, a date or a truth value.
fn quoted_id(id: &str) -> String {
    let first = id.starts_with(|c: char| c.is_ascii_lowercase());
    match first && id.contains('-') && reads_as_text(id) {
        true => id.to_owned(),
        false => quoted(id),
    }
}

/// Whether another reader of YAML (`serde_yaml`), too, takes `plain` without quotes for this text.
pub(super) fn reads_as_text(plain: &str) -> bool {
    let read = serde_yaml::from_str::<serde_yaml::Value>(plain);
    matches!(read, Ok(serde_yaml::Value::String(text)) if text == plain)
}

fn link(link: &Link) -> String {
    match link.label == Localized::default() {
        true => format!("{{url: {}}}", quoted(&link.url)),
        false => format!(
            "{{url: {}, label: {}}}",
            quoted(&link.url),
            localized(&link.label)
        ),
    }
}

fn localized(texts: &Localized) -> String {
    let parts = Language::ALL.into_iter().filter_map(|language| {
        Some(format!(
            "{}: {}",
            language.code(),
            quoted(texts.get(language)?)
        ))
    });
    format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
}

fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A text below `|`; in quotes where lines, spaces or odd characters would be lost there.
fn block(text: &str) -> String {
    let odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{85}')
    };
    if text.chars().any(odd) || text.trim() != text {
        return quoted(text);
    }
    let mut written = String::from("|");
    for line in text.split('\n') {
        written.push('\n');
        if !line.is_empty() {
            written.push_str("        ");
            written.push_str(line);
        }
    }
    written
}

/// A text in double quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
