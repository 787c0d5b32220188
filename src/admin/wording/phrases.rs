//! Fixed sentences for admins, Chinese and English side by side, and how lists are cut.

use crate::faq::EntryId;
use crate::matcher::Decision;
use crate::model::reply::Languages;
use crate::text::Language;

/// How many things of a list are named before the rest is counted.
const NAMED: usize = 15;

/// How many findings, failures or differing answers are shown.
pub(crate) const SHOWN: usize = 10;

/// How many characters of a question are shown.
const SHOWN_CHARS: usize = 80;

/// The one language in which an admin is spoken to: the one chosen, else that of their program.
pub fn reader(chosen: Option<Languages>, program: Option<Language>) -> Language {
    chosen
        .and_then(Languages::only)
        .or(program)
        .unwrap_or(Language::En)
}

/// `zh` or `en`, as wanted.
pub(crate) fn say(language: Language, zh: &str, en: &str) -> String {
    match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    }
}

/// The ids, in one line; what is too much is counted.
pub(crate) fn ids(language: Language, ids: &[EntryId]) -> String {
    let mut line = ids
        .iter()
        .take(NAMED)
        .map(EntryId::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    line.push_str(&rest(language, ids.len(), NAMED));
    line
}

/// Says how many are not named; nothing where all are.
pub(crate) fn rest(language: Language, all: usize, named: usize) -> String {
    match all.checked_sub(named) {
        None | Some(0) => String::new(),
        Some(more) => match language {
            Language::Zh => format!(" 等另外 {more} 个"),
            Language::En => format!(" and {more} more"),
        },
    }
}

/// A question as one line, shortened.
pub(crate) fn shown(question: &str) -> String {
    let line = question.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_CHARS {
        return line;
    }
    let mut short: String = line.chars().take(SHOWN_CHARS - 1).collect();
    short.push('…');
    short
}

/// A question in the quotation marks of the language.
pub(crate) fn quoted(language: Language, question: &str) -> String {
    match language {
        Language::Zh => format!("「{}」", shown(question)),
        Language::En => format!("“{}”", shown(question)),
    }
}

/// What was decided, in a few words.
pub(crate) fn decision(language: Language, decision: &Decision) -> String {
    match decision {
        Decision::Answer(entry) => entry.to_string(),
        Decision::Suggest(entries) => {
            let entries: Vec<&str> = entries.iter().map(EntryId::as_str).collect();
            let entries = entries.join(", ");
            match language {
                Language::Zh => format!("候选 [{entries}]"),
                Language::En => format!("offers [{entries}]"),
            }
        }
        Decision::None => say(language, "无回答", "nothing"),
    }
}

/// A count with its English word.
pub(crate) fn many(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}

/// A share of 1 as per cent with one digit behind the point, where that is not nought.
pub(crate) fn fine_percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// A share of 1 as whole per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
