//! The FAQ as a page that people can read, and that `wenda import` reads back.

use std::fmt::Write;

use crate::faq::{Faq, Link, Localized};
use crate::text::Language;

pub(super) const ID_MARK: &str = "<!-- id: ";
pub(super) const ID_END: &str = " -->";
pub(super) const ALSO_ASKED: &str = "*Also asked / 也这样问：* ";
pub(super) const BETWEEN: &str = " · ";
pub(super) const STANDARD_LABEL: &str = "Help article / 帮助文章";

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
