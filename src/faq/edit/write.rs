//! New pieces of YAML: scalars in a given style, whole entries.

use crate::faq::emit;
use crate::faq::parse::raw::RawLocalized;
use crate::faq::parse::schema::RawEntry;

/// How a scalar is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
}

/// One line of text as a scalar; plain only where no reader could take it for something else.
pub(super) fn scalar(text: &str, style: Style) -> String {
    match style {
        Style::Plain if plain_is_safe(text) => text.to_owned(),
        Style::Single if !text.contains(char::is_control) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        _ => emit::quoted(text),
    }
}

/// Letters and digits of any script, with spaces and harmless punctuation inside; no word that
/// YAML takes for a number, a date, a truth value or nothing.
fn plain_is_safe(text: &str) -> bool {
    let harmless = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '?' | '.' | '_' | '/' | '+' | '$' | '\'' | '？' | '！' | '，' | '。' | '、'
            )
    };
    let first = text.chars().next().is_some_and(char::is_alphabetic);
    let word = matches!(
        text.to_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    );
    first && !word && text.chars().all(harmless) && emit::reads_as_text(text)
}

/// An answer as typed, without what YAML cannot hold: other control characters than line ends,
/// spaces at the ends of lines.
pub(super) fn without_odd_characters(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let kept: String = text
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || (!c.is_control() && *c != '\u{feff}'))
        .collect();
    let lines: Vec<&str> = kept.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// The lines of an entry as an item of a block list, not indented.
pub(super) fn entry(raw: &RawEntry) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(id) = &raw.id {
        lines.push(format!("- id: {}", scalar(&id.value, Style::Plain)));
    }
    lines.push("  questions:".to_owned());
    for (language, texts) in &raw.questions {
        lines.push(format!("    {}:", language.code()));
        for text in &texts.value {
            lines.push(format!("      - {}", emit::quoted(&text.value)));
        }
    }
    lines.push("  answer:".to_owned());
    answer(&raw.answer, &mut lines);
    if let Some(url) = raw.link.as_ref().and_then(|link| link.url.as_ref()) {
        lines.push("  link:".to_owned());
        lines.push(format!("    url: {}", emit::quoted(&url.value)));
    }
    lines
}

fn answer(raw: &RawLocalized, lines: &mut Vec<String>) {
    for (language, text) in &raw.texts {
        lines.push(format!("    {}: |", language.code()));
        for line in text.value.lines() {
            lines.push(match line.is_empty() {
                true => String::new(),
                false => format!("      {line}"),
            });
        }
    }
}
